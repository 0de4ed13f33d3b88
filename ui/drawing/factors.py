"""Which way each factor pulls: bars from a middle axis, to a vendor's model or to one's own, now and later."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.decision.assessment import FACTORS, Assessment, Contribution
from agent.writing.advice import FACTOR_NAMES
from ui.board.reasons import SCALE
from ui.drawing.lettering import LINE_HEIGHT
from ui.drawing.palette import Palette
from ui.drawing.plane import Layer, Plane, Scale

HEAD, ROW, THICK, TO_LATER = 30, 56, 9, 20
NARROW = 480

# Past the longest bar, on either side of it.
ROOM_FOR_A_HORIZON = 42

# Less than this is not drawn, and its sum is written as nothing.
SMALLEST = 0.005


@dataclass(frozen=True)
class Pull:
    """What the facts of one factor add, now and later, the largest nearest to the axis."""

    name: str
    now: tuple[float, ...]
    later: tuple[float, ...]

    @property
    def strength(self) -> float:
        """How much it counts at both horizons."""
        return abs(sum(self.now)) + abs(sum(self.later))

    @property
    def reach(self) -> float:
        """The longest side of its bars."""
        return max(
            sum(abs(v) for v in values if (v > 0) == up) for values in (self.now, self.later) for up in (True, False)
        )


def pulls(contributions: Sequence[Contribution]) -> list[Pull]:
    """The factors, the strongest first."""
    found = []
    for factor in FACTORS:
        mine = [c for c in contributions if c.factor == factor]
        sides = ([c.now for c in mine], [c.later for c in mine])
        now, later = (tuple(sorted((v for v in side if abs(v) >= SMALLEST), key=lambda v: -abs(v))) for side in sides)
        found.append(Pull(FACTOR_NAMES[factor], now, later))
    return sorted(found, key=lambda pull: -pull.strength)


def signed(value: float) -> str:
    """A sum of points with its sign."""
    return "0.00" if abs(value) < SMALLEST else f"{'+' if value > 0 else '−'}{abs(value):.2f}"


def factors_chart(a: Assessment, palette: Palette, width: int) -> str:
    """Four factors, filled now and outlined later; a gap in a bar parts two facts."""
    rows = pulls(a.contributions)
    scale = max([SCALE, *(row.reach for row in rows)])
    is_narrow = width < NARROW
    plane = Plane(
        palette,
        width,
        height=HEAD + ROW * len(rows),
        x=Scale(-scale, scale),
        y=Scale(HEAD + ROW * len(rows), 0),
        left=148 if is_narrow else 204,
        right=ROOM_FOR_A_HORIZON,
    )
    return plane.picture([*_frame(plane, rows), *_bars(plane, rows), *_heads(plane, is_narrow), *_words(plane, rows)])


def _frame(plane: Plane, rows: Sequence[Pull]) -> list[Layer]:
    """Hairlines between the factors, and the axis in the middle of each."""
    start, end = plane.x_at(-plane.left), plane.x_at(plane.across + plane.right)
    lines = [HEAD + ROW * place for place in range(len(rows))]
    hair = [{"x": start, "x2": end, "y": y, "y2": y} for y in lines]
    axes = [{"x": 0, "x2": 0, "y": y + 9, "y2": y + ROW - 9} for y in lines]
    return [plane.rules(hair, plane.palette.line), plane.rules(axes, plane.palette.edge)]


def _bars(plane: Plane, rows: Sequence[Pull]) -> list[Layer]:
    """A piece for each fact, side by side from the axis outwards."""
    palette = plane.palette
    filled: dict[bool, list[dict[str, float]]] = {True: [], False: []}
    outlined: dict[bool, list[dict[str, float]]] = {True: [], False: []}
    for place, row in enumerate(rows):
        top = HEAD + ROW * place + 13
        for pieces, values, y, inset in ((filled, row.now, top, 0.0), (outlined, row.later, top + TO_LATER, 0.75)):
            for start, end in _pieces(values):
                # A pixel of ground between two pieces; an outline lies within its piece.
                gap = 1.0 if start else 0.0
                one, other = sorted((plane.px(start) + (gap if end > 0 else -gap), plane.px(end)))
                box = {"x": plane.x_at(one + inset), "x2": plane.x_at(max(other - inset, one + inset + 1))}
                pieces[end > 0].append({**box, "y": y + inset, "y2": y + THICK - inset})
    return [
        plane.boxes(filled[False], palette.prebuilt),
        plane.boxes(filled[True], palette.open),
        plane.boxes(outlined[False], None, stroke=palette.prebuilt),
        plane.boxes(outlined[True], None, stroke=palette.open),
    ]


def _pieces(values: Sequence[float]) -> list[tuple[float, float]]:
    """From where to where each value lies, negative ones to one side and positive ones to the other."""
    ends = {True: 0.0, False: 0.0}
    found = []
    for value in values:
        start = ends[value > 0]
        ends[value > 0] = start + value
        found.append((start, start + value))
    return found


def _heads(plane: Plane, is_narrow: bool) -> list[Layer]:
    """The two sides above the bars: at their ends, or next to the axis where there is little room."""
    at = (-0.04, 0.04) if is_narrow else (-1.0, 1.0)
    vendor, own = (
        {"x": plane.x.high * share, "y": 12, "text": text}
        for share, text in zip(at, ("Vendor’s model", "Your own"), strict=True)
    )
    sums = {"x": plane.x_at(-plane.left), "y": 12, "text": "Now, later"}
    starts, ends = ([sums, own], [vendor]) if is_narrow else ([sums, vendor], [own])
    return [plane.words(starts, plane.palette.ink3), plane.words(ends, plane.palette.ink3, "right")]


def _words(plane: Plane, rows: Sequence[Pull]) -> list[Layer]:
    """Each factor with its sums at the left, the horizons on the free side of the axis."""
    palette = plane.palette
    start = plane.x_at(-plane.left)
    names, sums = [], []
    sides: dict[str, list[dict[str, object]]] = {"left": [], "right": []}
    for place, row in enumerate(rows):
        top = HEAD + ROW * place + 13 + THICK / 2
        names.append({"x": start, "y": top, "text": row.name})
        words = f"{signed(sum(row.now))}, {signed(sum(row.later))}"
        sums.append({"x": start, "y": top + LINE_HEIGHT, "text": words})
        for text, values, y in (("now", row.now, top), ("later", row.later, top + TO_LATER)):
            at, align = _free_side(plane, values)
            sides[align].append({"x": plane.x_at(at), "y": y, "text": text})
    return [
        plane.words(names, palette.ink, bold=True),
        plane.words(sums, palette.ink3),
        *(plane.words(found, palette.ink3, align) for align, found in sides.items()),
    ]


def _free_side(plane: Plane, values: Sequence[float]) -> tuple[float, str]:
    """Pixels from the left, past the shorter side of a bar, and whether a text begins or ends there."""
    down, up = sum(v for v in values if v < 0), sum(v for v in values if v > 0)
    return (plane.px(up) + 6, "left") if up <= -down else (plane.px(down) - 6, "right")
