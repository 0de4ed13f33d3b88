"""Numbers, days and quantities as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.reading.dates import find_days
from agent.reading.numbers import find_numbers
from agent.reading.quantities import find_quantities

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25,000", 25_000),
        ("25.000", 25_000),
        ("30'000", 30_000),
        ("600 000", 600_000),
        ("0 000", 0),
        ("12,00,000", 1_200_000),
        ("3 lakh", 300_000),
        ("2 crore", 20_000_000),
        ("1,5k", 1_500),
        ("2,5", 2.5),
        ("1.2 million", 1_200_000),
        ("$1.2M", 1_200_000),
        ("2-3k", 2_500),
        ("between 40,000 and 60,000", 50_000),
        ("five or six hundred", 550),
        ("a couple of thousand", 2_000),
        ("half a million", 500_000),
        ("a quarter of a million", 250_000),
        ("one and a half million", 1_500_000),
        ("twelve hundred", 1_200),
        ("a hundred and twenty", 120),
        ("twenty-five", 25),
        ("forty-eight thousand", 48_000),
        ("a dozen", 12),
    ],
)
def test_numbers_are_read_as_they_are_written(text: str, value: float) -> None:
    """Digits of every grouping, words, scales and ranges have one value."""
    numbers = find_numbers(text)
    assert [n.value for n in numbers] == [pytest.approx(value)]


@pytest.mark.parametrize("text", ["GPT-4 and Llama 3", "two A100s"[4:], "v2.3.1", "#12", "at 10:30", "24/7"])
def test_names_versions_and_clocks_are_no_numbers(text: str) -> None:
    """Digits that belong to a name count nothing."""
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("300 a day", "requests_per_month", 9_000),
        ("ten thousand per week", "requests_per_month", 43_300),
        ("50 an hour around the clock", "requests_per_month", 36_000),
        ("1.2 million claims a year", "requests_per_month", 100_000),
        ("52,000 a quarter", "requests_per_month", 52_000 / 3),
        ("avg 0.2 rps round the clock", "requests_per_month", 518_400),
        ("3k conversations a day, 4 calls each", "requests_per_month", 360_000),
        ("one request every 40 seconds", "requests_per_month", 64_800),
        ("about 150 of these a day, weekdays", "requests_per_month", 3_300),
        ("Two pages in, one page out", "tokens_per_request", 1_950),
        ("3500 in and 500 out", "tokens_per_request", 4_000),
        ("500 words in, 100 words out", "tokens_per_request", 780),
        ("half a page of text", "tokens_per_request", 325),
        ("up 30%", "growth_12m", 1.3),
        ("Down ten percent", "growth_12m", 0.9),
        ("shrink to about 80% of the present level", "growth_12m", 0.8),
        ("It'll double", "growth_12m", 2),
        ("fifteen-fold", "growth_12m", 15),
        ("in six weeks", "deadline_weeks", 6),
        ("half a year from now", "deadline_weeks", 26),
        ("A fortnight", "deadline_weeks", 2),
        ("nineteen days", "deadline_weeks", 19 / 7),
        ("$120k for the year", "budget_per_month", 10_000),
        ("$18,000 over twelve months", "budget_per_month", 1_500),
        ("ten grand a month", "budget_per_month", 10_000),
        ("$30k a quarter", "budget_per_month", 10_000),
    ],
)
def test_quantities_are_worth_what_they_say(text: str, fact: str, value: float) -> None:
    """Periods become months, pages and words become tokens, sums and products are made."""
    worth = [w for q in find_quantities(text, TODAY) if (w := q.as_fact(fact)) is not None]
    assert any(w == pytest.approx(value, rel=0.005) for w in worth), worth


@pytest.mark.parametrize("text", ["€5,000 a month", "£300 monthly", "20 lakh rupees a year", "CHF 900 per month"])
def test_other_currencies_are_never_taken_for_dollars(text: str) -> None:
    """A sum in another currency is worth nothing as a budget."""
    assert [q.as_fact("budget_per_month") for q in find_quantities(text, TODAY) if q.unit != "date"] == [None]


def test_the_split_of_tokens_is_kept() -> None:
    """Input and output stand beside the sum."""
    total = next(q for q in find_quantities("1,300 tokens in and 200 out", TODAY) if q.form == "sum")
    assert total.detail == {"input": 1300, "output": 200}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by the first of March 2027", date(2027, 3, 1)),
        ("on 15 January", date(2027, 1, 15)),
        ("2027-01-18", date(2027, 1, 18)),
        ("by the end of February", date(2027, 2, 28)),
        ("before Christmas", date(2026, 12, 25)),
        ("by Easter Monday", date(2027, 3, 29)),
        ("by March", date(2027, 3, 1)),
        ("end of next quarter", date(2027, 3, 31)),
        ("by the end of Q2", date(2027, 6, 30)),
        ("next Monday", date(2026, 11, 30)),
        ("mid-March", date(2027, 3, 15)),
        ("until the thirtieth of April", date(2027, 4, 30)),
        ("by the end of the year", date(2026, 12, 31)),
    ],
)
def test_days_count_from_the_day_that_is_passed_in(text: str, day: date) -> None:
    """Named days are found, the next ones ahead of today."""
    assert [d.day for d in find_days(text, TODAY)] == [day]


@given(st.text(max_size=300))
def test_no_text_breaks_the_rules(text: str) -> None:
    """Whatever is written, quantities lie within the text and are finite."""
    for quantity in find_quantities(text, TODAY):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.value == quantity.value


@given(
    st.dates(date(2000, 1, 1), date(2090, 12, 31)),
    st.sampled_from(
        ["by March", "end of next quarter", "31 December", "by Easter", "29 February", "next week", "the 31st"]
    ),
)
def test_no_day_breaks_the_dates(today: date, text: str) -> None:
    """Every day of the calendar can be today."""
    for day in find_days(text, today):
        assert day.weeks(today) >= 0
