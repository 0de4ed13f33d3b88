"""Input and output of a request, given apart, put together with the split beside it."""

import re
from collections.abc import Sequence

from agent.reading.quantity import TOKENS_PER, Quantity

LONGEST = 130
_IN = re.compile(
    r"\b(?:in|input|inputs|prompts?|incoming|goes in|go in|context|reads?|document|contract|carries|question|types?"
    r"|instructions|system|retrieved|docs|file|transcript|has|user|isl|report)\b",
    re.I,
)
_OUT = re.compile(
    r"\b(?:out|output|outputs|completions?|answers?|reply|replies|responses?|back|returns?|writes?|produces?|summary"
    r"|label|patch|draft|memo|response|reasons|comes out|note|gets?|osl|abstract|actions)\b",
    re.I,
)
_PRODUCT_OF_IT = re.compile(r"\b(?:summary|letter|patch|memo|actions|abstract)\b", re.I)
_TOTAL = re.compile(r"\b(?:total|together|in all|altogether|sum|summed|combined|overall|makes)\b|=", re.I)
_SENTENCE_END = re.compile(r"[.;!?]\s|\n")
_NEXT_PART = re.compile(r"[.;\n]\s|\s[/+]\s|,\s(?=(?:\w+[\s:=~≈]+){1,4}$)|\band\b")
# A word that says the side stands no further from its number; one before it counts as a little further.
REACH, BEFORE = 30, 9


def sums(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """Input and output of a request, given apart, put together."""
    parts = [
        q for q in plain if q.unit in TOKENS_PER or (q.unit in ("plain", "calls") and not q.period and q.value < 1e6)
    ]
    made = []
    for i in range(len(parts)):
        for size in (3, 2):
            group = parts[i : i + size]
            if len(group) == size and _belong(text, group) and (total := _sum_of(text, group)):
                made.append(total)
                break
    return made


def _belong(text: str, group: Sequence[Quantity]) -> bool:
    """Whether parts stand in one sentence, or two of them in lines or sentences that each say their side."""
    between = text[group[0].end : group[-1].start]
    if group[-1].end - group[0].start > LONGEST:
        return False
    return len(group) == 2 or not _SENTENCE_END.search(between)


def _sum_of(text: str, group: Sequence[Quantity]) -> Quantity | None:
    units = [q.unit if q.unit in TOKENS_PER else "" for q in group]
    sides = _sides(text, group)
    if set(sides) != {"in", "out"}:
        return None
    amounts = [
        q.value * TOKENS_PER[unit or next((u for u in units if u), "tokens")]
        for q, unit in zip(group, units, strict=True)
    ]
    into = sum(a for a, side in zip(amounts, sides, strict=True) if side == "in")
    # A total beside its parts is no part.
    around = text[max(0, group[0].start - 30) : group[-1].end + 30]
    if len(group) == 3 and 2 * max(amounts) == sum(amounts) and _TOTAL.search(around):
        return None
    return Quantity(
        group[0].start,
        group[-1].end,
        sum(amounts),
        "tokens",
        form="sum",
        detail={"input": round(into, 2), "output": round(sum(amounts) - into, 2)},
    )


def _sides(text: str, group: Sequence[Quantity]) -> list[str]:
    """Whether each part goes in or comes out, by the nearest word that says so."""
    sides = []
    for i, q in enumerate(group):
        left = group[i - 1].end if i else max(0, q.start - 45)
        right = group[i + 1].start if i + 1 < len(group) else q.end + 35
        # What belongs to the part before ends at its comma.
        before = re.split(r"[.;]\s|\n|,\s" if i else r"[.;]\s|\n", text[left : q.start])[-1]
        tail = text[q.tail or q.end : right]
        tail = (_NEXT_PART.split(tail) if i + 1 < len(group) else _SENTENCE_END.split(tail))[0]
        distances = {side: _distance(pattern, before, tail) for side, pattern in (("in", _IN), ("out", _OUT))}
        if min(distances.values()) > REACH:
            sides.append("in" if i == 0 and q.unit in TOKENS_PER else "?")
        else:
            sides.append(min(distances, key=lambda side: distances[side]))
    if sides == ["in", "in"] and _PRODUCT_OF_IT.search(text[group[1].start : group[1].end + 25]):
        sides[1] = "out"
    return sides


def _distance(pattern: re.Pattern[str], before: str, tail: str) -> int:
    """How far the nearest word that says a side is from its number."""
    behind = [match.start() for match in pattern.finditer(tail)]
    return min([*behind, *(len(before) - match.end() + BEFORE for match in pattern.finditer(before))], default=999)
