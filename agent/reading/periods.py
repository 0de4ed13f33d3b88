"""The time that a number is counted over: "a day", "per annum", "over 18 months", "8 hours a day, Monday to Friday".

Patterns around one number; what the number counts is not looked at.
"""

import re
from dataclasses import dataclass

from agent.reading.number_words import number_in_words
from agent.reading.quantity import PER_MONTH

_QUALIFIER = (
    r"(?:(?:single|given|normal|typical|average|calendar|ordinary|fiscal|financial|busy|whole|full|regular"
    r"|coming|next|and every)\s+)*"
)
PERIOD_WORDS = (
    (r"working[- ]?day|work[- ]?day|week[- ]?days?|business[- ]?day", "working day"),
    (r"seconds?|secs?|s", "second"),
    (r"minutes?|mins?", "minute"),
    (r"hours?|hrs?|h", "hour"),
    (r"days?|nights?|d|evening|morning|tag", "day"),
    (r"fortnights?", "fortnight"),
    (r"weeks?|wks?|w|woche", "week"),
    (r"months?|mo|mth|mnth|mon|monat|mois", "month"),
    (r"quarters?|qtr", "quarter"),
    (r"half[- ]?year|half a year|six months", "half year"),
    (r"years?|yrs?|annum|y|jahr|twelve months|12 months", "year"),
)
_ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "nightly": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
    "annual": "year",
    "weekdays": "working day",
    "qps": "second",
    "rps": "second",
    "tps": "second",
    "rpm": "minute",
    "p.a": "year",
    "p.m": "month",
    "pm": "month",
    "pcm": "month",
}
_ANY_PERIOD = "|".join(words for words, _ in PERIOD_WORDS)
_PERIOD = re.compile(
    rf"(?:\b(?:per|each|every|an?|one|pro|im|par|in an?|in the|in one|in every|for an?|for the|for|by|over the|over"
    rf"|on an?|within an?|within the|of the|(?:(?:in|over|during) )?(?:the )?(?:last|past|previous))\s+{_QUALIFIER}"
    rf"|/\s?)(?P<unit>{_ANY_PERIOD})\b(?!\s+(?:ago|or so ago|from now|delay|notice|and an? half))"
    rf"|\b(?P<adverb>{'|'.join(re.escape(a) for a in _ADVERBS)})\b|\bp\.\s?(?P<short>user|day|month|week|year)",
    re.I,
)
_SPAN = re.compile(
    r"\b(?P<lead>over|across|every|for|in|within|during)\s+(?:the\s+)?(?P<past>(?:last|past|previous)\s+)?"
    r"(?:(?:next|first|coming|following)\s+)?(?P<n>\d{1,2}|[a-z]+(?:-[a-z]+)?)[\s-]+"
    r"(?P<unit>days|weeks|months|quarters|years)\b",
    re.I,
)
_CALENDAR_YEAR = re.compile(
    r"\b(?:in|for)\s+(?:(?:the )?(?:calendar|fiscal|financial)(?: year)? 20\d\d|fy ?(?:20)?\d\d)\b", re.I
)
_ONE = re.compile(r"^\s*(?:\w+\s+)?(?:in )?one (?P<unit>day|week|month|year)\b", re.I)
_WORKING_DAYS = re.compile(
    r"\b(?:week|working |business |work)days?\b|\bmon(?:day)?s?\s?(?:-|–|to|through|till)\s?fri(?:day)?s?\b"
    r"|\b(?:5|five) days (?:a|per) week\b|\bnot (?:on|at) weekends\b",
    re.I,
)
_HOURS_A_DAY = re.compile(
    r"^[\s,(]*(?:for |during )?(?P<n>\d{1,2}|[a-z]+) hours?\s?(?:/|a|per|each|every)\s?(?P<unit>working day|day)\b",
    re.I,
)
# Only before a number: "month: 3,000", "annual volume: 240,000".
_ADJECTIVE = re.compile(r"\b(month|week|day|year)\b\s*[:=-]?\s*$", re.I)
_STOP = re.compile(r"[.;!?\n](?=\s|$)|\bbut\b")


@dataclass(frozen=True)
class Period:
    """A period by its name, how many of them a value covers, how often in one the value comes, and where it stands."""

    name: str = ""
    covers: float = 1.0
    times: float = 1.0
    begins: int = 0
    end: int = 0

    def each(self, value: float) -> float:
        """What a value is worth in one such period."""
        return value * self.times / self.covers


def period_behind(after: str, rest: str, is_money: bool) -> Period | None:
    """The period that follows a number in `after`, which ends before the next number; `rest` goes beyond that."""
    stop = _STOP.search(after)
    match = _PERIOD.search(after[: stop.start()] if stop else after)
    span = _spanned(rest, is_money)
    if span and (match is None or span.begins < match.start()):
        return span
    if match is None:
        return None
    name, end = _name(match), match.end()
    following = rest[end : end + 40]
    if name == "hour" and (hours := _HOURS_A_DAY.match(following)) and (count := small_number(hours["n"])):
        name, times, end = _name_of(hours["unit"]), count, end + hours.end()
    else:
        times = 1.0
    working = _WORKING_DAYS.search(rest[end : end + 32])
    if name == "day" and working:
        name, end = "working day", end + working.end()
    return Period(name, times=times, end=end)


def period_before(before: str, follows_number: bool) -> Period:
    """The period that stands before a number: "daily volume is 40k", "per month: 900"."""
    head = re.split(r"(?<!\b[Rr]s)\.\s|[;!?\n]\s", before)[-1]
    if head is before and follows_number:
        # "3k conversations a day, 4 calls each": the day was counted already.
        return Period()
    matches = list(_PERIOD.finditer(head))
    if matches:
        return Period(_name(matches[-1]))
    adjective = _ADJECTIVE.search(head)
    return Period(adjective[1].lower()) if adjective and adjective[1].lower() in PER_MONTH else Period()


def small_number(said: str) -> float | None:
    """The value of a small number in digits or words, None where it is none."""
    if said.isdigit():
        return float(said) or None
    value, used, _ = number_in_words(re.split(r"[\s-]", said.lower()))
    return value if used else None


def _spanned(rest: str, is_money: bool) -> Period | None:
    """ "Over 18 months", "in the past two weeks", "for calendar 2027": periods with a number of their own."""
    year = _CALENDAR_YEAR.search(rest[:40]) if is_money else None
    match = year or _SPAN.search(rest[:50]) or _ONE.search(rest[:30])
    if match is None or _STOP.search(rest[: match.start()]) or re.search(r"\d", rest[: match.start()]):
        return None
    said = match.groupdict()
    if "n" not in said:
        return Period(_name_of(said.get("unit", "year")), begins=match.start(), end=match.end())
    lead = said["lead"].lower()
    if not (lead in ("over", "across", "every") or said["past"] or (is_money and lead in ("for", "during"))):
        return None
    count = small_number(said["n"])
    return Period(_name_of(said["unit"]), covers=count, begins=match.start(), end=match.end()) if count else None


def _name(match: re.Match[str]) -> str:
    if match["adverb"]:
        return _ADVERBS[match["adverb"].lower()]
    return _name_of(match["unit"] or match["short"] or "")


def _name_of(said: str) -> str:
    return next((name for words, name in PERIOD_WORDS if re.fullmatch(words, said, re.I)), "")
