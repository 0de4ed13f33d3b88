"""What moves the break-even: each uncertain figure alone from its low to its high end, the strongest first."""

import math
from collections.abc import Sequence

from agent.decision.bill import BreakEven, Mover
from agent.decision.wording import FIGURES, figure, rounded
from ui.drawing.axes import volumes_across
from ui.drawing.lettering import LINE_HEIGHT, volume, widest
from ui.drawing.palette import Palette
from ui.drawing.plane import Layer, Plane, Scale

HEAD, ROW, THREE_LINES = 28, 50, 64
NARROW = 480
THICK, TO_BAR = 10, 30
PALE = 0.45

# Room beyond the farthest point where an end is never, and around the ends, as factors.
TO_NEVER, AROUND = 3.0, 1.3


def movers_chart(point: BreakEven, palette: Palette, width: int) -> str:
    """A bar for each figure between the break-evens at its two ends; nothing where no figure moves it."""
    movers = point.movers
    scale = _scale(point)
    if not movers or scale is None:
        return ""
    is_narrow = width < NARROW
    step = THREE_LINES if is_narrow else ROW
    sides = [[_end(m, is_high=is_high) for m in movers] for is_high in (False, True)]
    beside = 24 if is_narrow else math.ceil(max(widest(side) for side in sides)) + 14
    plane = Plane(
        palette,
        width,
        height=HEAD + step * len(movers),
        x=scale,
        y=Scale(HEAD + step * len(movers), 0),
        left=beside,
        right=beside,
        bottom=46,
    )
    return plane.picture(
        [
            *volumes_across(plane, "break-even, requests a month", short=True),
            *_bars(plane, movers, step),
            *_middle(plane, point, step),
            *_words(plane, movers, step),
        ]
    )


def _scale(point: BreakEven) -> Scale | None:
    """From the lowest to the highest break-even, with room for never."""
    ends = [end for m in point.movers for end in (m.at_low, m.at_high)]
    found = [end for end in (*ends, point.requests_per_month) if end is not None]
    if not found:
        return None
    low, high = max(min(found), 1.0) / AROUND, max(*found, 1.0) * AROUND
    return Scale(low, max(high, low * 3) * (TO_NEVER if None in ends else 1.0), log=True)


def _end(mover: Mover, *, is_high: bool) -> str:
    """The end of a figure that lies at the left or at the right."""
    left, right = _sides(mover)
    value, at = right if is_high else left
    words = figure(mover.what, value)
    return f"{words}, never" if at is None else words


def _sides(mover: Mover) -> tuple[tuple[float, float | None], tuple[float, float | None]]:
    """Both ends with the break-even there, the lower break-even first; never is the highest."""
    ends = ((mover.low, mover.at_low), (mover.high, mover.at_high))
    first, last = sorted(ends, key=lambda end: (end[1] is None, end[1] or 0.0))
    return first, last


def _bars(plane: Plane, movers: Sequence[Mover], step: int) -> list[Layer]:
    """Bars that end with an arrow where the break-even is never."""
    bars, ends, arrows = [], [], []
    for place, mover in enumerate(movers):
        y = HEAD + step * place + TO_BAR
        (_, first), (_, last) = _sides(mover)
        start, end = (plane.x.held(at or plane.x.high) for at in (first, last))
        bars.append({"x": start, "x2": end, "y": y - THICK / 2, "y2": y + THICK / 2})
        ends += [{"x": at, "x2": at, "y": y - 7, "y2": y + 7} for at in (first, last) if at is not None]
        arrows += [{"x": plane.x.high, "y": y}] if last is None else []
    palette = plane.palette
    return [
        plane.boxes(bars, palette.edge, PALE),
        plane.rules(ends, palette.ink2, 2),
        plane.dots(arrows, 12, palette.ink2, palette.ink2, 0.5, "triangle-right"),
    ]


def _middle(plane: Plane, point: BreakEven, step: int) -> list[Layer]:
    """The break-even with everything in the middle, as an ink line through every bar."""
    at = point.requests_per_month
    if at is None:
        return []
    heights = (HEAD + step * place + TO_BAR for place in range(len(point.movers)))
    rows = [{"x": at, "x2": at, "y": y - THICK, "y2": y + THICK} for y in heights]
    words = {"x": at, "y": 10, "text": volume(rounded(at))}
    return [plane.rules(rows, plane.palette.ink, 2), plane.words([words], plane.palette.ink, "center", bold=True)]


def _words(plane: Plane, movers: Sequence[Mover], step: int) -> list[Layer]:
    """The figure above its bar; its two values beside the bar, or beneath it with the break-evens."""
    palette, is_narrow = plane.palette, step == THREE_LINES
    start = plane.x_at(-plane.left)
    titles = []
    sides: dict[str, list[dict[str, object]]] = {"left": [], "right": []}
    for place, mover in enumerate(movers):
        y = HEAD + step * place + TO_BAR
        titles.append({"x": start, "y": y - LINE_HEIGHT, "text": FIGURES[mover.what].title})
        (one, first), (other, last) = _sides(mover)
        if is_narrow:
            below, end = y + LINE_HEIGHT - 2, plane.x_at(plane.across + plane.right)
            sides["left"].append({"x": start, "y": below, "text": _at(mover.what, one, first)})
            sides["right"].append({"x": end, "y": below, "text": _at(mover.what, other, last)})
            continue
        left, right = (plane.px(plane.x.held(at or plane.x.high)) for at in (first, last))
        sides["right"].append({"x": plane.x_at(left - 8), "y": y, "text": _end(mover, is_high=False)})
        sides["left"].append({"x": plane.x_at(right + 8), "y": y, "text": _end(mover, is_high=True)})
    return [
        plane.words(titles, palette.ink, bold=True),
        *(plane.words(rows, palette.ink2, align) for align, rows in sides.items()),
    ]


def _at(what: str, value: float, at: float | None) -> str:
    return f"{figure(what, value)}: {'never' if at is None else volume(rounded(at))}"
