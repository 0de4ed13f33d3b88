"""Who a model of one's own is compared with: a vendor's model that fits, and the same weights on somebody's API."""

from dataclasses import dataclass

from agent.decision.pricing import Pricing
from agent.decision.scenarios import Triple


@dataclass(frozen=True)
class Rival:
    """A hosted model in words, and US dollars for one request: the cheapest, the usual and the dearest offer."""

    name: str
    words: str
    prices: Triple

    @property
    def price(self) -> float:
        """The usual price of one request."""
        return self.prices[1]


def vendor(pricing: Pricing) -> Rival:
    """The vendor's models that fit the difficulty; the middle one is the rival."""
    return Rival("vendor_api", pricing.vendor_models[1].name, pricing.vendor_prices)


def hosted(pricing: Pricing) -> Rival:
    """The same open weights behind the APIs of those who host them."""
    return Rival("managed_open", f"{pricing.open_model.name} hosted by others", pricing.hosted_prices)
