"""Which fact a quantity answers: the features of a quantity in its clause, for a small linear scorer.

The scorer's weights are trained; units and bounds decide what is possible at all.
"""

import math
from collections.abc import Sequence

from agent.facts import FACTS
from agent.reading.clauses import Clause
from agent.reading.quantity import NUMERIC, Quantity
from agent.reading.words import stem, words_of

NO_FACT = "no fact"
ROLES = (NO_FACT, *NUMERIC)
NEAR = 5


def possible(quantity: Quantity, fact: str) -> float | None:
    """The value of a quantity as a fact, or None where unit or bounds forbid it."""
    value = quantity.as_fact(fact)
    low, high = FACTS[fact].bounds
    if value is None or not math.isfinite(value) or not low <= value <= high:
        return None
    return value


def clause_of(quantity: Quantity, clauses: Sequence[Clause]) -> int:
    """The index of the clause in which a quantity begins, -1 where none does."""
    for i, clause in enumerate(clauses):
        if clause.start <= quantity.start < clause.end:
            return i
    return -1


def text_around(quantity: Quantity, text: str, clauses: Sequence[Clause]) -> str:
    """The clause of a quantity."""
    home = clause_of(quantity, clauses)
    return clauses[home].text if home >= 0 else text


def role_features(
    text: str, quantity: Quantity, clauses: Sequence[Clause], asked: Sequence[str], others: int
) -> list[str]:
    """The names of the features that a quantity has; `others` counts the other quantities of the message."""
    q = quantity
    home = clause_of(q, clauses)
    clause = clauses[home] if home >= 0 else Clause(text[q.start : q.end], q.start)
    left = [stem(w) for w in words_of(text[max(0, q.start - 60) : q.start])][-NEAR:]
    right = [stem(w) for w in words_of(text[q.tail or q.end : (q.tail or q.end) + 60])][:NEAR]
    within = {stem(w) for w in words_of(clause.text)}
    before = {stem(w) for w in words_of(clauses[home - 1].text)} if home > 0 else {"^"}
    known = [a for a in asked if a in FACTS] or ["nothing"]
    numeric = [a for a in known if a in NUMERIC]
    size = f"{math.floor(math.log10(q.value)) if q.value >= 1 else -1}"
    alone = "alone" if others == 0 else "first" if home == 0 else "among others"
    names = [
        "always",
        f"unit={q.unit}",
        f"form={q.form}",
        f"period={q.period}",
        f"size={size}",
        f"noun={stem(q.noun)}",
        f"{alone}",
        f"unit={q.unit} period={q.period}",
        f"unit={q.unit} size={size}",
        f"unit={q.unit} form={q.form}",
        f"l1 {' '.join(left[-1:])}",
        f"l2 {' '.join(left[-2:])}",
        f"r1 {' '.join(right[:1])}",
        f"r2 {' '.join(right[:2])}",
        *(f"l {w}" for w in left),
        *(f"r {w}" for w in right),
        *(f"in {w}" for w in within),
        *(f"before {w}" for w in before),
    ]
    for fact in known:
        names += [f"asked={fact}", f"asked={fact} unit={q.unit}", f"asked={fact} {alone}"]
    if numeric and any(possible(q, fact) is not None for fact in numeric):
        names += ["could be asked", f"could be asked {alone}"]
    return names
