"""The page under use: there at once, shared by several people at the same time, and quick in long conversations."""

import statistics
import time

from tests.ui.test_page_flow import ADVISE, saids
from tests.ui.visits import Visit, Visitor

# The page is there in 1.5 s and can be used in 2.5 s on a quiet machine; tests share theirs with others.
ALLOWANCE = 2.0

SAID = ("What is fine-tuning?", "Is open source free?", "It must be live in 6 weeks.", "What is a token?", "Why?")


def test_it_is_painted_and_usable_soon(visit: Visitor) -> None:
    """From the address to the first words, and to a field that sends."""
    visit()
    opened = visit()
    times = []
    for mark in ("first-contentful-paint", "room-usable"):
        opened.page.wait_for_function("mark => performance.getEntriesByName(mark).length", arg=mark)
        times.append(opened.page.evaluate("mark => performance.getEntriesByName(mark)[0].startTime", mark))
    painted, usable = times

    assert painted < 1_500 * ALLOWANCE
    assert usable < 2_500 * ALLOWANCE


def test_five_people_at_once_never_see_each_other(visit: Visitor) -> None:
    """Each sends before the others are answered, and gets an advice of their own."""
    people = [visit() for _ in range(5)]
    words = [f"We want to sort {number}4,000 letters a month for our own clerks." for number in range(1, 6)]
    for said in (words, [ADVISE] * 5):
        before = [person.turns for person in people]
        for person, text in zip(people, said, strict=True):
            person.page.fill("#message", text)
            person.page.press("#message", "Enter")
        for person, turns in zip(people, before, strict=True):
            person.wait_for_turn(turns)

    for number, person in enumerate(people, start=1):
        assert saids(person) == [words[number - 1], ADVISE]
        assert f"{number}4,000" in person.page.locator("#facts").inner_text()
        assert person.status["advised"] == "True"


def test_a_long_conversation_stays_as_quick(visit: Visitor) -> None:
    """A turn after fifty takes no longer than one after five, half a second aside."""
    opened = visit()
    opened.say("We want to sort 40,000 letters a month for our own clerks.")
    times = [_timed(opened, SAID[place % len(SAID)]) for place in range(50)]

    assert statistics.median(times[-8:]) < statistics.median(times[2:10]) + 0.5


def _timed(visit: Visit, text: str) -> float:
    started = time.monotonic()
    visit.say(text)
    return time.monotonic() - started
