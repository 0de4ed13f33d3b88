"""From the verdicts of the draws to one verdict, its shares, and how undecided they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agent.decision.assessment import VERDICTS

Shares = NDArray[np.float64]


@dataclass(frozen=True)
class Stability:
    """The verdict of a ledger: the lower median of its draws, and the share of each."""

    verdict: str
    shares: dict[str, float]
    runner_up: str
    between: tuple[str, ...]


def shares(verdicts: NDArray[np.int8]) -> Shares:
    """The share of each verdict along the last axis."""
    count = verdicts.shape[-1]
    open_source = np.count_nonzero(verdicts == 2, axis=-1)
    prebuilt = np.count_nonzero(verdicts == 0, axis=-1)
    counted: Shares = np.stack([prebuilt, count - prebuilt - open_source, open_source], axis=-1) / count
    return counted


def medians(share: Shares) -> NDArray[np.int64]:
    """The lower median class: the first whose share, with those before it, is at least a half."""
    reached = np.cumsum(share, axis=-1) >= 0.5 - 1e-12
    first: NDArray[np.int64] = np.argmax(reached, axis=-1)
    return first


def entropy(share: Shares) -> Shares:
    """How undecided the verdict is, in bits."""
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(share > 0, -share * np.log2(share), 0.0)
    total: Shares = parts.sum(axis=-1)
    return total


def stability(verdicts: NDArray[np.int8]) -> Stability:
    """The verdict of all draws."""
    share = shares(verdicts)
    middle = int(medians(share))
    ranked = sorted(range(3), key=lambda place: -share[place])
    others = [place for place in ranked if place != middle and share[place] > 0]
    largest = ranked[0]
    between = tuple(VERDICTS[p] for p in sorted((middle, largest))) if share[largest] > share[middle] else ()
    return Stability(
        VERDICTS[middle],
        {name: float(share[place]) for place, name in enumerate(VERDICTS)},
        VERDICTS[others[0]] if others else "",
        between,
    )
