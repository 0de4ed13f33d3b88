"""A flip point really gives the verdict that it says, and is as small as it says."""

from datetime import date
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.decision.assess import assess
from agent.decision.flips import FORWARD, MOST_SINGLES
from agent.facts import FACTS, FactValue

Facts = dict[str, FactValue]
TODAY = date(2026, 11, 24)

LEDGERS: list[Facts] = [
    {},
    {"strategic_role": "supporting", "requests_per_month": 500, "task_difficulty": "narrow"},
    {"strategic_role": "important", "data_sensitivity": "internal", "data_boundary": "any_vendor", "stage": "idea",
     "team": "software", "deadline_weeks": 6, "requests_per_month": 25_000, "task_difficulty": "narrow"},
    {"strategic_role": "core", "data_sensitivity": "proprietary", "data_boundary": "own_infrastructure", "team": "ml",
     "stage": "validated"},
    {"strategic_role": "core", "data_sensitivity": "regulated", "data_boundary": "any_vendor", "team": "ml",
     "stage": "production", "deadline_weeks": 5, "task_difficulty": "narrow", "requests_per_month": 1_000},
]  # fmt: skip


@pytest.mark.parametrize("facts", LEDGERS)
def test_a_flip_point_gives_the_verdict_that_it_says(facts: Facts) -> None:
    """And the verdict is another than today's."""
    found = assess(facts, today=TODAY)

    assert found.flip_points
    for flip in found.flip_points:
        after = assess({**facts, **flip.changes}, today=TODAY, depth="core")

        assert flip.verdict == after.verdict != found.verdict
        assert flip.statement


@pytest.mark.parametrize("facts", LEDGERS)
def test_a_pair_is_named_only_where_neither_half_does_it(facts: Facts) -> None:
    """No part of a flip point gives the same verdict."""
    for flip in assess(facts, today=TODAY).flip_points:
        for size in range(1, len(flip.changes)):
            for part in combinations(flip.changes.items(), size):
                assert assess({**facts, **dict(part)}, today=TODAY, depth="core").verdict != flip.verdict


def test_a_threshold_is_where_the_verdict_turns() -> None:
    """A tenth less of the volume leaves the verdict as it is."""
    facts: Facts = {"strategic_role": "supporting", "requests_per_month": 500, "task_difficulty": "narrow"}
    found = assess(facts, today=TODAY)
    volume = next(f.changes["requests_per_month"] for f in found.flip_points if "requests_per_month" in f.changes)
    assert isinstance(volume, float)

    below = assess({**facts, "requests_per_month": volume * 0.9}, today=TODAY, depth="core")

    assert below.verdict == found.verdict
    assert "requests a month (today 500)" in next(
        f.statement for f in found.flip_points if "requests_per_month" in f.changes
    )


def test_more_time_turns_a_hurried_case() -> None:
    """The deadline's threshold is the lead time of a model of one's own."""
    flips = assess(LEDGERS[4], today=TODAY).flip_points

    assert {"deadline_weeks": 8.0} in [flip.changes for flip in flips]


CHOICES = [name for name, fact in FACTS.items() if fact.kind == "choice"]
KNOWN = st.fixed_dictionaries(
    {name: st.sampled_from(FACTS[name].values) for name in CHOICES},
    optional={"requests_per_month": st.floats(100, 1e8), "deadline_weeks": st.floats(1, 60)},
)


def _reached(facts: Facts, *names: str) -> set[str]:
    """The verdicts that some change of these facts gives, by trying every one."""
    ways = product(*[FACTS[name].values for name in names])
    tried = ({**facts, **dict(zip(names, values, strict=True))} for values in ways)
    kept = (new for new in tried if all(_is_forward(name, facts, new) for name in names))
    return {assess(new, today=TODAY, depth="core").verdict for new in kept}


def _is_forward(name: str, facts: Facts, new: Facts) -> bool:
    """Nobody plans to lose a team or to go back to an idea."""
    values = FACTS[name].values
    return name not in FORWARD or values.index(str(new[name])) >= values.index(str(facts[name]))


@settings(max_examples=12)
@given(KNOWN)
def test_no_single_change_of_a_choice_is_missed(facts: Facts) -> None:
    """Every verdict that one change gives is among the flip points, unless six easier ones are."""
    found = assess(facts, today=TODAY)
    singles = [flip for flip in found.flip_points if len(flip.changes) == 1]
    for name in CHOICES:
        told = {flip.verdict for flip in singles if name in flip.changes}

        assert _reached(facts, name) - {found.verdict} == told or len(singles) == MOST_SINGLES


@settings(max_examples=6)
@given(KNOWN, st.sampled_from(list(combinations(CHOICES, 2))))
def test_no_pair_of_choices_is_missed_that_reaches_what_no_single_change_does(
    facts: Facts, pair: tuple[str, str]
) -> None:
    """Where a verdict needs two changes, two changes are told."""
    found = assess(facts, today=TODAY)
    told = {flip.verdict for flip in found.flip_points}

    assert _reached(facts, *pair) - {found.verdict} <= told or len(found.flip_points) >= MOST_SINGLES
