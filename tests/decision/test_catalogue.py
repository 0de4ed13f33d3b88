"""The dated tables are whole, and what is wrong with one is said."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from agent.decision.columns import CHOICES
from agent.facts import FACTS
from knowledge.catalogue import FOLDER, TIERS, CatalogueError, load_catalogue


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
    ranges = [*tables.costs.ranges.values(), *(gpu.usd_hour for gpu in tables.gpus.values())]
    ranges += [gpu.purchase_usd for gpu in tables.gpus.values()] + [row.weeks for row in tables.routes.values()]

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
    assert set(tables.seat_range) <= set(tables.seats)


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

    with pytest.raises(CatalogueError, match="range_usd"):
        load_catalogue(folder)
