"""The figures that every cost stands on: their range, where they come from, and of what date."""

from collections.abc import Iterator

from agent.decision.counsel import Assumption
from agent.decision.pricing import Pricing
from agent.decision.scenarios import SPEED, middle
from agent.decision.wording import FIGURES, figure_span, percent
from knowledge.tables import Gpu


def counted_with(pricing: Pricing) -> tuple[Assumption, ...]:
    """The figures of the machines, of the people and of the rival's price; a stated peak takes the place of a range."""
    plant = pricing.plant
    card = pricing.usual_card if plant is None else plant.gpu
    return tuple(_figures(pricing, card))


def _figures(pricing: Pricing, card: Gpu) -> Iterator[Assumption]:
    costs, work = pricing.catalogue.costs, pricing.work
    for name, values in costs.ranges.items():
        if name == "use_of_capacity" and pricing.plant is not None and work.busiest is not None:
            use = percent(middle(pricing.plant.planned_use))
            reason = f"from your busiest second, with {percent(costs.peak_reserve - 1)} of room above it"
            yield Assumption(FIGURES[name].title, use, reason)
        else:
            yield _figure(name, *values, f"{costs.sources[name]}; {costs.dates[name]}")
    if card.usd_hour is not None:
        yield _figure("usd_hour", *card.usd_hour, f"{card.name}: {card.source}; {card.as_of}")
    yield _figure("purchase_usd", *card.purchase_usd, f"{card.name}: {card.purchase_source}; {card.as_of}")
    slow, fast = pricing.scenarios(card).ends_of(SPEED)
    yield _figure(SPEED, slow, 1.0, fast, f"error of the formula on {pricing.catalogue.throughput.source}")
    latency = percent(costs.latency_factor[work.audience])
    yield Assumption("Room for answers in time", f"{latency} of full load", costs.sources["latency_factor"])


def _figure(name: str, low: float, mid: float, high: float, reason: str) -> Assumption:
    return Assumption(FIGURES[name].title, figure_span(name, low, mid, high), reason)
