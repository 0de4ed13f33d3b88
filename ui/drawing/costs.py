"""What each route costs in a month: ranges on one logarithmic scale with a mark at the middle, the cheapest first."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from agent.decision.assessment import Assessment
from agent.decision.wording import money
from ui.board.names import ROUTES, route_class
from ui.drawing.lettering import cut, power, powers, widest
from ui.drawing.palette import Palette
from ui.drawing.plane import Layer, Plane, Scale

HEAD, ROW, TWO_LINES = 26, 32, 50
NARROW = 480
GLYPH, TO_NAME, BETWEEN = 11, 20, 20
THICK, MARK, PALE = 8, 14, 0.4
ROOM_FOR_A_POWER = 46

# Of a power of ten, to the right of the dearest.
MARGIN = 0.1


@dataclass(frozen=True)
class Priced:
    """A route with its US dollars a month."""

    name: str
    low: float
    mid: float
    high: float
    is_open: bool
    is_now: bool

    @property
    def amount(self) -> str:
        """Its range in words, as in a table."""
        first, last = _short(self.low), _short(self.high)
        return first if first == last else f"{first} – {last}"


def _short(amount: float) -> str:
    return money(amount).replace(" million", " M").replace(" billion", " B").replace(" trillion", " T")


def priced(a: Assessment) -> list[Priced]:
    """The routes that have a price, the cheapest first."""
    now = {work.route for work in a.route_now}
    rows = [
        Priced(
            ROUTES.get(c.route, c.route), c.low, c.mid, c.high, route_class(c.route, a.facts) == "open", c.route in now
        )
        for c in a.costs.values()
        if c.low is not None and c.mid is not None and c.high is not None
    ]
    return sorted(rows, key=lambda row: row.mid)


def costs_chart(a: Assessment, palette: Palette, width: int) -> str:
    """The range of every route that has a price; nothing where none has."""
    rows = priced(a)
    if not rows:
        return ""
    is_narrow = width < NARROW
    names, amounts = widest([row.name for row in rows], bold=True), widest([row.amount for row in rows], bold=True)
    step = TWO_LINES if is_narrow else ROW
    plane = Plane(
        palette,
        width,
        height=HEAD + step * len(rows),
        x=_scale(rows),
        y=Scale(HEAD + step * len(rows), 0),
        left=24 if is_narrow else math.ceil(TO_NAME + names + BETWEEN + amounts + BETWEEN),
        right=24 if is_narrow else 16,
    )
    return plane.picture([*_frame(plane, rows, step), *_ranges(plane, rows, step), *_words(plane, rows, step, amounts)])


def _scale(rows: Sequence[Priced]) -> Scale:
    """From the power of ten below the cheapest, though not below one dollar, to the dearest."""
    low = math.floor(math.log10(max(min(row.low for row in rows), 1)))
    high = math.log10(max(*(row.high for row in rows), 1)) + MARGIN
    return Scale(10.0**low, 10.0 ** max(high, low + 1), log=True)


def _frame(plane: Plane, rows: Sequence[Priced], step: int) -> list[Layer]:
    """The route now on a ground of its own, hairlines between the rows and at the powers of ten."""
    start, end = plane.x_at(-plane.left), plane.x_at(plane.across + plane.right)
    bottom = HEAD + step * len(rows)
    chosen = [
        {"x": start, "x2": end, "y": HEAD + step * place, "y2": HEAD + step * (place + 1)}
        for place, row in enumerate(rows)
        if row.is_now
    ]
    across = [{"x": start, "x2": end, "y": y, "y2": y} for y in range(HEAD, bottom + 1, step)]
    exponents = powers(plane.x.low, plane.x.high, int(plane.across // ROOM_FOR_A_POWER))
    down = [{"x": 10.0**e, "x2": 10.0**e, "y": HEAD, "y2": bottom} for e in exponents]
    ticks = [{"x": 10.0**e, "y": 12, "text": f"${power(e, short=True).replace(' ', '')}"} for e in exponents]
    return [
        plane.boxes(chosen, plane.palette.sunken),
        plane.rules([*across, *down], plane.palette.line),
        plane.words(ticks, plane.palette.ink3, "center"),
    ]


def _ranges(plane: Plane, rows: Sequence[Priced], step: int) -> list[Layer]:
    """A light bar from low to high, a mark at the middle estimate."""
    spans: dict[bool, list[dict[str, float]]] = {True: [], False: []}
    marks: dict[bool, list[dict[str, float]]] = {True: [], False: []}
    for place, row in enumerate(rows):
        middle = HEAD + step * (place + 1) - ROW / 2 + (4 if step == TWO_LINES else 0)
        low, mid, high = (plane.px(plane.x.held(value)) for value in (row.low, row.mid, row.high))
        span = {"x": plane.x_at(low), "x2": plane.x_at(max(high, low + 3))}
        mark = {"x": plane.x_at(mid - 2), "x2": plane.x_at(mid + 2)}
        spans[row.is_open].append({**span, "y": middle - THICK / 2, "y2": middle + THICK / 2})
        marks[row.is_open].append({**mark, "y": middle - MARK / 2, "y2": middle + MARK / 2})
    colours = {False: plane.palette.prebuilt, True: plane.palette.open}
    return [
        *(plane.boxes(spans[is_open], colour, PALE) for is_open, colour in colours.items()),
        *(plane.boxes(marks[is_open], colour) for is_open, colour in colours.items()),
    ]


def _words(plane: Plane, rows: Sequence[Priced], step: int, amounts: float) -> list[Layer]:
    """A box closed for a vendor's model and open for open weights, the route, and its range."""
    palette, is_narrow = plane.palette, step == TWO_LINES
    names, spans = [], []
    boxes: dict[bool, list[dict[str, float]]] = {True: [], False: []}
    end = plane.across + plane.right - 4 if is_narrow else -BETWEEN
    for place, row in enumerate(rows):
        y = HEAD + step * place + (15 if is_narrow else ROW / 2)
        boxes[row.is_open].append({"x": plane.x_at(GLYPH / 2 + 2 - plane.left), "y": y})
        room = plane.width - TO_NAME - widest([row.amount], bold=True) - 12
        name = cut(row.name, room, bold=True) if is_narrow else row.name
        names.append({"x": plane.x_at(TO_NAME - plane.left), "y": y, "text": name})
        spans.append({"x": plane.x_at(end), "y": y, "text": row.amount})
    return [
        plane.dots(boxes[False], GLYPH, palette.prebuilt, palette.prebuilt, 1, "square"),
        plane.dots(boxes[True], GLYPH - 1, palette.surface, palette.open, 2, "square"),
        plane.words(names, palette.ink, bold=True),
        plane.words(spans, palette.ink, "right", bold=True),
    ]
