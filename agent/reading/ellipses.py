"""What a bare number takes over from its neighbour: "peak 50 rps, average 3", "10 weeks, no: in 5".

Only where the words around the bare number leave no doubt what it counts.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.reading.quantity import TOKENS_PER, WEEKS_PER, Quantity

NEAR, REACH = 60, 3
_AVERAGE_BEFORE = re.compile(
    r"\b(?:averag\w+|avg|mean|normal\w*|typical\w*|usual\w*)\b(?:\s+(?:is|of|about))*\s*$", re.I
)
_AVERAGE_AFTER = re.compile(r"^\s*(?:on (?:average|avg)|average|avg|normally|typically|usually)\b", re.I)
_UNTIL = re.compile(r"\b(?:in|within|but|rather|now|to)\s+$", re.I)
_OVER = re.compile(r"^\s*(?:[.,;!?)]|$|or (?:so|less)\b|at most\b|max\b)", re.I)
_GETS = re.compile(r"\b(?:get|gets|got|back|returns?|receives?|answers?|replies)\s+(?:about |some |maybe )?$", re.I)


def filled_in(text: str, plain: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, bare numbers with the period or unit of the neighbour that they are told beside."""
    return [
        _filled(text, q, [*plain[max(0, i - REACH) : i], *plain[i + 1 : i + 1 + REACH]])
        if q.unit == "plain" and not q.period
        else q
        for i, q in enumerate(plain)
    ]


def _filled(text: str, q: Quantity, around: Sequence[Quantity]) -> Quantity:
    before, behind = text[max(0, q.start - 30) : q.start], text[q.tail : q.tail + 30]
    near = [other for other in around if _gap(q, other) < NEAR]
    if _AVERAGE_BEFORE.search(before) or _AVERAGE_AFTER.match(behind):
        peak = next((other for other in near if other.detail.get("peak") and other.period), None)
        return replace(q, unit="calls", period=peak.period) if peak else q
    if not _OVER.match(behind):
        return q
    ahead = [other for other in near if other.end <= q.start]
    if _UNTIL.search(before):
        time = next((other for other in reversed(ahead) if other.unit in WEEKS_PER), None)
        return replace(q, unit=time.unit) if time else q
    if _GETS.search(before):
        size = next((other for other in reversed(ahead) if other.unit in TOKENS_PER), None)
        return replace(q, unit=size.unit) if size else q
    return q


def _gap(one: Quantity, other: Quantity) -> int:
    return max(one.start, other.start) - min(one.end, other.end)
