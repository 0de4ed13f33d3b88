"""The next move, with the real deterministic tool."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.case import Case, Conversation, Waiting
from agent.decision.assess import assess
from agent.decision.questions import worth_asking
from agent.facts import FACTS, FactValue
from agent.hearing import hear
from agent.interview import MOST_QUESTIONS, Decision, decide
from agent.ledger import Entry, known
from agent.reading.protocol import FactReading, Reading
from tests.conftest import TODAY

TRIAGE: dict[str, FactValue] = {
    "use_case": "sort tickets",
    "requests_per_month": 25_000.0,
    "audience": "employees",
    "task_difficulty": "narrow",
}


def turn(conversation: Conversation, reading: Reading) -> Decision:
    """One turn without words."""
    heard = hear(conversation, reading)
    return decide(heard, reading, assess(known(heard.conversation.case.ledger), today=TODAY, depth="core"))


def says(act: str = "inform", /, **facts: FactValue) -> Reading:
    """A reading with one act and certain facts."""
    return Reading(act, (act,), {name: FactReading(value, str(value)) for name, value in facts.items()})


def about(**facts: FactValue) -> Conversation:
    """A conversation whose case has these facts."""
    return Conversation(cases={"1": Case(ledger={name: Entry(value, "stated") for name, value in facts.items()})})


def test_the_use_case_is_asked_before_anything_else() -> None:
    """Nothing can be advised about unknown work."""
    assert turn(Conversation(), says()).asked == ("use_case",)


def test_what_is_asked_can_still_change_the_advice() -> None:
    """Every question is among those worth asking."""
    decision = turn(Conversation(), says(**TRIAGE))

    worth = {question.fact for question in worth_asking(assess(TRIAGE, today=TODAY, depth="core"))}
    assert decision.move == "ask"
    assert set(decision.asked) <= worth


def test_work_that_cannot_be_named_does_not_end_the_interview() -> None:
    """Who cannot say what it is for still gets the other questions, and advice."""
    first = turn(Conversation(), says("dont_know"))
    second = turn(first.conversation, replace(says("dont_know"), unknown=("use_case",)))
    pressed = turn(second.conversation, says("refuse"))

    assert first.asked == ("use_case",)
    assert second.asked
    assert "use_case" not in second.asked
    assert pressed.move == "advise"


def test_a_question_keeps_what_was_waited_for() -> None:
    """A detour does not change the questions that stand."""
    first = turn(Conversation(), says(**TRIAGE))
    second = turn(first.conversation, says("question"))
    third = turn(second.conversation, says("question"))

    assert second.move == "answer"
    assert first.asked == second.asked == third.asked


def test_an_answer_to_one_of_two_questions_leaves_the_other_standing() -> None:
    """What was not answered is put once more."""
    first = turn(Conversation(), says(**TRIAGE))
    assert len(first.asked) == 2
    second = turn(first.conversation, says(**{first.asked[0]: FACTS[first.asked[0]].values[0]}))

    assert first.asked[1] in second.asked


def test_being_pressed_ends_the_questions_for_good() -> None:
    """After "just tell me" no question follows, whatever is said."""
    pressed = turn(about(**TRIAGE), says("refuse"))
    after = turn(pressed.conversation, says(stage="pilot"))

    assert (pressed.move, pressed.asked) == ("advise", ())
    assert (after.move, after.asked) == ("advise", ())


def test_a_suggestion_that_matters_is_put_to_be_confirmed() -> None:
    """It is waited for like a question, and marked as one to confirm."""
    reading = replace(says(**TRIAGE), suggested={"data_boundary": FactReading("any_vendor", "the cloud is ok", 0.5)})
    decision = turn(Conversation(), reading)

    assert "data_boundary" in decision.asked
    assert decision.conversation.waiting.confirming == ("data_boundary",)


def test_off_topic_alone_is_declined_and_the_questions_stand() -> None:
    """The interview goes on where it was."""
    first = turn(Conversation(), says(**TRIAGE))
    second = turn(first.conversation, says("off_topic"))

    assert second.move == "decline"
    assert second.asked == first.asked


def test_carried_facts_are_put_in_one_question() -> None:
    """The next use case begins with what the organisation brings along."""
    start = about(**TRIAGE, team="software", gpus="none")
    decision = turn(start, says("next_use_case", use_case="search contracts"))

    assert decision.conversation.waiting == Waiting(("team", "gpus"), (), "carry")
    assert "software developers" in decision.cards[0].question


CHOICES = {name: fact.values for name, fact in FACTS.items() if fact.kind == "choice"}


@st.composite
def truths(draw: st.DrawFn) -> dict[str, FactValue]:
    """A full profile of the facts."""
    truth: dict[str, FactValue] = {name: draw(st.sampled_from(values)) for name, values in CHOICES.items()}
    for name, fact in FACTS.items():
        if fact.kind == "number":
            truth[name] = draw(st.sampled_from([number for _, number in fact.ranges]))
    return {**truth, "regulations": draw(st.sampled_from([[], ["gdpr"], ["hipaa"]])), "use_case": "some work"}


@settings(max_examples=25)
@given(truths(), st.booleans())
def test_every_interview_ends_in_advice_and_never_asks_what_is_settled(
    truth: dict[str, FactValue], knows: bool
) -> None:
    """Whether they know everything or nothing, a few questions lead to advice and none is put twice."""
    decision = turn(Conversation(), says(use_case="some work"))
    asked: list[str] = []
    while decision.move != "advise":
        settled = set(decision.conversation.case.ledger)
        assert decision.asked
        assert not settled & set(decision.asked)
        asked += decision.asked
        quiet = replace(says("dont_know"), unknown=decision.asked)
        decision = turn(decision.conversation, says(**{n: truth[n] for n in decision.asked}) if knows else quiet)

    assert len(asked) == len(set(asked)) <= MOST_QUESTIONS
