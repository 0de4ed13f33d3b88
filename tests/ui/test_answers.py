"""Tapped answers are checked against the facts before the advisor sees them, and said in the words of the cards."""

import pytest

from agent.facts import FACTS, FactError
from ui.answers import accept, spoken, value_label, was_tapped


@pytest.mark.parametrize(
    "forged",
    [
        None,
        {},
        [],
        {"verdict": "prebuilt"},
        {"team": "everybody"},
        {"deadline_weeks": "6"},
        {"deadline_weeks": True},
        {"deadline_weeks": float("inf")},
        {"requests_per_month": -1},
        {"regulations": "gdpr"},
        {"regulations": ["gdpr", "<script>"]},
        {"team": {"status": "stated"}},
        {"nothing": {"status": "unknown"}},
        {"use_case": "x" * 501},
        {name: {"status": "unknown"} for name in FACTS},
    ],
)
def test_what_no_card_offers_is_refused(forged: object) -> None:
    """A forged event never reaches the ledger."""
    with pytest.raises(FactError):
        accept(forged)


def test_every_choice_of_every_fact_can_be_tapped() -> None:
    """Whatever a card offers is accepted, and has words."""
    for fact in FACTS.values():
        offered: list[object] = [*fact.values, *[number for _, number in fact.ranges]]
        for value in [[value] for value in offered] if fact.kind == "choices" else offered:
            assert spoken(accept({fact.name: value}))


def test_one_answer_is_said_by_its_label_and_several_by_name() -> None:
    """What stands in the transcript is what was tapped."""
    assert spoken({"team": "software"}) == "Software developers"
    assert spoken({"team": {"status": "withheld"}}) == "I’d rather not say"
    assert spoken({"data_sensitivity": "internal", "deadline_weeks": 6.0}) == (
        "Data: Ordinary business matters\nDeadline: 6 weeks"
    )


def test_a_range_is_said_as_it_was_offered() -> None:
    """Somebody who tapped a range did not say its middle."""
    assert value_label("requests_per_month", 30_000.0) == "10,000 to 100,000"
    assert value_label("requests_per_month", 25_000.0) == "25,000 a month"
    assert value_label("regulations", []) == "None of these"


def test_a_tapped_label_is_no_quote() -> None:
    """Only the leader's own words are shown as a quote."""
    assert was_tapped("team", "software", "Software developers")
    assert was_tapped("deadline_weeks", 6.0, "Data: Public information\nDeadline: 6 weeks")
    assert not was_tapped("team", "software", "We have web developers.")
