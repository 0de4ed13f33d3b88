"""The labels of a chart as they are written one after the other, each where it covers the least."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ui.drawing.placing import Box, Point, best, label_box
from ui.drawing.plane import Layer, Plane

Place = tuple[float, float, str]
"""Pixels from the left and from the top, and whether a label begins, is centred or ends there."""

# Points of lines beneath a label that may go: an upright line passes through it, none runs along it.
MOST_COVERED = 7


@dataclass
class Sheet:
    """What is taken already: boxes that no label may cover and points of lines that it should not."""

    plane: Plane
    taken: list[Box] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    written: list[tuple[str, Place, str, bool]] = field(default_factory=list)

    @property
    def picture(self) -> Box:
        """The whole picture."""
        plane = self.plane
        return Box(-plane.left, -plane.top, plane.across + plane.right, plane.height + plane.bottom)

    @property
    def inside(self) -> Box:
        """The plane, and the row above it."""
        return Box(0, -self.plane.top, self.plane.across + 2, self.plane.height)

    def write(
        self,
        text: str,
        places: Iterable[Place],
        colour: str,
        *,
        bold: bool = False,
        outside: bool = False,
        may_go: bool = False,
    ) -> None:
        """Write a label at the best of some places, in the plane or also outside; one that may go leaves no trace."""
        boxes = {label_box(text, x, y, bold=bold, align=align): (x, y, align) for x, y, align in places}
        found = best(tuple(boxes), self.taken, self.points, self.picture if outside else self.inside)
        if may_go and (any(map(found.overlap, self.taken)) or sum(map(found.holds, self.points)) > MOST_COVERED):
            return
        self.taken.append(found)
        self.written.append((text, boxes[found], colour, bold))

    def held(self, text: str, middle: float, *, bold: bool = False) -> float:
        """The nearest place at which a centred text does not leave the picture."""
        box = label_box(text, middle, 0, bold=bold, align="center")
        return middle + max(self.picture.left - box.left, 0) - max(box.right - self.picture.right, 0)

    @property
    def layers(self) -> list[Layer]:
        """The labels, those of one kind together."""
        kinds: dict[tuple[str, str, bool], list[dict[str, object]]] = {}
        for text, (x, y, align), colour, bold in self.written:
            row = {"x": self.plane.x_at(x), "y": self.plane.y_at(y), "text": text}
            kinds.setdefault((colour, align, bold), []).append(row)
        return [self.plane.words(rows, colour, align, bold=bold) for (colour, align, bold), rows in kinds.items()]


def beside(x: float, y: float) -> Sequence[Place]:
    """Places around a point: above it to the left first, so that a rising line is not covered."""
    return (
        (x - 8, y - 12, "right"),
        (x + 8, y + 13, "left"),
        (x - 4, y - 17, "right"),
        (x + 4, y + 17, "left"),
        (x - 34, y + 13, "right"),
        (x + 14, y + 30, "left"),
        (x - 12, y, "right"),
        (x + 12, y, "left"),
        (x + 4, y - 17, "left"),
        (x - 4, y + 17, "right"),
        (x, y - 32, "center"),
        (x, y + 32, "center"),
    )
