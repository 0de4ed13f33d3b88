"""The ways through the page: history, going back, editing an earlier message, several use cases, links, forgetting."""

import sqlite3

import pytest

from tests.ui.visits import Server, Visit, Visitor

CALLS = "We want to summarise 40,000 support calls a month for our own agents."
ADVISE = "Enough questions, just give me your advice."


def shown_turns(visit: Visit, turns: int) -> None:
    """Wait until the page shows so many turns."""
    visit.page.wait_for_function("n => document.querySelector('#status')?.dataset.turns === String(n)", arg=turns)
    visit.page.wait_for_function("n => document.querySelectorAll('#talk .turn').length === n", arg=turns)


def saids(visit: Visit) -> list[str]:
    """What the leader said, in order."""
    return visit.page.locator("#talk .said p").all_inner_texts()


def reading_link(visit: Visit, server: Server) -> str:
    """The link for the board, without the server's address."""
    visit.choose("share")
    visit.page.wait_for_selector("#links[open]")
    link = visit.page.input_value("#reading-link")
    visit.page.locator("#links [data-act=close]").click()
    return link.removeprefix(server.url)


def files(server: Server) -> bytes:
    """Everything that lies in the conversations' files."""
    with sqlite3.connect(f"file:{server.data / 'conversations.sqlite'}?mode=ro", uri=True) as conn:
        conn.execute("SELECT count(*) FROM checkpoints").fetchone()
    return b"".join(path.read_bytes() for path in server.data.glob("conversations.sqlite*"))


def test_the_last_message_can_be_taken_back(visit: Visitor) -> None:
    """It returns into the field, and the conversation is as it was; back to nothing it is the opening again."""
    opened = visit()
    opened.say(CALLS)
    opened.say("They must be live in 6 weeks.")
    opened.choose("undo")
    shown_turns(opened, 1)

    assert opened.page.input_value("#message") == "They must be live in 6 weeks."
    assert "6 weeks" not in opened.page.locator("#facts").inner_text()
    opened.choose("undo")
    opened.page.wait_for_selector(".hero", state="visible")
    assert opened.page.input_value("#message") == CALLS


def test_an_earlier_message_can_be_sent_anew(visit: Visitor) -> None:
    """A new conversation begins from there; the one before stays in the history as it was."""
    opened = visit()
    opened.say(CALLS)
    opened.say("They must be live in 6 weeks.")
    before = opened.page.evaluate("location.hash")
    last = opened.page.locator(".turn.last")
    last.locator("[data-act=edit-turn]").click()

    assert opened.page.input_value("#message") == "They must be live in 6 weeks."
    assert "changing an earlier message" in opened.page.locator("#notice").inner_text()
    opened.page.fill("#message", "They must be live in 30 weeks.")
    opened.page.press("#message", "Enter")
    opened.page.wait_for_function("document.querySelector('.turn.last .said p')?.textContent.includes('30 weeks')")
    assert saids(opened) == [CALLS, "They must be live in 30 weeks."]
    assert opened.page.evaluate("location.hash") != before

    opened.page.locator("[popovertarget=history]:visible").first.click()
    assert opened.page.locator("#earlier .earlier").count() == 2
    opened.page.locator("#earlier .earlier:not([aria-current])").click()
    opened.page.wait_for_function("document.querySelector('.turn.last .said p')?.textContent.includes('6 weeks')")
    assert opened.page.evaluate("location.hash") == before


def test_an_edit_can_be_left(visit: Visitor) -> None:
    """Then the next message goes on where the conversation stands."""
    opened = visit()
    opened.say(CALLS)
    opened.page.locator(".turn.last [data-act=edit-turn]").click()
    opened.page.locator("[data-act=stop-editing]").click()
    opened.say("They must be live in 6 weeks.")

    assert saids(opened) == [CALLS, "They must be live in 6 weeks."]


def test_a_mark_is_kept_with_its_turn(visit: Visitor) -> None:
    """Helpful or not, also after a reload; the last word counts."""
    opened = visit()
    opened.say(CALLS)
    for helpful in ("yes", "no"):
        opened.page.locator(f".turn.last [data-helpful={helpful}]").click()
        opened.page.wait_for_selector(f".turn.last [data-helpful={helpful}][aria-pressed=true]")
    opened.page.reload()
    opened.page.wait_for_selector(".turn.last [data-helpful=no][aria-pressed=true]")

    assert opened.page.locator("[data-helpful=yes][aria-pressed=true]").count() == 0


def test_several_use_cases_stand_side_by_side(visit: Visitor) -> None:
    """A tab and a row each, what a pool of GPUs would do, and one sequence of work."""
    opened = visit()
    opened.say(CALLS)
    opened.say(ADVISE)
    assert opened.page.locator("#portfolio").count() == 0
    opened.press("#next-case")
    opened.say("We want to draft replies to 2,000 complaints a month for our own clerks.")
    opened.say(ADVISE)

    assert opened.page.locator("#case-tabs .case-tab").count() == 2
    assert "complaints" in opened.page.locator("#case-tabs [aria-current]").inner_text()
    section = opened.page.locator("#portfolio")
    assert section.locator("tbody tr").count() == 2
    assert section.locator("tbody .verdict-tag").count() == 2
    assert "Two use cases together" in section.inner_text()
    section.locator("summary").click()
    assert section.locator(".steps li").count() >= 2


@pytest.mark.parametrize("width", [400, 1400])
def test_one_turns_back_to_an_earlier_use_case(visit: Visitor, width: int) -> None:
    """Its facts and its advice are shown again, and what is said next is about it."""
    opened = visit(width=width)
    opened.say(CALLS)
    opened.say(ADVISE)
    opened.say("I have another use case.")
    opened.say("We want to draft replies to 2,000 complaints a month for our own clerks.")
    if width <= 860:
        opened.page.locator("[popovertarget=history]:visible").first.click()
        opened.press("#other-cases button")
    else:
        opened.press("#case-tabs button")

    assert "Back to “" in opened.page.locator(".turn.last .reply").inner_text()
    assert opened.status["advised"] == "True"
    assert "40,000" in opened.page.locator("#facts").text_content()  # type: ignore[operator]
    opened.say("Actually it is 90,000 calls a month.")
    assert "90,000" in opened.page.locator("#facts").text_content()  # type: ignore[operator]
    assert "2,000" not in opened.page.locator("#facts").text_content()  # type: ignore[operator]


def test_a_reading_link_shows_everything_and_changes_nothing(visit: Visitor, server: Server) -> None:
    """No field, no answers, no tools; the page keeps nothing in the reader's browser."""
    opened = visit()
    opened.say(CALLS)
    opened.say(ADVISE)
    link = reading_link(opened, server)
    reader = opened.context.browser.new_context().new_page()  # type: ignore[union-attr]
    reader.goto(server.url + link)
    reader.wait_for_selector(".turn.last")

    assert reader.locator("#talk .said p").all_inner_texts() == saids(opened)
    assert reader.locator("#advice .verdict-tag").first.is_visible()
    for gone in ("#message", "[data-act=mark]", "[data-act=edit-turn]", "button.change", ".flips button", "#next-case"):
        assert reader.locator(f"{gone}:visible").count() == 0, gone
    assert reader.evaluate("localStorage.length") == 0
    reader.locator("[popovertarget=history]:visible").first.click()
    reader.locator("#history [data-act=new]").click()
    reader.wait_for_selector(".hero", state="visible")
    assert reader.locator("#message").is_visible()
    reader.context.close()


def test_a_conversation_goes_on_in_another_browser(visit: Visitor, server: Server) -> None:
    """By the link for oneself."""
    opened = visit()
    opened.say(CALLS)
    opened.choose("share")
    opened.page.wait_for_selector("#links[open]")
    link = opened.page.input_value("#own-link").removeprefix(server.url)
    elsewhere = visit(link)
    elsewhere.page.wait_for_selector(".turn.last")
    elsewhere.say("They must be live in 6 weeks.")

    assert saids(elsewhere) == [CALLS, "They must be live in 6 weeks."]
    opened.page.locator("#links [data-act=close]").click()
    opened.page.reload()
    shown_turns(opened, 2)


def test_a_reading_key_cannot_write(visit: Visitor, server: Server) -> None:
    """Whatever a reader's page is made to send, the conversation stays as it is."""
    opened = visit()
    opened.say(CALLS)
    key = reading_link(opened, server).split("=")[1]
    before = files(server).count(b"zinnober")
    reader = opened.context.browser.new_context().new_page()  # type: ignore[union-attr]
    for fragment in (f"#r={key}", f"#c={key}"):
        reader.goto("about:blank")
        reader.goto(server.url + fragment)
        reader.wait_for_function("document.querySelector('#talk')?.tabIndex === 0")
        reader.evaluate("document.documentElement.dataset.reading = 'false'")
        reader.wait_for_selector("#message", state="visible")
        reader.fill("#message", "zinnober")
        reader.press("#message", "Enter")
        reader.wait_for_timeout(800)
    opened.page.reload()
    shown_turns(opened, 1)

    assert saids(opened) == [CALLS]
    assert before == 0
    reader.context.close()


def test_deleting_ends_the_reading_link(visit: Visitor, server: Server) -> None:
    """Who holds it is told that there is nothing to read."""
    opened = visit()
    opened.say(CALLS)
    link = reading_link(opened, server)
    opened.choose("ask-forget")
    opened.page.locator("dialog#forget [data-act=forget]").click()
    opened.page.wait_for_selector(".hero", state="visible")
    reader = opened.context.browser.new_context().new_page()  # type: ignore[union-attr]
    reader.goto(server.url + link)
    reader.wait_for_selector(".failed")

    assert "nothing to read here" in reader.locator("#talk").inner_text()
    reader.context.close()


def test_forget_me_removes_every_conversation_of_the_browser(visit: Visitor, server: Server) -> None:
    """From the files, the write-ahead log and this browser; another browser's stay."""
    other = visit()
    other.say("Our malachitgruen desk wants 700 letters a month sorted.")
    opened = visit()
    for word in ("karmesinrot", "ultramarinblau"):
        opened.say(f"Our {word} desk wants 900 letters a month sorted.")
        opened.choose("new")
        opened.page.wait_for_selector(".hero", state="visible")
    assert all(word in files(server) for word in (b"karmesinrot", b"ultramarinblau", b"malachitgruen"))
    opened.choose("ask-forget-all")
    dialog = opened.page.locator("dialog#forget-all")
    assert "all 2 conversations" in dialog.inner_text()
    dialog.locator("[data-act=forget-all]").click()
    opened.page.wait_for_function("JSON.parse(localStorage['advisor.conversations'] ?? '[]').length === 0")

    left = files(server)
    assert b"malachitgruen" in left
    assert not any(word in left for word in (b"karmesinrot", b"ultramarinblau"))


@pytest.mark.parametrize("width", [400, 1400])
def test_the_history_is_reached_on_every_screen(visit: Visitor, width: int) -> None:
    """Its titles are words, whatever they hold."""
    opened = visit(width=width)
    opened.say("We want to sort <b onclick=alert(1)>40,000</b> calls a month.")
    opened.page.locator("[popovertarget=history]:visible").first.click()

    assert opened.page.locator("#earlier .earlier").count() == 1
    assert opened.page.locator("#earlier b").count() == 0
