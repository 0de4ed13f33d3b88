"""What hosted models cost in a month: list prices times the work, with what would change them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from agent.decision.bill import Cost, CostLine
from agent.decision.prices import hosted_prices, model_price, request_price, vendor_prices
from agent.decision.pricing import Pricing
from agent.decision.scenarios import Triple
from agent.decision.wording import count, listing, percent, unit_price
from agent.decision.workload import Workload
from knowledge.tables import Negotiated

# Of the input, where a long instruction or the same documents are sent again and again.
CACHED_EXAMPLE = 0.8


def line(what: str, amounts: Iterable[float], how: str) -> CostLine:
    """A line with its amounts in whole cents."""
    low, mid, high = amounts
    return CostLine(what, round(low, 2), round(mid, 2), round(high, 2), how)


def cost_of(route: str, lines: Iterable[CostLine], live_in: str, model: str) -> Cost:
    """A route whose lines add up."""
    lines = tuple(lines)
    low, mid, high = (round(sum(getattr(row, end) for row in lines), 2) for end in ("low", "mid", "high"))
    return Cost(route, low, mid, high, lines, live_in=live_in, model=model)


def vendor_api(pricing: Pricing) -> Cost:
    """A closed model over the vendor's endpoint."""
    return _vendor(pricing, "vendor_api", (0.0, 0.0, 0.0))


def vendor_offers(pricing: Pricing) -> Iterator[CostLine]:
    """The vendors' models for such work, the cheapest first, and what makes the usual one cheaper."""
    work, catalogue = pricing.work, pricing.catalogue
    models = [model for model in catalogue.vendor_models.values() if work.tier in model.tiers]
    priced = [(model_price(model, work.tokens, pricing.today, catalogue, batch=work.batch), model) for model in models]
    for price, model in sorted(priced, key=lambda pair: (pair[0], pair[1].name)):
        yield line(model.name, [work.requests * price] * 3, _price_words(price, catalogue.negotiated.get(model.id)))
    yield from cheaper_ways(pricing)


def _price_words(price: float, negotiated: Negotiated | None) -> str:
    own = f", your own price of {negotiated.checked}" if negotiated else ""
    return f"{unit_price(price)} a request{own}"


def vendor_tenancy(pricing: Pricing) -> Cost:
    """A closed model in one's own tenancy, which costs a little more in some regions."""
    return _vendor(pricing, "vendor_tenancy", pricing.catalogue.costs.tenancy_surcharge)


def _vendor(pricing: Pricing, route: str, surcharge: Triple) -> Cost:
    work = pricing.work
    low, mid, high = pricing.vendor_prices
    amounts = tuple(work.requests * p * (1 + s) for p, s in zip((low, mid, high), surcharge, strict=True))
    first, usual, last = (model.name for model in pricing.vendor_models)
    spread = f"{first} at {unit_price(low)} to {last} at {unit_price(high)} a request"
    if first == last:
        spread = f"{usual} at {unit_price(mid)} a request"
    extra = f", up to {percent(surcharge[2])} more in a region of one's own" if surcharge[2] else ""
    how = f"{_volume(work)} of {_size(work)}: {spread}{extra}"
    live_in = pricing.catalogue.routes[route].live_in
    return cost_of(route, [line("Tokens", amounts, how)], live_in, usual)


def cheaper_ways(pricing: Pricing) -> Iterator[CostLine]:
    """The same tokens in a batch overnight, and with most of the input cached; what is not priced so is left out."""
    work, models = pricing.work, pricing.vendor_models
    usual = pricing.vendor_prices[1]
    if not work.batch:
        prices = vendor_prices(models, work.tokens, pricing.today, pricing.catalogue, batch=True)
        if prices[1] < usual:
            yield line("In a batch overnight", _times(work, prices), "answers within a day instead of at once")
    if not work.tokens.cached:
        cached = replace(work.tokens, cached=round(work.given * CACHED_EXAMPLE))
        prices = vendor_prices(models, cached, pricing.today, pricing.catalogue, batch=work.batch)
        if prices[1] < usual:
            how = f"where {percent(CACHED_EXAMPLE)} of the input is the same each time and the vendor keeps it"
            yield line("With cached input", _times(work, prices), how)


def _times(work: Workload, prices: Triple) -> tuple[float, ...]:
    return tuple(work.requests * price for price in prices)


def on_premises(pricing: Pricing) -> Cost:
    """A closed model on one's own premises, whose price nobody publishes."""
    live_in = pricing.catalogue.routes["vendor_on_premises"].live_in
    reason = "No price is published; vendors quote it to large buyers"
    return Cost("vendor_on_premises", None, None, None, reason=reason, live_in=live_in)


def served(pricing: Pricing) -> Cost:
    """Open weights behind somebody's API; one's own tuned weights may need machines of their own there."""
    work, model = pricing.work, pricing.open_model
    prices = pricing.hosted_prices
    named = listing(sorted({_host(provider) for provider, _ in model.offers}))
    how = f"{_volume(work)} of {_size(work)}: {unit_price(prices[0])} to {unit_price(prices[2])} a request ({named})"
    lines = [line("Tokens", _times(work, prices), how)]
    gpu = pricing.catalogue.gpus[model.gpu]
    if work.tuned and gpu.usd_hour is not None:
        month = model.n_gpu * gpu.usd_hour[1] * pricing.catalogue.costs.hours_per_month
        how = f"nothing where tuned weights share the host's machines; up to {model.n_gpu} {gpu.name} around the clock"
        lines.append(line("A place for your tuned weights", (0.0, 0.0, month), how))
    return cost_of("managed_open", lines, pricing.catalogue.routes["managed_open"].live_in, model.name)


def hosts(pricing: Pricing) -> Iterator[CostLine]:
    """Who hosts the same weights, the cheapest first, then in a batch; a price of one's own stands for them all."""
    yield from _hosts(pricing)
    yield from _served_in_a_batch(pricing)


def _hosts(pricing: Pricing) -> Iterator[CostLine]:
    work, model = pricing.work, pricing.open_model
    own = pricing.catalogue.negotiated.get(model.id)
    if own is not None:
        yield line(model.name, _times(work, pricing.hosted_prices), _price_words(pricing.hosted_prices[1], own))
        return
    priced = [
        (request_price(provider, name, work.tokens, pricing.today, batch=work.batch), provider)
        for provider, name in model.offers
    ]
    for price, provider in sorted(priced):
        yield line(f"On {_host(provider)}", [work.requests * price] * 3, _price_words(price, None))


def _host(provider: str) -> str:
    return provider.removeprefix("huggingface_")


def _served_in_a_batch(pricing: Pricing) -> Iterator[CostLine]:
    work = pricing.work
    prices = hosted_prices(pricing.open_model, work.tokens, pricing.today, pricing.catalogue, batch=True)
    if not work.batch and prices[1] < pricing.hosted_prices[1]:
        yield line("In a batch overnight", _times(work, prices), "answers within a day instead of at once")


def _volume(work: Workload) -> str:
    told = "" if work.requests_known else " (assumed)"
    return f"{count(work.requests)} requests{told}"


def _size(work: Workload) -> str:
    cached = f" ({work.tokens.cached:,} of them cached)" if work.tokens.cached else ""
    batch = ", in batches" if work.batch else ""
    return f"{work.given:,} tokens in{cached} and {work.answered:,} out{batch}"
