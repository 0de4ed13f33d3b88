"""Days that a message names, as weeks from a given day: "by the end of March", "15 January", "before Christmas".

Durations ("in six weeks") are quantities, not dates; the clock is never read.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SHORT = {name[:3]: i + 1 for i, name in enumerate(_MONTHS)} | {"sept": 9}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_DAY_WORDS = {w: i + 1 for i, w in enumerate(_ORDINALS)} | {
    "twenty-first": 21,
    "twenty-fifth": 25,
    "thirtieth": 30,
    "thirty-first": 31,
}
_DAY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b|(?P<dayword>{'|'.join(sorted(_DAY_WORDS, key=len, reverse=True))})\b"
_YEAR = r"(?:,?\s+(?:of\s+)?(?P<year>20\d\d|twenty twenty[- ](?:six|seven|eight|nine)|next year|this year))?"
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](20\d\d)\b")
_DAY_MONTH = re.compile(rf"\b(?:the\s+)?(?:{_DAY})\s+(?:day\s+)?(?:of\s+)?{_MONTH}{_YEAR}", re.I)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\s+(?:the\s+)?(?:{_DAY})(?!\s*(?:users|people|[%$]))(?!-|:){_YEAR}", re.I)
_PART_OF_MONTH = re.compile(
    rf"\b(?P<part>end|late|last day|last week|start|beginning|first week|first days?|early|mid(?:dle)?"
    rf"|half)(?:\s+(?:of|in))?[\s-]+(?:the\s+)?(?:month\s+of\s+)?{_MONTH}{_YEAR}",
    re.I,
)
_WHOLE_MONTH = re.compile(
    rf"\b(?P<lead>by|before|until|till|in|for|from|during|to|this|next|not later than|come)\s+{_MONTH}{_YEAR}", re.I
)
_QUARTER = re.compile(
    r"\b(?:(?P<part>end|start|beginning|early|mid|late|last day)\s+(?:of\s+)?|(?P<lead>by|before|until|in"
    r"|during)\s+)?(?:the\s+)?"
    r"(?:q(?P<q>[1-4])(?:[\s/-]*(?P<year>20\d\d))?|(?P<which>this|next|first|second|third|fourth"
    r"|last)\s+quarter(?:\s+of\s+(?:calendar\s+)?(?:year\s+)?(?P<year2>20\d\d))?)\b",
    re.I,
)
_YEAR_END = re.compile(r"\b(?:end of (?:the |this |calendar )?year|year[- ]?end|end of (?P<year>20\d\d)|eoy)\b", re.I)
_NEW_YEAR = re.compile(r"\bnew year(?:['’]?s(?: day)?)?\b|\bstart of (?:the )?(?:new|next) year\b", re.I)
_END_OF = re.compile(
    r"\bend of (?:the |this |next )?(?P<unit>month|week)\b|\b(?P<next>next) (?P<unit2>month|week)\b(?! we have)", re.I
)
_WEEKDAY = re.compile(rf"\b(?P<lead>next|by|this|on|until|before)\s+(?P<weekday>{'|'.join(_WEEKDAYS)})\b", re.I)
_FEAST = re.compile(
    r"\b(?P<feast>christmas|xmas|easter(?: monday| sunday)?|black friday|thanksgiving|valentine['’]?s(?: day)?"
    r"|halloween)\b",
    re.I,
)
_SEASON = re.compile(
    r"\b(?:by|before|until|in|for|this|next|the end of)\s+(?:the\s+)?(?:next\s+|early\s+|late\s+)?(?P<season>spring"
    r"|summer|autumn|fall|winter)\b(?!\s+(?:back|off))",
    re.I,
)
_DAY_ONLY = re.compile(
    r"\bthe\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:of\b|floor|century|edition|grade|quarter|place))", re.I
)


Reads = Callable[[re.Match[str], date], date | None]


@dataclass(frozen=True)
class Day:
    """A day that is named, and where."""

    start: int
    end: int
    day: date
    form: str

    def weeks(self, today: date) -> float:
        """Weeks from `today`, below zero in the past."""
        return round((self.day - today).days / 7, 2)


def find_days(text: str, today: date) -> list[Day]:
    """The days named in a text, longest mention first where two overlap."""
    found: list[Day] = []
    for pattern, form, read in _READERS:
        for match in pattern.finditer(text):
            if any(day.start < match.end() and match.start() < day.end for day in found):
                continue
            day = _safely(read, match, today)
            if day is not None:
                found.append(Day(match.start(), match.end(), day, form))
    return sorted(found, key=lambda day: day.start)


def _safely(read: Reads, match: re.Match[str], today: date) -> date | None:
    try:
        return read(match, today)
    except (ValueError, OverflowError):
        return None


def _year_of(match: re.Match[str]) -> int | None:
    said = (match.groupdict().get("year") or "").lower()
    if not said or said in ("next year", "this year"):
        return None
    if said.isdigit():
        return int(said)
    return 2020 + {"six": 6, "seven": 7, "eight": 8, "nine": 9}[re.split(r"[\s-]", said)[-1]]


def _ahead(year: int | None, month: int, day: int, today: date) -> date:
    """The named day, in the year that is named or the next in which it is still ahead."""
    if year is not None:
        return date(year, month, day)
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)


def _month_of(match: re.Match[str]) -> int:
    name = match["month"].lower().rstrip(".")
    return _SHORT.get(name[:4]) or _SHORT[name[:3]]


def _last_day(year: int | None, month: int, today: date) -> date:
    year = year or (today.year if month >= today.month else today.year + 1)
    return date(year, month, monthrange(year, month)[1])


def _iso(match: re.Match[str], _: date) -> date:
    return date(int(match[1]), int(match[2]), int(match[3]))


def _numeric(match: re.Match[str], _: date) -> date:
    first, second = int(match[1]), int(match[2])
    return date(int(match[3]), first, second) if second > 12 else date(int(match[3]), second, first)


def _full(match: re.Match[str], today: date) -> date:
    day = int(match["day"]) if match["day"] else _DAY_WORDS[match["dayword"].lower()]
    return _ahead(_year_of(match), _month_of(match), day, today)


def _part(match: re.Match[str], today: date) -> date:
    part, month, year = match["part"].lower(), _month_of(match), _year_of(match)
    if part in ("end", "late", "last day", "last week"):
        return _last_day(year, month, today)
    return _ahead(year, month, 15 if part.startswith(("mid", "half")) else 1, today)


def _whole(match: re.Match[str], today: date) -> date:
    """ "In June" leaves the whole month; "by June" and "before June" end where it begins."""
    month, year = _month_of(match), _year_of(match)
    if match["lead"].lower() in ("in", "during", "this", "next"):
        return _last_day(year, month, today)
    return _ahead(year, month, 1, today)


def _quarter(match: re.Match[str], today: date) -> date | None:
    this = (today.month - 1) // 3 + 1
    year = int(match["year"] or match["year2"]) if match["year"] or match["year2"] else None
    if match["q"]:
        number = int(match["q"])
    else:
        which = match["which"].lower()
        if which in ("this", "next"):
            number, year = (this, today.year) if which == "this" else (this % 4 + 1, today.year + this // 4)
        elif which == "last" or not (match["part"] or match["lead"] or match["year2"]):
            return None
        else:
            number = ("first", "second", "third", "fourth").index(which) + 1
    year = year or (today.year if number >= this else today.year + 1)
    part = (match["part"] or "").lower()
    first = date(year, 3 * number - 2, 1)
    if part in ("start", "beginning", "early") or (not part and (match["lead"] or "").lower() == "before"):
        return first
    if part == "mid":
        return first + timedelta(days=45)
    return date(year, 3 * number, monthrange(year, 3 * number)[1])


def _year_end(match: re.Match[str], today: date) -> date:
    return date(int(match["year"] or today.year), 12, 31)


def _new_year(_: re.Match[str], today: date) -> date:
    return date(today.year + 1, 1, 1)


def _end_of(match: re.Match[str], today: date) -> date:
    following = match["next"] is not None or " next " in match.group().lower()
    if (match["unit"] or match["unit2"]).lower() == "week":
        return today + timedelta(days=4 - today.weekday() + 7 * following)
    month = today.replace(day=28) + timedelta(days=4) if following else today
    return _last_day(month.year, month.month, today)


def _weekday(match: re.Match[str], today: date) -> date:
    ahead = (_WEEKDAYS.index(match["weekday"].lower()) - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def _feast(match: re.Match[str], today: date) -> date:
    name = match["feast"].lower()
    if name.startswith(("christmas", "xmas")):
        return _ahead(None, 12, 25, today)
    if name.startswith("valentine"):
        return _ahead(None, 2, 14, today)
    if name == "halloween":
        return _ahead(None, 10, 31, today)
    if name.startswith("easter"):
        offset = 1 if name.endswith("monday") else 0
        this = _easter(today.year) + timedelta(days=offset)
        return this if this >= today else _easter(today.year + 1) + timedelta(days=offset)
    days = [_thanksgiving(year) + timedelta(days=name == "black friday") for year in (today.year, today.year + 1)]
    return days[0] if days[0] >= today else days[1]


def _thanksgiving(year: int) -> date:
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


def _easter(year: int) -> date:
    """The Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    n = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _season(match: re.Match[str], today: date) -> date:
    """The first day of a season (of the north), the last where they say its end."""
    month = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[match["season"].lower()]
    return _ahead(None, month, 1, today)


def _day_only(match: re.Match[str], today: date) -> date:
    day = int(match["day"])
    if day >= today.day:
        return today.replace(day=day)
    return (today.replace(day=28) + timedelta(days=4)).replace(day=day)


_READERS: tuple[tuple[re.Pattern[str], str, Reads], ...] = (
    (_ISO, "day", _iso),
    (_NUMERIC, "day", _numeric),
    (_PART_OF_MONTH, "part", _part),
    (_DAY_MONTH, "day", _full),
    (_MONTH_DAY, "day", _full),
    (_WHOLE_MONTH, "month", _whole),
    (_QUARTER, "quarter", _quarter),
    (_YEAR_END, "year end", _year_end),
    (_NEW_YEAR, "feast", _new_year),
    (_END_OF, "end of", _end_of),
    (_WEEKDAY, "weekday", _weekday),
    (_FEAST, "feast", _feast),
    (_SEASON, "season", _season),
    (_DAY_ONLY, "day only", _day_only),
)
