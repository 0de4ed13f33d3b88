"""The dated tables that the decision stands on: rules, routes, GPUs, licences, models and cost defaults.

Read once from YAML into frozen records; nothing here computes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "catalogue"

TIERS = ("narrow", "general", "frontier")

Range = tuple[float, float, float]


class CatalogueError(ValueError):
    """A table that cannot be read; the message names the file and what is wrong."""


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
    """Points by the logarithm of the volume over the break-even: `low` and `high` are reached `decades` away from it."""

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
    """A hard rule that removes routes."""

    why: str
    passage: str
    routes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gates:
    """All gates: by boundary, by regulation, and the least budget at which a vendor delivers on premises."""

    boundary: Mapping[str, Gate]
    regulations: Mapping[str, Gate]
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
    """The models for one difficulty: vendor models by price (low, mid, high), those to start with, and the open ones."""

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


@lru_cache(maxsize=8)
def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """The catalogue in a folder, read once."""
    raw = {name: _read(folder / f"{name}.yaml") for name in ("rules", "routes", "gpus", "seats", "models", "costs")}
    try:
        return _build(raw)
    except (KeyError, TypeError, ValueError) as error:
        raise CatalogueError(f"the catalogue in {folder} is not complete: {error!r}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path} cannot be read: {error}") from error
    return loaded


def _build(raw: Mapping[str, dict[str, Any]]) -> Catalogue:
    seats, models = raw["seats"], raw["models"]
    span = seats["range_usd"]
    return Catalogue(
        rules=_rules(raw["rules"]),
        routes={n: RouteRow(**{**row, "weeks": _range(row["weeks"])}) for n, row in raw["routes"]["routes"].items()},
        gpus={name: _gpu(name, row) for name, row in raw["gpus"]["gpus"].items()},
        seats={name: Seat(name=name, **row) for name, row in seats["seats"].items()},
        seat_range=(span["low"], span["mid"], span["high"]),
        unused_share=(seats["unused_share"]["low"], seats["unused_share"]["high"]),
        vendor_models={
            i: VendorModel(i, row["name"], row["provider"], tuple(row["tiers"])) for i, row in models["vendor"].items()
        },
        open_models={i: _open_model(i, row) for i, row in models["open"].items()},
        tiers={name: _tier(models["tiers"][name]) for name in TIERS},
        costs=_costs(raw["costs"]),
        as_of=min(str(table["as_of"]) for table in raw.values()),
    )


def _range(values: Any) -> Range:
    low, mid, high = (float(v) for v in values)
    return low, mid, high


def _rule(row: Mapping[str, Any], passage: str) -> Rule:
    return Rule(
        id=row["id"],
        now=float(row.get("now", 0.0)),
        later=float(row.get("later", 0.0)),
        sentence=row["sentence"],
        passage=row.get("passage", passage),
        below=float(row.get("below", 0.0)),
    )


def _fact_rules(row: Mapping[str, Any]) -> FactRules:
    rules = {value: _rule(r, row["passage"]) for value, r in row["rules"].items()}
    return FactRules(row["factor"], rules, row.get("unknown", ""))


def _rules(raw: Mapping[str, Any]) -> Rules:
    volume, principle, gates, weights = raw["volume"], raw["principle"], raw["gates"], dict(raw["weights"])
    spread = float(weights.pop("spread"))
    regulations = {
        name: Gate(gates[name]["why"], gates[name]["passage"], tuple(gates[name]["routes"]))
        for name in ("itar", "fedramp", "hipaa")
    }
    on_premises = gates["vendor_on_premises"]
    return Rules(
        facts={name: _fact_rules(row) for name, row in raw["facts"].items()},
        deadline=_fact_rules(raw["deadline"]),
        lead_time_weeks=float(raw["deadline"]["lead_time_weeks"]),
        volume=VolumeRule(
            factor=volume["factor"],
            passage=volume["passage"],
            low=float(volume["low"]),
            high=float(volume["high"]),
            decades=float(volume["decades"]),
            sentences={name: _rule(row, volume["passage"]) for name, row in volume["rules"].items()},
            growth=_rule(volume["growth"], volume["passage"]),
        ),
        principle=Principle(
            _rule(principle, principle["passage"]), principle["fact"], principle["factor"], float(principle["least"])
        ),
        gates=Gates(
            boundary={name: Gate(g["why"], g["passage"]) for name, g in gates["boundary"].items()},
            regulations=regulations,
            on_premises=Gate(on_premises["why"], on_premises["passage"]),
            least_budget=float(on_premises["least_budget"]),
        ),
        weights={name: float(row["value"]) for name, row in weights.items()},
        spread=spread,
        work={name: str(text) for name, text in raw["side_by_side"].items()},
        as_of=str(raw["as_of"]),
    )


def _gpu(name: str, row: Mapping[str, Any]) -> Gpu:
    ranges = {key: _range(row[key]) for key in ("usd_hour", "purchase_usd")}
    return Gpu(name=name, **{**row, **ranges})


def _open_model(identity: str, row: Mapping[str, Any]) -> OpenModel:
    return OpenModel(id=identity, **{**row, "offers": tuple((p, m) for p, m in row["offers"])})


def _tier(row: Mapping[str, Any]) -> Tier:
    low, mid, high = row["vendor"]
    listed = {"vendor": (low, mid, high), "start": tuple(row["start"]), "also_open": tuple(row["also_open"])}
    return Tier(**{**row, **listed})


def _costs(raw: Mapping[str, Any]) -> CostDefaults:
    ranges = raw["ranges"]
    return CostDefaults(
        ranges={name: _range(row["values"]) for name, row in ranges.items()},
        units={name: row["unit"] for name, row in ranges.items()},
        sources={name: row["source"] for name, row in ranges.items()},
        latency_factor={k: v for k, v in raw["latency_factor"].items() if k != "source"},
        throughput={k: v for k, v in raw["throughput"].items() if k != "source"},
        hours_per_month=float(raw["hours_per_month"]),
        input_share=float(raw["input_share"]),
        least_replicas=raw["least_replicas"],
        most_replicas=int(raw["most_replicas"]),
        tenancy_surcharge=_range(raw["tenancy_surcharge"]),
        usual=raw["usual"],
    )
