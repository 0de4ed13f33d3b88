"""The dated tables are whole, and what is wrong with one is said."""

import dataclasses
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from agent.decision.columns import CHOICES
from agent.decision.throughput import Serving, speed
from agent.facts import FACTS
from knowledge.catalogue import FOLDER, TIERS, CatalogueError, load_catalogue, read_table


def test_every_value_of_a_choice_has_a_rule() -> None:
    """And every regulation a sentence, every rule an id of its own."""
    rules = load_catalogue().rules
    ids = [rule.id for facts in (*rules.facts.values(), rules.deadline) for rule in facts.rules.values()]

    assert {name: tuple(rules.facts[name].rules) for name in rules.facts} == {n: FACTS[n].values for n in rules.facts}
    assert set(rules.facts) == set(CHOICES)
    assert tuple(rules.laws) == FACTS["regulations"].values
    assert len(set(ids)) == len(ids)


def test_every_range_goes_from_low_to_high() -> None:
    """Prices, lead times and cost defaults."""
    tables = load_catalogue()
    ranges = [*tables.costs.ranges.values(), *(row.weeks for row in tables.routes.values())]
    for gpu in tables.gpus.values():
        ranges += [row for row in (gpu.usd_hour, gpu.hyperscaler_usd_hour, gpu.purchase_usd) if row is not None]
    ranges += [term.factor for term in tables.terms.values()] + [seat.usage_usd for seat in tables.seats.values()]

    assert all(low <= mid <= high for low, mid, high in ranges)


def test_every_table_is_dated_and_what_it_names_exists() -> None:
    """Tiers name models, models name GPUs."""
    tables = load_catalogue()

    assert date.fromisoformat(tables.as_of)
    for tier in TIERS:
        row = tables.tiers[tier]
        assert {*row.vendor, *row.start} <= set(tables.vendor_models)
        assert {row.open, *row.also_open} <= set(tables.open_models)
    assert {model.gpu for model in tables.open_models.values()} <= set(tables.gpus)
    assert set(tables.seat_plans) <= set(tables.seats)
    assert {gpu for gpu in tables.gpus if gpu not in tables.throughput.links} == set()


def test_every_row_has_a_date_and_a_source() -> None:
    """GPUs, rental terms, seats, open models, published rules, cost ranges."""
    tables = load_catalogue()
    rows: list[Any] = [*tables.gpus.values(), *tables.terms.values(), *tables.seats.values()]
    rows += [*tables.open_models.values(), *tables.published.rules, tables.published.licences]

    assert all(row.as_of[:2] == "20" and row.source for row in rows)
    assert all(tables.costs.sources.values())
    assert all(row["as_of"] for row in read_table(FOLDER, "costs")["ranges"].values())


def test_every_family_of_the_article_is_there() -> None:
    """Open and closed ones."""
    tables = load_catalogue()

    assert {"Llama", "Mistral", "DeepSeek", "Qwen", "gpt-oss", "Gemma"} <= {
        model.family for model in tables.open_models.values()
    }
    assert {"GPT", "Claude", "Gemini"} <= {model.family for model in tables.vendor_models.values() if model.tiers}


def test_every_open_model_fits_the_cards_to_count_with() -> None:
    """Its weights and a request of 8,000 tokens."""
    tables = load_catalogue()
    for model in tables.open_models.values():
        gpu = tables.gpus[model.gpu]
        serving = Serving(model.architecture, model.weights, model.kv_cache, gpu, 7_500, 500)
        assert speed(serving, model.n_gpu, tables.throughput), f"{model.name} does not fit {model.n_gpu} x {gpu.name}"


def test_licences_with_conditions_say_them() -> None:
    """A permissive one has none."""
    for model in load_catalogue().open_models.values():
        assert bool(model.conditions) == (model.licence_kind != "permissive"), model.name


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    """The message names the file."""
    folder = tmp_path / "catalogue"
    shutil.copytree(FOLDER, folder)
    (folder / "gpus.yaml").unlink()

    with pytest.raises(CatalogueError, match=r"gpus\.yaml cannot be read"):
        load_catalogue(folder)


def test_a_table_that_lacks_a_row_is_named(tmp_path: Path) -> None:
    """The message names the folder and the row."""
    folder = tmp_path / "catalogue"
    shutil.copytree(FOLDER, folder)
    (folder / "seats.yaml").write_text("as_of: '2026-11-23'\nseats: {}\n", encoding="utf-8")

    with pytest.raises(CatalogueError, match="compared"):
        load_catalogue(folder)


def _texts_that_are_none(value: Any, where: str) -> Iterator[str]:
    """Where a field that is annotated as a text holds something else."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kinds = get_type_hints(type(value))
        for field in dataclasses.fields(value):
            held = getattr(value, field.name)
            if kinds[field.name] is str and not isinstance(held, str):
                yield f"{where}.{field.name}: {held!r}"
            yield from _texts_that_are_none(held, f"{where}.{field.name}")
    elif isinstance(value, Mapping):
        for key, held in value.items():
            yield from _texts_that_are_none(held, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for place, held in enumerate(value):
            yield from _texts_that_are_none(held, f"{where}.{place}")


def test_words_of_the_tables_are_words() -> None:
    """A bare true, no or 12 in a table would be read as something else."""
    assert list(_texts_that_are_none(load_catalogue(), "catalogue")) == []
