"""The records of the dated tables that the decision stands on; they are read in `knowledge.catalogue`."""

from collections.abc import Mapping
from dataclasses import dataclass

Range = tuple[float, float, float]


@dataclass(frozen=True)
class Rule:
    """What a value of a fact adds to its factor now and later, in a sentence, with the passage it stands on."""

    id: str
    now: float
    later: float
    sentence: str
    passage: str
    below: float = 0.0


@dataclass(frozen=True)
class FactRules:
    """The rules of one fact by its values; `unknown` is the sentence where nobody said."""

    factor: str
    rules: Mapping[str, Rule]
    unknown: str


@dataclass(frozen=True)
class VolumeRule:
    """Points by the logarithm of the volume over the break-even; `low` and `high` are reached `decades` away."""

    factor: str
    passage: str
    low: float
    high: float
    decades: float
    sentences: Mapping[str, Rule]
    growth: Rule


@dataclass(frozen=True)
class Principle:
    """Core work on guarded data is worth owning: the least that the score can be then."""

    rule: Rule
    fact: str
    factor: str
    least: float


@dataclass(frozen=True)
class Gate:
    """A rule in a sentence, the passage it stands on, and the routes that it removes."""

    why: str
    passage: str
    routes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gates:
    """All gates: by boundary, ITAR, and the least budget at which a vendor delivers on premises."""

    boundary: Mapping[str, Gate]
    itar: Gate
    on_premises: Gate
    least_budget: float


@dataclass(frozen=True)
class Rules:
    """Everything that decides, apart from prices."""

    facts: Mapping[str, FactRules]
    deadline: FactRules
    lead_time_weeks: float
    volume: VolumeRule
    principle: Principle
    gates: Gates
    weights: Mapping[str, float]
    spread: float
    work: Mapping[str, str]
    laws: Mapping[str, Gate]
    as_of: str


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
    """A GPU: rent, peak figures, power and price."""

    name: str
    usd_hour: Range
    bandwidth_tb_s: float
    vram_gib: float
    tflops: Mapping[str, float]
    watts: float
    nvlink: bool
    purchase_usd: Range
    purchase_source: str


@dataclass(frozen=True)
class Seat:
    """A licence of a finished assistant for a person and month."""

    name: str
    usd: float
    billed: str
    least: int
    as_of: str
    source: str
    baa: bool


@dataclass(frozen=True)
class VendorModel:
    """A closed model; its price is looked up by provider and id."""

    id: str
    name: str
    provider: str
    tiers: tuple[str, ...]


@dataclass(frozen=True)
class OpenModel:
    """Open weights: size, cache, the hardware to count with, licence, and who hosts them (provider, id)."""

    id: str
    name: str
    params_total_b: float
    params_active_b: float
    kv_bytes_fp16: float
    weights: str
    gpu: str
    n_gpu: int
    licence: str
    conditions: str
    offers: tuple[tuple[str, str], ...]
    experts: int = 0
    experts_used: int = 0


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
class CostDefaults:
    """The defaults of the cost engine; every range is low, mid, high."""

    ranges: Mapping[str, Range]
    units: Mapping[str, str]
    sources: Mapping[str, str]
    latency_factor: Mapping[str, float]
    throughput: Mapping[str, float]
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
    seats: Mapping[str, Seat]
    seat_range: tuple[str, str, str]
    unused_share: tuple[float, float]
    vendor_models: Mapping[str, VendorModel]
    open_models: Mapping[str, OpenModel]
    tiers: Mapping[str, Tier]
    costs: CostDefaults
    as_of: str
