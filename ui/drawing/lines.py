"""Lines: how each is drawn and named, the part of it that lies within a plane, and its name at its end."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ui.drawing.lettering import LINE_HEIGHT, cut
from ui.drawing.placing import Point, spread
from ui.drawing.plane import Layer, Plane
from ui.drawing.sheet import Place, Sheet

# From the end of a line to its name, and how far a name may be from it before a thin line leads there.
TO_NAME, NEAR = 14.0, 6.0

# Places along a line at which its name may stand.
STEPS = 16


@dataclass(frozen=True)
class Named:
    """US dollars at each volume or month, with its name, in two lines or in short, and how it is drawn."""

    name: str
    beneath: str
    across: tuple[float, ...]
    usd: tuple[float, ...]
    colour: str
    text: str
    thick: float
    dash: tuple[float, ...] = ()
    short: str = ""

    @property
    def is_chief(self) -> bool:
        """Whether it is drawn and named strongly."""
        return self.thick >= 2


def curve(plane: Plane, line: Named) -> list[Layer]:
    """The line, where any of it is in sight."""
    rows = [{"x": x, "y": y} for x, y in inside(plane, line.across, line.usd)]
    return [plane.curve(rows, line.colour, line.thick, line.dash)] if rows else []


def course(plane: Plane, line: Named) -> list[Point]:
    """The line in pixels from the left and from the top."""
    return [(plane.px(x), plane.py(y)) for x, y in inside(plane, line.across, line.usd)]


def inside(plane: Plane, across: Sequence[float], usd: Sequence[float]) -> list[Point]:
    """The part of a line that lies within the plane, cut where it leaves it."""
    found: list[Point] = []
    edges = (plane.y.low, plane.y.high)
    least = plane.y.low / 1e6
    points = [(x, max(y, least)) for x, y in zip(across, usd, strict=True) if plane.x.low <= x <= plane.x.high]
    for place, point in enumerate(points):
        if place:
            found += _cuts(points[place - 1], point, edges)
        if edges[0] <= point[1] <= edges[1]:
            found.append(point)
    return found


def _cuts(before: Point, after: Point, edges: tuple[float, float]) -> list[Point]:
    """Where a piece of a line, straight on logarithmic scales, passes the lower and the upper edge."""
    (x1, y1), (x2, y2) = before, after
    passed = [edge for edge in edges if min(y1, y2) < edge < max(y1, y2)]
    shares = sorted((math.log(edge / y1) / math.log(y2 / y1), edge) for edge in passed)
    return [(x1 * (x2 / x1) ** share, edge) for share, edge in shares]


def name_at_ends(sheet: Sheet, lines: Sequence[tuple[Named, list[Point]]]) -> list[Layer]:
    """Write the names to the right of the lines, apart from each other; thin lines lead to those that moved."""
    plane = sheet.plane
    ends = [points[-1] for _, points in lines]
    heights = spread([y for _, y in ends], 2 * LINE_HEIGHT + 2, 0, plane.height)
    leads = []
    left, room = plane.across + TO_NAME, plane.right - TO_NAME
    for (line, _), (x, y), height in zip(lines, ends, heights, strict=True):
        first = height - LINE_HEIGHT / 2 if line.beneath else height
        name = cut(line.name, room, bold=line.is_chief)
        sheet.write(name, [(left, first, "left")], line.text, bold=line.is_chief, outside=True)
        if line.beneath:
            place = (left, first + LINE_HEIGHT, "left")
            sheet.write(cut(line.beneath, room), [place], plane.palette.ink2, outside=True)
        if abs(height - y) > NEAR:
            row = {"x": plane.x_at(x + 1), "x2": plane.x_at(left - 3), "y": plane.y_at(y), "y2": plane.y_at(height)}
            leads.append(plane.rules([row], line.colour, 1.0))
    return leads


def name_inside(sheet: Sheet, lines: Sequence[tuple[Named, list[Point]]]) -> None:
    """Write the names at the lines themselves, the chief ones first; another one goes where there is no room."""
    for line, points in sorted(lines, key=lambda pair: not pair[0].is_chief):
        chief = line.is_chief
        places = _at_line(points, sheet.plane, far=chief)
        sheet.write(line.short or line.name, places, line.text, bold=chief, may_go=not chief)


def _at_line(points: Sequence[Point], plane: Plane, *, far: bool) -> list[Place]:
    """Places at a line from its right end to its left one: above it first, or beneath it where far ones are no help."""
    first, last = points[0][0], points[-1][0]
    found: list[Place] = []
    near, sides = ((-12, 12), ("right", "left")) if far else ((12, -12), ("left", "right"))
    for heights in (near, (22, -24, 34)) if far else (near,):
        for step in range(STEPS):
            x = last - (last - first) * step / STEPS
            y = min(points, key=lambda point: abs(point[0] - x))[1]
            found += [(x, y + away, align) for away in heights for align in sides]
    return [place for place in found if 8 <= place[1] <= plane.height - 8] or found
