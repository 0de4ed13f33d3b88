"""What one request costs on a hosted model, from the maintained price catalogue, as of a day.

One request is priced at a time, because some prices rise with its length; a month is requests times that.
"""

from datetime import UTC, date, datetime, time
from functools import lru_cache

from knowledge.tables import Catalogue, OpenModel


class PriceError(ValueError):
    """A model that the price catalogue does not know; the message names it."""


@lru_cache(maxsize=4096)
def request_price(provider: str, model: str, input_tokens: int, output_tokens: int, today: date) -> float:
    """US dollars for one request of that size."""
    # The price catalogue takes a tenth of a second to import, and not every command needs it.
    from genai_prices import Usage, calc_price

    noon = datetime.combine(today, time(12), tzinfo=UTC)
    try:
        price = calc_price(
            Usage(input_tokens=input_tokens, output_tokens=output_tokens),
            model_ref=model,
            provider_id=provider,
            genai_request_timestamp=noon,
        )
    except LookupError as error:
        raise PriceError(f"the price catalogue knows no model {model!r} of {provider!r}") from error
    return float(price.total_price)


def vendor_prices(
    catalogue: Catalogue, tier: str, input_tokens: int, output_tokens: int, today: date
) -> tuple[float, float, float]:
    """Low, mid and high price of one request among the vendor models that fit a difficulty."""
    models = (catalogue.vendor_models[name] for name in catalogue.tiers[tier].vendor)
    low, mid, high = (request_price(m.provider, m.id, input_tokens, output_tokens, today) for m in models)
    return min(low, mid), mid, max(mid, high)


def hosted_prices(model: OpenModel, input_tokens: int, output_tokens: int, today: date) -> tuple[float, float, float]:
    """Low, mid and high price of one request among those who host the same open weights."""
    prices = sorted(request_price(p, m, input_tokens, output_tokens, today) for p, m in model.offers)
    return prices[0], prices[len(prices) // 2], prices[-1]


def split(tokens: float, input_share: float) -> tuple[int, int]:
    """A request's tokens in and out, at least one of each."""
    given = max(1, round(tokens * input_share))
    return given, max(1, round(tokens) - given)
