"""Every state of the page, at a desk and on a phone, light and dark: axe finds nothing, nothing runs over.

A picture of each lies in `test-results/page`, to be looked at.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload

from tests.ui.test_page_charts import SET
from tests.ui.test_page_flow import ADVISE, CALLS
from tests.ui.test_page_look import findings, nothing_runs_over
from tests.ui.visits import Visit, Visitor

PICTURES = Path(__file__).parents[2] / "test-results" / "page"


def opening(_: Visit) -> None:
    """Before anything was said."""


def first_questions(visit: Visit) -> None:
    """After the first message."""
    visit.say(CALLS)


def too_long(visit: Visit) -> None:
    """A message longer than is read."""
    visit.page.fill("#message", "word " * 2_000)


def advice(visit: Visit) -> None:
    """The whole panel, its charts drawn, everything unfolded."""
    visit.say(CALLS)
    visit.say(ADVISE)
    if _is_phone(visit):
        visit.page.locator("#parts [data-view=cost]").click()
    visit.page.wait_for_selector("[data-chart=break-even] svg", state="attached", timeout=20_000)
    visit.page.evaluate("document.querySelectorAll('#panel details').forEach((details) => (details.open = true))")


def source_opened(visit: Visit) -> None:
    """A passage beside its number."""
    visit.say(CALLS)
    visit.say(ADVISE)
    visit.page.locator("#talk .source").first.click()


def plan(visit: Visit) -> None:
    """Steps, readiness, cases and risks."""
    advice(visit)
    visit.page.locator("#parts [data-view=plan]").click()
    if not _is_phone(visit):
        visit.page.wait_for_selector("[data-chart=timeline] svg", state="attached", timeout=20_000)


def slider_moved(visit: Visit) -> None:
    """A what-if line beside the real ones."""
    advice(visit)
    visit.page.locator(".sliders [data-name=people]").evaluate(SET, 150)
    visit.page.wait_for_function("document.querySelector('.slid').textContent !== ''")


def what_if(visit: Visit) -> None:
    """A what-if from a sentence beside the real case."""
    visit.say(CALLS)
    visit.say(ADVISE)
    visit.say("What if the data may not leave our own systems?")
    if _is_phone(visit):
        visit.page.locator("#parts [data-view=advice]").click()


def row_edited(visit: Visit) -> None:
    """A fact that is being changed in its row."""
    visit.say(CALLS)
    if _is_phone(visit):
        visit.page.locator("#parts [data-view=facts]").click()
    visit.page.locator("button.change").nth(1).click()


def message_edited(visit: Visit) -> None:
    """An earlier message that is being sent anew."""
    visit.say(CALLS)
    visit.page.locator("[data-act=edit-turn]").click()


def history(visit: Visit) -> None:
    """The conversations of this browser."""
    visit.say(CALLS)
    visit.page.locator("[popovertarget=history]:visible").first.click()


def memo_menu(visit: Visit) -> None:
    """What can be taken along."""
    visit.say(CALLS)
    visit.say(ADVISE)
    visit.page.locator("#take-along").click()


def links(visit: Visit) -> None:
    """The links to a conversation."""
    visit.say(CALLS)
    visit.choose("share")
    visit.page.wait_for_selector("#links[open]")


def forget_me(visit: Visit) -> None:
    """What goes, before it goes."""
    visit.say(CALLS)
    visit.choose("ask-forget-all")


def own_documents(visit: Visit) -> None:
    """Two documents with long names, and what became of those that could not be added."""
    visit.choose("documents")
    names = ("Rules for buying software.md", f"{'A very long name of a policy ' * 4}.txt", "scan.pdf", "table.csv")
    files = [FilePayload(name=name, mimeType="", buffer=f"Nothing is bought in {name}.".encode()) for name in names]
    visit.page.set_input_files("#add-documents", files)
    visit.page.wait_for_function(
        "document.querySelector('#documents-said').textContent.includes('2 documents were added')", timeout=60_000
    )
    visit.errors[:] = [error for error in visit.errors if "422" not in error]


def portfolio(visit: Visit) -> None:
    """Two use cases side by side."""
    visit.say(CALLS)
    visit.say(ADVISE)
    visit.say("I have another use case.")
    visit.say("We want to draft replies to 2,000 complaints a month for our own clerks.")
    visit.say(ADVISE)
    if _is_phone(visit):
        visit.page.locator("#parts [data-view=advice]").click()
    visit.page.locator("#portfolio summary").click()


def reading(visit: Visit) -> None:
    """The page of somebody who may only read."""
    visit.say(CALLS)
    visit.say(ADVISE)
    visit.choose("share")
    visit.page.wait_for_selector("#links[open]")
    link = visit.page.input_value("#reading-link")
    visit.page.goto("about:blank")
    visit.page.goto(link)
    visit.page.wait_for_selector(".turn.last")


STATES: tuple[Callable[[Visit], None], ...] = (
    opening,
    first_questions,
    too_long,
    advice,
    source_opened,
    plan,
    slider_moved,
    what_if,
    row_edited,
    message_edited,
    history,
    memo_menu,
    links,
    forget_me,
    own_documents,
    portfolio,
    reading,
)
SCREENS = ((1400, 900), (400, 860))


def _is_phone(visit: Visit) -> bool:
    return (visit.page.viewport_size or {"width": 0})["width"] <= 860


@pytest.mark.parametrize(("width", "height"), SCREENS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_state_is_accessible_and_fits(
    visit: Visitor, state: Callable[[Visit], None], width: int, height: int
) -> None:
    """WCAG 2.0 to 2.2 A and AA and best practice, light and dark; no sideways scroll."""
    opened = visit(width=width, height=height)
    state(opened)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        opened.page.emulate_media(color_scheme=scheme)
        opened.page.wait_for_timeout(150)
        opened.page.screenshot(path=PICTURES / f"{state.__name__}-{width}-{scheme}.png")

        assert opened.page.evaluate("document.documentElement.dataset.theme") == scheme
        assert findings(opened) == [], scheme
        nothing_runs_over(opened)
