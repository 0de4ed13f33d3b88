"""Quantities without a number of their own: "a month", "one every five minutes", "doubles", "flat".

Patterns in, quantities out.
"""

import re

from agent.reading.quantity import Quantity
from agent.reading.units import PERIOD_WORDS

_EVERY = re.compile(
    r"\b(?:one|once|a\s+\w+|one \w+)(?:\s+\w+)?\s+every\s+(?P<n>\d+|two|three|four|five|six|ten|fifteen|twenty|thirty"
    r"|forty)?\s*(?P<other>other )?"
    r"(?P<unit>seconds?|minutes?|mins?|hours?|days?|weeks?)(?:\s+or so)?\b",
    re.I,
)
_LONE = re.compile(
    r"(?:^|\b(?:in|within|about|of|by|only|under|around|than|maybe|say|be|for|take|max|tops|have|got|had|exactly"
    r"|roughly|just|with)\s+|[.:,;—–-]\s*)(?P<all>(?P<amount>an? full|an?|half an?|one and a half|a year and a half"
    r"|the)\s*"
    r"(?P<unit>fortnight|week|month|quarter|year|page|sheet)?)\b(?!-)",
    re.I,
)


def lone_units(text: str) -> list[Quantity]:
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


_SMALL = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
}


def rates(text: str) -> list[Quantity]:
    """ "One every five minutes"."""
    found = []
    for match in _EVERY.finditer(text):
        said = (match["n"] or "1").lower()
        every = 2 if match["other"] else _SMALL.get(said) or int(said)
        unit = next(name for words, name in PERIOD_WORDS if re.fullmatch(words, match["unit"].lower()))
        if every:
            found.append(Quantity(match.start(), match.end(), 1 / every, "calls", unit, "rate"))
    return found


_GROWTH_WORDS: tuple[tuple[str, float], ...] = (
    (
        r"\b(?:half again as (?:big|much|many)|half as (?:much|many) again|(?:grow|growing|grown|up|increase) by half"
        r"|half more)\b",
        1.5,
    ),
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
        r"\b(?:flat|stable|steady|constant|no (?:growth|change)|unchanged|stay(?:s|ing)? (?:the same|where it is"
        r"|as it is|put|flat)|same (?:as today|number|volume|level|again)"
        r"|steady state|about the same|the same nine|neither rise nor fall|will remain so|hardly moves|won't (?:grow"
        r"|change)|not (?:going to )?(?:grow|change)|doesn't grow"
        r"|no change|at (?:the )?same level)\b",
        1.0,
    ),
)
_GROWTH_RE = tuple((re.compile(pattern, re.I), value) for pattern, value in _GROWTH_WORDS)


_FACTOR = re.compile(r"(?:\bx|×|\btimes |\bfactor (?:of )?|\bmultiplied by )\s?(\d{1,3}(?:[.,]\d+)?)(?![\d%])\b", re.I)


def growth_words(text: str) -> list[Quantity]:
    found = [
        Quantity(m.start(), m.end(), value, "growth", form="phrase")
        for pattern, value in _GROWTH_RE
        for m in pattern.finditer(text)
    ]
    factors = [
        Quantity(m.start(), m.end(), float(m[1].replace(",", ".")), "growth", form="factor")
        for m in _FACTOR.finditer(text)
    ]
    return found + factors
