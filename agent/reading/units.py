"""What stands around a number: its currency, unit, noun, and the period it is counted over.

Only the words beside the number are looked at; currencies other than dollars are named, never converted.
"""

import re
from collections.abc import Sequence

from agent.reading.lexicon import DOLLAR, OTHER_MONEY
from agent.reading.numbers import Number
from agent.reading.quantity import PER_MONTH, WEEKS_PER, Quantity

_QUALIFIER = (
    r"(?:(?:single|given|normal|typical|average|calendar|ordinary|fiscal|financial|busy|whole|full|regular"
    r"|coming|next|and every)\s+)*"
)
PERIOD_WORDS = (
    (r"working[- ]?day|work[- ]?day|week[- ]?days?|business[- ]?day", "working day"),
    (r"seconds?|secs?|s", "second"),
    (r"minutes?|mins?", "minute"),
    (r"hours?|hrs?|h", "hour"),
    (r"days?|nights?|d|evening|morning", "day"),
    (r"fortnights?", "fortnight"),
    (r"weeks?|wks?|w", "week"),
    (r"months?|mo|mth|mnth|mon", "month"),
    (r"quarters?|qtr", "quarter"),
    (r"half[- ]?year|half a year|six months", "half year"),
    (r"years?|yrs?|annum|y|twelve months|12 months", "year"),
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
    "pm": "month",
    "pcm": "month",
}
_ANY_PERIOD = "|".join(words for words, _ in PERIOD_WORDS)
_PERIOD = re.compile(
    rf"(?:\b(?:per|each|every|an?|one|pro|in an?|in the|in one|in every|for an?|for the|for|by|over the|over|on an?"
    rf"|within an?|within the|of the)\s+{_QUALIFIER}|/\s?)"
    rf"(?P<unit>{_ANY_PERIOD})\b(?!\s+(?:ago|or so ago|from now|delay|notice))"
    rf"|\b(?P<adverb>{'|'.join(re.escape(a) for a in _ADVERBS)})\b|\bp\.\s?(?P<short>user|day|month|week|year)",
    re.I,
)
_UNITS: tuple[tuple[str, str], ...] = (
    ("tokens", r"(?:tokens?|tokns?|toks?|tks?)\b(?!\s?(?:/|per|a)\s?s(?:ec(?:ond)?)?\b)"),
    ("speed", r"(?:t/s|tok(?:en)?s?/s(?:ec)?|tokens? (?:per|a) sec(?:ond)?|tps\b)"),
    ("words", r"words?\b"),
    ("pages", r"(?:[- ]?pages?|[- ]?paged|sheets?|pp\b|sides of a4)\b"),
    ("characters", r"(?:characters?|chars)\b"),
    ("percent", r"(?:%|percent\b|per cent\b|pct\b)"),
    ("times", r"(?:x\b|×|-?fold\b|times\b)(?!\s?(?:a|per|h\d|a\d|nvidia|rtx|l\d|t4|v100)\b)"),
    ("weeks", r"-?(?:weeks?|wks?|w)\b"),
    ("fortnights", r"fortnights?\b"),
    ("months", r"-?(?:months?|mths?|mo)\b"),
    ("quarters", r"-?quarters?\b"),
    ("years", r"-?(?:years?|yrs?)\b"),
    ("days", r"-?(?:working |business )?(?:days?|d)\b"),
    ("hours", r"-?(?:hours?|hrs?|h)\b"),
    ("minutes", r"-?(?:minutes?|mins?|seconds?|secs?|s|ms)\b"),
    (
        "tech",
        r"(?:gb|gib|tb|mb|kb|vram|ghz|kw|kwh|watts?|w\b|cores?|vcpus?|params?|parameters?|bits?|fields|languages"
        r"|categories|km|m²|sqm)\b",
    ),
    (
        "people",
        r"(?:users?|people|persons?|staff|employees|seats?|licen[cs]es?|colleagues|developers|devs|engineers|agents"
        r"|lawyers|teachers|clinicians"
        r"|doctors|nurses|analysts|accounts|log-?ins|reps|advisers|advisors|clerks|operators|students|pupils"
        r"|colleagues|heads|fte|folks|of us|attorneys"
        r"|paralegals|caseworkers|recruiters|researchers|technicians|managers|officers|handlers|dispatchers|members)\b",
    ),
    (
        "calls",
        r"(?:api |model |llm )?(?:requests?|reqs?|calls?|prompts?|queries|invocations|generations|completions|lookups"
        r"|questions|turns|messages|chats|conversations|sessions)\b",
    ),
    (
        "cards",
        r"(?:x\b|×)|(?:nvidia|amd|gpus?|cards?|h100s?|a100s?|l40s?|rtx|v100s?|t4s?|l4s?|h200s?|b200s?|[34]090s?"
        r"|a6000s?|accelerators?)\b",
    ),
)
_UNIT_RE = tuple((name, re.compile(pattern, re.I)) for name, pattern in _UNITS)
_MONEY_BEFORE = re.compile(rf"(?<![a-z])(?:(?P<dollar>{DOLLAR})|(?P<other>{OTHER_MONEY}))\s?$", re.I)
_MONEY_AFTER = re.compile(rf"\s?(?:,\s)?(?:of\s|in\s)?(?:(?P<dollar>{DOLLAR})|(?P<other>{OTHER_MONEY}))(?![a-z])", re.I)
_FILLER = re.compile(
    r"[\s-]*(?:(?:or so|odd|plus|\+|full|calendar|working|such|of (?:these|those|them|our|the)|named|additional|more"
    r"|or more|concurrent|average|avg|max)\s+)*",
    re.I,
)
_NOUN = re.compile(r"[\s-]*([a-zA-Z][a-zA-Z'-]+)")


def measured(text: str, number: Number, numbers: Sequence[Number]) -> Quantity | None:
    """A number with its currency, unit, noun and period."""
    following = [n.start for n in numbers if n.start >= number.end]
    # "18,000 over twelve months": these months are a period and no number of their own.
    over = re.match(
        r"\s*\w*\s*\w*\s*(?:over|for|per|in) (?:twelve|12|six|6) months\b", text[number.end : number.end + 45], re.I
    )
    after = text[number.end : number.end + over.end() if over else min([number.end + 70, *following])]
    previous = max((n.end for n in numbers if n.end <= number.start), default=0)
    before = text[max(0, number.start - 45, previous) : number.start]
    unit, end, noun = _unit(text, number, before)
    if number.is_year and unit in ("plain",) and not _PERIOD.match(text[number.end : number.end + 12].lstrip()):
        return None
    period, period_end = _period(after, before, unit, bool(previous) and previous >= number.start - 45)
    sign, level = _direction(text, number) if unit == "percent" else (1, False)
    detail = {"sign": sign, "level": level} if unit == "percent" else {}
    return Quantity(
        number.start,
        max(end, number.end + period_end),
        number.value,
        unit,
        period,
        number.form,
        noun,
        detail,
        number.end,
    )


def _unit(text: str, number: Number, before: str) -> tuple[str, int, str]:
    """The unit of a number, where it ends, and the noun that follows."""
    tail = text[number.end :]
    money = _MONEY_BEFORE.search(before)
    if money:
        return ("money" if money["dollar"] else "other_money"), number.end, ""
    money = _MONEY_AFTER.match(tail)
    if money:
        return ("money" if money["dollar"] else "other_money"), number.end + money.end(), ""
    if re.search(r"\bgrand$", text[number.start : number.end], re.I):
        return "money", number.end, ""
    gap = _FILLER.match(tail)
    skip = gap.end() if gap else 0
    if (
        text[number.start : number.end].lower().endswith("b")
        and number.value >= 1e9
        and not re.match(r"\s*(?:tokens|requests|calls)", tail)
    ):
        return "tech", number.end, ""
    noun_match = _NOUN.match(tail, skip)
    noun = noun_match[1].lower() if noun_match else ""
    for name, pattern in _UNIT_RE:
        found = pattern.match(tail, skip) or pattern.match(tail)
        if found:
            return name, number.end + found.end(), noun
    # One or two words may stand between a number and its unit: "12,000 support requests", "30 mechanical engineers".
    second = re.match(r"[\s-]*[a-zA-Z'’-]+\s+(?:[a-zA-Z'’-]+\s+)?", tail[skip:])
    if second:
        for name in ("people", "calls", "tokens", "words", "pages"):
            pattern = dict(_UNIT_RE)[name]
            for match in re.finditer(r"\s", second.group()):
                found = pattern.match(tail, skip + match.end())
                if found and not re.search(
                    r"\b(?:a|per|each|every|in|for|of|and|or|by|to|from|with)\b", tail[: skip + match.end()], re.I
                ):
                    return name, number.end + found.end(), noun
    return "plain", number.end + (noun_match.end() if noun_match else 0), noun


def _period(after: str, before: str, unit: str, follows_number: bool) -> tuple[str, int]:
    """The period that a number is counted over, and where it ends behind the number."""
    if unit in WEEKS_PER or unit in ("percent", "times", "date", "tech", "hours", "minutes"):
        return "", 0
    stop = re.search(r"[.;!?\n](?=\s|$)|\bbut\b", after)
    match = _PERIOD.search(after[: stop.start()] if stop else after)
    if match:
        name = _period_name(match)
        if name == "day" and re.search(
            r"\b(?:week|working |business |work)days?\b", after[match.end() : match.end() + 25], re.I
        ):
            name = "working day"
        return name, match.end()
    head = re.split(r"[.;!?\n]\s", before)[-1]
    if head is before and follows_number:
        # "3k conversations a day, 4 calls each": the day was counted already.
        return "", 0
    matches = list(_PERIOD.finditer(head))
    adjective = re.search(r"\b(?:month|week|day|year)\b\s*[:=-]?\s*$", head, re.I)
    if matches:
        return _period_name(matches[-1]), 0
    return (
        (adjective.group().strip(" :=-").lower(), 0)
        if adjective and adjective.group().strip(" :=-").lower() in PER_MONTH
        else ("", 0)
    )


def _period_name(match: re.Match[str]) -> str:
    if match["adverb"]:
        return _ADVERBS[match["adverb"].lower()]
    said = (match["unit"] or match["short"] or "").lower()
    for words, name in PERIOD_WORDS:
        if re.fullmatch(words, said):
            return name
    return ""


_LESS = re.compile(r"\b(?:down|shrink\w*|fewer|less|declin\w*|drop\w*|decreas\w*|fall\w*|lower|reduc\w*|minus)\b", re.I)
_LEVEL = re.compile(r"\bto\s+(?:about|around|roughly|some)?\s*$", re.I)


def _direction(text: str, number: Number) -> tuple[int, bool]:
    """Whether a percentage goes down, and whether it is a level ("to 80 % of today's") instead of a change."""
    around = text[max(0, number.start - 45) : number.end + 30]
    level = bool(_LEVEL.search(text[: number.start])) and bool(re.search(r"\bof\b", text[number.end : number.end + 20]))
    return (-1 if _LESS.search(around) else 1), level
