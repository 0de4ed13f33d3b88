"""What every route costs, where owning breaks even, and how each figure was computed."""

from collections.abc import Iterator

from agent.decision.assessment import Assessment
from agent.decision.bill import BreakEven, CostLine, Walk, WalkStep
from agent.decision.wording import capitalised, count, money, rounded
from agent.writing.phrases import money_range, route_passage
from ui.board.drawn import costs_in_words, movers_in_words
from ui.board.names import ROUTES
from ui.memo.blocks import Block, Bullets, Chart, Heading, Pair, Paragraph, Table, Words, joined, said, typeset
from ui.memo.citing import on
from ui.memo.dossier import BREAK_EVEN_PASSAGE, COST_PASSAGES, Dossier
from ui.memo.opening import span


def costs(d: Dossier) -> Iterator[Block]:
    """The routes from the cheapest to the dearest, and what is paid today."""
    a = d.assessment
    if not a.costs:
        return
    yield Heading(_finding(a))
    at = f"at {a.facts['requests_per_month']:,.0f} requests a month" if "requests_per_month" in a.facts else _usual(d)
    told = f"US dollars a month {at}, people and set-up included; the range covers what is uncertain."
    yield Paragraph(on(d, told, *COST_PASSAGES), "intro")
    yield _table(d)
    yield Chart("costs", "What each route costs in a month, on a logarithmic scale", typeset(costs_in_words(a)))
    if a.present:
        yield Paragraph(joined(said("Paid today:", "strong"), said(a.present.sentence)))


def break_even(d: Dossier) -> Iterator[Block]:
    """Where owning meets its rivals, what moves the point, and how it differs from a published rule."""
    a = d.assessment
    if not a.break_even:
        return
    point = a.break_even.get("vendor_api") or next(iter(a.break_even.values()))
    volume = point.requests_per_month
    yield Heading(
        "Owning does not pay for itself at any volume one would run"
        if volume is None
        else f"Owning pays for itself from about {count(rounded(volume))} requests a month"
    )
    yield Bullets(tuple(_meets(d, each, is_drawn=each is point) for each in a.break_even.values()))
    yield Pair(
        Chart("break_even", "Costs in a month, by volume", typeset(point.sentence)),
        Chart("months", "Costs added up, by month", typeset(_paid_back(point))),
    )
    if point.movers:
        yield Chart(
            "movers", "The break-even with each figure at its low and its high end", typeset(movers_in_words(point))
        )


def walks(d: Dossier) -> Iterator[Block]:
    """How the break-even differs from published rules of thumb."""
    for walk in d.assessment.reconciliation:
        yield from _walk(walk)


def cost_lines(a: Assessment) -> Iterator[tuple[str, CostLine]]:
    """Every line of every priced route, with the name of the route."""
    for cost in a.costs.values():
        yield from ((ROUTES[cost.route], line) for line in cost.lines)


def _finding(a: Assessment) -> str:
    """The title says what the first step costs."""
    first = a.costs.get(a.route_now[0].route) if a.route_now else None
    if first is None or first.mid is None:
        return "What each route costs in a month"
    return f"The first step costs {money_range(first)}"


def _usual(d: Dossier) -> str:
    return f"at a usual volume of {count(d.asked.pricing.work.requests)} requests, yours is not known"


def _table(d: Dossier) -> Table:
    a = d.assessment
    now, later = ({work.route for work in works} for works in (a.route_now, a.route_later))
    ranked = sorted(a.costs.values(), key=lambda cost: (cost.mid is None, cost.mid or 0))
    rows = []
    for cost in ranked:
        part = " (now)" if cost.route in now else " (later)" if cost.route in later else ""
        name = on(d, f"{ROUTES[cost.route]}{part}", route_passage(cost.route), strong=cost.route in now)
        late = "; too late" if cost.route in a.too_late else ""
        if cost.mid is None:
            rows.append((name, said(cost.reason), said(""), said(""), said(f"{cost.live_in}{late}")))
        else:
            model = said(cost.model)
            rows.append((name, model, said(money(cost.mid)), said(span(cost)), said(f"{cost.live_in}{late}")))
    marked = tuple(place for place, cost in enumerate(ranked) if cost.route in now)
    head = ("Route", "Model", "Middle", "Range", "Live in")
    return Table("What each route costs, US dollars a month", head, tuple(rows), (29, 26, 11, 20, 26), (2, 3), marked)


def _meets(d: Dossier, point: BreakEven, *, is_drawn: bool) -> Words:
    """Where owning meets a rival; what moves the point most is told where no chart shows it."""
    return joined(on(d, point.sentence, BREAK_EVEN_PASSAGE), () if is_drawn else said(point.decides))


def _paid_back(point: BreakEven) -> str:
    if point.months is None:
        return f"Against {point.model} the set-up is not earned back within three years."
    return f"Against {point.model} the set-up is earned back in month {point.months:g}."


def _walk(walk: Walk) -> Iterator[Block]:
    """From a published rule of thumb to this case, assumption by assumption."""
    steps = (WalkStep("as published", "", "", walk.published), *walk.steps)
    rows = tuple(
        (said(capitalised(step.assumption)), said(step.was), said(step.now), said(_tokens(step.tokens_per_month)))
        for step in steps
    )
    yield Heading("Why this differs from a published rule of thumb", 2)
    yield Paragraph(said(walk.sentence), "intro")
    head = ("Assumption", "Theirs", "Here", "Tokens a month")
    yield Table("From the published threshold to this one", head, rows, (34, 27, 33, 16), (3,), dense=True)


def _tokens(threshold: float | None) -> str:
    return "never" if threshold is None else count(rounded(threshold, 3))
