"""How many questions reach the verdict: fewer than in any fixed order, on a few profiles; all of them by make."""

import numpy as np
import pytest

from agent.decision.columns import DECISION_FACTS
from evals.questions import (
    REPORT,
    Interview,
    Profile,
    draw_profiles,
    interview,
    interviews,
    opening,
    order_of_worth,
    report,
    score,
    scores_of,
)


@pytest.fixture(scope="module")
def profiles() -> list[Profile]:
    """A few profiles drawn from the priors."""
    return draw_profiles(24)


def test_a_profile_tells_every_fact_and_an_opening_three_of_them(profiles: list[Profile]) -> None:
    """Each with a value that the tool takes, which the interviews show."""
    told = opening(profiles[0], np.random.default_rng(1))

    assert all(set(profile) == set(DECISION_FACTS) for profile in profiles)
    assert len(told) == 3
    assert all(profiles[0][name] == value for name, value in told.items())


def test_the_whole_profile_has_the_same_verdict_whatever_the_order(profiles: list[Profile]) -> None:
    """Only the way there differs."""
    known = opening(profiles[1], np.random.default_rng(2))
    found = [interview(profiles[1], known, order) for order in ((), order_of_worth(), DECISION_FACTS)]

    assert len({each.truth for each in found}) == 1
    assert all(len(each.verdicts) == len(DECISION_FACTS) - 2 for each in found)


def test_asking_what_is_worth_most_stops_sooner_than_any_fixed_order(profiles: list[Profile]) -> None:
    """In the median, and with the right verdict nearly always."""
    adaptive, *fixed = scores_of(profiles).values()

    assert adaptive.keeps_promise
    assert all(adaptive.stops_median < other.stops_median for other in fixed)
    assert all(adaptive.answers_needed <= other.answers_needed for other in fixed)


def test_a_score_counts_stops_and_agreement() -> None:
    """Two interviews: right from the start, and right only after the second answer, past its stop."""
    most = len(DECISION_FACTS) - 3
    right = Interview(("hybrid",) * (most + 1), 2, "hybrid")
    late = Interview(("prebuilt", "prebuilt", *("hybrid",) * (most - 1)), 1, "hybrid")
    found = score([right, late])

    assert found.curve[:3] == (0.5, 0.5, 1.0)
    assert (found.stops_median, found.agrees_at_stop, found.answers_needed) == (1.5, 0.5, 2)
    assert not found.keeps_promise


def test_the_report_has_a_row_for_each_number_of_answers(profiles: list[Profile]) -> None:
    """And the one that is kept has the same form."""
    written = report({"adaptive": score(interviews(profiles[:3]))}, 3)
    kept = REPORT.read_text(encoding="utf-8")

    assert written.count("\n| ") == len(DECISION_FACTS) - 3 + 2
    assert written.splitlines()[0] == kept.splitlines()[0]
