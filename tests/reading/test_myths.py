"""Myths that are heard in passing, and what only sounds like one."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.reading.local import LocalReader
from agent.reading.myths import Myths, is_of_the_world, states
from knowledge.encoder import DIMENSIONS, Encoder, default_cache, encoder_folder
from knowledge.myths import Myth, load_myths
from knowledge.passages import load_passages
from knowledge.search.prepared import Prepared

TODAY = date(2026, 11, 24)
PASSAGES = {passage.id: passage for passage in load_passages(kinds=["myth"])}


@pytest.fixture(scope="module")
def myths() -> tuple[Myth, ...]:
    """All myths with their phrases."""
    return load_myths(Prepared(Encoder(encoder_folder(default_cache()))))


@pytest.fixture(scope="module")
def reader(myths: tuple[Myth, ...]) -> LocalReader:
    """The real reader, which hears them."""
    return LocalReader(Encoder(encoder_folder(default_cache())), myths=myths)


def heard(reader: LocalReader, text: str) -> tuple[str, ...]:
    """The myths that a message states."""
    return reader.read(text, today=TODAY).myths


@pytest.mark.parametrize(
    ("text", "myth"),
    [
        ("Web developers. And open source is free anyway.", "myth-open-source-is-free"),
        ("25,000 a month. Hosting it ourselves is cheaper than paying per token.", "myth-self-hosting-is-cheaper"),
        ("We must self-host because we're in the EU.", "myth-residency-theatre"),
        ("Just fine-tune it on our documents.", "myth-fine-tune-on-documents"),
        ("Our data would train their model.", "myth-vendor-learns-from-prompts"),
        ("Everyone is moving to open models these days.", "myth-everyone-moves-to-open"),
        ("The prices will keep falling so it doesn't matter.", "myth-token-price-falls-so-bill-falls"),
        ("We'll just plug it in.", "myth-plug-it-in"),
    ],
)
def test_a_myth_is_heard_among_other_things(reader: LocalReader, text: str, myth: str) -> None:
    """It may stand alone or in a message that tells facts."""
    assert heard(reader, text)[:1] == (myth,)


@pytest.mark.parametrize(
    "text",
    [
        "Is open source free?",
        "We know that open source isn't free.",
        "Our competitor thinks that open source is free.",
        "What if open source were free?",
        "The app is free for our customers.",
        "Open source isn't free, we have budgeted an engineer.",
        "Some say everyone is moving to open models.",
        "Not everybody is moving to open models.",
        "We fine-tuned it on 8,000 labelled tickets.",
        "Data must stay in the EU.",
        "Our own agents look at it before anything goes out.",
        "Health and card data are filtered out before it gets there.",
    ],
)
def test_what_only_sounds_like_a_myth_is_none(reader: LocalReader, text: str) -> None:
    """Questions, denials, what-ifs, what others believe, and plain facts."""
    assert heard(reader, text) == ()


def test_every_phrase_of_a_myth_is_heard_as_its_own(myths: tuple[Myth, ...]) -> None:
    """Each phrase names the things that its myth asks for, states them, and is no near miss."""
    all_of_them = Myths(myths)
    deaf = [
        phrase
        for myth in myths
        for phrase, vector in zip(PASSAGES[myth.id].said, myth.said, strict=True)
        if myth.id not in all_of_them.said_in([phrase], vector[None])
    ]

    assert deaf == []


def test_near_misses_are_not_heard(myths: tuple[Myth, ...]) -> None:
    """What is written down as sounding like a myth is not taken for that myth."""
    all_of_them = Myths(myths)
    taken = [
        phrase
        for myth in myths
        for phrase, vector in zip(PASSAGES[myth.id].near_misses, myth.near_misses, strict=True)
        if myth.id in all_of_them.said_in([phrase], vector[None])
    ]

    assert taken == []


def test_the_clearest_myth_comes_first(reader: LocalReader) -> None:
    """Two in one message are both heard, each once."""
    found = heard(reader, "Open source is free. We'd pay for everything twice with hybrid. Open source costs nothing.")

    assert sorted(found) == ["myth-hybrid-pays-twice", "myth-open-source-is-free"]
    assert found[0] == "myth-open-source-is-free"


def test_a_reader_without_myths_hears_none() -> None:
    """Training and the batch command read without them."""
    assert Myths(()).said_in(["open source is free"], np.ones((1, DIMENSIONS), np.float32)) == {}


@given(st.lists(st.text(max_size=120), max_size=5), st.data())
def test_whatever_is_said_is_heard_alike_in_any_order(
    myths: tuple[Myth, ...], clauses: list[str], data: st.DataObject
) -> None:
    """Only known myths come out, each once, whatever the order of the clauses."""
    rows = [data.draw(st.sampled_from([row for myth in myths for row in myth.said])) for _ in clauses]
    vectors = np.array(rows, np.float32).reshape(len(clauses), DIMENSIONS)
    found = Myths(myths).said_in(clauses, vectors)

    assert set(found) <= {myth.id for myth in myths} and len(set(found)) == len(found)
    assert set(Myths(myths).said_in(clauses[::-1], vectors[::-1])) == set(found)


@pytest.mark.parametrize("clause", ["they say it's free", "I doubt that it's free", "is it free?", "that's a myth"])
def test_a_clause_that_is_not_the_speakers_own_states_nothing(clause: str) -> None:
    """Hearsay, doubt, questions and knowing better are no statements."""
    assert not states(clause)
    assert states("it's free")


def test_a_myth_told_of_the_world_states_nothing_of_their_own_case(reader: LocalReader) -> None:
    """ "Open source is free anyway" is no word on their data; "we'll just plug it in" is one on their plan."""
    said = reader.read(
        "We sort 20,000 support tickets a month for an insurer; open source is free anyway.", today=TODAY
    )

    assert said.myths == ("myth-open-source-is-free",)
    assert "data_sensitivity" not in {**said.facts, **said.suggested}
    assert said.facts["requests_per_month"].value == 20_000


@pytest.mark.parametrize("clause", ["we'll just plug it in", "own servers only because of GDPR", "It has to stay here"])
def test_what_they_must_or_will_is_of_their_own_case(clause: str) -> None:
    """Though a myth may be in it."""
    assert not is_of_the_world(clause)
    assert is_of_the_world("Open source is free anyway")
