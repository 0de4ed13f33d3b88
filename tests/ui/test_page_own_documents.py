"""Own documents in the browser: added, cited, kept from others, removed; each refusal one sentence."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ui.test_page_keyboard import tab_to
from tests.ui.test_page_look import RULES
from tests.ui.visits import Server, Visit, Visitor

RULE = "# Buying\n\nA model may only be bought after 411 flamingos have voted on it. The vote is secret.\n"
QUESTION = "How many flamingos have to vote before a model may be bought?"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A document about buying models."""
    path = tmp_path / "rules.md"
    path.write_text(RULE)
    return path


def add(visit: Visit, *paths: Path) -> None:
    """Open the dialog and add files; wait until it is said what became of them."""
    visit.choose("documents")
    visit.page.set_input_files("#add-documents", [str(path) for path in paths])
    said = "document.querySelector('#documents-said').textContent"
    visit.page.wait_for_function(f"{said} && !{said}.includes('Adding')", timeout=60_000)


def listed(visit: Visit) -> list[str]:
    """The names in the dialog."""
    return visit.page.locator("#own-documents .title").all_inner_texts()


def test_a_document_is_cited_to_its_browser_alone_until_it_is_removed(visit: Visitor, rules: Path) -> None:
    """The answer and its source here; nothing in a second browser; and nothing here either once it is gone."""
    ann, bob = visit(), visit()
    add(ann, rules)
    assert listed(ann) == ["rules.md"] and "1 passage, " in ann.page.locator("#own-documents").inner_text()
    ann.page.keyboard.press("Escape")
    assert "411 flamingos" in ann.say(QUESTION)
    assert "rules.md, Buying" in ann.page.locator("#sources").inner_text()
    assert "411" not in bob.say(QUESTION) and "rules.md" not in bob.page.content()
    bob.choose("documents")
    bob.page.wait_for_selector("#own-documents .none")

    ann.choose("documents")
    ann.page.locator("#own-documents [data-remove]").click()
    ann.page.wait_for_selector("#own-documents .none")
    ann.page.wait_for_function("!document.querySelector('#sources')?.innerText.includes('rules.md')")
    ann.page.keyboard.press("Escape")
    ann.choose("new")
    ann.page.wait_for_selector(".hero", state="visible")
    assert "411" not in ann.say(QUESTION)


def test_a_conversation_that_is_opened_by_another_browser_does_not_open_its_sources(
    visit: Visitor, rules: Path
) -> None:
    """The link shows what was said, not the document behind it."""
    ann, bob = visit(), visit()
    add(ann, rules)
    ann.page.keyboard.press("Escape")
    ann.say(QUESTION)
    bob.page.goto("about:blank")
    bob.page.goto(ann.page.url)
    bob.page.wait_for_selector(".turn.last")
    assert "rules.md" not in bob.page.locator("#panel").inner_text()
    assert bob.page.locator(".passage[id^=passage-document]").count() == 0
    assert ann.page.locator(".passage[id^=passage-document]").count() == 1


def test_a_damaged_pdf_is_one_sentence_and_the_rest_is_added(visit: Visitor, rules: Path, tmp_path: Path) -> None:
    """Nothing half-added; a name is shown letter by letter."""
    broken, odd = tmp_path / "<b>plan.pdf", tmp_path / "table.csv"
    broken.write_bytes(b"%PDF-1.4 no")
    odd.write_text("a,b")
    opened = visit()
    add(opened, broken, odd, rules)
    told = opened.page.locator("#documents-said .problem").all_inner_texts()
    assert [words.partition(" is ")[0] for words in told] == ["<b>plan.pdf", "table.csv"]
    assert "is damaged and cannot be read. Open it, save or print it as PDF anew, and add that." in told[0]
    assert listed(opened) == ["rules.md"]
    opened.errors[:] = [error for error in opened.errors if "422" not in error]


def test_documents_need_no_mouse_and_nothing_moves_when_they_come(visit: Visitor, rules: Path) -> None:
    """Tab reaches the field and each Remove, which names its document; the dialog keeps its size and its words."""
    opened = visit(width=400, height=700)
    page = opened.page
    opened.choose("documents")
    page.wait_for_selector("#own-documents .none")
    before = page.locator("#documents").bounding_box()
    page.set_input_files("#add-documents", str(rules))
    page.wait_for_selector("#own-documents .title", timeout=60_000)
    assert page.locator("#documents").bounding_box() == before
    tab_to(opened, "#add-documents")
    tab_to(opened, "[aria-label='Remove rules.md']")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(150)
        assert Axe().run(page, options={"runOnly": RULES}).response["violations"] == []
    page.keyboard.press("Enter")
    page.wait_for_selector("#own-documents .none")
    assert page.evaluate("document.querySelector('#documents').contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('[popovertarget=history]')")


def test_forget_me_takes_the_documents_along_and_the_key_with_them(visit: Visitor, rules: Path, server: Server) -> None:
    """Nothing of them is left on the machine, and the browser asks as another one from then on."""
    opened = visit()
    kept = set((server.data / "documents").glob("page/*.json"))
    add(opened, rules)
    [mine] = set((server.data / "documents").glob("page/*.json")) - kept
    key = opened.page.evaluate("localStorage.getItem('advisor.browser')")
    assert key not in mine.read_text()
    opened.page.keyboard.press("Escape")
    opened.say(QUESTION)
    opened.choose("ask-forget-all")
    opened.page.locator("#forget-all [data-act=forget-all]").click()
    opened.page.wait_for_selector(".hero", state="visible")
    opened.page.wait_for_function("key => localStorage.getItem('advisor.browser') !== key", arg=key)
    assert not mine.exists()
    opened.choose("documents")
    opened.page.wait_for_selector("#own-documents .none")
