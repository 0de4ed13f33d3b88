"""Costs and break-even points agree with worked examples, and move the way they must."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.decision.assess import assess
from agent.decision.assessment import Assessment
from agent.decision.break_even import meeting_volume
from agent.decision.cost_draws import log_triangular
from agent.decision.costs import article_sentence
from agent.decision.prices import PriceError, request_price
from agent.decision.scale import scale
from agent.decision.throughput import speed
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
    assert meet.high == pytest.approx(9.3e6, rel=0.05)
    assert meet.without_staff is not None
    assert meet.without_staff < 4.9e6
    assert meet.months is None


def test_the_same_weights_hosted_are_hard_to_beat() -> None:
    """Never is an answer, with the share of draws that say so."""
    meet = _assess(TICKETS).break_even["managed_open"]

    assert meet.requests_per_month is None
    assert meet.share_never > 0.5
    assert "any volume" in meet.sentence


@pytest.mark.parametrize(
    ("model", "gpu", "cards", "requests_a_second"),
    [
        ("gpt-oss-120b", "H100-SXM", 1, 7.2),
        ("llama-3.3-70b", "H100-SXM", 2, 2.9),
        ("qwen3-235b-a22b", "H100-SXM", 4, 9.9),
    ],
)
def test_throughput_agrees_with_the_worked_examples(model: str, gpu: str, cards: int, requests_a_second: float) -> None:
    """2,000 tokens in and 300 out, derated for a server (0.89) and an ordinary engine (0.75)."""
    tables = load_catalogue()
    fast = speed(tables.open_models[model], tables.gpus[gpu], cards, 2_000, 300, tables.costs.throughput)

    assert fast is not None
    assert fast.requests_per_second * 0.89 * 0.75 == pytest.approx(requests_a_second, rel=0.03)


def test_a_model_that_does_not_fit_says_so() -> None:
    """70 billion parameters on one 24 GB card."""
    tables = load_catalogue()

    assert speed(tables.open_models["llama-3.3-70b"], tables.gpus["L4"], 1, 2_000, 300, tables.costs.throughput) is None


@pytest.mark.parametrize(
    ("provider", "model", "given_usd", "answered_usd"),
    [
        ("openai", "gpt-6.1-terra", 1, 5),
        ("openai", "gpt-6-luna", 0.1, 0.5),
        ("anthropic", "claude-sonnet-5-5", 2, 10),
        ("anthropic", "claude-opus-5-5", 4, 20),
        ("google", "gemini-3.8-flash", 0.75, 3.75),
    ],
)
def test_prices_follow_the_price_catalogue(provider: str, model: str, given_usd: float, answered_usd: float) -> None:
    """US dollars for a million tokens, in and out."""
    assert request_price(provider, model, 10_000, 1_000, TODAY) * 1e6 == pytest.approx(
        10_000 * given_usd + 1_000 * answered_usd
    )


def test_a_model_that_nobody_prices_is_an_error_by_name() -> None:
    """It is never priced at nothing."""
    with pytest.raises(PriceError, match="no-such-model"):
        request_price("openai", "no-such-model", 1_000, 100, TODAY)


def test_every_model_of_the_catalogue_has_a_price() -> None:
    """Vendors' models and each offer of hosted weights."""
    tables = load_catalogue()
    offers = [(m.provider, m.id) for m in tables.vendor_models.values()]
    offers += [offer for model in tables.open_models.values() for offer in model.offers]

    assert all(request_price(provider, model, 1_000, 100, TODAY) > 0 for provider, model in offers)


@given(st.floats(1, 1e9), st.floats(1.01, 100))
def test_every_route_costs_more_at_more_volume(volume: float, times: float) -> None:
    """Or the same, where a machine has room."""
    few = _assess({**TICKETS, "requests_per_month": volume}).costs
    many = _assess({**TICKETS, "requests_per_month": volume * times}).costs

    for route, cost in few.items():
        if cost.mid is not None:
            assert cost.mid <= (many[route].mid or 0) + 1e-6


@given(
    st.floats(100, 1e5),
    st.floats(0, 1e5),
    st.floats(100, 1e5),
    st.floats(1e3, 1e8),
    st.floats(1e-5, 1),
    st.floats(1, 5),
)
def test_staff_never_lower_a_break_even_and_capacity_never_raises_it(
    fixed: float, staff: float, replica: float, capacity: float, price: float, more: float
) -> None:
    """On the staircase of whole replicas."""

    def meet(fixed: float, capacity: float) -> float:
        return float(meeting_volume(np.array(fixed), np.array(replica), np.array(capacity), price, 1, 1_000))

    assert meet(fixed, capacity) <= meet(fixed + staff, capacity) * (1 + 1e-9)
    assert meet(fixed, capacity * more) <= meet(fixed, capacity) * (1 + 1e-9)


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
    """40 people at $20 to $60; unknown where nobody said how many."""
    seats = _assess({**TICKETS, "seats": 40}).costs["seats"]

    assert (seats.low, seats.mid, seats.high) == (800, 1_000, 2_400)
    assert _assess(TICKETS).costs["seats"].mid is None


def test_the_sentence_of_the_article_is_computed_at_todays_prices() -> None:
    """One H100 for a month beside licences."""
    assert article_sentence(load_catalogue()) == (
        "An H100 at $3.46 an hour costs $2,500 a month, as much as 126 licences at $20."
    )


def test_machines_that_are_too_few_are_bought_in_addition() -> None:
    """Two cards are there, more are needed."""
    facts: Facts = {**TICKETS, "requests_per_month": 50_000_000, "gpus": "owned"}
    few = assess(facts, details={**SPLIT, "gpus": {"type": "L40S", "count": 2}}, today=TODAY).costs["own_machines"]
    machines = next(line for line in few.lines if line.what == "Machines")

    assert machines.mid > 0
    assert "less the 2 you own" in machines.how
