"""The verdict of many ledgers at once: points by fact, two horizons, and the few structural rules.

One array function serves the draws, the flip points, batches and tests. Its columns may have any shapes that fit
together; 0 is prebuilt, 1 hybrid, 2 open source.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from agent.decision.columns import CHOICES, Column, Columns, code
from agent.decision.scale import Scale, scale
from agent.facts import FACTS
from knowledge.catalogue import load_catalogue
from knowledge.tables import Catalogue, Rules, VolumeRule

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# A score within rounding of nothing counts as nothing.
LEAST = 1e-9

CORE = code("strategic_role", "core")
PROPRIETARY = code("data_sensitivity", "proprietary")
APPROVED_CLOUD = code("data_boundary", "approved_cloud")
FINE_TUNING = code("customization", "fine_tuning")
NARROW, GENERAL, FRONTIER = (code("task_difficulty", v) for v in ("narrow", "general", "frontier"))
VALIDATED = code("stage", "validated")
ML = code("team", "ml")

# A part of the score and the columns it is made of.
PARTS: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in CHOICES},
    "deadline_weeks": ("deadline_weeks",),
    "requests_per_month": ("requests_per_month", "growth_12m", "tokens_per_request", "task_difficulty"),
}

# A condition of the structure and the columns it is made of.
FLAGS: Mapping[str, tuple[str, ...]] = {
    "guarded_core": ("strategic_role", "data_sensitivity"),
    "narrow": ("task_difficulty",),
    "prebuilt_left": ("data_boundary", "budget_per_month"),
    "ready": ("stage", "team", "deadline_weeks"),
    "side_by_side": (
        "task_difficulty",
        "customization",
        "requests_per_month",
        "growth_12m",
        "tokens_per_request",
    ),
}


@dataclass(frozen=True, eq=False)
class Points:
    """The points of the rules as arrays by the place of the value, for each fact with choices."""

    now: Mapping[str, Floats]
    later: Mapping[str, Floats]
    factor: Mapping[str, str]


@lru_cache(maxsize=8)
def points(catalogue: Catalogue) -> Points:
    """The rules of a catalogue as arrays."""
    rules = catalogue.rules
    factor = {name: row.factor for name, row in rules.facts.items()}
    factor |= {"deadline_weeks": rules.deadline.factor, "requests_per_month": rules.volume.factor}
    return Points(
        {name: np.array([rules.facts[name].rules[v].now for v in FACTS[name].values]) for name in CHOICES},
        {name: np.array([rules.facts[name].rules[v].later for v in FACTS[name].values]) for name in CHOICES},
        factor,
    )


@dataclass(frozen=True)
class Outcome:
    """What follows for each ledger: verdict, scores, and the conditions behind them."""

    verdict: NDArray[np.int8]
    now: Floats
    later: Floats
    prebuilt_left: Flags
    own_now: Flags
    side_by_side: Flags


@dataclass(frozen=True, eq=False)
class Board:
    """Some columns with the parts of their score and their conditions, so that a change costs only what it touches."""

    columns: Columns
    weights: Mapping[str, Column]
    catalogue: Catalogue
    scale: Scale
    parts: Mapping[str, tuple[Floats, Floats]] = field(default_factory=dict)
    flags: Mapping[str, Flags] = field(default_factory=dict)

    def judge(self, changes: Columns | None = None) -> Outcome:
        """The outcome with some columns changed."""
        if not changes:
            return _decide(*self._total({}), self.flags, self.catalogue.rules.principle.least)
        columns = {**self.columns, **changes}
        new = {p: _part(p, columns, self) for p in _touched(PARTS, changes)}
        flags = {**self.flags, **{f: _flag(f, columns, self) for f in _touched(FLAGS, changes)}}
        return _decide(*self._total(new), flags, self.catalogue.rules.principle.least)

    def thinned(self, stride: int) -> "Board":
        """The board on every so many draws only."""

        def thin(column: Column) -> Column:
            return column[..., ::stride] if column.ndim else column

        return Board(
            {name: thin(column) for name, column in self.columns.items()},
            {name: thin(column) for name, column in self.weights.items()},
            self.catalogue,
            self.scale,
            {part: (thin(now), thin(later)) for part, (now, later) in self.parts.items()},
            {name: thin(flag) for name, flag in self.flags.items()},
        )

    def _total(self, new: Mapping[str, tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
        """The sums of the parts, what changed last, so that few large arrays are added up."""
        ordered = [self.parts[p] for p in PARTS if p not in new] + [new[p] for p in PARTS if p in new]
        now, later = ordered[0]
        for one, two in ordered[1:]:
            now = now + one
            later = later + two
        return now, later


def board(columns: Columns, weights: Mapping[str, Column], catalogue: Catalogue, rising: Scale) -> Board:
    """The board of some columns."""
    bare = Board(columns, weights, catalogue, rising)
    parts = {part: _part(part, columns, bare) for part in PARTS}
    return Board(columns, weights, catalogue, rising, parts, {f: _flag(f, columns, bare) for f in FLAGS})


def _touched(made_of: Mapping[str, tuple[str, ...]], changes: Columns) -> list[str]:
    return [name for name, columns in made_of.items() if any(column in changes for column in columns)]


def verdict(
    columns: Columns,
    weights: Mapping[str, Column] | None = None,
    *,
    catalogue: Catalogue | None = None,
    today: date | None = None,
) -> NDArray[np.int8]:
    """The verdicts of many ledgers whose facts are all given, as columns."""
    catalogue = catalogue or load_catalogue()
    day = today or date.fromisoformat(catalogue.as_of)
    rising = scale(catalogue, day, catalogue.costs.input_share)
    given: Mapping[str, Column] = weights or {f: np.array(w) for f, w in catalogue.rules.weights.items()}
    return board(columns, given, catalogue, rising).judge().verdict


def _part(part: str, columns: Columns, table: Board) -> tuple[Floats, Floats]:
    """The weighted points of one part, now and later."""
    now, later = raw_points(part, columns, table.catalogue, table.scale)
    weight = table.weights[points(table.catalogue).factor[part]]
    return weight * now, weight * later


def raw_points(part: str, columns: Columns, catalogue: Catalogue, rising: Scale) -> tuple[Floats, Floats]:
    """The points of one part before its factor's weight."""
    rules = catalogue.rules
    if part == "deadline_weeks":
        return _deadline(rules, columns["deadline_weeks"])
    if part == "requests_per_month":
        today, grown = log_ratios(columns, rising)
        return volume_points(rules.volume, today), volume_points(rules.volume, grown)
    tables = points(catalogue)
    return tables.now[part][columns[part]], tables.later[part][columns[part]]


def _deadline(rules: Rules, weeks: Column) -> tuple[Floats, Floats]:
    """A shorter deadline never speaks for a model of one's own now."""
    short, tight = rules.deadline.rules["too_short"], rules.deadline.rules["tight"]
    now = np.where(weeks < rules.lead_time_weeks, short.now, np.where(weeks < tight.below, tight.now, 0.0))
    return now, np.zeros(())


def log_ratios(columns: Columns, rising: Scale) -> tuple[Floats, Floats]:
    """The logarithm of today's and of next year's volume over the break-even."""
    meet = rising.log_break_even(columns["task_difficulty"], columns["tokens_per_request"])
    today = np.log10(columns["requests_per_month"]) - meet
    return today, today + np.log10(columns["growth_12m"])


def volume_points(rule: VolumeRule, log_ratio: Floats) -> Floats:
    """Points that rise with the volume, nothing at the break-even, the ends reached some decades away."""
    place = np.clip(log_ratio / rule.decades, -1.0, 1.0)
    risen: Floats = np.where(place < 0, -rule.low, rule.high) * place
    return risen


def _flag(name: str, columns: Columns, table: Board) -> Flags:
    """One condition of the structure."""
    rules = table.catalogue.rules
    if name == "guarded_core":
        found = (columns["strategic_role"] == CORE) & (columns["data_sensitivity"] >= PROPRIETARY)
    elif name == "narrow":
        found = columns["task_difficulty"] == NARROW
    elif name == "prebuilt_left":
        bought = columns["budget_per_month"] >= rules.gates.least_budget
        found = (columns["data_boundary"] <= APPROVED_CLOUD) | bought
    elif name == "ready":
        in_time = columns["deadline_weeks"] >= rules.lead_time_weeks
        found = (columns["stage"] >= VALIDATED) & (columns["team"] >= ML) & in_time
    else:
        pays = log_ratios(columns, table.scale)[1] >= 0
        tuned_and_pays = (columns["customization"] == FINE_TUNING) & pays
        difficulty = columns["task_difficulty"]
        found = (difficulty == FRONTIER) | ((difficulty == GENERAL) & ~tuned_and_pays)
    flags: Flags = np.asarray(found)
    return flags


def _decide(now: Floats, later: Floats, flags: Mapping[str, Flags], least: float) -> Outcome:
    """Gates and structure on top of the scores."""
    guarded, prebuilt_left = flags["guarded_core"], flags["prebuilt_left"]
    if guarded.any():
        later = np.where(guarded, np.maximum(later, least), later)
        now = np.where(guarded & flags["narrow"], np.maximum(now, least), now)
    open_later = (later > LEAST) | ~prebuilt_left
    own_now = flags["ready"] & (now > LEAST)
    side = flags["side_by_side"] & prebuilt_left & open_later
    verdicts = open_later.astype(np.int8) + (open_later & ~(prebuilt_left & ~(own_now & ~side)))
    return Outcome(verdicts, now, later, prebuilt_left, own_now, side)
