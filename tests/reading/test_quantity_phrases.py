"""What phrases are worth, and what never changes it: the spelling of a number, the text around it."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from agent.reading.dates import find_days
from agent.reading.numbers import find_numbers
from agent.reading.quantities import find_quantities
from agent.reading.quantity import NUMERIC

TODAY = date(2026, 11, 23)
TABLE: dict[str, list[Any]] = yaml.safe_load((Path(__file__).parent / "quantity_phrases.yaml").read_text("utf-8"))
APART = ("made of parts", "no fact", "no fact of this kind", "days", "no day")
WORTH = [(section, *row) for section, rows in TABLE.items() if section not in APART for row in rows]


def worth(text: str, fact: str) -> list[float]:
    """All that a text could be worth as a fact."""
    return [value for q in find_quantities(text, TODAY) if (value := q.as_fact(fact)) is not None]


def test_the_table_is_large() -> None:
    """Every way of writing that was thought of stands in it."""
    assert sum(map(len, TABLE.values())) >= 300


@pytest.mark.parametrize(("section", "text", "fact", "value"), WORTH)
def test_a_phrase_is_worth_this_and_nothing_else(section: str, text: str, fact: str, value: float) -> None:
    """Periods become months, pages and words tokens, changes multiples; peaks and prices are left out."""
    if section == "in and out":
        # The parts of a sum are sizes too; the whole is the largest.
        assert max(worth(text, fact)) == pytest.approx(value, rel=0.003)
        return
    found = worth(text, fact)
    assert found and all(w == pytest.approx(value, rel=0.003) for w in found), found


@pytest.mark.parametrize(("text", "fact", "value"), TABLE["made of parts"])
def test_what_is_told_in_parts_is_put_together(text: str, fact: str, value: float) -> None:
    """Products and shares stand beside their parts."""
    assert any(w == pytest.approx(value, rel=0.003) for w in worth(text, fact)), worth(text, fact)


@pytest.mark.parametrize("text", TABLE["no fact"])
def test_a_number_that_belongs_to_something_else_is_no_fact(text: str) -> None:
    """Versions, model sizes, memory, years, telephone numbers, clocks, prices, latencies and scores."""
    assert {fact: found for fact in NUMERIC if (found := worth(text, fact))} == {}


@pytest.mark.parametrize(("text", "fact"), TABLE["no fact of this kind"])
def test_a_number_is_not_the_fact_that_its_words_rule_out(text: str, fact: str) -> None:
    """Peaks, past times, one-off sums, shares of something else, and every currency but the dollar."""
    assert worth(text, fact) == []


@pytest.mark.parametrize(("text", "day"), TABLE["days"])
def test_a_day_is_counted_from_the_day_that_is_passed_in(text: str, day: date) -> None:
    """One day, and the weeks until then."""
    assert [found.day for found in find_days(text, TODAY)] == [day]
    assert worth(text, "deadline_weeks") == [pytest.approx((day - TODAY).days / 7, abs=0.01)]


@pytest.mark.parametrize("text", TABLE["no day"])
def test_what_only_sounds_like_a_day_is_none(text: str) -> None:
    """Words that are months elsewhere, and quarters of a year that nobody fixed."""
    assert find_days(text, TODAY) == []


SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"


def in_words(number: int) -> str:
    """A number below a million as it is said."""
    if number >= 1000:
        rest = number % 1000
        return f"{in_words(number // 1000)} thousand" + (f" {in_words(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{SMALL.split()[number // 100]} hundred" + (f" and {in_words(rest)}" if rest else "")
    if number >= 20:
        return TENS.split()[number // 10] + (f"-{SMALL.split()[number % 10]}" if number % 10 else "")
    return SMALL.split()[number]


def indian(number: int) -> str:
    """A number grouped as in India: 12,34,567."""
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    groups = re.findall(r"\d{1,2}(?=(?:\d\d)*$)", head)
    return ",".join([*groups, tail])


NUMBERS = st.integers(1, 999_999)


@given(NUMBERS)
def test_a_number_in_words_is_the_number(number: int) -> None:
    """Said in full, with and without its hyphens."""
    for said in (in_words(number), in_words(number).replace("-", " "), in_words(number).title()):
        assert [n.value for n in find_numbers(said)] == [number], said


@given(st.integers(10_000, 99_999_999))
def test_grouping_does_not_change_a_number(number: int) -> None:
    """Commas, dots, spaces, apostrophes, the Indian way, or none."""
    for mark in (",", ".", " ", "'", "’", "\u00a0", "\u202f", ""):
        said = f"{number:,}".replace(",", mark)
        assert [n.value for n in find_numbers(f"about {said} of them")] == [number], said
    assert [n.value for n in find_numbers(f"about {indian(number)} of them")] == [number]


@given(
    st.integers(1, 9_999),
    st.sampled_from(
        [("k", 1e3), ("thousand", 1e3), ("M", 1e6), ("million", 1e6), ("bn", 1e9), ("lakh", 1e5), ("crore", 1e7)]
    ),
    st.booleans(),
)
def test_a_scale_multiplies(tenths: int, scale: tuple[str, float], comma: bool) -> None:
    """With a decimal point or comma, glued on or apart."""
    said = str(tenths / 10).replace(".", "," if comma else ".")
    for text in (f"{said}{scale[0]} requests", f"{said} {scale[0]} requests"):
        assert [n.value for n in find_numbers(text)] == [pytest.approx(tenths / 10 * scale[1])], text


AROUND = st.sampled_from(
    [
        "We are a law firm in Hamburg.",
        "Nobody has asked us that before!",
        "The board wants an answer.",
        "It reads what our customers write and drafts a reply",
        "(as far as we know)",
        "We run 4 offices since 2019.",
        "GPT-4 was too slow, its accuracy 81%.",
        "Call me on +49 30 1234567.",
        "Thanks for asking.",
        "hmm,",
        "",
    ]
)
ALONE = [row for row in WORTH if row[0] not in ("in and out", "weeks and months until it is live")]


@given(st.sampled_from(ALONE), AROUND, AROUND)
def test_text_around_a_phrase_does_not_change_it(row: tuple[Any, ...], before: str, after: str) -> None:
    """What is said before and after it leaves its worth alone."""
    _, text, fact, value = row
    assume(text[-1] not in ".!")
    told = f"{before}\n{text}. {after}"
    assert any(w == pytest.approx(value, rel=0.003) for w in worth(told, fact)), told


@given(st.integers(1, 500), st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_ways_to_say_a_period_agree(number: int, period: str) -> None:
    """A day, per day, each day, /day."""
    ways = [f"{number} tickets {way}" for way in (f"a {period}", f"per {period}", f"each {period}", f"every {period}")]
    ways += [f"{number} tickets/{period}", f"{number}/{period}", f"per {period} {number} tickets"]
    assert len({tuple(worth(way, "requests_per_month")) for way in ways}) == 1, ways
