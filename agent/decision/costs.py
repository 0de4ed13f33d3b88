"""What each route costs in a month: low, mid and high, line by line, each with how it was computed.

Hosted models and licences follow their list prices; the ranges of running a model oneself are the 10th and 90th
percentile of seeded draws over the ranges of the catalogue.
"""

from collections.abc import Callable, Mapping

from agent.decision.assessment import ROUTES, Removal
from agent.decision.bill import Cost
from agent.decision.hosted_costs import on_premises, served, vendor_api, vendor_tenancy
from agent.decision.own_costs import on_own_machines, on_rented_gpus
from agent.decision.pricing import Pricing
from agent.decision.seat_costs import seats

MAKERS: Mapping[str, Callable[[Pricing], Cost]] = {
    "seats": seats,
    "vendor_api": vendor_api,
    "vendor_tenancy": vendor_tenancy,
    "vendor_on_premises": on_premises,
    "managed_open": served,
    "self_hosted": on_rented_gpus,
    "own_machines": on_own_machines,
}


def route_costs(pricing: Pricing, removed: Mapping[str, Removal]) -> dict[str, Cost]:
    """The cost of every route that is left."""
    return {route: MAKERS[route](pricing) for route in ROUTES if route not in removed}
