"""Parts of a year that stand for a day: months, quarters, halves, whole years, seasons and feasts.

Patterns, and for each what day it means from today; where they stand in a text is found in `dates`.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

Reads = Callable[[re.Match[str], date], date | None]

_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"
_NUMBERED = {name: i + 1 for i, name in enumerate(_SHORT.split())} | {"mär": 3, "mai": 5, "okt": 10, "dez": 12}
MONTH = (
    r"(?P<month>jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|jun[ei]?|jul[yi]?|aug(?:ust)?"
    r"|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\b\.?"
)
YEAR = r"(?:,?[\s-]+(?:of\s+)?(?P<year>20\d\d|twenty twenty[- ](?:six|seven|eight|nine)|next year|this year))?"
_ENDS = ("end", "late", "last day", "last week")
_STARTS = ("start", "beginning", "early", "first week", "first day", "first days")

_PART_OF_MONTH = re.compile(
    rf"\b(?P<part>end|late|last day|last week|start|beginning|first week|first days?|early|mid(?:dle)?"
    rf"|half)(?:\s+(?:of|in))?[\s-]+(?:the\s+)?(?:month\s+of\s+)?{MONTH}{YEAR}",
    re.I,
)
_WHICH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_WEEK_OF_MONTH = re.compile(
    rf"\b(?:the\s+)?(?P<which>second|third|fourth|2nd|3rd|4th) week (?:of|in) {MONTH}{YEAR}", re.I
)
_WHOLE_MONTH = re.compile(
    rf"\b(?P<lead>by|before|until|till|in|for|from|during|to|this|next|not later than|come)\s+{MONTH}{YEAR}", re.I
)
# Whose fiscal year it is nobody said.
_FISCAL = r"(?<!fiscal )(?<!financial )(?<!fiscal year )(?<!\bfy )"
_QUARTER = re.compile(
    r"\b(?:(?P<part>end|start|beginning|early|mid|late|last day)\s+(?:of\s+)?|(?P<lead>by|before|until|in|during)\s+)?"
    rf"(?:the\s+)?{_FISCAL}(?:q(?P<q>[1-4])(?:[\s/-]*(?P<year>20\d\d))?|(?P<which>this|next|first|second|third|fourth|1st|2nd|3rd"
    r"|4th|last)\s+quarter(?:\s+of\s+(?:calendar\s+)?(?:year\s+)?(?P<year2>20\d\d))?)\b(?P<next> (?:of )?next year)?"
    r"(?!-| (?:of )?(?:our |the |their )?(?:fiscal|financial|fy)"
    r"| (?:results|numbers|figures|earnings|report|review)\b)",
    re.I,
)
_QUARTER_END = re.compile(r"\b(?:end of (?:the |this |current )?quarter|quarter[- ]end|eoq)\b", re.I)
_HALF = re.compile(
    r"\b(?:h(?P<h>[12])(?:[\s/-]*(?P<year>20\d\d))?|(?P<which>first|second) half of (?:the year\b|(?P<next>next year)"
    r"|(?P<year2>20\d\d)))\b",
    re.I,
)
_OF_YEAR = re.compile(
    r"\b(?P<part>end|late|start|beginning|early|mid(?:dle)?)(?:\s+of)?[\s-]+(?:the\s+|this\s+|calendar\s+)?"
    r"(?P<year>next year|new year|year\b|20\d\d)",
    re.I,
)
_YEAR_END = re.compile(r"\b(?:year[- ]?end|eoy)\b", re.I)
_WHOLE_YEAR = re.compile(r"\b(?:by|before) (?P<year>20\d\d)\b(?![-–/.]\d)", re.I)
_NEW_YEAR = re.compile(r"\bnew year(?P<eve>['’]?s eve)?(?:['’]?s(?: day)?)?\b", re.I)
_END_OF = re.compile(
    r"\b(?:end of (?:the |this |next )?(?P<unit>month|week)|eom|(?P<next>next) (?P<unit2>month|week))\b(?! we have)",
    re.I,
)
_FEAST = re.compile(
    r"\b(?P<feast>christmas|xmas|boxing day|easter(?: monday| sunday)?|good friday|pentecost|whitsun|black friday"
    r"|thanksgiving|valentine['’]?s(?: day)?|halloween|independence day|labou?r day)\b",
    re.I,
)
_SEASON = re.compile(
    r"\b(?:by|before|until|in|for|this|next|the end of)\s+(?:the\s+)?(?:next\s+|early\s+|late\s+)?(?P<season>spring"
    r"|summer|autumn|fall|winter)\b(?!\s+(?:back|off))",
    re.I,
)


def year_of(match: re.Match[str]) -> int | None:
    """The year that is named, None where none is."""
    said = (match.groupdict().get("year") or "").lower()
    if not said or said in ("next year", "this year"):
        return None
    if said.isdigit():
        return int(said)
    return 2020 + {"six": 6, "seven": 7, "eight": 8, "nine": 9}[re.split(r"[\s-]", said)[-1]]


def month_of(match: re.Match[str]) -> int:
    """The number of the month that is named."""
    return _NUMBERED[match["month"].lower()[:3]]


def ahead(year: int | None, month: int, day: int, today: date) -> date:
    """The named day, in the year that is named or the next in which it is still ahead."""
    if year is not None:
        return date(year, month, day)
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)


def _last_day(year: int | None, month: int, today: date) -> date:
    year = year or (today.year if month >= today.month else today.year + 1)
    return date(year, month, monthrange(year, month)[1])


def _part(match: re.Match[str], today: date) -> date:
    part, month, year = match["part"].lower(), month_of(match), year_of(match)
    if part in _ENDS:
        return _last_day(year, month, today)
    return ahead(year, month, 15 if part.startswith(("mid", "half")) else 1, today)


def _week_of_month(match: re.Match[str], today: date) -> date:
    """The last day of a week of a month: the 14th for the second."""
    return ahead(year_of(match), month_of(match), 7 * _WHICH[match["which"].lower()], today)


def _whole(match: re.Match[str], today: date) -> date:
    """ "In June" leaves the whole month; "by June" and "before June" end where it begins."""
    month, year = month_of(match), year_of(match)
    if match["lead"].lower() in ("in", "during", "this", "next"):
        return _last_day(year, month, today)
    return ahead(year, month, 1, today)


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
            number = _WHICH[which]
    if match["next"]:
        year = today.year + 1
    year = year or (today.year if number >= this else today.year + 1)
    part = (match["part"] or "").lower()
    first = date(year, 3 * number - 2, 1)
    if part in _STARTS or (not part and (match["lead"] or "").lower() == "before"):
        return first
    if part == "mid":
        return first + timedelta(days=45)
    return _last_day(year, 3 * number, today)


def _quarter_end(_: re.Match[str], today: date) -> date:
    return _last_day(today.year, 3 * ((today.month - 1) // 3 + 1), today)


def _half(match: re.Match[str], today: date) -> date:
    month = 6 if match["h"] == "1" or (match["which"] or "").lower() == "first" else 12
    year = match["year"] or match["year2"]
    if year or match["next"]:
        return _last_day(int(year) if year else today.year + 1, month, today)
    return _last_day(None, month, today)


def _of_year(match: re.Match[str], today: date) -> date:
    said, part = match["year"].lower(), match["part"].lower()
    year = int(said) if said.isdigit() else today.year + (said != "year")
    if part in _ENDS:
        return date(year, 12, 31)
    if part in _STARTS:
        return date(year, 1, 1)
    return date(year, 6, 30)


def _year_end(_: re.Match[str], today: date) -> date:
    return date(today.year, 12, 31)


def _whole_year(match: re.Match[str], today: date) -> date | None:
    """The first day of a year ahead: who has to be live "by 2028" has until then."""
    return date(int(match["year"]), 1, 1) if int(match["year"]) > today.year else None


def _new_year(match: re.Match[str], today: date) -> date:
    return date(today.year, 12, 31) if match["eve"] else date(today.year + 1, 1, 1)


def _end_of(match: re.Match[str], today: date) -> date:
    following = match["next"] is not None or " next " in match.group().lower()
    if (match["unit"] or match["unit2"] or "month").lower() == "week":
        return today + timedelta(days=4 - today.weekday() + 7 * following)
    month = today.replace(day=28) + timedelta(days=4) if following else today
    return _last_day(month.year, month.month, today)


def _season(match: re.Match[str], today: date) -> date:
    """The first day of a season (of the north)."""
    month = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[match["season"].lower()]
    return ahead(None, month, 1, today)


_FIXED = {
    "christmas": (12, 25),
    "xmas": (12, 25),
    "boxing": (12, 26),
    "valentine": (2, 14),
    "halloween": (10, 31),
    "independence": (7, 4),
}
_FROM_EASTER = {"easter monday": 1, "good friday": -2, "pentecost": 49, "whitsun": 49}


def _feast(match: re.Match[str], today: date) -> date:
    name = match["feast"].lower()
    fixed = next((day for opening, day in _FIXED.items() if name.startswith(opening)), None)
    if fixed:
        return ahead(None, *fixed, today)
    this, following = (_movable(name, year) for year in (today.year, today.year + 1))
    return this if this >= today else following


def _movable(name: str, year: int) -> date:
    if name.startswith("labo"):
        return _nth(year, 9, weekday=0, n=1)
    if name in ("thanksgiving", "black friday"):
        return _nth(year, 11, weekday=3, n=4) + timedelta(days=name == "black friday")
    return _easter(year) + timedelta(days=_FROM_EASTER.get(name, 0))


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _easter(year: int) -> date:
    """The Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    n = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)


MONTHS: tuple[tuple[re.Pattern[str], str, Reads], ...] = (
    (_PART_OF_MONTH, "part", _part),
    (_WEEK_OF_MONTH, "part", _week_of_month),
)
SEASONS: tuple[tuple[re.Pattern[str], str, Reads], ...] = (
    (_WHOLE_MONTH, "month", _whole),
    (_QUARTER, "quarter", _quarter),
    (_QUARTER_END, "quarter", _quarter_end),
    (_HALF, "quarter", _half),
    (_OF_YEAR, "year end", _of_year),
    (_YEAR_END, "year end", _year_end),
    (_WHOLE_YEAR, "year end", _whole_year),
    (_NEW_YEAR, "feast", _new_year),
    (_END_OF, "end of", _end_of),
    (_FEAST, "feast", _feast),
    (_SEASON, "season", _season),
)
