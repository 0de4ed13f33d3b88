"""What the break-even looks like: monthly costs over a range of volumes, and what has been spent month by month.

Nothing is decided here: the crossings are those of the break-even, the lines those that the costs are read from.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from agent.decision.bill import BreakEven
from agent.decision.break_even import break_evens, owning
from agent.decision.by_month import course, volumes
from agent.decision.pricing import Pricing
from agent.decision.rivals import Rival, hosted, vendor
from agent.decision.scenarios import DRAWS, Cases, Triple, middle
from agent.decision.staircase import Stairs
from knowledge.tables import Catalogue

EVEN_POINTS = 64

# Steps that are drawn; higher ones are too low beside what stands below them to be seen.
MOST_STEPS = 16

# Just after a step, so that it is drawn upright.
AFTER_A_STEP = 1 + 1e-6

# Decades that are shown at least, above the volume where owning never pays, and beyond the points that matter.
LEAST_DECADES, DECADES_WITHOUT_CROSSING, MARGIN = 2.0, 2.0, 0.25

# A crossing, or the far end of its range, is shown while it lies within so many times what is nearer.
FARTHEST_CROSSING, FARTHEST_RANGE = 30.0, 10.0


@dataclass(frozen=True)
class Line:
    """US dollars at each point: the usual, and the range around it; `name` is the model."""

    name: str
    low: tuple[float, ...]
    usual: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Crossing:
    """Where owning meets a rival: requests a month with their range (None is never), and US dollars a month there."""

    requests: float
    usd: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Curves:
    """Monthly costs at each of `requests` a month, the volume of the case, and where the lines cross.

    Where the work does not fit the GPUs, `own` is None and `without_staff` empty; a crossing is None where there is
    none. `usd_hour` and `people` are what was counted with.
    """

    requests: tuple[float, ...]
    vendor: Line
    hosted: Line
    own: Line | None
    without_staff: tuple[float, ...]
    volume: float
    is_volume_known: bool
    is_owned: bool
    usd_hour: float | None
    people: float
    crossing: Crossing | None
    hosted_crossing: Crossing | None
    unstaffed_crossing: Crossing | None


@dataclass(frozen=True)
class Months:
    """What has been spent by the end of each month from 0, in US dollars: owning with its set-up, and the rival.

    `paid_back` is the month by whose end owning has cost no more; None is never within what is looked ahead.
    """

    own: Line
    rival: Line
    paid_back: float | None
    soonest: float | None
    latest: float | None
    share_paid_back: float
    is_volume_known: bool


def curves(pricing: Pricing, meets: Mapping[str, BreakEven], ends: tuple[float, float] | None = None) -> Curves:
    """The lines between two volumes, or around the volume of the case and the crossings of its break-even."""
    rival, weights, plant = vendor(pricing), hosted(pricing), pricing.plant
    found = meets[rival.name]
    crossing = _crossing(found.requests_per_month, rival, found.low, found.high)
    unstaffed = _crossing(found.without_staff, rival)
    elsewhere = meets[weights.name]
    other = _crossing(elsewhere.requests_per_month, weights, elsewhere.low, elsewhere.high)
    stairs = None if plant is None else owning(pricing, plant)
    crossings = tuple(filter(None, (crossing, unstaffed, other)))
    points = _points(pricing.work.requests, crossings, stairs, ends or _ends(pricing.work.requests, crossings))
    own: Line | None = None
    without: tuple[float, ...] = ()
    if plant is not None and stairs is not None:
        own = _line(plant.model.name, stairs.monthly(points[:, np.newaxis], rival.price))
        without = tuple(_middle(replace(stairs, fixed=plant.setup)).monthly(points, rival.price).tolist())
    return Curves(
        requests=tuple(points.tolist()),
        vendor=_rising(rival, points),
        hosted=_rising(weights, points, pricing.open_model.name),
        own=own,
        without_staff=without,
        volume=pricing.work.requests,
        is_volume_known=pricing.work.requests_known,
        is_owned=pricing.work.gpus == "owned",
        usd_hour=_rent(pricing),
        people=pricing.catalogue.costs.ranges["people"][1],
        crossing=crossing,
        hosted_crossing=other,
        unstaffed_crossing=unstaffed,
    )


def curves_if(
    pricing: Pricing,
    beside: Curves,
    *,
    requests: float | None = None,
    usd_hour: float | None = None,
    people: float | None = None,
) -> Curves:
    """The lines with another volume, rent of a GPU or number of people, over the volumes of the lines beside them.

    The break-even follows anew; the ratio of the busiest second to the average stays. What cannot be is a ValueError.
    """
    other = pricing_if(pricing, requests=requests, usd_hour=usd_hour, people=people)
    return curves(other, break_evens(other), (beside.requests[0], beside.requests[-1]))


def pricing_if(
    pricing: Pricing, *, requests: float | None = None, usd_hour: float | None = None, people: float | None = None
) -> Pricing:
    """What costs are computed from, with a number of one's own in place of a range; one that cannot be is refused."""
    for name, value, least in (("requests", requests, 1.0), ("usd_hour", usd_hour, 0.0), ("people", people, 0.0)):
        if value is not None and not (math.isfinite(value) and least <= value <= 1e12):
            raise ValueError(f"{name}: {value!r} is not a number from {least:g} to 1e+12")
    catalogue, work = pricing.catalogue, pricing.work
    if people is not None:
        ranges = {**catalogue.costs.ranges, "people": (people, people, people)}
        catalogue = replace(catalogue, costs=replace(catalogue.costs, ranges=ranges))
    if usd_hour is not None:
        catalogue = _rented_at(usd_hour, catalogue)
        work = replace(work, card=work.card and catalogue.gpus[work.card.name])
    if requests is not None:
        work = replace(work, requests=requests, requests_known=True)
    return replace(pricing, catalogue=catalogue, work=work)


def _rented_at(usd_hour: float, catalogue: Catalogue) -> Catalogue:
    """Every card at one rent."""
    rent = (usd_hour, usd_hour, usd_hour)
    return replace(catalogue, gpus={name: replace(gpu, usd_hour=rent) for name, gpu in catalogue.gpus.items()})


def months_ahead(pricing: Pricing, found: BreakEven) -> Months | None:
    """What owning and a vendor's model will have cost, month by month; None where the work does not fit the GPUs."""
    plant, rival = pricing.plant, vendor(pricing)
    if plant is None:
        return None
    figures = plant.figures
    requests = volumes(pricing.work.requests, pricing.work.growth)
    ahead = course(
        owning(pricing, plant), plant.people, figures["setup_usd"], rival.price, figures["price_decline_year"], requests
    )
    once = np.broadcast_to(figures["setup_usd"], ahead.own.shape[1:])
    return Months(
        own=_line(plant.model.name, np.vstack([once, once + ahead.own.cumsum(axis=0)])),
        rival=_line(rival.words, np.vstack([np.zeros_like(once), ahead.rival.cumsum(axis=0)])),
        paid_back=found.months,
        soonest=found.months_low,
        latest=found.months_high,
        share_paid_back=found.share_paid_back,
        is_volume_known=pricing.work.requests_known,
    )


def _rent(pricing: Pricing) -> float | None:
    """The usual rent of a GPU by the hour, where it is rented."""
    rent = pricing.usual_card.usd_hour
    return None if rent is None or pricing.work.gpus == "owned" else rent[1]


def _crossing(
    requests: float | None, rival: Rival, low: float | None = None, high: float | None = None
) -> Crossing | None:
    return None if requests is None else Crossing(requests, requests * rival.price, low, high)


def _rising(rival: Rival, points: Cases, name: str = "") -> Line:
    """A price by the request at each volume."""
    low, usual, high = (tuple((points * price).tolist()) for price in _ordered(rival.prices))
    return Line(name or rival.words, low, usual, high)


def _ordered(prices: Triple) -> Triple:
    low, usual, high = prices
    return min(low, usual), usual, max(usual, high)


def _middle(stairs: Stairs) -> Stairs:
    """The same with every uncertain figure in the middle alone."""
    fixed, further, capacity, first = (
        np.ravel(cases)[:1] for cases in (stairs.fixed, stairs.further, stairs.capacity, stairs.first)
    )
    return replace(stairs, fixed=fixed, further=further, capacity=capacity, first=first)


def _line(name: str, rows: Cases) -> Line:
    """The middle of each row of cases, and the 10th and 90th percentile of its draws around it."""
    usual = rows[:, 0]
    first, last = DRAWS // 10, DRAWS - DRAWS // 10 - 1
    parted = np.partition(rows[:, -DRAWS:], (first, last), axis=1)
    low, high = np.minimum(parted[:, first], usual), np.maximum(parted[:, last], usual)
    return Line(name, tuple(low.tolist()), tuple(usual.tolist()), tuple(high.tolist()))


def _points(volume: float, crossings: Sequence[Crossing], stairs: Stairs | None, ends: tuple[float, float]) -> Cases:
    """Volumes in even steps of their logarithm, with those that matter and both sides of every step."""
    low, high = ends
    named = [volume, *(crossing.requests for crossing in crossings)]
    steps = [] if stairs is None else _steps(stairs, low, high)
    points = np.unique([*np.geomspace(low, high, EVEN_POINTS), *named, *steps])
    return points[(points >= low) & (points <= high)]


def _ends(volume: float, crossings: Sequence[Crossing]) -> tuple[float, float]:
    """The volumes between which the case and its crossings lie, with some room around them."""
    shown = [volume]
    for crossing in crossings:
        if crossing.requests > max(shown) * FARTHEST_CROSSING and len(shown) > 1:
            continue
        ends = (crossing.low or crossing.requests, crossing.high or crossing.requests)
        shown += [crossing.requests, max(ends[0], crossing.requests / FARTHEST_RANGE)]
        shown.append(min(ends[1], crossing.requests * FARTHEST_RANGE))
    above = DECADES_WITHOUT_CROSSING if len(shown) == 1 else 0.0
    low = math.floor(2 * (math.log10(max(min(shown), 1.0)) - MARGIN)) / 2
    high = math.ceil(2 * (math.log10(max(shown)) + MARGIN + above)) / 2
    return 10 ** max(low, 0.0), 10 ** max(high, max(low, 0.0) + LEAST_DECADES)


def _steps(stairs: Stairs, low: float, high: float) -> list[float]:
    """Both sides of the first steps in sight, in the middle case."""
    capacity = middle(stairs.capacity)
    first = max(stairs.least, math.ceil(low / capacity))
    ends = (replicas * capacity for replicas in range(first, first + MOST_STEPS))
    return [side for end in ends if end <= high for side in (end, end * AFTER_A_STEP)]
