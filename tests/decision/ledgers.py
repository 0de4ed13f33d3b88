"""Ledgers for the property tests: any facts at all, any part of them known."""

from collections.abc import Mapping
from datetime import date

from hypothesis import strategies as st

from agent.decision.assess import assess
from agent.decision.assessment import VERDICTS, Assessment
from agent.facts import FACTS, FactValue

TODAY = date(2026, 11, 24)
LEAD_TIME = 8.0
CLOSED = ("seats", "vendor_api", "vendor_tenancy", "vendor_on_premises")

_NUMBERS = {
    "requests_per_month": st.one_of(st.floats(1, 1e5), st.floats(1e5, 1e12)),
    "tokens_per_request": st.one_of(st.floats(1, 5_000), st.floats(5_000, 2_000_000)),
    "seats": st.floats(1, 1e7),
    "growth_12m": st.floats(0.01, 1_000),
    "deadline_weeks": st.one_of(st.floats(0, 30), st.floats(0, 520)),
    "budget_per_month": st.one_of(st.floats(0, 1e5), st.floats(0, 1e7)),
}


def _values(name: str) -> st.SearchStrategy[FactValue]:
    fact = FACTS[name]
    if fact.kind == "choice":
        return st.sampled_from(fact.values)
    if fact.kind == "choices":
        return st.lists(st.sampled_from(fact.values), unique=True, max_size=3)
    return _NUMBERS[name]


def ledgers(**fixed: st.SearchStrategy[FactValue] | None) -> st.SearchStrategy[dict[str, FactValue]]:
    """Any facts, each known or not; a fixed fact is always known and drawn from its own strategy, None is never known."""
    optional = {n: _values(n) for n in FACTS if n != "use_case" and n not in fixed}
    needed = {name: values for name, values in fixed.items() if values is not None}
    return st.fixed_dictionaries(needed, optional=optional)


def core(facts: Mapping[str, FactValue]) -> Assessment:
    """The assessment without costs and plan."""
    return assess(facts, today=TODAY, full=False)


def rank(facts: Mapping[str, FactValue]) -> int:
    """The verdict as a number: prebuilt 0, hybrid 1, open source 2."""
    return VERDICTS.index(core(facts).verdict)


def class_of(route: str, facts: Mapping[str, FactValue]) -> str:
    """The class of a route; tuned weights behind somebody's API are open."""
    if route in CLOSED:
        return "prebuilt"
    return "prebuilt" if route == "managed_open" and facts.get("customization") != "fine_tuning" else "open"
