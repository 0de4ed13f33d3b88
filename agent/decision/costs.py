"""What each route costs in a month: low, mid and high, line by line, each with how it was computed.

Hosted models and licences follow their list prices; the ranges of running a model oneself are the 10th and 90th
percentile of seeded draws over the ranges of the catalogue.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from agent.decision.assessment import ROUTES, Removal
from agent.decision.bill import Cost, CostLine
from agent.decision.hosted_costs import (
    cheaper_ways,
    hosts,
    on_premises,
    served,
    vendor_api,
    vendor_offers,
    vendor_tenancy,
)
from agent.decision.own_costs import on_own_machines, on_rented_gpus, other_terms
from agent.decision.pricing import Pricing
from agent.decision.seat_costs import plans, seats

BILLS: Mapping[str, Callable[[Pricing], Cost]] = {
    "seats": seats,
    "vendor_api": vendor_api,
    "vendor_tenancy": vendor_tenancy,
    "vendor_on_premises": on_premises,
    "managed_open": served,
    "self_hosted": on_rented_gpus,
    "own_machines": on_own_machines,
}

# Other offers beside a bill.
OFFERS: Mapping[str, Callable[[Pricing], Iterable[CostLine]]] = {
    "seats": plans,
    "vendor_api": vendor_offers,
    "vendor_tenancy": cheaper_ways,
    "managed_open": hosts,
    "self_hosted": other_terms,
}


def route_costs(pricing: Pricing, removed: Mapping[str, Removal]) -> dict[str, Cost]:
    """The cost of every route that is left, with other offers beside it."""
    return {route: _with_offers(route, pricing) for route in ROUTES if route not in removed}


def _with_offers(route: str, pricing: Pricing) -> Cost:
    offers = OFFERS[route](pricing) if route in OFFERS else ()
    return replace(BILLS[route](pricing), otherwise=tuple(offers))
