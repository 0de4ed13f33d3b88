"""Quantities made of others: conversations times calls, people in parts or shares, a volume now and in a year.

Each keeps the span of its parts, so that its quote holds them all.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from agent.reading.quantity import PER_MONTH, Quantity

_ITEMS = re.compile(r"\b(?:calls?|requests?|prompts?|queries|questions|goes|turns|messages|lookups|steps)\b", re.I)
_EACH = re.compile(
    r"\b(?:each|per|apiece|a session|an item|a piece|a row|a pop|for each|every|p\.|average)\b|×|\bx\b"
    r"|/\s?(?:user|person|head|agent|employee)\b",
    re.I,
)
_NOT_TIMES = re.compile(r"\b(?:not|rather|instead|since|from)\b", re.I)
_SENTENCE_END = re.compile(r"[.;!?]\s|\n")
_ONE_OF_MANY = re.compile(r"\beach of (?:our|the|my|its|these) *$|\b(?:each|every) one of\b", re.I)


def products(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """Conversations times calls, people times lookups."""
    made = []
    counts = [q for q in plain if q.unit in ("plain", "calls", "people") and not q.detail.get("peak")]
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
    if _NOT_TIMES.search(between):
        return None
    periods = [q.period for q in (first, second) if q.period]
    apart = bool(_SENTENCE_END.search(between))
    for many, few, around in (
        (first, second, text[first.end : second.end + 25]),
        (second, first, text[max(0, first.start - 25) : second.start]),
    ):
        calls = few.unit == "calls" or _ITEMS.search(text[few.tail : few.end])
        # Across a sentence the words have to say that they are multiplied.
        times = _EACH.search(around) or not (few.period or apart)
        if few.value <= 50 and many.value > few.value and calls and times and not (few.period and many.period):
            return Quantity(
                first.start, second.end, first.value * second.value, "calls", (periods or [""])[0], "product", many.noun
            )
    if second.period and not first.period and _ONE_OF_MANY.search(text[max(0, first.start - 60) : first.start]):
        return Quantity(
            first.start, second.end, first.value * second.value, "calls", second.period, "product", second.noun
        )
    return None


_JOINED = re.compile(r"^[\w\s'’-]{0,25}(?:\band\b|\bplus\b|\+|,)[\w\s'’]{0,15}$", re.I)
_SEATS = re.compile(r"\b(?:seats?|users?|people|licen[cs]es?|of them|staff)\b", re.I)
_GROUPS = re.compile(
    r"^\s*(?:teams?|groups?|shifts?|squads?|departments?|classes|branches|offices|sites|stores)\s+"
    r"(?:of|with|each with|each of)\s+(?:about\s+)?$",
    re.I,
)


def counted_twice(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """People given in two parts or in groups: "ninety developers plus ten testers", "two teams of fifteen"."""
    made = []
    for left, right in pairwise(plain):
        units = {left.unit, right.unit}
        if left.period or right.period or not units <= {"people", "plain", "things"}:
            continue
        between = text[left.end : right.start]
        people = "people" in units or _SEATS.search(text[max(0, left.start - 40) : right.end + 40])
        if people and units <= {"people", "plain"} and _JOINED.search(between):
            made.append(Quantity(left.start, right.end, left.value + right.value, "people", form="sum", noun=left.noun))
        if _GROUPS.match(text[left.tail : right.start]):
            made.append(Quantity(left.start, right.end, left.value * right.value, "people", form="groups"))
    return made


_SHARES = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
_SHARE = (
    r"(?:(?P<half>half)|(?P<many>a|one|two|three|four)[\s-](?P<part>third|quarter|fifth|tenth)s?"
    r"|(?P<percent>\d{1,2}(?:[.,]\d)?)\s?(?:%|percent\b|per cent\b))"
)
_SHARE_BEFORE = re.compile(rf"\b{_SHARE}\s+(?:of\s+)?(?:all\s+)?(?:our|the|my|their|these|those|its|all)?\s*$", re.I)
_SHARE_AFTER = re.compile(
    rf"^[^.!?\n\d]{{0,60}}\b(?:of whom|of them|of these|but|though|although|only)\b[^.!?\n\d]{{0,25}}\b{_SHARE}"
    r"(?:\s+of (?:them|those|these))?\b(?!\s+of\b|\s+(?:an?|the)\b)",
    re.I,
)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}


def shares(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """A share of the people: "half of our 600 employees", "22,000 employees, of whom a tenth"."""
    made = []
    for q in plain:
        if q.unit != "people" or q.period:
            continue
        before = _SHARE_BEFORE.search(text[max(0, q.start - 40) : q.start])
        if before:
            start = max(0, q.start - 40) + before.start()
            made.append(Quantity(start, q.end, round(q.value * _share(before)), "people", form="share", noun=q.noun))
        after = _SHARE_AFTER.match(text[q.end : q.end + 110])
        if after:
            share = round(q.value * _share(after))
            made.append(Quantity(q.start, q.end + after.end(), share, "people", form="share", noun=q.noun))
    return made


def _share(match: re.Match[str]) -> float:
    if match["half"]:
        return _SHARES["half"]
    if match["percent"]:
        return float(match["percent"].replace(",", ".")) / 100
    return _COUNTS[match["many"].lower()] * _SHARES[match["part"].lower()]


_A_HEAD = re.compile(r"\b(?:user|seat|head|person|employee|licen[cs]e|member|colleague)\b", re.I)


def for_all(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """A price a head times the heads: "$20 per user per month for 40 users"."""
    made = []
    for price in plain:
        if price.unit != "price" or not _A_HEAD.search(text[price.tail : price.end + 40]):
            continue
        near = (q for q in plain if q.unit == "people" and not q.period and 0 <= q.start - price.tail < 60)
        heads = next(near, None)
        if heads and PER_MONTH.get(price.period, 0) <= 1 and "currency" not in price.detail:
            total = price.value * heads.value
            made.append(Quantity(price.start, heads.end, total, "money", price.period, "for all"))
    return made


_FUTURE = re.compile(r"\b(?:next|by|within|in a year|come|expects?|anticipat\w+|reckon|where we now|forecast)\b", re.I)
_NOW = re.compile(r"\b(?:from|now|today|today's|currently|presently|at present|going)\b", re.I)


def ratios(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """ "From 10,000 to 40,000 within the year", "900 now and 1,350 come next November"."""
    made = []
    for left, right in pairwise(plain):
        if not {left.unit, right.unit} <= {"plain", "calls", "people"} or right.start - left.end > 60:
            continue
        if not left.value or left.value == right.value or not 0.1 <= right.value / left.value <= 200:
            continue
        span = text[max(0, left.start - 30) : right.end + 40]
        apart = _SENTENCE_END.search(text[left.end : right.start])
        # The year of "to 40,000 within the year" is when, not how often.
        same = right.period in ("", left.period) or (not left.period and right.period == "year")
        told = same and not apart
        if told and _FUTURE.search(span) and _NOW.search(span):
            ratio = right.value / left.value
            if "where we now" in span.lower():
                ratio = 1 / ratio
            made.append(Quantity(left.start, right.end, round(ratio, 3), "growth", form="ratio"))
    return made
