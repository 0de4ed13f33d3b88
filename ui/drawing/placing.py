"""Where labels go, so that they cover neither one another nor, where it can be helped, a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ui.drawing.lettering import LINE_HEIGHT, width

Point = tuple[float, float]

_STEP = 7.0

# Points of a line that a label rather covers than to stand one place later among its candidates.
_LATER = 0.07


@dataclass(frozen=True)
class Box:
    """The room that a label takes, in pixels from the left and from the top."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Pixels from the top to its middle."""
        return (self.top + self.bottom) / 2

    def overlap(self, other: "Box") -> float:
        """The surface that both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def is_within(self, other: "Box") -> bool:
        """Whether all of it lies in another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def label_box(text: str, left: float, middle: float, *, bold: bool = False, align: str = "left") -> Box:
    """The room of a text that begins, is centred or ends at a place."""
    wide = width(text, bold=bold)
    start = left - {"left": 0.0, "center": wide / 2, "right": wide}[align]
    return Box(start, middle - LINE_HEIGHT / 2, start + wide, middle + LINE_HEIGHT / 2)


def best(candidates: Sequence[Box], taken: Sequence[Box], points: Sequence[Point], frame: Box) -> Box:
    """The candidate that covers least: labels weigh most, then lines and how late it stands; outside is last."""

    def covers(place: int) -> tuple[bool, float, float]:
        box = candidates[place]
        over = sum(box.overlap(other) for other in taken)
        if over or not box.is_within(frame):
            return not box.is_within(frame), over, place
        return False, 0.0, sum(box.holds(point) for point in points) + _LATER * place

    return candidates[min(range(len(candidates)), key=covers)]


def along(course: Sequence[Point]) -> list[Point]:
    """Points of a line so close together that no label slips between them."""
    found: list[Point] = []
    for (x, y), (x2, y2) in pairwise(course):
        steps = max(1, round(max(abs(x2 - x), abs(y2 - y)) / _STEP))
        found += [(x + (x2 - x) * k / steps, y + (y2 - y) * k / steps) for k in range(steps)]
    return [*found, *course[-1:]]


def spread(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Heights as near to the wanted ones as a gap between all of them allows, in the same order from top to bottom."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed = [0.0] * len(wanted)
    floor = top
    for place in order:
        placed[place] = max(wanted[place], floor)
        floor = placed[place] + gap
    ceiling = bottom
    for place in reversed(order):
        placed[place] = min(placed[place], ceiling)
        ceiling = placed[place] - gap
    return placed
