"""What the facts add up from: the points of each part of a score, and the conditions of the structure.

Columns may have any shapes that fit together. Points are single precision: they are sums of a dozen small numbers over
thousands of draws, and a score within rounding of nothing counts as nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from agent.decision.columns import CHOICES, Column, Columns, code
from agent.decision.scale import Scale
from agent.facts import FACTS
from knowledge.rules import Rules, VolumeRule
from knowledge.tables import Catalogue

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Pair = tuple[Floats, Floats]

CORE = code("strategic_role", "core")
PROPRIETARY = code("data_sensitivity", "proprietary")
APPROVED_CLOUD = code("data_boundary", "approved_cloud")
FINE_TUNING = code("customization", "fine_tuning")
NARROW, GENERAL, FRONTIER = (code("task_difficulty", v) for v in ("narrow", "general", "frontier"))
VALIDATED = code("stage", "validated")
ML = code("team", "ml")

NOTHING = np.zeros((), dtype=np.float32)

# Columns that follow from others, in the order in which they are made: the logarithm of the break-even, and those of
# today's and of next year's volume over it.
FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "log_meet": ("task_difficulty", "tokens_per_request"),
    "log_today": ("requests_per_month", "log_meet"),
    "log_grown": ("growth_12m", "log_today"),
}

# A part of the score and the columns it is made of.
PARTS: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in CHOICES},
    "deadline_weeks": ("deadline_weeks",),
    "requests_per_month": ("log_today", "log_grown"),
}

# A condition of the structure and the columns it is made of.
FLAGS: Mapping[str, tuple[str, ...]] = {
    "guarded_core": ("strategic_role", "data_sensitivity"),
    "narrow": ("task_difficulty",),
    "prebuilt_left": ("data_boundary", "budget_per_month"),
    "ready": ("stage", "team", "deadline_weeks"),
    "side_by_side": ("task_difficulty", "customization", "log_grown"),
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
    rows = {name: [rules.facts[name].rules[value] for value in FACTS[name].values] for name in CHOICES}
    return Points(
        {name: np.array([rule.now for rule in row], dtype=np.float32) for name, row in rows.items()},
        {name: np.array([rule.later for rule in row], dtype=np.float32) for name, row in rows.items()},
        factor,
    )


def touched(made_of: Mapping[str, tuple[str, ...]], changed: Columns) -> list[str]:
    """What is made of a column that changed."""
    return [name for name, columns in made_of.items() if any(column in changed for column in columns)]


def with_following(columns: Columns, changed: Columns, rising: Scale) -> dict[str, Column]:
    """The changed columns, with those that follow from them."""
    new = dict(changed)
    for name, made_of in FOLLOWING.items():
        if any(column in new for column in made_of):
            new[name] = _follow(name, {**columns, **new}, rising)
    return new


def _follow(name: str, columns: Columns, rising: Scale) -> Column:
    if name == "log_meet":
        return rising.log_break_even(columns["task_difficulty"], columns["tokens_per_request"]).astype(np.float32)
    if name == "log_today":
        return np.log10(columns["requests_per_month"]).astype(np.float32) - columns["log_meet"]
    return columns["log_today"] + np.log10(columns["growth_12m"]).astype(np.float32)


def part_points(part: str, columns: Columns, catalogue: Catalogue) -> Pair:
    """The points of one part before its factor's weight, now and later."""
    rules = catalogue.rules
    if part == "deadline_weeks":
        return _deadline(rules, columns["deadline_weeks"]), NOTHING
    if part == "requests_per_month":
        return volume_points(rules.volume, columns["log_today"]), volume_points(rules.volume, columns["log_grown"])
    tables, column = points(catalogue), columns[part]
    return tables.now[part].take(column), tables.later[part].take(column)


def _deadline(rules: Rules, weeks: Column) -> Floats:
    """A shorter deadline never speaks for a model of one's own now."""
    short, tight = rules.deadline.rules["too_short"], rules.deadline.rules["tight"]
    now = np.where(weeks < rules.lead_time_weeks, short.now, np.where(weeks < tight.below, tight.now, 0.0))
    return now.astype(np.float32)


def volume_points(rule: VolumeRule, log_ratio: Column) -> Floats:
    """Points that rise with the volume, nothing at the break-even, the ends reached some decades away."""
    low, high, decades = (np.float32(number) for number in (rule.low, rule.high, rule.decades))
    place: Floats = np.clip(log_ratio / decades, np.float32(-1), np.float32(1))
    above, below = np.maximum(place, 0), np.minimum(place, 0)
    risen: Floats = (above * high - below * low).astype(np.float32, copy=False)
    return risen


def condition_holds(name: str, columns: Columns, rules: Rules) -> Flags:
    """Where one condition of the structure holds."""
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
        tuned_and_pays = (columns["customization"] == FINE_TUNING) & (columns["log_grown"] >= 0)
        difficulty = columns["task_difficulty"]
        found = (difficulty == FRONTIER) | ((difficulty == GENERAL) & ~tuned_and_pays)
    flags: Flags = np.asarray(found)
    return flags
