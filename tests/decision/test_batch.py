"""One line of the batch command, and the same tool for other agents."""

import json
import math
import re
from typing import Any

import pytest
from pydantic import ValidationError

from agent.decision.batch import assess_line
from agent.decision.tool import assess_use_case

LINE: dict[str, Any] = {
    "id": 7,
    "facts": {
        "team": "ml",
        "tokens_per_request": {"value": 1_200, "detail": {"input": 1_000, "output": 200}},
        "regulations": [],
    },
    "today": "2026-11-24",
}


def test_a_line_has_the_shape_that_is_promised() -> None:
    """Verdict, routes, reasons, shares, questions, flip points and costs, as plain JSON."""
    row = json.loads(json.dumps(assess_line(LINE), allow_nan=False))

    assert row["verdict"] in row["stability"]
    assert set(row["route_now"][0]) == set(row["route_later"][0]) == {"route", "work"}
    assert all(isinstance(why, str) for why in row["removed"].values())
    assert {"fact", "value_of_information"} <= set(row["next_questions"][0])
    assert {"low", "mid", "high"} <= set(row["costs"]["vendor_api"])
    assert sum(row["stability"].values()) == pytest.approx(1)
    assert row["contributions"]
    assert isinstance(row["flip_points"], list)


def test_a_detail_beside_a_value_is_used() -> None:
    """A stated split of tokens is counted with."""
    lines = assess_line(LINE)["cost_lines"]["vendor_api"]

    assert "1,000 tokens in and 200 out" in lines[0]["how"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({}, "facts: None is not an object"),
        ({"facts": []}, "facts: [] is not an object"),
        ({"facts": {"team": {"worth": 1}}}, "team: {'worth': 1} is neither none, software, ml, ml_platform"),
        ({"facts": {"seats": {"value": 3, "detail": 4}}}, "seats: detail 4 is not an object"),
        ({"facts": {"regulations": ["tax"]}}, "regulations: 'tax' is not one of gdpr"),
        ({"facts": {"requests_per_month": -5}}, "requests_per_month: -5 is outside 1 to 1e+12"),
        ({"facts": {"requests_per_month": "many"}}, "requests_per_month: 'many' is not a finite number"),
        ({"facts": {"team": ["ml"]}}, "team: ['ml'] is not one of none"),
        ({"facts": {"requests_per_month": math.nan}}, "requests_per_month: nan is not a finite number (1 to 1e+12"),
        ({"facts": {"requests_per_month": math.inf}}, "requests_per_month: inf is not a finite number (1 to 1e+12"),
        ({"facts": {"seats": 10**9}}, "seats: 1000000000 is outside 1 to 1e+07 people"),
        (
            {"facts": {"tokens_per_request": {"value": 9, "detail": {"input": math.nan}}}},
            "tokens_per_request: detail input: nan is not a number above 0",
        ),
        ({"facts": {"gpus": {"value": "owned", "detail": {"count": "two"}}}}, "gpus: detail count: 'two' is not"),
        ({"facts": {"team": {"value": "ml", "detail": {"size": math.inf}}}}, "team: detail {'size': inf} holds"),
        ({"facts": {}, "today": "9999-12-31"}, "today: '9999-12-31' is not a day from 2000-01-01 to 2199-12-31"),
        ({"facts": {}, "today": "soon"}, "today: 'soon' is not a date"),
        ({"facts": {}, "weights": 3}, "weights: 3 is not an object"),
        ({"facts": {}, "wieghts": {}}, "unknown key 'wieghts'"),
    ],
)
def test_a_bad_line_is_refused_in_a_sentence(line: dict[str, Any], told: str) -> None:
    """Fact, value and what is allowed."""
    with pytest.raises(ValueError, match=re.escape(told)):
        assess_line(line)


def test_weights_of_a_line_count() -> None:
    """Without any weight on the role a convenience is judged like the rest."""
    facts = {"strategic_role": "supporting", "task_difficulty": "narrow"}
    plain = assess_line({"facts": facts, "today": "2026-11-24"})
    weighed = assess_line({"facts": facts, "today": "2026-11-24", "weights": {"strategic_role": 0}})

    assert plain["stability"]["prebuilt"] > weighed["stability"]["prebuilt"]


def test_the_tool_gives_content_and_the_record() -> None:
    """JSON for a model, the record for the graph."""
    call = {"facts": {"team": "ml", "requests_per_month": 25_000.0}, "details": {}, "today": "2026-11-24"}
    message = assess_use_case.invoke({"type": "tool_call", "id": "1", "name": assess_use_case.name, "args": call})

    assert json.loads(message.content)["verdict"] == message.artifact.verdict
    assert message.artifact.facts == {"requests_per_month": 25_000.0, "team": "ml"}


@pytest.mark.parametrize(
    "arguments",
    [
        {"facts": {"mood": "good"}},
        {"facts": {"team": "ninja"}},
        {"facts": {"requests_per_month": float("inf")}},
        {"facts": {"requests_per_month": True}},
        {"facts": {"requests_per_month": "12"}},
        {"facts": {"seats": 1e9}},
        {"facts": {}, "verdict": "prebuilt"},
    ],
)
def test_the_tool_refuses_what_is_not_an_argument(arguments: dict[str, Any]) -> None:
    """Unknown keys, words that are no value, numbers that are none."""
    with pytest.raises(ValidationError):
        assess_use_case.invoke(arguments)
