"""What has been spent month by month, owning with its set-up beside the rival, and when the set-up is paid back."""

import math

from agent.decision.curves import Line, Months
from agent.decision.wording import money, months
from ui.drawing.axes import floor, under
from ui.drawing.lettering import round_steps, widest
from ui.drawing.lines import Named, course, curve, name_at_ends, name_inside
from ui.drawing.palette import Palette
from ui.drawing.placing import Box, along
from ui.drawing.plane import Layer, Plane, Scale
from ui.drawing.sheet import Sheet

NARROW = 480
BAND, RIVAL_BAND = 0.16, 0.12
MOST_AMOUNTS = 5

# Of the higher line: what is shown of the ranges above it.
MOST_ABOVE = 2.0
PAID_BACK_ROW, RANGE_ROW = -27.0, -10.0
DASHED = (6.0, 4.0)


def months_chart(months: Months, palette: Palette, width: int) -> str:
    """Two lines that rise; where owning falls below the rival its set-up is paid back."""
    is_narrow = width < NARROW
    lines = _lines(months, palette)
    plane = _plane(months, palette, width, is_narrow)
    layers = [
        *_range(plane, months),
        *_axes(plane),
        _band(plane, months.rival, palette.prebuilt, RIVAL_BAND),
        _band(plane, months.own, palette.open, BAND),
        *(layer for line in lines for layer in curve(plane, line)),
        *_ring(plane, months),
        *_labels(plane, lines, months, is_narrow),
    ]
    return plane.picture(layers)


def _lines(ahead: Months, palette: Palette) -> list[Named]:
    at = tuple(float(month) for month in range(len(ahead.own.usual)))
    blue, orange = (palette.prebuilt, palette.prebuilt_text), (palette.open, palette.open_text)
    return [
        Named("Vendor API", ahead.rival.name, at, ahead.rival.usual, *blue, 2.0, DASHED),
        Named("Your own,", "with its set-up", at, ahead.own.usual, *orange, 2.0, (), "Your own"),
    ]


def _plane(ahead: Months, palette: Palette, width: int, is_narrow: bool) -> Plane:
    usual = max(*ahead.own.usual, *ahead.rival.usual)
    highest = max(min(max(*ahead.own.high, *ahead.rival.high), usual * MOST_ABOVE) * 1.03, usual * 1.1)
    amounts = [money(step) for step in round_steps(highest, MOST_AMOUNTS)]
    return Plane(
        palette,
        width,
        height=190 if is_narrow else 230,
        x=Scale(0.0, float(len(ahead.own.usual) - 1)),
        y=Scale(0.0, highest),
        left=math.ceil(widest(amounts)) + 14,
        right=22 if is_narrow else 142,
        top=16 if ahead.paid_back is None else 42,
        bottom=46,
    )


def _axes(plane: Plane) -> list[Layer]:
    """Round amounts upwards, half years across."""
    rows = [
        {"x": plane.x.low, "x2": plane.x.high, "y": step, "y2": step, "text": money(step) if step else "$0"}
        for step in round_steps(plane.y.high, MOST_AMOUNTS)
    ]
    at = range(0, int(plane.x.high) + 1, 6)
    across = [{"x": float(month), "y": 0.0, "text": str(month)} for month in at]
    return [
        plane.rules(rows, plane.palette.line),
        plane.words(rows, plane.palette.ink3, "right", dx=-8),
        *floor(plane, across),
        *under(plane, across, "months from now"),
    ]


def _band(plane: Plane, line: Line, colour: str, opacity: float) -> Layer:
    rows = [
        {"x": float(month), "y": plane.y.held(low), "y2": plane.y.held(high)}
        for month, (low, high) in enumerate(zip(line.low, line.high, strict=True))
    ]
    return plane.band(rows, colour, opacity)


def _range(plane: Plane, ahead: Months) -> list[Layer]:
    """The months between which the set-up is paid back, as a grey column."""
    if ahead.paid_back is None or ahead.soonest is None:
        return []
    end = plane.x.high if ahead.latest is None else max(ahead.latest, ahead.soonest + 0.2)
    return [
        plane.boxes([{"x": ahead.soonest, "x2": end, "y": 0.0, "y2": plane.y.high}], plane.palette.sunken),
    ]


def _ring(plane: Plane, ahead: Months) -> list[Layer]:
    if ahead.paid_back is None:
        return []
    row = {"x": ahead.paid_back, "y": ahead.own.usual[int(ahead.paid_back)]}
    return [plane.dots([row], 11, plane.palette.surface, plane.palette.ink, 2.4)]


def _labels(plane: Plane, lines: list[Named], ahead: Months, is_narrow: bool) -> list[Layer]:
    sheet = Sheet(plane)
    courses = [(line, course(plane, line)) for line in lines]
    for _, points in courses:
        sheet.points += along(points)
    if ahead.paid_back is not None:
        _write_paid_back(sheet, ahead, ahead.paid_back)
    leads = [] if is_narrow else name_at_ends(sheet, courses)
    if is_narrow:
        name_inside(sheet, courses)
    return [*leads, *sheet.layers]


def _write_paid_back(sheet: Sheet, ahead: Months, month: float) -> None:
    """The month above the plane, its range beneath it."""
    plane = sheet.plane
    x, y = plane.px(month), plane.py(ahead.own.usual[int(month)])
    sheet.taken.append(Box(x - 8, y - 8, x + 8, y + 8))
    words = f"paid back in {months(month)}"
    place = (sheet.held(words, x, bold=True), PAID_BACK_ROW, "center")
    sheet.write(words, [place], plane.palette.ink, bold=True, outside=True)
    if ahead.soonest is not None:
        latest = "never" if ahead.latest is None else f"{ahead.latest:g}"
        span = f"{ahead.soonest:g} to {latest}"
        sheet.write(span, [(sheet.held(span, x), RANGE_ROW, "center")], plane.palette.ink2, outside=True)
