"""The numbers that questions ask for: each is the tables' or the cost engine's, and says what it stands on."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.decision.assess import assess
from agent.decision.assessment import ROUTES
from agent.decision.rates import cheaper_model, gpu_rate, licences_sum, model_rate, plan_rate, seat_in_requests
from agent.decision.sums import (
    Known,
    break_even_sum,
    cards_for,
    model_of_size,
    month_of_requests,
    month_of_tokens,
    month_on_models,
    text_size,
)
from agent.facts import FactValue
from agent.reading.quantity import TOKENS_PER
from knowledge.catalogue import load_catalogue
from knowledge.tables import OpenModel, VendorModel
from tests.conftest import TODAY

TABLES = load_catalogue()
KNOWN = Known(TABLES, TODAY)
LEFT = dict.fromkeys(ROUTES)


def dollars(sentence: str) -> float:
    """The sum in a sentence that tells one; less than a dollar counts as none."""
    found = re.search(r"cost (?:\$([\d.,]+)( million| billion)?|less than \$1) ", sentence)
    assert found is not None, sentence
    scale = {" million": 1e6, " billion": 1e9}.get(found[2] or "", 1.0)
    return float(found[1].replace(",", "")) * scale if found[1] else 0.0


def test_a_gpu_is_priced_by_the_hour_the_month_and_the_year() -> None:
    """A month has 730 hours, a year twelve months."""
    gpu = TABLES.gpus["H100-SXM"]
    assert gpu.usd_hour is not None
    told = gpu_rate(gpu, TABLES, cards=2, yearly=True).sentence

    assert f"${2 * gpu.usd_hour[1]:.2f} an hour" in told
    assert f"${2 * gpu.usd_hour[1] * 730:,.0f} in a month" in told
    assert f"${2 * gpu.usd_hour[1] * 730 * 12:,.0f} in a year" in told


def test_a_gpu_that_nobody_rents_out_says_so() -> None:
    """The price to buy it stands in its place."""
    told = gpu_rate(TABLES.gpus["RTX-5090"], TABLES).sentence

    assert "no price to rent it" in told
    assert "$2,000 to $3,500" in told


def test_one_h100_in_licences_is_told_as_published_and_as_of_today() -> None:
    """2 × 730 = 1,460 = 60 × 24.33 then; today what the tables say."""
    found = licences_sum(TABLES)

    assert found is not None
    assert "$2 × 730 hours = $1,460 = 60 licences × $24.33" in found.sentence
    assert "101 to 126 licences" in found.sentence


def test_a_plan_costs_at_least_the_seats_that_it_is_sold_with() -> None:
    """Five people pay for the 150 that ChatGPT Enterprise begins at."""
    assert "$9,000 a month" in plan_rate(TABLES.seats["ChatGPT Enterprise"], 5).sentence


def test_every_model_of_the_tables_has_a_price_or_none_is_told() -> None:
    """A price is dated and in dollars."""
    rows: list[VendorModel | OpenModel] = [*TABLES.vendor_models.values(), *TABLES.open_models.values()]
    for row in rows:
        rate = model_rate(row, TODAY, TABLES)
        assert rate is None or re.search(r"costs \$\d.* per million tokens", rate.sentence), row.name


def test_the_cheaper_of_two_models_is_the_one_with_the_lower_price() -> None:
    """By the usual mix of input and output."""
    large, small = TABLES.vendor_models["gpt-6-astra"], TABLES.vendor_models["gpt-6-luna"]
    found = cheaper_model([large, small], TODAY, TABLES)

    assert found is not None
    assert "GPT-6 Luna is cheaper by a factor of" in found.sentence


def test_a_licence_is_worth_its_price_in_requests() -> None:
    """$20 at a fifth of a cent are 10,000 requests."""
    found = seat_in_requests(TABLES.seats["ChatGPT Business"], 0.002, "a model", 1_500)

    assert found is not None
    assert "about 10,000 requests of 1,500 tokens" in found.sentence


@given(requests=st.floats(1, 1e9), factor=st.floats(1, 100))
def test_more_requests_never_cost_less(requests: float, factor: float) -> None:
    """On a vendor's model the bill grows with the volume."""
    model = TABLES.vendor_models["claude-opus-5-5"]
    few, many = (month_on_models(n, [model], KNOWN) for n in (requests, requests * factor))

    assert few is not None
    assert many is not None
    assert dollars(few.sentence) <= dollars(many.sentence)


def test_several_models_are_one_sentence_with_the_cheapest_first() -> None:
    """Twenty sentences that differ in a name and a figure would be a table read aloud."""
    models = [TABLES.vendor_models[name] for name in ("gpt-6.1-sol", "gpt-6-luna", "gpt-6-astra")]
    found = month_on_models(50_000, models, KNOWN)

    assert found is not None
    assert found.names == ("GPT-6 Luna", "GPT-6.1 Sol", "GPT-6 Astra")
    assert found.sentence.count("50,000 requests") == 1
    assert month_on_models(50_000, [], KNOWN) is None


def test_a_size_names_the_open_weights_that_have_it() -> None:
    """Not one that is far from it."""
    seventy = model_of_size(70, TABLES)

    assert seventy is not None
    assert seventy.id == "llama-3.3-70b"
    assert model_of_size(3_000, TABLES) is None


def test_tokens_a_month_are_requests_of_the_usual_size() -> None:
    """The sentence says so."""
    found, same = month_of_tokens(1.5e9, KNOWN, LEFT), month_of_requests(1e6, KNOWN, LEFT)

    assert found is not None
    assert same is not None
    assert found.sentence.startswith("1.5 billion tokens a month, about 1 million requests of 1,500")
    assert found.sentence.split(": ")[1] == same.sentence.split(": ")[1]


def test_a_route_that_is_ruled_out_is_not_priced() -> None:
    """Its bill would be of no use."""
    found = month_of_requests(1e6, KNOWN, {"self_hosted": None})

    assert found is not None
    assert "a vendor's API" not in found.sentence


def test_a_volume_beyond_what_the_tool_computes_with_is_no_sum() -> None:
    """Rather than a number that means nothing."""
    assert month_of_requests(1e15, KNOWN, LEFT) is None
    assert month_of_tokens(1e20, KNOWN, LEFT) is None


def test_a_break_even_is_told_for_whom_it_holds() -> None:
    """A typical case as long as nothing is known, one's own afterwards; without staff it comes sooner."""
    typical = break_even_sum(assess({}, today=TODAY), KNOWN)
    facts: dict[str, FactValue] = {"task_difficulty": "narrow", "tokens_per_request": 1_000.0}
    own = break_even_sum(assess(facts, today=TODAY), replace(KNOWN, facts=facts))
    without = break_even_sum(assess({}, today=TODAY), KNOWN, staff=False)

    assert typical is not None
    assert own is not None
    assert without is not None
    assert typical.sentence.startswith("For a typical case (general work, 1,500 tokens a request)")
    assert own.sentence.startswith("For your case (narrow work, 1,000 tokens a request)")
    assert "without counting staff" in without.sentence


@pytest.mark.parametrize(
    ("amount", "unit", "told"),
    [
        (20, "pages", "13,000 tokens"),
        (1_000, "words", "1,300 tokens"),
        (128_000, "tokens", "98,000 words or 200 pages"),
    ],
)
def test_a_text_is_measured_as_the_reader_measures_it(amount: float, unit: str, told: str) -> None:
    """A page is 650 tokens, a word 1.3."""
    assert told in text_size(amount, unit, TOKENS_PER).sentence


def test_the_cards_of_a_model_are_those_of_the_cost_engine() -> None:
    """On the named card, or on the usual one."""
    model = TABLES.open_models["deepseek-v3.2"]
    named, usual = cards_for(model, TABLES.gpus["H100-SXM"], KNOWN), cards_for(model, None, KNOWN)

    assert named is not None
    assert usual is not None
    assert named.names == ("16 × H100",)
    assert usual.names == (f"{model.n_gpu} × H200",)
