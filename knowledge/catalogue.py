"""Reads the dated tables that the decision stands on: rules, routes, GPUs, licences, models, prices and cost defaults.

Read once from YAML into the records of `knowledge.tables`; a file of one's own may override any number. Nothing here
computes.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.architectures import load_architectures
from knowledge.overrides import NEGOTIATED, overridden
from knowledge.speed import load_speed
from knowledge.tables import (
    Catalogue,
    CostDefaults,
    FactRules,
    Gate,
    Gates,
    Gpu,
    LicenceClaim,
    Negotiated,
    OpenModel,
    Principle,
    Published,
    Range,
    RouteRow,
    Rule,
    RuleOfThumb,
    Rules,
    Seat,
    Term,
    Tier,
    VendorModel,
    VolumeRule,
)

FOLDER = Path(__file__).parent / "catalogue"

TABLES = ("rules", "routes", "gpus", "seats", "open_models", "vendor_models", "tiers", "costs", "published")
TIERS = ("narrow", "general", "frontier")


class CatalogueError(ValueError):
    """A table that cannot be read; the message names the file and what is wrong."""


def load_catalogue(folder: Path = FOLDER, overrides: Mapping[str, Any] | None = None) -> Catalogue:
    """The catalogue in a folder, read once for the same overrides; OverrideError names what cannot be overridden."""
    return _load(folder, json.dumps(overrides, sort_keys=True) if overrides else "")


@lru_cache(maxsize=32)
def _load(folder: Path, overrides: str) -> Catalogue:
    raw = _raw(folder)
    if overrides:
        raw = overridden(raw, json.loads(overrides))
    try:
        return _build(raw, folder)
    except (KeyError, TypeError, ValueError) as error:
        raise CatalogueError(f"the catalogue in {folder} is not complete: {error!r}") from error


@lru_cache(maxsize=8)
def _raw(folder: Path) -> Mapping[str, dict[str, Any]]:
    return {name: read_table(folder, name) for name in TABLES}


def read_table(folder: Path, name: str) -> dict[str, Any]:
    """One table as it is written."""
    path = folder / f"{name}.yaml"
    try:
        text = path.read_text(encoding="utf-8")
        loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path} cannot be read: {error}") from error
    return loaded


def _build(raw: Mapping[str, dict[str, Any]], folder: Path) -> Catalogue:
    seats, gpus = raw["seats"], raw["gpus"]
    return Catalogue(
        rules=_rules(raw["rules"]),
        routes={n: RouteRow(**{**row, "weeks": _range(row["weeks"])}) for n, row in raw["routes"]["routes"].items()},
        gpus={name: _gpu(name, row) for name, row in gpus["gpus"].items()},
        terms={name: Term(**{**row, "factor": _range(row["factor"])}) for name, row in gpus["terms"].items()},
        seats={name: _seat(name, row) for name, row in seats["seats"].items()},
        seat_plans=tuple(seats["compared"]),
        unused_share=(seats["unused_share"]["low"], seats["unused_share"]["high"]),
        vendor_models={i: _vendor_model(i, row) for i, row in raw["vendor_models"]["models"].items()},
        open_models={i: _open_model(i, row, folder) for i, row in raw["open_models"]["models"].items()},
        tiers={name: _tier(raw["tiers"]["tiers"][name]) for name in TIERS},
        costs=_costs(raw["costs"]),
        throughput=load_speed(folder),
        published=_published(raw["published"]),
        negotiated={name: Negotiated(**row) for name, row in raw.get(NEGOTIATED, {}).items()},
        as_of=min(str(table["as_of"]) for table in raw.values() if "as_of" in table),
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
    ranges = {key: _range(row[key]) if row[key] else None for key in ("usd_hour", "hyperscaler_usd_hour")}
    listed = {"purchase_usd": _range(row["purchase_usd"]), "aliases": tuple(row.get("aliases", ()))}
    return Gpu(name=name, **{**row, **ranges, **listed})


def _seat(name: str, row: Mapping[str, Any]) -> Seat:
    return Seat(name=name, **{**row, "usage_usd": _range(row.get("usage_usd", (0, 0, 0)))})


def _vendor_model(identity: str, row: Mapping[str, Any]) -> VendorModel:
    return VendorModel(id=identity, **{**row, "tiers": tuple(row["tiers"]), "aliases": tuple(row["aliases"])})


def _open_model(identity: str, row: Mapping[str, Any], folder: Path) -> OpenModel:
    built = load_architectures(folder)[row["architecture"]]
    offers = tuple((provider, model) for provider, model in row["offers"])
    return OpenModel(id=identity, **{**row, "architecture": built, "offers": offers})


def _tier(row: Mapping[str, Any]) -> Tier:
    low, mid, high = row["vendor"]
    listed = {"vendor": (low, mid, high), "start": tuple(row["start"]), "also_open": tuple(row["also_open"])}
    return Tier(**{**row, **listed})


def _published(raw: Mapping[str, Any]) -> Published:
    return Published(LicenceClaim(**raw["licences"]), tuple(RuleOfThumb(**row) for row in raw["rules"]))


def _costs(raw: Mapping[str, Any]) -> CostDefaults:
    ranges = raw["ranges"]
    return CostDefaults(
        ranges={name: _range(row["values"]) for name, row in ranges.items()},
        units={name: row["unit"] for name, row in ranges.items()},
        sources={name: row["source"] for name, row in ranges.items()},
        latency_factor={k: v for k, v in raw["latency_factor"].items() if isinstance(v, int | float)},
        hours_per_month=float(raw["hours_per_month"]),
        input_share=float(raw["input_share"]),
        least_replicas=raw["least_replicas"],
        most_replicas=int(raw["most_replicas"]),
        tenancy_surcharge=_range(raw["tenancy_surcharge"]),
        usual=raw["usual"],
    )
