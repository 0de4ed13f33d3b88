"""How alike two decisions are by their facts: shared values count, ordered values by how far apart they are.

The order of the values is that of the advisor's facts; a test holds the two together.
"""

import math
from collections.abc import Mapping

# Weakest first; values in between count in part.
ORDERED: Mapping[str, tuple[str, ...]] = {
    "audience": ("workflow", "employees", "customers"),
    "strategic_role": ("supporting", "important", "core"),
    "data_sensitivity": ("public", "internal", "proprietary", "regulated"),
    "data_boundary": ("any_vendor", "approved_cloud", "own_infrastructure", "air_gapped"),
    "customization": ("prompting", "retrieval", "fine_tuning"),
    "team": ("none", "software", "ml", "ml_platform"),
    "gpus": ("none", "cloud", "owned"),
    "stage": ("idea", "pilot", "validated", "production"),
    "task_difficulty": ("narrow", "general", "frontier"),
}

# What a decision turns on counts more. Cases are told afterwards, so their stage says little.
WEIGHTS: Mapping[str, float] = {
    "data_boundary": 3.0,
    "strategic_role": 2.5,
    "data_sensitivity": 2.0,
    "customization": 2.0,
    "task_difficulty": 1.5,
    "audience": 1.5,
    "team": 1.5,
    "regulations": 1.5,
    "gpus": 1.0,
    "requests_per_month": 1.0,
    "seats": 0.5,
    "stage": 0.3,
    "deadline_weeks": 0.5,
    "budget_per_month": 0.5,
}
WORDS_WEIGHT = 5.0  # the use case itself, by its words
UNLIKE, ALIKE = 0.1, 0.6  # cosines between which a use case grows from unlike to alike
DOUBT = 4.0  # how much agreement is needed before it counts in full


def likeness(asked: Mapping[str, object], case: Mapping[str, object], cosine: float | None) -> float:
    """0 to 1: how alike the facts of a case are to those asked for; facts that only one of them has don't count."""
    agreed = total = 0.0
    for name, weight in WEIGHTS.items():
        if asked.get(name) is None or case.get(name) is None:
            continue
        agreed += weight * _agreement(name, asked[name], case[name])
        total += weight
    if cosine is not None:
        agreed += WORDS_WEIGHT * min(1.0, max(0.0, (cosine - UNLIKE) / (ALIKE - UNLIKE)))
        total += WORDS_WEIGHT
    return agreed / (total + DOUBT) if total else 0.0


def _agreement(name: str, a: object, b: object) -> float:
    if name in ORDERED and isinstance(a, str) and isinstance(b, str):
        order = ORDERED[name]
        if a not in order or b not in order:
            return 0.0
        # Neighbours agree a little, ends not at all.
        return (1.0 - abs(order.index(a) - order.index(b)) / (len(order) - 1)) ** 2
    if isinstance(a, int | float) and isinstance(b, int | float):
        return _closeness(float(a), float(b))
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(set(a) & set(b)) / len(set(a) | set(b)) if set(a) | set(b) else 1.0
    return 0.0


def _closeness(a: float, b: float) -> float:
    """Numbers a hundred times apart have nothing in common."""
    return max(0.0, 1.0 - abs(math.log10(max(a, 1.0)) - math.log10(max(b, 1.0))) / 2.0)
