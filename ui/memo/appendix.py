"""What the memo stands on: cases of others, assumptions and figures, the facts, and the sources with their numbers."""

from collections.abc import Iterator, Mapping

from agent.decision.assessment import Assessment
from agent.decision.counsel import Assumption
from agent.decision.record import versions
from agent.decision.wording import FIGURES, capitalised, day
from agent.facts import FACTS, FactValue
from ui.answers import was_tapped
from ui.board.facts import STATUSES
from ui.markup import plain
from ui.memo.blocks import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Source,
    Sources,
    Table,
    Words,
    clean,
    joined,
    plain_text,
    quoted,
    said,
)
from ui.memo.citing import on
from ui.memo.dossier import Dossier
from ui.sources import KINDS, dated

EXCERPT = 180

# Figures that matter where machines are bought, and are left out of the memo where nobody would.
BUYING = frozenset(
    FIGURES[name].title
    for name in ("purchase_usd", "server_factor", "depreciation_months", "electricity_usd_kwh", "power_factor")
)


def cases(d: Dossier) -> Iterator[Block]:
    """Who decided in a like position, and what became of it."""
    if not d.cases:
        return
    yield Heading("Who did it before")
    told = []
    for case in d.cases:
        text = plain(" ".join(case.text.split()))
        if len(text) > EXCERPT:
            text = text[:EXCERPT].rsplit(" ", 1)[0] + " …"
        told.append(joined(said(f"{case.title.rstrip('.')}.", "strong"), on(d, text, case.id)))
    yield Bullets(tuple(told))


def assumptions(d: Dossier) -> Iterator[Block]:
    """What was counted with although nobody said it, and the figures that the costs stand on."""
    a = d.assessment
    yield Heading("Assumptions")
    if a.assumptions:
        yield _assumed("What nobody said", ("Assumption", "Counted with", "Why"), a.assumptions)
    else:
        yield Paragraph(said("Everything that the costs need was said."))
    figures = tuple(row for row in a.counted_with if row.what not in BUYING or _buys(a))
    if figures:
        yield Heading("What was counted with", 2)
        yield _assumed("Figures with their range and source", ("Figure", "Value", "Source"), figures)
    if len(figures) < len(a.counted_with):
        yield Paragraph(
            said("The figures of machines of your own stand in the decision record and the workbook."), "note"
        )


def _buys(a: Assessment) -> bool:
    """Whether machines of one's own are part of the advice."""
    return any(work.route == "own_machines" for work in (*a.route_now, *a.route_later))


def facts(d: Dossier) -> Iterator[Block]:
    """Every fact with its value, its status and the words it came from."""
    yield Heading("Appendix: the facts")
    names = _known(d)
    if not names:
        yield Paragraph(said("No fact is known."))
        return
    rows = tuple(_fact(d, name) for name in names)
    if d.ledger:
        head = ("Fact", "Value", "Status", "In the words of the leader")
        yield Table("The facts", head, rows, (24, 32, 14, 42), dense=True)
    else:
        yield Table("The facts", ("Fact", "Value"), tuple(row[:2] for row in rows), (24, 88), dense=True)
    others = [FACTS[name].title for name in FACTS if name not in names]
    if others:
        yield Paragraph(said(f"Not asked, or not said: {', '.join(others)}."), "note")


def method(d: Dossier) -> Iterator[Block]:
    """How the memo came about, so that it can be computed again."""
    by = " and ".join(f"{name} {version}" for name, version in versions().items())
    told = (
        f"Computed on {day(d.today)} by {by}. The same facts, tables and day give the same memo; the decision record "
        "holds all three. This is no legal advice."
    )
    yield Paragraph(said(told), "note")


def sources(d: Dossier, numbers: Mapping[str, int]) -> Iterator[Block]:
    """The cited passages with where they come from and of what date."""
    if not numbers:
        return
    yield Heading("Sources")
    yield Sources(
        tuple(
            Source(
                number,
                clean(d.citable[name].title).rstrip("."),
                f"{KINDS.get(d.citable[name].kind, 'Note')}: {clean(d.citable[name].source).rstrip('.')}",
                clean(d.citable[name].url),
                dated(d.citable[name].as_of),
            )
            for name, number in numbers.items()
        )
    )


def _assumed(caption: str, head: tuple[str, ...], rows: tuple[Assumption, ...]) -> Table:
    told = tuple((said(row.what), said(row.value), said(row.reason)) for row in rows)
    return Table(caption, head, told, (31, 38, 53), dense=True)


def fact_rows(d: Dossier) -> Iterator[tuple[str, str, str, str]]:
    """The facts as plain text: title, value, status and words."""
    for name in _known(d):
        title, value, status, words = map(plain_text, _fact(d, name))
        said_in_words = FACTS[name].kind == "text" and name in d.asked.facts
        yield title, str(d.asked.facts[name]) if said_in_words else value, status, words


def _known(d: Dossier) -> list[str]:
    return [name for name in FACTS if name in d.ledger or name in d.asked.facts]


def _fact(d: Dossier, name: str) -> tuple[Words, ...]:
    entry = d.ledger.get(name)
    if entry is None:
        return said(FACTS[name].title), _value(name, d.asked.facts[name]), said("Given"), ()
    if entry.value is None:
        words = quoted(entry.quote)
    elif entry.reason:
        words = said(capitalised(entry.reason))
    elif entry.quote and was_tapped(name, entry.value, entry.quote):
        words = said("Chosen from the answers offered")
    else:
        words = quoted(entry.quote) + (said(f" {entry.source}") if entry.source else ())
    value = said("not said") if entry.value is None else _value(name, entry.value)
    return said(FACTS[name].title), value, said(STATUSES[entry.status]), words


def _value(name: str, value: FactValue) -> Words:
    """The label of a value; the use case stands below the title in the leader's own words."""
    return said("as below the title") if FACTS[name].kind == "text" else said(FACTS[name].label(value))
