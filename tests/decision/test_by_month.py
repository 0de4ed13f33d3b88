"""The months ahead: growth is carried by whole replicas, prices fall, and the set-up is earned back or never."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.decision.by_month import HORIZON, course, volumes
from agent.decision.staircase import Stairs

PEOPLE, SETUP, NO_DECLINE = np.array(1_000.0), np.array(10_000.0), np.array(0.0)


def _stairs(replica: float = 500.0, capacity: float = 10_000.0) -> Stairs:
    return Stairs(np.array(0.0), np.array(replica), np.array(capacity))


def test_growth_is_spread_over_the_year_and_level_after_it() -> None:
    """Twice the volume in a year, and no more after that."""
    ahead = volumes(1_000, 2.0)

    assert ahead[0] == 1_000
    assert ahead[12] == pytest.approx(2_000)
    assert ahead[HORIZON - 1] == pytest.approx(2_000)


def test_the_set_up_is_earned_back_after_as_many_months_as_division_says() -> None:
    """$10,000 once, $4,000 a month for the rival, $1,500 for owning: the fourth month."""
    ahead = course(_stairs(), PEOPLE, SETUP, 0.4, NO_DECLINE, volumes(10_000, 1.0))

    assert float(ahead.first_month) == 4


def test_falling_prices_can_take_the_saving_away() -> None:
    """The same case never pays where the rival's price halves each year from a small saving."""
    small = volumes(10_000, 1.0)

    assert np.isfinite(course(_stairs(), PEOPLE, SETUP, 0.2, NO_DECLINE, small).first_month)
    assert np.isinf(course(_stairs(), PEOPLE, SETUP, 0.2, np.array(0.6), small).first_month)


@given(st.floats(100, 1e6), st.floats(0.2, 20), st.floats(100, 1e5))
def test_no_month_puts_more_on_the_replicas_than_they_carry(requests: float, growth: float, capacity: float) -> None:
    """What is paid for in a month is enough for the load of that month."""
    stairs = _stairs(capacity=capacity)
    ahead = course(stairs, PEOPLE, SETUP, 0.1, NO_DECLINE, volumes(requests, growth))
    replicas = (ahead.own - PEOPLE) / 500.0

    assert np.all(replicas * capacity >= np.array(ahead.requests) * (1 - 1e-6))


@given(st.floats(100, 1e6), st.floats(0.2, 20), st.floats(0, 1e5))
def test_staff_never_bring_the_day_nearer(requests: float, growth: float, staff: float) -> None:
    """More people to pay, the same saving."""
    ahead = volumes(requests, growth)
    few = course(_stairs(), PEOPLE, SETUP, 0.5, NO_DECLINE, ahead).first_month
    many = course(_stairs(), PEOPLE + staff, SETUP, 0.5, NO_DECLINE, ahead).first_month

    assert float(few) <= float(many)
