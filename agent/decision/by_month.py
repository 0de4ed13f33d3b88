"""The months ahead: owning beside a rival while the volume grows and prices fall, until the set-up is earned back.

Load never exceeds what the replicas of that month carry: as it grows, whole replicas are added and paid for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from agent.decision.scenarios import Cases
from agent.decision.staircase import Stairs

HORIZON = 36
"""Months that are looked ahead; nobody can say what models cost after that."""

MONTHS_A_YEAR = 12


@dataclass(frozen=True, eq=False)
class Course:
    """What each month costs, US dollars, in all cases: one row a month."""

    own: Cases
    rival: Cases
    requests: Sequence[float]
    first_month: Cases


def volumes(requests: float, growth: float, horizon: int = HORIZON) -> list[float]:
    """Requests in each month: growth as it was told for a year, level after that."""
    return [requests * growth ** (min(month, MONTHS_A_YEAR) / MONTHS_A_YEAR) for month in range(horizon)]


def course(
    stairs: Stairs,
    people: Cases,
    setup_once: Cases,
    price: float,
    decline: Cases,
    requests: Sequence[float],
) -> Course:
    """Both costs by month, and the first month by whose end owning, set-up included, has cost no more; infinite: never.

    `stairs` hold the machines; `people` a month and `setup_once` are paid apart from them. `price` is the rival's for a
    request today; it falls by `decline` a year.
    """
    monthly = (1 - decline) ** (1 / MONTHS_A_YEAR)
    shape = np.broadcast_shapes(people.shape, setup_once.shape, decline.shape, stairs.capacity.shape)
    own, rival = np.empty((2, len(requests), *shape))
    now = np.full(shape, price)
    # A volume that stays level for months needs the same machines in all of them.
    owned = {volume: stairs.machines(stairs.replicas(volume)) + people for volume in dict.fromkeys(requests)}
    for month, volume in enumerate(requests):
        rival[month] = volume * now
        own[month] = owned[volume] + stairs.escalated * rival[month] if stairs.escalated else owned[volume]
        now = now * monthly
    saved = np.cumsum(rival - own, axis=0) >= setup_once
    first = np.where(saved.any(axis=0), saved.argmax(axis=0) + 1.0, np.inf)
    return Course(own, rival, requests, first)
