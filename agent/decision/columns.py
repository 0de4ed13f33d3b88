"""Facts as numbers in columns: choices by their place in the list, regulations as bits, numbers as they are.

A deadline nobody named is endless; a budget or number of seats nobody named is nothing.
"""

import math
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from agent.facts import FACTS, FactValue, check

# Values of one fact: places in a list, bits, or numbers.
Column: TypeAlias = NDArray[Any]
Columns: TypeAlias = Mapping[str, Column]

DECISION_FACTS = tuple(name for name in FACTS if name != "use_case")
CHOICES = tuple(name for name in DECISION_FACTS if FACTS[name].kind == "choice")
NUMBERS = tuple(name for name in DECISION_FACTS if FACTS[name].kind == "number")

# A number that nobody named counts as none in the verdict.
ABSENT = {"deadline_weeks": math.inf, "budget_per_month": 0.0, "seats": 0.0}

REGULATION_BIT = {name: 1 << place for place, name in enumerate(FACTS["regulations"].values)}

# Laws that guard the data itself: with one of them it is probably regulated, and seldom free to go to any vendor.
GUARDED = REGULATION_BIT["hipaa"] | REGULATION_BIT["pci"] | REGULATION_BIT["glba"] | REGULATION_BIT["fedramp"]
ITAR = REGULATION_BIT["itar"]
GDPR = REGULATION_BIT["gdpr"]


def code(fact: str, value: str) -> int:
    """The place of a choice in its fact's list."""
    return FACTS[fact].values.index(value)


def encode(name: str, value: FactValue) -> Column:
    """One value as an array without dimensions."""
    if isinstance(value, list):
        return np.array(sum(REGULATION_BIT[item] for item in value), dtype=np.int16)
    if isinstance(value, str):
        return np.array(code(name, value), dtype=np.int8)
    return np.array(value, dtype=np.float64)


def checked(facts: Mapping[str, object]) -> dict[str, FactValue]:
    """The facts in their fixed order, each checked; FactError names what is wrong."""
    values = {name: check(name, value) for name, value in facts.items()}
    return {name: values[name] for name in FACTS if name in values}
