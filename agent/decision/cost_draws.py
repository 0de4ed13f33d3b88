"""Running a model oneself, in seeded draws over what is uncertain: speed, use of capacity, prices, people, set-up."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from agent.decision.throughput import Speed, speed
from agent.decision.wording import count, months, percent, rounded, unit_price
from agent.decision.workload import Workload
from knowledge.tables import Catalogue, Gpu, OpenModel, Range

DRAWS = 4_000
SEED = 20_261_124

Drawn = NDArray[np.float64]
Part = tuple[float, Drawn, str]

HOW_MANY = (1, 2, 4, 8, 16)


@dataclass(frozen=True, eq=False)
class CostDraws:
    """One array a range of the cost defaults, and what the fitted formula may be off by."""

    of: dict[str, Drawn]
    speed_error: Drawn


@lru_cache(maxsize=4)
def cost_draws(catalogue: Catalogue) -> CostDraws:
    """The draws of all ranges, the same for every ledger."""
    rng = np.random.default_rng(SEED)
    names = [*catalogue.costs.ranges, "usd_hour", "purchase_usd"]
    even = {name: rng.permutation((np.arange(DRAWS) + 0.5) / DRAWS) for name in names}
    of = {name: log_triangular(even[name], values) for name, values in catalogue.costs.ranges.items()}
    # The price of a card is drawn as a place between its low, mid and high, so that it serves every card.
    of |= {name: even[name] for name in ("usd_hour", "purchase_usd")}
    return CostDraws(of, np.exp(rng.standard_normal(DRAWS) * catalogue.costs.throughput["sigma_log"]))


def log_triangular(even: Drawn, values: Range) -> Drawn:
    """A triangle over the logarithm of low, mid and high."""
    low, mid, high = np.log(np.array(values))
    if high - low < 1e-12:
        return np.full(even.shape, values[1])
    turn = (mid - low) / (high - low)
    rising = low + np.sqrt(even * (high - low) * (mid - low))
    falling = high - np.sqrt((1 - even) * (high - low) * (high - mid))
    drawn: Drawn = np.exp(np.where(even < turn, rising, falling))
    return drawn


@dataclass(frozen=True, eq=False)
class Plant:
    """A model on GPUs for one workload: what a replica carries and costs, in the middle and in draws."""

    work: Workload
    model: OpenModel
    gpu: Gpu
    n_gpu: int
    fast: Speed
    catalogue: Catalogue

    @property
    def draws(self) -> CostDraws:
        """The draws of the uncertain figures."""
        return cost_draws(self.catalogue)

    def mid(self, name: str) -> float:
        """The middle of a range of the cost defaults."""
        return self.catalogue.costs.ranges[name][1]

    @property
    def _seconds(self) -> float:
        return self.catalogue.costs.hours_per_month * 3600

    @property
    def _latency(self) -> float:
        return self.catalogue.costs.latency_factor[self.work.audience]

    @property
    def capacity_mid(self) -> float:
        """Requests a month that one replica carries."""
        derated = self.fast.requests_per_second * self._latency * self.mid("engine")
        return derated * self.mid("use_of_capacity") * self._seconds

    @property
    def capacity(self) -> Drawn:
        """The same in draws."""
        of = self.draws.of
        derated = self.fast.requests_per_second * self.draws.speed_error * self._latency * of["engine"]
        return derated * of["use_of_capacity"] * self._seconds

    @property
    def least(self) -> int:
        """The fewest replicas: a spare one where customers use it."""
        return self.catalogue.costs.least_replicas["customers" if self.work.audience == "customers" else "other"]

    @property
    def replicas_mid(self) -> int:
        """Whole replicas for the workload."""
        return max(self.least, int(np.ceil(self.work.requests / self.capacity_mid)))

    @property
    def replicas(self) -> Drawn:
        """The same in draws."""
        return np.maximum(self.least, np.ceil(self.work.requests / self.capacity))

    @property
    def replica_mid(self) -> float:
        """US dollars a month for one rented replica with disks, CPU and traffic."""
        return self.n_gpu * self.gpu.usd_hour[1] * self.catalogue.costs.hours_per_month * (1 + self.mid("overhead"))

    @property
    def replica(self) -> Drawn:
        """The same in draws."""
        hour = log_triangular(self.draws.of["usd_hour"], self.gpu.usd_hour)
        return self.n_gpu * hour * self.catalogue.costs.hours_per_month * (1 + self.draws.of["overhead"])

    @property
    def people(self) -> Part:
        """The people who run it."""
        of = self.draws.of
        share, pay = self.mid("people"), self.mid("pay_usd_year")
        how = f"{share:g} of a person (0.1 to 1.0) at ${pay:,.0f} a year"
        return share * pay / 12, of["people"] * of["pay_usd_year"] / 12, how

    @property
    def setup(self) -> Part:
        """The set-up, spread over months."""
        of = self.draws.of
        once, spread = self.mid("setup_usd"), self.mid("setup_months")
        how = f"${once:,.0f} once, spread over {months(spread)}"
        return once / spread, of["setup_usd"] / of["setup_months"], how

    @property
    def _hardware(self) -> str:
        cards = self.replicas_mid * self.n_gpu
        spare = ", two copies because customers use it," if self.least > 1 and self.replicas_mid == 2 else ""
        return f"{cards} × {self.gpu.name} for {self.model.name}{spare}"

    def rented_parts(self) -> dict[str, Part]:
        """The lines of a model on rented GPUs."""
        gpus = self.replicas * self.replica
        how = (
            f"{self._hardware} at {unit_price(self.gpu.usd_hour[1])} an hour and {percent(self.mid('overhead'))} for "
            f"disks and traffic; {'one carries' if self.n_gpu == 1 else f'{self.n_gpu} of them carry'} about "
            f"{count(rounded(self.capacity_mid))} requests a month at {percent(self.mid('use_of_capacity'))} use"
        )
        return {
            "GPUs": (self.replicas_mid * self.replica_mid, gpus, how),
            "People": self.people,
            "Set-up": self.setup,
        }

    def owned_parts(self, there: bool) -> dict[str, Part]:
        """The lines of a model on one's own machines; bought ones are spread over their years."""
        return {
            "Machines": self._machines(there),
            "Power": self._power(),
            "People": self.people,
            "Set-up": self.setup,
        }

    def _machines(self, there: bool) -> Part:
        have = (self.work.cards_there or math.inf) if there else 0.0
        cards = self.replicas_mid * self.n_gpu
        if have >= cards:
            return 0.0, np.zeros(DRAWS), "nothing: you own the GPUs already"
        of = self.draws.of
        price = log_triangular(of["purchase_usd"], self.gpu.purchase_usd)
        missing = np.maximum(self.replicas * self.n_gpu - have, 0)
        drawn = missing * price * of["server_factor"] / of["depreciation_months"]
        server = self.gpu.purchase_usd[1] * self.mid("server_factor")
        spread = self.mid("depreciation_months")
        yours = f", less the {have:g} you own," if have else ""
        how = f"{self._hardware}{yours} at ${server:,.0f} a card with its server, spread over {months(spread)}"
        return (cards - have) * server / spread, drawn, how

    def _power(self) -> Part:
        of, hours = self.draws.of, self.catalogue.costs.hours_per_month
        kilowatts = self.n_gpu * self.gpu.watts / 1000
        drawn = self.replicas * kilowatts * of["power_factor"] * hours * of["electricity_usd_kwh"]
        factor, rate = self.mid("power_factor"), self.mid("electricity_usd_kwh")
        how = (
            f"{self.replicas_mid * kilowatts:g} kW of cards × {factor:g} for server and cooling × {hours:g} hours "
            f"× ${rate:g} a kWh"
        )
        return self.replicas_mid * kilowatts * factor * hours * rate, drawn, how


def plant(work: Workload, model: OpenModel, catalogue: Catalogue, card: Gpu | None = None) -> Plant | None:
    """The plant for a workload, on the model's usual GPUs or on a named card; None where it does not fit."""
    gpu = card or catalogue.gpus[model.gpu]
    counts = HOW_MANY if card else (model.n_gpu, *(n for n in HOW_MANY if n > model.n_gpu))
    for n_gpu in counts:
        fast = speed(model, gpu, n_gpu, work.given, work.answered, catalogue.costs.throughput)
        if fast is not None:
            return Plant(work, model, gpu, n_gpu, fast, catalogue)
    return None
