"""The page without a mouse: from the first word to the memo."""

from tests.ui.visits import Visit, Visitor

MOST_TABS = 120
MOST_CARDS = 10


def tab_to(visit: Visit, selector: str) -> None:
    """Press Tab until something that fits has the focus, as somebody without a mouse would."""
    for _ in range(MOST_TABS):
        if visit.page.evaluate("(s) => document.activeElement?.matches(s) ?? false", selector):
            return
        visit.page.keyboard.press("Tab")
    raise AssertionError(f"no way by Tab to {selector}")


def answer_by_keyboard(visit: Visit) -> None:
    """Take "I don't know", or what is likely, for every question of the open card."""
    before = visit.turns
    card = visit.page.locator(".card[data-mode]")
    one_tap = card.get_attribute("data-mode") == "tap"
    questions = card.locator(".q[data-fact]:not(:has([data-likely]))").count()
    for place in range(questions):
        chip = ".card[data-mode] .q:not(:has([aria-pressed=true])) .quiet[data-quiet=unknown]"
        if not visit.page.locator(chip).count():
            chip = ".card[data-mode] .q:not(:has([aria-pressed=true])) .chip"
        tab_to(visit, chip)
        visit.page.keyboard.press("Enter" if place % 2 else "Space")
    if not one_tap:
        tab_to(visit, ".card[data-mode] [data-act=send-card]")
        visit.page.keyboard.press("Enter")
    visit.wait_for_turn(before)


def test_a_consultation_needs_no_mouse(visit: Visitor) -> None:
    """Words, chips, the parts of the decision, a source and the memo are reached by Tab; Escape closes what opened."""
    opened = visit()
    page = opened.page
    tab_to(opened, "#message")
    page.keyboard.type("We get 25,000 support tickets a month and want them sorted for our own agents.")
    page.keyboard.press("Enter")
    opened.wait_for_turn(0)
    for _ in range(MOST_CARDS):
        if opened.status["advised"] == "True":
            break
        answer_by_keyboard(opened)
    assert opened.status["advised"] == "True"

    tab_to(opened, "#parts [data-view=cost]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#panel').scrollTop") > 0
    tab_to(opened, "#panel .source")
    page.keyboard.press("Enter")
    assert page.locator(".passage:popover-open").count() == 1
    page.keyboard.press("Escape")
    tab_to(opened, "#take-along")
    page.keyboard.press("Enter")
    tab_to(opened, "#memo [data-form=pdf]")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".pdf")
    page.keyboard.press("Escape")
    assert page.locator("#memo:popover-open").count() == 0


def test_the_focus_is_always_to_be_seen(visit: Visitor) -> None:
    """Everything that Tab reaches lies in view and has an outline or a border of its own."""
    opened = visit()
    opened.say("We get 25,000 support tickets a month and want them sorted for our own agents.")
    for _ in range(40):
        opened.page.keyboard.press("Tab")
        unseen = opened.page.evaluate(
            """() => { const e = document.activeElement; if (!e || e === document.body) return '';
            const box = e.getBoundingClientRect(), style = getComputedStyle(e);
            const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
            const seen = box.bottom > 0 && box.top < innerHeight && box.width > 0;
            return marked && seen ? '' : e.outerHTML.slice(0, 120); }"""
        )
        assert unseen == ""
