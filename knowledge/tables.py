"""The records of the dated tables that the decision stands on; they are read in `knowledge.catalogue`."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.architectures import Architecture
from knowledge.counsel import ContradictionRow, EvaluationTable, Readiness, RiskRow, Triggers
from knowledge.rules import Rules
from knowledge.speed import SpeedConstants

Range = tuple[float, float, float]


@dataclass(frozen=True)
class RouteRow:
    """How soon a route is live (weeks: low, usual, high) and whether it is sold inside a customer's own tenancy."""

    weeks: Range
    live_in: str
    in_tenancy: bool
    passage: str
    source: str


@dataclass(frozen=True)
class Gpu:
    """A GPU: rent (USD an hour: at specialists, at large clouds), peak figures, power, price; None is not sold so."""

    name: str
    usd_hour: Range | None
    hyperscaler_usd_hour: Range | None
    bandwidth_tb_s: float
    vram_gib: float
    tflops: Mapping[str, float]
    watts: float
    purchase_usd: Range
    purchase_source: str
    as_of: str
    source: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    """Another way to pay for rented GPUs, as a factor (low, mid, high) on the price by the hour."""

    name: str
    factor: Range
    as_of: str
    source: str


@dataclass(frozen=True)
class Seat:
    """A licence of a finished assistant: USD for a person and month, billed by the month and by the year.

    `usage_usd` is what the plan bills on top for usage, for a person and month; `base` a licence it needs beneath it.
    """

    name: str
    usd_monthly: float | None
    usd_annual: float | None
    least: int
    baa: bool
    as_of: str
    source: str
    most: int | None = None
    base: str = ""
    usage: str = ""
    usage_usd: Range = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class VendorModel:
    """A closed model; its price is looked up by provider and id. An older one is priced, never advised."""

    id: str
    name: str
    family: str
    provider: str
    tiers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def offers(self) -> tuple[tuple[str, str], ...]:
        """Where it is sold."""
        return ((self.provider, self.id),)


@dataclass(frozen=True)
class OpenModel:
    """Open weights: how they are built, how they are served, licence, and who hosts them (provider, id).

    `weights` and `kv_cache` are the precisions to count with, `gpu` and `n_gpu` the cards of one replica, `users_limit`
    the monthly users from which the licence no longer holds.
    """

    id: str
    name: str
    family: str
    maker: str
    architecture: Architecture
    weights: str
    kv_cache: str
    gpu: str
    n_gpu: int
    licence: str
    licence_kind: str
    conditions: str
    languages: str
    offers: tuple[tuple[str, str], ...]
    as_of: str
    source: str
    aliases: tuple[str, ...] = ()
    users_limit: float | None = None


@dataclass(frozen=True)
class Negotiated:
    """A price of one's own for a model, USD a million tokens, that wins over the list price."""

    input_per_m: float
    output_per_m: float
    checked: str
    cached_per_m: float | None = None
    batch_factor: float = 1.0


@dataclass(frozen=True)
class Tier:
    """The models for one difficulty: vendor's by price (low, mid, high), those to start with, and the open ones."""

    vendor: tuple[str, str, str]
    start: tuple[str, ...]
    open: str
    also_open: tuple[str, ...]
    why_now: str
    why_later: str


@dataclass(frozen=True)
class LicenceClaim:
    """A published comparison of one GPU with licences of an assistant."""

    gpu: str
    gpu_name: str
    seat: str
    usd_hour: float
    licences: float
    as_of: str
    source: str


@dataclass(frozen=True)
class RuleOfThumb:
    """A published threshold (tokens a month) with the assumptions that give it."""

    source: str
    url: str
    as_of: str
    tokens_per_month: float
    gpu: str
    cards: int
    usd_hour: float
    hours: float
    input_share: float
    input_usd_per_m: float
    output_usd_per_m: float
    note: str = ""

    @property
    def usd_per_m_tokens(self) -> float:
        """The rival's price of a million tokens in the published mix."""
        return self.input_share * self.input_usd_per_m + (1 - self.input_share) * self.output_usd_per_m


@dataclass(frozen=True)
class Published:
    """What others published and what our figures are held against."""

    licences: LicenceClaim
    rules: tuple[RuleOfThumb, ...]


@dataclass(frozen=True)
class CostDefaults:
    """The defaults of the cost engine; every range is low, mid, high."""

    ranges: Mapping[str, Range]
    units: Mapping[str, str]
    sources: Mapping[str, str]
    dates: Mapping[str, str]
    latency_factor: Mapping[str, float]
    peak_reserve: float
    hours_per_month: float
    input_share: float
    least_replicas: Mapping[str, int]
    most_replicas: int
    tenancy_surcharge: Range
    usual: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All tables together; compared by identity, so that what is derived from one can be cached."""

    rules: Rules
    routes: Mapping[str, RouteRow]
    gpus: Mapping[str, Gpu]
    terms: Mapping[str, Term]
    seats: Mapping[str, Seat]
    seat_plans: tuple[str, ...]
    unused_share: tuple[float, float]
    vendor_models: Mapping[str, VendorModel]
    architectures: Mapping[str, Architecture]
    open_models: Mapping[str, OpenModel]
    tiers: Mapping[str, Tier]
    costs: CostDefaults
    throughput: SpeedConstants
    published: Published
    risks: tuple[RiskRow, ...]
    readiness: Readiness
    contradictions: tuple[ContradictionRow, ...]
    triggers: Triggers
    evaluation: EvaluationTable
    negotiated: Mapping[str, Negotiated]
    as_of: str
