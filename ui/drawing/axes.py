"""Hairlines and numbers at the powers of ten of two scales."""

from ui.drawing.lettering import LINE_HEIGHT, power, powers, round_numbers, volume
from ui.drawing.plane import Layer, Plane, Rows

# Pixels that the number of one power needs.
_ROOM_ACROSS, _ROOM_SHORT, _ROOM_DOWN = 78, 52, 34

TICK = 5

# With fewer powers of ten than this, twice and five times of one are written too.
FEWEST = 2


def dollars_up(plane: Plane, *, short: bool) -> list[Layer]:
    """A hairline and an amount in US dollars at each power of ten."""
    exponents = powers(plane.y.low, plane.y.high, int(plane.height // _ROOM_DOWN))
    rows = [
        {"x": plane.x.low, "x2": plane.x.high, "y": at, "y2": at, "text": f"${_amount(e, short=short)}"}
        for e, at in ((e, 10.0**e) for e in exponents)
    ]
    return [
        plane.rules(rows, plane.palette.line),
        plane.words(rows, plane.palette.ink3, "right", dx=-8),
    ]


def _amount(exponent: int, *, short: bool) -> str:
    words = power(exponent, short=short)
    return words.replace(" ", "") if short else words


def volumes_across(plane: Plane, caption: str, *, short: bool) -> list[Layer]:
    """The axis at the bottom with a number at each power of ten and its unit beneath."""
    most = int(plane.across // (_ROOM_SHORT if short else _ROOM_ACROSS))
    exponents = powers(plane.x.low, plane.x.high, most)
    rows = [{"x": 10.0**e, "y": plane.y.low, "text": power(e, short=short)} for e in exponents]
    if len(rows) < FEWEST:
        between = [at for at in round_numbers(plane.x.low, plane.x.high) if plane.x.low <= at <= plane.x.high]
        rows = [{"x": at, "y": plane.y.low, "text": volume(at)} for at in between[:: max(1, -(-len(between) // most))]]
    return [*floor(plane, rows), *under(plane, rows, caption)]


def floor(plane: Plane, rows: Rows) -> list[Layer]:
    """The line at the bottom with a short one at each number."""
    below = plane.y_at(plane.height + TICK)
    ticks = [{"x": row["x"], "x2": row["x"], "y": plane.y.low, "y2": below} for row in rows]
    base = {"x": plane.x.low, "x2": plane.x.high, "y": plane.y.low, "y2": plane.y.low}
    return [plane.rules([base, *ticks], plane.palette.edge)]


def under(plane: Plane, rows: Rows, caption: str) -> list[Layer]:
    """The numbers beneath the bottom line, and what they count at the right."""
    unit = {"x": plane.x.high, "y": plane.y.low, "text": caption}
    return [
        plane.words(rows, plane.palette.ink3, "center", dy=LINE_HEIGHT),
        plane.words([unit], plane.palette.ink3, "right", dy=2 * LINE_HEIGHT),
    ]
