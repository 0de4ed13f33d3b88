"""Figures of one's own in place of the tables': the same structure, checked, laid over them.

A file (`ADVISOR_PRICES`) or the overrides of one line mirror the tables; the key beneath which a table keeps its rows
may be left out:

    gpus: {H100-SXM: {usd_hour: [2.0, 2.2, 2.5]}}
    costs: {people: 0.5, input_share: 0.7}
    prices: {claude-sonnet-5-5: {input_per_m: 1.5, output_per_m: 8, checked: 2026-11-01}}

At the top level the name of a cost range alone will do, and `usd_hour` for every card. One number where a range stands
is low, mid and high at once.
"""

import copy
import difflib
import math
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

NEGOTIATED = "prices"

# What decides is no price, nor what follows from it; the weights are set beside the facts.
FIXED = ("rules", "risks", "contradictions", "triggers", "evaluation")

# The key beneath which a table keeps its rows.
ROWS = {
    "architectures": "architectures",
    "costs": "ranges",
    "gpus": "gpus",
    "open_models": "models",
    "readiness": "tasks",
    "routes": "routes",
    "seats": "seats",
    "throughput": "fitted",
    "tiers": "tiers",
    "vendor_models": "models",
}

# The keys that hold the figure itself where a row says more of it.
FIGURE = ("values", "value")

PRICE_KEYS = {"input_per_m", "output_per_m", "cached_per_m", "batch_factor", "checked"}
PRICE_NEEDS = {"input_per_m", "output_per_m", "checked"}

# No figure of a table is larger; below nothing is none.
LARGEST = 1e12

# Figures that may be nothing, beside prices in dollars; and shares, which are no more than the whole.
MAY_BE_NOTHING = ("people", "overhead", "watts", "layer_overhead_us", "price_decline_year", "tenancy_surcharge")
SHARES = ("use_of_capacity", "price_decline_year", "input_share", "usable_memory")

# Fields that count things.
WHOLE = ("n_gpu", "cards", "least", "most", "most_replicas", "customers", "other", "layers", "experts", "experts_used")

EVERY_CARD = "usd_hour"
"""The rent of every card at once, and the field of one card that it sets."""


class OverrideError(ValueError):
    """A figure that cannot be overridden so; the message names the key and what is known."""


def read_overrides(path: Path) -> dict[str, Any]:
    """The overrides of a file."""
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise OverrideError(f"{path} cannot be read: {error}") from error
    if not isinstance(loaded, dict):
        raise OverrideError(f"{path} holds no tables; write for example: costs: {{people: 0.5}}")
    return {str(key): _plain(value) for key, value in loaded.items()}


def _plain(value: Any) -> Any:
    """Dates as text, so that overrides are plain data."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def overridden(tables: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The tables with the overrides laid over them; the tables themselves stay as they are."""
    new: dict[str, Any] = copy.deepcopy(dict(tables))
    open_tables = [name for name in tables if name not in (*FIXED, NEGOTIATED)]
    ranges = new["costs"]["ranges"]
    for name, value in overrides.items():
        if name in ranges:
            _set("overrides", ranges, name, value)
        elif name == EVERY_CARD:
            for row in new["gpus"]["gpus"].values():
                row[EVERY_CARD] = _range(name, value)
        elif name == NEGOTIATED:
            new[NEGOTIATED] = {**new.get(NEGOTIATED, {}), **_prices(value, tables)}
        elif name in open_tables:
            _lay(name, new[name], _mapping(name, value))
        else:
            _refuse("overrides", name, (*open_tables, NEGOTIATED, EVERY_CARD, *ranges))
    return new


def _lay(table: str, old: dict[str, Any], given: Mapping[str, Any]) -> None:
    """Lay one table's overrides over it, whether or not they name the key of its rows."""
    rows = old.get(ROWS.get(table, ""), {})
    for name, value in given.items():
        _set(table, old if name in old or not rows else rows, name, value)


def _set(path: str, rows: dict[str, Any], name: str, value: Any) -> None:
    """Set one row, field or figure to a value of the kind that stands there."""
    if name not in rows:
        _refuse(path, name, rows)
    here, old = f"{path}.{name}", rows[name]
    if not isinstance(old, dict):
        rows[name] = _like(here, old, value)
        return
    figure = next((key for key in FIGURE if key in old), None)
    if figure and not isinstance(value, Mapping):
        value = {figure: value}
    for field, item in _mapping(here, value).items():
        if field not in old and (like := _of_a_sibling(field, rows)) is not None:
            old[field] = like
        _set(here, old, field, item)


def _of_a_sibling(field: str, rows: Mapping[str, Any]) -> Any:
    """What another row holds in a field that this one leaves out."""
    return next((row[field] for row in rows.values() if isinstance(row, dict) and field in row), None)


def _like(path: str, old: Any, value: Any) -> Any:
    """A value of the kind that it replaces."""
    if _is_range(old) or (old is None and path.endswith(EVERY_CARD)):
        return _range(path, value)
    if _is_number(old) or (old is None and _is_number(value)):
        counts = isinstance(old, int) and path.rpartition(".")[2] in WHOLE
        return _count(path, value) if counts else _number(path, value)
    if old is not None and type(value) is not type(old):
        raise OverrideError(f"{path}: {value!r} is not {type(old).__name__}, as {old!r} is")
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 3 and all(map(_is_number, value))


def _range(path: str, value: Any) -> list[float]:
    """Low, mid and high; one number stands for all three."""
    if not isinstance(value, list):
        return [_number(path, value)] * 3
    ends = [_number(path, item) for item in value]
    if len(ends) != 3 or ends != sorted(ends):
        raise OverrideError(f"{path}: {value!r} is not low, mid and high in that order, nor one number")
    return ends


def _number(path: str, value: Any) -> float:
    """A number that this figure can be."""
    field = path.replace(".values", "").rpartition(".")[2]
    largest = 1.0 if field in SHARES else LARGEST
    if not _is_number(value) or not math.isfinite(value) or not 0 <= value <= largest:
        raise OverrideError(f"{path}: {value!r} is not a number from 0 to {largest:g}")
    if value == 0 and "usd" not in field and field not in MAY_BE_NOTHING:
        raise OverrideError(f"{path}: {value!r} is not a number above 0")
    return float(value)


def _count(path: str, value: Any) -> int:
    if _number(path, value) != round(value):
        raise OverrideError(f"{path}: {value!r} is not a whole number")
    whole: int = round(value)
    return whole


def _prices(given: Any, tables: Mapping[str, Any]) -> dict[str, Any]:
    """Negotiated prices by the id of a model."""
    known = (*tables["vendor_models"]["models"], *tables["open_models"]["models"])
    found: dict[str, Any] = {}
    for name, row in _mapping(NEGOTIATED, given).items():
        path = f"{NEGOTIATED}.{name}"
        if name not in known:
            _refuse(NEGOTIATED, name, known)
        fields = _mapping(path, row)
        for field in fields:
            if field not in PRICE_KEYS:
                _refuse(path, field, PRICE_KEYS)
        if not fields.keys() >= PRICE_NEEDS:
            raise OverrideError(f"{path} lacks {', '.join(sorted(PRICE_NEEDS - fields.keys()))}")
        found[name] = {k: str(v) if k == "checked" else _number(f"{path}.{k}", v) for k, v in fields.items()}
    return found


def _mapping(path: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise OverrideError(f"{path}: {value!r} is not a table of names and values")
    return value


def _refuse(path: str, name: str, known: Iterable[str]) -> None:
    """An unknown name, with the nearest known ones."""
    names = sorted(map(str, known))
    near = difflib.get_close_matches(str(name), names, n=5, cutoff=0.4) or names[:12]
    raise OverrideError(f"{path}: unknown {name!r}; known are for example {', '.join(near)}")
