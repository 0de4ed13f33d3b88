"""The day that dates and prices count from, as a caller gives it."""

from datetime import date
from typing import Any

# Outside these years no price is known and plans run past the calendar.
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)


def day_of(value: Any) -> date:
    """A date like 2026-11-24, or the calendar's where none is given; anything else is a ValueError in a sentence."""
    if value is None:
        return date.today()
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"today: {value!r} is not a date like 2026-11-24") from None
    if not FIRST <= day <= LAST:
        raise ValueError(f"today: {value!r} is not a day from {FIRST} to {LAST}")
    return day
