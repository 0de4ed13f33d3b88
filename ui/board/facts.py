"""What the advisor knows: every fact with its value, the words it came from and its status; what it assumed; its notes.

Pure functions from records to escaped HTML.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.decision.assessment import Assessment
from agent.decision.counsel import Assumption
from agent.facts import FACTS, FactValue
from agent.ledger import Entry, Ledger
from agent.reading.protocol import FactReading
from ui.answers import value_label, was_tapped
from ui.cards import editor
from ui.markup import CHEVRON, escape, ours

STATUSES = {
    "stated": "Stated",
    "inferred": "Inferred",
    "assumed": "Assumed",
    "unknown": "Unknown",
    "withheld": "Withheld",
    "asked": "Asked now",
    "confirm": "To confirm",
}
NOTES = {"present_bill": "Present bill", "model_in_use": "Model in use", "end_users": "End users"}

_MARKS = {
    "stated": '<circle cx="7" cy="7" r="5" fill="currentColor"/>',
    "inferred": '<circle cx="7" cy="7" r="4.5"/><circle cx="7" cy="7" r="1.8" fill="currentColor" stroke="none"/>',
    "assumed": '<circle cx="7" cy="7" r="4.5" stroke-dasharray="3.2 2.4"/>',
    "unknown": '<path d="M2 7h10" stroke-width="2"/>',
    "withheld": '<path d="m3 3 8 8M11 3l-8 8"/>',
    "asked": '<circle cx="7" cy="7" r="4.5"/>',
    "confirm": '<circle cx="7" cy="7" r="4.5"/>',
}


def facts_section(
    ledger: Ledger,
    suggested: Mapping[str, FactReading],
    asked: Sequence[str],
    notes: Sequence[Mapping[str, Any]],
    a: Assessment | None,
) -> str:
    """The ledger in its fixed order, then what was noted and what was not asked."""
    rows = "".join(_row(name, ledger.get(name), suggested.get(name), name in asked) for name in FACTS)
    if not rows:
        return ""
    return (
        '<section data-tab="facts" id="facts"><div class="title-row"><h2>What I know</h2><p class="counts">'
        f"{_counts(ledger)}</p></div>"
        '<p class="lede">Each with your words. Change any of them; it counts as an answer.</p>'
        '<table class="ledger"><thead><tr><th scope="col">Fact</th><th scope="col">Value and your words</th>'
        '<th scope="col">Status</th><td></td></tr></thead>'
        f"<tbody>{rows}{''.join(_note(note) for note in notes)}</tbody></table>{_not_asked(ledger, suggested, asked)}"
        f"{_assumptions(a.assumptions) if a else ''}</section>"
    )


def _row(name: str, entry: Entry | None, read: FactReading | None, asked: bool) -> str:
    if entry is None and (asked or read is not None):
        return _open_row(name, read, asked)
    if entry is None:
        return ""
    value = escape(_value(name, entry))
    words = _words(name, entry)
    return (
        f'<tr class="{"on" if asked else ""}"><th scope="row">{ours(FACTS[name].title)}</th>'
        f'<td class="value{"" if entry.value is not None else " none"}"><p>{value}</p>{words}</td>'
        f'<td class="status {entry.status}">{_mark(entry.status)}</td><td class="change">'
        f'<button type="button" class="change" data-act="edit-row">Change<span class="sr-only">'
        f" {ours(FACTS[name].title)}"
        f"</span></button></td></tr>{_editing_row(name, entry)}"
    )


def _editing_row(name: str, entry: Entry) -> str:
    """What stands in the row's place while it is changed."""
    return (
        f'<tr class="editing" hidden><th scope="row">{ours(FACTS[name].title)}</th><td colspan="3">'
        f'<div class="row-edit" data-mode="row">{editor(name, entry.value)}<div class="row-foot">'
        '<button type="button" class="second" data-act="save-row">Save</button>'
        '<button type="button" class="quiet" data-act="leave-row">Cancel</button></div></div></td></tr>'
    )


def _open_row(name: str, read: FactReading | None, asked: bool) -> str:
    """A fact that waits for an answer, with its likely value where there is one."""
    status = "confirm" if read is not None else "asked"
    likely = f"Perhaps: {value_label(name, read.value)}" if read is not None else "Not answered yet"
    quote = f'<p class="quote">“{escape(read.quote)}”</p>' if read is not None and read.quote else ""
    if read is not None and read.source:
        quote += f'<p class="reason">{escape(read.source)}</p>'
    return (
        f'<tr class="{"on" if asked else ""}"><th scope="row">{ours(FACTS[name].title)}</th>'
        f'<td class="value none"><p>{ours(likely)}</p>{quote}</td><td class="status {status}">{_mark(status)}</td>'
        "<td></td></tr>"
    )


def _mark(status: str) -> str:
    return (
        f'<span class="state"><svg class="state-mark" viewBox="0 0 14 14" aria-hidden="true">{_MARKS[status]}</svg>'
        f"{STATUSES[status]}</span>"
    )


def _value(name: str, entry: Entry) -> str:
    if entry.value is None:
        return "You don’t know" if entry.status == "unknown" else "You’d rather not say"
    if entry.quote and was_tapped(name, entry.value, entry.quote):
        return value_label(name, entry.value)
    return FACTS[name].label(entry.value)


def _words(name: str, entry: Entry) -> str:
    """The quote, the reason of an assumption, or that it was tapped."""
    if entry.reason:
        return f'<p class="reason">{escape(entry.reason[:1].upper() + entry.reason[1:])}</p>'
    value: FactValue | None = entry.value
    if entry.quote and value is not None and not was_tapped(name, value, entry.quote):
        source = f'<p class="reason">{escape(entry.source)}</p>' if entry.source else ""
        return f'<p class="quote">“{escape(entry.quote)}”</p>{source}'
    return '<p class="reason">You chose it</p>' if value is not None and entry.quote else ""


def _note(note: Mapping[str, Any]) -> str:
    """What is worth keeping and is no fact."""
    title = NOTES.get(str(note["what"]), str(note["what"]).replace("_", " ").capitalize())
    value = note.get("value")
    shown = f"<p>{escape(_note_value(str(note['what']), value))}</p>" if value is not None else ""
    return (
        f'<tr class="note-row"><th scope="row">{ours(title)}</th><td class="value">{shown}'
        f'<p class="quote">“{escape(note["quote"])}”</p></td><td class="status">Noted</td><td></td></tr>'
    )


def _note_value(what: str, value: object) -> str:
    if isinstance(value, int | float):
        return f"${value:,.0f} a month" if what == "present_bill" else f"{value:,.0f}"
    return str(value)


def _counts(ledger: Ledger) -> str:
    counts = {status: sum(entry.status == status for entry in ledger.values()) for status in STATUSES}
    return ", ".join(f"{n} {STATUSES[status].lower()}" for status, n in counts.items() if n)


def _not_asked(ledger: Ledger, suggested: Mapping[str, FactReading], asked: Sequence[str]) -> str:
    names = [FACTS[n].title for n in FACTS if n not in ledger and n not in suggested and n not in asked]
    if not names:
        return ""
    what = "1 fact not asked" if len(names) == 1 else f"{len(names)} facts not asked"
    return (
        f'<details class="more"><summary>{CHEVRON}{what} so far</summary><p class="note">{escape(", ".join(names))}. '
        "I ask only what can still change the advice; tell me any of them and I count it.</p></details>"
    )


def _assumptions(assumptions: Sequence[Assumption]) -> str:
    """The numbers that were counted with although nobody stated them."""
    rows = "".join(
        f'<tr><th scope="row">{ours(item.what)}</th><td class="value"><p>{ours(item.value)}</p>'
        f'<p class="reason">{ours(item.reason[:1].upper() + item.reason[1:])}</p></td></tr>'
        for item in assumptions
    )
    if not rows:
        return ""
    return f'<h2 class="second-title">What I assumed</h2><table class="ledger assumed"><tbody>{rows}</tbody></table>'
