"""An exported decision is a record: complete, the same bytes again, and held against another day."""

import dataclasses
import json
from datetime import date
from typing import Any

import pytest

from agent.decision.batch import assess_line
from agent.decision.recheck import Change, Recheck, RecordError, read_decision, recheck
from knowledge.catalogue import load_catalogue

TRIAGE: dict[str, Any] = {
    "facts": {
        "requests_per_month": 25_000,
        "tokens_per_request": {"value": 1_200, "detail": {"output": 200, "input": 1_000}},
        "audience": "employees",
        "task_difficulty": "narrow",
        "deadline_weeks": 30,
    },
    "weights": {"data": 1.5},
    "present": {"usd_per_month": 400, "model": "GPT-5", "end_users": None},
    "today": "2026-06-01",
}
MADE_ON = date(2026, 6, 1)
MONTH_LATER = date(2026, 7, 1)


def exported(line: dict[str, Any]) -> dict[str, Any]:
    """What the command writes for a line, read again."""
    row: dict[str, Any] = json.loads(json.dumps(assess_line(line), allow_nan=False))
    return row


def again(row: dict[str, Any], today: date, **changed: Any) -> Recheck:
    """The decision computed again, in a catalogue with something changed."""
    return recheck(read_decision(row), today, dataclasses.replace(load_catalogue(), **changed))


def kinds(found: Recheck) -> set[str]:
    """The kinds of what changed."""
    return {change.kind for change in found.changes}


def test_a_record_holds_what_was_asked_and_what_it_was_counted_with() -> None:
    """Facts, details, own weights, the bill of today; versions, tables, rules and prices."""
    record = exported(TRIAGE)["record"]

    assert record["facts"]["tokens_per_request"] == 1_200
    assert record["details"] == {"tokens_per_request": {"input": 1_000, "output": 200}}
    assert record["weights"] == {"data": 1.5}
    assert record["present"]["usd_per_month"] == 400
    assert set(record["versions"]) == {"sourcing-advisor", "genai-prices"}
    assert all(len(digest) == 64 for digest in record["tables"].values())
    assert record["rules"]["task-narrow"] == [
        load_catalogue().rules.facts["task_difficulty"].rules["narrow"].now,
        load_catalogue().rules.facts["task_difficulty"].rules["narrow"].later,
    ]
    assert any("USD an hour" in name for name in record["figures"])


def test_details_in_another_order_give_the_same_record() -> None:
    """What stands beside a fact has its order too."""
    turned = {"value": 1_200, "detail": {"input": 1_000, "output": 200}}
    other = {**TRIAGE, "facts": dict(reversed({**TRIAGE["facts"], "tokens_per_request": turned}.items()))}

    assert json.dumps(assess_line(other)) == json.dumps(assess_line(TRIAGE))


def test_on_the_day_it_was_made_nothing_has_changed() -> None:
    """The same facts, tables and day give the same decision."""
    found = again(exported(TRIAGE), MADE_ON)

    assert (found.flipped, found.changes) == (False, ())
    assert found.sentence.startswith("The verdict stands")


def test_a_month_later_there_is_a_month_less() -> None:
    """The deadline of then is a date; what is left of it is counted."""
    deadline = next(c for c in again(exported(TRIAGE), MONTH_LATER).changes if c.kind == "deadline")

    assert deadline == Change("deadline", "weeks to the deadline", 30.0, 25.71)


def test_a_deadline_that_has_passed_is_no_deadline() -> None:
    """It tells nothing of the next one."""
    deadline = next(c for c in again(exported(TRIAGE), date(2027, 6, 1)).changes if c.kind == "deadline")

    assert (deadline.before, deadline.now) == (30.0, None)


def test_a_verdict_that_flips_for_want_of_time_says_so() -> None:
    """What could wait for open weights in June cannot in December."""
    facts = {
        "strategic_role": "core",
        "data_sensitivity": "proprietary",
        "customization": "fine_tuning",
        "task_difficulty": "narrow",
        "team": "ml",
        "requests_per_month": 30_000_000,
        "stage": "production",
        "deadline_weeks": 30,
    }
    found = again(exported({"facts": facts, "today": "2026-06-01"}), date(2026, 12, 7))

    assert (found.verdict_before, found.verdict_now, found.flipped) == ("open_source", "hybrid", True)
    assert "flipped from open source in" in found.sentence
    assert found.sentence.endswith("because only 3 weeks are left.")
    assert "verdict" in kinds(found)


def test_changed_prices_and_rules_are_named_with_both_values() -> None:
    """A card at half its price, and a rule turned round."""
    tables = load_catalogue()
    row = exported(TRIAGE)
    name = next(name for name in row["record"]["figures"] if "USD an hour" in name).split(",")[0]
    card = tables.gpus[name]
    low, mid, high = card.usd_hour or (0.0, 0.0, 0.0)
    cheaper = dataclasses.replace(card, usd_hour=(low / 2, mid / 2, high / 2))
    narrow = tables.rules.facts["task_difficulty"].rules["narrow"]
    turned = dataclasses.replace(narrow, now=-3.0, later=-3.0)
    difficulty = tables.rules.facts["task_difficulty"]
    rules = dataclasses.replace(
        tables.rules,
        facts={
            **tables.rules.facts,
            "task_difficulty": dataclasses.replace(difficulty, rules={**difficulty.rules, "narrow": turned}),
        },
    )

    found = again(row, MADE_ON, gpus={**tables.gpus, name: cheaper}, rules=rules)
    rule = next(change for change in found.changes if change.kind == "rule")
    figure = next(change for change in found.changes if change.kind == "figure")

    assert (rule.what, rule.before, rule.now) == ("task-narrow", [narrow.now, narrow.later], [-3.0, -3.0])
    assert (figure.before, figure.now) == ([low, mid, high], [low / 2, mid / 2, high / 2])
    assert {"cost", "share", "verdict"} <= kinds(found)
    assert found.flipped
    assert "because the rules or prices have changed" in found.sentence


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"record": None}, "no decision record"),
        ({"record": {"form": "shopping list"}}, "no decision record"),
        ({"record": {"form": "decision record", "version": 9}}, "version 9 is not known"),
        ({"verdict": "maybe"}, "verdict: Input should be"),
        ({"stability": {"prebuilt": "much"}}, "stability.prebuilt"),
    ],
)
def test_what_is_no_decision_record_is_refused_in_a_sentence(changed: dict[str, Any], told: str) -> None:
    """The part that cannot be read is named."""
    with pytest.raises(RecordError, match=told):
        read_decision({**exported(TRIAGE), **changed})


def test_a_fact_that_cannot_be_is_refused_as_it_is_in_a_line() -> None:
    """A record that somebody changed by hand is checked like any other input."""
    row = exported(TRIAGE)
    row["record"]["facts"]["team"] = "wizards"

    with pytest.raises(ValueError, match="team: 'wizards' is not one of none"):
        again(row, MADE_ON)


def test_a_detail_that_cannot_be_is_refused_too() -> None:
    """What stands beside a fact is checked as in a line."""
    row = exported(TRIAGE)
    row["record"]["details"]["tokens_per_request"]["input"] = -3

    with pytest.raises(ValueError, match="tokens_per_request: detail input: -3 is not a number above 0"):
        again(row, MADE_ON)


def test_a_day_before_the_record_is_refused() -> None:
    """Nothing is computed for a day on which the decision was not made yet."""
    with pytest.raises(RecordError, match="recorded on 1 June 2026, after 31 May 2026"):
        again(exported(TRIAGE), date(2026, 5, 31))
