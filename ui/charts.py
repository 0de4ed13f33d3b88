"""The charts of the page and of the memo, as SVG text; the same input gives the same bytes.

The first picture loads Altair and takes a second, further ones a tenth of one: no answer waits for a chart.
"""

from ui.drawing.break_even import break_even_chart
from ui.drawing.costs import costs_chart
from ui.drawing.factors import factors_chart
from ui.drawing.months import months_chart
from ui.drawing.movers import movers_chart
from ui.drawing.palette import PAGE, PRINT, Palette
from ui.drawing.timeline import timeline_chart

__all__ = [
    "PAGE",
    "PRINT",
    "Palette",
    "break_even_chart",
    "costs_chart",
    "factors_chart",
    "months_chart",
    "movers_chart",
    "timeline_chart",
]
