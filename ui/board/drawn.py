"""A chart as a figure of the page, and what each chart shows in words with its numbers.

Pure functions from records to escaped HTML and to plain words; the charts themselves are drawn elsewhere.
"""

from collections.abc import Sequence
from datetime import date

from agent.decision.assessment import FACTORS, Assessment
from agent.decision.bill import BreakEven
from agent.decision.counsel import Step
from agent.decision.curves import Crossing, Curves, Months
from agent.decision.wording import FIGURES, count, day, figure, listing, money, money_span, months, rounded
from agent.writing.advice import FACTOR_NAMES
from ui.board.names import ROUTES
from ui.markup import ours


def figure_of(svg: str, words: str, caption: str = "") -> str:
    """A chart with the numbers in words for those who do not see it; nothing where nothing was drawn."""
    if not svg:
        return ""
    below = f"<figcaption>{ours(caption)}</figcaption>" if caption else ""
    # The figure says it all in words; the marks of the picture have none.
    svg = svg.replace("<svg ", '<svg aria-hidden="true" ', 1)
    return f'<figure class="chart" role="img" aria-label="{ours(words)}">{svg}{below}</figure>'


def factors_in_words(a: Assessment) -> str:
    """The sum of each factor, now and later."""
    parts = []
    for factor in FACTORS:
        mine = [c for c in a.contributions if c.factor == factor]
        now, later = sum(c.now for c in mine), sum(c.later for c in mine)
        parts.append(f"{FACTOR_NAMES[factor]}: now {_pull(now)}, later {_pull(later)}")
    return f"{'; '.join(parts)}."


def _pull(points: float) -> str:
    if abs(points) < 0.005:
        return "level"
    return f"{abs(points):.2f} towards {'your own model' if points > 0 else 'a vendor’s'}"


def costs_in_words(a: Assessment) -> str:
    """The range and the middle of every route that has a price, the cheapest first."""
    priced = [(c.mid, c.low, c.high, c.route) for c in a.costs.values() if c.mid is not None]
    parts = [
        f"{ROUTES.get(route, route)}: {money_span(low or 0.0, high or 0.0)}, middle estimate {money(mid)}"
        for mid, low, high, route in sorted(priced, key=lambda row: (row[0], row[3]))
    ]
    return f"{'; '.join(parts)}." if parts else "No route has a price."


def break_even_in_words(curves: Curves, what_if: Curves | None = None) -> str:
    """What both cost at the volume of the case, and where they meet."""
    sentences = [_at_volume(curves)]
    if curves.own is not None:
        without = curves.unstaffed_crossing
        staff = f"; without counting staff, near {count(rounded(without.requests))}" if without else ""
        sentences.append(f"They {_meets(curves.crossing)}{staff}.")
    if what_if is not None:
        sentences.append(f"In the what-if they {_meets(what_if.crossing)}.")
    return " ".join(sentences)


def _at_volume(curves: Curves) -> str:
    at = min(range(len(curves.requests)), key=lambda place: abs(curves.requests[place] - curves.volume))
    whose = "At your" if curves.is_volume_known else "At an assumed"
    vendor = f"{whose} {count(curves.volume)} requests a month a vendor’s API costs {money(curves.vendor.usual[at])}"
    if curves.own is None:
        return f"{vendor} a month; a model of your own does not fit the GPUs I count with."
    return f"{vendor}, a model of your own {money_span(curves.own.low[at], curves.own.high[at])}."


def _meets(crossing: Crossing | None) -> str:
    if crossing is None:
        return "do not meet at any volume"
    near = f"meet near {count(rounded(crossing.requests))} requests a month"
    if crossing.low is None:
        return near
    high = "never" if crossing.high is None else count(rounded(crossing.high))
    return f"{near} ({count(rounded(crossing.low))} to {high})"


def months_in_words(ahead: Months) -> str:
    """What both will have cost in the end, and when the set-up is paid back."""
    last = len(ahead.own.usual) - 1
    spent = (
        f"After {months(last)} your own model has cost {money(ahead.own.usual[-1])} with its set-up, "
        f"a vendor’s {money(ahead.rival.usual[-1])}"
    )
    if ahead.paid_back is None:
        return f"{spent}; the set-up is not paid back in that time."
    latest = "never" if ahead.latest is None else f"{ahead.latest:g}"
    spread = f" ({ahead.soonest:g} to {latest})" if ahead.soonest is not None else ""
    return f"{spent}; the set-up is paid back in {months(ahead.paid_back)}{spread}."


def movers_in_words(point: BreakEven) -> str:
    """The break-even at both ends of each figure, the strongest first."""
    parts = [
        f"{FIGURES[m.what].title}: {_reached(m.at_low)} at {figure(m.what, m.low)}, "
        f"{_reached(m.at_high)} at {figure(m.what, m.high)}"
        for m in point.movers
    ]
    if not parts:
        return "No figure moves the break-even."
    middle = f"The break-even is {_reached(point.requests_per_month)} with everything in the middle"
    return f"{middle}. {'; '.join(parts)}."


def _reached(volume: float | None) -> str:
    return "never" if volume is None else f"{count(rounded(volume))} requests a month"


def timeline_in_words(plan: Sequence[Step], today: date) -> str:
    """Each step with its dates."""
    steps = listing([f"{step.what}{_when(step)}" for step in plan])
    return f"From {day(today)}: {steps}." if steps else "No step is planned."


def _when(step: Step) -> str:
    if step.start and step.end:
        return f" ({day(step.start)} to {day(step.end)})"
    return f" (from {day(step.start)})" if step.start else f" (by {day(step.end)})" if step.end else ""
