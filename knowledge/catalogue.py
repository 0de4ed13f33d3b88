"""Reads the dated tables that the decision stands on: rules, routes, GPUs, licences, models and cost defaults.

Read once from YAML into the records of `knowledge.tables`; nothing here computes.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.tables import (
    Catalogue,
    CostDefaults,
    FactRules,
    Gate,
    Gates,
    Gpu,
    OpenModel,
    Principle,
    Range,
    RouteRow,
    Rule,
    Rules,
    Seat,
    Tier,
    VendorModel,
    VolumeRule,
)

FOLDER = Path(__file__).parent / "catalogue"

TIERS = ("narrow", "general", "frontier")


class CatalogueError(ValueError):
    """A table that cannot be read; the message names the file and what is wrong."""


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
    principle, weights = raw["principle"], dict(raw["weights"])
    spread = float(weights.pop("spread"))
    return Rules(
        facts={name: _fact_rules(row) for name, row in raw["facts"].items()},
        deadline=_fact_rules(raw["deadline"]),
        lead_time_weeks=float(raw["deadline"]["lead_time_weeks"]),
        volume=_volume(raw["volume"]),
        principle=Principle(
            _rule(principle, principle["passage"]), principle["fact"], principle["factor"], float(principle["least"])
        ),
        gates=_gates(raw["gates"]),
        weights={name: float(row["value"]) for name, row in weights.items()},
        spread=spread,
        work={name: str(text) for name, text in raw["side_by_side"].items()},
        laws={name: Gate(row["sentence"], row["passage"]) for name, row in raw["laws"].items()},
        as_of=str(raw["as_of"]),
    )


def _volume(row: Mapping[str, Any]) -> VolumeRule:
    return VolumeRule(
        factor=row["factor"],
        passage=row["passage"],
        low=float(row["low"]),
        high=float(row["high"]),
        decades=float(row["decades"]),
        sentences={name: _rule(rule, row["passage"]) for name, rule in row["rules"].items()},
        growth=_rule(row["growth"], row["passage"]),
    )


def _gates(row: Mapping[str, Any]) -> Gates:
    itar, on_premises = row["itar"], row["vendor_on_premises"]
    return Gates(
        boundary={name: Gate(gate["why"], gate["passage"]) for name, gate in row["boundary"].items()},
        itar=Gate(itar["why"], itar["passage"], tuple(itar["routes"])),
        on_premises=Gate(on_premises["why"], on_premises["passage"]),
        least_budget=float(on_premises["least_budget"]),
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
