"""The lines of the break-even chart tell the same as the costs and the break-even that they illustrate."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.decision.assess import ask
from agent.decision.bill import BreakEven
from agent.decision.break_even import break_evens
from agent.decision.costs import route_costs
from agent.decision.curves import Curves, Line, curves, curves_if, months_ahead, pricing_if
from agent.decision.pricing import Pricing
from agent.decision.workload import Choices
from agent.facts import FactValue
from knowledge.catalogue import load_catalogue

TODAY = date(2026, 11, 24)

FACTS = st.fixed_dictionaries(
    {},
    optional={
        "requests_per_month": st.floats(1, 1e10),
        "tokens_per_request": st.floats(20, 20_000),
        "task_difficulty": st.sampled_from(["narrow", "general", "frontier"]),
        "audience": st.sampled_from(["employees", "customers"]),
        "gpus": st.sampled_from(["none", "owned"]),
        "growth_12m": st.floats(0.5, 5),
    },
)


def pricing_of(facts: dict[str, FactValue]) -> Pricing:
    """What the costs of some facts are computed from."""
    return ask(facts, today=TODAY).pricing


def drawn(facts: dict[str, FactValue]) -> tuple[Pricing, dict[str, BreakEven], Curves]:
    """The pricing of some facts, its break-even and its lines."""
    pricing = pricing_of(facts)
    meets = break_evens(pricing)
    return pricing, meets, curves(pricing, meets)


def own_line(found: Curves) -> Line:
    """The line of owning, which is there."""
    assert found.own is not None
    return found.own


@given(FACTS)
@settings(max_examples=25)
def test_at_the_volume_of_the_case_the_lines_are_the_costs(facts: dict[str, FactValue]) -> None:
    """A vendor's API, the same weights hosted, and owning with its range."""
    pricing, _, found = drawn(facts)
    costs = route_costs(pricing, {})
    at = found.requests.index(found.volume)
    owning = costs["own_machines" if found.is_owned else "self_hosted"]

    assert found.vendor.usual[at] == pytest.approx(costs["vendor_api"].mid, abs=0.01)
    assert found.vendor.low[at] == pytest.approx(costs["vendor_api"].low, abs=0.01)
    assert found.vendor.high[at] == pytest.approx(costs["vendor_api"].high, abs=0.01)
    assert found.hosted.usual[at] == pytest.approx(costs["managed_open"].mid, abs=0.01)
    if found.own is not None:
        assert found.own.usual[at] == pytest.approx(owning.mid, abs=0.01)
        assert found.own.low[at] == pytest.approx(owning.low, abs=0.01)
        assert found.own.high[at] == pytest.approx(owning.high, abs=0.01)


@given(FACTS)
@settings(max_examples=25)
def test_at_a_crossing_the_lines_meet(facts: dict[str, FactValue]) -> None:
    """Owning and the rival cost the same there, with staff and without; the record says where."""
    _, meets, found = drawn(facts)
    pairs = [
        (found.crossing, found.own and found.own.usual, found.vendor),
        (found.unstaffed_crossing, found.without_staff, found.vendor),
        (found.hosted_crossing, found.own and found.own.usual, found.hosted),
    ]

    assert (found.crossing and found.crossing.requests) == meets["vendor_api"].requests_per_month
    for crossing, own, rival in pairs:
        if crossing is not None and crossing.requests in found.requests:
            assert own
            at = found.requests.index(crossing.requests)
            assert own[at] == pytest.approx(rival.usual[at], rel=1e-6)
            assert crossing.usd == pytest.approx(rival.usual[at], rel=1e-6)


@given(FACTS)
@settings(max_examples=25)
def test_the_lines_are_in_order_and_span_two_decades(facts: dict[str, FactValue]) -> None:
    """Volumes rise, nothing gets cheaper with volume, the usual lies in its range, staff never save."""
    _, _, found = drawn(facts)

    assert found.requests[-1] >= found.requests[0] * 99
    assert found.requests[0] <= found.volume <= found.requests[-1]
    assert all(one < other for one, other in pairwise(found.requests))
    for line in filter(None, (found.vendor, found.hosted, found.own)):
        assert len(line.low) == len(line.usual) == len(line.high) == len(found.requests)
        assert all(low <= usual <= high for low, usual, high in zip(line.low, line.usual, line.high, strict=True))
        assert all(one <= other * (1 + 1e-9) for one, other in pairwise(line.usual))
    if found.own:
        assert all(without <= usual for without, usual in zip(found.without_staff, found.own.usual, strict=True))


def test_every_step_in_sight_is_drawn_upright() -> None:
    """Just before a whole replica more and just after it there is a point each."""
    pricing, _, found = drawn({"requests_per_month": 25_000.0, "task_difficulty": "narrow"})
    plant = pricing.plant
    assert plant is not None
    capacity = float(plant.capacity[0])
    steps = [place for place, requests in enumerate(found.requests) if requests == capacity]

    assert len(steps) == 1
    before, after = own_line(found).usual[steps[0] : steps[0] + 2]
    assert found.requests[steps[0] + 1] == pytest.approx(capacity, rel=1e-5)
    assert after - before == pytest.approx(float(plant.rent[0]), rel=1e-6)


def test_work_that_does_not_fit_leaves_the_rivals_alone() -> None:
    """No line of one's own, no crossing, nothing to pay back."""
    tiny = load_catalogue(overrides=({"gpus": {"L4": {"vram_gib": 0.1}}},))
    pricing = replace(ask({}, today=TODAY, catalogue=tiny).pricing, choices=Choices(gpu="L4"))
    meets = break_evens(pricing)
    found = curves(pricing, meets)

    assert (found.own, found.without_staff, found.crossing) == (None, (), None)
    assert months_ahead(pricing, meets["vendor_api"]) is None


def test_a_volume_that_nobody_said_is_marked() -> None:
    """The usual figure stands in for it."""
    _, _, found = drawn({})

    assert not found.is_volume_known and found.volume == 30_000
    assert drawn({"requests_per_month": 5.0})[2].is_volume_known


def test_a_what_if_is_what_the_overrides_of_a_line_give() -> None:
    """One number stands for the whole range, whichever door it came through."""
    facts: dict[str, FactValue] = {"requests_per_month": 200_000.0}
    pricing, _, found = drawn(facts)
    tables = load_catalogue(overrides=({"people": 0.6, "usd_hour": 2.5},))
    other = ask(facts, today=TODAY, catalogue=tables).pricing

    what_if = curves_if(pricing, found, people=0.6, usd_hour=2.5)

    assert what_if == curves(other, break_evens(other), (found.requests[0], found.requests[-1]))
    assert (what_if.people, what_if.usd_hour) == (0.6, 2.5)
    assert (what_if.requests[0], what_if.requests[-1]) == (found.requests[0], found.requests[-1])


def test_another_volume_moves_the_case_and_nothing_else() -> None:
    """The break-even does not depend on the volume of today."""
    pricing, _, found = drawn({"requests_per_month": 200_000.0})

    what_if = curves_if(pricing, found, requests=400_000)

    assert what_if.volume == 400_000
    assert what_if.crossing == found.crossing


def test_the_rent_of_a_named_card_is_otherwise_too() -> None:
    """A card of one's own is looked up among the changed ones."""
    pricing = ask({"gpus": "owned"}, details={"gpus": {"type": "H100"}}, today=TODAY).pricing

    assert pricing.work.card is not None
    changed = pricing_if(pricing, usd_hour=9.0)
    assert changed.work.card is not None and changed.work.card.usd_hour == (9.0, 9.0, 9.0)


@given(people=st.floats(0, 20), more=st.floats(0, 20))
@settings(max_examples=15)
def test_more_people_never_bring_the_break_even_nearer(people: float, more: float) -> None:
    """Staff only add to what has to be earned."""
    pricing, _, found = drawn({"requests_per_month": 200_000.0})
    few, many = (curves_if(pricing, found, people=number) for number in (people, people + more))

    assert many.crossing is None or (few.crossing and few.crossing.requests <= many.crossing.requests * (1 + 1e-9))


@pytest.mark.parametrize("given_", [{"requests": 0.0}, {"people": -1.0}, {"usd_hour": float("nan")}, {"people": 1e13}])
def test_a_what_if_that_cannot_be_is_refused(given_: dict[str, float]) -> None:
    """By its name and the range that it must lie in."""
    pricing, _, found = drawn({})

    with pytest.raises(ValueError, match=f"^{next(iter(given_))}: .* is not a number from"):
        curves_if(pricing, found, **given_)


@given(FACTS)
@settings(max_examples=25)
def test_the_set_up_is_paid_back_where_the_sums_meet(facts: dict[str, FactValue]) -> None:
    """By the end of that month owning has cost no more, a month earlier it had; before the first only the set-up."""
    pricing, meets, _ = drawn(facts)
    ahead = months_ahead(pricing, meets["vendor_api"])
    if ahead is None:
        return

    assert len(ahead.own.usual) == len(ahead.rival.usual) == 37
    assert ahead.own.usual[0] == pricing.catalogue.costs.ranges["setup_usd"][1] and ahead.rival.usual[0] == 0
    for own, rival in zip(ahead.own.low, ahead.own.high, strict=True):
        assert own <= rival
    if ahead.paid_back is None:
        assert all(own > rival * (1 - 1e-9) for own, rival in zip(ahead.own.usual, ahead.rival.usual, strict=True))
    else:
        month = int(ahead.paid_back)
        assert ahead.own.usual[month] <= ahead.rival.usual[month] * (1 + 1e-9)
        assert ahead.own.usual[month - 1] > ahead.rival.usual[month - 1] * (1 - 1e-9)


def test_the_same_case_gives_the_same_lines() -> None:
    """They can be compared and kept by their content."""
    first, second = (drawn({"requests_per_month": 70_000.0})[2] for _ in range(2))

    assert first == second and hash(first) == hash(second)
    assert replace(first, volume=1.0) != second
