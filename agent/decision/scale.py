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

from agent.decision.prices import Tokens
from agent.decision.pricing import Pricing
from agent.decision.scenarios import middle
from agent.decision.workload import Workload, split
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
def scale(catalogue: Catalogue, today: date, share: float) -> Scale:
    """The table for the prices of a day and a share of input."""
    vendor = np.empty((len(TIERS), len(GRID)))
    hosted = np.empty_like(vendor)
    for row, tier in enumerate(TIERS):
        for column, tokens in enumerate(GRID):
            pricing = Pricing(_usual_work(tier, Tokens(*split(float(tokens), share))), catalogue, today)
            vendor[row, column] = _log_meet(pricing, pricing.vendor_prices[1])
            hosted[row, column] = _log_meet(pricing, pricing.hosted_prices[1])
    return Scale(vendor, hosted)


def _usual_work(tier: str, tokens: Tokens) -> Workload:
    """The work that the verdict's volume is measured by: on rented cards, for people of one's own."""
    return Workload(tokens=tokens, tier=tier, audience="employees")


def _log_meet(pricing: Pricing, price: float) -> float:
    """The logarithm of the first volume at which a model of one's own costs no more than the rival's price."""
    plant = pricing.middle_plant
    if plant is None:
        return NEVER
    volume = middle(plant.rented.meeting_volume(price))
    return math.log10(volume) if math.isfinite(volume) else NEVER
