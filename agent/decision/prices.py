"""What one request costs on a hosted model, from the maintained price catalogue, as of a day.

One request is priced at a time, because some prices rise with its length; a month is requests times that. A negotiated
price of one's own wins over the list price.
"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any

from knowledge.tables import Catalogue, Negotiated, OpenModel, VendorModel

MOST_NEAREST = 5
PER_MILLION = 1e6

# One maker lowers its prices outside its own working hours; this hour (UTC) has the full one.
FULL_PRICE_HOUR = time(2)

# Small enough for the lowest step of every price that rises with the length of a request.
CARD_TOKENS = 1_000


class PriceError(ValueError):
    """A model that the price catalogue does not know; the message names it and the nearest ones."""


@dataclass(frozen=True)
class Tokens:
    """The tokens of one request; those that the vendor has cached are part of the input."""

    input: int
    output: int
    cached: int = 0


@dataclass(frozen=True)
class PriceCard:
    """USD for a million tokens; None where no such price is listed."""

    input: float
    output: float
    cached: float | None
    batch_input: float | None
    batch_output: float | None


@lru_cache(maxsize=65_536)
def request_price(provider: str, model: str, tokens: Tokens, today: date, *, batch: bool = False) -> float:
    """US dollars for one request at list price; where no batch or cache price is listed, the full one."""
    # The price catalogue takes a tenth of a second to import, and not every command needs it.
    from genai_prices import Usage, calc_price

    usage = Usage(
        input_tokens=tokens.input,
        output_tokens=tokens.output,
        cache_read_tokens=tokens.cached if tokens.cached else None,
    )
    when = datetime.combine(today, FULL_PRICE_HOUR, tzinfo=UTC)
    context: dict[str, Any] = {"price_context": {"processing": "batch"}} if batch else {}
    try:
        price = calc_price(usage, model_ref=model, provider_id=provider, genai_request_timestamp=when, **context)
    except LookupError as error:
        raise PriceError(_unknown(provider, model)) from error
    return float(price.total_price)


def _unknown(provider: str, model: str) -> str:
    """The sentence for a model that is not listed, with the nearest names of that provider."""
    from genai_prices.data import providers

    listed = [known.id for row in providers if row.id == provider for known in row.models]
    near = difflib.get_close_matches(model, listed, n=MOST_NEAREST, cutoff=0.3)
    nearest = f"the nearest names are {', '.join(near)}" if near else "it lists no name like it"
    return f"the price catalogue knows no model {model!r} of {provider!r}; {nearest}"


def model_price(
    model: VendorModel | OpenModel, tokens: Tokens, today: date, catalogue: Catalogue, *, batch: bool = False
) -> float:
    """US dollars for one request: a negotiated price, the vendor's, or the middle one of those who host the weights."""
    negotiated = catalogue.negotiated.get(model.id)
    if negotiated is not None:
        return negotiated_price(negotiated, tokens, batch=batch)
    prices = sorted(request_price(provider, name, tokens, today, batch=batch) for provider, name in model.offers)
    return prices[len(prices) // 2]


def negotiated_price(price: Negotiated, tokens: Tokens, *, batch: bool) -> float:
    """US dollars for one request at a price of one's own."""
    cached_per_m = price.input_per_m if price.cached_per_m is None else price.cached_per_m
    full = (tokens.input - tokens.cached) * price.input_per_m + tokens.cached * cached_per_m
    total = full + tokens.output * price.output_per_m
    return total * (price.batch_factor if batch else 1.0) / PER_MILLION


def lost_offers(catalogue: Catalogue, today: date) -> list[tuple[str, str]]:
    """Provider and model of every entry of the tables that the price catalogue does not know, or no longer."""
    models: list[VendorModel | OpenModel] = [*catalogue.vendor_models.values(), *catalogue.open_models.values()]
    return [offer for model in models for offer in model.offers if not _is_listed(*offer, today)]


def _is_listed(provider: str, model: str, today: date) -> bool:
    try:
        return request_price(provider, model, Tokens(CARD_TOKENS, CARD_TOKENS), today) > 0
    except PriceError:
        return False


def vendor_prices(
    models: Sequence[VendorModel], tokens: Tokens, today: date, catalogue: Catalogue, *, batch: bool = False
) -> tuple[float, float, float]:
    """Low, mid and high price of one request among three vendor models."""
    low, mid, high = (model_price(model, tokens, today, catalogue, batch=batch) for model in models)
    return min(low, mid), mid, max(mid, high)


def hosted_prices(
    model: OpenModel, tokens: Tokens, today: date, catalogue: Catalogue, *, batch: bool = False
) -> tuple[float, float, float]:
    """Low, mid and high price of one request among those who host the same open weights."""
    mid = model_price(model, tokens, today, catalogue, batch=batch)
    if model.id in catalogue.negotiated:
        return mid, mid, mid
    prices = sorted(request_price(provider, name, tokens, today, batch=batch) for provider, name in model.offers)
    return prices[0], mid, prices[-1]


def price_card(provider: str, model: str, today: date) -> PriceCard:
    """The prices of a model as they stand in lists; a cache or batch price that is not listed is None."""

    def price(tokens: Tokens, *, batch: bool = False) -> float:
        per_token = request_price(provider, model, tokens, today, batch=batch) / CARD_TOKENS
        return round(per_token * PER_MILLION, 6)

    given, answered = price(Tokens(CARD_TOKENS, 0)), price(Tokens(0, CARD_TOKENS))
    cached = price(Tokens(CARD_TOKENS, 0, CARD_TOKENS))
    in_batch = (price(Tokens(CARD_TOKENS, 0), batch=True), price(Tokens(0, CARD_TOKENS), batch=True))
    listed = in_batch != (given, answered)
    return PriceCard(
        given,
        answered,
        cached if cached != given else None,
        in_batch[0] if listed else None,
        in_batch[1] if listed else None,
    )
