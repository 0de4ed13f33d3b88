"""What the deterministic tool returns for a ledger: plain records, nothing computed here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

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
class CostLine:
    """One line of a cost: USD a month, low to high, and how it was computed, in words with its numbers."""

    what: str
    low: float
    mid: float
    high: float
    how: str


@dataclass(frozen=True)
class Cost:
    """USD a month for a route, or None three times with the reason where nobody publishes a price.

    `otherwise` are other offers beside it, such as GPUs reserved for a year; none of them is in the sum. `use` is
    the share of full load that the workload asks of its GPUs.
    """

    route: str
    low: float | None
    mid: float | None
    high: float | None
    lines: tuple[CostLine, ...] = ()
    reason: str = ""
    live_in: str = ""
    model: str = ""
    otherwise: tuple[CostLine, ...] = ()
    use: float | None = None


@dataclass(frozen=True)
class Mover:
    """An uncertain figure at its low and high end, and the break-even (requests a month) there; None is never."""

    what: str
    low: float
    high: float
    at_low: float | None
    at_high: float | None


@dataclass(frozen=True)
class BreakEven:
    """Requests a month at which self-hosting meets a rival; None means never within what one would run.

    `months` (in draws from `months_low` to `months_high`) is how long the set-up takes to be earned back from this
    volume, with its growth and falling prices; None for never within three years. Shares are of the draws. `rival_bill`
    is what the rival costs (USD a month) at the break-even, `decides` a sentence on the figure that moves it most.
    """

    rival: str
    model: str
    requests_per_month: float | None
    low: float | None
    high: float | None
    share_never: float
    without_staff: float | None
    months: float | None
    sentence: str
    decides: str = ""
    share_never_without_staff: float = 1.0
    share_paid_back: float = 0.0
    months_low: float | None = None
    months_high: float | None = None
    rival_bill: float | None = None
    movers: tuple[Mover, ...] = ()


@dataclass(frozen=True)
class WalkStep:
    """One assumption changed from the published one to ours, and the threshold (tokens a month) after it."""

    assumption: str
    was: str
    now: str
    tokens_per_month: float | None


@dataclass(frozen=True)
class Walk:
    """From a published rule of thumb to our number, assumption by assumption; None is never."""

    source: str
    url: str
    as_of: str
    published: float
    steps: tuple[WalkStep, ...]
    ours: float | None
    sentence: str


@dataclass(frozen=True)
class PresentBill:
    """What is paid today beside our estimate of the same (USD a month), their ratio, and what may explain it."""

    usd_per_month: float
    model: str
    estimate: float | None
    ratio: float | None
    sentence: str


@dataclass(frozen=True)
class Licences:
    """A GPU for a month in licences: as it was published, and at the prices of the day."""

    then_usd_hour: float
    then_licences: float
    then_seat_usd: float
    usd_hour: float
    month_usd: float
    licences_low: float
    licences_high: float
    as_of: str
    sentence: str


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


@dataclass(frozen=True)
class Assessment:
    """Everything the tool says about one ledger. Shares are 0 to 1 and sum to 1; `draws` is their number.

    `between` holds two verdicts where the verdict has not the largest share, otherwise it is empty.
    The full record (costs, break-even, flip points, plan) is empty when only the core was asked for.
    """

    verdict: str
    route_now: tuple[RouteWork, ...]
    route_later: tuple[RouteWork, ...]
    removed: Mapping[str, Removal]
    stability: Mapping[str, float]
    draws: int
    contributions: tuple[Contribution, ...]
    next_questions: tuple[NextQuestion, ...]
    between: tuple[str, ...] = ()
    runner_up: str = ""
    flip_points: tuple[FlipPoint, ...] = ()
    costs: Mapping[str, Cost] = field(default_factory=dict)
    break_even: Mapping[str, BreakEven] = field(default_factory=dict)
    reconciliation: tuple[Walk, ...] = ()
    present: PresentBill | None = None
    licences: Licences | None = None
    caveats: tuple[Caveat, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    counted_with: tuple[Assumption, ...] = ()
    slips: tuple[Slip, ...] = ()
    models: tuple[ModelChoice, ...] = ()
    plan: tuple[Step, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    prices_as_of: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
