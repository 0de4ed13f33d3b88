"""Whole replicas are a staircase: the first volume at which owning costs no more than a price by the request."""

import math
from dataclasses import dataclass

import numpy as np

from agent.decision.scenarios import Cases


@dataclass(frozen=True, eq=False)
class Stairs:
    """What owning costs in a month: `fixed`, and whole replicas that each carry `capacity` requests.

    The first `there` replicas cost `first` each, further ones `further`; at least `least` run, at most `most`.
    `escalated` is the share of requests that are sent on to the rival as well. US dollars a month.
    """

    fixed: Cases
    further: Cases
    capacity: Cases
    least: int = 1
    most: int = 1_000
    first: Cases | float = 0.0
    there: float = 0.0
    escalated: float = 0.0

    def replicas(self, requests: Cases | float) -> Cases:
        """Whole replicas for a volume."""
        needed: Cases = np.maximum(self.least, np.ceil(requests / self.capacity - 1e-9))
        return needed

    def machines(self, replicas: Cases) -> Cases:
        """What so many replicas cost in a month."""
        if not self.there:
            return replicas * self.further
        cost: Cases = (
            np.minimum(replicas, self.there) * self.first + np.maximum(replicas - self.there, 0) * self.further
        )
        return cost

    def monthly(self, requests: Cases | float, price: float) -> Cases:
        """What owning costs at a volume, with what is sent on to the rival at `price` a request."""
        cost: Cases = self.fixed + self.machines(self.replicas(requests)) + self.escalated * requests * price
        return cost

    def meeting_volume(self, price: float) -> Cases:
        """The first volume a month at which owning costs no more than `price` a request; infinite for never.

        With r replicas owning costs the same up to r × capacity requests, so the lines first meet on the lowest step
        that reaches the rival's line before its end.
        """
        kept = price * (1 - self.escalated)
        if kept <= 0:
            return np.full(np.broadcast(self.fixed, self.capacity).shape, math.inf)
        gain = self.capacity * kept
        step = self._first_step(gain)
        with np.errstate(invalid="ignore"):
            volume: Cases = np.where(step <= self.most, (self.fixed + self.machines(step)) / kept, math.inf)
        return volume

    def _first_step(self, gain: Cases) -> Cases:
        """The fewest replicas whose work, at the rival's price, pays for them and for what is fixed."""
        further = self._steps(self.fixed - self.there * (self.further - self.first), gain - self.further)
        if not self.there:
            return np.maximum(further, self.least)
        further = np.maximum(further, max(self.least, self.there + 1))
        first = np.maximum(self._steps(self.fixed, gain - self.first), self.least)
        steps: Cases = np.where(first <= self.there, first, further)
        return steps

    @staticmethod
    def _steps(owed: Cases, saved: Cases) -> Cases:
        with np.errstate(divide="ignore", invalid="ignore"):
            steps: Cases = np.where(saved > 0, np.ceil(owed / saved - 1e-9), math.inf)
        return steps
