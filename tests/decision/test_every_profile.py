"""Every combination of the categorical facts at once, through the array function."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from agent.decision.columns import CHOICES, REGULATION_BIT, Column, Columns, code
from agent.decision.gates import allowed
from agent.decision.scoring import verdict
from agent.facts import FACTS
from knowledge.catalogue import load_catalogue

VOLUMES = (1_000.0, 100_000.0, 20_000_000.0)
LAWS = (0, REGULATION_BIT["gdpr"], REGULATION_BIT["hipaa"], REGULATION_BIT["itar"])
DEADLINES = (4.0, math.inf)
VENDORS = ("seats", "vendor_api", "vendor_tenancy", "vendor_on_premises")
OWN = ("self_hosted", "own_machines")
AXES = (*CHOICES, "regulations", "requests_per_month", "deadline_weeks")

Verdicts = NDArray[np.int8]


def _along(values: Column, axis: int) -> Column:
    shape = [1] * len(AXES)
    shape[axis] = len(values)
    return values.reshape(shape)


@pytest.fixture(scope="module")
def columns() -> Columns:
    """Every profile, one axis a fact."""
    values: dict[str, Column] = {name: np.arange(len(FACTS[name].values), dtype=np.int8) for name in CHOICES}
    values["regulations"] = np.array(LAWS, dtype=np.int16)
    values["requests_per_month"] = np.array(VOLUMES)
    values["deadline_weeks"] = np.array(DEADLINES)
    columns = {name: _along(values[name], axis) for axis, name in enumerate(AXES)}
    for name, number in {
        "tokens_per_request": 1_500.0,
        "growth_12m": 1.3,
        "budget_per_month": 0.0,
        "seats": 0.0,
    }.items():
        columns[name] = np.array(number)
    return columns


@pytest.fixture(scope="module")
def verdicts(columns: Columns) -> Verdicts:
    """The verdict of each profile."""
    return np.broadcast_to(verdict(columns), np.broadcast_shapes(*(column.shape for column in columns.values())))


def _only(found: Verdicts, **fixed: str | float) -> Verdicts:
    """The profiles in which some facts have a value."""
    place: list[slice | int] = [slice(None)] * len(AXES)
    for name, value in fixed.items():
        axis = AXES.index(name)
        place[axis] = code(name, value) if isinstance(value, str) else (VOLUMES, DEADLINES)["dead" in name].index(value)
    return found[tuple(place)]


def test_every_profile_has_a_verdict(verdicts: Verdicts) -> None:
    """One and a half million profiles, three verdicts, each of them given to some."""
    assert verdicts.size == 1_492_992
    assert set(np.unique(verdicts)) == {0, 1, 2}


def test_no_profile_is_a_dead_end(columns: Columns, verdicts: Verdicts) -> None:
    """What each verdict needs is left by every gate: a vendor unless it is open source, own weights unless prebuilt."""
    left = allowed(columns, load_catalogue())
    vendors = np.logical_or.reduce([np.broadcast_to(left[route], verdicts.shape) for route in VENDORS])
    own = np.logical_or.reduce([np.broadcast_to(left[route], verdicts.shape) for route in OWN])

    assert vendors[verdicts < 2].all()
    assert own[verdicts > 0].all()


@pytest.mark.parametrize("fact", ["data_sensitivity", "strategic_role", "team", "data_boundary", "requests_per_month"])
def test_more_of_it_never_moves_any_profile_toward_prebuilt(verdicts: Verdicts, fact: str) -> None:
    """Law 4, and the same for a stricter boundary."""
    assert np.diff(verdicts, axis=AXES.index(fact)).min() >= 0


def test_a_shorter_deadline_never_moves_any_profile_toward_open_source(verdicts: Verdicts) -> None:
    """Law 4 for the deadline, whose second value is none."""
    assert np.diff(verdicts, axis=AXES.index("deadline_weeks")).min() >= 0


@pytest.mark.parametrize("data", ["proprietary", "regulated"])
@pytest.mark.parametrize("stage", ["validated", "production"])
@pytest.mark.parametrize("team", ["ml", "ml_platform"])
def test_proven_core_work_on_guarded_data_is_owned(verdicts: Verdicts, data: str, stage: str, team: str) -> None:
    """Law 1: open source where narrow, never prebuilt whatever the difficulty."""
    told: dict[str, str | float] = {"strategic_role": "core", "data_sensitivity": data, "stage": stage, "team": team}
    told["deadline_weeks"] = math.inf

    assert _only(verdicts, **told).min() >= 1
    assert _only(verdicts, **told, task_difficulty="narrow").min() == 2


def test_a_hurried_supporting_task_is_never_open_source(verdicts: Verdicts) -> None:
    """Law 1 where a vendor may have the data."""
    for boundary in ("any_vendor", "approved_cloud"):
        hurried = _only(verdicts, strategic_role="supporting", deadline_weeks=4.0, data_boundary=boundary)

        assert hurried.max() <= 1


@pytest.mark.parametrize("boundary", ["own_infrastructure", "air_gapped"])
def test_where_no_vendor_is_left_it_is_open_source(verdicts: Verdicts, boundary: str) -> None:
    """No dead end, and no vendor past the boundary."""
    assert _only(verdicts, data_boundary=boundary).min() == 2


def test_what_is_not_ready_now_is_at_most_hybrid(verdicts: Verdicts) -> None:
    """Law 3: unproven, no team or too little time, and a vendor left."""
    for lacking in (
        {"stage": "idea"},
        {"stage": "pilot"},
        {"team": "none"},
        {"team": "software"},
        {"deadline_weeks": 4.0},
    ):
        assert _only(verdicts, data_boundary="any_vendor", **lacking).max() <= 1
