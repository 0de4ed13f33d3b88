"""The drawings of the memo as SVG, by the names under which its blocks ask for them.

The charts are the page's own, in the colours and the typeface of print.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from agent.decision.curves import curves, months_ahead
from ui.charts import (
    PRINT,
    break_even_chart,
    costs_chart,
    factors_chart,
    months_chart,
    movers_chart,
    timeline_chart,
)
from ui.memo.dossier import Dossier

WIDTH = 800
"""Of a drawing over the whole width of the text, pixels; its letters then have the size of the smaller text."""

HALF = 440
"""Of one of two drawings side by side."""

FINE = 960
"""Of a drawing that stands with two others on one page; its letters are a little smaller."""

# The page shows more of them; on paper the strongest are enough.
MOST_MOVERS = 3


def drawings(d: Dossier) -> Mapping[str, str]:
    """Every drawing that the dossier has something to show in."""
    return {name: svg for name, svg in _drawn(d) if svg}


def _drawn(d: Dossier) -> Iterator[tuple[str, str]]:
    a, pricing = d.assessment, d.asked.pricing
    yield "factors", factors_chart(a, PRINT, WIDTH)
    yield "costs", costs_chart(a, PRINT, WIDTH)
    point = a.break_even.get("vendor_api")
    if point is not None:
        yield "break_even", break_even_chart(curves(pricing, a.break_even), PRINT, HALF)
        ahead = months_ahead(pricing, point)
        yield "months", months_chart(ahead, PRINT, HALF) if ahead else ""
        yield "movers", movers_chart(replace(point, movers=point.movers[:MOST_MOVERS]), PRINT, FINE)
    # The table beside it tells the details and who does it.
    steps = [replace(step, detail="", owner="") for step in a.plan]
    yield "timeline", timeline_chart(steps, d.today, PRINT, WIDTH)
