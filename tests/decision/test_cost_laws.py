"""The laws of cost hold for every workload, through the whole engine and not only on its staircase."""

import math
from datetime import date
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from agent.decision.bill import BreakEven, Cost
from agent.decision.break_even import break_evens
from agent.decision.costs import route_costs
from agent.decision.pricing import Pricing
from agent.decision.workload import workload
from agent.facts import FACTS, FactValue
from knowledge.catalogue import load_catalogue

TODAY = date(2026, 11, 24)

Facts = dict[str, FactValue]

TIERS = st.sampled_from(FACTS["task_difficulty"].values)
AUDIENCES = st.sampled_from(FACTS["audience"].values)
MACHINES = st.sampled_from(FACTS["gpus"].values)
REQUESTS = st.floats(1, 1e9)
TOKENS = st.floats(20, 60_000)
TIMES = st.floats(1.0, 50)

WORK = st.fixed_dictionaries(
    {"task_difficulty": TIERS, "audience": AUDIENCES, "requests_per_month": REQUESTS, "tokens_per_request": TOKENS},
    optional={"gpus": MACHINES, "growth_12m": st.floats(0.5, 5), "seats": st.floats(1, 1e5)},
)


def _pricing(facts: Facts, **overrides: Any) -> Pricing:
    catalogue = load_catalogue(overrides=[overrides])
    return Pricing(workload(facts, {}, catalogue), catalogue, TODAY)


def _costs(facts: Facts) -> dict[str, Cost]:
    return route_costs(_pricing(facts), {})


def _volume(point: BreakEven) -> float:
    return math.inf if point.requests_per_month is None else point.requests_per_month


def _meets(facts: Facts, **overrides: Any) -> dict[str, float]:
    return {name: _volume(point) for name, point in break_evens(_pricing(facts, **overrides)).items()}


def _never_lower(first: dict[str, Cost], second: dict[str, Cost]) -> None:
    for route, cost in first.items():
        for one, other in zip((cost.low, cost.mid, cost.high), _ends(second[route]), strict=True):
            if one is not None and other is not None:
                assert one <= other * (1 + 1e-6) + 0.02, route


def _ends(cost: Cost) -> tuple[float | None, float | None, float | None]:
    return cost.low, cost.mid, cost.high


@given(WORK, TIMES)
def test_more_requests_never_cost_less(facts: Facts, times: float) -> None:
    """On any route, at either end of the range."""
    more = {**facts, "requests_per_month": float(str(facts["requests_per_month"])) * times}

    _never_lower(_costs(facts), _costs(more))


@example({"task_difficulty": "narrow", "requests_per_month": 5045.0, "tokens_per_request": 50.0}, 1.0078125)
@given(WORK, TIMES)
def test_longer_requests_never_cost_less(facts: Facts, times: float) -> None:
    """Input and output grow alike; what no longer fits the GPUs has no price any more."""
    longer = {**facts, "tokens_per_request": min(float(str(facts["tokens_per_request"])) * times, 1e6)}

    _never_lower(_costs(facts), _costs(longer))


@given(WORK, st.floats(0, 5), st.floats(0, 5))
def test_more_people_never_bring_the_break_even_nearer(facts: Facts, few: float, more: float) -> None:
    """Against the vendor and against the same weights hosted by others."""
    fewer, many = _meets(facts, people=few), _meets(facts, people=few + more)

    assert all(fewer[rival] <= many[rival] * (1 + 1e-9) for rival in fewer)


@given(WORK, st.floats(0.02, 0.5))
def test_twice_the_use_of_capacity_never_moves_the_break_even_away(facts: Facts, use: float) -> None:
    """A GPU that carries more is needed less often."""
    once, twice = _meets(facts, use_of_capacity=use), _meets(facts, use_of_capacity=2 * use)

    assert all(twice[rival] <= once[rival] * (1 + 1e-9) for rival in once)


@given(WORK)
def test_every_range_is_in_order_and_its_lines_add_up(facts: Facts) -> None:
    """Low, mid, high; the middle is the sum of its lines."""
    for cost in _costs(facts).values():
        if cost.low is None or cost.mid is None or cost.high is None:
            assert cost.reason
            continue
        assert 0 <= cost.low <= cost.mid <= cost.high < math.inf
        assert abs(sum(line.mid for line in cost.lines) - cost.mid) <= 0.01 * len(cost.lines) + 1e-9 * cost.mid
        assert all(line.low <= line.mid <= line.high for line in cost.lines)


@given(WORK)
def test_what_is_paid_back_goes_with_the_months(facts: Facts) -> None:
    """Shares are shares, and a month is named only where some draws are paid back."""
    for point in break_evens(_pricing(facts)).values():
        assert 0 <= point.share_never <= 1
        assert 0 <= point.share_paid_back <= 1
        assert point.months_low is None or point.months_low >= 1
        assert point.low is not None or point.share_never >= 0.9
        if point.without_staff is not None and point.requests_per_month is not None:
            assert point.without_staff <= point.requests_per_month * (1 + 1e-9)


def test_a_request_that_fits_no_gpus_says_so() -> None:
    """No price is made up for it, and the break-even is never."""
    facts: Facts = {"tokens_per_request": 2_000_000.0, "task_difficulty": "narrow"}
    pricing = _pricing(facts, open_models={"qwen3-8b": {"gpu": "L4"}}, gpus={"L4": {"vram_gib": 2}})
    costs, meets = route_costs(pricing, {}), break_evens(pricing)

    assert costs["self_hosted"].mid is None
    assert "does not fit" in costs["self_hosted"].reason
    assert meets["vendor_api"].requests_per_month is None
    assert meets["vendor_api"].share_never == 1.0
    assert "does not fit" in meets["vendor_api"].sentence
