"""The charts come after the turn, in the room that was kept for them; sliders move a what-if beside the real lines."""

import httpx
import pytest

from tests.ui.taps import tap_to_the_advice
from tests.ui.test_page import TRIAGE, TRIAGE_FACTS
from tests.ui.visits import Server, Visit, Visitor

SET = """(e, v) => { e.value = v; for (const kind of ['input', 'change'])
e.dispatchEvent(new Event(kind, {bubbles: true})); }"""


def advised(visit: Visit) -> Visit:
    """The advice with its break-even chart drawn."""
    visit.say(TRIAGE)
    tap_to_the_advice(visit, TRIAGE_FACTS)
    visit.page.wait_for_selector("[data-chart=break-even] svg", state="attached", timeout=20_000)
    return visit


def slide(visit: Visit, name: str, place: int) -> str:
    """Move a slider and return what it says."""
    said = visit.page.locator(".slid")
    before = said.inner_text()
    visit.page.locator(f".sliders [data-name={name}]").evaluate(SET, place)
    visit.page.wait_for_function("before => document.querySelector('.slid').textContent !== before", arg=before)
    return said.inner_text()


def test_every_chart_is_drawn_with_its_numbers_in_words(visit: Visitor) -> None:
    """Break-even, months, and the timeline of the plan."""
    page = advised(visit()).page
    for name in ("break-even", "months", "timeline"):
        page.wait_for_selector(f"[data-chart={name}] svg", state="attached")
        label = page.locator(f"[data-chart={name}] figure").get_attribute("aria-label") or ""
        assert any(letter.isdigit() for letter in label), name


def test_a_slider_moves_the_crossing_beside_the_unchanged_lines(visit: Visitor) -> None:
    """The sentence names both crossings and whether the advice stays; one press brings back what is real."""
    opened = advised(visit())
    picture = opened.page.locator("[data-chart=break-even] .picture")
    real = picture.inner_html()
    told = slide(opened, "people", 150)

    assert "What if" in picture.inner_text()
    assert "people to run it" in told
    assert "; now they meet near" in told
    assert "The advice" in told
    facts = opened.page.locator("#facts").inner_text()
    opened.page.locator("[data-act=reset-sliders]").click()
    opened.page.wait_for_function("document.querySelector('.slid').textContent === ''")
    assert picture.inner_html() == real
    assert opened.page.locator("#facts").inner_text() == facts


def test_a_slider_is_moved_by_keyboard(visit: Visitor) -> None:
    """Arrow keys move it, and it says its value."""
    opened = advised(visit())
    slider = opened.page.locator(".sliders [data-name=requests]")
    slider.focus()
    for _ in range(5):
        opened.page.keyboard.press("ArrowRight")
    opened.page.wait_for_function("document.querySelector('.slid').textContent.includes('requests a month')")

    assert slider.get_attribute("aria-valuetext") != "25,000"


def test_charts_change_with_the_facts(visit: Visitor) -> None:
    """A turn that moves the volume moves the ink line of the chart."""
    opened = advised(visit())
    opened.say("Actually it is 90,000 tickets a month.")
    opened.page.wait_for_function(
        "document.querySelector('[data-chart=break-even] figure')?.getAttribute('aria-label').includes('90,000')"
    )


@pytest.mark.parametrize("width", [1400, 700, 400])
def test_the_room_of_a_chart_is_kept(visit: Visitor, width: int) -> None:
    """What lies below a chart does not move when it comes."""
    opened = visit(width=width)
    opened.say(TRIAGE)
    opened.page.route("**/chart/**", lambda route: None)
    tap_to_the_advice(opened, TRIAGE_FACTS)
    if width <= 860:
        opened.page.locator("#parts [data-view=cost]").click()
    height = "document.querySelector('[data-chart=break-even]').offsetHeight"
    before = opened.page.evaluate(height)
    opened.page.unroute("**/chart/**")
    opened.page.evaluate(
        "document.querySelectorAll('.drawing').forEach((place) => delete place.dataset.drawn); roomCharts.draw()"
    )
    opened.page.wait_for_selector("[data-chart=break-even] svg", state="attached", timeout=20_000)

    assert opened.page.evaluate(height) == before


def test_nothing_is_drawn_for_strangers_or_of_what_cannot_be(visit: Visitor, server: Server) -> None:
    """No chart without a key and its advice, none of an unknown name, and a sentence for a number that cannot be."""
    opened = advised(visit())
    key = opened.page.evaluate("location.hash").split("=")[1]
    for address in (f"chart/break-even?w=740&c={'0' * 32}", f"chart/passwords?w=740&c={key}", "chart/months?w=740"):
        assert httpx.get(server.url + address).status_code == 404
    for asked in ("people=nan", "requests=-5", "usd_hour=1e99", "people=many"):
        assert httpx.get(f"{server.url}chart/break-even?w=740&c={key}&{asked}").status_code == 422
