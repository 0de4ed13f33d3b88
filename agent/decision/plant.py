"""A model on GPUs for one workload: what a whole copy of it carries and costs, in all cases at once.

A replica is one copy of the model on `n_gpu` cards. Rented replicas cost their hours; owned ones cost power, and their
purchase where they are not there yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from agent.decision.scenarios import SPEED, Cases, middle
from agent.decision.staircase import Stairs
from agent.decision.throughput import Speed
from agent.decision.workload import SECONDS_AN_HOUR, Workload
from knowledge.tables import Catalogue, Gpu, OpenModel

# An owner who did not say how many cards there are has enough.
ENOUGH = 1e9


@dataclass(frozen=True, eq=False)
class Plant:
    """The model, its cards and its speed; `figures` hold one number or array of cases for each uncertain figure."""

    work: Workload
    model: OpenModel
    gpu: Gpu
    n_gpu: int
    fast: Speed
    catalogue: Catalogue
    figures: Mapping[str, Cases]

    @property
    def hours(self) -> float:
        """Hours in a month."""
        return self.catalogue.costs.hours_per_month

    @cached_property
    def full_load(self) -> Cases:
        """Requests a month that one replica serves at full load, with its latency target and an ordinary engine."""
        latency = self.catalogue.costs.latency_factor[self.work.audience]
        offline = self.fast.requests_per_second * SECONDS_AN_HOUR * self.hours
        return offline * latency * self.figures[SPEED] * self.figures["engine"]

    @cached_property
    def capacity(self) -> Cases:
        """Requests a month that one replica carries on average, so that its peaks still fit."""
        return self.full_load * self.planned_use

    @cached_property
    def planned_use(self) -> Cases:
        """The share of full load that the average may take: from the busiest second where it is known."""
        if self.work.busiest is None:
            return self.figures["use_of_capacity"]
        return np.array(1 / (self.work.busiest * self.catalogue.costs.peak_reserve))

    @property
    def least(self) -> int:
        """The fewest replicas: a spare one where customers use it."""
        return self.catalogue.costs.least_replicas["customers" if self.work.audience == "customers" else "other"]

    @cached_property
    def replicas(self) -> Cases:
        """Whole replicas for the workload."""
        return self.rented.replicas(self.work.requests)

    @property
    def cards(self) -> int:
        """Whole GPUs for the workload, in the middle case."""
        return round(middle(self.replicas)) * self.n_gpu

    @property
    def use(self) -> float:
        """The share of full load that the workload asks of its replicas, in the middle case."""
        return self.work.requests / (middle(self.replicas) * middle(self.full_load))

    @cached_property
    def rent(self) -> Cases:
        """US dollars a month for the cards of one rented replica, with disks, CPU and network."""
        return self.n_gpu * self.figures["usd_hour"] * self.hours * (1 + self.figures["overhead"])

    @cached_property
    def people(self) -> Cases:
        """US dollars a month for the people who run it, on call included."""
        return self.figures["people"] * self.figures["pay_usd_year"] / 12

    @cached_property
    def setup(self) -> Cases:
        """US dollars a month for the set-up, spread over months."""
        return self.figures["setup_usd"] / self.figures["setup_months"]

    @cached_property
    def power(self) -> Cases:
        """US dollars a month for the electricity of one owned replica, with server and cooling."""
        kilowatts = self.n_gpu * self.gpu.watts / 1000
        return kilowatts * self.figures["power_factor"] * self.hours * self.figures["electricity_usd_kwh"]

    @cached_property
    def purchase(self) -> Cases:
        """US dollars a month for one bought replica with its servers, spread over its years."""
        once = self.n_gpu * self.figures["purchase_usd"] * self.figures["server_factor"]
        return once / self.figures["depreciation_months"]

    @property
    def replicas_there(self) -> float:
        """Whole replicas that the cards already owned can hold."""
        if self.work.gpus != "owned":
            return 0.0
        there = self.work.cards_there
        return ENOUGH if there is None else float(there // self.n_gpu)

    @cached_property
    def rented(self) -> Stairs:
        """What it costs by volume on rented cards."""
        return self._stairs(self.rent)

    @cached_property
    def owned(self) -> Stairs:
        """What it costs by volume on cards of one's own: those there cost power, further ones their purchase too."""
        return self._stairs(self.power + self.purchase, self.power, self.replicas_there)

    def _stairs(self, further: Cases, first: Cases | float = 0.0, there: float = 0.0) -> Stairs:
        return Stairs(
            fixed=self.people + self.setup,
            further=further,
            capacity=self.capacity,
            least=self.least,
            most=self.catalogue.costs.most_replicas,
            first=first,
            there=there,
            escalated=self.work.escalated_share,
        )
