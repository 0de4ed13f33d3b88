"""The cases of real organisations: every disagreement is explained, and the report says what was found."""

from dataclasses import replace

import pytest

from evals.cases import REPORT, Case, Why, agreement, explanations, load_cases, report, unexplained


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """The cases that are no warning, assessed."""
    return load_cases()


def test_every_disagreement_is_explained_and_no_other(cases: list[Case]) -> None:
    """What is said to lack facts agrees once they are told."""
    assert unexplained(cases, explanations().cases) == []


def test_the_report_is_that_of_these_rules(cases: list[Case]) -> None:
    """Rules that change without a new report are noticed."""
    assert REPORT.read_text(encoding="utf-8") == report(cases, explanations())


def test_rules_beat_a_scorer_that_nobody_tuned(cases: list[Case]) -> None:
    """46 % and 79 % on these fifty."""
    assert len(cases) == 50
    three, two = agreement(cases)
    assert three > 0.46
    assert two > 0.79


def test_what_is_wrong_with_an_explanation_is_said(cases: list[Case]) -> None:
    """Missing, of a case that agrees, or with facts that do not bring agreement."""
    told = dict(explanations().cases)
    agrees = next(case for case in cases if case.agrees)
    apart = next(case for case in cases if told.get(case.id) and told[case.id].kind == "too_few_facts")
    law = Why(kind="law", why="-")

    assert unexplained([agrees], {agrees.id: law}) == [f"{agrees.id} is explained and agrees"]
    assert unexplained([apart], {}) == [f"{apart.id} disagrees and is not explained"]
    assert unexplained([apart], {apart.id: told[apart.id].model_copy(update={"more": {}})}) == [
        f"{apart.id} would not agree with {{}} either"
    ]
    assert unexplained([replace(apart, chose=apart.found.verdict)], {}) == []
