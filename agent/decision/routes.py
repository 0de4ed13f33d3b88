"""Which routes carry the work now and later: the commonest pair among the draws that give the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agent.decision.assessment import ROUTES, RouteWork
from agent.decision.columns import GUARDED, ITAR, Column, code
from agent.decision.gates import allowed
from agent.decision.points import FINE_TUNING
from agent.decision.scale import Scale
from agent.decision.scoring import Outcome
from agent.facts import FactValue
from knowledge.tables import Catalogue

NONE = len(ROUTES)
_PLACE = {route: place for place, route in enumerate(ROUTES)}

EMPLOYEES = code("audience", "employees")
REGULATED = code("data_sensitivity", "regulated")
OWNED = code("gpus", "owned")
AIR_GAPPED = code("data_boundary", "air_gapped")

# More requests a month for each person than this are a system's, not a person's at a desk.
REQUESTS_AT_A_DESK = 1_000

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Pair:
    """The routes now and later."""

    now: tuple[RouteWork, ...]
    later: tuple[RouteWork, ...]


def commonest_pair(
    which: int,
    outcome: Outcome,
    columns: Mapping[str, Column],
    known: Mapping[str, FactValue],
    catalogue: Catalogue,
    rising: Scale,
) -> Pair:
    """The commonest routes now and later among the draws whose verdict is `which`."""
    mine = outcome.verdict == which
    here = {name: column[mine] if column.ndim else column for name, column in columns.items()}
    left = allowed(here, catalogue)
    prebuilt, own, beside = (
        _prebuilt(here, left, known),
        _own(here, left, known, rising),
        _beside(here, left, known, which),
    )
    own_now, side = (
        np.broadcast_to(flag, outcome.verdict.shape)[mine] for flag in (outcome.own_now, outcome.side_by_side)
    )
    none = np.int64(NONE)
    # Open weights carry work now where they are ready, a vendor's model where they are not or both run side by side.
    opens = np.full(own_now.shape, which == 2)
    now_own = np.where(opens | (own_now & (which == 1)), own, none)
    now_prebuilt = np.where(opens, none, prebuilt)
    later_own = np.where(which == 0, none, own)
    later_prebuilt = np.where(opens | ((which == 1) & ~side), none, prebuilt)
    coded = _code(now_prebuilt, now_own, later_prebuilt, later_own, beside)
    return _decode(int(np.bincount(coded.ravel()).argmax()), catalogue)


def _prebuilt(columns: Mapping[str, Column], left: Mapping[str, Column], known: Mapping[str, FactValue]) -> Places:
    """The vendor's route: licences at desks, the API, or the tenancy where the data ask for it."""
    strict = columns["data_sensitivity"] == REGULATED
    if "regulations" in known:
        strict = strict | ((columns["regulations"] & (GUARDED | ITAR)) != 0)
    places = np.where(left["vendor_on_premises"], _PLACE["vendor_on_premises"], NONE)
    places = np.where(left["vendor_tenancy"], _PLACE["vendor_tenancy"], places)
    places = np.where(left["vendor_api"] & ~(strict & left["vendor_tenancy"]), _PLACE["vendor_api"], places)
    return np.where(_at_desks(columns, known) & left["seats"], _PLACE["seats"], places)


def _at_desks(columns: Mapping[str, Column], known: Mapping[str, FactValue]) -> Column:
    """Whether a finished assistant can carry all of the work: people of one's own who ask it things."""
    seats = columns["seats"]
    # Who counts the people at desks means them, where the readers of the output were not named.
    own_people = columns["audience"] == EMPLOYEES if "audience" in known else np.array(True)
    people: Column = (seats > 0) & own_people & (columns["customization"] != FINE_TUNING)
    if "requests_per_month" not in known:
        return people
    at_desks: Column = people & (columns["requests_per_month"] <= REQUESTS_AT_A_DESK * seats)
    return at_desks


def _own(
    columns: Mapping[str, Column], left: Mapping[str, Column], known: Mapping[str, FactValue], rising: Scale
) -> Places:
    """Where open weights run: on machines one owns, tuned behind somebody's API, or on rented GPUs."""
    places = np.where(left["self_hosted"], _PLACE["self_hosted"], _PLACE["own_machines"])
    if known.get("customization") == "fine_tuning":
        grown = np.log10(columns["requests_per_month"]) + np.log10(columns["growth_12m"])
        cheaper = grown < rising.log_hosted(columns["task_difficulty"], columns["tokens_per_request"])
        hosted = left["managed_open"] & cheaper & (columns["data_sensitivity"] < REGULATED)
        places = np.where(hosted, _PLACE["managed_open"], places)
    at_home = (columns["gpus"] == OWNED) | (columns["data_boundary"] == AIR_GAPPED)
    return np.where(at_home, _PLACE["own_machines"], places)


def _beside(
    columns: Mapping[str, Column], left: Mapping[str, Column], known: Mapping[str, FactValue], which: int
) -> Column:
    """Whether people use an assistant beside a product that serves others."""
    others = (columns["seats"] > 0) & ("audience" in known) & (columns["audience"] != EMPLOYEES)
    beside: Column = others & left["seats"] & (which < 2)
    return beside


def _code(now_prebuilt: Places, now_own: Places, later_prebuilt: Places, later_own: Places, beside: Column) -> Places:
    base = NONE + 1
    coded: Places = (((now_prebuilt * base + now_own) * base + later_prebuilt) * base + later_own) * 2 + beside
    return np.asarray(coded, dtype=np.int64)


def _decode(coded: int, catalogue: Catalogue) -> Pair:
    base = NONE + 1
    coded, beside = divmod(coded, 2)
    places = [coded // base**3, coded // base**2 % base, coded // base % base, coded % base]
    now_prebuilt, now_own, later_prebuilt, later_own = (ROUTES[p] if p < NONE else None for p in places)
    work = catalogue.rules.work
    return Pair(
        _works(now_prebuilt, now_own, bool(beside), work), _works(later_prebuilt, later_own, bool(beside), work)
    )


def _works(prebuilt: str | None, own: str | None, beside: bool, work: Mapping[str, str]) -> tuple[RouteWork, ...]:
    """The routes of one horizon with the work each carries."""
    whole = work["product"] if beside and "seats" not in (prebuilt, own) else work["all"]
    if prebuilt and own:
        carried = [RouteWork(prebuilt, work["hard"]), RouteWork(own, work["bulk"])]
    else:
        carried = [RouteWork(route, whole) for route in (prebuilt, own) if route]
    if beside and prebuilt != "seats":
        carried.append(RouteWork("seats", work["staff"]))
    return tuple(carried)
