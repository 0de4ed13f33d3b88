"""Charts as SVG: words stay within the picture and apart, hostile words stay words, the bytes are the same."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.decision.assess import Asked, ask, assessed
from agent.decision.assessment import Assessment
from agent.decision.bill import BreakEven, Mover
from agent.decision.counsel import Step
from agent.decision.curves import Curves, Months, curves, curves_if, months_ahead
from agent.facts import FactValue
from ui.board import drawn
from ui.charts import (
    PAGE,
    PRINT,
    Palette,
    break_even_chart,
    costs_chart,
    factors_chart,
    months_chart,
    movers_chart,
    timeline_chart,
)
from ui.drawing.lettering import volume, volume_span, width
from ui.drawing.vega import svg_of

TODAY = date(2026, 11, 24)
WIDTHS = (740, 552, 352)
EVIL = "<script>alert(1)</script>\"'&]]>\x00\ud800 {{x}} ${1} "

CASES: Mapping[str, dict[str, FactValue]] = {
    "support tickets": {"requests_per_month": 25_000.0, "task_difficulty": "narrow", "deadline_weeks": 6.0},
    "nobody said how many": {},
    "a huge volume": {"requests_per_month": 5e8, "task_difficulty": "frontier", "audience": "customers"},
    "a tiny volume": {"requests_per_month": 100.0, "tokens_per_request": 400.0},
    "machines of one's own": {"gpus": "owned", "requests_per_month": 2e6},
    "never at any volume": {"tokens_per_request": 2e6, "requests_per_month": 3_000.0},
    "it pays": {"requests_per_month": 6e6, "growth_12m": 3.0, "customization": "fine_tuning", "team": "ml_platform"},
}


@dataclass(frozen=True)
class Case:
    """A case with everything that is drawn of it."""

    asked: Asked
    a: Assessment
    lines: Curves
    ahead: Months
    point: BreakEven


@lru_cache
def case(name: str) -> Case:
    """One of the cases, computed once."""
    asked = ask(CASES[name], today=TODAY)
    a = assessed(asked, "full")
    point = a.break_even["vendor_api"]
    ahead = months_ahead(asked.pricing, point)
    assert ahead is not None
    return Case(asked, a, curves(asked.pricing, a.break_even), ahead, point)


CHARTS: Mapping[str, Callable[[Case, Palette, int], str]] = {
    "factors": lambda c, palette, width: factors_chart(c.a, palette, width),
    "costs": lambda c, palette, width: costs_chart(c.a, palette, width),
    "break-even": lambda c, palette, width: break_even_chart(c.lines, palette, width),
    "what-if": lambda c, palette, width: break_even_chart(c.lines, palette, width, what_if_of(c)),
    "months": lambda c, palette, width: months_chart(c.ahead, palette, width),
    "movers": lambda c, palette, width: movers_chart(c.point, palette, width),
    "movers, hosted": lambda c, palette, width: movers_chart(c.a.break_even["managed_open"], palette, width),
    "timeline": lambda c, palette, width: timeline_chart(c.a.plan, TODAY, palette, width),
    "first steps": lambda c, palette, width: timeline_chart(
        [step for step in c.a.plan if step.phase == "now"], TODAY, palette, width
    ),
}


def what_if_of(c: Case) -> Curves:
    """Three times the people and four times the volume."""
    return curves_if(c.asked.pricing, c.lines, people=0.9, requests=c.lines.volume * 4)


@dataclass(frozen=True)
class Label:
    """A text of a picture with the room it takes, a little less than it is thought to take."""

    text: str
    left: float
    right: float
    middle: float

    def covers(self, other: "Label") -> bool:
        """Whether two labels lie upon one another."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 1 and abs(self.middle - other.middle) < 13


_MOVED = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
_SVG = "{http://www.w3.org/2000/svg}"


def labels(svg: str) -> list[Label]:
    """Every text with its place in the picture."""
    return list(_labels(ElementTree.fromstring(svg), 0, 0))


def _labels(element: ElementTree.Element, x: float, y: float) -> Iterator[Label]:
    moved = _MOVED.match(element.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    if element.tag == f"{_SVG}text":
        text = element.text or ""
        wide = width(text, bold=element.get("font-weight") == "600") * 0.94
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        yield Label(text, left, left + wide, y - 4)
    for child in element:
        yield from _labels(child, x, y)


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("chart", CHARTS)
def test_words_stay_within_the_picture_and_apart(chart: str, name: str, wide: int) -> None:
    """At every width of the page, in cases that break even nowhere, at once, or far away."""
    svg = CHARTS[chart](case(name), PRINT, wide)
    if not svg:
        assert chart == "movers, hosted" or (chart == "movers" and not case(name).point.movers)
        return
    root, found = ElementTree.fromstring(svg), labels(svg)
    height = float(root.get("height", "0"))

    assert float(root.get("width", "0")) == wide
    assert [label for label in found if label.left < -2 or label.right > wide + 2] == []
    assert [label for label in found if not 4 <= label.middle <= height - 4] == []
    assert [(one, other) for one, other in combinations(found, 2) if one.covers(other)] == []


@pytest.mark.parametrize("chart", CHARTS)
def test_the_same_input_gives_the_same_bytes(chart: str) -> None:
    """Also when nothing is kept from the first time."""
    first = CHARTS[chart](case("support tickets"), PRINT, 740)
    svg_of.cache_clear()

    assert CHARTS[chart](case("support tickets"), PRINT, 740) == first


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_of_the_page_has_its_tokens_and_one_for_paper_none(chart: str) -> None:
    """So one picture serves light and dark; no name in it can clash with another picture's."""
    page, paper = (CHARTS[chart](case("it pays"), palette, 552) for palette in (PAGE, PRINT))

    assert 'font-family="var(--sans)"' in page and "var(--ink" in page
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', page)) <= {
        "none",
        "transparent",
        *(f"var({name})" for name in re.findall(r"var\((--[a-z0-9-]+)\)", page)),
    }
    assert "var(" not in paper and 'font-family="Inter"' in paper
    for svg in (page, paper):
        assert not re.search(r'\sid="|url\(|href=|<image|<style', svg)
        assert set(re.findall(r'font-size="([^"]*)"', svg)) == {"13px"}


def test_words_of_people_stay_words() -> None:
    """A step with markup in every text draws the same elements as any other."""
    steps = [
        Step("now", EVIL, EVIL, EVIL, TODAY, date(2026, 12, 20)),
        Step(EVIL, EVIL, EVIL * 40, EVIL, TODAY),
        Step("scale", EVIL, "", "", None, None),
    ]
    svg = timeline_chart(steps, TODAY, PAGE, 552)
    tags = {element.tag.removeprefix(_SVG) for element in ElementTree.fromstring(svg).iter()}

    assert tags <= {"svg", "g", "path", "rect", "line", "text"}
    assert "<script" not in svg and "\x00" not in svg
    assert any("<script>alert(1)</script>" in label.text for label in labels(svg))
    assert all(label.right <= 554 for label in labels(svg))


def test_names_of_models_stay_words() -> None:
    """They come from a file that may be somebody's own."""
    lines = case("support tickets").lines
    assert lines.own
    evil = replace(lines, vendor=replace(lines.vendor, name=EVIL), own=replace(lines.own, name=EVIL))

    svg = break_even_chart(evil, PAGE, 740)
    assert ElementTree.fromstring(svg).tag == f"{_SVG}svg" and "<script" not in svg


def test_a_break_even_is_marked_with_its_range() -> None:
    """The number and the range above, the case at its line, both names at the ends."""
    c = case("support tickets")
    words = [label.text for label in labels(break_even_chart(c.lines, PRINT, 740))]
    crossing = c.lines.crossing
    assert crossing and crossing.low

    assert volume(float(f"{crossing.requests:.2g}")) in words
    assert volume_span(crossing.low, crossing.high) in words
    assert {"You, 25,000", "Vendor API", "Self-hosted", "without staff", "requests a month"} <= set(words)


def test_without_a_break_even_nothing_is_marked() -> None:
    """Never is said in words beside the chart, not drawn."""
    svg = break_even_chart(case("never at any volume").lines, PRINT, 740)

    assert not any(re.match(r"[\d.]+ M$|.* to ", label.text) for label in labels(svg) if label.middle < 20)
    assert f'stroke="{PRINT.ink}" stroke-width="2.4"' not in svg


def test_an_assumed_volume_is_dashed_and_named_so() -> None:
    """Nobody said it."""
    svg = break_even_chart(case("nobody said how many").lines, PRINT, 740)

    assert "Assumed, 30,000" in [label.text for label in labels(svg)]
    assert re.search(rf'stroke="{PRINT.ink}"[^>]*stroke-dasharray', svg)


def test_a_what_if_stands_beside_the_unchanged_lines() -> None:
    """Every path of the real chart is in the other one too, with a filled crossing and its number added."""
    c = case("support tickets")
    real, other = break_even_chart(c.lines, PRINT, 740), break_even_chart(c.lines, PRINT, 740, what_if_of(c))
    paths = set(re.findall(r' d="([^"]{40,})"', real))

    assert paths <= set(re.findall(r' d="([^"]{40,})"', other))
    assert "What if, 100,000" in [label.text for label in labels(other)]
    assert any(re.fullmatch(r"What if, [\d.]+ M", label.text) for label in labels(other))


def test_horizons_differ_by_more_than_colour() -> None:
    """Filled now, outlined later; a vendor's model to the left and closed, one's own to the right and open."""
    c = case("support tickets")

    assert f'fill-opacity="1" stroke="{PRINT.prebuilt}" stroke-width="1.5"' in factors_chart(c.a, PRINT, 740)
    assert f'fill="{PRINT.surface}" stroke="{PRINT.open}"' in costs_chart(c.a, PRINT, 740)


def test_costs_are_sorted_by_their_middle() -> None:
    """The cheapest first, the route now on a ground of its own."""
    svg = costs_chart(case("support tickets").a, PRINT, 740)
    names = [label.text for label in labels(svg)]

    assert (
        names.index("Hosted API of open weights") < names.index("Vendor API") < names.index("Self-hosted, rented GPUs")
    )
    assert PRINT.sunken in svg


def test_never_ends_in_an_arrow() -> None:
    """An end at which owning never pays is said in words as well."""
    point = replace(case("support tickets").point, movers=(Mover("people", 0.1, 1.0, 5e6, None),))

    assert "1 of a person, never" in [label.text for label in labels(movers_chart(point, PRINT, 740))]
    assert "1 of a person: never" in [label.text for label in labels(movers_chart(point, PRINT, 352))]


def test_nothing_is_drawn_of_nothing() -> None:
    """No step, no price, no figure that moves: no picture, and no figure on the page."""
    c = case("support tickets")

    assert timeline_chart((), TODAY, PRINT, 740) == costs_chart(replace(c.a, costs={}), PRINT, 740) == ""
    assert movers_chart(replace(c.point, movers=()), PRINT, 740) == ""
    assert drawn.figure_of("", "words") == ""


@pytest.mark.parametrize("name", CASES)
def test_every_chart_is_told_in_words(name: str) -> None:
    """Whole sentences with numbers."""
    c = case(name)
    told = [
        drawn.factors_in_words(c.a),
        drawn.costs_in_words(c.a),
        drawn.break_even_in_words(c.lines, what_if_of(c)),
        drawn.months_in_words(c.ahead),
        drawn.movers_in_words(c.point),
        drawn.timeline_in_words(c.a.plan, TODAY),
    ]

    assert [words for words in told if not words.endswith(".") or "None" in words] == []
    assert all(re.search(r"\d", words) for words in told if words != "No figure moves the break-even.")


@given(st.floats(1, 1e13), st.floats(1, 1e13), st.booleans(), st.sampled_from(WIDTHS))
@settings(max_examples=8)
def test_any_volume_can_be_drawn(requests: float, other: float, owned: bool, wide: int) -> None:
    """From one request a month to more than there are."""
    asked = ask({"requests_per_month": min(requests, 1e12), "gpus": "owned" if owned else "none"}, today=TODAY)
    lines = curves(asked.pricing, assessed(asked, "full").break_even)
    what_if = curves_if(asked.pricing, lines, requests=min(other, 1e12))

    assert labels(break_even_chart(lines, PRINT, wide, what_if))
