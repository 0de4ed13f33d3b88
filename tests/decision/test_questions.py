"""What asking is worth, and when to stop."""

from dataclasses import replace
from datetime import date

import pytest

from agent.decision.assess import assess
from agent.decision.assessment import Assessment
from agent.decision.questions import WORTH_ASKING, stop, worth_asking
from agent.facts import FACTS, FactValue

Facts = dict[str, FactValue]

OPENINGS: list[Facts] = [
    {},
    {"strategic_role": "important", "task_difficulty": "narrow", "audience": "employees"},
    {"strategic_role": "core", "customization": "fine_tuning", "requests_per_month": 2_000_000},
    {"data_sensitivity": "regulated", "regulations": ["hipaa"], "team": "ml"},
]


def _assess(facts: Facts) -> Assessment:
    return assess(facts, today=date(2026, 11, 24), depth="core")


def _answers(fact: str) -> dict[str, FactValue]:
    """Each possible answer by the words of `outcomes`."""
    row = FACTS[fact]
    if row.kind == "choice":
        return {value: value for value in row.values}
    if row.kind == "choices":
        return {"none": [], **{value: [value] for value in row.values}}
    return dict(row.ranges)


@pytest.mark.parametrize("facts", OPENINGS)
def test_an_outcome_is_the_verdict_that_its_answer_gives(facts: Facts) -> None:
    """For every unknown fact and every answer to it."""
    for question in _assess(facts).next_questions:
        for words, value in _answers(question.fact).items():
            answered: Facts = {**facts, question.fact: value}

            assert question.outcomes[words] == _assess(answered).verdict, (question.fact, words)


@pytest.mark.parametrize("facts", OPENINGS)
def test_questions_are_sorted_by_what_they_are_worth(facts: Facts) -> None:
    """Only unknown facts, no use case, nothing negative; a certain verdict has nothing to gain."""
    questions = _assess(facts).next_questions
    values = [question.value_of_information for question in questions]

    assert values == sorted(values, reverse=True)
    assert min(values) >= 0
    assert {q.fact for q in questions} == set(FACTS) - set(facts) - {"use_case"}


def test_seats_are_worth_no_question() -> None:
    """They never change the verdict."""
    seats = next(q for q in _assess({}).next_questions if q.fact == "seats")

    assert seats.value_of_information == 0.0
    assert not seats.can_change


def test_it_stops_where_nothing_left_can_change_the_verdict() -> None:
    """And says so in words."""
    sure = _assess({"data_boundary": "air_gapped", "budget_per_month": 1_000})

    assert worth_asking(sure) == ()
    assert stop(sure.next_questions).reason.startswith("No answer to the ")


def test_it_goes_on_where_an_answer_is_worth_a_question() -> None:
    """Nothing is known yet."""
    unsure = _assess({})

    assert worth_asking(unsure)
    assert stop(unsure.next_questions).reason == ""
    assert all(q.value_of_information >= WORTH_ASKING for q in worth_asking(unsure))


def test_it_stops_where_all_is_known() -> None:
    """With its own reason."""
    found = replace(_assess({}), next_questions=())

    assert stop(found.next_questions).reason == "Everything that the advice depends on is known."


TRUE_PROFILES: list[Facts] = [
    {
        "audience": audience,
        "strategic_role": role,
        "data_sensitivity": data,
        "data_boundary": boundary,
        "regulations": [],
        "customization": shaped,
        "requests_per_month": volume,
        "tokens_per_request": 1_500.0,
        "seats": 100.0,
        "growth_12m": 1.5,
        "deadline_weeks": 20.0,
        "team": team,
        "gpus": "none",
        "stage": stage,
        "budget_per_month": 5_000.0,
        "task_difficulty": task,
    }
    for audience, role, data, boundary, shaped, volume, team, stage, task in (
        ("employees", "supporting", "internal", "any_vendor", "prompting", 5_000.0, "software", "idea", "general"),
        ("customers", "core", "proprietary", "any_vendor", "fine_tuning", 3e6, "ml_platform", "production", "narrow"),
        ("workflow", "important", "internal", "approved_cloud", "retrieval", 50_000.0, "software", "pilot", "narrow"),
        ("customers", "important", "regulated", "own_infrastructure", "retrieval", 90_000.0, "ml", "idea", "general"),
        ("employees", "important", "proprietary", "approved_cloud", "prompting", 9_000.0, "none", "idea", "frontier"),
    )
]


@pytest.mark.parametrize("truth", TRUE_PROFILES)
def test_a_few_questions_reach_the_verdict_of_the_whole_profile(truth: Facts) -> None:
    """From an opening of three facts, asking the most valuable first, at most six more."""
    known: Facts = {name: truth[name] for name in ("audience", "strategic_role", "task_difficulty")}
    asked = 0
    while questions := worth_asking(_assess(known)):
        known[questions[0].fact] = truth[questions[0].fact]
        asked += 1

    assert asked <= 6
    assert _assess(known).verdict == _assess(truth).verdict
