"""Days that a message names, as weeks from a given day: "by the end of March", "15 January", "before Christmas".

Durations ("in six weeks") are quantities, not dates; the clock is never read.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from agent.reading.seasons import MONTH, MONTHS, SEASONS, YEAR, Reads, ahead, month_of, year_of

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_DAY_WORDS = (
    {word: i + 1 for i, word in enumerate(_ORDINALS.split())}
    | {f"twenty-{word}": 21 + i for i, word in enumerate(_ORDINALS.split()[:9])}
    | {"thirtieth": 30, "thirty-first": 31}
)
_DAY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b\.?|(?P<dayword>{'|'.join(sorted(_DAY_WORDS, key=len, reverse=True))})\b"
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_ISO = re.compile(r"\b(20\d\d)([-/])(\d\d)\2(\d\d)\b")
_NUMERIC = re.compile(r"\b(\d{1,2})([./])(\d{1,2})\2(20\d\d)\b")
_SHORT_NUMERIC = re.compile(
    r"\b(?:by|before|on|until|till)\s+(?:the\s+)?(\d{1,2})/(\d{1,2})\b(?!/|\s*(?:of\b|\d))", re.I
)
_DAY_MONTH = re.compile(rf"\b(?:the\s+)?(?:{_DAY})[\s-]+(?:day\s+)?(?:of\s+)?{MONTH}{YEAR}", re.I)
_MONTH_DAY = re.compile(rf"\b{MONTH}\s+(?:the\s+)?(?:{_DAY})(?!\s*(?:users|people|[%$]))(?!-|:){YEAR}", re.I)
_WEEKDAY = re.compile(
    rf"\b(?P<lead>next|by|this|on|until|before|close of business|cob|eod|end of day)\s+"
    rf"(?P<weekday>{'|'.join(_WEEKDAYS)})\b",
    re.I,
)
_CALENDAR_WEEK = re.compile(r"\b(?:calendar week|c\.?w\.?|kw) ?(?P<week>\d{1,2})\b", re.I)
_TOMORROW = re.compile(
    r"(?:\b(?:by|before|until|due|live|from)\s+|^\W*)(?:the )?(?P<more>day after )?tomorrow\b(?!:)", re.I
)
_DAY_ONLY = re.compile(
    r"\bthe\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:of (?!(?:the|this|next) month)\w|floor|century|edition|grade"
    r"|weeks?|month|half|version|phase|time|year"
    r"|quarter|place))(?P<next>\s+of next month)?",
    re.I,
)
# What is told as the term of something to come, though its date is past.
_TERM = re.compile(r"\b(?:by|before|no later than|not later than|due|deadline)\b[^.;\n]{0,20}$", re.I)
_PAST_TENSE = re.compile(r"\b(?:was|were|had|did|went|since|\w{3,}ed)\b", re.I)


@dataclass(frozen=True)
class Day:
    """A day that is named, and where; `is_term` says that the words make it a deadline."""

    start: int
    end: int
    day: date
    form: str
    is_term: bool = False

    def weeks(self, today: date) -> float:
        """Weeks from `today`, below zero in the past."""
        return round((self.day - today).days / 7, 2)

    def counts(self, today: date) -> bool:
        """Whether it may be a deadline: it is ahead, or told as one."""
        return self.day >= today or self.is_term


def find_days(text: str, today: date) -> list[Day]:
    """The days named in a text, longest mention first where two overlap."""
    found: list[Day] = []
    for pattern, form, read in _READERS:
        for match in pattern.finditer(text):
            if any(day.start < match.end() and match.start() < day.end for day in found):
                continue
            day = _safely(read, match, today)
            if day is not None:
                found.append(Day(match.start(), match.end(), day, form, _is_term(text, match)))
    return sorted(found, key=lambda day: day.start)


def _is_term(text: str, match: re.Match[str]) -> bool:
    head = re.split(r"[.;!?\n]\s", text[max(0, match.start() - 80) : match.start()])[-1]
    lead = re.match(r"(?:by|before)\s", match.group(), re.I) or _TERM.search(head)
    return bool(lead) and not _PAST_TENSE.search(head)


def _safely(read: Reads, match: re.Match[str], today: date) -> date | None:
    try:
        return read(match, today)
    except (ValueError, OverflowError):
        return None


def _iso(match: re.Match[str], _: date) -> date:
    return date(int(match[1]), int(match[3]), int(match[4]))


def _numeric(match: re.Match[str], _: date) -> date:
    """A day in figures: the month comes second unless it cannot."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    return date(year, first, second) if second > 12 else date(year, second, first)


def _short_numeric(match: re.Match[str], today: date) -> date | None:
    """ "By 15/1": only where one of the two can be no month."""
    first, second = int(match[1]), int(match[2])
    if (first > 12) == (second > 12):
        return None
    return ahead(None, min(first, second), max(first, second), today)


def _full(match: re.Match[str], today: date) -> date:
    day = int(match["day"]) if match["day"] else _DAY_WORDS[match["dayword"].lower()]
    return ahead(year_of(match), month_of(match), day, today)


def _weekday(match: re.Match[str], today: date) -> date:
    days = (_WEEKDAYS.index(match["weekday"].lower()) - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=days)


def _calendar_week(match: re.Match[str], today: date) -> date:
    """The Friday of a week by its number."""
    this = date.fromisocalendar(today.year, int(match["week"]), 5)
    return this if this >= today else date.fromisocalendar(today.year + 1, int(match["week"]), 5)


def _tomorrow(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=2 if match["more"] else 1)


def _day_only(match: re.Match[str], today: date) -> date:
    day = int(match["day"])
    if day >= today.day and not match["next"]:
        return today.replace(day=day)
    return (today.replace(day=28) + timedelta(days=4)).replace(day=day)


_READERS: tuple[tuple[re.Pattern[str], str, Reads], ...] = (
    (_ISO, "day", _iso),
    (_NUMERIC, "day", _numeric),
    (_SHORT_NUMERIC, "day", _short_numeric),
    *MONTHS,
    (_DAY_MONTH, "day", _full),
    (_MONTH_DAY, "day", _full),
    (_DAY_ONLY, "day only", _day_only),
    *SEASONS,
    (_WEEKDAY, "weekday", _weekday),
    (_CALENDAR_WEEK, "calendar week", _calendar_week),
    (_TOMORROW, "day", _tomorrow),
)
