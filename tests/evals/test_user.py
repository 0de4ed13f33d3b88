"""The simulated person."""

import pytest

from agent.reply import Card
from evals.scripts import Interjection, UseCase
from evals.user import GO_ON, I_DO_NOT_KNOW, SimulatedUser, same_value
from tests.evals.scripted import ask, confirm, entry, reply

CASE = UseCase(
    opening="Hello.",
    profile={"use_case": "sort tickets", "team": "software", "deadline_weeks": 6, "gpus": "none"},
    answers={"team": "Web developers.", "deadline_weeks": "In six weeks."},
    interjections=[
        Interjection(after_turn=4, kind="question", text="Why?"),
        Interjection(after_turn=2, kind="noise", text="hm"),
    ],
)


def test_everything_asked_is_answered_whatever_the_order() -> None:
    """Each fact in the person's own words."""
    user = SimulatedUser(CASE)

    assert user.answer(reply(cards=ask("deadline_weeks", "team"))) == "In six weeks.\nWeb developers."
    assert user.answer(reply(cards=ask("team"))) == "Web developers."


def test_what_is_not_known_is_said() -> None:
    """Plainly where nothing of it is known, by name beside what is."""
    user = SimulatedUser(CASE)

    assert user.answer(reply(cards=ask("growth_12m", "stage"))) == I_DO_NOT_KNOW
    assert user.answer(reply(cards=ask("stage", "team"))) == "Web developers.\nStage: I don't know."


def test_the_use_case_is_known_from_the_profile() -> None:
    """Nobody is unable to say what they came for."""
    assert SimulatedUser(CASE).answer(reply(cards=ask("use_case"))) == "sort tickets"


def test_a_right_suggestion_is_confirmed_and_a_wrong_one_put_right() -> None:
    """A yes only where everything that is to be confirmed is true."""
    user = SimulatedUser(CASE)
    right, wrong = confirm("deadline_weeks", 6.0), confirm("team", "ml")

    assert user.answer(reply(cards=[right, *ask("team")])) == "Yes, that's right. Web developers."
    assert user.answer(reply(cards=[right, wrong])) == "In six weeks.\nWeb developers."
    assert user.answer(reply(cards=[confirm("stage", "idea")])) == I_DO_NOT_KNOW


@pytest.mark.parametrize(("gpus", "answer"), [("none", "Yes."), ("owned", "No.")])
def test_what_was_carried_over_is_confirmed_if_it_is_true(gpus: str, answer: str) -> None:
    """The organisation's facts of the use case before."""
    card = Card("yes_no", "", "Does this hold as well?", "Because.")
    ledger = {"gpus": entry(gpus, "assumed"), "team": entry("software", "assumed")}
    asking = reply(cards=[card, *ask("use_case")], ledger=ledger)
    asking = type(asking)(**{**vars(asking), "asked": ("team", "gpus", "use_case")})

    assert SimulatedUser(CASE).answer(asking) == f"{answer} sort tickets"


def test_a_reply_that_asks_nothing_is_pushed_on() -> None:
    """A person wants the advice."""
    assert SimulatedUser(CASE).answer(reply()) == GO_ON


def test_interjections_come_in_their_turn_and_the_rest_at_the_end() -> None:
    """None is lost where the advice comes early."""
    user = SimulatedUser(CASE)
    said = [user.interject(turns, done) for turns, done in ((1, False), (2, False), (3, False), (3, True), (4, True))]

    assert [i and i.text for i in said] == [None, "hm", None, "Why?", None]


def test_numbers_may_differ_by_rounding_only() -> None:
    """Christmas is 4.4 weeks or 4.43; ten per cent more is another number."""
    assert same_value(4.43, 4.4) and not same_value(4.9, 4.4)
    assert same_value(["pci", "gdpr"], ["gdpr", "pci"]) and not same_value(None, "idea")
