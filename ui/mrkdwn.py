"""Slack's own Markdown: what a person typed out of it, and what a reply says into it.

Pure text in, text out; nothing here talks to Slack.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING

from agent.writing.questions import render_cards

if TYPE_CHECKING:
    from agent.reply import Reply
    from knowledge.passages import Passage

MOST_CHARACTERS = 3_900
"""Slack advises at most 4,000 in a message, and cuts far longer ones off."""

SHORT = 2_400
"""What the first message of an advice holds; it is read in a narrow column, and the rest stands below it."""

PassageOf = Callable[[str], "Passage | None"]

_MARKED = re.compile(r"<([^<>]*)>")
_NUMBER = re.compile(r"\[(\d{1,3})\]")
_SPANS = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|\*(?P<italic>[^*\n]+)\*")


def heard(text: str, me: str) -> str:
    """What a person typed, without the mention of the advisor and the marks Slack puts around names and links."""
    return unescape(_MARKED.sub(lambda match: _unmarked(match[1], me), text)).strip()


def _unmarked(inside: str, me: str) -> str:
    target, _, label = inside.partition("|")
    if target == f"@{me}" or target.startswith("!"):
        return ""
    if target.startswith(("@", "#")):
        return f"{target[0]}{label}" if label else ""
    return label or target


def messages(reply: "Reply", passage_of: PassageOf) -> list[str]:
    """The reply as Slack messages: first a short one that holds the answer and the questions, then the rest."""
    questions = render_cards(reply.cards)
    body = list(_blocks(reply.text.removeprefix(reply.lead).removesuffix(questions).strip()))
    lead, last = list(_blocks(reply.lead)), list(_blocks(questions))
    sources = _Sources(reply.passages, passage_of)
    fits = 0
    while fits < len(body) and len(_message([*lead, *body[: fits + 1], *last], sources)) <= SHORT:
        fits += 1
    return [*_fitted([*lead, *body[:fits], *last], sources), *_fitted(body[fits:], sources)]


def _fitted(blocks: Sequence[str], sources: "_Sources") -> Iterator[str]:
    """Paragraphs in messages that are short enough."""
    kept: list[str] = []
    for block in blocks:
        if kept and len(_message([*kept, block], sources)) > MOST_CHARACTERS:
            yield _message(kept, sources)
            kept = []
        kept.append(block)
    if kept:
        yield _message(kept, sources)


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs; one that would not fit on its own is broken at its lines, and at its words if it must be."""
    longest = MOST_CHARACTERS // 2  # marks, links and the list of sources come on top
    for paragraph in text.split("\n\n"):
        rest = paragraph
        while len(rest) > longest:
            cut = max(rest.rfind("\n", 0, longest), 0) or max(rest.rfind(" ", 0, longest), 0) or longest
            yield rest[:cut]
            rest = rest[cut:].lstrip()
        if rest:
            yield rest


def _message(blocks: list[str], sources: "_Sources") -> str:
    text = "\n\n".join(blocks)
    lines = [_line(line, sources) for line in text.split("\n")]
    listed = sources.listed(dict.fromkeys(int(number) for number in _NUMBER.findall(text)))
    return "\n".join([*lines, *(["", *listed] if listed else [])])


def _line(line: str, sources: "_Sources") -> str:
    bullet = re.match(r"(\s*)[-*] ", line)
    if bullet:
        line = f"{bullet[1]}• {line[bullet.end() :]}"
    marked = _SPANS.sub(lambda m: f"*{m['bold']}*" if m["bold"] else f"_{m['italic']}_", _escaped(line))
    return _NUMBER.sub(lambda match: sources.mark(int(match[1])), marked)


def _escaped(text: str) -> str:
    """A text that Slack shows as it is: nobody is called, no link is made."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Sources:
    """The passages of one reply by their numbers."""

    def __init__(self, ids: tuple[str, ...], passage_of: PassageOf) -> None:
        found = {number: passage_of(name) for number, name in enumerate(ids, 1)}
        self._passages = {number: passage for number, passage in found.items() if passage is not None}

    def mark(self, number: int) -> str:
        """The number as it stands in the text, as a link where the source has an address."""
        passage = self._passages.get(number)
        return _link(passage.url, f"[{number}]") if passage else f"[{number}]"

    def listed(self, numbers: dict[int, None]) -> list[str]:
        """The sources of these numbers, a line each."""
        found = {number: self._passages[number] for number in numbers if number in self._passages}
        return [f"[{number}] {_source(passage)}" for number, passage in found.items()]


def _source(passage: "Passage") -> str:
    """What a passage says, as a link to where it is said; with the name of the source where there is no address."""
    title = _escaped(passage.title)
    linked = _link(passage.url, title)
    named = "" if linked != title else f"{_escaped(passage.source)}, "
    return f"{linked} ({named}{passage.as_of})"


def _link(url: str, label: str) -> str:
    if not url.startswith(("https://", "http://")):
        return label
    address = url.replace("&", "&amp;").replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    return f"<{address}|{label}>"
