"""The steps of the plan: dates on top, a bar of true length for each, its text below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agent.decision.counsel import Step
from ui.drawing.lettering import LINE_HEIGHT, shown, width, wrapped
from ui.drawing.palette import Palette
from ui.drawing.plane import Layer, Plane, Scale

HEAD, THICK, AFTER = 46, 8, 14
NARROW = 480

# A text has at least so much room, or it goes to the other side of its bar; and at most so many lines.
LEAST_ROOM, MOST_LINES = 300, 4
ROOM_FOR_A_DATE = 66

WEEKS = (1, 2, 4, 8, 13, 26, 52, 104)
LEAST_DAYS = 7


@dataclass(frozen=True)
class Placed:
    """A step with its place: days from the first, pixels from the top, and its text."""

    step: Step
    start: float | None
    end: float | None
    top: float
    left: float
    align: str
    what: str
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """Pixels from its bar to the next."""
        return THICK + 6 + LINE_HEIGHT * (1 + len(self.lines)) + AFTER


def timeline_chart(plan: Sequence[Step], today: date, palette: Palette, width: int) -> str:
    """Filled bars are decided, outlined ones come after, dashed ones are conditional; nothing without a step."""
    if not plan:
        return ""
    first = min([today, *(step.start for step in plan if step.start)])
    ends = [day for step in plan for day in (step.start, step.end) if day]
    days = max([LEAST_DAYS, *((day - first).days for day in ends)])
    bare = Plane(palette, width, 1, Scale(0, days), Scale(1, 0), left=2, right=2)
    placed = _placed(plan, first, bare)
    height = placed[-1].top + placed[-1].height - AFTER + 4
    plane = Plane(palette, width, height, Scale(0, days), Scale(height, 0), left=2, right=2)
    return plane.picture([*_dates(plane, first, days), *_bars(plane, placed), *_words(plane, placed)])


def _placed(plan: Sequence[Step], first: date, plane: Plane) -> list[Placed]:
    """The steps one below the other."""
    found: list[Placed] = []
    for step in plan:
        top = found[-1].top + found[-1].height if found else HEAD
        start = None if step.start is None else float((step.start - first).days)
        end = None if step.end is None else float((step.end - first).days)
        left, align, room = _text_place(plane, start, end)
        owner = f"{shown(step.owner)[:1].upper()}{shown(step.owner)[1:]}." if step.owner else ""
        detail = f"{shown(step.detail).rstrip('.')}. {owner}" if step.detail else owner
        what = wrapped(step.what, room, 1)
        lines = wrapped(detail, room, MOST_LINES)
        found.append(Placed(step, start, end, top, left, align, "".join(what), tuple(lines)))
    return found


def _text_place(plane: Plane, start: float | None, end: float | None) -> tuple[float, str, float]:
    """Where the text of a bar begins or ends, in pixels, and its room: below the bar, or ending with it."""
    if plane.width < NARROW or start is None:
        return 0.0, "left", plane.across
    left, right = plane.px(start), plane.px(end) if end is not None else plane.across
    if plane.across - left >= LEAST_ROOM:
        return left, "left", plane.across - left
    return (right, "right", right) if right >= LEAST_ROOM else (0.0, "left", plane.across)


def _dates(plane: Plane, first: date, days: int) -> list[Layer]:
    """Weeks with their dates, as many as there is room for, over a hairline."""
    step = next((weeks for weeks in WEEKS if days / (7 * weeks) <= plane.across / ROOM_FOR_A_DATE), WEEKS[-1])
    starts = range(0, days, 7 * step)
    fits = [day for day in starts if plane.px(day) + width("Week 100") <= plane.across] or [0]
    weeks = [{"x": day, "y": 10, "text": f"Week {day // 7 + 1}"} for day in fits]
    dates = [{"x": day, "y": 10 + LINE_HEIGHT, "text": _short(first + timedelta(days=day))} for day in fits]
    hair = {"x": 0, "x2": days, "y": HEAD - 8, "y2": HEAD - 8}
    return [
        plane.words(weeks, plane.palette.ink2),
        plane.words(dates, plane.palette.ink3),
        plane.rules([hair], plane.palette.line),
    ]


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _bars(plane: Plane, placed: Sequence[Placed]) -> list[Layer]:
    """Bars by phase; one without an end runs to the edge."""
    kinds: dict[str, list[dict[str, float]]] = {"now": [], "prove": [], "scale": []}
    for row in placed:
        if row.start is None:
            continue
        left, right = plane.px(row.start), plane.across if row.end is None else plane.px(row.end)
        left = min(left, plane.across - 4)
        box = {"x": plane.x_at(left + 0.75), "x2": plane.x_at(max(right, left + 4) - 0.75)}
        kinds.get(row.step.phase, kinds["now"]).append({**box, "y": row.top, "y2": row.top + THICK})
    ink = plane.palette.ink2
    return [
        plane.boxes(kinds["now"], ink),
        plane.boxes(kinds["prove"], None, stroke=ink),
        plane.boxes(kinds["scale"], None, stroke=ink, dash=(4, 3)),
    ]


def _words(plane: Plane, placed: Sequence[Placed]) -> list[Layer]:
    """What is done in bold, then how and by whom."""
    titles: dict[str, list[dict[str, object]]] = {"left": [], "right": []}
    texts: dict[str, list[dict[str, object]]] = {"left": [], "right": []}
    for row in placed:
        x, y = plane.x_at(row.left), row.top + THICK + 6 + LINE_HEIGHT / 2
        titles[row.align].append({"x": x, "y": y, "text": row.what})
        for place, line in enumerate(row.lines):
            texts[row.align].append({"x": x, "y": y + LINE_HEIGHT * (place + 1), "text": line})
    return [
        *(plane.words(rows, plane.palette.ink, align, bold=True) for align, rows in titles.items()),
        *(plane.words(rows, plane.palette.ink2, align) for align, rows in texts.items()),
    ]
