"""The tables of what follows from an advice: risks, readiness, facts in conflict, and the starter evaluation.

Records and how they are read; where a row holds is decided in `agent.decision.situation`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Triple = tuple[float, float, float]

# Facts, routes and what follows from them, each with the values that count; all must hold.
When = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Level:
    """How likely a risk is where `when` holds, and why."""

    level: str
    when: When
    because: str


@dataclass(frozen=True)
class RiskRow:
    """What can go wrong, how likely, what it does and what helps; the first level that holds counts."""

    id: str
    title: str
    when: When
    likelihood: tuple[Level, ...]
    effect: str
    mitigation: str
    passage: str


@dataclass(frozen=True)
class TaskRow:
    """Something that a model of one's own needs and that is not there where `when` holds; `cost` names its price."""

    id: str
    task: str
    when: When
    weeks: Triple
    cost: str
    owner: str
    detail: str
    passage: str


@dataclass(frozen=True)
class Readiness:
    """The tasks by their ids, and how long people take for a label and for an example to tune on."""

    tasks: Mapping[str, TaskRow]
    minutes_a_label: float
    examples_to_tune: int
    minutes_an_example: float


@dataclass(frozen=True)
class ContradictionRow:
    """Facts that do not go together, what was said, and the question to the fact that settles it."""

    id: str
    when: When
    said: str
    question: str
    settles: str
    passage: str


@dataclass(frozen=True)
class TriggerRow:
    """A reason to look again; `value` is a number or the name of one that follows from the case."""

    id: str
    when: When
    sentence: str
    comparison: str
    value: str | float
    unit: str
    months: int
    check: str
    owner: str
    met: str
    missed: str
    passage: str


@dataclass(frozen=True)
class Triggers:
    """The triggers in their order, and the bill (US dollars a month) that is worth a look."""

    rows: tuple[TriggerRow, ...]
    bill: float


@dataclass(frozen=True)
class PromptRow:
    """A share of the test cases, and where they are taken from."""

    kind: str
    share: float
    what: str


@dataclass(frozen=True)
class CriterionRow:
    """How one thing is judged, and what passes."""

    criterion: str
    scale: str
    passes: str


@dataclass(frozen=True)
class EvaluationTable:
    """What the starter evaluation is made of; `differ`, `alpha` and `power` size the comparison of two models."""

    differ: float
    alpha: float
    power: float
    margin: Mapping[str, float]
    starter: int
    passage: str
    prompts: tuple[PromptRow, ...]
    costly: Mapping[str, str]
    rubric: Mapping[str, tuple[CriterionRow, ...]]


def read_when(row: Mapping[str, Any]) -> When:
    """A condition as it is written."""
    return {name: tuple(map(str, values)) for name, values in row.items()}


def read_risks(table: Mapping[str, Any]) -> tuple[RiskRow, ...]:
    """The risks in their order."""
    return tuple(
        RiskRow(
            id=identity,
            **{
                **row,
                "when": read_when(row["when"]),
                "likelihood": tuple(
                    Level(**{**level, "when": read_when(level["when"])}) for level in row["likelihood"]
                ),
            },
        )
        for identity, row in table["risks"].items()
    )


def read_readiness(table: Mapping[str, Any]) -> Readiness:
    """The tasks in their order."""
    tasks = {}
    for identity, row in table["tasks"].items():
        low, usual, high = map(float, row["weeks"])
        tasks[identity] = TaskRow(id=identity, **{**row, "when": read_when(row["when"]), "weeks": (low, usual, high)})
    return Readiness(
        tasks,
        float(table["minutes_a_label"]),
        int(table["examples_to_tune"]),
        float(table["minutes_an_example"]),
    )


def read_contradictions(table: Mapping[str, Any]) -> tuple[ContradictionRow, ...]:
    """The contradictions in their order."""
    rows = table["contradictions"].items()
    return tuple(ContradictionRow(id=i, **{**row, "when": read_when(row["when"])}) for i, row in rows)


def read_triggers(table: Mapping[str, Any]) -> Triggers:
    """The triggers in their order."""
    rows = table["triggers"].items()
    read = tuple(TriggerRow(id=i, **{**row, "when": read_when(row["when"])}) for i, row in rows)
    return Triggers(read, float(table["bill"]))


def read_evaluation(table: Mapping[str, Any]) -> EvaluationTable:
    """The starter evaluation."""
    rubric = {name: tuple(CriterionRow(**row) for row in rows) for name, rows in table["rubric"].items()}
    prompts = tuple(PromptRow(kind, **row) for kind, row in table["prompts"].items())
    rest = {name: table[name] for name in ("differ", "alpha", "power", "margin", "starter", "passage", "costly")}
    return EvaluationTable(**rest, prompts=prompts, rubric=rubric)
