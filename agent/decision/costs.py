"""What each route costs in a month: low, mid and high, line by line, each with how it was computed.

Hosted models and licences follow their list prices; the ranges of running a model oneself are the 10th and 90th
percentile of seeded draws over the defaults of the catalogue.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from agent.decision.assessment import ROUTES, Cost, CostLine, Removal
from agent.decision.cost_draws import Plant, plant
from agent.decision.prices import hosted_prices, vendor_prices
from agent.decision.wording import count, listing, money, percent, unit_price
from agent.decision.workload import Workload
from knowledge.tables import Catalogue, OpenModel

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Pricing:
    """What the costs of one ledger are computed from."""

    work: Workload
    catalogue: Catalogue
    today: date

    @property
    def open_model(self) -> OpenModel:
        """The open model to count with."""
        return self.catalogue.open_models[self.catalogue.tiers[self.work.tier].open]


def route_costs(pricing: Pricing, removed: Mapping[str, Removal]) -> dict[str, Cost]:
    """The cost of every route that is left."""
    makers: Mapping[str, Callable[[Pricing], Cost]] = {
        "seats": _seats,
        "vendor_api": lambda p: _vendor(p, "vendor_api", (0.0, 0.0, 0.0)),
        "vendor_tenancy": lambda p: _vendor(p, "vendor_tenancy", p.catalogue.costs.tenancy_surcharge),
        "vendor_on_premises": _on_premises,
        "managed_open": _managed,
        "self_hosted": lambda p: _own(p, owned=False),
        "own_machines": lambda p: _own(p, owned=True),
    }
    return {route: makers[route](pricing) for route in ROUTES if route not in removed}


def _seats(pricing: Pricing) -> Cost:
    seats, rows = pricing.work.seats, pricing.catalogue.seats
    live_in = pricing.catalogue.routes["seats"].live_in
    if seats is None:
        return Cost("seats", None, None, None, reason="The number of people is not known", live_in=live_in)
    low, mid, high = (rows[name] for name in pricing.catalogue.seat_range)
    unused = pricing.catalogue.unused_share
    how = (
        f"{count(seats)} people × ${low.usd:g} ({low.name}, annual) to ${high.usd:g} ({high.name}); "
        f"{percent(unused[0])} to {percent(unused[1])} of bought seats usually stay unused"
    )
    amounts = (seats * low.usd, seats * mid.usd, seats * high.usd)
    return _cost("seats", [_line("Licences", amounts, how)], live_in, "A finished assistant")


def _vendor(pricing: Pricing, route: str, surcharge: Triple) -> Cost:
    work, tier = pricing.work, pricing.catalogue.tiers[pricing.work.tier]
    low, mid, high = vendor_prices(pricing.catalogue, work.tier, work.given, work.answered, pricing.today)
    amounts = tuple(work.requests * p * (1 + s) for p, s in zip((low, mid, high), surcharge, strict=True))
    names = [pricing.catalogue.vendor_models[name].name for name in tier.vendor]
    spread = f"{names[0]} at {unit_price(low)} to {names[2]} at {unit_price(high)} a request"
    extra = ", up to 10 % more in a region of one's own" if surcharge[2] else ""
    how = f"{_volume(work)} of {_size(work)}: {spread}{extra}"
    live_in = pricing.catalogue.routes[route].live_in
    return _cost(route, [_line("Tokens", amounts, how)], live_in, names[1])


def _on_premises(pricing: Pricing) -> Cost:
    reason = "No price is published; vendors quote it to large buyers"
    return Cost(
        "vendor_on_premises",
        None,
        None,
        None,
        reason=reason,
        live_in=pricing.catalogue.routes["vendor_on_premises"].live_in,
    )


def _managed(pricing: Pricing) -> Cost:
    work, model = pricing.work, pricing.open_model
    low, mid, high = hosted_prices(model, work.given, work.answered, pricing.today)
    hosts = listing(sorted({provider.removeprefix("huggingface_") for provider, _ in model.offers}))
    how = f"{_volume(work)} of {_size(work)}: {unit_price(low)} to {unit_price(high)} a request ({hosts})"
    lines = [_line("Tokens", (work.requests * low, work.requests * mid, work.requests * high), how)]
    if work.tuned:
        gpu = pricing.catalogue.gpus[model.gpu]
        month = model.n_gpu * gpu.usd_hour[1] * pricing.catalogue.costs.hours_per_month
        how = f"nothing where tuned weights share the host's machines; up to {model.n_gpu} {gpu.name} around the clock"
        lines.append(_line("A place for your tuned weights", (0.0, 0.0, month), how))
    live_in = pricing.catalogue.routes["managed_open"].live_in
    return _cost("managed_open", lines, live_in, model.name)


def _own(pricing: Pricing, *, owned: bool) -> Cost:
    """Open weights on GPUs, rented or owned, with the people who run them and the set-up."""
    route = "own_machines" if owned else "self_hosted"
    live_in, model = pricing.catalogue.routes[route].live_in, pricing.open_model
    site = plant(pricing.work, model, pricing.catalogue, pricing.work.card if owned else None)
    if site is None:
        reason = "A request of this size does not fit the model and GPUs I count with"
        return Cost(route, None, None, None, reason=reason, live_in=live_in, model=model.name)
    parts = site.owned_parts(pricing.work.gpus == "owned") if owned else site.rented_parts()
    lines = [_line(what, _span(amount, mid), how) for what, (mid, amount, how) in parts.items()]
    total = sum((amount for _, amount, _ in parts.values()), start=np.zeros(()))
    middle = sum(mid for mid, _, _ in parts.values())
    low, mid, high = _span(total, middle)
    ends = (round(low, 2), round(mid, 2), round(high, 2))
    return Cost(route, *ends, tuple(lines), live_in=live_in, model=_on_what(model, site))


def _span(drawn: NDArray[np.float64], mid: float) -> Triple:
    low, high = np.percentile(drawn, (10, 90))
    return min(float(low), mid), mid, max(float(high), mid)


def _on_what(model: OpenModel, site: Plant) -> str:
    return f"{model.name} on {site.replicas_mid * site.n_gpu} × {site.gpu.name}"


def _cost(route: str, lines: Iterable[CostLine], live_in: str, model: str) -> Cost:
    lines = tuple(lines)
    low, mid, high = (sum(getattr(line, end) for line in lines) for end in ("low", "mid", "high"))
    return Cost(route, low, mid, high, lines, live_in=live_in, model=model)


def _line(what: str, amounts: Iterable[float], how: str) -> CostLine:
    low, mid, high = amounts
    return CostLine(what, round(low, 2), round(mid, 2), round(high, 2), how)


def _volume(work: Workload) -> str:
    told = "" if work.requests_known else " (assumed)"
    return f"{count(work.requests)} requests{told}"


def _size(work: Workload) -> str:
    return f"{work.given:,} tokens in and {work.answered:,} out"


def article_sentence(catalogue: Catalogue) -> str:
    """The newsletter's comparison of one GPU with licences, at today's prices."""
    gpu, seat = catalogue.gpus["H100-SXM"], catalogue.seats[catalogue.seat_range[0]]
    month = gpu.usd_hour[1] * catalogue.costs.hours_per_month
    return (
        f"An H100 at {unit_price(gpu.usd_hour[1])} an hour costs {money(month)} a month, as much as "
        f"{month / seat.usd:.0f} licences at ${seat.usd:g}."
    )
