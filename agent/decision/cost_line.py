"""One line of `advisor cost` and of `advisor breakeven`: numbers in, a bill or a number of months out."""

import math
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from agent.days import day_of
from agent.decision.bill import Cost
from agent.decision.break_even import break_evens
from agent.decision.columns import checked
from agent.decision.costs import route_costs
from agent.decision.counted import counted_with
from agent.decision.gates import removals
from agent.decision.given import facts_of, known_keys, present_of
from agent.decision.licences import licences
from agent.decision.present import present_bill
from agent.decision.pricing import Pricing
from agent.decision.reconciliation import walks
from agent.decision.workload import Choices, workload
from agent.slips import slips
from knowledge.catalogue import load_catalogue
from knowledge.tables import Catalogue

KEYS = ("id", "facts", "overrides", "present", "today")
CHOICES = tuple(field.name for field in fields(Choices))

SHARES = ("input_share", "cached_share", "escalated_share")


def cost_line(line: Mapping[str, Any], prices: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The cost of every route, the break-even, and what both stand on; what cannot be taken is a ValueError.

    `prices` are the overrides of a file; those of the line are laid over them.
    """
    known_keys(line, KEYS)
    overrides = line.get("overrides") or {}
    if not isinstance(overrides, Mapping):
        raise ValueError(f"overrides: {overrides!r} is not an object of figures and numbers")
    chosen = {name: value for name, value in overrides.items() if name in CHOICES}
    figures = {name: value for name, value in overrides.items() if name not in CHOICES}
    catalogue = load_catalogue(overrides=(prices or {}, figures))
    facts, details = facts_of(line.get("facts"))
    values, today = checked(facts), day_of(line.get("today"))
    choices = choices_of(chosen, catalogue)
    work = workload(values, details, catalogue, choices)
    pricing = Pricing(work, catalogue, today, choices)
    removed = removals(values, catalogue)
    present, compared = present_bill(present_of(line.get("present")), work, catalogue, today), licences(catalogue)
    return {
        "routes": {route: _route(cost) for route, cost in route_costs(pricing, removed).items()},
        "removed": {route: removal.why for route, removal in removed.items()},
        "break_even": {rival: asdict(found) for rival, found in break_evens(pricing).items()},
        "reconciliation": [asdict(walk) for walk in walks(pricing)],
        "present": asdict(present) if present else None,
        "licences": asdict(compared) if compared else None,
        "assumptions": [asdict(assumption) for assumption in (*work.assumptions, *counted_with(pricing))],
        "slips": [asdict(slip) for slip in slips(values)],
        "prices_as_of": catalogue.as_of,
    }


def _route(cost: Cost) -> dict[str, Any]:
    return {
        "monthly": {"low": cost.low, "mid": cost.mid, "high": cost.high},
        "lines": [asdict(line) for line in cost.lines],
        "otherwise": [asdict(line) for line in cost.otherwise],
        "model": cost.model,
        "live_in": cost.live_in,
        **({"use": cost.use} if cost.use is not None else {}),
        **({"reason": cost.reason} if cost.reason else {}),
    }


def choices_of(given: Mapping[str, Any], catalogue: Catalogue) -> Choices:
    """What to count with in place of the catalogue's choice; a name that it does not know is a ValueError."""
    named = {
        "open_model": tuple(catalogue.open_models),
        "vendor_model": tuple(catalogue.vendor_models),
        "gpu": tuple(catalogue.gpus),
        "weights": tuple(catalogue.throughput.bytes_per_parameter),
    }
    for name, value in given.items():
        if name in named and value not in named[name]:
            raise ValueError(f"overrides: {name}: {value!r} is none of {', '.join(named[name])}")
        if name in SHARES and not (_is_number(value) and 0 <= value < 1):
            raise ValueError(f"overrides: {name}: {value!r} is not a share from 0 to below 1")
    cards, batch = given.get("n_gpu"), given.get("batch", False)
    if cards is not None and (isinstance(cards, bool) or not isinstance(cards, int) or not 1 <= cards <= 1_024):
        raise ValueError(f"overrides: n_gpu: {cards!r} is not a whole number from 1 to 1,024")
    if not isinstance(batch, bool):
        raise ValueError(f"overrides: batch: {batch!r} is neither true nor false")
    return Choices(**given)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


BREAK_EVEN_KEYS = (
    "hardware_usd",
    "power_watts",
    "power_hours_per_month",
    "electricity_usd_per_kwh",
    "tokens_per_month",
    "input_share",
    "api_input_usd_per_m",
    "api_output_usd_per_m",
    "staff_usd_per_month",
)


def break_even_line(line: Mapping[str, Any]) -> dict[str, Any]:
    """Months until bought hardware has cost no more than an API for the same tokens; None for never.

    Hardware over what a month saves (arXiv 2509.18101): the API's bill less electricity and staff, in US dollars. The
    tokens are those that the hardware serves.
    """
    known_keys(line, ("id", "today", *BREAK_EVEN_KEYS))
    figures = {name: _figure(name, line) for name in BREAK_EVEN_KEYS}
    if figures["input_share"] > 1:
        raise ValueError(f"input_share: {line['input_share']!r} is not a share from 0 to 1")
    share = figures["input_share"]
    per_million = share * figures["api_input_usd_per_m"] + (1 - share) * figures["api_output_usd_per_m"]
    api = figures["tokens_per_month"] / 1e6 * per_million
    kilowatt_hours = figures["power_watts"] / 1000 * figures["power_hours_per_month"]
    running = kilowatt_hours * figures["electricity_usd_per_kwh"] + figures["staff_usd_per_month"]
    months = figures["hardware_usd"] / (api - running) if api > running else None
    reason = {} if months is not None else {"reason": f"Running it costs ${running:,.2f} a month, the API ${api:,.2f}"}
    return {"months": months, "api_usd_per_month": round(api, 2), "running_usd_per_month": round(running, 2), **reason}


def _figure(name: str, line: Mapping[str, Any]) -> float:
    value = line.get(name, 0.0 if name == "staff_usd_per_month" else None)
    if value is None:
        raise ValueError(f"{name} is missing; a line takes {', '.join(BREAK_EVEN_KEYS)}")
    if not _is_number(value) or value < 0:
        raise ValueError(f"{name}: {value!r} is not a number from 0 up")
    return float(value)
