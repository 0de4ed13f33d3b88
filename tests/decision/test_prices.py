"""Prices follow the maintained catalogue, one request at a time; what it does not know is an error by name."""

import socket
from datetime import date
from typing import Any, NoReturn

import pytest
from genai_prices import Usage, calc_price

from agent.decision.prices import PriceError, Tokens, lost_offers, model_price, price_card, request_price
from knowledge.catalogue import load_catalogue

TODAY = date(2026, 11, 23)

# USD a million tokens: input, output, cached input. Computed apart from this code on 2026-11-23.
LISTED = [
    ("openai", "gpt-6-astra", 10, 50, 1),
    ("openai", "gpt-6.1-terra", 1, 5, 0.05),
    ("openai", "gpt-6-luna", 0.1, 0.5, 0.01),
    ("openai", "gpt-5", 1.25, 10, 0.125),
    ("anthropic", "claude-opus-5-5", 4, 20, 0.2),
    ("anthropic", "claude-sonnet-5-5", 2, 10, 0.1),
    ("anthropic", "claude-haiku-4-5", 1, 5, 0.1),
    ("google", "gemini-3.8-flash", 0.75, 3.75, 0.075),
    ("google", "gemini-2.5-pro", 1.25, 10, 0.125),
    ("deepseek", "deepseek-v4-flash", 0.3, 1.2, 0.006),
    ("mistral", "mistral-large-4", 0.7, 2.1, 0.07),
    ("x-ai", "grok-4.7", 2, 6, 0.5),
]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket that cannot be opened."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a price touched the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(("provider", "model", "given", "answered", "cached"), LISTED)
def test_prices_agree_with_the_list_on_input_output_and_cached_tokens(
    provider: str, model: str, given: float, answered: float, cached: float
) -> None:
    """Twelve models of six vendors, without a network."""
    request_price.cache_clear()
    card = price_card(provider, model, TODAY)

    assert (card.input, card.output) == pytest.approx((given, answered))
    assert card.cached == pytest.approx(cached)


@pytest.mark.usefixtures("no_network")
def test_a_request_with_cached_input_and_in_a_batch_is_what_the_catalogue_says() -> None:
    """The cached tokens are part of the input, not beside it."""
    usage = Usage(input_tokens=2_000, cache_read_tokens=1_500, output_tokens=300)
    context = {"processing": "batch"}
    listed = calc_price(usage, model_ref="gpt-6.1-terra", provider_id="openai", price_context=context).total_price

    ours = request_price("openai", "gpt-6.1-terra", Tokens(2_000, 300, 1_500), TODAY, batch=True)

    assert ours == pytest.approx(float(listed))


def test_a_long_request_is_priced_at_its_own_step() -> None:
    """Some prices rise with the length of a request, so a month is never priced in one call."""
    short = request_price("anthropic", "claude-haiku-5-5", Tokens(50_000, 100), TODAY)
    long = request_price("anthropic", "claude-haiku-5-5", Tokens(150_000, 100), TODAY)

    assert long > 3.5 * short


@pytest.mark.parametrize("provider", ["openai", "nobody"])
def test_a_model_that_nobody_prices_is_an_error_with_the_nearest_names(provider: str) -> None:
    """It is never priced at nothing."""
    with pytest.raises(PriceError, match=r"gpt-6\.1-tera") as raised:
        request_price(provider, "gpt-6.1-tera", Tokens(1_000, 100), TODAY)

    assert ("gpt-6.1-terra" in str(raised.value)) == (provider == "openai")


def test_the_price_catalogue_still_knows_every_entry_of_ours() -> None:
    """Vendors' models and each offer of hosted weights; those that it lost are named."""
    assert lost_offers(load_catalogue(), TODAY) == []


def test_an_entry_that_the_price_catalogue_lost_is_named() -> None:
    """By provider and model."""
    tables = load_catalogue(overrides=[{"vendor_models": {"grok-4.7": {"provider": "nobody"}}}])

    assert lost_offers(tables, TODAY) == [("nobody", "grok-4.7")]


def test_a_negotiated_price_wins_over_the_list() -> None:
    """On input, output, cached tokens and in batches."""
    row = {"input_per_m": 1.5, "output_per_m": 8, "cached_per_m": 0.5, "batch_factor": 0.5, "checked": "2026-11-01"}
    tables = load_catalogue(overrides=[{"prices": {"claude-sonnet-5-5": row}}])
    model = tables.vendor_models["claude-sonnet-5-5"]
    tokens = Tokens(2_000, 300, 1_000)

    full = (1_000 * 1.5 + 1_000 * 0.5 + 300 * 8) / 1e6
    assert model_price(model, tokens, TODAY, tables) == pytest.approx(full)
    assert model_price(model, tokens, TODAY, tables, batch=True) == pytest.approx(full / 2)
