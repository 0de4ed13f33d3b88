"""From the verdicts of the draws to one verdict, its shares, and how undecided they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agent.decision.assessment import VERDICTS
from agent.decision.points import Flags
from agent.decision.scoring import Outcome

Shares = NDArray[np.float64]


@dataclass(frozen=True)
class Stability:
    """The verdict of a ledger: the lower median of its draws, and the share of each."""

    verdict: str
    shares: dict[str, float]
    runner_up: str
    between: tuple[str, ...]


def shares(outcome: Outcome, draws: int) -> Shares:
    """The share of each verdict among the draws, which lie along the last axis of an outcome."""
    opened, owned = _count(outcome.open_later, draws), _count(outcome.open_source, draws)
    counted = np.empty((*np.broadcast(opened, owned).shape, len(VERDICTS)))
    counted[..., 0], counted[..., 1], counted[..., 2] = draws - opened, opened - owned, owned
    return counted / draws


def _count(flags: Flags, draws: int) -> NDArray[np.int64]:
    """How often something holds; what does not depend on the draws holds in all of them or in none."""
    if not flags.ndim or flags.shape[-1] != draws:
        return flags.reshape(flags.shape[:-1]) * np.int64(draws)
    counted = np.array([np.count_nonzero(row) for row in flags.reshape(-1, draws)], dtype=np.int64)
    return counted.reshape(flags.shape[:-1])


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


def stability(share: Shares) -> Stability:
    """The verdict of all draws from its shares."""
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
