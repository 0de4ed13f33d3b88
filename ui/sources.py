"""The passages that a conversation stands on: one number each, a popover each, and the list at the end.

Pure functions; the passages are handed in.
"""

from calendar import month_abbr
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from agent.reply import Reply
from knowledge.passages import Passage
from ui.markup import chip, escape, inline

KINDS = {
    "framework": "Framework",
    "guidance": "Guidance",
    "case": "Case",
    "myth": "Myth",
    "route": "Route",
    "regulation": "Regulation",
    "licence": "Licence",
    "model": "Model",
    "playbook": "Playbook",
    "glossary": "Glossary",
    "document": "Own document",
}


MOST_CASES = 2


@dataclass(frozen=True)
class Numbered:
    """Passages by id, in the order in which they were first cited; their place is the number people see."""

    passages: Mapping[str, Passage]

    def number(self, passage_id: str) -> int:
        """The number of a passage."""
        return list(self.passages).index(passage_id) + 1

    def chips(self, *passage_ids: str) -> str:
        """Source chips for those of the passages that exist."""
        known = [pid for pid in dict.fromkeys(passage_ids) if pid in self.passages]
        return "".join(f"&nbsp;{chip(self.number(pid), pid)}" for pid in known)

    def of(self, reply: Reply) -> dict[int, tuple[int, str]]:
        """For each `[n]` of a reply the number shown and the passage it opens."""
        return {place: (self.number(pid), pid) for place, pid in enumerate(reply.passages, 1) if pid in self.passages}


def number_passages(turns: Sequence[Reply], others: Iterable[str], get: Callable[[str], Passage | None]) -> Numbered:
    """Number what the replies cite, then what only the panel cites."""
    ids = dict.fromkeys([pid for turn in turns for pid in turn.passages] + [pid for pid in others if pid])
    found = {pid: get(pid) for pid in ids}
    return Numbered({pid: passage for pid, passage in found.items() if passage is not None})


def precedents(turns: Sequence[Reply], get: Callable[[str], Passage | None]) -> tuple[Passage, ...]:
    """The cases of others that the last advice cites."""
    last = next((turn for turn in reversed(turns) if turn.move == "advise"), None)
    found = [get(pid) for pid in last.passages] if last else []
    return tuple(passage for passage in found if passage is not None and passage.kind == "case")[:MOST_CASES]


def popovers(numbered: Numbered) -> str:
    """Each passage as it opens beside its chip."""
    return "".join(_popover(pid, passage) for pid, passage in numbered.passages.items())


def source_list(numbered: Numbered) -> str:
    """The sources with their numbers, kinds and dates."""
    if not numbered.passages:
        return ""
    rows = "".join(
        f'<li>{chip(number, pid)}<button type="button" class="title" popovertarget="passage-{escape(pid)}">'
        f"{escape(passage.title)}</button><span>{KINDS.get(passage.kind, 'Note')}</span><span>"
        f"{escape(dated(passage.as_of))}</span></li>"
        for number, (pid, passage) in enumerate(numbered.passages.items(), 1)
    )
    return (
        f'<section data-tab="facts" id="sources"><h2>Sources</h2><ol class="sources">{rows}</ol>'
        '<p class="note">Advice on law is to be confirmed with counsel.</p></section>'
    )


def _popover(passage_id: str, passage: Passage) -> str:
    paragraphs = "".join(f"<p>{inline(part, {})}</p>" for part in passage.text.split("\n\n") if part.strip())
    return (
        f'<div popover class="passage" id="passage-{escape(passage_id)}" '
        f'role="dialog" aria-label="{escape(passage.title)}">'
        f'<p class="kind">{KINDS.get(passage.kind, "Note")}, {escape(dated(passage.as_of))}</p>'
        f'<p class="name">{escape(passage.title)}</p><div class="words" tabindex="0">{paragraphs}</div>'
        f'<p class="origin">{_origin(passage)}</p></div>'
    )


def dated(as_of: str) -> str:
    """The date of a passage as people write it, as exactly as it is known: 23 Nov 2026, Nov 2026 or 2026."""
    year, *rest = as_of.split("-")
    if not rest or not all(part.isdigit() for part in rest) or not 1 <= int(rest[0]) <= 12:
        return as_of
    return " ".join([*(str(int(day)) for day in rest[1:2]), month_abbr[int(rest[0])], year])


def _origin(passage: Passage) -> str:
    """Where the passage comes from; a link only where it leads to a page on the web."""
    if not passage.url.startswith(("https://", "http://")):
        return escape(passage.source)
    return f'<a href="{escape(passage.url)}" target="_blank" rel="noopener noreferrer">{escape(passage.source)}</a>'
