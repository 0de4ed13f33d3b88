"""What kind of answer a question asks for, and what is gathered for it from the real passages and tables."""

import pytest

from agent.advisor import Advisor
from agent.general import without_what_is_general
from agent.reading.protocol import FactReading, Reading
from agent.reply import Reply
from agent.research.gather import questions_in
from agent.writing.kinds import Kind, asks_for_one, kind_of, sides_of, whose
from knowledge.catalogue import load_catalogue
from knowledge.things import vocabulary
from tests.conftest import TODAY

NAMES = vocabulary(load_catalogue())


def say(advisor: Advisor, thread: str, *texts: str) -> Reply:
    """Send messages in a row and return the last reply."""
    for text in texts:
        reply = advisor.reply(thread, text, today=TODAY)
    return reply


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Claude or Mistral?", ("Claude", "Mistral")),
        ("vLLM vs TGI", ("vLLM", "TGI")),
        ("Bedrock compared with the API: what about our data?", ("Bedrock", "the API")),
        ("What is the difference between open weights and open source?", ("open weights", "open source")),
        ("GPT, Claude or Gemini?", ("GPT", "Claude", "Gemini")),
        ("Is Llama cheaper than GPT-4o mini?", ("Llama", "GPT-4o mini")),
        ("Does Mistral or Frobnicator have a better licence?", ("Mistral", "Frobnicator")),
        ("Do customers see it before or after?", ()),
        ("What does it cost per hour or per month?", ()),
        ("Claude or Claude?", ()),
    ],
)
def test_a_comparison_has_its_sides(question: str, sides: tuple[str, ...]) -> None:
    """As they are named; where one is known the other may be any name."""
    assert sides_of(question, NAMES) == sides


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Why do you ask that?", "why_asked"),
        ("How sure are you?", "advice"),
        ("why not Llama?", "advice"),
        ("RAG or fine-tuning?", "comparison"),
        ("Which banks did this?", "cases"),
        ("Give me an example of a company that stayed with a vendor", "cases"),
        ("Which vendors sign a BAA?", "passages"),
        ("How many examples do we need?", "passages"),
        ("Who owns the result?", "passages"),
    ],
)
def test_a_question_has_one_kind(question: str, kind: Kind) -> None:
    """It says where the answer comes from."""
    assert kind_of(question, NAMES, has_case=True) == kind


def test_without_a_case_nothing_is_about_the_advice() -> None:
    """There is none yet."""
    assert kind_of("why not Llama?", NAMES, has_case=False) == "passages"


def test_who_is_asked_for_and_how_many() -> None:
    """Banks are banks, companies are anybody."""
    assert (whose("Which banks did this?"), whose("Which companies did this?")) == ("bank", "")
    assert asks_for_one("an example please")
    assert not asks_for_one("which banks did it?")


def test_a_sentence_that_asks_two_things_is_two_questions() -> None:
    """Unless the second leans on the first."""
    both = "How do we evaluate a model, and how many examples do we need?"
    one = "Which banks did this and what did they choose?"

    assert [q.question for q in questions_in(both, [both])] == [
        "How do we evaluate a model",
        "how many examples do we need?",
    ]
    assert [q.question for q in questions_in(one, [one])] == [one]


def test_a_question_about_the_subject_states_nothing_of_the_case() -> None:
    """One about "our" data does, and so does the answer to what was asked."""
    text = "What would 2 million requests a month cost?"
    volume = {"requests_per_month": FactReading(2e6, "2 million requests a month")}
    reading = Reading("question", ("question", "inform"), volume, questions=(text,))
    ours = "What would our 2 million requests a month cost?"

    assert without_what_is_general(reading, text, ()).facts == {}
    assert without_what_is_general(reading, text, ("requests_per_month",)).facts == volume
    assert (
        without_what_is_general(Reading("question", ("question",), volume, questions=(ours,)), ours, ()).facts == volume
    )


def test_every_quoted_sentence_stands_in_its_passage(advisor: Advisor, thread: str) -> None:
    """Nothing is reworded: the title and the sentences are those of the file."""
    for text in ("Is open source really free?", "RAG or fine-tuning?", "Which banks have done it?", "tell me more"):
        reply = say(advisor, thread, text)
        cited = [row for row in reply.provenance if row.kind == "cited"]
        assert cited or reply.move != "answer"
        for row in cited:
            passage = advisor.passage(row.ref)
            assert passage is not None
            whole = " ".join(f"{passage.title.rstrip('.')}. {passage.text}".split())
            for sentence in row.sentence.replace("**", "").split(". "):
                assert sentence.rstrip(".") in whole


def test_more_says_nothing_twice(advisor: Advisor, thread: str) -> None:
    """What was quoted is not quoted again."""
    first, more = say(advisor, thread, "What are the four factors?"), say(advisor, thread, "tell me more")
    told = {row.sentence for row in first.provenance if row.kind == "cited"}

    assert more.passages == first.passages
    assert not told & {row.sentence for row in more.provenance}


def test_the_first_of_a_list_is_the_one_listed_first(advisor: Advisor, thread: str) -> None:
    """Its own passage answers."""
    listed = say(advisor, thread, "Who moved from an API to their own model?")
    first = say(advisor, thread, "tell me more about the first")

    assert len(listed.passages) > 1
    assert first.passages == listed.passages[:1]


def test_a_follow_up_states_nothing_and_a_refusal_keeps_the_topic(advisor: Advisor, thread: str) -> None:
    """The ledger stays empty; after a digression one may go on."""
    say(advisor, thread, "What would 200,000 requests a month cost?", "What's the best pizza in Naples?")
    reply = say(advisor, thread, "and for ten times that?")

    assert "2 million requests a month" in reply.text
    assert reply.ledger == {}


def test_a_family_of_models_is_priced_in_one_sentence(advisor: Advisor, thread: str) -> None:
    """By those that one would take today, and not by every model that was ever sold under the name."""
    asked = "How much would we pay for a chatbot with 50,000 conversations a month on GPT?"
    reply = say(advisor, thread, asked)
    assert reply.text.count("50,000 requests") == 1 and "GPT-3.5" not in reply.text

    other = say(advisor, thread, "and with Mistral?")
    assert "Mistral" in other.text and "GPT" not in other.text

    doubled = say(advisor, thread, "and if it doubles?")
    assert "100,000 requests" in doubled.text and "Mistral" in doubled.text


def test_what_puts_a_myth_right_answers_the_question_whether_it_is_true(advisor: Advisor, thread: str) -> None:
    """It comes first, and is not said again in passing."""
    reply = say(advisor, thread, "My CFO says open source is free. Is he right?")

    assert reply.passages[0] == "myth-open-source-is-free"
    assert "In passing" not in reply.text


def test_who_did_what_was_talked_about_are_cases_that_name_it(advisor: Advisor, thread: str) -> None:
    """Whatever few words the question has."""
    reply = say(advisor, thread, "What does LoRA do?", "who did it?")

    assert reply.passages and all(passage.startswith("case-") for passage in reply.passages)


@pytest.mark.parametrize("asked", ["What can you do?", "Hello, who are you?", "How does this work?"])
def test_the_advisor_says_what_it_is(advisor: Advisor, thread: str, asked: str) -> None:
    """The first thing that a newcomer types may be this."""
    assert say(advisor, thread, asked).passages[0] == "glossary-this-advisor"


def test_gpus_for_a_size_are_those_of_a_model_that_has_it(advisor: Advisor, thread: str) -> None:
    """Nobody has to know a model's name to ask."""
    assert "2 × H100" in say(advisor, thread, "How many GPUs do I need to serve a 70B model for 200 employees?").text
