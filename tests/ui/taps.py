"""Answering the question cards by taps alone, as a person who never types would."""

import json
from collections.abc import Mapping

from playwright.sync_api import Locator

from tests.ui.visits import Visit

MOST_CARDS = 12


def tap_to_the_advice(visit: Visit, answers: Mapping[str, object]) -> list[str]:
    """Tap the given answers, "I don't know" for every other fact, until the advice stands; return the facts asked."""
    asked: list[str] = []
    for _ in range(MOST_CARDS):
        if visit.status.get("advised") == "True":
            return asked
        asked += answer_card(visit, answers)
    raise AssertionError(f"no advice after {MOST_CARDS} cards; asked {asked}")


def answer_card(visit: Visit, answers: Mapping[str, object]) -> list[str]:
    """Answer every question of the open card and send it."""
    card = visit.page.locator(".card[data-mode]")
    before = visit.turns
    # Read first: a tap that sends at once may have brought the next card already.
    sends_at_once = card.get_attribute("data-mode") == "tap"
    facts = []
    for question in card.locator(".q[data-fact]").all():
        fact = question.get_attribute("data-fact") or ""
        facts.append(fact)
        _answer(question, answers.get(fact))
    if not sends_at_once:
        card.locator("[data-act=send-card]").click()
    visit.wait_for_turn(before)
    return facts


def _answer(question: Locator, value: object) -> None:
    """Tap one answer: the given value, else what is likely already, else "I don't know", else the first chip."""
    field = question.locator("input.number")
    if isinstance(value, int | float) and field.count():
        field.fill(str(value))
        return
    for wanted in value if isinstance(value, list) else [value]:
        chip = question.locator(f".chip[data-value='{json.dumps(wanted)}']")
        if wanted is not None and chip.count():
            if chip.get_attribute("aria-pressed") != "true":
                chip.click()
            return
    if question.locator(".chip[data-likely]").count():
        return
    quiet = question.locator("[data-quiet=unknown]")
    (quiet if quiet.count() else question.locator(".chip")).first.click()
