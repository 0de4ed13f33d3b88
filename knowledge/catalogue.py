"""Reads the dated tables that the decision stands on: rules, routes, GPUs, licences, models, prices and cost defaults.

Read once from YAML into the records of `knowledge.tables`; a file of one's own may override any number. Nothing here
computes.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.architectures import Architecture, read_architectures
from knowledge.counsel import read_contradictions, read_evaluation, read_readiness, read_risks, read_triggers
from knowledge.overrides import NEGOTIATED, overridden
from knowledge.rules import read_rules
from knowledge.speed import SpeedConstants
from knowledge.tables import (
    Catalogue,
    CostDefaults,
    Gpu,
    LicenceClaim,
    Negotiated,
    OpenModel,
    Published,
    Range,
    RouteRow,
    RuleOfThumb,
    Seat,
    Term,
    Tier,
    VendorModel,
)

FOLDER = Path(__file__).parent / "catalogue"

TABLES = (
    "rules",
    "routes",
    "gpus",
    "seats",
    "open_models",
    "vendor_models",
    "tiers",
    "costs",
    "published",
    "architectures",
    "throughput",
    "risks",
    "readiness",
    "contradictions",
    "triggers",
    "evaluation",
)

# The tables that hold prices: the oldest of their dates is the date of the prices.
PRICED = ("gpus", "seats", "open_models", "vendor_models", "costs")
TIERS = ("narrow", "general", "frontier")


class CatalogueError(ValueError):
    """A table that cannot be read; the message names the file and what is wrong."""


def load_catalogue(folder: Path = FOLDER, *, overrides: Sequence[Mapping[str, Any]] = ()) -> Catalogue:
    """The catalogue in a folder with overrides laid over it, one after the other; read once for the same ones."""
    return _load(folder, tuple(json.dumps(layer, sort_keys=True) for layer in overrides if layer))


@lru_cache(maxsize=32)
def _load(folder: Path, overrides: tuple[str, ...]) -> Catalogue:
    raw = read_tables(folder)
    for layer in overrides:
        raw = overridden(raw, json.loads(layer))
    try:
        return _known_names(_build(raw))
    except CatalogueError:
        raise
    except ValueError as error:
        raise CatalogueError(f"the catalogue in {folder} cannot be: {error}") from error
    except (KeyError, TypeError) as error:
        raise CatalogueError(f"the catalogue in {folder} is not complete: {error!r}") from error


@lru_cache(maxsize=8)
def read_tables(folder: Path = FOLDER) -> dict[str, dict[str, Any]]:
    """All tables as they are written; nobody may change them."""
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


def _build(raw: Mapping[str, dict[str, Any]]) -> Catalogue:
    seats, gpus = raw["seats"], raw["gpus"]
    architectures = read_architectures(raw["architectures"])
    return Catalogue(
        rules=read_rules(raw["rules"]),
        routes={n: RouteRow(**{**row, "weeks": _range(row["weeks"])}) for n, row in raw["routes"]["routes"].items()},
        gpus={name: _gpu(name, row) for name, row in gpus["gpus"].items()},
        terms={name: Term(**{**row, "factor": _range(row["factor"])}) for name, row in gpus["terms"].items()},
        seats={name: _seat(name, row) for name, row in seats["seats"].items()},
        seat_plans=tuple(seats["compared"]),
        unused_share=(seats["unused_share"]["low"], seats["unused_share"]["high"]),
        vendor_models={i: _vendor_model(i, row) for i, row in raw["vendor_models"]["models"].items()},
        architectures=architectures,
        open_models={i: _open_model(i, row, architectures) for i, row in raw["open_models"]["models"].items()},
        tiers={name: _tier(raw["tiers"]["tiers"][name]) for name in TIERS},
        costs=_costs(raw["costs"]),
        throughput=_speed(raw["throughput"]),
        published=_published(raw["published"]),
        risks=read_risks(raw["risks"]),
        readiness=read_readiness(raw["readiness"]),
        contradictions=read_contradictions(raw["contradictions"]),
        triggers=read_triggers(raw["triggers"]),
        evaluation=read_evaluation(raw["evaluation"]),
        negotiated={name: Negotiated(**row) for name, row in raw.get(NEGOTIATED, {}).items()},
        as_of=min(str(raw[name]["as_of"]) for name in PRICED),
    )


def _known_names(catalogue: Catalogue) -> Catalogue:
    """The catalogue, if what its tables name of each other exists."""
    tiers, models = catalogue.tiers.items(), catalogue.open_models.items()
    for where, names, known in (
        *((f"tiers.{t}.vendor", (*row.vendor, *row.start), catalogue.vendor_models) for t, row in tiers),
        *((f"tiers.{t}.open", (row.open, *row.also_open), catalogue.open_models) for t, row in tiers),
        *((f"open_models.{m}.gpu", (row.gpu,), catalogue.gpus) for m, row in models),
        ("seats.compared", catalogue.seat_plans, catalogue.seats),
    ):
        unknown = [name for name in names if name not in known]
        if unknown:
            raise CatalogueError(f"{where} names {unknown[0]!r}, which no table holds")
    return catalogue


def _range(values: Any) -> Range:
    low, mid, high = (float(v) for v in values)
    return low, mid, high


def _gpu(name: str, row: Mapping[str, Any]) -> Gpu:
    ranges = {key: _range(row[key]) if row[key] else None for key in ("usd_hour", "hyperscaler_usd_hour")}
    listed = {"purchase_usd": _range(row["purchase_usd"]), "aliases": tuple(row.get("aliases", ()))}
    return Gpu(name=name, **{**row, **ranges, **listed})


def _seat(name: str, row: Mapping[str, Any]) -> Seat:
    return Seat(name=name, **{**row, "usage_usd": _range(row.get("usage_usd", (0, 0, 0)))})


def _vendor_model(identity: str, row: Mapping[str, Any]) -> VendorModel:
    return VendorModel(id=identity, **{**row, "tiers": tuple(row["tiers"]), "aliases": tuple(row["aliases"])})


def _open_model(identity: str, row: Mapping[str, Any], architectures: Mapping[str, Architecture]) -> OpenModel:
    built = architectures[row["architecture"]]
    offers = tuple((provider, model) for provider, model in row["offers"])
    listed = {"architecture": built, "offers": offers, "aliases": tuple(row.get("aliases", ()))}
    return OpenModel(id=identity, **{**row, **listed})


def _speed(raw: Mapping[str, Any]) -> SpeedConstants:
    return SpeedConstants(**raw["fitted"], **{name: value for name, value in raw.items() if name != "fitted"})


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
        sources={name: row["source"] for name, row in {**ranges, "latency_factor": raw["latency_factor"]}.items()},
        dates={name: str(row["as_of"]) for name, row in ranges.items()},
        peak_reserve=float(raw["peak_reserve"]),
        latency_factor={k: v for k, v in raw["latency_factor"].items() if isinstance(v, int | float)},
        hours_per_month=float(raw["hours_per_month"]),
        input_share=float(raw["input_share"]),
        least_replicas=raw["least_replicas"],
        most_replicas=int(raw["most_replicas"]),
        tenancy_surcharge=_range(raw["tenancy_surcharge"]),
        usual=raw["usual"],
    )
