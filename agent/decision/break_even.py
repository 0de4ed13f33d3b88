"""Where a model of one's own meets its rivals: by volume, in draws, with and without staff; never is an answer."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agent.decision.assessment import BreakEven
from agent.decision.cost_draws import Plant, plant
from agent.decision.costs import Pricing
from agent.decision.prices import hosted_prices, vendor_prices
from agent.decision.wording import count, months, percent, rounded

Drawn = NDArray[np.float64]


@dataclass(frozen=True)
class Rival:
    """Who a model of one's own is compared with, in words, and the price of one request."""

    name: str
    words: str
    price: float


def meeting_point(pricing: Pricing) -> float | None:
    """The middle estimate of the volume at which a model of one's own meets the vendor's price."""
    site = plant(pricing.work, pricing.open_model, pricing.catalogue)
    return None if site is None else _middle(site, _vendor(pricing), site.people[0] + site.setup[0])


def break_evens(pricing: Pricing) -> dict[str, BreakEven]:
    """The break-even against the vendor's model and against the same weights on somebody's API."""
    site = plant(pricing.work, pricing.open_model, pricing.catalogue)
    work, model = pricing.work, pricing.open_model
    rivals = (
        _vendor(pricing),
        Rival(
            "managed_open",
            f"{model.name} hosted by others",
            hosted_prices(model, work.given, work.answered, pricing.today)[1],
        ),
    )
    return {rival.name: _meet(rival, site, work.requests, work.requests_known) for rival in rivals}


def _vendor(pricing: Pricing) -> Rival:
    work, catalogue = pricing.work, pricing.catalogue
    name = catalogue.vendor_models[catalogue.tiers[work.tier].vendor[1]].name
    return Rival("vendor_api", name, vendor_prices(catalogue, work.tier, work.given, work.answered, pricing.today)[1])


def _middle(site: Plant, rival: Rival, fixed: float) -> float | None:
    """The break-even volume at the middle of every range."""
    most, replica, capacity = site.catalogue.costs.most_replicas, site.replica_mid, site.capacity_mid
    at = meeting_volume(np.array(fixed), np.array(replica), np.array(capacity), rival.price, site.least, most)
    return float(at) if np.isfinite(at) else None


def meeting_volume(fixed: Drawn, replica: Drawn, capacity: Drawn, price: float, least: int, most: int) -> Drawn:
    """The first volume on the staircase of whole replicas at which owning costs no more; infinite for never."""
    saved = capacity * price - replica
    with np.errstate(divide="ignore", invalid="ignore"):
        replicas = np.maximum(least, np.ceil(np.where(saved > 0, fixed / saved, math.inf)))
        volume: Drawn = np.where(replicas <= most, (fixed + replicas * replica) / price, math.inf)
    return volume


def _meet(rival: Rival, site: Plant | None, requests: float, requests_known: bool) -> BreakEven:
    if site is None:
        return BreakEven(
            rival.name, None, None, None, 1.0, None, None, "A request of this size does not fit the GPUs I count with."
        )
    most, least = site.catalogue.costs.most_replicas, site.least
    people, setup = site.people, site.setup

    drawn = meeting_volume(people[1] + setup[1], site.replica, site.capacity, rival.price, least, most)
    low, high = np.percentile(drawn, (10, 90), method="lower")
    found = BreakEven(
        rival.name,
        _middle(site, rival, people[0] + setup[0]),
        float(low) if np.isfinite(low) else None,
        float(high) if np.isfinite(high) else None,
        float(np.mean(~np.isfinite(drawn))),
        _middle(site, rival, setup[0]),
        _months(site, rival, requests),
        "",
    )
    return BreakEven(**{**found.__dict__, "sentence": _sentence(found, rival, requests, requests_known)})


def _months(site: Plant, rival: Rival, requests: float) -> float | None:
    """How long the set-up takes to be earned back at this volume."""
    running = site.replicas_mid * site.replica_mid + site.people[0]
    saved = requests * rival.price - running
    return round(site.mid("setup_usd") / saved, 2) if saved > 0 else None


def _sentence(found: BreakEven, rival: Rival, requests: float, requests_known: bool) -> str:
    if found.requests_per_month is None:
        likely = "" if found.share_never > 0.995 else f" (in {percent(found.share_never)} of draws)"
        return f"Against {rival.words} a model of your own does not pay for itself at any volume{likely}."
    near = count(rounded(found.requests_per_month))
    parts = [f"Against {rival.words} a model of your own pays for itself from about {near} requests a month"]
    if found.low is not None:
        top = count(rounded(found.high)) if found.high is not None else "never"
        parts.append(f" ({count(rounded(found.low))} to {top})")
    if requests_known:
        parts.append(f", {_beside(found.requests_per_month / requests)}")
    without = found.without_staff
    if without is not None and without < found.requests_per_month * 0.95:
        parts.append(f"; without counting staff from {count(rounded(without))}")
    if found.months is not None:
        parts.append(f"; at your volume the set-up is earned back in {months(found.months)}")
    return "".join(parts) + "."


def _beside(ratio: float) -> str:
    if ratio >= 1.5:
        return f"about {count(rounded(ratio)) if ratio >= 10 else f'{rounded(ratio):g}'} times your volume"
    if ratio <= 0.67:
        return f"less than your volume by a factor of {rounded(1 / ratio):,g}"
    return "about your volume"
