"""What is uncertain, in many cases at once: the middle of every range, each range alone at its ends, then seeded draws.

Every formula of the cost engine is written once and runs over all cases together. In an array of cases the first is
the middle of everything, the next two a figure put each figure alone at its low and its high end, the rest are draws.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from knowledge.tables import Catalogue, CostDefaults, Gpu, Range

DRAWS = 4_000
SEED = 20_261_124

# What the speed of a model may be off by is drawn beside the ranges of the catalogue.
SPEED = "speed"

# The ends of a spread that has none of its own: the 10th and 90th percentile of a normal score.
TENTH = NormalDist().inv_cdf(0.9)

Cases = NDArray[np.float64]
Triple = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Scenarios:
    """One array of cases a figure; `varied` are the figures that are put at their ends, in the order of the cases."""

    figures: Mapping[str, Cases]
    varied: tuple[str, ...]

    def at_ends(self, cases: Cases) -> dict[str, tuple[float, float]]:
        """What comes out where one figure alone is low or high."""
        return {
            name: (float(cases[1 + 2 * place]), float(cases[2 + 2 * place])) for place, name in enumerate(self.varied)
        }

    def ends_of(self, name: str) -> tuple[float, float]:
        """The low and the high end of a figure."""
        return self.at_ends(self.figures[name])[name]


@lru_cache(maxsize=32)
def _even(names: tuple[str, ...]) -> Mapping[str, Cases]:
    """Even steps between 0 and 1 in a seeded order of its own for each figure."""
    rng = np.random.default_rng(SEED)
    steps = (np.arange(DRAWS) + 0.5) / DRAWS
    return {name: rng.permutation(steps) for name in names}


def scenarios(catalogue: Catalogue, gpu: Gpu) -> Scenarios:
    """The cases for a card; prices and ranges come from the catalogue."""
    return _scenarios(tuple(_ranges(catalogue.costs, gpu).items()), catalogue.throughput.sigma_log)


def middles(costs: CostDefaults, gpu: Gpu) -> dict[str, Cases]:
    """The middle case alone."""
    figures = {name: np.array(values[1]) for name, values in _ranges(costs, gpu).items()}
    return {**figures, SPEED: np.array(1.0)}


def _ranges(costs: CostDefaults, gpu: Gpu) -> dict[str, Range]:
    ranges = {**costs.ranges, "purchase_usd": gpu.purchase_usd}
    return ranges if gpu.usd_hour is None else {**ranges, "usd_hour": gpu.usd_hour}


@lru_cache(maxsize=64)
def _scenarios(ranges: tuple[tuple[str, Range], ...], sigma: float) -> Scenarios:
    names = tuple(sorted({*(name for name, _ in ranges), "usd_hour", SPEED}))
    even = _even(names)
    columns = {name: (values, log_triangular(even[name], values)) for name, values in ranges}
    off = math.exp(sigma * TENTH)
    columns[SPEED] = ((1 / off, 1.0, off), np.exp(sigma * normal_scores(even[SPEED])))
    varied = tuple(columns)
    figures = {}
    for place, (name, (values, drawn)) in enumerate(columns.items()):
        head = np.full(1 + 2 * len(varied), values[1])
        head[1 + 2 * place], head[2 + 2 * place] = values[0], values[2]
        figures[name] = np.concatenate([head, drawn])
    return Scenarios(figures, varied)


def normal_scores(even: Cases) -> Cases:
    """Normal scores of numbers between 0 and 1."""
    normal = NormalDist()
    return np.array([normal.inv_cdf(float(step)) for step in even])


def log_triangular(even: Cases, values: Range) -> Cases:
    """A triangle over the logarithm of low, mid and high; one over the plain numbers where something is nothing."""
    if values[0] <= 0:
        return triangular(even, values)
    low, mid, high = (math.log(value) for value in values)
    drawn: Cases = np.exp(triangular(even, (low, mid, high)))
    return drawn


def triangular(even: Cases, values: Range) -> Cases:
    """A triangle over low, mid and high."""
    low, mid, high = values
    if high - low < 1e-12:
        return np.full(even.shape, mid)
    turn = (mid - low) / (high - low)
    rising = low + np.sqrt(even * (high - low) * (mid - low))
    falling = high - np.sqrt((1 - even) * (high - low) * (high - mid))
    drawn: Cases = np.where(even < turn, rising, falling)
    return drawn


def middle(cases: Cases) -> float:
    """The case with everything in the middle."""
    return float(cases.flat[0])


def draws(cases: Cases) -> Cases:
    """The drawn cases."""
    return cases[..., -DRAWS:]


def span(cases: Cases) -> Triple:
    """The 10th percentile of the draws, the middle case, the 90th; the middle lies between them."""
    if cases.ndim == 0:
        return (float(cases),) * 3
    low, high = tenths(cases)
    mid = middle(cases)
    return min(low, mid), mid, max(high, mid)


def tenths(cases: Cases) -> tuple[float, float]:
    """The 10th and 90th percentile of the draws, which may be infinite."""
    drawn = draws(cases)
    first, last = DRAWS // 10, DRAWS - DRAWS // 10 - 1
    parted = np.partition(drawn, (first, last))
    return float(parted[first]), float(parted[last])
