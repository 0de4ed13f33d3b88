"""The speed of open weights follows the hardware and the architecture, and a model that does not fit says so."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.decision.throughput import Serving, fewest_cards, speed
from agent.decision.throughput_line import throughput_line
from knowledge.architectures import Architecture, UnknownModel, named_architecture
from knowledge.catalogue import load_catalogue
from knowledge.tables import Gpu

TABLES = load_catalogue()
MODELS, CONSTANTS = TABLES.architectures, TABLES.throughput

LINE = {"id": 1, "model": "Llama-3.1-8B", "weights": "fp8", "gpu": "H100-SXM", "n_gpu": 1, "isl": 1_000, "osl": 1_000}

SIZES = st.integers(16, 32_000)
NAMES = st.sampled_from(sorted(MODELS))


def _speed(model: Architecture, gpu: Gpu, n_gpu: int, isl: float, osl: float) -> float:
    found = speed(Serving(model, "fp8", "fp8", gpu, isl, osl), n_gpu, CONSTANTS)
    return 0.0 if found is None else found.tokens_per_second


def _line(**changes: Any) -> dict[str, Any]:
    return throughput_line({**LINE, **changes})


@pytest.mark.parametrize(
    ("name", "kilobytes"),
    [
        ("Llama-3.1-8B", 131_072),
        ("Llama-3.1-405B", 516_096),
        ("Qwen3-235B-A22B", 192_512),
        ("DeepSeek-V3.2", 70_272),
        ("gpt-oss-120b", 36_864),
        ("Qwen3.5-397B-A17B", 30_720),
        ("Gemma-4-26B-A4B", 20_480),
        ("Nemotron-3-Nano-30B-A3B", 6_144),
    ],
)
def test_the_cache_of_a_token_follows_from_the_architecture(name: str, kilobytes: int) -> None:
    """Grouped queries, latents, sliding windows, linear and Mamba layers: the published bytes at two a value."""
    assert MODELS[name].kv_bytes_fp16 == kilobytes


def test_windowed_layers_keep_no_more_than_their_window() -> None:
    """4.7 MB a sequence for gpt-oss-120b beyond its 128 tokens, at two bytes a value."""
    model = MODELS["gpt-oss-120b"]
    fixed = 2 * (model.cache_values(10_000) - model.cached_values * 10_000)

    assert fixed == 4_718_592
    assert model.cache_values(64) < model.cached_values * 64 * 2.1


@given(NAMES, st.sampled_from(sorted(TABLES.gpus)), st.sampled_from([1, 2, 4, 8]), SIZES, SIZES)
def test_a_better_card_is_never_slower(name: str, gpu: str, n_gpu: int, isl: int, osl: int) -> None:
    """More bandwidth or more memory, all else equal."""
    card = TABLES.gpus[gpu]
    plain = _speed(MODELS[name], card, n_gpu, isl, osl)

    assert _speed(MODELS[name], replace(card, bandwidth_tb_s=card.bandwidth_tb_s * 1.5), n_gpu, isl, osl) >= plain
    assert _speed(MODELS[name], replace(card, vram_gib=card.vram_gib * 1.5), n_gpu, isl, osl) >= plain * 0.999


@given(NAMES, st.sampled_from(sorted(TABLES.gpus)), st.sampled_from([1, 2, 4, 8]), SIZES, SIZES)
def test_a_longer_prompt_never_gives_more_answers(name: str, gpu: str, n_gpu: int, isl: int, osl: int) -> None:
    """The prompt has to be read, and its cache takes room."""
    card = TABLES.gpus[gpu]

    assert _speed(MODELS[name], card, n_gpu, isl * 2, osl) <= _speed(MODELS[name], card, n_gpu, isl, osl) * 1.001


@given(NAMES, st.sampled_from(sorted(TABLES.gpus)), SIZES)
def test_the_fewest_cards_hold_the_model_and_fewer_do_not(name: str, gpu: str, tokens: int) -> None:
    """Where a group of cards is found at all."""
    model, card = MODELS[name], TABLES.gpus[gpu]
    fewest = fewest_cards(Serving(model, "fp8", "fp8", card, tokens, 16), CONSTANTS)
    if fewest is None:
        return

    assert _speed(model, card, fewest, tokens, 16) > 0


def test_a_model_that_does_not_fit_says_what_is_missing_and_how_many_cards_are_enough() -> None:
    """70 billion parameters at two bytes on one card."""
    found = _line(model="Llama-3.3-70B", weights="fp16")

    assert found["tokens_per_second"] is None
    assert "141 GB" in found["reason"]
    assert "2 of them are enough" in found["reason"]


def test_small_models_on_many_cards_serve_more_in_copies() -> None:
    """Eight cards hold eight copies of 8B, and the line says what they give; two cards hold 70B only once."""
    many = _line(n_gpu=8)

    assert many["in_copies"]["copies"] == 8
    assert many["in_copies"]["tokens_per_second"] == pytest.approx(8 * _line()["tokens_per_second"], rel=1e-4)
    assert "in_copies" not in _line(model="Llama-3.3-70B", weights="fp16", n_gpu=2)


def test_packed_whole_numbers_take_less_memory_and_are_computed_in_sixteen_bits() -> None:
    """70 billion parameters in four bits fit one card, and read prompts no quicker than in sixteen bits."""
    packed = _line(model="Llama-3.3-70B", weights="awq", isl=2_048, osl=128)["tokens_per_second"]
    quick = _line(model="Llama-3.3-70B", weights="nvfp4", isl=2_048, osl=128)["tokens_per_second"]

    assert 0 < packed < quick


def test_silybench_measured_what_the_formula_says() -> None:
    """Qwen3-8B FP8 on one H100, 1,024 in and 128 out: 4,129 tokens a second within a latency target (2026-09-24)."""
    found = _line(model="Qwen3-8B", isl=1_024, osl=128)["tokens_per_second"]

    assert 4_129 / 1.5 < found * 0.89 < 4_129 * 1.5


@pytest.mark.parametrize(
    "name", ["meta-llama/Llama-3.1-8B-Instruct-FP8", "llama 3.1 8b", "Meta-Llama-3.1-8B-Instruct", "LLAMA-3.1-8B"]
)
def test_a_model_is_known_by_the_names_people_write(name: str) -> None:
    """With its maker, in any case, with endings for packing and tuning."""
    assert named_architecture(name, MODELS).id == "Llama-3.1-8B"


@pytest.mark.parametrize("name", ["Llama-31-9B-Ultra", "", "Qwen", "70B"])
def test_an_unknown_model_is_an_error_with_the_nearest_names(name: str) -> None:
    """And with what may be given instead."""
    with pytest.raises(UnknownModel, match=r"nearest names are .*Or give layers"):
        _line(model=name)


def test_a_model_nobody_listed_can_be_described_in_the_line() -> None:
    """The same sizes give the same speed."""
    sizes = {"layers": 32, "hidden": 4_096, "query_heads": 32, "kv_heads": 8, "head_dim": 128}

    described = _line(model="Ours-8B", params_total_b=8.03, params_active_b=8.03, **sizes)

    assert described == _line()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"gpu": "H9000"}, "H100-SXM"),
        ({"weights": "fp3"}, "fp16"),
        ({"kv_cache": "fp4"}, "fp8"),
        ({"n_gpu": 0}, "n_gpu"),
        ({"n_gpu": 1.5}, "n_gpu"),
        ({"isl": True}, "isl"),
        ({"osl": float("inf")}, "osl"),
        ({"params_active_b": 100}, "params_active_b"),
        ({"speed": 3}, "unknown key 'speed'"),
        ({"model": 3}, "model"),
    ],
)
def test_what_cannot_be_is_refused_by_name(changes: dict[str, Any], named: str) -> None:
    """With what is known instead."""
    with pytest.raises(ValueError, match=named):
        _line(**changes)


def test_the_cache_is_kept_in_eight_bits_where_the_weights_are() -> None:
    """Unless it is said otherwise."""
    assert _line() == _line(kv_cache="fp8")
    assert _line(kv_cache="fp16")["tokens_per_second"] < _line()["tokens_per_second"]
