"""Where a model of one's own meets its rivals: by volume and by month, in draws, with and without staff.

Never is an answer. What moves the point is found by putting each uncertain figure alone at its ends.
"""

import math
from dataclasses import replace

import numpy as np

from agent.decision.bill import BreakEven, Mover
from agent.decision.by_month import course, volumes
from agent.decision.plant import Plant
from agent.decision.pricing import Pricing
from agent.decision.rivals import Rival, hosted, vendor
from agent.decision.scenarios import Cases, draws, middle, tenths
from agent.decision.staircase import Stairs
from agent.decision.wording import FIGURES, count, figure, lowered, months, percent, rounded

MOST_MOVERS = 8

# A figure that moves the point by less than this factor is not named.
SMALLEST_MOVE = 1.02

TOO_LARGE = "A request of this size does not fit the GPUs I count with."


def meeting_point(pricing: Pricing) -> float | None:
    """The middle estimate of the volume at which a model of one's own meets the vendor's price."""
    plant = pricing.middle_plant
    return None if plant is None else _finite(middle(owning(pricing, plant).meeting_volume(vendor(pricing).price)))


def break_evens(pricing: Pricing) -> dict[str, BreakEven]:
    """The break-even against the vendor's model and against the same weights on somebody's API."""
    return {rival.name: _meet(pricing, rival) for rival in (vendor(pricing), hosted(pricing))}


def owning(pricing: Pricing, plant: Plant) -> Stairs:
    """The machines that owning stands on: those that are there, otherwise rented ones."""
    return plant.owned if pricing.work.gpus == "owned" or plant.gpu.usd_hour is None else plant.rented


def _meet(pricing: Pricing, rival: Rival) -> BreakEven:
    plant = pricing.plant
    if plant is None:
        return BreakEven(rival.name, rival.words, None, None, None, 1.0, None, None, TOO_LARGE)
    stairs = owning(pricing, plant)
    volume = stairs.meeting_volume(rival.price)
    unstaffed = replace(stairs, fixed=plant.setup).meeting_volume(rival.price)
    paid_back = _months(pricing, plant, stairs, rival)
    (low, high), (soonest, latest) = tenths(volume), tenths(paid_back)
    found = BreakEven(
        rival=rival.name,
        model=rival.words,
        requests_per_month=_finite(middle(volume)),
        low=_finite(low),
        high=_finite(high),
        share_never=float(np.mean(~np.isfinite(draws(volume)))),
        without_staff=_finite(middle(unstaffed)),
        months=_finite(middle(paid_back)),
        sentence="",
        share_never_without_staff=float(np.mean(~np.isfinite(draws(unstaffed)))),
        share_paid_back=float(np.mean(np.isfinite(draws(paid_back)))),
        months_low=_finite(soonest),
        months_high=_finite(latest),
        rival_bill=_bill(middle(volume), rival.price),
        movers=_movers(pricing, plant, stairs, rival, volume),
    )
    return replace(found, sentence=_sentence(found, pricing), decides=_decides(found))


def _bill(volume: float, price: float) -> float | None:
    """What the rival costs in a month at the break-even."""
    return round(volume * price, 2) if math.isfinite(volume) else None


def _finite(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def _months(pricing: Pricing, plant: Plant, stairs: Stairs, rival: Rival) -> Cases:
    """The month by whose end the set-up is earned back, as the volume grows and the rival's prices fall."""
    figures = plant.figures
    ahead = course(
        stairs,
        plant.people,
        figures["setup_usd"],
        rival.price,
        figures["price_decline_year"],
        volumes(pricing.work.requests, pricing.work.growth),
    )
    return ahead.first_month


def _movers(pricing: Pricing, plant: Plant, stairs: Stairs, rival: Rival, volume: Cases) -> tuple[Mover, ...]:
    """What moves the break-even, most first: each figure alone at its low and its high end, and the rival's price."""
    cases = pricing.scenarios(plant.gpu)
    rows = [
        Mover(name, *cases.ends_of(name), *map(_finite, reached)) for name, reached in cases.at_ends(volume).items()
    ]
    low, _, high = rival.prices
    reached = (_finite(middle(stairs.meeting_volume(price))) for price in (low, high))
    rows.append(Mover("rival_price", low, high, *reached))
    base = _finite(middle(volume))
    ranked = sorted(rows, key=lambda row: -_reach(row, base))
    return tuple(row for row in ranked if _reach(row, base) > math.log(SMALLEST_MOVE))[:MOST_MOVERS]


def _reach(row: Mover, base: float | None) -> float:
    """How far apart the break-evens lie, as a logarithm; never lies farther than any volume."""
    far = 1e15
    places = [math.log(far if volume is None else max(volume, 1.0)) for volume in (row.at_low, row.at_high, base)]
    return max(places) - min(places)


def _sentence(found: BreakEven, pricing: Pricing) -> str:
    never = found.share_never
    if found.requests_per_month is None:
        likely = "" if never > 0.995 else f" (in {percent(never)} of draws)"
        return f"Against {found.model} a model of your own does not pay for itself at any volume{likely}."
    near = count(rounded(found.requests_per_month))
    parts = [f"Against {found.model} a model of your own pays for itself from about {near} requests a month"]
    if found.low is not None:
        parts.append(f" ({_reached(found.low)} to {_reached(found.high)})")
    if pricing.work.requests_known:
        parts.append(f", {_beside(found.requests_per_month / pricing.work.requests)}")
    without = found.without_staff
    if without is not None and without < found.requests_per_month * 0.95:
        parts.append(f"; without counting staff from {count(rounded(without))}")
    if found.months is not None and pricing.work.requests_known:
        grown = ", growth counted," if pricing.work.growth != 1 else ""
        spread = f" ({found.months_low:g} to {f'{found.months_high:g}' if found.months_high else 'never'})"
        parts.append(
            f"; at your volume{grown} the set-up is earned back in {months(found.months)}"
            f"{spread if found.months_low else ''}"
        )
    return "".join(parts) + "."


def _decides(found: BreakEven) -> str:
    """The figure that moves the point most, with the point at its two ends."""
    if not found.movers:
        return ""
    most = found.movers[0]
    (one, there), (other, here) = (
        (figure(most.what, end), _reached(volume))
        for end, volume in ((most.low, most.at_low), (most.high, most.at_high))
    )
    return f"What moves this most: {lowered(FIGURES[most.what].title)}, from {there} at {one} to {here} at {other}."


def _reached(volume: float | None) -> str:
    return "never" if volume is None else count(rounded(volume))


def _beside(ratio: float) -> str:
    if ratio >= 1.5:
        return f"about {count(rounded(ratio)) if ratio >= 10 else f'{rounded(ratio):g}'} times your volume"
    if ratio <= 0.67:
        return f"less than your volume by a factor of {rounded(1 / ratio):,g}"
    return "about your volume"
