"""The charts of the page at addresses of their own, so that a turn never waits for a drawing; and what sliders ask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import fastapi
from fastapi.responses import JSONResponse

from agent.decision.assess import Asked, assess
from agent.decision.assessment import Assessment
from agent.decision.curves import Curves, curves, curves_if, months_ahead, pricing_if
from ui.board.drawn import break_even_in_words, figure_of, months_in_words, timeline_in_words
from ui.board.sliders import WhatIf, sliders, what_if_sentence
from ui.keys import own_thread, read_thread

if TYPE_CHECKING:
    from agent.advisor import Advisor

# Widths that a chart is drawn at, for a desk, a narrow column and a phone (pixels).
WIDTHS = (740, 552, 352)

# The panel's rival in the break-even.
RIVAL = "vendor_api"


@dataclass(frozen=True)
class Drawn:
    """A picture, its numbers in words, its caption, what stands below it, and what a what-if says."""

    svg: str
    words: str
    caption: str = ""
    below: str = ""
    sentence: str = ""


def add_pictures(app: fastapi.FastAPI, advisor: Callable[[], "Advisor"]) -> None:
    """Serve the charts of a conversation's advice: `chart/break-even?w=740&c=` its key, or `&r=` one that reads it."""

    @app.get("/chart/{name}", response_class=JSONResponse)
    def chart(
        name: str,
        w: int,
        c: str = "",
        r: str = "",
        requests: float | None = None,
        usd_hour: float | None = None,
        people: float | None = None,
    ) -> JSONResponse:
        there = advisor()
        thread = read_thread(there, r) if r else own_thread(c)
        if name not in CHARTS or thread is None or there.consultation(thread).verdict is None:
            return JSONResponse({"detail": "There is nothing to draw."}, 404)
        what_if = WhatIf(requests, usd_hour, people)
        try:
            drawn = CHARTS[name](there.asked(thread), there.consultation(thread).assessment, _width(w), what_if)
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, 422)
        figure = figure_of(drawn.svg, drawn.words, drawn.caption)
        row = {"figure": figure, "below": drawn.below, "sentence": drawn.sentence}
        return JSONResponse(row, headers={"cache-control": "no-store"})


def _width(asked: int) -> int:
    """The widest picture that fits."""
    return next((width for width in WIDTHS if width <= asked), WIDTHS[-1])


def _break_even(asked: Asked, a: Assessment, width: int, what_if: WhatIf) -> Drawn:
    from ui.charts import PAGE, break_even_chart

    real = curves(asked.pricing, a.break_even)
    if not what_if.moved:
        below = sliders(real.volume, real.is_volume_known, real.usd_hour, real.people)
        return Drawn(break_even_chart(real, PAGE, width), break_even_in_words(real), _caption(real), below)
    other = curves_if(asked.pricing, real, **what_if.moved)
    verdict = _verdict_if(asked, what_if)
    return Drawn(
        break_even_chart(real, PAGE, width, other),
        break_even_in_words(real, other),
        _caption(real),
        sentence=what_if_sentence(what_if, real, other, a.verdict, verdict),
    )


def _caption(real: Curves) -> str:
    own = f" Your own model is {real.own.name}." if real.own else ""
    return f"US dollars a month by requests a month, both on logarithmic scales.{own}"


def _verdict_if(asked: Asked, what_if: WhatIf) -> str:
    """The verdict with the moved figures in place of the real ones."""
    other = pricing_if(asked.pricing, **what_if.moved)
    facts = {**asked.facts, "requests_per_month": what_if.requests} if what_if.requests else asked.facts
    return assess(
        facts,
        details=asked.details,
        today=asked.today,
        weights=asked.weights,
        catalogue=other.catalogue,
        depth="verdict",
    ).verdict


def _months(asked: Asked, a: Assessment, width: int, _: WhatIf) -> Drawn:
    from ui.charts import PAGE, months_chart

    ahead = months_ahead(asked.pricing, a.break_even[RIVAL])
    if ahead is None:
        return Drawn("", "")
    words = months_in_words(ahead)
    return Drawn(months_chart(ahead, PAGE, width), words, f"US dollars spent by the end of each month. {words}")


def _timeline(asked: Asked, a: Assessment, width: int, _: WhatIf) -> Drawn:
    from ui.charts import PAGE, timeline_chart

    steps = [step for step in a.plan if step.phase == "now"]
    return Drawn(timeline_chart(steps, asked.today, PAGE, width), timeline_in_words(steps, asked.today))


CHARTS: Mapping[str, Callable[[Asked, Assessment, int, WhatIf], Drawn]] = {
    "break-even": _break_even,
    "months": _months,
    "timeline": _timeline,
}
