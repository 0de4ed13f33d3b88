"""Whole replicas are a staircase, and the first crossing is found on it exactly."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.decision.staircase import Stairs

DOLLARS = st.floats(1, 1e6)
CAPACITY = st.floats(1e3, 1e8)
PRICE = st.floats(1e-5, 10)


def _stairs(fixed: float, replica: float, capacity: float, least: int = 1, **more: Any) -> Stairs:
    return Stairs(np.array(fixed), np.array(replica), np.array(capacity), least, **more)


def _meets(stairs: Stairs, price: float) -> float:
    return float(stairs.meeting_volume(price))


def test_manning_break_even_rate_comes_out_exactly() -> None:
    """A GPU at $2.50 an hour meets $0.004 a request at 625 requests an hour (Rearchitecting LLMs, 12.9)."""
    assert _meets(_stairs(0, 2.50, 2_950), 0.004) == 625


def test_manning_cost_of_a_request_with_escalation_comes_out_exactly() -> None:
    """4.2 % of 2,950 requests an hour are sent on to the API as well: $0.001015 a request."""
    hour = _stairs(0, 2.50, 2_950, escalated=0.042).monthly(2_950, 0.004)

    assert f"{float(hour) / 2_950:.6f}" == "0.001015"


@given(DOLLARS, DOLLARS, CAPACITY, PRICE, st.integers(1, 4))
def test_at_the_crossing_owning_costs_no_more_and_just_below_it_does(
    fixed: float, replica: float, capacity: float, price: float, least: int
) -> None:
    """By walking the staircase itself."""
    stairs = _stairs(fixed, replica, capacity, least)
    volume = _meets(stairs, price)
    if math.isinf(volume):
        return

    assert float(stairs.monthly(volume, price)) <= volume * price * (1 + 1e-6)
    for share in (0.5, 0.9, 0.99):
        assert float(stairs.monthly(volume * share, price)) > volume * share * price * (1 - 1e-6)


@given(DOLLARS, DOLLARS, CAPACITY, PRICE)
def test_never_means_that_no_step_reaches_the_price(
    fixed: float, replica: float, capacity: float, price: float
) -> None:
    """Every step up to the last one costs more at its end than the rival."""
    stairs = _stairs(fixed, replica, capacity)
    if math.isfinite(_meets(stairs, price)):
        return
    ends = np.arange(1, 1_001) * capacity

    assert np.all(fixed + np.arange(1, 1_001) * replica > ends * price * (1 - 1e-6))


@given(DOLLARS, st.floats(0, 1e6), DOLLARS, CAPACITY, PRICE)
def test_staff_never_lower_a_break_even(
    fixed: float, staff: float, replica: float, capacity: float, price: float
) -> None:
    """People only add to what has to be earned."""
    without, with_staff = _stairs(fixed, replica, capacity), _stairs(fixed + staff, replica, capacity)

    assert _meets(without, price) <= _meets(with_staff, price) * (1 + 1e-9)


@given(DOLLARS, DOLLARS, CAPACITY, PRICE)
def test_twice_the_use_of_capacity_never_raises_a_break_even(
    fixed: float, replica: float, capacity: float, price: float
) -> None:
    """A replica that carries more is needed less often."""
    assert _meets(_stairs(fixed, replica, capacity * 2), price) <= _meets(_stairs(fixed, replica, capacity), price) * (
        1 + 1e-9
    )


@given(DOLLARS, DOLLARS, CAPACITY, PRICE, st.integers(1, 20))
def test_cards_that_are_there_never_raise_a_break_even(
    fixed: float, replica: float, capacity: float, price: float, there: int
) -> None:
    """The first ones cost only power, those beyond them their purchase too."""
    bought = _stairs(fixed, replica, capacity)
    owned = _stairs(fixed, replica, capacity, first=replica / 10, there=there)

    assert _meets(owned, price) <= _meets(bought, price) * (1 + 1e-9)


@given(DOLLARS, DOLLARS, CAPACITY, PRICE, st.integers(1, 20))
def test_a_crossing_on_cards_that_are_there_is_the_first(
    fixed: float, replica: float, capacity: float, price: float, there: int
) -> None:
    """No lower step reaches the price, whichever cards it stands on."""
    stairs = _stairs(fixed, replica, capacity, first=replica / 10, there=there)
    volume = _meets(stairs, price)
    if math.isinf(volume):
        return
    below = np.linspace(volume / 50, volume * 0.999, 50)

    assert all(float(stairs.monthly(v, price)) > v * price * (1 - 1e-6) for v in below)


def test_a_spare_replica_counts_from_the_start() -> None:
    """Two copies for customers, from the first request on."""
    assert float(_stairs(100, 50, 1_000, least=2).monthly(1, 0.1)) == pytest.approx(200)


def test_what_is_sent_on_counts_on_both_sides() -> None:
    """A tenth of the requests goes to the rival anyway, so only nine tenths of its price are saved."""
    plain, escalated = _stairs(0, 90, 1e9), _stairs(0, 90, 1e9, escalated=0.1)

    assert _meets(plain, 1.0) == pytest.approx(90)
    assert _meets(escalated, 1.0) == pytest.approx(100)
