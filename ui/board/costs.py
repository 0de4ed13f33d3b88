"""What each route costs, as a table with ranges on one logarithmic scale, beside what is paid today.

Pure functions from records to escaped HTML.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date

from agent.decision.assessment import Assessment, Removal
from agent.decision.bill import Cost, CostLine
from agent.decision.wording import day, money
from agent.writing.phrases import money_range
from ui.board.names import money_span, route_class, route_name, route_tag
from ui.markup import CHEVRON, escape, glyph, inline, ours
from ui.sources import Numbered

MOST_TICKS = 5
MARGIN = 0.1  # of a power of ten, to the right of the dearest


def cost_section(a: Assessment, numbered: Numbered) -> str:
    """The routes from the cheapest to the dearest, and how their costs were computed."""
    priced = sorted((c for c in a.costs.values() if c.mid is not None), key=lambda c: c.mid or 0)
    unpriced = [c for c in a.costs.values() if c.mid is None]
    now = {w.route for w in a.route_now}
    return (
        f'<section data-tab="cost" id="cost"><h2>{ours(_finding(a))}</h2><p class="lede">{_lede(a)}'
        f"{numbered.chips('cost-vendor-api', 'cost-self-hosting')}</p>{_table(priced, unpriced, now, a)}"
        f"{_present(a)}{_removed(a.removed, numbered)}{_computed(priced)}{_otherwise(priced)}{_counted_with(a)}"
        "</section>"
    )


def _finding(a: Assessment) -> str:
    """The title says what was found: what owning costs beside the route now."""
    first = a.route_now[0].route if a.route_now else ""
    now, own = a.costs.get(first), a.costs.get("self_hosted") or a.costs.get("own_machines")
    if now is None or now.mid is None or own is None or own.mid is None:
        return "What each route costs in a month"
    if route_class(first, a.facts) == "open":
        rival = a.costs.get("vendor_api") or a.costs.get("vendor_tenancy")
        if rival is None or rival.mid is None:
            return f"A model of your own costs about {money(now.mid)} a month"
        return (
            f"A model of your own costs about {money(now.mid)} a month, a vendor’s {money_range(rival)}".removesuffix(
                " a month"
            )
        )
    return f"Owning would cost about {money(own.mid)} a month instead of {money_range(now)}".removesuffix(" a month")


def _lede(a: Assessment) -> str:
    volume = a.facts.get("requests_per_month")
    at = (
        f"at {volume:,.0f} requests a month"
        if isinstance(volume, int | float)
        else "at a usual volume, yours is not known"
    )
    prices = ""
    if a.prices_as_of:
        prices = f" Prices of {escape(_day(a.prices_as_of))}."
    return f"US$ {at}, people and set-up included. The mark in each bar is the middle estimate.{prices}"


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def _table(priced: Sequence[Cost], unpriced: Sequence[Cost], now: set[str], a: Assessment) -> str:
    low, high = _decades(priced)
    ticks = "".join(
        f'<span style="left:{(p - low) / (high - low) * 100:.1f}%">{_tick(p)}</span>' for p in _ticks(low, high)
    )
    rows = "".join(_row(c, low, high, c.route in now, a) for c in priced)
    rows += "".join(_unpriced(c, a) for c in unpriced)
    return (
        '<table class="costs"><thead><tr><th scope="col">Route</th><th scope="col" class="amount">A month</th>'
        f'<td class="scale" aria-hidden="true"><div class="ticks">{ticks}</div></td><th scope="col">Live in</th></tr>'
        "</thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _row(cost: Cost, low: int, high: float, is_now: bool, a: Assessment) -> str:
    named = '<span class="now">, route now</span>' if is_now else ""
    model = f'<span class="model">{escape(cost.model)}</span>' if cost.model else ""
    late = '<span class="late">too late</span>' if cost.route in a.too_late else ""
    return (
        f'<tr{" class=chosen" if is_now else ""}><th scope="row">{glyph(route_class(cost.route, a.facts))}'
        f"<span>{route_name(cost.route)}{named}{model}</span></th>"
        f'<td class="amount">{money_span(cost.low, cost.high)}</td><td class="scale">{_range(cost, low, high, a)}</td>'
        f'<td class="live">{escape(cost.live_in.split(" (")[0])}{late}</td></tr>'
    )


def _unpriced(cost: Cost, a: Assessment) -> str:
    return (
        f'<tr><th scope="row">{route_tag(cost.route, a.facts)}</th><td colspan="3" class="reason">'
        f"{ours(cost.reason)}</td></tr>"
    )


def _range(cost: Cost, low: int, high: float, a: Assessment) -> str:
    """A light bar from low to high with a mark at the middle, over hairlines at the powers of ten."""
    start, middle, end = (_place(v or 0, low, high) for v in (cost.low, cost.mid, cost.high))
    lines = "".join(
        f'<i class="line" style="left:{(p - low) / (high - low) * 100:.1f}%"></i>' for p in _ticks(low, high)
    )
    words = f"{money_span(cost.low, cost.high)} a month, middle estimate {money(cost.mid or 0)}"
    return (
        f'<div class="range {route_class(cost.route, a.facts)}" role="img" aria-label="{ours(words)}">{lines}'
        f'<i class="span" style="left:{start:.1f}%;width:{max(end - start, 0.8):.1f}%"></i>'
        f'<i class="mark" style="left:{middle:.1f}%"></i></div>'
    )


def _decades(priced: Sequence[Cost]) -> tuple[int, float]:
    """The powers of ten between which all ranges lie; what costs next to nothing begins at one dollar."""
    low = math.floor(math.log10(max(min((c.low or 1 for c in priced), default=1), 1)))
    high = math.log10(max(max((c.high or 10 for c in priced), default=10), 10)) + MARGIN
    return low, max(high, low + 1.0)


def _ticks(low: int, high: float) -> list[int]:
    top = math.floor(high)
    return list(range(low, top + 1, math.ceil((top - low + 1) / MOST_TICKS)))


def _tick(power: int) -> str:
    for size, letter in ((9, "B"), (6, "M"), (3, "k")):
        if power >= size:
            return f"${10 ** (power - size)}{letter}"
    return f"${10**power}"


def _place(value: float, low: int, high: float) -> float:
    return min(max((math.log10(max(value, 10**low)) - low) / (high - low), 0), 1) * 100


def _removed(removed: Mapping[str, Removal], numbered: Numbered) -> str:
    """Which gate rules out which route."""
    if not removed:
        return ""
    names = ", ".join(route_name(route).lower() for route in removed)
    rows = "".join(
        f"<li><strong>{route_name(route)}.</strong> {inline(removal.why, {})}{numbered.chips(removal.passage)}</li>"
        for route, removal in removed.items()
    )
    count_words = "1 route" if len(removed) == 1 else f"{len(removed)} routes"
    return (
        f'<details class="more"><summary>{CHEVRON}{count_words} ruled out: {names}</summary><ul>{rows}</ul></details>'
    )


def _present(a: Assessment) -> str:
    """What is paid today beside the estimate of the same."""
    if a.present is None:
        return ""
    return f'<h3 class="second-title">What you pay today</h3><p class="lede">{ours(a.present.sentence)}</p>'


def _computed(costs: Sequence[Cost]) -> str:
    """Every cost line by line, with its arithmetic in words."""
    return _lines("How I computed it", [(cost.route, cost.lines) for cost in costs])


def _counted_with(a: Assessment) -> str:
    """The figures that the costs stand on, each with its range and where it comes from."""
    rows = "".join(
        f'<tr><th scope="row">{ours(row.what)}</th><td class="amount">{ours(row.value)}</td>'
        f"<td>{ours(row.reason)}</td></tr>"
        for row in a.counted_with
    )
    return _folded("What I counted with", rows)


def _otherwise(costs: Sequence[Cost]) -> str:
    """Other offers beside what was counted."""
    return _lines("Other offers, side by side", [(cost.route, cost.otherwise) for cost in costs])


def _lines(title: str, routes: Sequence[tuple[str, Sequence[CostLine]]]) -> str:
    rows = "".join(
        f'<tr class="group"><th scope="rowgroup" colspan="3">{route_name(route)}</th></tr>'
        + "".join(
            f'<tr><th scope="row">{ours(line.what)}</th><td class="amount">{money_span(line.low, line.high)}</td>'
            f"<td>{ours(line.how)}</td></tr>"
            for line in lines
        )
        for route, lines in routes
        if lines
    )
    return _folded(title, rows)


def _folded(title: str, rows: str) -> str:
    """A table that opens on demand."""
    if not rows:
        return ""
    return (
        f'<details class="more"><summary>{CHEVRON}{title}</summary><div class="scroll" tabindex="0">'
        f'<table class="lines"><tbody>{rows}</tbody></table></div></details>'
    )
