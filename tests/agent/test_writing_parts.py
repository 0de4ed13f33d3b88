"""Words for money, dates and shares, and a draft that knows where its sentences come from."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.decision.wording import count, day, listing, money
from agent.facts import FACTS
from agent.reply import Card
from agent.writing.phrases import percent, phrase
from agent.writing.provenance import Draft
from agent.writing.questions import render_cards

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0, "$0"), (0.4, "less than $1"), (5.2, "$5"), (9_828, "$9,800"), (4_930_000, "$4.9 million")],
)
def test_money_has_the_digits_it_is_worth(amount: float, words: str) -> None:
    """An estimate is not spelled out to the dollar."""
    assert money(amount) == words


def test_a_count_reads_as_people_write_it() -> None:
    """Small counts keep their digits, large ones become millions."""
    assert (count(25_000), count(4_930_000), count(1.2e9)) == ("25,000", "4.93 million", "1.2 billion")


def test_a_share_never_claims_more_than_it_is() -> None:
    """Nearly none and nearly all are not none and all."""
    assert (percent(0), percent(0.001), percent(0.83), percent(0.999), percent(1)) == (
        "0 %",
        "under 1 %",
        "83 %",
        "over 99 %",
        "100 %",
    )


def test_a_deadline_is_spoken_as_a_date() -> None:
    """Six weeks from 24 November 2026 is 5 January 2027."""
    assert phrase("deadline_weeks", 6.0, TODAY) == "live by 5 January 2027"
    assert day(TODAY) == "24 November 2026"


def test_every_choice_of_every_fact_has_its_phrase() -> None:
    """No bare code word reaches a leader."""
    for fact in FACTS.values():
        if fact.kind == "choice":
            assert all(phrase(fact.name, value, TODAY) != value for value in fact.values), fact.name


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3, unique=True))
def test_a_listing_names_every_item_once(items: list[str]) -> None:
    """Items are joined, none is lost."""
    text = listing(items)

    assert all(text.count(item) >= 1 for item in items)
    assert text.endswith(items[-1])


def test_a_passage_keeps_its_number_when_it_is_cited_again() -> None:
    """Numbers follow the order of first citation."""
    draft = Draft()
    draft.paragraph(draft.cited("One.", "p-a"), draft.cited("Two.", "p-b"), draft.computed("Three.", "costs", "p-a"))

    assert draft.take() == "One. [1] Two. [2] Three. [1]"
    assert draft.passages == ("p-a", "p-b")
    assert [(p.kind, p.ref) for p in draft.provenance] == [("cited", "p-a"), ("cited", "p-b"), ("computed", "costs")]


def test_every_question_in_words_says_why_and_offers_its_choices() -> None:
    """A door without cards shows the same question."""
    fact = FACTS["team"]
    text = render_cards([Card("ask", "team", fact.question, fact.why)])

    assert fact.question in text
    assert fact.why in text
    assert all(choice.label in text for choice in fact.choices)
