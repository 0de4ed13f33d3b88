"""Use cases on shared GPUs: the load each brings to one model, what the machines cost, and which set saves most.

The load of a use case is the number of copies of the model that it keeps busy. Loads add up, copies come whole, and the
people and the set-up are paid once. Those join first whose bill elsewhere is highest for the load they bring.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from agent.decision.assessment import Assessment
from agent.decision.plant import Plant
from agent.decision.pricing import Pricing
from agent.decision.rivals import vendor
from agent.decision.scenarios import Cases, middle
from agent.decision.staircase import Stairs
from agent.decision.workload import Choices

HOSTED = ("vendor_api", "vendor_tenancy", "managed_open")
AIR_GAPPED = "air_gapped"

# The tiers of the catalogue: the model of each does the work of those before it as well.
TIERS = ("narrow", "general", "frontier")

FEWEST = 2


@dataclass(frozen=True, eq=False)
class Candidate:
    """A use case that could share GPUs: its verdict and what its costs are computed from."""

    use_case: str
    found: Assessment
    pricing: Pricing

    @property
    def requests(self) -> float:
        """Requests a month."""
        return self.pricing.work.requests

    @property
    def tier(self) -> int:
        """The place of the least model that can do its work."""
        return TIERS.index(self.pricing.work.tier)

    @property
    def is_at_desks(self) -> bool:
        """Whether licences of a finished assistant carry it."""
        return [work.route for work in self.found.route_now] == ["seats"]

    @property
    def is_air_gapped(self) -> bool:
        """Whether it runs without any network."""
        return self.found.facts.get("data_boundary") == AIR_GAPPED

    @property
    def is_own(self) -> bool:
        """Whether it would run on machines that are owned rather than rented."""
        return self.is_air_gapped or self.pricing.work.gpus == "owned"

    @property
    def place(self) -> tuple[bool, bool, str]:
        """What two use cases must have in common to share machines: the network, the owner, and the card owned."""
        return self.is_air_gapped, self.is_own, self.pricing.own_card.name if self.is_own else ""

    @cached_property
    def rival_usd(self) -> float:
        """What a vendor's model that fits costs in a month; infinite where the boundary leaves nobody to run it."""
        if all(route in self.found.removed for route in HOSTED):
            return math.inf
        return self.requests * vendor(self.pricing).price

    def plant(self, choices: Choices, *, whole: bool) -> Plant | None:
        """GPUs for its work in all cases, or in the middle one alone."""
        pricing = replace(self.pricing, choices=choices)
        if not whole:
            return pricing.middle_plant
        return pricing.owned_plant if self.is_own else pricing.rented_plant

    def stairs(self, plant: Plant) -> Stairs:
        """What a plant costs by volume, on machines owned or rented."""
        return plant.owned if self.is_own or plant.gpu.usd_hour is None else plant.rented


@dataclass(frozen=True, eq=False)
class Share:
    """A use case on the shared model: a plant that counts its tokens and its need for speed, and one of its own."""

    candidate: Candidate
    plant: Plant
    alone: Plant | None

    @cached_property
    def load(self) -> Cases:
        """The copies of the model that it keeps busy."""
        return self.candidate.requests / self.plant.capacity

    def alone_usd(self, multiple: float = 1.0) -> Cases:
        """What GPUs of its own cost in a month at a multiple of today's volume; infinite where it fits none."""
        if self.alone is None:
            return np.array(math.inf)
        return self.candidate.stairs(self.alone).monthly(self.candidate.requests * multiple, 0.0)

    def bill(self, multiple: float = 1.0) -> Cases:
        """What it costs by itself in its cheaper way."""
        cheaper: Cases = np.minimum(self.candidate.rival_usd * multiple, self.alone_usd(multiple))
        return cheaper


@dataclass(frozen=True, eq=False)
class Shared:
    """The shares of one model, that of a tier, on the same machines."""

    tier: int
    shares: tuple[Share, ...]

    @property
    def candidates(self) -> list[Candidate]:
        """The use cases."""
        return [share.candidate for share in self.shares]

    @property
    def plant(self) -> Plant:
        """The machines, which are the same for every share."""
        return self.shares[0].plant

    @cached_property
    def stairs(self) -> Stairs:
        """What whole copies cost, counted in loads: a copy carries a load of one."""
        least = max(share.plant.least for share in self.shares)
        return replace(self.candidates[0].stairs(self.plant), capacity=np.ones(()), least=least)

    @cached_property
    def load(self) -> Cases:
        """The copies that all of them keep busy."""
        return total(share.load for share in self.shares)

    def cost(self, multiple: float = 1.0) -> Cases:
        """What the pool costs in a month, at a multiple of today's loads."""
        return self.stairs.monthly(self.load * multiple, 0.0)

    def apart(self, multiple: float = 1.0) -> Cases:
        """What it costs when each goes its cheaper way by itself."""
        return total(share.bill(multiple) for share in self.shares)

    @cached_property
    def saving(self) -> float:
        """What the pool saves in the middle case."""
        return middle(self.apart()) - middle(self.cost())


def total(amounts: Iterable[Cases]) -> Cases:
    """The sum of amounts in all cases."""
    summed: Cases = sum(amounts, start=np.zeros(()))
    return summed


def best_sets(candidates: Sequence[Candidate]) -> Iterator[Shared]:
    """The best set for each model and each kind of machines."""
    for place in sorted({candidate.place for candidate in candidates}):
        alike = [candidate for candidate in candidates if candidate.place == place]
        for tier in sorted({candidate.tier for candidate in alike}):
            shared = on_one_model([candidate for candidate in alike if candidate.tier <= tier], tier)
            if len(shared.shares) >= FEWEST:
                yield _best_of(shared)


def _best_of(shared: Shared) -> Shared:
    """Those with the highest bill elsewhere for their load, as many as save most; two at least."""
    loads = np.array([middle(share.load) for share in shared.shares])
    rivals = np.array([share.candidate.rival_usd for share in shared.shares])
    bills = np.array([middle(share.bill()) for share in shared.shares])
    order = np.lexsort((np.arange(len(loads)), -rivals / loads))
    savings = np.cumsum(bills[order]) - shared.stairs.monthly(np.cumsum(loads[order]), 0.0)
    number = FEWEST + int(np.argmax(savings[FEWEST - 1 :]))
    return Shared(shared.tier, tuple(shared.shares[place] for place in sorted(order[:number])))


def on_one_model(
    candidates: Sequence[Candidate], tier: int, n_gpu: int | None = None, *, whole: bool = False
) -> Shared:
    """The candidates that fit the model of a tier, on copies of as many cards as the largest of them needs.

    All cases are computed where it is the `whole`, otherwise the middle one alone.
    """
    model = candidates[0].pricing.catalogue.tiers[TIERS[tier]].open
    plants = [candidate.plant(Choices(open_model=model, n_gpu=n_gpu), whole=whole) for candidate in candidates]
    cards = {plant.n_gpu for plant in plants if plant}
    if len(cards) > 1:
        return on_one_model(candidates, tier, max(cards), whole=whole)
    shares = (
        Share(candidate, plant, candidate.plant(Choices(), whole=whole))
        for candidate, plant in zip(candidates, plants, strict=True)
        if plant
    )
    fitting = (share for share in shares if share.alone or share.candidate.rival_usd < math.inf)
    return Shared(tier, tuple(fitting))
