"""Costs and break-even points agree with worked examples, and move the way they must."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.decision.assess import assess
from agent.decision.assessment import Assessment
from agent.decision.licences import licences
from agent.decision.scale import scale
from agent.decision.scenarios import log_triangular
from agent.decision.workload import named_card
from agent.facts import FactValue
from knowledge.catalogue import TIERS, load_catalogue

TODAY = date(2026, 11, 24)
SPLIT = {"tokens_per_request": {"input": 1_000, "output": 200}}

Facts = dict[str, FactValue]

TICKETS: Facts = {
    "audience": "employees",
    "requests_per_month": 25_000,
    "tokens_per_request": 1_200,
    "task_difficulty": "narrow",
}


def _assess(facts: Facts) -> Assessment:
    return assess(facts, details=SPLIT, today=TODAY)


def test_tickets_cost_what_the_worked_example_says() -> None:
    """$5 to $50 on a small vendor model, about $9,800 on one L40S with its share of an engineer."""
    costs = _assess(TICKETS).costs

    assert costs["vendor_api"].low == pytest.approx(5)
    assert costs["vendor_api"].high == pytest.approx(50)
    assert costs["self_hosted"].mid == pytest.approx(9_828, rel=0.01)
    assert "L40S" in costs["self_hosted"].model


def test_tickets_break_even_where_the_worked_example_says() -> None:
    """Near 4.9 million against a $1/$5 model (3.4 to 9.3 million), and earlier without staff."""
    meet = _assess(TICKETS).break_even["vendor_api"]

    assert meet.requests_per_month == pytest.approx(4.9e6, rel=0.02)
    assert meet.low == pytest.approx(3.4e6, rel=0.05)
    assert meet.high == pytest.approx(9.3e6, rel=0.08)
    assert meet.without_staff is not None
    assert meet.without_staff < 4.9e6
    assert meet.months is None


def test_the_same_weights_hosted_are_hard_to_beat() -> None:
    """Never is an answer, with the share of draws that say so."""
    meet = _assess(TICKETS).break_even["managed_open"]

    assert meet.requests_per_month is None
    assert meet.share_never > 0.5
    assert "any volume" in meet.sentence


@given(st.floats(1, 1e9), st.floats(1.01, 100))
def test_every_route_costs_more_at_more_volume(volume: float, times: float) -> None:
    """Or the same, where a machine has room."""
    few = _assess({**TICKETS, "requests_per_month": volume}).costs
    many = _assess({**TICKETS, "requests_per_month": volume * times}).costs

    for route, cost in few.items():
        if cost.mid is not None:
            assert cost.mid <= (many[route].mid or 0) + 1e-6


def test_a_range_is_drawn_between_its_ends() -> None:
    """Its middle is the likeliest value."""
    drawn = log_triangular((np.arange(1_000) + 0.5) / 1_000, (0.1, 0.3, 1.0))

    assert 0.1 <= drawn.min() <= drawn.max() <= 1.0
    assert np.all(np.diff(drawn) >= 0)


@pytest.mark.parametrize("tier", TIERS)
def test_the_break_even_of_the_verdict_is_that_of_the_costs(tier: str) -> None:
    """One figure, wherever it is read, but for the spare replica that customers need."""
    found = assess({**TICKETS, "task_difficulty": tier}, details=SPLIT, today=TODAY)
    rising = scale(load_catalogue(), TODAY, round(1_000 / 1_200, 3))
    logarithm = rising.log_break_even(np.array(TIERS.index(tier), dtype=np.int8), np.array(1_200.0))

    assert found.break_even["vendor_api"].requests_per_month == pytest.approx(10 ** float(logarithm), rel=0.1)


def test_owned_machines_count_power_and_people_but_not_their_purchase() -> None:
    """Where they are there already; it says so."""
    there = _assess({**TICKETS, "gpus": "owned"}).costs["own_machines"]
    bought = _assess({**TICKETS, "gpus": "none"}).costs["own_machines"]
    machines = next(line for line in there.lines if line.what == "Machines")

    assert machines.high == 0
    assert "already" in machines.how
    assert {"Power", "People", "Set-up"} <= {line.what for line in there.lines}
    assert (there.mid or 0) < (bought.mid or 0)


def test_seats_are_priced_by_the_person() -> None:
    """From $20 by the year over $25 by the month to the dearest plan with its usage; unknown without a number."""
    seats = _assess({**TICKETS, "seats": 40}).costs["seats"]

    assert (seats.low, seats.mid, seats.high) == (800, 1_000, 3_200)
    assert "unused" in seats.lines[0].how
    plans = {line.what: line for line in seats.otherwise}
    assert plans["ChatGPT Business, billed by the year"].mid == 800
    assert "usage is billed" in plans["Claude Enterprise, billed by the month"].how
    assert plans["Claude Enterprise, billed by the month"].high == 40 * (20 + 60)
    assert _assess(TICKETS).costs["seats"].mid is None


def test_a_plan_counts_at_least_the_seats_it_is_sold_from() -> None:
    """Nobody with 40 people is offered a plan sold from 150 on; with 200 it counts."""
    few, many = (_assess({**TICKETS, "seats": people}).costs["seats"] for people in (40, 200))

    assert "ChatGPT Enterprise" not in few.lines[0].how
    assert few.mid == 40 * 25
    assert many.mid == 200 * 25


def test_the_sentence_of_the_article_is_computed_then_and_today() -> None:
    """$2 an hour is 60 licences at $24.33; today's prices give another number, with its date."""
    found = licences(load_catalogue())
    assert found is not None

    assert found.then_seat_usd == 24.33
    assert found.month_usd == pytest.approx(3.46 * 730)
    assert (round(found.licences_low), round(found.licences_high)) == (101, 126)
    assert "60 licences at $24.33" in found.sentence
    assert "101 to 126 licences" in found.sentence


def test_reserved_gpus_and_batches_stand_beside_the_sum() -> None:
    """Other ways to buy the same are told, and none of them is in the sum."""
    costs = _assess(TICKETS).costs
    own, api = costs["self_hosted"], costs["vendor_api"]

    assert {"GPUs reserved for a year", "GPUs reserved for three years"} <= {line.what for line in own.otherwise}
    assert {"In a batch overnight", "With cached input"} <= {line.what for line in api.otherwise}
    assert own.mid == pytest.approx(sum(line.mid for line in own.lines), abs=0.02)
    cheaper = [line for line in api.otherwise if line.what in ("In a batch overnight", "With cached input")]
    assert all(line.mid < (api.mid or 0) for line in cheaper)


def test_the_vendors_models_and_the_hosts_of_the_same_weights_stand_side_by_side() -> None:
    """Every model that fits the difficulty and every host, each with its price; a price of one's own is said."""
    mine = load_catalogue(
        overrides=[{"prices": {"gpt-6.1-terra": {"input_per_m": 0.5, "output_per_m": 2, "checked": "2026-11-01"}}}]
    )
    costs = assess({**TICKETS, "task_difficulty": "general"}, details=SPLIT, today=TODAY, catalogue=mine).costs
    models = {line.what: line for line in costs["vendor_api"].otherwise}
    hosts = [line for line in costs["managed_open"].otherwise if line.what.startswith("On ")]

    assert {"Claude Sonnet 5.5", "GPT-6.1 Sol", "Gemini 4 Argon", "Mistral Large 4"} <= models.keys()
    assert models["GPT-6.1 Terra"].mid == pytest.approx(25_000 * (1_000 * 0.5 + 200 * 2) / 1e6, abs=0.01)
    assert "your own price of 2026-11-01" in models["GPT-6.1 Terra"].how
    assert len(hosts) == len(mine.open_models["gpt-oss-120b"].offers)
    assert [line.mid for line in hosts] == sorted(line.mid for line in hosts)


@pytest.mark.parametrize("tier", TIERS)
def test_the_range_of_a_vendors_api_begins_at_the_cheapest_model_that_fits(tier: str) -> None:
    """What stands side by side and the range agree."""
    api = _assess({**TICKETS, "task_difficulty": tier}).costs["vendor_api"]
    tables = load_catalogue()
    names = {model.name for model in tables.vendor_models.values() if tier in model.tiers}
    months = [line.mid for line in api.otherwise if line.what in names]

    assert len(months) == len(names)
    assert api.low == min(months)


def test_every_figure_that_costs_stand_on_is_named_with_its_range_and_source() -> None:
    """People, pay, set-up, rent, use of capacity, the fall of prices, the speed."""
    found = {row.what: row for row in _assess(TICKETS).counted_with}

    assert found["People who run it"].value == "0.3 of a person (0.1 to 1)"
    assert found["Fall of the rival's price"].value == "30 % a year (0 % to 60 %)"
    assert found["Price of a GPU"].value == "$1.09 an hour ($0.79 to $1.86)"
    assert all(row.reason for row in found.values())


def test_a_stated_peak_takes_the_place_of_the_usual_use_of_capacity() -> None:
    """Ten requests in the busiest second with a third of room above it need more GPUs than their average does."""
    facts: Facts = {**TICKETS, "requests_per_month": 2_628_000}  # one a second on average
    told = {**SPLIT, "requests_per_month": {"peak_per_second": 10}}
    usual, peak = _assess(facts), assess(facts, details=told, today=TODAY)

    assert (peak.costs["self_hosted"].mid or 0) > (usual.costs["self_hosted"].mid or 0)
    assert "8 % use (from your busiest second)" in peak.costs["self_hosted"].lines[0].how
    assert next(row.value for row in peak.counted_with if row.what == "Use of capacity") == "8 %"
    assert all(mover.what != "use_of_capacity" for mover in peak.break_even["vendor_api"].movers)


def test_the_use_of_capacity_follows_from_the_volume() -> None:
    """25,000 requests a month leave a GPU almost idle, and it is said."""
    own = _assess(TICKETS).costs["self_hosted"]

    assert own.use is not None
    assert own.use < 0.01
    assert "under 1 %" in own.lines[0].how


def test_machines_that_are_too_few_are_bought_in_addition() -> None:
    """Two cards are there, more are needed."""
    facts: Facts = {**TICKETS, "requests_per_month": 50_000_000, "gpus": "owned"}
    few = assess(facts, details={**SPLIT, "gpus": {"type": "L40S", "count": 2}}, today=TODAY).costs["own_machines"]
    machines = next(line for line in few.lines if line.what == "Machines")

    assert machines.mid > 0
    assert "less the 2 you own" in machines.how


@pytest.mark.parametrize(
    ("told", "card"),
    [
        ("H100", "H100-SXM"),
        ("NVIDIA A100 80GB", "A100-SXM-80GB"),
        ("RTX 4090", "RTX-4090"),
        ("a10g", "A10"),
        ("L40S", "L40S"),
        ("L4", "L4"),
        ("H9000", None),
        ("", None),
    ],
)
def test_a_card_is_known_by_the_words_people_use(told: str, card: str | None) -> None:
    """With or without its maker, in any spelling."""
    found = named_card(told, load_catalogue())

    assert (found.name if found else None) == card
