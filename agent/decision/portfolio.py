"""What is said about several use cases of one organisation: plain records, nothing computed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from agent.decision.assessment import Assessment
from agent.decision.bill import CostLine
from agent.facts import FactValue


@dataclass(frozen=True)
class Conflict:
    """A fact of the organisation that its use cases state differently, and the question that settles it."""

    fact: str
    said: Mapping[str, FactValue]
    question: str


@dataclass(frozen=True)
class Assessed:
    """One use case with its assessment; `carried` maps facts of the organisation to the use case that stated them."""

    use_case: str
    found: Assessment
    carried: Mapping[str, str]


@dataclass(frozen=True)
class PoolMember:
    """A use case in the pool: its share of the load, and what it costs elsewhere and on GPUs of its own (USD a month).

    `rival_usd` is None where its boundary leaves nobody else to run it, `alone_usd` where it fits no GPUs.
    """

    use_case: str
    requests_per_month: float
    share: float
    rival_usd: float | None
    alone_usd: float | None
    pays_alone: bool


@dataclass(frozen=True)
class Against:
    """Another way to carry the same use cases: its bill and what the pool saves (low, mid, high; USD a month).

    `share_pays` is the share of the draws in which the pool costs less.
    """

    way: str
    bill: float
    saving: tuple[float, float, float]
    share_pays: float


@dataclass(frozen=True)
class Pool:
    """One model on shared GPUs: its cost (USD a month), who shares it, and whether it pays.

    It pays where it costs less than every use case by itself in its cheaper way. `left_out` says why others are not in
    it, `use` is the share of full load, `pays_from` the multiple of today's loads from which it pays, None for never.
    """

    route: str
    model: str
    hardware: str
    low: float
    mid: float
    high: float
    lines: tuple[CostLine, ...]
    members: tuple[PoolMember, ...]
    left_out: Mapping[str, str]
    against: tuple[Against, ...]
    use: float
    pays: bool
    pays_from: float | None
    sentence: str
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class SequenceStep:
    """One step for one or several use cases: when, by whom, why then, and how many weeks past a deadline."""

    phase: str
    use_cases: tuple[str, ...]
    what: str
    why: str
    owner: str
    start: date
    end: date
    late_weeks: float = 0.0


@dataclass(frozen=True)
class Row:
    """A use case in one line of the table: USD a month of its route now, None where no price is published."""

    use_case: str
    verdict: str
    holds: float
    now: str
    later: str
    low: float | None
    mid: float | None
    high: float | None
    deadline_weeks: float | None
    in_pool: bool


@dataclass(frozen=True)
class Portfolio:
    """The use cases with their verdicts, one pool or why there is none, one sequence of work, and a table.

    `depth` says how much each assessment holds: `full`, or `verdict` where there are many.
    """

    use_cases: tuple[Assessed, ...]
    conflicts: tuple[Conflict, ...]
    pool: Pool | None
    no_pool: str
    sequence: tuple[SequenceStep, ...]
    table: tuple[Row, ...]
    depth: str
    prices_as_of: str
