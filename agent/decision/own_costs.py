"""What a model of one's own costs in a month: GPUs rented or owned, the people who run it, and the set-up."""

from collections.abc import Iterator

import numpy as np

from agent.decision.bill import Cost, CostLine
from agent.decision.hosted_costs import line
from agent.decision.plant import ENOUGH, Plant
from agent.decision.pricing import Pricing
from agent.decision.rivals import vendor
from agent.decision.scenarios import Cases, middle, span
from agent.decision.wording import count, money, months, percent, rounded, unit_price

# A line of the bill: what it is, what it costs in all cases, and how it was computed.
Part = tuple[str, Cases, str]

TOO_LARGE = "A request of this size does not fit the model and GPUs I count with"
NOT_RENTED = "Nobody publishes a price to rent these GPUs"


def on_rented_gpus(pricing: Pricing) -> Cost:
    """Open weights on GPUs rented in an account of one's own."""
    plant = pricing.rented_plant
    if plant is None or plant.gpu.usd_hour is None:
        return _none("self_hosted", TOO_LARGE if plant is None else NOT_RENTED, pricing)
    return _sum("self_hosted", (*_rented(plant), *_shared(pricing, plant)), pricing, plant)


def on_own_machines(pricing: Pricing) -> Cost:
    """Open weights on machines of one's own: those that are there cost power, further ones their purchase too."""
    plant = pricing.owned_plant
    if plant is None:
        return _none("own_machines", TOO_LARGE, pricing)
    return _sum("own_machines", (*_owned(plant), *_shared(pricing, plant)), pricing, plant)


def _none(route: str, reason: str, pricing: Pricing) -> Cost:
    live_in = pricing.catalogue.routes[route].live_in
    return Cost(route, None, None, None, reason=reason, live_in=live_in, model=pricing.open_model.name)


def _sum(route: str, parts: tuple[Part, ...], pricing: Pricing, plant: Plant) -> Cost:
    """The lines, and the range of their sum, which is narrower than the sum of their ranges."""
    total: Cases = sum((amount for _, amount, _ in parts), start=np.zeros(()))
    low, mid, high = (round(end, 2) for end in span(total))
    return Cost(
        route,
        low,
        mid,
        high,
        tuple(line(what, span(amount), how) for what, amount, how in parts),
        live_in=pricing.catalogue.routes[route].live_in,
        model=f"{plant.model.name} on {plant.cards} × {plant.gpu.name}",
        use=float(f"{plant.use:.3g}"),
    )


def _hardware(plant: Plant) -> str:
    spare = ", two copies because customers use it," if plant.least > 1 and plant.cards == 2 * plant.n_gpu else ""
    return f"{plant.cards} × {plant.gpu.name} for {plant.model.name}{spare}"


def _rented(plant: Plant) -> Iterator[Part]:
    assert plant.gpu.usd_hour is not None
    hour, overhead = plant.gpu.usd_hour[1], middle(plant.figures["overhead"])
    carried, use = count(rounded(middle(plant.capacity))), percent(middle(plant.planned_use))
    peak = " (from your busiest second)" if plant.work.busiest else ""
    how = (
        f"{_hardware(plant)} at {unit_price(hour)} an hour and {percent(overhead)} for disks, CPU and network; "
        f"{'one carries' if plant.n_gpu == 1 else f'{plant.n_gpu} of them carry'} about "
        f"{carried} requests a month at {use} use{peak}; yours use {_use(plant)} of what they could do"
    )
    yield "GPUs", plant.rented.machines(plant.replicas), how


def _use(plant: Plant) -> str:
    return "under 1 %" if plant.use < 0.01 else percent(plant.use)


def other_terms(pricing: Pricing) -> Iterator[CostLine]:
    """The same cards reserved for a year or three, or at a large cloud provider."""
    plant = pricing.rented_plant
    if plant is None or plant.gpu.usd_hour is None:
        return
    bill = plant.rented.machines(plant.replicas)
    for term in plant.catalogue.terms.values():
        low, mid, high = span(bill)
        amounts = (low * term.factor[0], mid * term.factor[1], high * term.factor[2])
        yield line(f"GPUs {term.name}", amounts, f"{percent(1 - term.factor[1])} off, paid whether used or not")
    large, usual = plant.gpu.hyperscaler_usd_hour, plant.gpu.usd_hour
    if large is not None and usual is not None and usual[1]:
        at_large = (middle(bill) * price / usual[1] for price in large)
        yield line("GPUs at a large cloud provider", at_large, f"at {unit_price(large[1])} an hour")


def _owned(plant: Plant) -> Iterator[Part]:
    yield "Machines", _machines(plant), _machines_words(plant)
    kilowatts = plant.cards * plant.gpu.watts / 1000
    factor, rate = middle(plant.figures["power_factor"]), middle(plant.figures["electricity_usd_kwh"])
    how = f"{kilowatts:g} kW of cards × {factor:g} for server and cooling × {plant.hours:g} hours × ${rate:g} a kWh"
    yield "Power", plant.replicas * plant.power, how


def _machines(plant: Plant) -> Cases:
    """What has to be bought beyond the cards that are there."""
    bought: Cases = np.maximum(plant.replicas - plant.replicas_there, 0) * plant.purchase
    return bought


def _machines_words(plant: Plant) -> str:
    there = plant.replicas_there * plant.n_gpu
    if there >= plant.cards:
        return "nothing: you own the GPUs already"
    server = middle(plant.figures["purchase_usd"]) * middle(plant.figures["server_factor"])
    spread = middle(plant.figures["depreciation_months"])
    yours = f", less the {plant.work.cards_there:g} you own," if plant.work.gpus == "owned" and there < ENOUGH else ""
    return f"{_hardware(plant)}{yours} at ${server:,.0f} a card with its server, spread over {months(spread)}"


def _shared(pricing: Pricing, plant: Plant) -> Iterator[Part]:
    """What both ways of owning need: people, the set-up, and the hard cases that are sent on."""
    yield from _people_and_setup(plant)
    escalated = pricing.work.escalated_share
    if escalated:
        rival = vendor(pricing)
        amount = np.array(pricing.work.requests * escalated * rival.price)
        yield "Hard cases sent on", amount, f"{percent(escalated)} of the requests go to {rival.words} as well"


def people_and_setup(plant: Plant) -> Iterator[CostLine]:
    """The lines of the people who run a model and of its set-up."""
    return (line(what, span(amount), how) for what, amount, how in _people_and_setup(plant))


def _people_and_setup(plant: Plant) -> Iterator[Part]:
    figures = plant.figures
    share, pay = middle(figures["people"]), middle(figures["pay_usd_year"])
    low, _, high = plant.catalogue.costs.ranges["people"]
    how = f"{share:g} of a person ({low:g} to {high:g}), on call included, at ${pay:,.0f} a year"
    yield "People", plant.people, how
    once, spread = middle(figures["setup_usd"]), middle(figures["setup_months"])
    yield "Set-up", plant.setup, f"{money(once)} once, spread over {months(spread)}"
