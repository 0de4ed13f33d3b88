"""Every figure has a date that can be read, and what is old is told with how to refresh it."""

from datetime import date

import pytest

from knowledge.catalogue import TABLES
from knowledge.dated import LASTING, Dated, dated_rows, first_day

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("as_of", "day"), [("2026", date(2026, 1, 1)), ("2026-06", date(2026, 6, 1)), ("2026-06-21", date(2026, 6, 21))]
)
def test_a_date_counts_from_the_first_day_that_it_may_mean(as_of: str, day: date) -> None:
    """So that nothing looks younger than it is."""
    assert first_day(as_of) == day


def test_every_table_has_rows_whose_dates_can_be_read() -> None:
    """And none lies in the future."""
    rows = dated_rows()

    assert {row.table for row in rows} == set(TABLES) - set(LASTING)
    assert all(first_day(row.as_of) <= TODAY for row in rows)


def test_prices_of_ones_own_are_dated_too() -> None:
    """By the day they were checked."""
    own = {"prices": {"gpt-6.1-sol": {"input_per_m": 1, "output_per_m": 4, "checked": "2026-06-01"}}}

    [mine] = [row for row in dated_rows(own) if row.table == "prices"]
    assert mine == Dated("prices", "gpt-6.1-sol", "2026-06-01", "your own file")
    assert mine.days(TODAY) == 178
