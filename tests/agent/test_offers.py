"""What documents state, offered to confirm: the pure part, and whole conversations over real documents."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.advisor import Advisor
from agent.case import Case, Conversation, Waiting
from agent.hearing import Heard, hear
from agent.ledger import Entry
from agent.offers import offering, offers_of, without_lapsed
from agent.reading.protocol import FactReading, Reading
from agent.reply import Card, Reply
from agent.settings import Settings
from knowledge.own_documents.converting import convert, text_of
from knowledge.own_documents.documents import Document, OwnPassage, Part, Policy
from tests.conftest import TODAY

RULE = "Customer data must not leave systems that we control."
POLICY = f"# Data\n\n{RULE}\n\n# Badges\n\nBadges must be worn at all times.\n"
OPENING = "We want AI to summarise the contracts of our customers for our sales people."


def passages(*policies: Policy, name: str = "policy.md") -> list[OwnPassage]:
    """The passages of a document, each with one of these policies."""
    parts = tuple(Part(f"page {n}", policy.quote, (policy,)) for n, policy in enumerate(policies, 1))
    return list(Document("it", name, "0", "2026-11-27", None, parts).as_passages())


INSIDE = passages(Policy("data_boundary", "own_infrastructure", RULE))
OFFERS = offers_of(INSIDE)


def test_of_one_fact_the_strictest_rule_is_offered_with_its_place() -> None:
    """Who keeps the strictest keeps the others."""
    looser = Policy("data_boundary", "approved_cloud", "Data must stay in our tenancy.")
    offer = offers_of([*passages(looser, name="another.md"), *INSIDE])["data_boundary"]

    assert (offer.value, offer.quote, offer.source) == ("own_infrastructure", RULE, "policy.md, page 1")


def test_of_the_regulations_all_are_offered_with_the_sentences_that_name_them() -> None:
    """Two laws in two sentences hold both; a third sentence that adds none is left out."""
    offer = offers_of(
        passages(
            Policy("regulations", ["hipaa"], "We are subject to HIPAA."),
            Policy("regulations", ["gdpr"], "Personal data is subject to the GDPR."),
            Policy("regulations", ["hipaa"], "Again: HIPAA."),
        )
    )["regulations"]

    assert offer.value == ["gdpr", "hipaa"]
    assert offer.quote == "We are subject to HIPAA. … Personal data is subject to the GDPR."
    assert offer.source == "policy.md, page 1; policy.md, page 2"


@pytest.mark.parametrize(
    "case",
    [
        Case(ledger={"data_boundary": Entry("any_vendor", "stated")}),
        Case(ledger={"data_boundary": Entry(None, "unknown")}),
        Case(suggested={"data_boundary": FactReading("any_vendor", "perhaps any")}),
        Case(policies_put=("data_boundary",)),
    ],
)
def test_what_was_spoken_of_or_put_before_is_not_offered(case: Case) -> None:
    """What the person says wins, and nobody is asked twice."""
    heard = Heard(Conversation(cases={"1": case}))

    assert offering(heard, OFFERS) == heard


def test_an_offer_of_a_document_that_is_gone_lapses_and_what_they_said_stays() -> None:
    """A suggestion of the person's own needs no document."""
    own = FactReading("ml", "perhaps a data scientist")
    conversation = Conversation(cases={"1": Case(suggested={**OFFERS, "team": own})})

    assert without_lapsed(conversation, OFFERS) == conversation
    assert dict(without_lapsed(conversation, {}).case.suggested) == {"team": own}


def test_an_offer_survives_being_stored() -> None:
    """Its place is kept with it."""
    conversation = Conversation(cases={"1": Case(suggested=OFFERS, policies_put=("data_boundary",))})

    assert Conversation.from_json(conversation.to_json()) == conversation


@pytest.mark.parametrize("value", ["own_infrastructure", "any_vendor"])
def test_an_answer_of_their_own_wins_and_the_same_answer_stands_on_the_documents_words(value: str) -> None:
    """A tap on the value of the card is a yes to it; any other value is the person's own."""
    case = Case(suggested=OFFERS)
    waiting = Waiting(("data_boundary",), ("data_boundary",))
    reading = Reading("inform", ("inform", "correct"), {"data_boundary": FactReading(value, "tapped")})

    entry = hear(Conversation(cases={"1": case}, waiting=waiting), reading).conversation.case.ledger["data_boundary"]
    words = (RULE, "policy.md, page 1") if value == "own_infrastructure" else ("tapped", "")
    assert (entry.value, entry.quote, entry.source) == (value, *words)


@pytest.fixture
def own_advisor(session_settings: Settings, tmp_path: Path) -> Iterator[Advisor]:
    """An advisor over a data folder of the test's own."""
    advisor = Advisor(session_settings.model_copy(update={"data": tmp_path / "data"}))
    yield advisor
    advisor.close()


@pytest.fixture
def policy(own_advisor: Advisor) -> Document:
    """A policy that Ann added."""
    plain = convert(POLICY.encode(), "policy.md", collection="it", owner="ann", added=TODAY, read=text_of).document
    document = own_advisor.with_policies(plain, today=TODAY)
    assert own_advisor.documents.add([document]) == ()
    return document


def say(advisor: Advisor, *texts: str, owner: str = "ann", thread: str = "web:1") -> Reply:
    """Send messages in a row and return the last reply."""
    for text in texts:
        reply = advisor.reply(thread, text, today=TODAY, owner=owner)
    return reply


def boundary_cards(reply: Reply) -> list[Card]:
    """The cards that put the boundary to be confirmed."""
    return [card for card in reply.cards if card.kind == "confirm" and card.fact == "data_boundary"]


def test_a_rule_is_put_on_a_card_with_its_place_and_a_yes_makes_it_stated(
    own_advisor: Advisor, policy: Document
) -> None:
    """Until then it does not count."""
    first = say(own_advisor, OPENING)
    [card] = boundary_cards(first)
    assert (card.value, card.quote, card.source) == ("own_infrastructure", RULE, "policy.md, Data")
    assert f"(“{RULE}”, policy.md, Data)" in first.text
    assert "data_boundary" not in first.ledger

    entry = say(own_advisor, "Yes").ledger["data_boundary"]
    assert (entry["value"], entry["status"], entry["quote"]) == ("own_infrastructure", "stated", RULE)
    assert entry["source"] == "policy.md, Data"


def test_a_no_drops_it_for_this_use_case_only(own_advisor: Advisor, policy: Document) -> None:
    """It is asked like any other fact then, and the next use case has its own answer."""
    assert boundary_cards(say(own_advisor, OPENING))
    after = say(own_advisor, "No")
    assert "data_boundary" not in after.ledger and not boundary_cards(after)
    assert not boundary_cards(say(own_advisor, "We have two software developers."))

    later = say(own_advisor, "Next use case: sort the tickets of our customers.", "It is for our own people.")
    assert later.use_case != after.use_case and boundary_cards(later)


def test_what_they_say_themselves_wins(own_advisor: Advisor, policy: Document) -> None:
    """Nobody is asked about a boundary that they just named."""
    reply = say(own_advisor, f"{OPENING} The data may go to any vendor under contract.")

    assert reply.ledger["data_boundary"]["value"] == "any_vendor" and not boundary_cards(reply)


@pytest.mark.parametrize("owner", ["", "bob"])
def test_nobody_else_is_offered_it(own_advisor: Advisor, policy: Document, owner: str) -> None:
    """Neither in a conversation of their own, nor where they go on with Ann's."""
    assert RULE not in say(own_advisor, OPENING, owner=owner, thread="web:2").text
    assert boundary_cards(say(own_advisor, OPENING))
    reply = say(own_advisor, "Yes", owner=owner)
    assert RULE not in reply.text and "data_boundary" not in reply.ledger


def test_an_offer_is_gone_with_its_document(own_advisor: Advisor, policy: Document) -> None:
    """A yes that comes too late confirms nothing."""
    assert boundary_cards(say(own_advisor, OPENING))
    own_advisor.documents.remove([policy])
    assert "data_boundary" not in say(own_advisor, "Yes").ledger
    assert not boundary_cards(say(own_advisor, OPENING, thread="web:3"))
