"""Quantities made of others: input and output summed, conversations times calls, people in two parts.

Each keeps the span of its parts, so that its quote holds them all.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from agent.reading.quantity import TOKENS_PER, Quantity

_IN = re.compile(
    r"\b(?:in|input|inputs|prompts?|incoming|goes in|go in|context|reads?|document|contract|carries|question"
    r"|instructions|system|retrieved|docs|file|transcript|has)\b",
    re.I,
)
_OUT = re.compile(
    r"\b(?:out|output|outputs|completions?|answers?|reply|replies|responses?|back|returns?|writes?|produces?|summary"
    r"|label|patch|draft|memo|response|reasons|comes out|note)\b",
    re.I,
)
_ITEMS = re.compile(
    r"\b(?:calls?|requests?|prompts?|queries|questions|goes|turns|messages|lookups|steps|prompts)\b", re.I
)
_EACH = re.compile(
    r"\b(?:each|per|apiece|a session|an item|a piece|a row|a pop|for each|every|p\.|average)\b|×|\bx\b", re.I
)


def sums(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """Input and output of a request, given apart, put together with the split beside it."""
    parts = [
        q for q in plain if q.unit in TOKENS_PER or (q.unit in ("plain", "calls") and not q.period and q.value < 1e6)
    ]
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
    if sides == ["in", "in"] and re.search(
        r"\b(?:summary|letter|patch|memo|actions|abstract)\b", text[group[1].start : group[1].end + 25], re.I
    ):
        sides[1] = "out"
    return sides


def products(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
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
        if (
            few.value <= 50
            and many.value > few.value
            and calls
            and (_EACH.search(around) or not few.period)
            and not (few.period and many.period)
        ):
            return Quantity(
                first.start, second.end, first.value * second.value, "calls", (periods or [""])[0], "product", many.noun
            )
    if (
        second.period
        and not first.period
        and re.search(r"\beach of (?:our|the|my|its|these) *$|\b(?:each|every) one of\b", text[: first.start], re.I)
    ):
        return Quantity(
            first.start, second.end, first.value * second.value, "calls", second.period, "product", second.noun
        )
    return None


def counted_twice(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """People given in two parts: "ninety developers plus ten testers"."""
    made = []
    for left, right in pairwise(plain):
        between = text[left.end : right.start]
        joined = re.search(r"^[\w\s'’-]{0,25}(?:\band\b|\bplus\b|\+|,)[\w\s'’]{0,15}$", between, re.I)
        if joined and {left.unit, right.unit} <= {"people", "plain"} and not left.period and not right.period:
            made.append(Quantity(left.start, right.end, left.value + right.value, "people", form="sum", noun=left.noun))
    return made


def ratios(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """ "From 10,000 to 40,000 within the year", "900 now and 1,350 come next November"."""
    made = []
    for left, right in pairwise(plain):
        if left.unit not in ("plain", "calls", "people") or right.unit not in ("plain", "calls", "people"):
            continue
        span = text[max(0, left.start - 30) : right.end + 40]
        if right.start - left.end > 60 or not left.value or not 0.1 <= right.value / left.value <= 200:
            continue
        future = re.search(
            r"\b(?:next|by|within|in a year|come|expects?|anticipat\w+|reckon|where we now|forecast)\b", span, re.I
        )
        now = re.search(r"\b(?:from|now|today|today's|currently|going)\b", span, re.I)
        if future and now and left.period == (right.period or left.period) and left.value != right.value:
            ratio = right.value / left.value
            if "where we now" in span.lower():
                ratio = 1 / ratio
            made.append(Quantity(left.start, right.end, round(ratio, 3), "growth", form="ratio"))
    return made
