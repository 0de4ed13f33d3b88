"""What is written into a break-even chart: the lines at their ends, the case, and the crossings."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.decision.curves import Crossing, Curves
from agent.decision.wording import rounded
from ui.drawing.lettering import volume, volume_span
from ui.drawing.lines import Named, course, inside, name_at_ends, name_inside
from ui.drawing.placing import Box, along
from ui.drawing.plane import Layer, Plane
from ui.drawing.sheet import Place, Sheet, beside

# Rows above the plane, in pixels from its top: the crossing, its range, the case.
CROSSING_ROW, RANGE_ROW, CASE_ROW = -42.0, -25.0, -6.0

UNSTAFFED = "without staff"


@dataclass(frozen=True)
class Mark:
    """A crossing as a ring so many pixels across, and what is written beside it; the chief one has its words above."""

    at: Crossing
    words: str
    text: str
    ring: str
    across: float
    is_filled: bool = False


def labels(
    plane: Plane,
    lines: Sequence[Named],
    marks: Sequence[Mark],
    curves: Curves,
    what_if: Curves | None,
    *,
    at_ends: bool,
) -> list[Layer]:
    """All words in the plane and around it, none upon another."""
    sheet = Sheet(plane)
    courses = [(line, course(plane, line)) for line in lines]
    for _, points in courses:
        sheet.points += along(points)
    if what_if and what_if.own:
        other = inside(plane, what_if.requests, what_if.own.usual)
        sheet.points += along([(plane.px(x), plane.py(y)) for x, y in other])
    for mark in marks:
        x, y, half = plane.px(mark.at.requests), plane.py(mark.at.usd), mark.across / 2 + 2
        sheet.taken.append(Box(x - half, y - half, x + half, y + half))
    uprights = [plane.px(v) for v in (curves.volume, *([what_if.volume] if what_if else []))]
    sheet.points += [point for x in uprights for point in along([(x, -12.0), (x, plane.height)])]
    _write_crossing(sheet, curves.crossing)
    _write_case(sheet, curves, what_if)
    shown = [(line, points) for line, points in courses if points]
    leads = name_at_ends(sheet, shown) if at_ends else []
    _write_marks(sheet, [mark for mark in marks if mark.is_filled])
    if not at_ends:
        name_inside(sheet, [pair for pair in shown if pair[0].is_chief])
    _write_marks(sheet, [mark for mark in marks if not mark.is_filled])
    if not at_ends:
        named = any(UNSTAFFED in text for text, *_ in sheet.written)
        rest = [pair for pair in shown if not pair[0].is_chief and not (named and pair[0].name == UNSTAFFED)]
        name_inside(sheet, rest)
    return [*leads, *sheet.layers]


def _write_marks(sheet: Sheet, marks: Sequence[Mark]) -> None:
    """The words at the crossings in sight; those of a lesser one go where there is no room."""
    plane = sheet.plane
    for mark in marks:
        x, y = plane.px(mark.at.requests), plane.py(mark.at.usd)
        if mark.words and 0 <= x <= plane.across and 0 <= y <= plane.height:
            sheet.write(mark.words, beside(x, y), mark.text, bold=mark.is_filled, may_go=not mark.is_filled)


def _write_crossing(sheet: Sheet, crossing: Crossing | None) -> None:
    """The chief crossing above the plane, its range beneath the number."""
    if crossing is None:
        return
    plane = sheet.plane
    at, number = plane.px(plane.x.held(crossing.requests)), volume(rounded(crossing.requests))
    sheet.write(
        number,
        [(sheet.held(number, at, bold=True), CROSSING_ROW, "center")],
        plane.palette.ink,
        bold=True,
        outside=True,
    )
    if crossing.low is not None:
        span = volume_span(crossing.low, crossing.high)
        sheet.write(span, [(sheet.held(span, at), RANGE_ROW, "center")], plane.palette.ink2, outside=True)


def _write_case(sheet: Sheet, curves: Curves, what_if: Curves | None) -> None:
    """The volume of the case at the top of its line, and that of a what-if."""
    plane = sheet.plane
    you = f"{'You' if curves.is_volume_known else 'Assumed'}, {volume(curves.volume)}"
    sheet.write(you, _at_top(plane.px(curves.volume)), plane.palette.ink, bold=True)
    if what_if and what_if.volume != curves.volume and plane.x.low <= what_if.volume <= plane.x.high:
        other = f"What if, {volume(rounded(what_if.volume))}"
        sheet.write(other, _at_top(plane.px(what_if.volume)), plane.palette.ink, bold=True)


def _at_top(x: float) -> Sequence[Place]:
    """To either side of an upright line, above the plane or just within it."""
    return tuple((x + side, y, align) for y in (CASE_ROW, 12.0) for side, align in ((6, "left"), (-6, "right")))
