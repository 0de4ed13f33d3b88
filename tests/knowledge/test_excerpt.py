"""Quotes: whole sentences of the passage, and none that leans on one that is missing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.encoder import Encoder
from knowledge.passages import Passage, load_passages
from knowledge.search.excerpt import Excerpts, stands_alone, thoughts

PASSAGES = load_passages()


def test_a_sentence_that_leans_on_the_one_before_stays_with_it() -> None:
    """A number with its point is no end of a sentence."""
    text = "It costs $3.46 an hour. But prices move. So check the day. A seat costs less."

    assert thoughts(text) == (
        ("It costs $3.46 an hour.", "But prices move.", "So check the day."),
        ("A seat costs less.",),
    )


@pytest.mark.parametrize("sentence", ["But it is dear.", "So ask first.", "It began there.", "With that done, go on."])
def test_what_leans_does_not_stand_alone(sentence: str) -> None:
    """A leader would ask: but what?"""
    assert not stands_alone(sentence)


@settings(max_examples=20)
@given(
    passage=st.sampled_from(PASSAGES), question=st.sampled_from(["What does it cost?", "Is it safe?", "Who did it?"])
)
def test_a_quote_stands_in_its_passage_and_begins_where_one_can_begin(
    encoder: Encoder, passage: Passage, question: str
) -> None:
    """Two sentences at most, verbatim, in their order."""
    quoted = Excerpts(encoder).best(question, passage)
    text = " ".join(passage.text.split())

    assert 0 < len(quoted) <= 2
    assert " ".join(quoted) in text
    assert stands_alone(quoted[0]) or text.startswith(quoted[0])
