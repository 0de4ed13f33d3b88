"""Numbers that questions ask for and that stand in the tables: what a GPU, a model or a licence costs.

A `Sum` is one computed sentence; nothing here knows a conversation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent.decision.licences import licences
from agent.decision.prices import PriceError, Tokens, model_price, price_card
from agent.decision.wording import count, day, listing, money, rounded, unit_price
from knowledge.tables import Catalogue, Gpu, OpenModel, Range, Seat, VendorModel

MONTHS_A_YEAR = 12
MILLION = 1_000_000


@dataclass(frozen=True)
class Sum:
    """A computed sentence, the field it comes from, the passage that its rule stands on, and what else it names."""

    sentence: str
    field: str
    passage: str = ""
    names: tuple[str, ...] = ()


def gpu_rate(gpu: Gpu, catalogue: Catalogue, *, cards: int = 1, yearly: bool = False, bought: bool = False) -> Sum:
    """What GPUs cost to rent by the hour, the month and the year, or to buy."""
    what = _cards(gpu, cards)
    if bought or gpu.usd_hour is None:
        low, _, high = (cards * price for price in gpu.purchase_usd)
        rent = "" if bought else "; I have no price to rent it"
        sentence = f"{what} {'costs' if cards == 1 else 'cost'} {_span(low, high)} to buy{rent} ({gpu.as_of})."
        return Sum(sentence, f"gpus.{gpu.name}", "cost-owned-hardware", (what,))
    low, mid, high = (cards * price for price in gpu.usd_hour)
    hours = catalogue.costs.hours_per_month
    month = f"${mid * hours:,.0f} in a month of {hours:g} hours"
    year = f" and ${mid * hours * MONTHS_A_YEAR:,.0f} in a year" if yearly else ""
    sentence = f"{what} {'rents' if cards == 1 else 'rent'} for {unit_price(mid)} an hour in the middle of the market "
    sentence += f"({unit_price(low)} to {unit_price(high)}), which is {month}{year}{_large_clouds(gpu, cards)}."
    return Sum(sentence, f"gpus.{gpu.name}", "cost-gpu-prices", (what,))


def _cards(gpu: Gpu, cards: int) -> str:
    name = short_name(gpu)
    return f"{'An' if name[0] in 'AHLMR' and name[0] != 'B' else 'A'} {name}" if cards == 1 else f"{cards} × {name}"


def short_name(gpu: Gpu) -> str:
    """The name of a GPU as people say it."""
    return gpu.name.removesuffix("-SXM").removesuffix("-SXM-80GB").replace("-SXM-", " ")


def _large_clouds(gpu: Gpu, cards: int) -> str:
    if gpu.hyperscaler_usd_hour is None:
        return f" ({gpu.as_of})"
    low, _, high = (cards * price for price in gpu.hyperscaler_usd_hour)
    return f"; large clouds ask {unit_price(low)} to {unit_price(high)} an hour ({gpu.as_of})"


def _span(low: float, high: float) -> str:
    return f"${low:,.0f}" if low == high else f"${low:,.0f} to ${high:,.0f}"


def licences_sum(catalogue: Catalogue) -> Sum | None:
    """One GPU in licences: the sum as it was published, and at the prices of the tables."""
    found, claim = licences(catalogue), catalogue.published.licences
    if found is None:
        return None
    hours = catalogue.costs.hours_per_month
    then = (
        f"As it was published, ${found.then_usd_hour:g} × {hours:g} hours = ${found.then_usd_hour * hours:,.0f} "
        f"= {found.then_licences:g} licences × ${found.then_seat_usd:.2f}."
    )
    now = (
        f"Today (oldest price: {found.as_of}) one {claim.gpu_name} is {unit_price(found.usd_hour)} × {hours:g} hours = "
        f"${found.month_usd:,.0f} a month, which pays for {found.licences_low:.0f} to {found.licences_high:.0f} "
        f"licences of {claim.seat}."
    )
    return Sum(f"{then} {now}", "licences", "cost-h100-licences-today", (claim.gpu_name, claim.seat))


def plan_rate(plan: Seat, people: float | None = None) -> Sum:
    """What a licence costs for a person and month, and for so many people."""
    offers = [(plan.usd_annual, "by the year"), (plan.usd_monthly, "by the month")]
    told = [f"${usd:g} billed {billed}" for usd, billed in offers if usd is not None]
    extra = f", on top of {plan.base}" if plan.base else ""
    usage = f"; {plan.usage}" if plan.usage else ""
    sentence = f"{plan.name} costs {listing(told, 'or')} for a person and month{extra}{usage} ({plan.as_of})."
    prices = [usd for usd, _ in offers if usd is not None]
    if people is not None and prices:
        seats = max(people, plan.least)
        sentence += f" For {count(people)} people that is {_span(seats * min(prices), seats * max(prices))} a month."
    return Sum(sentence, f"seats.{plan.name}", "cost-seats", (plan.name,))


def model_rate(model: VendorModel | OpenModel, today: date, catalogue: Catalogue) -> Sum | None:
    """What a million tokens cost in and out; of open weights, among those who host them. None where nobody lists it."""
    negotiated = catalogue.negotiated.get(model.id)
    if negotiated is not None:
        own = f"{_per_million(negotiated.input_per_m)} in and {_per_million(negotiated.output_per_m)} out"
        return Sum(f"{model.name} costs you {own} per million tokens.", f"prices.{model.id}", "", (model.name,))
    cards = []
    for provider, name in model.offers:
        try:
            cards.append(price_card(provider, name, today))
        except PriceError:
            continue
    if not cards:
        return None
    cards.sort(key=lambda card: card.input + card.output)
    low, high = cards[0], cards[-1]
    span = f"{_per_million(low.input)} in and {_per_million(low.output)} out"
    if isinstance(model, OpenModel):
        many = f"{span} (cheapest host) to {_per_million(high.input)} and {_per_million(high.output)}"
        span, hosted = (many if low != high else span), " by the token from those who host it"
    else:
        hosted = ""
    cached = f"; cached input {_per_million(low.cached)}" if low.cached is not None and len(cards) == 1 else ""
    batch = "; half the price in a batch" if low.batch_input is not None and low.batch_input * 2 == low.input else ""
    sentence = f"{model.name} costs {span} per million tokens{hosted}{cached}{batch} (list price of {day(today)})."
    return Sum(sentence, f"prices.{model.id}", "", (model.name,))


def _per_million(usd: float) -> str:
    """A price of a million tokens, in cents where it is that large."""
    return f"${usd:.2f}" if usd >= 0.01 else unit_price(usd)


def cheaper_model(models: Sequence[VendorModel | OpenModel], today: date, catalogue: Catalogue) -> Sum | None:
    """Which of several models is the cheapest for a usual mix of input and output, and by how much."""
    share = catalogue.costs.input_share
    mix = Tokens(round(MILLION * share / 1_000), round(MILLION * (1 - share) / 1_000))
    try:
        priced = sorted((model_price(model, mix, today, catalogue) * 1_000, model.name) for model in models)
    except PriceError:
        return None
    if len(priced) < 2:
        return None
    told = listing([f"{_per_million(price)} on {name}" for price, name in priced])
    ratio = priced[-1][0] / priced[0][0]
    verdict = "they cost the same" if ratio < 1.05 else f"{priced[0][1]} is cheaper by a factor of {rounded(ratio):g}"
    sentence = f"A million tokens, {share:.0%} of them input, cost {told}: {verdict}.".replace("%", " %")
    return Sum(sentence, "prices")


def seat_in_requests(plan: Seat, request_usd: float, model: str, tokens: float) -> Sum | None:
    """How many requests over an API one licence buys: below that the API is the cheaper one by its tokens."""
    prices: list[float] = [usd for usd in (plan.usd_annual, plan.usd_monthly) if usd]
    if not prices or request_usd <= 0:
        return None
    requests = rounded(min(prices) / request_usd)
    sentence = (
        f"One {plan.name} licence at ${min(prices):g} a month buys about {count(requests)} requests of "
        f"{count(tokens)} tokens on {model}: a person who asks less is cheaper over the API, before anybody has built "
        "something on it."
    )
    return Sum(sentence, f"seats.{plan.name}", "cost-seats")


def priced_span(cost: Range, factor: float = 1.0) -> str:
    """A range of dollars."""
    low, high = money(cost[0] * factor), money(cost[2] * factor)
    return low if low == high else f"{low} to {high}"
