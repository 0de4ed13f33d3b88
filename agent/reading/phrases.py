"""Quantities without a number of their own: "a month", "one every five minutes", "doubles", "flat", "me and Priya".

Patterns in, quantities out.
"""

import re

from agent.reading.periods import PERIOD_WORDS, small_number
from agent.reading.quantity import Quantity

_EVERY = re.compile(
    r"\b(?:one|once|a\s+\w+|one \w+)(?:\s+\w+)?\s+every\s+(?P<other>other )?(?:(?P<n>\d+|[a-z]+(?:-[a-z]+)?)\s*)??"
    r"(?P<unit>seconds?|minutes?|mins?|hours?|days?|weeks?)(?:\s+or so)?\b",
    re.I,
)
_LONE = re.compile(
    r"(?:^|\b(?:in|within|about|of|by|only|under|around|than|maybe|say|be|for|take|max|tops|have|got|had|exactly"
    r"|roughly|just|with)\s+|[.:,;—–-]\s*)(?P<all>(?P<amount>an? full|half an?|an?|the)\s+"
    r"(?P<unit>fortnight|week|month|quarter|year|page|sheet|sprint)(?P<more> and an? half| or two)?)\b(?!-)",
    re.I,
)
_PAGE = re.compile(r"\b(half an?|an?|one|single|half) (?:single )?(?:page|sheet)( and an? half)?\b", re.I)


def lone_units(text: str) -> list[Quantity]:
    """Units without a number: "a month", "half a page", "a year and a half"."""
    found = []
    for match in _LONE.finditer(text):
        amount, unit = match["amount"].lower(), match["unit"].lower()
        if amount == "the" and unit != "fortnight":
            continue
        value = (0.5 if amount.startswith("half") else 1.0) + 0.5 * bool(match["more"])
        name = "pages" if unit in ("page", "sheet") else unit + "s"
        found.append(Quantity(match.start("all"), match.end("all"), value, name, form="lone", tail=match.end("all")))
    found += [
        Quantity(
            m.start(),
            m.end(),
            (0.5 if m[1].lower().startswith("half") else 1.0) + 0.5 * bool(m[2]),
            "pages",
            form="lone",
            tail=m.end(),
        )
        for m in _PAGE.finditer(text)
        if not any(q.start <= m.start() < q.end for q in found)
    ]
    return found


def rates(text: str) -> list[Quantity]:
    """ "One every five minutes"."""
    found = []
    for match in _EVERY.finditer(text):
        every = 2.0 if match["other"] else small_number(match["n"]) if match["n"] else 1.0
        unit = next(name for words, name in PERIOD_WORDS if re.fullmatch(words, match["unit"].lower()))
        if every:
            found.append(Quantity(match.start(), match.end(), 1 / every, "calls", unit, "rate"))
    return found


_ALONE = re.compile(
    r"\b(?:(?:just|only|nobody but) (?:me|myself)|me (?:alone|only)"
    r"|(?:i['’]m|i am|s?he['’]s|s?he is) the only (?:one|user|person))\b",
    re.I,
)
_KIN = (
    r"(?:wife|husband|spouse|partner|daughter|son|brother|sister|mother|father|cousin|colleague|boss|assistant"
    r"|secretary|clerk)"
)
_TWO = re.compile(
    rf"\b[Mm]e and (?:[A-Z][a-z]+|my {_KIN})\b|\b(?:[A-Z][a-z]+|[Mm]y {_KIN}) and (?:I|me|myself)\b"
    rf"|\b(?:[Hh]e|[Ss]he|I) and (?:his|her|my) {_KIN}\b"
)


def people_named(text: str) -> list[Quantity]:
    """One or two people who are named instead of counted: "just me", "me and Priya"."""
    return [
        Quantity(match.start(), match.end(), value, "people", form="named")
        for pattern, value in ((_ALONE, 1.0), (_TWO, 2.0))
        for match in pattern.finditer(text)
    ]


_GROWTH_WORDS: tuple[tuple[str, float], ...] = (
    (
        r"\b(?:half again as (?:big|much|many)|half as (?:much|many) again|(?:grow|growing|grown|up|increase) by half"
        r"|half more)\b",
        1.5,
    ),
    (r"\b(?:halves|halve|halved|shrink to half|cut in half)\b", 0.5),
    (r"\b(?:two and a half times)\b", 2.5),
    (r"\b(?:one and a half times)\b", 1.5),
    (r"\b(?:d[ou]{2}ble[sd]?|dobule|doubling|twice|times two)\b", 2.0),
    (r"\b(?:triple[sd]?|tripling|treble[sd]?|thrice|times three)\b", 3.0),
    (r"\b(?:quadruple[sd]?|quadrupling|multiplied by four|times four)\b", 4.0),
    (r"\b(?:quintuple[sd]?|times five)\b", 5.0),
    (r"\b(?:times ten|order of magnitude)\b", 10.0),
    (r"\bhundredfold\b", 100.0),
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
_FOLD = re.compile(r"\b([a-z]+?)-?fold\b", re.I)
_PART = r"(?P<n>an?|one|two|three|four) (?P<part>third|quarter|fifth|tenth)s?"
_BY_A_PART = re.compile(
    rf"\b(?P<way>grow\w*|up|increas\w*|rise|rising|shrink\w*|down|fall\w*|drop\w*|cut|declin\w*|decreas\w*)"
    rf" by {_PART}\b",
    re.I,
)
_PART_MORE = re.compile(rf"\b{_PART} (?P<way>more|fewer|less)\b", re.I)
_PARTS = {"third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_MORE = ("grow", "up", "incr", "ris", "more")


def growth_words(text: str) -> list[Quantity]:
    """Multiples and changes in words: "doubles", "flat", "up by a third", "times ten"."""
    found = [
        Quantity(m.start(), m.end(), value, "growth", form="phrase")
        for pattern, value in _GROWTH_RE
        for m in pattern.finditer(text)
    ]
    found += [
        Quantity(m.start(), m.end(), float(m[1].replace(",", ".")), "growth", form="factor")
        for m in _FACTOR.finditer(text)
    ]
    found += [
        Quantity(m.start(), m.end(), multiple, "growth", form="phrase")
        for m in _FOLD.finditer(text)
        if (multiple := small_number(m[1]))
    ]
    for pattern in (_BY_A_PART, _PART_MORE):
        for m in pattern.finditer(text):
            change = (small_number(m["n"]) or 1.0) * _PARTS[m["part"].lower()]
            sign = 1 if m["way"].lower().startswith(_MORE) else -1
            found.append(Quantity(m.start(), m.end(), round(1 + sign * change, 2), "growth", form="phrase"))
    return found
