"""The transcript: what the leader said, what the advisor replied, and the cards, as escaped HTML.

Pure functions from stored turns to HTML; nothing here talks to the advisor.
"""

import json
from collections.abc import Mapping, Sequence

from agent.reply import Reply
from ui.cards import answered_cards, open_cards
from ui.markup import WARNING, escape, plain, render
from ui.sources import Numbered, dated

# A longer message is folded after so many characters; all of it stays a tap away.
FOLD_AFTER = 1_500
SHOWN_WHEN_FOLDED = 900


def transcript(
    turns: Sequence[Reply], numbered: Numbered, marks: Mapping[int, bool] | None = None, *, reading: bool = False
) -> str:
    """All turns, oldest first; only the last one can be answered, and none by somebody who only reads.

    `marks` say which turns were found helpful.
    """
    rows = [
        _turn(number, turn, after, numbered, (marks or {}).get(number), reading)
        for number, (turn, after) in enumerate(zip(turns, [*turns[1:], None], strict=True), start=1)
    ]
    return f'<div class="turns" role="log" aria-label="Conversation">{"".join(rows)}</div>'


def failed_turn(said: str | None, reference: str, why: str = "") -> str:
    """A message that could not be answered: kept, with a way to send it again; None where only the page was opened."""
    if said is None:
        message, what = "", "I could not open this conversation."
        reason = why or "It is kept as it was."
    else:
        message, what = f"{_said(said)}{_UNANSWERED}", "I could not answer that."
        reason = why or "Your message is kept and nothing in the case has changed."
    return (
        f'<div class="turn failed">{message}<div class="alert" role="alert">{WARNING}<div>'
        f"<p><strong>{what}</strong> {escape(reason)}</p>"
        '<button type="button" class="second" data-act="again">Try again</button>'
        f'<p class="reference">Reference {escape(reference)}, for whoever looks after this advisor</p>'
        "</div></div></div>"
    )


def nothing_to_read() -> str:
    """What somebody sees whose link leads nowhere any more."""
    return (
        f'<div class="turns"><div class="turn failed"><div class="alert" role="alert">{WARNING}<div>'
        "<p><strong>There is nothing to read here.</strong> The conversation was deleted, or the link is not "
        "complete.</p></div></div></div></div>"
    )


_UNANSWERED = (
    '<p class="unanswered"><span>Not answered</span>'
    '<button type="button" class="tool" data-act="edit">Edit and resend</button></p>'
)


def _turn(
    number: int, reply: Reply, after: Reply | None, numbered: Numbered, helpful: bool | None, reading: bool
) -> str:
    """One message and its reply."""
    cards = answered_cards(reply, after) if after else "" if reading else open_cards(reply)
    more = "" if after or reading else _suggestions(reply)
    tools = "" if reading else _turn_tools(number, helpful)
    lead = render(reply.lead, numbered.of(reply))
    return (
        f'<div class="turn{"" if after else " last"}">{_said(reply.said)}<div class="reply"><p class="who">Advisor</p>'
        f'<div class="spoken">{lead}</div>{cards}{more}'
        f'<div class="tools">{_copy(reply, numbered)}{tools}</div></div></div>'
    )


def _copy(reply: Reply, numbered: Numbered) -> str:
    label = "Copy the advice" if reply.move == "advise" else "Copy"
    copied = escape(_copied(reply, numbered))
    return f'<button type="button" class="tool" data-act="copy" data-copy="{copied}">{label}</button>'


def _turn_tools(number: int, helpful: bool | None) -> str:
    """Was it helpful, and the message above it sent anew."""
    marks = "".join(
        f'<button type="button" class="tool" data-act="mark" data-turn="{number}" data-helpful="{value}" '
        f'aria-pressed="{str(helpful is flag).lower()}">{words}</button>'
        for flag, value, words in ((True, "yes", "Helpful"), (False, "no", "Not helpful"))
    )
    edit = f'<button type="button" class="tool" data-act="edit-turn" data-turn="{number}">Edit and resend</button>'
    return f"{marks}{edit}"


def _said(text: str) -> str:
    """What the leader wrote, folded where it is very long."""
    if not text.strip():
        return '<div class="said empty"><p>An empty message</p></div>'
    shown = f"<p>{escape(text)}</p>"
    if len(text) > FOLD_AFTER:
        shown = (
            f"<p>{escape(text[:SHOWN_WHEN_FOLDED])} …</p><details><summary>All {len(text):,} characters</summary>"
            f"<p>{escape(text)}</p></details>"
        )
    return f'<div class="said"><span class="sr-only">You: </span>{shown}</div>'


def _copied(reply: Reply, numbered: Numbered) -> str:
    """The whole reply as plain text with its sources under it."""
    lines = [plain(reply.text)]
    for place, passage_id in enumerate(reply.passages, 1):
        passage = numbered.passages.get(passage_id)
        if passage:
            lines.append(f"[{place}] {passage.title}. {passage.source}, {dated(passage.as_of)}.")
    return "\n\n".join(lines)


def _suggestions(reply: Reply) -> str:
    """What one may well say next, ready to be sent."""
    if reply.move == "compare" and reply.comparison:
        answers = escape(json.dumps(_facts_of(reply.comparison)))
        return (
            f'<div class="chips next"><button type="button" class="chip small" data-answers="{answers}">'
            "Make this my case"
            '</button><button type="button" class="chip small" data-act="hide-what-if">Back to the advice</button>'
            "</div>"
        )
    if reply.move != "advise" or reply.cards:
        return ""
    first = "Why not a vendor’s API?" if reply.verdict == "open_source" else "Why not open source now?"
    second = (
        "What if we had ten times the volume?"
        if "requests_per_month" in reply.ledger
        else "What would change your mind?"
    )
    return (
        '<div class="chips next">'
        + "".join(
            f'<button type="button" class="chip small" data-say="{text}">{text}</button>' for text in (first, second)
        )
        + "</div>"
    )


def _facts_of(comparison: Mapping[str, object]) -> object:
    return comparison.get("facts", {})
