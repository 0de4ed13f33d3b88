"""What the costs of one ledger are computed from: the work, the models to count with, and their prices of a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from agent.decision.plant import Plant
from agent.decision.prices import hosted_prices, vendor_prices
from agent.decision.scenarios import Cases, Scenarios, Triple, middles, scenarios
from agent.decision.throughput import GROUP_SIZES, Serving, Speed, speed
from agent.decision.workload import Choices, Workload
from knowledge.tables import Catalogue, Gpu, OpenModel, VendorModel


@dataclass(frozen=True)
class Pricing:
    """The work and what to count with; what follows is computed once, when it is asked for."""

    work: Workload
    catalogue: Catalogue
    today: date
    choices: Choices = field(default_factory=Choices)

    @cached_property
    def open_model(self) -> OpenModel:
        """The open weights to count with."""
        return self.catalogue.open_models[self.choices.open_model or self.catalogue.tiers[self.work.tier].open]

    @cached_property
    def vendor_models(self) -> tuple[VendorModel, VendorModel, VendorModel]:
        """The vendor's models that span the price: low, usual and high."""
        chosen = self.choices.vendor_model
        names = (chosen, chosen, chosen) if chosen else self.catalogue.tiers[self.work.tier].vendor
        low, mid, high = (self.catalogue.vendor_models[name] for name in names)
        return low, mid, high

    @cached_property
    def vendor_prices(self) -> Triple:
        """US dollars for one request on the vendor's models."""
        return vendor_prices(self.vendor_models, self.work.tokens, self.today, self.catalogue, batch=self.work.batch)

    @cached_property
    def hosted_prices(self) -> Triple:
        """US dollars for one request among those who host the same open weights."""
        return hosted_prices(self.open_model, self.work.tokens, self.today, self.catalogue, batch=self.work.batch)

    @cached_property
    def rented_plant(self) -> Plant | None:
        """The open weights on the cards to rent; None where they do not fit."""
        return self._plant_on(self.usual_card)

    @cached_property
    def owned_plant(self) -> Plant | None:
        """The same on the cards that the leader named as theirs, where they did."""
        return self.rented_plant if self.own_card == self.usual_card else self._plant_on(self.own_card)

    @property
    def plant(self) -> Plant | None:
        """What a rival is compared with: the machines that are there, otherwise rented ones."""
        return self.owned_plant if self.work.gpus == "owned" else self.rented_plant

    @cached_property
    def middle_plant(self) -> Plant | None:
        """The same with every uncertain figure in the middle alone."""
        card = self.own_card if self.work.gpus == "owned" else self.usual_card
        return self._plant_with(card, middles(self.catalogue.costs, card))

    @cached_property
    def usual_card(self) -> Gpu:
        """The GPU to count with."""
        return self.catalogue.gpus[self.choices.gpu or self.open_model.gpu]

    @property
    def own_card(self) -> Gpu:
        """The GPU that the leader owns, or the usual one."""
        return self.usual_card if self.work.card is None or self.choices.gpu else self.work.card

    def scenarios(self, gpu: Gpu) -> Scenarios:
        """What is uncertain on a card."""
        return scenarios(self.catalogue, gpu)

    def _plant_on(self, gpu: Gpu) -> Plant | None:
        return self._plant_with(gpu, self.scenarios(gpu).figures)

    def _plant_with(self, gpu: Gpu, figures: Mapping[str, Cases]) -> Plant | None:
        found = self._speed(gpu)
        if found is None:
            return None
        n_gpu, fast = found
        return Plant(self.work, self.open_model, gpu, n_gpu, fast, self.catalogue, figures)

    def _speed(self, gpu: Gpu) -> tuple[int, Speed] | None:
        """The fewest cards that hold a replica, and its speed."""
        model, work = self.open_model, self.work
        weights = self.choices.weights or model.weights
        serving = Serving(model.architecture, weights, model.kv_cache, gpu, work.given, work.answered)
        # The usual number of cards belongs to the usual card; another one starts from as few as hold the model.
        least = self.choices.n_gpu or (model.n_gpu if gpu.name == model.gpu else 1)
        for n_gpu in (least, *(size for size in GROUP_SIZES if size > least)):
            fast = speed(serving, n_gpu, self.catalogue.throughput)
            if fast is not None:
                return n_gpu, fast
        return None
