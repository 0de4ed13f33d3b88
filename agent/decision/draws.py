"""What is not known, drawn: the same seeded even numbers give a value for every unknown fact, whatever is known.

The priors stand in the facts' table. Two depend on other facts: the data on the regulations and a stated boundary, and
the boundary on the data and the regulations; it never loosens as the data get more sensitive.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from agent.decision.columns import ABSENT, CHOICES, DECISION_FACTS, GDPR, GUARDED, ITAR, NUMBERS, Column, encode
from agent.facts import FACTS, FactValue

DRAWS = 4_000
SEED = 20_261_124

FACTORS = ("data", "strategic_role", "cost", "speed")

# A cumulative prior raised to a power shifts towards the later values as the power grows. The data lean to guarded ones
# under a law (none, GDPR, one that guards the data) and inside a stated boundary; the boundary is the stricter the more
# sensitive the data are, and the more so under a law (none, one that guards the data, ITAR).
_DATA_BY_LAW = (1.0, 1.5, 6.0)
_DATA_BY_BOUNDARY = (1.0, 1.3, 2.0, 3.0)
_BOUNDARY_BY_DATA = (0.3, 0.6, 1.1, 1.6)
_BOUNDARY_BY_LAW = (1.0, 1.5, 4.0)
_DATA_POWERS = np.outer(_DATA_BY_LAW, _DATA_BY_BOUNDARY).ravel()
_BOUNDARY_POWERS = np.outer(_BOUNDARY_BY_LAW, _BOUNDARY_BY_DATA).ravel()


@dataclass(frozen=True, eq=False)
class Table:
    """What the priors make of the seeded even numbers: facts that stand alone, facts that lean on others by their
    exponent (row), and the factors' weights."""

    drawn: Mapping[str, Column]
    leaning: Mapping[str, NDArray[np.int8]]
    weights: Mapping[str, NDArray[np.float32]]


@lru_cache(maxsize=4)
def table(spread: float, draws: int = DRAWS) -> Table:
    """The seeded table: every column holds the same even steps in an order of its own."""
    rng = np.random.default_rng(SEED)
    steps = (np.arange(draws, dtype=np.float64) + 0.5) / draws
    names = (*DECISION_FACTS, *(f"weight_{f}" for f in FACTORS), *(f"law_{r}" for r in FACTS["regulations"].values))
    even = {name: rng.permutation(steps) for name in names}
    normal = NormalDist()
    scores = np.array([normal.inv_cdf(step) for step in steps])
    drawn: dict[str, Column] = {}
    for name in CHOICES:
        drawn[name] = np.searchsorted(_cumulative(name)[:-1], even[name], side="right").astype(np.int8)
    for name in NUMBERS:
        place = np.round(even[name] * draws - 0.5).astype(np.intp)
        drawn[name] = quantile(name, scores)[place]
    drawn["regulations"] = _laws(even)
    weights = {f: (1 - spread + 2 * spread * even[f"weight_{f}"]).astype(np.float32) for f in FACTORS}
    leaning = {
        "data_sensitivity": _leaning("data_sensitivity", even["data_sensitivity"], _DATA_POWERS),
        "data_boundary": _leaning("data_boundary", even["data_boundary"], _BOUNDARY_POWERS),
    }
    return Table(drawn, leaning, weights)


def quantile(name: str, normal_scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """A number's prior at normal scores: a lognormal with a side of its own below and above the median."""
    low, middle, high = FACTS[name].prior
    end = NormalDist().inv_cdf(0.95)
    side = np.where(normal_scores < 0, math.log(middle / low) / end, math.log(high / middle) / end)
    least, most = FACTS[name].limits
    values: NDArray[np.float64] = np.clip(middle * np.exp(normal_scores * side), least, most)
    return values


def _cumulative(name: str) -> NDArray[np.float64]:
    prior = np.array(FACTS[name].prior)
    total: NDArray[np.float64] = np.cumsum(prior / prior.sum())
    return total


def _laws(even: Mapping[str, NDArray[np.float64]]) -> NDArray[np.int16]:
    laws = FACTS["regulations"]
    bits = sum(
        (even[f"law_{name}"] < chance).astype(np.int16) << place
        for place, (name, chance) in enumerate(zip(laws.values, laws.prior, strict=True))
    )
    return np.asarray(bits, dtype=np.int16)


@dataclass(frozen=True, eq=False)
class Sample:
    """The columns of one ledger: known facts as single values, unknown ones drawn."""

    known: Mapping[str, FactValue]
    columns: Mapping[str, Column]
    drawn: Table
    weights: Mapping[str, Column] = field(default_factory=dict)

    def with_changes(self, changes: Mapping[str, Column]) -> dict[str, Column]:
        """The changed columns, with the unknown ones that depend on them drawn again."""
        new = dict(changes)
        data_depends = "regulations" in new or "data_boundary" in new
        if "data_sensitivity" not in self.known and "data_sensitivity" not in new and data_depends:
            boundary = new.get(
                "data_boundary", self.columns["data_boundary"] if "data_boundary" in self.known else None
            )
            new["data_sensitivity"] = _data(self.drawn, new.get("regulations", self.columns["regulations"]), boundary)
        depends = "regulations" in new or "data_sensitivity" in new
        if "data_boundary" not in self.known and "data_boundary" not in new and depends:
            laws = new.get("regulations", self.columns["regulations"])
            new["data_boundary"] = _boundary(
                self.drawn, laws, new.get("data_sensitivity", self.columns["data_sensitivity"])
            )
        return new


def sample(known: Mapping[str, FactValue], weights: Mapping[str, float], spread: float, draws: int = DRAWS) -> Sample:
    """Draw what is not known; `weights` are the factors' weights around which the draws spread."""
    seeded = table(spread, draws)
    columns: dict[str, Column] = {}
    for name in DECISION_FACTS:
        if name in known:
            columns[name] = encode(name, known[name])
        elif name in ABSENT:
            columns[name] = np.array(ABSENT[name], dtype=np.float64)
        else:
            columns[name] = seeded.drawn[name]
    boundary = columns["data_boundary"] if "data_boundary" in known else None
    if "data_sensitivity" not in known:
        columns["data_sensitivity"] = _data(seeded, columns["regulations"], boundary)
    if boundary is None:
        columns["data_boundary"] = _boundary(seeded, columns["regulations"], columns["data_sensitivity"])
    spread_weights: dict[str, Column] = {f: weights[f] * seeded.weights[f] for f in FACTORS}
    return Sample(known, columns, seeded, spread_weights)


def _data(seeded: Table, laws: Column, boundary: Column | None) -> Column:
    """The data, given the regulations and, where it is stated, the boundary."""
    guarded, gdpr = (laws & (GUARDED | ITAR)) != 0, (laws & GDPR) != 0
    law = np.where(guarded, 2, gdpr.astype(np.int8))
    return _at(seeded.leaning["data_sensitivity"], law * len(_DATA_BY_BOUNDARY) + (0 if boundary is None else boundary))


def _boundary(seeded: Table, laws: Column, data: Column) -> Column:
    """The boundary, given the data and the regulations: a larger exponent is never a looser boundary."""
    itar, guarded = (laws & ITAR) != 0, (laws & GUARDED) != 0
    law = np.where(itar, 2, guarded.astype(np.int8))
    return _at(seeded.leaning["data_boundary"], law * len(_BOUNDARY_BY_DATA) + data)


def _at(leaning: NDArray[np.int8], place: Column) -> Column:
    """The draws under the exponent at a place, draw by draw where the places differ."""
    return leaning[place, np.arange(leaning.shape[-1])]


def _leaning(name: str, even: NDArray[np.float64], powers: NDArray[np.float64]) -> NDArray[np.int8]:
    """Draws of a choice whose cumulative prior is raised to each power: a row a power."""
    steps = _cumulative(name)[:-1, None, None] ** powers[:, None]
    return np.asarray((even >= steps).sum(axis=0), dtype=np.int8)
