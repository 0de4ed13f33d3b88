"""Monthly cost by volume: the vendor's line rises, one's own lies level with its steps; where they meet is marked."""

import math
from collections.abc import Sequence

from agent.decision.curves import Crossing, Curves
from agent.decision.wording import rounded
from ui.drawing.axes import dollars_up, volumes_across
from ui.drawing.break_even_labels import UNSTAFFED, Mark, labels
from ui.drawing.lettering import volume
from ui.drawing.lines import Named, curve, inside
from ui.drawing.palette import Palette
from ui.drawing.plane import Layer, Plane, Scale

BAND = 0.16
DOTTED, DASHED = (1.5, 3.0), (6.0, 4.0)

# Below this width the names stand inside, at the lines.
NARROW = 480

# Decades of dollars that are shown at most and at least, and the smallest amount.
MOST_DECADES, LEAST_DECADES, LEAST_USD = 7.0, 2.0, 0.01


def break_even_chart(curves: Curves, palette: Palette, width: int, what_if: Curves | None = None) -> str:
    """The lines with their crossing, the case as an ink line, and a what-if as a dashed one beside them."""
    is_narrow = width < NARROW
    lines, marks = _lines(curves, palette), _marks(curves, palette, what_if)
    plane = _plane(curves, palette, width, is_narrow)
    layers = [
        *_column(plane, curves.crossing),
        *dollars_up(plane, short=is_narrow),
        *volumes_across(plane, "requests a month", short=is_narrow),
        *_band(plane, curves),
        *(layer for line in lines for layer in curve(plane, line)),
        *_case(plane, curves),
        *(_what_if(plane, what_if, curves) if what_if else []),
        *(layer for mark in marks for layer in _ring(plane, mark)),
        *labels(plane, lines, marks, curves, what_if, at_ends=not is_narrow),
    ]
    return plane.picture(layers)


def _lines(curves: Curves, palette: Palette) -> list[Named]:
    """The lines with their names, those at the back first."""
    volumes = curves.requests
    blue, orange = (palette.prebuilt, palette.prebuilt_text), (palette.open, palette.open_text)
    lines = [
        Named(
            "Open weights,",
            "hosted by others",
            volumes,
            curves.hosted.usual,
            *blue,
            1.5,
            DOTTED,
            "open weights, hosted",
        ),
        Named("Vendor API", curves.vendor.name, volumes, curves.vendor.usual, *blue, 2.0),
    ]
    if curves.own:
        name = "Your machines" if curves.is_owned else "Self-hosted"
        lines.append(Named(UNSTAFFED, "", volumes, curves.without_staff, *orange, 1.5, DASHED))
        lines.append(Named(name, curves.own.name, volumes, curves.own.usual, *orange, 2.0))
    return lines


def _plane(curves: Curves, palette: Palette, width: int, is_narrow: bool) -> Plane:
    """Both scales logarithmic; dollars in half decades."""
    tops = [curves.vendor.usual, curves.own.high if curves.own else curves.hosted.usual]
    top = math.ceil(2 * math.log10(max(LEAST_USD * 10, *(max(line) for line in tops)))) / 2
    price = curves.vendor.usual[-1] / curves.requests[-1]
    shown = [curves.volume * price, *curves.without_staff]
    least = max(min(shown), LEAST_USD, 10 ** (top - MOST_DECADES))
    bottom = min(math.floor(2 * (math.log10(least) - 0.3)) / 2, top - LEAST_DECADES)
    return Plane(
        palette,
        width,
        height=236 if is_narrow else 260,
        x=Scale(curves.requests[0], curves.requests[-1], log=True),
        y=Scale(10**bottom, 10**top, log=True),
        left=56 if is_narrow else 78,
        right=22 if is_narrow else 142,
        top=54 if curves.crossing else 22,
        bottom=46,
    )


def _band(plane: Plane, curves: Curves) -> list[Layer]:
    """The range of one's own, around its line."""
    own = curves.own
    if own is None:
        return []
    rows = [
        {"x": x, "y": plane.y.held(low), "y2": plane.y.held(high)}
        for x, low, high in zip(curves.requests, own.low, own.high, strict=True)
    ]
    return [plane.band(rows, plane.palette.open, BAND)]


def _column(plane: Plane, crossing: Crossing | None) -> list[Layer]:
    """The range of the crossing as a grey column."""
    if crossing is None or crossing.low is None:
        return []
    start, end = plane.x.held(crossing.low), plane.x.held(crossing.high or plane.x.high)
    return [plane.boxes([{"x": start, "x2": end, "y": plane.y.low, "y2": plane.y.high}], plane.palette.sunken)]


def _case(plane: Plane, curves: Curves) -> list[Layer]:
    """The volume of the case as an upright line; dashed where nobody said it."""
    palette, dash = plane.palette, () if curves.is_volume_known else DASHED
    met = {"x": curves.volume, "y": curves.volume * curves.vendor.usual[-1] / curves.requests[-1]}
    dots = [plane.dots([met], 7, palette.prebuilt, palette.surface, 1.5)] if _is_in(plane, met["x"], met["y"]) else []
    return [plane.rules([_upright(plane, curves.volume)], palette.ink, 1.5, dash), *dots]


def _upright(plane: Plane, at: float) -> dict[str, float]:
    return {"x": at, "x2": at, "y": plane.y.low, "y2": plane.y_at(-12)}


def _what_if(plane: Plane, other: Curves, curves: Curves) -> list[Layer]:
    """What is otherwise, in ink and dashed: one's own line, or the volume."""
    ink, layers = plane.palette.ink, []
    if other.own and curves.own and other.own.usual != curves.own.usual:
        rows = [{"x": x, "y": y} for x, y in inside(plane, other.requests, other.own.usual)]
        layers += [plane.curve(rows, ink, 2, DASHED)] if rows else []
    if other.volume != curves.volume and plane.x.low <= other.volume <= plane.x.high:
        layers.append(plane.rules([_upright(plane, other.volume)], ink, 1.5, DASHED))
    return layers


def _marks(curves: Curves, palette: Palette, what_if: Curves | None) -> Sequence[Mark]:
    """The crossings with what is written at them, the chief one late so that it lies on top."""
    marks = []
    if curves.hosted_crossing:
        at = curves.hosted_crossing
        marks.append(Mark(at, volume(rounded(at.requests)), palette.prebuilt_text, palette.prebuilt, 8))
    if curves.unstaffed_crossing:
        at = curves.unstaffed_crossing
        marks.append(Mark(at, f"{UNSTAFFED} {volume(rounded(at.requests))}", palette.ink2, palette.open, 8))
    if curves.crossing:
        marks.append(Mark(curves.crossing, "", palette.ink, palette.ink, 11))
    if what_if and what_if.crossing and what_if.crossing != curves.crossing:
        words = f"What if, {volume(rounded(what_if.crossing.requests))}"
        marks.append(Mark(what_if.crossing, words, palette.ink, palette.ink, 9, is_filled=True))
    return marks


def _ring(plane: Plane, mark: Mark) -> list[Layer]:
    if not _is_in(plane, mark.at.requests, mark.at.usd):
        return []
    fill = mark.ring if mark.is_filled else plane.palette.surface
    row = {"x": mark.at.requests, "y": mark.at.usd}
    return [plane.dots([row], mark.across, fill, mark.ring, 2.4 if mark.across > 10 else 1.5)]


def _is_in(plane: Plane, x: float, y: float) -> bool:
    return plane.x.low <= x <= plane.x.high and plane.y.low <= y <= plane.y.high
