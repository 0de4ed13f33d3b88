"""The first page of the memo: the figures at a glance, the routes now and later, what to mind, and the case itself."""

from collections.abc import Iterator

from agent.decision.assessment import Assessment, RouteWork
from agent.decision.bill import Cost
from agent.decision.wording import capitalised, count, listing, money, percent, rounded
from agent.facts import FACTS
from agent.writing.advice import verdict_line
from agent.writing.phrases import phrase, route_passage
from ui.board.names import IN_HEADLINES, ROUTES, VERDICTS, headline
from ui.memo.blocks import (
    Block,
    Bullets,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Table,
    Words,
    joined,
    said,
    typeset,
)
from ui.memo.citing import for_counsel, on
from ui.memo.dossier import Dossier

OWN = ("self_hosted", "own_machines")


def opening(d: Dossier) -> Iterator[Block]:
    """The advice with its figures and routes, what must be known beside it, and what it stands on."""
    a = d.assessment
    yield KeyFigures(tuple(_figures(a)))
    yield Heading("The advice")
    line = verdict_line(a)
    lead = joined(said(f"{line}.", "strong") if typeset(line) != typeset(headline(a)) else (), said(a.stop))
    if lead:
        yield Paragraph(lead, "lead")
    yield _routes(d)
    told = [on(d, f"{each.said} {each.question}", each.passage) for each in a.contradictions]
    told += [on(d, each.sentence, each.passage) for each in a.caveats]
    if told:
        yield Heading("What to mind", 2)
        yield Bullets(tuple(told))
    yield from _case(d)


def span(cost: Cost) -> str:
    """The range of a cost as it stands in a table."""
    if cost.low is None or cost.high is None:
        return "no price"
    first, last = money(cost.low), money(cost.high)
    return first if first == last else f"{first} – {last}"


def _figures(a: Assessment) -> Iterator[KeyFigure]:
    yield KeyFigure(
        "Verdict", VERDICTS[a.verdict], f"in {percent(a.stability[a.verdict])} of {a.draws:,} draws over what is open"
    )
    first = [work.route for work in a.route_now]
    yield from (_priced("Now", a.costs[route]) for route in first[:1] if route in a.costs)
    later = [work.route for work in a.route_later if work.route not in first and work.route in a.costs]
    own = [route for route in OWN if route not in first and route in a.costs and a.costs[route].mid is not None]
    if later:
        yield _priced("Later", a.costs[later[0]])
    elif own:
        yield _priced("Owning instead", a.costs[own[0]])
    point = a.break_even.get("vendor_api")
    if point is not None:
        volume = a.facts.get("requests_per_month")
        yours = f"requests a month; yours: {count(volume)}" if isinstance(volume, float) else "requests a month"
        never = point.requests_per_month is None
        value = "never" if point.requests_per_month is None else count(rounded(point.requests_per_month))
        yield KeyFigure("Owning pays from", value, "at any volume one would run" if never else yours)


def _priced(label: str, cost: Cost) -> KeyFigure:
    return KeyFigure(label, span(cost), typeset(f"a month; {IN_HEADLINES[cost.route]}"))


def _routes(d: Dossier) -> Table:
    """The routes with the work each carries, its cost and its time."""
    a = d.assessment
    if {work.route for work in a.route_now} == {work.route for work in a.route_later}:
        rows = [_route(d, "Now and later", work) for work in a.route_now]
    else:
        rows = [_route(d, "Now", work) for work in a.route_now]
        rows += [_route(d, "Later, if the triggers are met", work) for work in a.route_later]
    head = ("When", "Route", "Work", "US$ a month", "Live in")
    return Table("The route now and later", head, tuple(rows), (19, 34, 18, 19, 18), amounts=(3,))


def _route(d: Dossier, when: str, work: RouteWork) -> tuple[Words, ...]:
    cost = d.assessment.costs.get(work.route)
    model = f"{ROUTES[work.route]}{f': {cost.model}' if cost and cost.model else ''}"
    return (
        said(when, "strong"),
        on(d, model, route_passage(work.route)),
        said(work.work),
        said(span(cost) if cost else ""),
        said(cost.live_in if cost else ""),
    )


def _case(d: Dossier) -> Iterator[Block]:
    """What is known of the use case in one sentence; its own words stand below the title."""
    yield Heading("The case")
    known = [
        phrase(name, d.asked.facts[name], d.today) for name in FACTS if name in d.asked.facts and name != "use_case"
    ]
    told = f"{capitalised('; '.join(known))}." if known else "Nothing else is known of it yet."
    yield Paragraph(said(told))


def models(d: Dossier) -> Iterator[Block]:
    """The models to start with and to move to, with their licences; those of which the same is said share a row."""
    horizons: dict[str, list[str]] = {}
    alike: dict[str, list[str]] = {}
    legal: set[str] = set()
    for model in d.assessment.models:
        horizons.setdefault(model.name, []).append(model.horizon)
        parts = (model.why, model.hardware, model.licence, model.against)
        told = " ".join(f"{capitalised(part.rstrip('.'))}." for part in parts if part)
        legal |= {told} if model.against else set()
        if model.name not in alike.setdefault(told, []):
            alike[told].append(model.name)
    rows = tuple(
        (
            said(listing(names), "strong"),
            said(capitalised(listing(list(dict.fromkeys(when for name in names for when in horizons[name]))))),
            (*said(told), *(for_counsel(told) if told in legal else ())),
        )
        for told, names in alike.items()
    )
    if rows:
        yield Heading("Models to start with", 2)
        head = ("Model", "When", "Why, on what, and under which licence")
        yield Table("Models that fit", head, rows, (28, 14, 70), dense=True)
