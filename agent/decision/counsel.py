"""The records of what follows from an assessment: warnings, models, steps, triggers, risks and what is not ready."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Caveat:
    """Something the leader must know beside the verdict (a budget too small, a deadline that cannot be met, something
    to confirm with counsel)."""

    kind: str
    sentence: str
    passage: str = ""


@dataclass(frozen=True)
class Contradiction:
    """Facts that do not go together: what was said, and the question to the fact that settles it."""

    id: str
    facts: tuple[str, ...]
    said: str
    question: str
    settles: str
    passage: str


@dataclass(frozen=True)
class Assumption:
    """A number the assessment used that nobody stated; `fact` names the fact it stands for, if it is one."""

    what: str
    value: str
    reason: str
    fact: str = ""


@dataclass(frozen=True)
class ModelChoice:
    """A model from the dated catalogue that fits a horizon ('now' or 'later').

    `against` says what its licence's conditions mean for this use.
    """

    name: str
    horizon: str
    why: str
    licence: str = ""
    hardware: str = ""
    against: str = ""


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
    """A measurable reason to look at the decision again.

    `comparison` with `value` in `unit` has to hold for so many months; `check` says how it is measured, `met` and
    `missed` what follows.
    """

    metric: str
    sentence: str
    comparison: str
    value: float
    unit: str
    months: int
    check: str
    owner: str
    met: str
    missed: str
    passage: str


@dataclass(frozen=True)
class Prompts:
    """How many test cases of a kind, and where they are taken from."""

    kind: str
    count: int
    what: str


@dataclass(frozen=True)
class Criterion:
    """How one thing is judged, and what passes."""

    criterion: str
    scale: str
    passes: str


@dataclass(frozen=True)
class Evaluation:
    """The starter evaluation, and how many cases a claim of parity needs within a margin (points of the score)."""

    starter: int
    prompts: tuple[Prompts, ...]
    rubric: tuple[Criterion, ...]
    cases: int
    margin: float
    claim: str
    passage: str


@dataclass(frozen=True)
class Task:
    """Something that a model of one's own needs and that is not there yet: weeks and US dollars (low, usual, high).

    `per` says what the dollars are for: once, a month or a year; None where it costs nothing but attention.
    """

    id: str
    task: str
    detail: str
    owner: str
    weeks: tuple[float, float, float]
    cost: tuple[float, float, float] | None
    per: str
    passage: str


@dataclass(frozen=True)
class Risk:
    """What can go wrong: how likely and why, what it does, and what helps."""

    id: str
    title: str
    likelihood: str
    because: str
    effect: str
    mitigation: str
    passage: str
