"""The one break-even that the verdict measures volume against, by difficulty and size of a request.

It compares a model of one's own, staff included, with the mid-price vendor model that fits the difficulty, and with the
same weights hosted by somebody. It does not depend on the volume, so that more volume always speaks for owning.
"""

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from agent.decision.prices import hosted_prices, split, vendor_prices
from agent.decision.throughput import speed
from knowledge.catalogue import TIERS
from knowledge.tables import Catalogue

# Tokens a request at which the break-even is computed; between them the logarithms are joined by straight lines.
GRID = np.geomspace(10, 2_000_000, 28)

# The logarithm of a volume that nobody reaches stands for never.
NEVER = 15.0


@dataclass(frozen=True, eq=False)
class Scale:
    """Logarithms (base 10) of the break-even volume by difficulty (row) and tokens a request (column of GRID)."""

    vendor: NDArray[np.float64]
    hosted: NDArray[np.float64]

    def log_break_even(self, difficulty: NDArray[np.int8], tokens: NDArray[np.float64]) -> NDArray[np.float64]:
        """The logarithm of the volume at which owning meets the vendor."""
        return _look_up(self.vendor, difficulty, tokens)

    def log_hosted(self, difficulty: NDArray[np.int8], tokens: NDArray[np.float64]) -> NDArray[np.float64]:
        """The logarithm of the volume at which owning meets the same weights on somebody's API."""
        return _look_up(self.hosted, difficulty, tokens)


def _look_up(
    table: NDArray[np.float64], difficulty: NDArray[np.int8], tokens: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Join the grid's points by straight lines; the grid is even in the logarithm."""
    logs = np.log(np.clip(tokens, GRID[0], GRID[-1]))
    place = (logs - math.log(GRID[0])) * ((len(GRID) - 1) / math.log(GRID[-1] / GRID[0]))
    below = np.minimum(place.astype(np.intp), len(GRID) - 2)
    part = place - below
    at: NDArray[np.float64] = table[difficulty, below] * (1 - part) + table[difficulty, below + 1] * part
    return at


@lru_cache(maxsize=64)
def scale(catalogue: Catalogue, today: date, input_share: float) -> Scale:
    """The table for the prices of a day and a share of input."""
    vendor = np.empty((len(TIERS), len(GRID)))
    hosted = np.empty_like(vendor)
    for row, tier in enumerate(TIERS):
        for column, tokens in enumerate(GRID):
            given, answered = split(float(tokens), input_share)
            model = catalogue.open_models[catalogue.tiers[tier].open]
            vendor[row, column] = _log_meet(
                catalogue, tier, given, answered, vendor_prices(catalogue, tier, given, answered, today)[1]
            )
            hosted[row, column] = _log_meet(
                catalogue, tier, given, answered, hosted_prices(model, given, answered, today)[1]
            )
    return Scale(vendor, hosted)


def _log_meet(catalogue: Catalogue, tier: str, given: int, answered: int, price: float) -> float:
    """The logarithm of the first volume at which a model of one's own costs no more than the rival's price."""
    costs, model = catalogue.costs, catalogue.open_models[catalogue.tiers[tier].open]
    gpu = catalogue.gpus[model.gpu]
    fast = speed(model, gpu, model.n_gpu, given, answered, costs.throughput)
    if fast is None:
        return NEVER
    mid = {name: values[1] for name, values in costs.ranges.items()}
    seconds = costs.hours_per_month * 3600
    capacity = (
        fast.requests_per_second * costs.latency_factor["employees"] * mid["engine"] * mid["use_of_capacity"] * seconds
    )
    replica = model.n_gpu * gpu.usd_hour[1] * costs.hours_per_month * (1 + mid["overhead"])
    fixed = mid["people"] * mid["pay_usd_year"] / 12 + mid["setup_usd"] / mid["setup_months"]
    saved = capacity * price - replica
    if saved <= 0:
        return NEVER
    replicas = max(1, math.ceil(fixed / saved))
    if replicas > costs.most_replicas:
        return NEVER
    return math.log10((fixed + replicas * replica) / price)
