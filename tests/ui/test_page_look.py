"""What can be measured of the look: accessibility, sizes, and that nothing moves while one reads."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from agent.decision.assess import assess
from tests.ui.taps import answer_card, tap_to_the_advice
from tests.ui.test_board import REPLY
from tests.ui.test_page import TRIAGE, TRIAGE_FACTS
from tests.ui.visits import Visit, Visitor
from ui.board.verdict import verdict_section
from ui.sources import Numbered

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = ("advice", "cost", "plan", "facts", "chat")


def findings(visit: Visit) -> list[str]:
    """What axe finds on the page as it is now."""
    result: dict[str, Any] = Axe().run(visit.page, options={"runOnly": RULES}).response
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in result["violations"]]


@pytest.mark.parametrize("width", [320, 400, 768, 861, 1024, 1920])
def test_nothing_scrolls_sideways(visit: Visitor, width: int) -> None:
    """From the smallest phone to a wide desk, with a long word and a long quote."""
    opened = visit(width=width, height=860)
    nothing_runs_over(opened)
    word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 2
    opened.say(f"We want to sort support tickets about {word}, {'very ' * 50}often, 25,000 a month.")
    nothing_runs_over(opened)
    tap_to_the_advice(opened, {})
    for view in VIEWS if width <= 860 else ():
        opened.page.locator(f"#parts [data-view={view}]").click()
        nothing_runs_over(opened)


def test_no_text_is_smaller_than_it_may_be(visit: Visitor) -> None:
    """13 px at least, 12 in a source chip."""
    opened = visit()
    opened.say(TRIAGE)
    tap_to_the_advice(opened, TRIAGE_FACTS)
    small = opened.page.evaluate(
        """() => { const found = []; const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) { const e = walk.currentNode.parentElement;
          if (!walk.currentNode.textContent.trim() || !e.checkVisibility()) continue;
          if (e.closest('.sr-only, style, script')) continue;
          const size = parseFloat(getComputedStyle(e).fontSize);
          if (size < (e.closest('.source') ? 12 : 13)) found.push(e.outerHTML.slice(0, 99)); }
        return found; }"""
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 1400])
def test_extremes_fit(visit: Visitor, width: int) -> None:
    """A headline of twenty words, and shares of 0, 1 and 99 percent: each named, the smallest to be seen."""
    opened = visit(width=width)
    opened.say(TRIAGE)
    tap_to_the_advice(opened, TRIAGE_FACTS)
    if width <= 860:
        opened.page.locator("#parts [data-view=advice]").click()
    words = "Start on a vendor's model in your own cloud tenancy now, and put your own tuned model beside it later"
    assert len(words.split()) == 20
    shown = replace(
        assess({}, today=date(2026, 11, 26)), stability={"prebuilt": 0.0, "hybrid": 0.99, "open_source": 0.01}
    )
    bar = verdict_section([replace(REPLY, move="advise")], shown, True, date(2026, 11, 26), Numbered({}))
    opened.page.evaluate(
        """([words, html]) => { document.querySelector('#panel #advice').outerHTML = html;
        document.querySelector('#panel #advice .headline').textContent = words; }""",
        [words, bar],
    )
    widths = opened.page.evaluate("[...document.querySelector('#panel .bar').children].map((part) => part.offsetWidth)")

    assert len(widths) == 2
    assert min(widths) >= 3
    keys = opened.page.locator("#panel .key").first.inner_text()
    assert all(share in " ".join(keys.split()) for share in ("0 %", "99 %", "1 %"))
    nothing_runs_over(opened)


def test_the_frame_stays_put_from_interview_to_advice(visit: Visitor) -> None:
    """Header, navigation, composer and headline lie where they lay; the layout does not shift by itself."""
    opened = visit()
    opened.page.evaluate(
        """() => { window.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries())
        if (!e.hadRecentInput) window.shift += e.value; }).observe({type: 'layout-shift', buffered: true}); }"""
    )
    opened.say(TRIAGE)
    before = _places(opened)
    answer_card(opened, TRIAGE_FACTS)
    tap_to_the_advice(opened, TRIAGE_FACTS)
    after = _places(opened)
    for name in ("#top", "#parts", ".composer"):
        assert after[name] == before[name]
    assert abs(after["#advice .headline"][0] - before["#advice .headline"][0]) <= 1
    assert opened.page.evaluate("window.shift") < 0.01


def test_an_opened_detail_stays_open_after_a_turn(visit: Visitor) -> None:
    """What was unfolded is still unfolded when the panel was computed again."""
    opened = visit()
    opened.say(TRIAGE)
    tap_to_the_advice(opened, TRIAGE_FACTS)
    opened.page.locator("#factors summary").click()
    opened.say("We have an ML team of our own.")
    opened.page.wait_for_timeout(200)
    assert opened.page.locator("#factors details[open]").count() == 1
    opened.page.locator("#factors summary").click()
    assert opened.page.locator("#factors details[open]").count() == 0


def test_dark_is_one_press_away_and_stays(visit: Visitor) -> None:
    """The colour scheme follows the system until it is chosen; the choice survives a reload."""
    opened = visit(scheme="light")
    opened.page.locator("[data-act=theme]").click()
    assert opened.page.evaluate("document.documentElement.dataset.theme") == "dark"
    opened.page.reload()
    opened.page.wait_for_selector("#message")
    assert opened.page.evaluate("document.documentElement.dataset.theme") == "dark"


def nothing_runs_over(visit: Visit) -> None:
    """No part of the page scrolls sideways."""
    over = visit.page.evaluate(
        """() => ['html', '#room', '#talk', '#panel'].filter((s) => { const e = document.querySelector(s);
        return e?.checkVisibility() && e.scrollWidth > e.clientWidth; })"""
    )
    assert over == []


def _places(visit: Visit) -> dict[str, list[float]]:
    places: dict[str, list[float]] = visit.page.evaluate(
        "Object.fromEntries(['#top', '#parts', '.composer', '#advice .headline'].map((s) => { const b ="
        " document.querySelector(s).getBoundingClientRect(); return [s, [b.top, b.left, b.height]]; }))"
    )
    return places
