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
