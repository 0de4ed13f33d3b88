"""Numbers of one's own in place of the tables': the same structure, checked, laid over them.

A file (`ADVISOR_PRICES`) or the overrides of one line mirror the tables:

    gpus: {H100-SXM: {usd_hour: [2.0, 2.2, 2.5]}}
    costs: {ranges: {people: 0.5}}
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

# What may be overridden, and the key beneath which a table keeps its rows.
ROWS = {
    "gpus": "gpus",
    "seats": "seats",
    "open_models": "models",
    "vendor_models": "models",
    "routes": "routes",
    "costs": "ranges",
}

PRICE_KEYS = {"input_per_m", "output_per_m", "cached_per_m", "batch_factor", "checked"}
PRICE_NEEDS = {"input_per_m", "output_per_m", "checked"}

EVERY_CARD = "usd_hour"


class OverrideError(ValueError):
    """A number that cannot be overridden so; the message names the key and what is known."""


def read_overrides(path: Path) -> dict[str, Any]:
    """The overrides of a file."""
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise OverrideError(f"{path} cannot be read: {error}") from error
    if not isinstance(loaded, dict):
        raise OverrideError(f"{path} holds no tables; write for example: costs: {{ranges: {{people: 0.5}}}}")
    return {str(key): _plain(value) for key, value in loaded.items()}


def _plain(value: Any) -> Any:
    """Dates as text, so that overrides are plain data."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def overridden(tables: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The tables with the overrides laid over them; the tables themselves stay as they are."""
    new = {
        name: copy.deepcopy(table) if name in (*overrides, "costs", "gpus") else table for name, table in tables.items()
    }
    ranges, gpus = new["costs"]["ranges"], new["gpus"]["gpus"]
    for name, value in overrides.items():
        if name in ranges:
            ranges[name]["values"] = _range(name, value)
        elif name == EVERY_CARD:
            for row in gpus.values():
                row[EVERY_CARD] = _range(name, value)
        elif name == NEGOTIATED:
            new[NEGOTIATED] = _prices(value, tables)
        elif name in ROWS:
            _lay(name, new[name], _mapping(name, value))
        else:
            _refuse("overrides", name, (*ROWS, NEGOTIATED, EVERY_CARD, *ranges))
    return new


def _lay(table: str, rows: dict[str, Any], given: Mapping[str, Any]) -> None:
    """Lay one table's overrides over it."""
    if table == "costs":
        for name, value in _mapping("costs.ranges", given.get("ranges", given)).items():
            if name not in rows["ranges"]:
                _refuse("costs.ranges", name, rows["ranges"])
            rows["ranges"][name]["values"] = _range(name, value)
        return
    known = rows[ROWS[table]]
    for name, fields in given.items():
        if name not in known:
            _refuse(table, name, known)
        for field, value in _mapping(f"{table}.{name}", fields).items():
            path = f"{table}.{name}.{field}"
            if field not in known[name]:
                _refuse(f"{table}.{name}", field, known[name])
            known[name][field] = _like(path, known[name][field], value)


def _like(path: str, old: Any, value: Any) -> Any:
    """A value of the kind that it replaces."""
    if _is_range(old) or (old is None and path.endswith(("usd_hour", "usage_usd"))):
        return _range(path, value)
    if isinstance(old, int | float) and not isinstance(old, bool):
        return _number(path, value)
    if old is not None and type(value) is not type(old):
        raise OverrideError(f"{path}: {value!r} is not {type(old).__name__}, as {old!r} is")
    return _number(path, value) if isinstance(value, int | float) else value


def _is_range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 3 and all(isinstance(item, int | float) for item in value)


def _range(path: str, value: Any) -> list[float]:
    """Low, mid and high; one number stands for all three."""
    if not isinstance(value, list):
        return [_number(path, value)] * 3
    ends = [_number(path, item) for item in value]
    if len(ends) != 3 or ends != sorted(ends):
        raise OverrideError(f"{path}: {value!r} is not low, mid and high in that order, nor one number")
    return ends


def _number(path: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise OverrideError(f"{path}: {value!r} is not a number from 0 up")
    return float(value)


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
