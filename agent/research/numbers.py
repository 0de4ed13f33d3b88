"""The numbers that a question asks for: which sum it wants, and with which figures, read as the reader reads them.

Nothing is computed here; `decision.rates` and `decision.sums` do that.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from agent.decision.assessment import ROUTES, Assessment
from agent.decision.rates import Sum, cheaper_model, gpu_rate, licences_sum, model_rate, plan_rate, seat_in_requests
from agent.decision.sums import (
    Known,
    break_even_sum,
    cards_for,
    model_of_size,
    month_of_requests,
    month_of_tokens,
    month_on_models,
    text_size,
)
from agent.following import volume_in
from agent.reading.quantities import find_quantities
from agent.reading.quantity import TOKENS_PER, Quantity
from knowledge.tables import Catalogue, OpenModel, VendorModel
from knowledge.things import Mention, Thing, Vocabulary

MONEY = re.compile(
    r"\b(?:costs?|price[sd]?|pricing|expensive|cheap|cheaper|cheapest|pay|paying|budget|spend|bill|how much|rates?"
    r"|fees?|free)\b|\$",
    re.I,
)
_LICENCES = re.compile(r"\b(?:licen[cs]es?|seats?|subscriptions?)\b", re.I)
_BREAK_EVEN = re.compile(
    r"\bbreak(?:s|ing)?[- ]?even\b|\bpays? (?:for itself|off)\b|\b(?:at|from|above|beyond|what|which) (?:what |which )?"
    r"volume\b|\b(?:when|where|how many) .{0,40}\b(?:host\w*|own|self\S*|gpus?)\b.{0,40}\b(?:cheaper|worth|pay)\b"
    r"|\bcheaper than (?:the |an? |paying for an? )?(?:vendor|api)\b",
    re.I,
)
_YEARLY = re.compile(r"\b(?:(?:a|per|each|every|in a|over a) year|yearly|annual(?:ly)?)\b", re.I)
_BUY = re.compile(r"\b(?:buy|buying|purchase|own(?:ing)?)\b", re.I)
_SIZE = re.compile(
    r"\bhow many (?:tokens|words|pages|characters)\b|\bin (?:tokens|words|pages)\b|\btokens? (?:is|are|for)\b", re.I
)
_UNSTAFFED = re.compile(
    r"\b(?:without|leaving out|not counting|excluding|before) (?:\w+ )?(?:staff|people|salar\w+)\b", re.I
)
_GPUS = re.compile(r"\b(?:how many|what|which|number of)\b.{0,20}\b(?:gpus?|cards?)\b", re.I)
_PARAMETERS = re.compile(r"\b([1-9]\d{0,3}(?:\.\d+)?) ?(?:b\b|billion (?:parameters?|weights)\b)", re.I)
_COUNT = re.compile(r"\bhow many\b", re.I)

# A text is measured in these.
MEASURED = ("pages", "words", "characters", "tokens")


def numbers_asked(question: str, known: Known, names: Vocabulary, assessment: Assessment) -> tuple[Sum, ...]:
    """The computed sentences that a question asks for, none where it asks for no number that can be computed."""
    mentions = names.mentions(question)
    things = tuple(dict.fromkeys(mention.thing for mention in mentions))
    found = (
        *_licences(question, things, known),
        *_sizes(question, known),
        *_cards(question, things, known),
        *_month(question, things, known, assessment),
    )
    if found:
        return found
    if _BREAK_EVEN.search(question) and not things_of(things, "gpu"):
        point = break_even_sum(assessment, known, staff=not _UNSTAFFED.search(question))
        return (point,) if point else ()
    return tuple(_rates(question, mentions, known)) if MONEY.search(question) else ()


def own_month(question: str, known: Known, assessment: Assessment) -> tuple[Sum, ...]:
    """What the leader's own volume costs, where it is known and money is asked about."""
    volume = known.facts.get("requests_per_month")
    if not isinstance(volume, float) or not MONEY.search(question):
        return ()
    left = {route: None for route in ROUTES if route not in assessment.removed}
    found = month_of_requests(volume, known, left, yearly=bool(_YEARLY.search(question)))
    return (found,) if found else ()


def things_of(things: Sequence[Thing], kind: str) -> list[Thing]:
    """The things of one kind."""
    return [thing for thing in things if thing.kind == kind]


def _licences(question: str, things: Sequence[Thing], known: Known) -> Iterator[Sum]:
    if things_of(things, "gpu") and _LICENCES.search(question):
        found = licences_sum(known.catalogue)
        if found:
            yield found


def _sizes(question: str, known: Known) -> Iterator[Sum]:
    """A text in tokens, or tokens in words and pages."""
    if _SIZE.search(question) and not MONEY.search(question):
        for quantity in find_quantities(question, known.today):
            if quantity.unit in MEASURED and not quantity.period:
                yield text_size(quantity.value, quantity.unit, TOKENS_PER)
                return


def _cards(question: str, things: Sequence[Thing], known: Known) -> Iterator[Sum]:
    """How many GPUs a model needs that is named, or one of the size that is named."""
    models = [row for thing in things_of(things, "model") for row in rows_of(thing, known.catalogue)]
    open_models = [row for row in models if isinstance(row, OpenModel)]
    size = _PARAMETERS.search(question) if not models else None
    if size:
        open_models = [row for row in [model_of_size(float(size[1]), known.catalogue)] if row]
    gpus = things_of(things, "gpu")
    asks = _GPUS.search(question) or (gpus and _COUNT.search(question))
    if open_models and asks and not _LICENCES.search(question):
        gpu = known.catalogue.gpus[gpus[0].rows[0]] if gpus else None
        found = cards_for(open_models[0], gpu, known)
        if found:
            yield found


def _month(question: str, things: Sequence[Thing], known: Known, assessment: Assessment) -> Iterator[Sum]:
    """What the volume that a question names costs in a month or a year."""
    volume = volume_in(question, known.today)
    if volume is None or not MONEY.search(question) or volume.unit == "people":
        return
    yearly = bool(_YEARLY.search(_without(question, volume)))
    left = {route: None for route in ROUTES if route not in assessment.removed}
    if volume.unit == "tokens":
        per_month = _a_month(volume)
        found = month_of_tokens(per_month, known, left, yearly=yearly) if per_month else None
        yield from [found] if found else []
        return
    requests = volume.as_fact("requests_per_month")
    if requests is None:
        return
    with_size = _with_size(question, known, volume)
    models = [row for thing in things_of(things, "model") for row in _sold(thing, known.catalogue)]
    on_models = month_on_models(requests, models, with_size, yearly=yearly)
    found = on_models or month_of_requests(requests, with_size, left, yearly=yearly)
    yield from [found] if found else []


def _sold(thing: Thing, catalogue: Catalogue) -> list[VendorModel]:
    """The vendor's models that a name means; of a whole family those that one would take today."""
    rows = [row for row in rows_of(thing, catalogue) if isinstance(row, VendorModel)]
    return [row for row in rows if row.tiers] or rows[:1]


def _a_month(volume: Quantity) -> float | None:
    """Tokens a month: the period is that of requests, which are counted alike."""
    return Quantity(0, 0, volume.value, "calls", volume.period).as_fact("requests_per_month")


def _with_size(question: str, known: Known, volume: Quantity) -> Known:
    """What is known, with the size of a request that the question names beside the volume."""
    sizes = [q for q in find_quantities(question, known.today) if q.unit in MEASURED and q.end != volume.end]
    tokens = sizes[0].as_fact("tokens_per_request") if sizes else None
    return Known(known.catalogue, known.today, {**known.facts, "tokens_per_request": tokens}) if tokens else known


def _without(question: str, quantity: Quantity) -> str:
    return question[: quantity.start] + question[quantity.end :]


def _rates(question: str, mentions: Sequence[Mention], known: Known) -> Iterator[Sum]:
    """What the named GPUs, models and plans cost."""
    yearly, catalogue = bool(_YEARLY.search(question)), known.catalogue
    numbers = find_quantities(question, known.today)
    seats = known.facts.get("seats")
    people = next((q.value for q in numbers if q.unit == "people"), seats if isinstance(seats, float) else None)
    for mention in {mention.thing: mention for mention in mentions}.values():
        thing = mention.thing
        if thing.kind == "gpu":
            ahead = re.search(r"(\d+)\s*(?:x|×)?\s*$", question[: mention.start])
            cards = min(int(ahead[1]), 1_000) if ahead and int(ahead[1]) else 1
            gpu = catalogue.gpus[thing.rows[0]]
            yield gpu_rate(gpu, catalogue, cards=cards, yearly=yearly, bought=bool(_BUY.search(question)))
        elif thing.kind == "plan":
            yield plan_rate(catalogue.seats[thing.rows[0]], people)
        elif thing.kind == "model" and _is_priced(question):
            yield from model_rates(thing, known)


def _is_priced(question: str) -> bool:
    """Whether the price of a model is asked, and not what else is done with it."""
    return not re.search(r"\b(?:train\w*|tun\w+|fine|host\w*|run|running|gpus?)\b", question, re.I)


def model_rates(thing: Thing, known: Known) -> list[Sum]:
    """The price of a model per million tokens; of a family that of its first model."""
    rates = (model_rate(row, known.today, known.catalogue) for row in rows_of(thing, known.catalogue))
    return [rate for rate in rates if rate][:1]


def rows_of(thing: Thing, catalogue: Catalogue) -> list[VendorModel | OpenModel]:
    """The rows of a thing in the tables, those that the advice would name first."""
    tables: Mapping[str, VendorModel | OpenModel] = {**catalogue.open_models, **catalogue.vendor_models}
    advised = {name for tier in catalogue.tiers.values() for name in (*tier.start, tier.open, *tier.also_open)}
    rows = [tables[name] for name in thing.rows if name in tables]
    return sorted(rows, key=lambda row: row.id not in advised)


def sides_compared(sides: Sequence[Thing], known: Known) -> tuple[Sum, ...]:
    """What decides by price between the things compared: two models, or a licence and the price of requests."""
    rows = [rows_of(thing, known.catalogue)[:1] for thing in sides]
    if all(rows):
        found = cheaper_model([row for first in rows for row in first], known.today, known.catalogue)
        return (found,) if found else ()
    plans = things_of(sides, "plan")
    if plans and any("vendor_api" in thing.routes for thing in sides):
        pricing = known.pricing()
        model, price = pricing.vendor_models[1].name, pricing.vendor_prices[1]
        seat = seat_in_requests(known.catalogue.seats[plans[0].rows[0]], price, model, known.request_tokens)
        return (seat,) if seat else ()
    return ()
