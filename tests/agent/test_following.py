"""Short messages that go on from the last reply, made into full questions; whole ones are left alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.case import Conversation, Named, Topic
from agent.following import WHY_ADVICE, WHY_ASK, Before, follow
from knowledge.catalogue import load_catalogue
from knowledge.things import vocabulary
from tests.conftest import TODAY

NAMES = vocabulary(load_catalogue())

COMPARED = Topic("RAG or fine-tuning?", (Named("RAG", "glossary-rag"), Named("fine-tuning", "glossary-fine-tuning")))
VOLUME = Topic("What would 200,000 requests a month cost?")

WHOLE = [
    "What does Copilot cost per seat?",
    "Is it legal to use DeepSeek in Germany?",
    "How many GPUs does a 70B model need?",
    "Which banks have done it?",
    "What is quantization?",
    "And who decides on exceptions?",
    "Should we wait until prices drop?",
    "And what do you think of Llama for customer support in German?",
    "We get 25,000 tickets a month.",
    "Do we have to tell our customers that they talk to a machine?",
]


def full(text: str, topic: Topic, *, volume: float | None = None, waits: bool = False) -> str | None:
    """The full question of a message after a reply about a topic."""
    found = follow(text, Before(topic, TODAY, volume, waits), NAMES)
    return found.question if found else None


@pytest.mark.parametrize(
    ("before", "said", "question"),
    [
        ("What does Anthropic do with our prompts?", "and Google?", "What does Google do with our prompts?"),
        ("How much is Claude Haiku per token?", "And GPT-6 Luna?", "How much is GPT-6 Luna per token?"),
        ("What's the licence of Qwen?", "what about Mistral?", "What's the licence of Mistral?"),
        ("Does OpenAI keep our data?", "and in Europe?", "Does OpenAI keep our data in Europe?"),
        ("When does hosting break even?", "and without staff?", "When does hosting break even without staff?"),
        ("What does an H100 cost per hour?", "how much is that a year?", "What does an H100 cost per hour a year?"),
        ("What does an H100 cost?", "what do they need?", "what do H100 need?"),
        ("Does GPT-4o cost more than before?", "and with Mistral?", "Does Mistral cost more than before?"),
        ("Is Llama free?", "and on an H100?", "Is Llama free on an H100?"),
        ("vLLM or TGI?", "what's the difference to Ollama?", "vLLM or Ollama?"),
        ("Does HIPAA apply?", "what would we have to sign?", "what would we have to sign? (Does HIPAA apply)"),
        ("When must chatbots be labelled?", "since when?", "since when? (When must chatbots be labelled)"),
        ("What does LoRA do?", "who did it?", "who did it? (LoRA)"),
        ("why now? (Is it safe; Is Llama free)", "since when?", "since when? (why now; Is Llama free)"),
        ("How much is an H100 a month?", "and 4 of them?", "How much is 4 H100 a month?"),
        ("What do 2 × H100 cost?", "and eight of those?", "What do 8 H100 cost?"),
        ("Is Llama free?", "does that matter for us?", "does that matter for us? (Is Llama free)"),
        (VOLUME.question, "and if it doubles?", "What would 400,000 requests a month cost?"),
        (VOLUME.question, "and for ten times that?", "What would 2,000,000 requests a month cost?"),
        (VOLUME.question, "what if it were twice as much?", "What would 400,000 requests a month cost?"),
    ],
)  # fmt: skip
def test_what_is_left_out_comes_from_the_question_before(before: str, said: str, question: str) -> None:
    """Another name takes the place of one of its kind; a place, a rule or a period is added."""
    assert full(said, Topic(before)) == question


@pytest.mark.parametrize("said", ["what about the second one?", "tell me more about the latter", "and fine-tuning?"])
def test_the_second_one_is_what_was_named_second(said: str) -> None:
    """The passage that spoke of it answers."""
    found = follow(said, Before(COMPARED, TODAY), NAMES)

    assert found is not None
    assert (found.passage, found.more) == ("glossary-fine-tuning", True)


def test_the_other_one_inside_a_question_is_named() -> None:
    """The rest of the question stands as it was asked."""
    assert full("when would the other one win?", COMPARED) == "when would fine-tuning win?"
    assert full("What is the first step?", COMPARED) is None


def test_the_second_one_of_running_sentences_is_more_of_them() -> None:
    """Nothing was numbered; a new use case is not what is meant."""
    told = Topic("What should we do first?", passages=("playbook-first-30-days",))
    found = follow("tell me more about the second one", Before(told, TODAY), NAMES)

    assert found is not None
    assert (found.question, found.more) == (told.question, True)


def test_a_fourth_one_of_two_is_nothing() -> None:
    """Then the message is read as it stands."""
    assert follow("and the fourth one?", Before(COMPARED, TODAY), NAMES) is None


@pytest.mark.parametrize("said", ["tell me more", "Go on.", "more details please", "can you elaborate?"])
def test_more_is_more_of_the_same_question(said: str) -> None:
    """Nothing else is asked."""
    found = follow(said, Before(COMPARED, TODAY), NAMES)

    assert found is not None
    assert (found.question, found.more, found.other) == (COMPARED.question, True, False)


@pytest.mark.parametrize("said", ["who else?", "any other examples?", "Others?", "another one?"])
def test_who_else_asks_for_others(said: str) -> None:
    """The same question, without those that were named."""
    found = follow(said, Before(Topic("Which banks have done it?"), TODAY), NAMES)

    assert found is not None
    assert (found.question, found.other) == ("Which banks have done it?", True)


def test_why_goes_on_from_an_answer_from_the_advice_or_from_a_question() -> None:
    """Whatever the last reply was."""
    assert full("why?", Topic("Is open source free?")) == "Why: Is open source free?"
    assert full("But why?", Topic("why not Claude?")) == WHY_ADVICE
    assert full("why?", Topic(), waits=True) == WHY_ASK
    assert full("why?", Topic()) is None


def test_a_multiple_of_the_case_s_own_volume_is_a_what_if() -> None:
    """Nothing is stored of it."""
    found = follow("what about ten times that?", Before(Topic(WHY_ADVICE), TODAY, 25_000.0), NAMES)

    assert found is not None
    reading = found.reading("what about ten times that?")
    assert (reading.act, reading.facts["requests_per_month"].value) == ("what_if", 250_000.0)


@pytest.mark.parametrize("said", ["double", "ten times", "others", "and HIPAA", "for patients"])
def test_what_may_be_the_answer_that_is_waited_for_is_no_follow_up(said: str) -> None:
    """Without a question mark it is read as an answer."""
    assert full(said, VOLUME, volume=1_000.0, waits=True) is None


@given(
    said=st.sampled_from(WHOLE),
    before=st.sampled_from([*WHOLE, VOLUME.question, COMPARED.question, "What's the licence of Qwen?"]),
    named=st.sampled_from([(), COMPARED.named]),
    waits=st.booleans(),
)
def test_a_question_that_stands_by_itself_is_not_bent(
    said: str, before: str, named: tuple[Named, ...], waits: bool
) -> None:
    """Whatever was talked about before."""
    assert full(said, Topic(before, named), volume=1_000.0, waits=waits) is None


@given(st.text(max_size=60), st.sampled_from(["", *WHOLE, VOLUME.question]), st.booleans())
def test_any_message_can_be_looked_at(said: str, before: str, waits: bool) -> None:
    """No message ends a turn, and what is made of it is a question."""
    found = follow(said, Before(Topic(before), date(2026, 11, 24), 1_000.0, waits), NAMES)

    assert found is None or found.question or found.supposed


def test_the_topic_is_stored_and_older_rows_have_none() -> None:
    """A conversation of an earlier version goes on without one."""
    topic = Topic("Which banks?", (Named("", "case-goldman-gs-ai"),), ("case-goldman-gs-ai",), ("One.",), 2e6)
    row = Conversation(topic=topic).to_json()

    assert Conversation.from_json(row).topic == topic
    del row["topic"]
    assert Conversation.from_json(row).topic == Topic()
