"""What the deterministic tool returns for a ledger: plain records, nothing computed here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.decision.bill import BreakEven, Cost, Licences, PresentBill, Walk
from agent.decision.counsel import (
    Assumption,
    Caveat,
    Contradiction,
    Evaluation,
    ModelChoice,
    Risk,
    Step,
    Task,
    Trigger,
)
from agent.facts import FactValue
from agent.slips import Slip

VERDICTS = ("prebuilt", "hybrid", "open_source")
ROUTES = (
    "seats",
    "vendor_api",
    "vendor_tenancy",
    "vendor_on_premises",
    "managed_open",
    "self_hosted",
    "own_machines",
)
FACTORS = ("data", "strategic_role", "cost", "speed")


@dataclass(frozen=True)
class RouteWork:
    """One route and the work it carries ('all of it', 'the hard cases', 'the bulk', 'staff at their desks')."""

    route: str
    work: str


@dataclass(frozen=True)
class Removal:
    """Why a gate removes a route: the gate's name, a sentence, and the id of the passage it stands on."""

    gate: str
    why: str
    passage: str


@dataclass(frozen=True)
class Contribution:
    """What one fact adds to one factor at both horizons; minus pulls to a vendor's model, plus to an own one.

    `value` is None where the fact is unknown: then the points are the expectation over its prior and `assumed` is
    true. `sentence` says it in words for a leader; `rule` and `passage` are the ids it stands on.
    """

    fact: str
    value: FactValue | None
    factor: str
    now: float
    later: float
    rule: str
    passage: str
    sentence: str
    assumed: bool = False


@dataclass(frozen=True)
class Weight:
    """What a factor's points are multiplied with, its default, and the reason for the default."""

    value: float
    default: float
    reason: str


@dataclass(frozen=True)
class NextQuestion:
    """An unknown fact, the expected drop of the verdict's entropy (bits), and what its answers would do.

    `outcomes` maps each possible answer (an allowed value, or a range's label) to the verdict it would give;
    `can_change` is false where every answer leaves the verdict as it is.
    """

    fact: str
    value_of_information: float
    can_change: bool
    outcomes: Mapping[str, str]


@dataclass(frozen=True)
class FlipPoint:
    """A smallest change of facts that gives another verdict, in a sentence in the user's units."""

    changes: Mapping[str, FactValue]
    verdict: str
    statement: str


@dataclass(frozen=True)
class Assessment:
    """Everything the tool says about one ledger. Shares are 0 to 1 and sum to 1; `draws` is their number.

    `scores` are the points of each factor and their total 'now' and 'later', the sums of the contributions. `ask_now`
    are the facts to ask together; where it is empty, `stop` says why nothing more is worth asking. `between` holds two
    verdicts where the verdict has not the largest share, otherwise it is empty.
    The full record (costs, break-even, flip points, plan) is empty when only the core was asked for, the questions too
    when only the verdict was. `too_late` are the
    routes left that cannot be live by the deadline, `over_budget` the US dollars a month by which a route passes it.
    """

    verdict: str
    route_now: tuple[RouteWork, ...]
    route_later: tuple[RouteWork, ...]
    removed: Mapping[str, Removal]
    stability: Mapping[str, float]
    draws: int
    contributions: tuple[Contribution, ...]
    next_questions: tuple[NextQuestion, ...] = ()
    scores: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    weights: Mapping[str, Weight] = field(default_factory=dict)
    ask_now: tuple[str, ...] = ()
    stop: str = ""
    between: tuple[str, ...] = ()
    runner_up: str = ""
    flip_points: tuple[FlipPoint, ...] = ()
    costs: Mapping[str, Cost] = field(default_factory=dict)
    break_even: Mapping[str, BreakEven] = field(default_factory=dict)
    reconciliation: tuple[Walk, ...] = ()
    present: PresentBill | None = None
    licences: Licences | None = None
    too_late: Mapping[str, Removal] = field(default_factory=dict)
    over_budget: Mapping[str, float] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    counted_with: tuple[Assumption, ...] = ()
    slips: tuple[Slip, ...] = ()
    models: tuple[ModelChoice, ...] = ()
    plan: tuple[Step, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    evaluation: Evaluation | None = None
    readiness: tuple[Task, ...] = ()
    risks: tuple[Risk, ...] = ()
    prices_as_of: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def passages(self) -> tuple[str, ...]:
        """The ids of the passages that its sentences stand on, in the order in which they are told."""
        tested = (self.evaluation,) if self.evaluation else ()
        stand_on = (
            *self.contributions,
            *self.removed.values(),
            *self.contradictions,
            *self.caveats,
            *self.readiness,
            *tested,
            *self.risks,
        )
        return tuple(dict.fromkeys(each.passage for each in stand_on if each.passage))
