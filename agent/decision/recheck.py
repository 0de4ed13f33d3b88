"""An exported decision held against today: computed again with today's tables, and what came out differently."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from agent.decision.assess import Asked, ask, assessed
from agent.decision.given import checked_detail, facts_of, present_of, weights_of
from agent.decision.record import FORM, VERSION, recorded
from agent.decision.wording import VERDICT_NAMES, day, percent, weeks
from knowledge.tables import Catalogue

# Less is rounding.
LEAST_CHANGE = 0.001

DAYS_A_WEEK = 7


class RecordError(ValueError):
    """Something that is no decision record, or one of a form that this program does not know."""


class _Row(BaseModel):
    """What this program wrote; keys that a check does not need may be there."""

    model_config = ConfigDict(extra="ignore")


class _Work(_Row):
    route: str
    work: str


class _Cost(_Row):
    mid: float | None


class _Record(_Row):
    form: Literal["decision record"]
    version: Literal[1]
    made_on: date
    facts: dict[str, Any]
    details: dict[str, dict[str, Any]]
    weights: dict[str, float]
    present: dict[str, Any] | None
    versions: dict[str, str]
    tables: dict[str, str]
    rules: dict[str, list[float]]
    figures: dict[str, list[float]]


class Decision(_Row):
    """An exported assessment: what was advised, and the record of what it stood on."""

    id: Any = None
    record: _Record
    verdict: Literal["prebuilt", "hybrid", "open_source"]
    stability: dict[str, float]
    route_now: list[_Work]
    route_later: list[_Work]
    removed: dict[str, str]
    costs: dict[str, _Cost]
    break_even: dict[str, dict[str, Any]]


Told = str | float | Sequence[str] | Sequence[float] | None


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was; None where it was not there, or is no longer."""

    kind: str
    what: str
    before: Told
    now: Told


@dataclass(frozen=True)
class Recheck:
    """A decision of `made_on` computed again on the day `checked_on`."""

    id: Any
    made_on: date
    checked_on: date
    verdict_before: str
    verdict_now: str
    flipped: bool
    sentence: str
    changes: tuple[Change, ...]


def read_decision(row: Any) -> Decision:
    """The decision that `advisor assess` exported; RecordError says what it lacks."""
    record = row.get("record") if isinstance(row, Mapping) else None
    if not isinstance(record, Mapping) or record.get("form") != FORM:
        raise RecordError("this is no decision record; `advisor assess` writes one for each line")
    if record.get("version") != VERSION:
        raise RecordError(f"a decision record of version {record.get('version')!r} is not known, only of {VERSION}")
    try:
        return Decision.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RecordError(f"the decision record cannot be read: {where}: {first['msg']}") from error


def recheck(decision: Decision, today: date, catalogue: Catalogue | None = None) -> Recheck:
    """Compute a decision again with today's tables; what cannot be computed again is a ValueError in a sentence."""
    record = decision.record
    if today < record.made_on:
        raise RecordError(f"the decision was recorded on {day(record.made_on)}, after {day(today)}")
    then = asked_of(decision, catalogue)
    elapsed = (today - record.made_on).days / DAYS_A_WEEK
    asked = dataclasses.replace(then, facts=_facts_now(then.facts, elapsed), today=today)
    again = Decision.model_validate(recorded(asked))
    return Recheck(
        id=decision.id,
        made_on=record.made_on,
        checked_on=today,
        verdict_before=decision.verdict,
        verdict_now=again.verdict,
        flipped=again.verdict != decision.verdict,
        sentence=_sentence(decision, again, dataclasses.replace(then, today=today)),
        changes=tuple(_changes(decision, again)),
    )


def asked_of(decision: Decision, catalogue: Catalogue | None = None) -> Asked:
    """What was asked, to be computed with a catalogue for the day of the record; a ValueError where it cannot be."""
    record = decision.record
    facts, _ = facts_of(record.facts)
    return ask(
        facts,
        details={name: checked_detail(name, detail) for name, detail in record.details.items()},
        today=record.made_on,
        weights=weights_of(record.weights),
        present=present_of(record.present),
        catalogue=catalogue,
    )


def _facts_now(facts: Mapping[str, Any], elapsed_weeks: float) -> dict[str, Any]:
    """The facts with the time that is left; a deadline that has passed tells nothing of the next one."""
    left = facts.get("deadline_weeks", 0.0) - elapsed_weeks
    return {
        name: round(left, 2) if name == "deadline_weeks" else value
        for name, value in facts.items()
        if name != "deadline_weeks" or left > 0.0
    }


def _sentence(before: Decision, again: Decision, in_time: Asked) -> str:
    old, new = (_with_share(each) for each in (before, again))
    if before.verdict == again.verdict:
        return f"The verdict stands: {old} then, {percent(again.stability[again.verdict])} now."
    return f"The verdict flipped from {old} to {new}, {_because(before, again, in_time)}."


def _with_share(decision: Decision) -> str:
    return f"{VERDICT_NAMES[decision.verdict]} in {percent(decision.stability[decision.verdict])}"


def _because(before: Decision, again: Decision, in_time: Asked) -> str:
    """What made the verdict another: the time that has passed, or the tables; `in_time` has all the time there was."""
    if before.record.facts.get("deadline_weeks") == again.record.facts.get("deadline_weeks"):
        return "because the rules or prices have changed"
    if assessed(in_time, "verdict").verdict != before.verdict:
        return "because the rules or prices have changed"
    left = again.record.facts.get("deadline_weeks")
    return "because the deadline has passed" if left is None else f"because only {weeks(left)} are left"


def _changes(before: Decision, again: Decision) -> Iterator[Change]:
    old, new = before.record, again.record
    dates = [each.facts.get("deadline_weeks") for each in (old, new)]
    if dates[0] != dates[1]:
        yield Change("deadline", "weeks to the deadline", dates[0], dates[1])
    yield from _differing("version", old.versions, new.versions)
    yield from (Change("table", each.what, "as recorded", "changed") for each in _differing("", old.tables, new.tables))
    yield from _differing("rule", old.rules, new.rules)
    yield from _differing("figure", old.figures, new.figures)
    if before.verdict != again.verdict:
        yield Change("verdict", "verdict", VERDICT_NAMES[before.verdict], VERDICT_NAMES[again.verdict])
    yield from _differing("share", before.stability, again.stability)
    yield from _differing("route", _routes(before), _routes(again))
    yield from _differing("removed", before.removed, again.removed)
    yield from _differing("cost", _costs(before), _costs(again))
    yield from _differing("break-even", _break_evens(before), _break_evens(again))


def _differing(kind: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *now)):
        old, new = before.get(name), now.get(name)
        if not _same(old, new):
            yield Change(kind, name, old, new)


def _same(old: Any, new: Any) -> bool:
    """Equal, or numbers that differ by rounding alone."""
    if isinstance(old, float | int) and isinstance(new, float | int):
        return abs(old - new) <= LEAST_CHANGE * max(abs(old), abs(new))
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_same, old, new))
    return bool(old == new)


def _routes(decision: Decision) -> dict[str, list[str]]:
    works = {"now": decision.route_now, "later": decision.route_later}
    return {name: [f"{work.route}: {work.work}" for work in each] for name, each in works.items()}


def _costs(decision: Decision) -> dict[str, float | None]:
    return {route: cost.mid for route, cost in decision.costs.items()}


def _break_evens(decision: Decision) -> dict[str, float | None]:
    return {rival: row["requests_per_month"] for rival, row in decision.break_even.items()}
