"""Quantities of a message: numbers with unit, period and currency, and what each would be worth as a fact.

Which fact a quantity answers is not decided here (`roles` does); currencies other than dollars are never converted.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agent.reading.dates import find_days
from agent.reading.lexicon import DOLLAR, OTHER_MONEY
from agent.reading.numbers import Number, find_numbers

NUMERIC = (
    "requests_per_month",
    "tokens_per_request",
    "seats",
    "growth_12m",
    "deadline_weeks",
    "budget_per_month",
)
TOKENS_PER = {"tokens": 1.0, "words": 1.3, "pages": 650.0, "characters": 0.25, "sentences": 25.0}
WEEKS_PER = {"days": 1 / 7, "weeks": 1.0, "fortnights": 2.0, "months": 4.33, "quarters": 13.0, "years": 52.0}
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

_QUALIFIER = r"(?:(?:single|given|normal|typical|average|calendar|ordinary|fiscal|financial|busy|whole|full|regular|coming|next|and every)\s+)*"
_PERIOD_WORDS = (
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
_ANY_PERIOD = "|".join(words for words, _ in _PERIOD_WORDS)
_PERIOD = re.compile(
    rf"(?:\b(?:per|each|every|an?|one|pro|in an?|in the|in one|in every|for an?|for the|for|by|over the|over|on an?|within an?|within the|of the)\s+{_QUALIFIER}|/\s?)"
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
    ("tech", r"(?:gb|gib|tb|mb|kb|vram|ghz|kw|kwh|watts?|w\b|cores?|vcpus?|params?|parameters?|bits?|fields|languages|categories|km|m²|sqm)\b"),
    (
        "people",
        r"(?:users?|people|persons?|staff|employees|seats?|licen[cs]es?|colleagues|developers|devs|engineers|agents|lawyers|teachers|clinicians"
        r"|doctors|nurses|analysts|accounts|log-?ins|reps|advisers|advisors|clerks|operators|students|pupils|colleagues|heads|fte|folks|of us|attorneys"
        r"|paralegals|caseworkers|recruiters|researchers|technicians|managers|officers|handlers|dispatchers|members)\b",
    ),
    (
        "calls",
        r"(?:api |model |llm )?(?:requests?|reqs?|calls?|prompts?|queries|invocations|generations|completions|lookups|questions|turns|messages|chats|conversations|sessions)\b",
    ),
    ("cards", r"(?:x\b|×)|(?:nvidia|amd|gpus?|cards?|h100s?|a100s?|l40s?|rtx|v100s?|t4s?|l4s?|h200s?|b200s?|[34]090s?|a6000s?|accelerators?)\b"),
)
_UNIT_RE = tuple((name, re.compile(pattern, re.I)) for name, pattern in _UNITS)
_MONEY_BEFORE = re.compile(rf"(?<![a-z])(?:(?P<dollar>{DOLLAR})|(?P<other>{OTHER_MONEY}))\s?$", re.I)
_MONEY_AFTER = re.compile(rf"\s?(?:,\s)?(?:of\s|in\s)?(?:(?P<dollar>{DOLLAR})|(?P<other>{OTHER_MONEY}))(?![a-z])", re.I)
_FILLER = re.compile(r"[\s-]*(?:(?:or so|odd|plus|\+|full|calendar|working|such|of (?:these|those|them|our|the)|named|additional|more|or more|concurrent|average|avg|max)\s+)*", re.I)
_NOUN = re.compile(r"[\s-]*([a-zA-Z][a-zA-Z'-]+)")
_IN = re.compile(r"\b(?:in|input|inputs|prompts?|incoming|goes in|go in|context|reads?|document|contract|carries|question|instructions|system|retrieved|docs|file|transcript|has)\b", re.I)
_OUT = re.compile(r"\b(?:out|output|outputs|completions?|answers?|reply|replies|responses?|back|returns?|writes?|produces?|summary|label|patch|draft|memo|response|reasons|comes out|note)\b", re.I)
_ITEMS = re.compile(r"\b(?:calls?|requests?|prompts?|queries|questions|goes|turns|messages|lookups|steps|prompts)\b", re.I)
_EACH = re.compile(r"\b(?:each|per|apiece|a session|an item|a piece|a row|a pop|for each|every|p\.|average)\b|×|\bx\b", re.I)
_EVERY = re.compile(
    r"\b(?:one|once|a\s+\w+|one \w+)(?:\s+\w+)?\s+every\s+(?P<n>\d+|two|three|four|five|six|ten|fifteen|twenty|thirty|forty)?\s*(?P<other>other )?"
    r"(?P<unit>seconds?|minutes?|mins?|hours?|days?|weeks?)(?:\s+or so)?\b",
    re.I,
)
_LONE = re.compile(
    r"(?:^|\b(?:in|within|about|of|by|only|under|around|than|maybe|say|be|for|take|max|tops|have|got|had|exactly|roughly|just|with)\s+|[.:,;—–-]\s*)(?P<all>(?P<amount>an? full|an?|half an?|one and a half|a year and a half|the)\s*"
    r"(?P<unit>fortnight|week|month|quarter|year|page|sheet)?)\b(?!-)",
    re.I,
)


@dataclass(frozen=True)
class Quantity:
    """A number with what stands around it.

    `unit` is money, other_money, a unit of text, time or growth, people, calls, date, or plain; `period` is the time
    it is counted over; `form` says how it was made (digits, words, vague, range, product, sum, ratio, phrase, a form of date).
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
    if q.unit not in ("plain", "calls", "people", "pages") or q.form == "phrase":
        return None
    return q.value * PER_MONTH.get(q.period, 1.0)


def _tokens(q: Quantity) -> float | None:
    if q.unit in TOKENS_PER:
        return q.value * TOKENS_PER[q.unit]
    return q.value if q.unit in ("plain", "calls") and not q.period else None


def _seats(q: Quantity) -> float | None:
    whole = q.value == int(q.value) or q.form == "range"
    return q.value if q.unit in ("plain", "people", "calls") and whole and q.form not in ("phrase", "product") else None


def _growth(q: Quantity) -> float | None:
    if q.unit == "percent":
        return max(1 + q.detail.get("sign", 1) * q.value / 100, 0.01) if not q.detail.get("level") else q.value / 100
    return q.value if q.unit in ("times", "growth") or (q.unit == "plain" and not q.period and q.value <= 100) else None


def _deadline(q: Quantity) -> float | None:
    if q.unit == "date":
        return q.value
    if q.unit in WEEKS_PER:
        return round(q.value * WEEKS_PER[q.unit], 2)
    return None


def _budget(q: Quantity) -> float | None:
    if q.unit not in ("money", "plain") or q.form in ("phrase", "product"):
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


def find_quantities(text: str, today: date) -> list[Quantity]:
    """All quantities of a text, the made ones (sums, products, ratios) among them, in the order of the text."""
    days = find_days(text, today)
    taken = [(day.start, day.end) for day in days]
    numbers = [n for n in find_numbers(text) if not any(a < n.end and n.start < b for a, b in taken)]
    plain = [_measured(text, number, numbers) for number in numbers]
    plain = [q for q in plain if q is not None]
    dates = [Quantity(d.start, d.end, d.weeks(today), "date", form=d.form) for d in days if d.weeks(today) >= 0]
    lone = [q for q in _lone(text) if not any(a.start < q.end and q.start < a.end for a in plain)]
    plain = sorted([*plain, *lone], key=lambda q: q.start)
    made = [*_sums(text, plain), *_heads(text, plain), *_products(text, plain), *_rates(text), *_growth_words(text), *_ratios(text, plain)]
    return sorted([*plain, *dates, *made], key=lambda q: (q.start, q.end))


def _measured(text: str, number: Number, numbers: Sequence[Number]) -> Quantity | None:
    """A number with its currency, unit, noun and period."""
    following = [n.start for n in numbers if n.start >= number.end]
    # "18,000 over twelve months": these months are a period and no number of their own.
    over = re.match(r"\s*\w*\s*\w*\s*(?:over|for|per|in) (?:twelve|12|six|6) months\b", text[number.end : number.end + 45], re.I)
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
        number.start, max(end, number.end + period_end), number.value, unit, period, number.form, noun, detail, number.end
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
    if text[number.start : number.end].lower().endswith("b") and number.value >= 1e9 and not re.match(r"\s*(?:tokens|requests|calls)", tail):
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
                if found and not re.search(r"\b(?:a|per|each|every|in|for|of|and|or|by|to|from|with)\b", tail[:skip + match.end()], re.I):
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
        if name == "day" and re.search(r"\b(?:week|working |business |work)days?\b", after[match.end() : match.end() + 25], re.I):
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
    return (adjective.group().strip(" :=-").lower(), 0) if adjective and adjective.group().strip(" :=-").lower() in PER_MONTH else ("", 0)


def _period_name(match: re.Match[str]) -> str:
    if match["adverb"]:
        return _ADVERBS[match["adverb"].lower()]
    said = (match["unit"] or match["short"] or "").lower()
    for words, name in _PERIOD_WORDS:
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


def _lone(text: str) -> list[Quantity]:
    """Units without a number: "a month", "half a page", "a fortnight"."""
    found = []
    for match in _LONE.finditer(text):
        amount, unit = match["amount"].lower(), (match["unit"] or "").lower()
        if amount == "the" and unit != "fortnight":
            continue
        if not unit:
            if amount == "a year and a half":
                found.append(Quantity(match.start("all"), match.end("all"), 1.5, "years", form="words"))
            continue
        value = 0.5 if amount.startswith("half") else 1.5 if amount.startswith("one and") else 1.0
        name = "pages" if unit in ("page", "sheet") else unit + "s"
        found.append(Quantity(match.start("all"), match.end("all"), value, name, form="lone"))
    found += [
        Quantity(m.start(), m.end(), 0.5 if m[1].lower().startswith("half") else 1.0, "pages", form="lone")
        for m in re.finditer(r"\b(half an?|an?|one|single|half) (?:single )?(?:page|sheet)\b", text, re.I)
        if not any(q.start <= m.start() < q.end for q in found)
    ]
    return found


def _sums(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """Input and output of a request, given apart, put together with the split beside it."""
    parts = [q for q in plain if q.unit in TOKENS_PER or (q.unit in ("plain", "calls") and not q.period and q.value < 1e6)]
    made = []
    for i, first in enumerate(parts):
        for size in (3, 2):
            group = parts[i : i + size]
            if len(group) < size or group[-1].end - first.start > 130:
                continue
            total = _sum_of(text, group)
            if total:
                made.append(total)
                break
    return made


def _sum_of(text: str, group: Sequence[Quantity]) -> Quantity | None:
    units = [q.unit if q.unit in TOKENS_PER else "" for q in group]
    sides = _sides(text, group)
    if set(sides) != {"in", "out"}:
        return None
    amounts = []
    for q, unit in zip(group, units, strict=True):
        own = unit or next((u for u in units if u), "tokens")
        amounts.append(q.value * TOKENS_PER[own])
    into = sum(a for a, side in zip(amounts, sides, strict=True) if side == "in")
    out = sum(amounts) - into
    if len(group) == 3 and abs(max(amounts) - (sum(amounts) - max(amounts))) < 0.01 * sum(amounts):
        return None
    return Quantity(
        group[0].start,
        group[-1].end,
        sum(amounts),
        "tokens",
        form="sum",
        detail={"input": round(into, 2), "output": round(out, 2)},
    )


def _sides(text: str, group: Sequence[Quantity]) -> list[str]:
    """Whether each part goes in or comes out, by the nearest word that says so."""
    sides = []
    for i, q in enumerate(group):
        left = group[i - 1].end if i else max(0, q.start - 45)
        right = group[i + 1].start if i + 1 < len(group) else q.end + 35
        head, tail = text[left : q.start], text[q.tail or q.end : right]
        tail = re.split(r"[.;\n]\s|,\s(?=\w+\s+(?:about\s+)?\d)|\band\b", tail)[0] if i + 1 < len(group) else tail
        before = re.split(r"[.;\n]\s", head)[-1]
        scores = {}
        for side, pattern in (("in", _IN), ("out", _OUT)):
            distances = [m.start() for m in pattern.finditer(tail)]
            distances += [len(before) - m.end() + 9 for m in pattern.finditer(before)]
            scores[side] = min(distances, default=999)
        if min(scores.values()) > 30:
            sides.append("in" if i == 0 else "?")
        else:
            sides.append(min(scores, key=lambda s: scores[s]))
    if sides == ["in", "in"] and re.search(r"\b(?:summary|letter|patch|memo|actions|abstract)\b", text[group[1].start : group[1].end + 25], re.I):
        sides[1] = "out"
    return sides


def _products(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """Conversations times calls, people times lookups."""
    made = []
    counts = [q for q in plain if q.unit in ("plain", "calls", "people")]
    for i, first in enumerate(counts):
        for second in counts[i + 1 : i + 3]:
            if second.start - first.end > 90:
                break
            product = _product_of(text, first, second)
            if product:
                made.append(product)
    return made


def _product_of(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    between = text[first.end : second.start]
    if re.search(r"\bnot\b|\brather\b|\binstead\b|\bsince\b|\bfrom\b", between, re.I):
        return None
    periods = [q.period for q in (first, second) if q.period]
    for many, few, around in (
        (first, second, text[first.end : second.end + 25]),
        (second, first, text[max(0, first.start - 25) : second.start]),
    ):
        calls = few.unit == "calls" or _ITEMS.search(text[few.tail : few.end])
        if few.value <= 50 and many.value > few.value and calls and (_EACH.search(around) or not few.period) and not (few.period and many.period):
            return Quantity(
                first.start, second.end, first.value * second.value, "calls", (periods or [""])[0], "product", many.noun
            )
    if second.period and not first.period and re.search(r"\beach of (?:our|the|my|its|these) *$|\b(?:each|every) one of\b", text[: first.start], re.I):
        return Quantity(first.start, second.end, first.value * second.value, "calls", second.period, "product", second.noun)
    return None


def _heads(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """People given in two parts: "ninety developers plus ten testers"."""
    made = []
    for left, right in zip(plain, plain[1:], strict=False):
        between = text[left.end : right.start]
        joined = re.search(r"^[\w\s'’-]{0,25}(?:\band\b|\bplus\b|\+|,)[\w\s'’]{0,15}$", between, re.I)
        if joined and {left.unit, right.unit} <= {"people", "plain"} and not left.period and not right.period:
            made.append(Quantity(left.start, right.end, left.value + right.value, "people", form="sum", noun=left.noun))
    return made


_SMALL = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40}


def _rates(text: str) -> list[Quantity]:
    """ "One every five minutes"."""
    found = []
    for match in _EVERY.finditer(text):
        said = (match["n"] or "1").lower()
        every = 2 if match["other"] else _SMALL.get(said) or int(said)
        unit = next(name for words, name in _PERIOD_WORDS if re.fullmatch(words, match["unit"].lower()))
        if every:
            found.append(Quantity(match.start(), match.end(), 1 / every, "calls", unit, "rate"))
    return found


_GROWTH_WORDS: tuple[tuple[str, float], ...] = (
    (r"\b(?:half again as (?:big|much|many)|half as (?:much|many) again|(?:grow|growing|grown|up|increase) by half|half more)\b", 1.5),
    (r"\b(?:a|one) quarter more\b|\b(?:grow|up|increase) by a quarter\b", 1.25),
    (r"\b(?:a|one) third more\b|\b(?:grow|up|increase) by a third\b", 1.33),
    (r"\b(?:a|one) tenth (?:fewer|less)\b", 0.9),
    (r"\b(?:a|one) tenth more\b", 1.1),
    (r"\b(?:halves|halve|halved|shrink to half|cut in half)\b", 0.5),
    (r"\b(?:two and a half times)\b", 2.5),
    (r"\b(?:one and a half times)\b", 1.5),
    (r"\b(?:d[ou]{2}ble[sd]?|dobule|doubling|twofold|two-fold|twice|times two)\b", 2.0),
    (r"\b(?:triple[sd]?|tripling|treble[sd]?|threefold|three-fold|thrice|times three)\b", 3.0),
    (r"\b(?:quadruple[sd]?|quadrupling|fourfold|multiplied by four|times four)\b", 4.0),
    (r"\b(?:quintuple[sd]?|fivefold|times five)\b", 5.0),
    (r"\b(?:sixfold)\b", 6.0),
    (r"\b(?:tenfold|times ten|order of magnitude)\b", 10.0),
    (r"\bfactor (?:of )?(?:ten)\b", 10.0),
    (
        r"\b(?:flat|stable|steady|constant|no (?:growth|change)|unchanged|stay(?:s|ing)? (?:the same|where it is|as it is|put|flat)|same (?:as today|number|volume|level|again)"
        r"|steady state|about the same|the same nine|neither rise nor fall|will remain so|hardly moves|won't (?:grow|change)|not (?:going to )?(?:grow|change)|doesn't grow"
        r"|no change|at (?:the )?same level)\b",
        1.0,
    ),
)
_GROWTH_RE = tuple((re.compile(pattern, re.I), value) for pattern, value in _GROWTH_WORDS)
_FACTOR = re.compile(r"(?:\bx|×|\btimes|\bfactor(?: of)?|\bmultiplied by)\s?$", re.I)


def _growth_words(text: str) -> list[Quantity]:
    found = [
        Quantity(m.start(), m.end(), value, "growth", form="phrase")
        for pattern, value in _GROWTH_RE
        for m in pattern.finditer(text)
    ]
    for match in re.finditer(r"(?:\bx|×|\btimes |\bfactor (?:of )?|\bmultiplied by )\s?(\d{1,3}(?:[.,]\d+)?)(?![\d%])\b", text, re.I):
        found.append(Quantity(match.start(), match.end(), float(match[1].replace(",", ".")), "growth", form="factor"))
    return found


def _ratios(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """ "From 10,000 to 40,000 within the year", "900 now and 1,350 come next November"."""
    made = []
    for left, right in zip(plain, plain[1:], strict=False):
        if left.unit not in ("plain", "calls", "people") or right.unit not in ("plain", "calls", "people"):
            continue
        span = text[max(0, left.start - 30) : right.end + 40]
        if right.start - left.end > 60 or not left.value or not 0.1 <= right.value / left.value <= 200:
            continue
        future = re.search(r"\b(?:next|by|within|in a year|come|expects?|anticipat\w+|reckon|where we now|forecast)\b", span, re.I)
        now = re.search(r"\b(?:from|now|today|today's|currently|going)\b", span, re.I)
        if future and now and left.period == (right.period or left.period) and left.value != right.value:
            ratio = right.value / left.value
            if "where we now" in span.lower():
                ratio = 1 / ratio
            made.append(Quantity(left.start, right.end, round(ratio, 3), "growth", form="ratio"))
    return made
