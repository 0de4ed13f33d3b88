"""Hard rules that remove routes: the boundary, ITAR, and the size of buyer that a vendor delivers to.

A gate is never outweighed. Licences filter models, not routes; a budget removes only what is sold to large buyers.
"""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from agent.decision.assessment import ROUTES, Removal
from agent.decision.columns import ITAR, Columns
from agent.decision.wording import money
from agent.facts import FACTS, FactValue
from knowledge.rules import Gate, Gates
from knowledge.tables import Catalogue

BOUNDARIES = FACTS["data_boundary"].values

# What each boundary leaves; under `approved_cloud` only what is sold inside a tenancy.
ROW: Mapping[str, tuple[str, ...]] = {
    "any_vendor": ROUTES,
    "approved_cloud": tuple(route for route in ROUTES if route != "vendor_api"),
    "own_infrastructure": ("vendor_on_premises", "self_hosted", "own_machines"),
    "air_gapped": ("vendor_on_premises", "own_machines"),
}


def left_by_boundary(catalogue: Catalogue, boundary: str) -> tuple[str, ...]:
    """The routes that a boundary leaves."""
    routes = ROW[boundary]
    if boundary != "approved_cloud":
        return routes
    return tuple(route for route in routes if catalogue.routes[route].in_tenancy)


@lru_cache(maxsize=8)
def _matrix(catalogue: Catalogue) -> NDArray[np.bool_]:
    """Boundary (row) and route (column): whether the route is left."""
    return np.array([[route in left_by_boundary(catalogue, name) for route in ROUTES] for name in BOUNDARIES])


def allowed(columns: Columns, catalogue: Catalogue) -> dict[str, NDArray[np.bool_]]:
    """Whether each route is left, for many ledgers at once."""
    gates = catalogue.rules.gates
    by_boundary = _matrix(catalogue)[columns["data_boundary"]]
    laws = columns["regulations"]
    left = {route: by_boundary[..., place] for place, route in enumerate(ROUTES)}
    for route in gates.itar.routes:
        left[route] = left[route] & ((laws & ITAR) == 0)
    left["vendor_on_premises"] = left["vendor_on_premises"] & (columns["budget_per_month"] >= gates.least_budget)
    return left


def removals(facts: Mapping[str, FactValue], catalogue: Catalogue) -> dict[str, Removal]:
    """The routes that known facts rule out, each with the first gate that does."""
    gates = catalogue.rules.gates
    found: dict[str, Removal] = {}
    for route in ROUTES:
        removal = (
            _by_boundary(route, facts.get("data_boundary"), catalogue, gates)
            or _by_law(route, facts.get("regulations"), gates)
            or _by_size(route, facts, gates)
        )
        if removal:
            found[route] = removal
    return found


def _by_boundary(route: str, boundary: FactValue | None, catalogue: Catalogue, gates: Gates) -> Removal | None:
    if not isinstance(boundary, str) or route in left_by_boundary(catalogue, boundary):
        return None
    rented = boundary == "air_gapped" and route == "self_hosted"
    gate = gates.boundary["air_gapped_rented" if rented else boundary]
    return Removal("data_boundary", gate.why, gate.passage)


def _by_law(route: str, laws: FactValue | None, gates: Gates) -> Removal | None:
    if not isinstance(laws, list) or "itar" not in laws or route not in gates.itar.routes:
        return None
    return Removal("itar", gates.itar.why, gates.itar.passage)


def _by_size(route: str, facts: Mapping[str, FactValue], gates: Gates) -> Removal | None:
    budget = facts.get("budget_per_month", 0.0)
    if route != "vendor_on_premises" or (isinstance(budget, float) and budget >= gates.least_budget):
        return None
    gate: Gate = gates.on_premises
    return Removal("budget_per_month", gate.why.replace("{least}", money(gates.least_budget)), gate.passage)
