"""The records of what follows from an assessment: warnings, assumptions, models, steps and triggers."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Caveat:
    """Something the leader must know beside the verdict (a budget too small, a deadline that cannot be met, a
    contradiction between facts, something to confirm with counsel)."""

    kind: str
    sentence: str
    passage: str = ""


@dataclass(frozen=True)
class Assumption:
    """A number the assessment used that nobody stated; `fact` names the fact it stands for, if it is one."""

    what: str
    value: str
    reason: str
    fact: str = ""


@dataclass(frozen=True)
class ModelChoice:
    """A model from the dated catalogue that fits a horizon: 'now' or 'later'."""

    name: str
    horizon: str
    why: str
    licence: str = ""
    hardware: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the plan: 'now', 'prove' or 'scale', with dates where they follow from the facts."""

    phase: str
    what: str
    detail: str
    owner: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Trigger:
    """A measurable reason to look at the decision again."""

    metric: str
    threshold: str
    sentence: str
