"""A number of one's own wins over the tables'; one that cannot be is refused by name."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.decision.cost_line import cost_line
from agent.facts import FACTS
from knowledge.catalogue import FOLDER, TABLES, CatalogueError, load_catalogue, read_table
from knowledge.overrides import FIXED, OverrideError, overridden, read_overrides


def test_any_number_of_a_table_can_be_overridden_and_the_rest_stays() -> None:
    """A range, a single number for a range, a plain number, a price that nobody published."""
    plain = load_catalogue()
    mine = load_catalogue(
        overrides=[
            {
                "gpus": {"H100-SXM": {"usd_hour": [2.0, 2.2, 2.5]}, "GB200": {"usd_hour": 9}},
                "costs": {"people": 0.5, "input_share": 0.7},
                "seats": {"ChatGPT Business": {"usd_annual": 18}},
            }
        ]
    )

    assert mine.gpus["H100-SXM"].usd_hour == (2.0, 2.2, 2.5)
    assert mine.gpus["GB200"].usd_hour == (9.0, 9.0, 9.0)
    assert mine.costs.ranges["people"] == (0.5, 0.5, 0.5)
    assert mine.costs.input_share == 0.7
    assert mine.seats["ChatGPT Business"].usd_annual == 18
    assert mine.gpus["L40S"] == plain.gpus["L40S"]
    assert plain.costs.ranges["people"] == (0.1, 0.3, 1.0)


def _figures(table: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    """Every number of a table with the keys that lead to it."""
    if isinstance(table, dict):
        for name, value in table.items():
            yield from _figures(value, (*path, name))
    elif isinstance(table, int | float) and not isinstance(table, bool):
        yield path, table


@pytest.mark.parametrize("name", [name for name in TABLES if name not in FIXED])
def test_every_plain_number_of_every_table_can_be_overridden(name: str) -> None:
    """By the keys that lead to it; the rules that decide are the exception."""
    table = read_table(FOLDER, name)
    for path, number in _figures(table):
        other = number + 1 if isinstance(number, int) else number * 0.9
        new: Any = overridden({"costs": {"ranges": {}}, name: table}, {name: _nested(path, other)})[name]
        for key in path:
            new = new[key]
        assert new == other, path


def _nested(path: tuple[str, ...], value: Any) -> Any:
    for key in reversed(path):
        value = {key: value}
    return value


EVERY_FIGURE = [path for name in TABLES if name not in FIXED for path, _ in _figures(read_table(FOLDER, name), (name,))]


@given(
    st.sampled_from(EVERY_FIGURE),
    st.sampled_from([0, 1, 8, 10**12, 0.5, 1e-9, 1e300, -1, math.nan]),
    st.sampled_from(FACTS["task_difficulty"].values),
    st.floats(1, 1e12),
)
def test_whatever_a_figure_is_set_to_the_costs_come_out_or_a_sentence_says_why_not(
    path: tuple[str, ...], value: float, difficulty: str, requests: float
) -> None:
    """Nothing else is raised, and every number is finite."""
    facts = {"task_difficulty": difficulty, "requests_per_month": requests, "seats": 40}
    try:
        row = cost_line({"facts": facts, "overrides": _nested(path, value), "today": "2026-11-24"})
    except (OverrideError, CatalogueError):
        return
    json.dumps(row, allow_nan=False)


def test_the_rules_that_decide_are_no_prices() -> None:
    """Their weights are set beside the facts instead."""
    with pytest.raises(OverrideError, match="unknown 'rules'"):
        load_catalogue(overrides=[{"rules": {"deadline": {"lead_time_weeks": 1}}}])


def test_a_row_may_get_a_field_that_only_other_rows_have() -> None:
    """A plan without a usage of its own gets one."""
    mine = load_catalogue(overrides=[{"seats": {"ChatGPT Business": {"usage_usd": [0, 5, 10]}}}])

    assert mine.seats["ChatGPT Business"].usage_usd == (0, 5, 10)


@pytest.mark.parametrize(
    "overrides",
    [
        {"tiers": {"general": {"open": "llama-99"}}},
        {"tiers": {"general": {"start": ["gpt-99"]}}},
        {"open_models": {"qwen3-8b": {"gpu": "H900"}}},
    ],
)
def test_a_name_that_no_table_holds_is_refused(overrides: dict[str, Any]) -> None:
    """Before anything is computed with it."""
    with pytest.raises(CatalogueError, match="which no table holds"):
        load_catalogue(overrides=[overrides])


def test_a_cost_range_may_stand_alone_and_one_rent_serves_every_card() -> None:
    """The short form for one line of JSON."""
    mine = load_catalogue(overrides=[{"people": 0, "usd_hour": 2}])

    assert mine.costs.ranges["people"] == (0.0, 0.0, 0.0)
    assert {gpu.usd_hour for gpu in mine.gpus.values()} == {(2, 2, 2)}


@pytest.mark.parametrize(
    ("overrides", "named"),
    [
        ({"poeple": 1}, "people"),
        ({"gpus": {"H100": {"usd_hour": 2}}}, "H100-SXM"),
        ({"gpus": {"H100-SXM": {"usd_our": 2}}}, "usd_hour"),
        ({"people": -1}, "-1"),
        ({"people": True}, "True"),
        ({"people": [3, 2, 1]}, "low, mid and high"),
        ({"people": float("inf")}, "inf"),
        ({"prices": {"claude-sonnet-5-5": {"input_per_m": 1}}}, "output_per_m"),
        ({"prices": {"claude-sonet": {}}}, "claude-sonnet"),
        ({"gpus": 3}, "3"),
        ({"open_models": {"qwen3-8b": {"n_gpu": 1.5}}}, "whole"),
        ({"seats": {"ChatGPT Business": {"usage_usd": "a lot"}}}, "a lot"),
    ],
)
def test_what_cannot_be_is_refused_by_name(overrides: dict[str, Any], named: str) -> None:
    """With what is known instead."""
    with pytest.raises(OverrideError, match=named.replace("[", r"\[")):
        load_catalogue(overrides=[overrides])


def test_a_file_of_overrides_is_read_with_its_dates(tmp_path: Path) -> None:
    """As YAML."""
    file = tmp_path / "mine.yaml"
    file.write_text(
        "prices: {gpt-6.1-sol: {input_per_m: 1, output_per_m: 4, checked: 2026-11-01}}\ncosts: {ranges: {people: 1}}\n"
    )
    mine = load_catalogue(overrides=[read_overrides(file)])

    assert mine.negotiated["gpt-6.1-sol"].checked == "2026-11-01"
    assert mine.costs.ranges["people"] == (1, 1, 1)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "a: [\n"])
def test_a_file_that_holds_no_tables_is_refused(tmp_path: Path, text: str) -> None:
    """In a sentence that names it."""
    file = tmp_path / "mine.yaml"
    file.write_text(text)

    with pytest.raises(OverrideError, match=r"mine\.yaml"):
        read_overrides(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Not passed over."""
    with pytest.raises(OverrideError, match=r"absent\.yaml cannot be read"):
        read_overrides(tmp_path / "absent.yaml")
