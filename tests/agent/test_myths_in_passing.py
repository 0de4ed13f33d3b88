"""Myths put right in passing: once in a conversation, with the source, and nothing else moves."""

from dataclasses import replace

import pytest

from agent.advisor import Advisor
from agent.case import Conversation
from agent.hearing import hear
from agent.reading.protocol import Reading
from agent.reply import Reply
from tests.conftest import TODAY

OPENING = "We get about 25,000 support tickets a month and I'd like AI to categorise each one."
FREE = "myth-open-source-is-free"


def say(advisor: Advisor, thread: str, *texts: str) -> Reply:
    """Send messages in a row and return the last reply."""
    for text in texts:
        reply = advisor.reply(thread, text, today=TODAY)
    return reply


def test_a_myth_is_put_right_after_the_direct_response(advisor: Advisor, thread: str) -> None:
    """What was told is noted first; then the truth with its source and the leader's own numbers; then the questions."""
    reply = say(advisor, thread, OPENING, "Web developers. And open source is free anyway.")

    noted, passing, asks = (reply.lead.index(part) for part in ("Noted:", "In passing:", "I have"))
    assert noted < passing < asks
    assert FREE in reply.passages
    assert f"[{reply.passages.index(FREE) + 1}]" in reply.lead[passing:]
    assert "For your case I compute" in reply.lead
    assert {(p.kind, p.ref) for p in reply.provenance} >= {("cited", FREE), ("computed", "costs")}


def test_a_myth_moves_neither_ledger_nor_verdict_nor_move(advisor: Advisor, thread: str) -> None:
    """The same message with and without the myth leads to the same place."""
    plain = say(advisor, f"{thread}:plain", OPENING, "Web developers.")
    with_myth = say(advisor, thread, OPENING, "Web developers. Everyone is moving to open models these days.")

    assert "In passing" in with_myth.text and "In passing" not in plain.text
    assert with_myth.ledger.keys() == plain.ledger.keys()
    assert {n: e["value"] for n, e in with_myth.ledger.items()} == {n: e["value"] for n, e in plain.ledger.items()}
    assert (with_myth.move, with_myth.asked, with_myth.verdict) == (plain.move, plain.asked, plain.verdict)
    assert with_myth.stability == plain.stability


def test_a_myth_is_put_right_once_in_a_conversation(advisor: Advisor, thread: str) -> None:
    """Said again in other words it is let pass; another myth is not; after starting over it is new."""
    first = say(advisor, thread, OPENING, "Open source is free anyway.")
    again = say(advisor, thread, "Open models cost nothing, as I said.")
    other = say(advisor, thread, "With hybrid we'd pay for everything twice.")
    anew = say(advisor, thread, "Let's start over.", "yes", "Open source is free anyway.")

    assert [("In passing" in reply.text) for reply in (first, again, other, anew)] == [True, False, True, True]
    assert "myth-hybrid-pays-twice" in other.passages


def test_a_question_about_a_myth_is_only_answered(advisor: Advisor, thread: str) -> None:
    """Who asks gets an answer, no remark."""
    reply = say(advisor, thread, OPENING, "Is open source really free?")

    assert reply.move == "answer"
    assert "In passing" not in reply.text


def reading(*myths: str, act: str = "inform") -> Reading:
    """A reading that states these myths."""
    return Reading(act, (act,), myths=myths)


def test_one_myth_a_message_is_noticed_and_remembered() -> None:
    """The clearest one that is new; the next one has its turn when it is said again."""
    first = hear(Conversation(), reading("myth-a", "myth-b"))
    second = hear(first.conversation, reading("myth-a", "myth-b"))
    third = hear(second.conversation, reading("myth-a", "myth-b"))

    assert (first.myth, second.myth, third.myth) == ("myth-a", "myth-b", None)
    assert third.conversation.corrected == ("myth-a", "myth-b")


@pytest.mark.parametrize("act", ["inform", "question", "what_if", "off_topic", "next_use_case", "refuse"])
def test_what_was_put_right_survives_storage_and_new_use_cases(act: str) -> None:
    """The conversation's JSON holds it."""
    heard = hear(Conversation(), reading("myth-a", act=act))

    assert heard.myth == "myth-a"
    assert Conversation.from_json(heard.conversation.to_json()) == heard.conversation


def test_a_restart_is_not_the_moment_for_it() -> None:
    """Neither when it is asked for nor when it is done."""
    asked = hear(Conversation(), reading("myth-a", act="restart"))
    waiting = replace(asked.conversation, waiting=replace(asked.conversation.waiting, pending="restart"))
    done = hear(waiting, reading("myth-a", act="affirm"))

    assert (asked.myth, done.myth) == (None, None)
    assert done.conversation.corrected == ()


def test_a_conversation_of_an_earlier_version_has_put_nothing_right() -> None:
    """Rows without the field still load."""
    row = Conversation().to_json()
    del row["corrected"]

    assert Conversation.from_json(row).corrected == ()
