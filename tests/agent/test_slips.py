"""A figure off by a factor of a thousand is asked about before it counts, and who means it says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.advisor import Advisor
from agent.facts import FACTS, FactValue
from agent.slips import beyond, slips
from tests.agent.test_advisor import say, tap

NUMBERS = sorted(name for name, fact in FACTS.items() if fact.kind == "number")


@given(st.dictionaries(st.sampled_from(NUMBERS), st.floats(0.05, 0.95)))
def test_what_is_usual_is_never_asked_about(places: dict[str, float]) -> None:
    """Anything between the 5th and the 95th percentile of its prior, where people have something to do."""
    facts: dict[str, FactValue] = {}
    for name, place in places.items():
        low, _, high = FACTS[name].prior
        facts[name] = low * (high / low) ** place
    if "requests_per_month" in facts and "seats" in facts:
        facts["requests_per_month"] = 50.0 * float(str(facts["seats"]))

    assert slips(facts) == ()


@pytest.mark.parametrize(
    ("facts", "asked", "words"),
    [
        ({"tokens_per_request": 1_500_000.0}, ("tokens_per_request",), "1,500,000 tokens is far above the usual 250"),
        ({"tokens_per_request": 1.5}, ("tokens_per_request",), "far below"),
        ({"requests_per_month": 3.0}, ("requests_per_month",), "600 to 3,000,000 a month"),
        ({"requests_per_month": 30e9}, ("requests_per_month",), "far above"),
        ({"budget_per_month": 2.0}, ("budget_per_month",), "$2 a month is far below"),
        (
            {"requests_per_month": 30.0, "seats": 4_000.0},
            ("requests_per_month", "seats"),
            "30 requests a month for 4,000 people is far below the usual 10 to 1,000 a person",
        ),
        (
            {"requests_per_month": 5e8, "seats": 100.0, "audience": "employees"},
            ("requests_per_month", "seats"),
            "far above",
        ),
    ],
)
def test_a_factor_of_a_thousand_is_asked_about_with_the_usual_range(
    facts: dict[str, FactValue], asked: tuple[str, ...], words: str
) -> None:
    """Alone, or beside the people who would use it."""
    [found] = slips(facts)

    assert found.facts == asked
    assert words in found.question
    assert found.question.endswith("Is it meant?")


def test_customers_requests_are_not_counted_by_the_people_at_desks() -> None:
    """A hundred colleagues beside half a billion requests of customers is no slip."""
    assert slips({"requests_per_month": 5e8, "seats": 100.0, "audience": "customers"}) == ()


def test_nothing_to_spend_is_no_slip() -> None:
    """A budget of nothing is an answer."""
    assert slips({"budget_per_month": 0.0}) == ()


OPENING = "We want to summarise contracts for our lawyers, about 1.5 million tokens a request."


def test_a_slip_is_not_stored_but_asked_about(advisor: Advisor, thread: str) -> None:
    """With the usual range, and the question whether it is meant."""
    reply = say(advisor, thread, OPENING)

    assert "tokens_per_request" not in reply.ledger
    assert "tokens_per_request" in reply.asked
    assert "1,500,000 tokens is far above the usual 250 to 12,000 tokens. Is it meant?" in reply.text


@pytest.mark.parametrize(("answer", "tokens"), [("yes", 1_500_000), ("no, 1,500 tokens", 1_500)])
def test_the_answer_to_it_is_stored(advisor: Advisor, thread: str, answer: str, tokens: float) -> None:
    """A yes as much as another figure."""
    reply = say(advisor, thread, OPENING, answer)

    assert reply.ledger["tokens_per_request"]["value"] == tokens


def test_who_taps_it_again_means_it(advisor: Advisor, thread: str) -> None:
    """A figure entered on a card is asked about once."""
    say(advisor, thread, "We want to summarise contracts for our lawyers.")

    first = tap(advisor, thread, requests_per_month=2.0)
    assert "requests_per_month" not in first.ledger
    assert "Is it meant?" in first.text

    second = tap(advisor, thread, requests_per_month=2.0)
    assert second.ledger["requests_per_month"]["value"] == 2
    assert "Is it meant?" not in second.text


def test_advice_that_is_due_says_what_it_did_not_count(advisor: Advisor, thread: str) -> None:
    """Who wants no more questions still hears that a figure looks like a slip."""
    reply = say(advisor, thread, OPENING, "Enough questions, just give me your advice.")

    assert reply.move == "advise"
    assert "Not counted, because it looks like a slip" in reply.text


@pytest.mark.parametrize("name", NUMBERS)
def test_whatever_is_heard_and_cannot_be_computed_with_is_beyond(name: str) -> None:
    """A message may state more than the tool takes, on both sides, and the question names the limits."""
    fact = FACTS[name]
    low, high = fact.limits

    assert fact.bounds[0] <= low < high < fact.bounds[1]
    assert fact.computes_with(low) and fact.computes_with(high)
    assert not fact.computes_with(high * 1.01)
    assert "more than I can compute with" in beyond(name, high * 10)
    assert low <= fact.odd[0] or fact.odd[0] == 0
    assert fact.odd[1] <= high or name == "deadline_weeks"


BEYOND = [
    ("requests_per_month", "We expect 5 trillion requests a month.", "5,000,000,000,000 a month is more than"),
    ("tokens_per_request", "Each request has 30 million tokens.", "30,000,000 tokens is more than"),
    ("budget_per_month", "Our budget is $50 billion a month.", "$50,000,000,000 a month is more than"),
    ("deadline_weeks", "It must be live in 20 years.", "1,040 weeks is more than"),
]


@pytest.mark.parametrize(("name", "text", "words"), BEYOND)
def test_a_figure_beyond_the_limits_is_asked_about(
    advisor: Advisor, thread: str, name: str, text: str, words: str
) -> None:
    """It is neither stored nor dropped in silence, and another figure settles it."""
    reply = say(advisor, thread, f"We want to summarise contracts for our lawyers. {text}")

    assert name not in reply.ledger
    assert name in reply.asked
    assert words in reply.text


@pytest.mark.parametrize(
    ("name", "topic", "told", "answer"),
    [
        ("requests_per_month", "volume", "5000000000000", 5_000.0),
        ("tokens_per_request", "tokens", "30000000", 3_000.0),
        ("seats", "seats", "0", 12.0),
        ("growth_12m", "growth", "5000", 1.5),
    ],
)
def test_a_bare_answer_beyond_the_limits_is_asked_about(
    advisor: Advisor, thread: str, name: str, topic: str, told: str, answer: float
) -> None:
    """As an answer to its question too; the next figure counts."""
    asked = say(advisor, thread, "We want to summarise contracts for our lawyers.", f"Let's go back to the {topic}.")
    assert asked.asked == (name,)
    reply = say(advisor, thread, told)

    assert name not in reply.ledger
    assert "than I can compute with" in reply.text
    assert name in reply.asked

    assert say(advisor, thread, f"{answer:g}").ledger[name]["value"] == answer


def test_advice_without_questions_says_what_lies_beyond(advisor: Advisor, thread: str) -> None:
    """Who wants no more questions hears that the figure was left out."""
    text = "We want to summarise contracts for our lawyers, 5 trillion requests a month."
    say(advisor, thread, "We want to summarise contracts for our lawyers.")
    reply = say(advisor, thread, "Enough questions, just give me your advice.", text)

    assert "requests_per_month" not in reply.ledger
    assert "so I left it out" in reply.text


def test_a_what_if_beyond_the_limits_is_said_to_be_left_out(advisor: Advisor, thread: str) -> None:
    """Nothing is compared with it, and the turn does not fail."""
    say(advisor, thread, "We want to summarise contracts for our lawyers.")
    reply = say(advisor, thread, "What if we had 5 trillion requests a month?")

    assert reply.comparison is None
    assert "so I left it out" in reply.text


def test_a_budget_in_another_currency_is_asked_for_in_dollars(advisor: Advisor, thread: str) -> None:
    """It is heard in its currency, noted with its quote, and the answer in dollars counts."""
    opening = "We want to summarise contracts for our lawyers. Our budget is €5,000 a month."
    reply = say(advisor, thread, opening)

    assert "I heard a budget of 5,000 euros a month and compute in US dollars only" in reply.text
    assert "budget_per_month" not in reply.ledger
    assert "budget_per_month" in reply.asked
    [note] = [note for note in reply.notes if note["what"] == "other_currency"]
    assert note["value"] == "5,000 euros a month" and note["quote"] in opening

    after = say(advisor, thread, "$5,400 a month")
    assert after.ledger["budget_per_month"]["value"] == 5_400
    assert "US dollars only" not in after.text


@pytest.mark.parametrize("answer", ["€5,000 a month", "5000 EUR", "₹5000", "A$4000", "5,000 pounds"])
def test_an_answer_in_another_currency_is_never_taken_for_dollars(advisor: Advisor, thread: str, answer: str) -> None:
    """Nor is it taken for another fact."""
    say(advisor, thread, "We want to summarise contracts for our lawyers.")
    reply = say(advisor, thread, "Let's go back to the budget.", answer)

    assert "budget_per_month" not in reply.ledger
    assert "US dollars" in reply.text


def test_a_bill_in_another_currency_is_heard_as_a_bill(advisor: Advisor, thread: str) -> None:
    """It is no budget, and the reply says how it can be compared."""
    reply = say(advisor, thread, "We summarise contracts for our lawyers. We pay €3,000 a month for GPT-4 today.")

    assert "You pay 3,000 euros a month today; tell me what that is in US dollars" in reply.text
    assert "budget_per_month" not in reply.ledger


def test_a_second_figure_is_held_against_the_first(advisor: Advisor, thread: str) -> None:
    """Three requests a month for 4,000 people, told one after the other."""
    say(advisor, thread, "We want an assistant that answers HR questions of our employees.")
    tap(advisor, thread, seats=4_000.0)
    reply = tap(advisor, thread, requests_per_month=100.0)

    assert "100 requests a month for 4,000 people" in reply.text
    assert "requests_per_month" not in reply.ledger
