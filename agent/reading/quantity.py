"""One quantity of a message, and what it would be worth as each fact.

Pure arithmetic: periods to months, pages and words to tokens, durations to weeks; no text is read here.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NUMERIC = (
    "requests_per_month",
    "tokens_per_request",
    "seats",
    "growth_12m",
    "deadline_weeks",
    "budget_per_month",
)
TOKENS_PER = {"tokens": 1.0, "words": 1.3, "pages": 650.0, "characters": 0.25, "sentences": 25.0}
WEEKS_PER = {
    "days": 1 / 7,
    "weeks": 1.0,
    "fortnights": 2.0,
    "sprints": 2.0,
    "months": 4.33,
    "quarters": 13.0,
    "years": 52.0,
}
PER_MONTH = {
    "second": 2_592_000.0,
    "minute": 43_200.0,
    "hour": 720.0,
    "day": 30.0,
    "working day": 22.0,
    "week": 4.33,
    "fortnight": 2.165,
    "month": 1.0,
    "quarter": 1 / 3,
    "half year": 1 / 6,
    "year": 1 / 12,
}


@dataclass(frozen=True)
class Quantity:
    """A number with what stands around it.

    `unit` is money, other_money, a unit of text, time or growth, people, calls, date, plain, or one that is no fact
    (price, share, elapsed, things, tech); `period` is the time it is counted over, `value` what falls in one such
    period; `form` says how it was made: digits, words, vague, range, product, sum, share, groups, ratio, phrase or a
    kind of date.
    """

    start: int
    end: int
    value: float
    unit: str = "plain"
    period: str = ""
    form: str = "digits"
    noun: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    tail: int = 0
    """Where the number itself ends, before its unit and noun."""

    def as_fact(self, fact: str) -> float | None:
        """What this quantity is worth as the fact, or None where it cannot be that fact."""
        return _WORTH[fact](self)


def _requests(q: Quantity) -> float | None:
    if q.unit not in ("plain", "calls", "people", "pages") or q.form == "phrase" or q.detail.get("peak"):
        return None
    return q.value * PER_MONTH.get(q.period, 1.0)


def _tokens(q: Quantity) -> float | None:
    if q.unit in TOKENS_PER:
        return q.value * TOKENS_PER[q.unit]
    return q.value if q.unit in ("plain", "calls") and not q.period else None


def _seats(q: Quantity) -> float | None:
    whole = q.value == int(q.value) or q.form == "range"
    if q.unit not in ("plain", "people", "calls") or q.form in ("phrase", "product") or q.detail.get("peak"):
        return None
    return q.value if whole else None


def _growth(q: Quantity) -> float | None:
    """The multiple in a year: a change that comes every so many months compounds."""
    if q.unit == "percent":
        multiple = q.value / 100 if q.detail.get("level") else max(1 + q.detail.get("sign", 1) * q.value / 100, 0.01)
    elif q.unit in ("times", "growth") or (q.unit == "plain" and not q.period and q.value <= 100):
        multiple = q.value
    else:
        return None
    years = q.detail.get("months", 12) / 12
    # What is too steep to be written as a number is no growth that anybody means.
    return float(multiple ** (1 / years)) if multiple <= 1 or math.log(multiple) / years < 30 else None


def _deadline(q: Quantity) -> float | None:
    if q.unit == "date":
        return q.value
    if q.unit in WEEKS_PER:
        return round(q.value * WEEKS_PER[q.unit], 2)
    return None


def _budget(q: Quantity) -> float | None:
    if q.unit not in ("money", "plain") or q.form in ("phrase", "product") or q.period in ("second", "minute", "hour"):
        return None
    return q.value * PER_MONTH.get(q.period, 1.0)


_WORTH = {
    "requests_per_month": _requests,
    "tokens_per_request": _tokens,
    "seats": _seats,
    "growth_12m": _growth,
    "deadline_weeks": _deadline,
    "budget_per_month": _budget,
}
