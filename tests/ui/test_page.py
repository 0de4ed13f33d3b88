"""The page in real Chromium against the real advisor: opening, typing, tapping, coming back, deleting."""

import sqlite3
import time
from datetime import date, timedelta

import pytest

from tests.ui.taps import tap_to_the_advice
from tests.ui.visits import Server, Visit, Visitor, open_in

TRIAGE = (
    "We get about 25,000 support tickets a month and my agents lose hours sorting them. I'd like AI to categorise each "
    "one, tag the urgency and suggest a next action. Where do I start?"
)
TRIAGE_FACTS = {
    "audience": "employees",
    "strategic_role": "important",
    "data_sensitivity": "internal",
    "data_boundary": "any_vendor",
    "requests_per_month": 25_000,
    "deadline_weeks": 6,
    "team": "software",
    "stage": "idea",
    "task_difficulty": "narrow",
    "customization": "prompting",
    "gpus": "none",
}


TYPED = {
    "audience": "Our own employees use it.",
    "strategic_role": "It is important to us, but it is not our product.",
    "data_sensitivity": "It is ordinary internal business data.",
    "data_boundary": "The data may go to any vendor under contract.",
    "requests_per_month": "25,000 tickets a month.",
    "deadline_weeks": "It must be live in 6 weeks.",
    "team": "We have software developers, no machine learning people.",
    "stage": "It is just an idea so far.",
    "task_difficulty": "It is simple sorting and tagging.",
    "customization": "Good prompts are enough.",
    "gpus": "We have no GPUs.",
}


def test_the_page_is_served_within_ten_seconds(server: Server) -> None:
    """The page is there before the encoder is."""
    assert server.seconds_to_served < 10


def test_the_opening_says_what_this_is(visit: Visitor) -> None:
    """One sentence, one field, four worked examples, the three verdicts."""
    page = visit().page
    assert page.locator(".hero").inner_text() == "Buy a model, own one, or both?"
    assert page.locator(".example:visible").count() == 4
    assert page.locator(".meanings .verdict-tag").all_inner_texts() == ["Prebuilt", "Hybrid", "Open source"]
    assert page.locator("textarea:visible").count() == 1
    assert not page.locator("#panel").is_visible()


def test_a_typed_message_is_answered_and_the_decision_forms(visit: Visitor) -> None:
    """A reply, questions with their reasons, and a panel with facts in the leader's own words."""
    opened = visit()
    opened.say(TRIAGE)
    page = opened.page
    assert page.locator(".said p").first.inner_text() == TRIAGE
    for why in page.locator(".card[data-mode] .why").all_inner_texts():
        assert why.startswith("Why I ask: ")
    assert page.locator("#panel .bar").get_attribute("aria-label", timeout=2_000)
    assert "25,000" in page.locator("#facts").inner_text()
    assert page.evaluate("document.activeElement.id") == "message"


def test_taps_alone_complete_a_consultation(visit: Visitor) -> None:
    """Taps answer every question, and the advice stands with its costs, plan and sources."""
    opened = visit()
    opened.say(TRIAGE)
    asked = tap_to_the_advice(opened, TRIAGE_FACTS)
    assert len(asked) <= 6
    assert len(set(asked)) == len(asked)
    page = opened.page
    assert page.locator("#advice .verdict-tag").first.inner_text() in ("Hybrid", "Prebuilt")
    for section in ("factors", "flips", "cost", "break-even", "plan", "facts", "sources"):
        assert page.locator(f"#panel #{section}").count() == 1, section
    assert page.locator(".costs tbody tr").count() >= 2
    # Answered cards keep their place, with the answer chosen.
    assert page.locator(".card.answered .is").count() >= 1


def test_typed_and_tapped_answers_end_in_the_same_verdict(visit: Visitor) -> None:
    """The same case, answered once in words and once by taps, gets the same advice."""
    tapped = visit()
    tapped.say(TRIAGE)
    asked = tap_to_the_advice(tapped, TRIAGE_FACTS)
    typed = visit()
    typed.say(TRIAGE)
    for _ in range(len(asked) + 2):
        if typed.status["advised"] == "True":
            break
        typed.say(_typed_answer(typed))
    verdicts = [one.page.locator("#advice .verdict-tag").first.inner_text() for one in (typed, tapped)]
    assert verdicts[0] == verdicts[1]
    assert verdicts[0] in ("Hybrid", "Prebuilt")


def test_a_deadline_is_told_as_a_day(visit: Visitor) -> None:
    """The day that is chosen says at once how many weeks that is, and counts as them."""
    opened = visit()
    opened.say("Let us go back to the deadline of my support ticket sorting.")
    page = opened.page
    if not page.locator(".q[data-fact=deadline_weeks] .day").count():
        opened.say("Go back to the deadline.")
    day = date.today() + timedelta(weeks=6)
    field = page.locator(".q[data-fact=deadline_weeks] .day")
    field.fill((date.today() - timedelta(days=3)).isoformat())
    assert "still to come" in page.locator(".q[data-fact=deadline_weeks] .means").inner_text()
    field.fill(day.isoformat())
    assert page.locator(".q[data-fact=deadline_weeks] .means").inner_text() == "in 6 weeks"
    opened.press(".card[data-mode] [data-act=send-card]")
    assert "6 weeks" in page.locator("#facts").inner_text()


@pytest.mark.parametrize("number", range(4))
def test_an_example_plays_through_to_its_advice(visit: Visitor, number: int) -> None:
    """One press; every question it is asked is answered before our eyes, and the advice stands."""
    opened = visit()
    opened.page.locator(".example").nth(number).click()
    opened.page.wait_for_function("document.querySelector('#status')?.dataset.advised === 'True'", timeout=30_000)

    opened.page.wait_for_selector("#notice", state="hidden")
    assert opened.page.locator("#advice .verdict-tag").first.is_visible()
    assert opened.turns <= 7


def test_who_types_takes_an_example_over(visit: Visitor) -> None:
    """It stops playing and waits."""
    opened = visit()
    opened.page.locator(".example").first.click()
    opened.wait_for_turn(0)
    opened.page.fill("#message", "Why do you ask?")
    opened.page.press("#message", "Enter")
    opened.page.wait_for_function("document.querySelector('.turn.last .said p')?.textContent === 'Why do you ask?'")
    turns = opened.turns
    opened.page.wait_for_timeout(2_000)

    assert opened.turns == turns


def test_a_number_shows_at_once_what_it_means(visit: Visitor) -> None:
    """800 a day is 24,000 a month, before anything is sent."""
    opened = visit()
    opened.say("Let us go back to the volume of my support ticket sorting.")
    page = opened.page
    field = page.locator(".q[data-fact=requests_per_month] .number")
    if not field.count():
        opened.say("Go back to the volume.")
    field.fill("800")
    page.locator(".q[data-fact=requests_per_month] select.unit").select_option(label="a day")
    assert page.locator(".q[data-fact=requests_per_month] .means").inner_text() == "= 24,000 a month"


def test_a_fact_is_changed_in_its_row_and_moves_the_advice(visit: Visitor) -> None:
    """Chips, numbers and words; it is a turn like any other, and Cancel leaves all as it was."""
    opened = visit()
    opened.say(TRIAGE)
    tap_to_the_advice(opened, TRIAGE_FACTS)
    before = opened.page.locator("#advice .verdict-tag").first.inner_text()
    _edit(opened, "Where data may go")
    editor = opened.page.locator(".row-edit:visible")
    assert editor.locator("[aria-pressed=true]").inner_text() == "To any vendor under contract"
    editor.locator("[data-act=leave-row]").click()
    assert opened.page.locator(".row-edit:visible").count() == 0

    _edit(opened, "Where data may go")
    editor.locator(".chip[data-value='\"own_infrastructure\"']").click()
    opened.press(".row-edit:visible [data-act=save-row]")
    assert opened.page.locator("#advice .verdict-tag").first.inner_text() == "Open source" != before

    _edit(opened, "Volume")
    field = editor.locator(".number")
    assert field.input_value() == "25,000"
    turns = opened.turns
    field.fill("3 million")
    field.press("Enter")
    opened.wait_for_turn(turns)
    assert "3,000,000" in opened.page.locator("#facts").inner_text()


def test_a_reload_and_a_second_tab_show_the_same(visit: Visitor, server: Server) -> None:
    """The conversation comes from the store, by the key in the address and in this browser."""
    opened = visit()
    opened.say(TRIAGE)
    tap_to_the_advice(opened, TRIAGE_FACTS)
    parts = ("#talk", "#panel")
    _charts_drawn(opened)
    before = [opened.page.locator(part).inner_text() for part in parts]
    opened.page.reload()
    opened.page.wait_for_selector(".turn.last")
    _charts_drawn(opened)
    assert [opened.page.locator(part).inner_text() for part in parts] == before
    second = open_in(opened.context, server.url)
    second.page.wait_for_selector(".turn.last")
    _charts_drawn(second)
    assert [second.page.locator(part).inner_text() for part in parts] == before
    assert second.page.evaluate("location.hash") == opened.page.evaluate("location.hash")


def test_a_stranger_sees_nothing_of_it(visit: Visitor) -> None:
    """Another browser without the key starts at the opening."""
    visit().say(TRIAGE)
    stranger = visit()
    assert stranger.page.locator(".hero").is_visible()
    assert stranger.turns == 0


def test_a_new_conversation_leaves_the_old_one_in_place(visit: Visitor) -> None:
    """The opening comes back empty; the old address still shows the old conversation."""
    opened = visit()
    opened.say(TRIAGE)
    address = opened.page.url
    opened.choose("new")
    opened.page.wait_for_selector(".hero", state="visible")
    assert opened.page.locator("#message").input_value() == ""
    assert visit(f"#{address.split('#')[1]}").page.wait_for_selector(".turn.last")


def test_delete_removes_it_for_good(visit: Visitor, server: Server) -> None:
    """A dialog names what goes; afterwards nothing of it is in the files."""
    opened = visit()
    opened.say("Our zeppelinquartz desk wants its letters sorted, 900 a month.")
    assert b"zeppelinquartz" in _stored(server)
    address = opened.page.url
    opened.choose("ask-forget")
    dialog = opened.page.locator("dialog#forget")
    assert "1 message of yours" in dialog.inner_text()
    dialog.locator("[data-act=forget]").click()
    opened.page.wait_for_selector(".hero", state="visible")
    opened.page.wait_for_timeout(300)
    assert b"zeppelinquartz" not in _stored(server)
    again = visit(f"#{address.split('#')[1]}")
    again.page.wait_for_selector(".hero", state="visible")


def test_sources_open_beside_their_number(visit: Visitor) -> None:
    """A chip opens its passage by keyboard, and Escape closes it and gives the focus back."""
    opened = visit()
    opened.say(TRIAGE)
    tap_to_the_advice(opened, TRIAGE_FACTS)
    chip = opened.page.locator("#panel .source").first
    chip.focus()
    opened.page.keyboard.press("Enter")
    assert opened.page.locator(".passage:popover-open .name").inner_text()
    opened.page.keyboard.press("Escape")
    assert opened.page.locator(".passage:popover-open").count() == 0
    assert opened.page.evaluate("document.activeElement.className") == "source"


def test_the_advice_can_be_copied(visit: Visitor) -> None:
    """The whole advice goes to the clipboard as plain text, with its sources."""
    opened = visit()
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.say(TRIAGE)
    tap_to_the_advice(opened, TRIAGE_FACTS)
    opened.page.locator("text=Copy the advice").click()
    opened.page.wait_for_timeout(100)
    copied = opened.page.evaluate("navigator.clipboard.readText()")
    assert "**" not in copied
    assert "[1]" in copied


def test_warm_turns_are_quick_in_the_browser(visit: Visitor) -> None:
    """From the key to the reply on screen."""
    opened = visit()
    opened.say(TRIAGE)
    times = []
    for text in ("What is fine-tuning?", "Is open source free?", "We have web developers.") * 3:
        started = time.monotonic()
        opened.say(text)
        times.append(time.monotonic() - started)
    assert sorted(times)[len(times) // 2] < 1.0


def _charts_drawn(visit: Visit) -> None:
    """Wait until every chart has come."""
    visit.page.wait_for_function(
        "document.querySelector('.drawing svg') && [...document.querySelectorAll('.drawing')].every((d) => d.innerHTML)"
    )


def _edit(visit: Visit, title: str) -> None:
    """Open the row of a fact."""
    row = visit.page.locator(".ledger tr:not(.editing)").filter(has=visit.page.locator(f"th:text-is('{title}')"))
    row.locator("button.change").click()


def _typed_answer(visit: Visit) -> str:
    """What a person types to the open card: yes to what was understood, otherwise an answer to each question."""
    card = visit.page.locator(".card[data-mode]")
    if card.get_attribute("data-mode") == "confirm":
        return "Yes, that is right."
    facts = [q.get_attribute("data-fact") or "" for q in card.locator(".q[data-fact]").all()]
    return " ".join(TYPED[fact] for fact in facts if fact in TYPED)


def _stored(server: Server) -> bytes:
    """Everything that lies in the conversations' files."""
    database = server.data / "conversations.sqlite"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as conn:
        conn.execute("SELECT count(*) FROM checkpoints").fetchone()
    return b"".join(path.read_bytes() for path in server.data.glob("conversations.sqlite*"))
