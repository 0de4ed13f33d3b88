"""What a message changes in a conversation."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.case import Case, Conversation, Waiting
from agent.facts import FACTS
from agent.hearing import doubted, hear
from agent.ledger import Entry, known
from agent.reading.protocol import ACTS, FactReading, Note, Reading

NOTHING = Waiting()


def conversation(ledger: dict[str, Entry] | None = None, waiting: Waiting = NOTHING) -> Conversation:
    """A conversation about one case with this ledger."""
    return Conversation(cases={"1": Case(ledger=ledger or {})}, waiting=waiting)


def says(act: str = "inform", /, **facts: object) -> Reading:
    """A reading with one act and certain facts."""
    return Reading(act, (act,), {name: FactReading(value, str(value)) for name, value in facts.items()})  # type: ignore[arg-type]


def test_a_stated_fact_enters_the_ledger_with_its_quote_and_turn() -> None:
    """A fact that was said stands with its words and the turn it was said in."""
    heard = hear(conversation(), says(team="software"))

    entry = heard.conversation.case.ledger["team"]
    assert (entry.value, entry.status, entry.quote, entry.turn) == ("software", "stated", "software", 1)


def test_a_what_if_stores_nothing() -> None:
    """A hypothetical value reaches the comparison and not the ledger."""
    heard = hear(conversation(), says("what_if", requests_per_month=250_000.0))

    assert heard.hypothetical == {"requests_per_month": 250_000.0}
    assert heard.conversation.case.ledger == {}


def test_a_correction_replaces_the_fact_and_is_named() -> None:
    """After a correction the new value stands, and the change knows the old one."""
    start = conversation({"requests_per_month": Entry(25_000.0, "stated")})

    heard = hear(start, says("correct", requests_per_month=40_000.0))

    assert known(heard.conversation.case.ledger) == {"requests_per_month": 40_000.0}
    assert [change.fact for change in heard.corrections] == ["requests_per_month"]


def test_a_contradiction_without_a_correction_is_only_suggested() -> None:
    """A second number in passing does not overwrite what was stated; it is put as a question."""
    start = conversation({"requests_per_month": Entry(25_000.0, "stated")})

    heard = hear(start, says(requests_per_month=40_000.0))

    assert known(heard.conversation.case.ledger) == {"requests_per_month": 25_000.0}
    assert heard.conversation.case.suggested["requests_per_month"].value == 40_000.0


@pytest.mark.parametrize("reading", [says("deny"), says(data_sensitivity="public")])
def test_what_was_doubted_stands_after_a_no_or_the_same_again(reading: Reading) -> None:
    """Asked whether public data and HIPAA go together, a plain no is an answer."""
    start = conversation({"data_sensitivity": Entry("public", "stated")}, Waiting(("data_sensitivity",)))

    heard = hear(start, reading)

    assert doubted(start) == "data_sensitivity"
    assert (heard.event, heard.about, heard.changes) == ("stands", "data_sensitivity", ())


def test_what_was_doubted_does_not_stand_after_a_yes() -> None:
    """A yes to such a question says no value."""
    start = conversation({"data_sensitivity": Entry("public", "stated")}, Waiting(("data_sensitivity",)))

    assert hear(start, says("affirm")).event == ""
    assert doubted(conversation({}, Waiting(("team",)))) is None


def test_a_yes_confirms_every_suggestion_that_was_put() -> None:
    """Suggested facts count once they are confirmed."""
    case = Case(suggested={"team": FactReading("ml", "data people", 0.5)})
    start = Conversation(cases={"1": case}, waiting=Waiting(("team",), ("team",)))

    heard = hear(start, says("affirm"))

    assert heard.conversation.case.ledger["team"].value == "ml"
    assert heard.conversation.case.suggested == {}


def test_an_answer_given_twice_needs_no_third() -> None:
    """Repeating what was only suggested confirms it."""
    case = Case(suggested={"team": FactReading("ml", "data people", 0.5)})
    start = Conversation(cases={"1": case}, waiting=Waiting(("team",), ("team",)))
    again = replace(says(), suggested={"team": FactReading("ml", "we have data people", 0.5)})

    assert known(hear(start, again).conversation.case.ledger) == {"team": "ml"}


def test_a_no_lets_the_suggestion_go() -> None:
    """A suggestion that was denied is neither stored nor put again."""
    case = Case(suggested={"team": FactReading("ml", "data people", 0.5)})
    start = Conversation(cases={"1": case}, waiting=Waiting(("team",), ("team",)))

    heard = hear(start, says("deny"))

    assert heard.conversation.case.ledger == {}
    assert heard.conversation.case.suggested == {}


def test_what_they_do_not_know_is_settled_without_a_value() -> None:
    """An unknown fact has its row, so that it is not asked again."""
    heard = hear(conversation(), replace(says("dont_know"), unknown=("growth_12m",)))

    assert heard.conversation.case.ledger["growth_12m"] == Entry(None, "unknown", turn=1)


def test_a_restart_is_put_first_and_forgets_only_after_a_yes() -> None:
    """One confirmation stands between a restart and an empty ledger."""
    start = conversation({"team": Entry("ml", "stated")})

    asked = hear(start, says("restart"))
    kept = hear(replace(start, waiting=Waiting(pending="restart")), says("deny"))
    gone = hear(replace(start, waiting=Waiting(pending="restart")), says("affirm"))

    assert asked.event == "restart_asked"
    assert asked.conversation.case.ledger
    assert kept.event == "kept"
    assert kept.conversation.case.ledger
    assert gone.event == "restarted"
    assert not gone.conversation.case.ledger


def test_the_next_use_case_carries_only_what_belongs_to_the_organisation() -> None:
    """Team and GPUs go along as assumed; boundary and volume stay with their data."""
    start = conversation(
        {
            "use_case": Entry("triage", "stated"),
            "team": Entry("software", "stated"),
            "data_boundary": Entry("air_gapped", "stated"),
        }
    )

    heard = hear(start, says("next_use_case", use_case="contract search"))

    ledger = heard.conversation.case.ledger
    assert (ledger["team"].status, ledger["team"].reason) == ("assumed", "as for triage")
    assert "data_boundary" not in ledger
    assert ledger["use_case"].value == "contract search"
    assert heard.conversation.cases["1"].ledger == start.case.ledger


def test_carried_facts_become_stated_by_a_yes_and_vanish_by_a_no() -> None:
    """One question settles what was carried over."""
    start = conversation({"team": Entry("ml", "assumed")}, Waiting(("team",), (), "carry"))

    assert hear(start, says("affirm")).conversation.case.ledger["team"].status == "stated"
    assert "team" not in hear(start, says("deny")).conversation.case.ledger


def test_a_newer_note_replaces_the_older_one_about_the_same_thing() -> None:
    """Notes do not pile up with the length of the conversation."""
    first = hear(conversation(), replace(says(), notes=(Note("present_bill", "$900", 900.0),)))
    second = hear(first.conversation, replace(says(), notes=(Note("present_bill", "$1,200", 1_200.0),)))

    assert [note["value"] for note in second.conversation.case.notes] == [1_200.0]


ANY_FACT = st.sampled_from(
    [(fact.name, value) for fact in FACTS.values() for value in fact.values if fact.kind == "choice"]
)


def reading_of(act: str, pairs: list[tuple[str, str]], certain: bool) -> Reading:
    """A reading whose facts are all certain or all suggested."""
    read = {name: FactReading(value, "words") for name, value in pairs}
    return Reading(act, (act,), facts=read) if certain else Reading(act, (act,), suggested=read)


ANY_READING = st.builds(reading_of, st.sampled_from(ACTS), st.lists(ANY_FACT, max_size=4), st.booleans())


@given(st.lists(ANY_READING, max_size=8))
def test_any_sequence_of_messages_leaves_a_state_that_survives_storage(readings: list[Reading]) -> None:
    """Whatever was heard, the conversation's JSON gives the same conversation back."""
    state = Conversation()
    for reading in readings:
        state = hear(state, reading).conversation

    assert Conversation.from_json(state.to_json()) == state
    assert state.turn == len(readings)


@given(st.lists(ANY_READING, max_size=6))
def test_only_what_was_said_or_confirmed_ever_gets_a_value(readings: list[Reading]) -> None:
    """No fact has a value that no reading held."""
    state = Conversation()
    said = {(n, r.value) for reading in readings for n, r in {**reading.facts, **reading.suggested}.items()}
    for reading in readings:
        state = hear(state, reading).conversation

    assert {item for case in state.cases.values() for item in known(case.ledger).items()} <= said
