"""What a line of a batch command gives: facts with what stands beside them, weights, and what is there today."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from agent.decision.workload import Present
from agent.facts import FACTS, FactError

# Numbers beside a fact that costs are computed from.
DETAIL_NUMBERS = {
    "requests_per_month": ("peak_per_second",),
    "tokens_per_request": ("input", "output", "cached"),
    "gpus": ("count",),
}
MAY_BE_NOTHING = "cached"
LARGEST_DETAIL = 1e12


def known_keys(line: Mapping[str, Any], known: Sequence[str]) -> None:
    """Refuse a key that a line does not take."""
    unknown = [str(key) for key in line if key not in known]
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; a line takes {', '.join(known)}")


def weights_of(given: Any) -> Mapping[str, float]:
    """The weights of the factors, where some are given."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise ValueError(f"weights: {given!r} is not an object of factors and numbers")
    return given


def present_of(given: Any) -> Present | None:
    """What is there today, from {"usd_per_month", "model", "end_users"}; each may be left out."""
    if given is None:
        return None
    if not isinstance(given, Mapping) or not given.keys() <= {"usd_per_month", "model", "end_users"}:
        raise ValueError(f'present: {given!r} is not {{"usd_per_month", "model", "end_users"}}')
    model = given.get("model")
    if model is not None and not isinstance(model, str):
        raise ValueError(f"present: model: {model!r} is not a text")
    return Present(_above_nothing(given, "usd_per_month"), model, _above_nothing(given, "end_users"))


def _above_nothing(given: Mapping[str, Any], name: str) -> float | None:
    value = given.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise ValueError(f"present: {name}: {value!r} is not a number above 0")
    return float(value)


def facts_of(given: Any) -> tuple[dict[str, Any], dict[str, Mapping[str, Any]]]:
    """The values, and what stands beside them; a value may come as {"value", "detail"}."""
    if not isinstance(given, Mapping):
        raise ValueError(f"facts: {given!r} is not an object of facts and values")
    values: dict[str, Any] = {}
    details: dict[str, Mapping[str, Any]] = {}
    for name, value in given.items():
        if isinstance(value, Mapping):
            value, detail = _with_detail(str(name), value)
            details[str(name)] = detail
        values[str(name)] = value
    return values, details


def _with_detail(name: str, given: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
    if "value" not in given or not given.keys() <= {"value", "detail"}:
        allowed = ", ".join(FACTS[name].values) if name in FACTS and FACTS[name].values else "a value"
        raise FactError(f'{name}: {dict(given)!r} is neither {allowed} nor {{"value", "detail"}}')
    return given["value"], checked_detail(name, given.get("detail"))


def checked_detail(name: str, detail: Any) -> Mapping[str, Any]:
    """What stands beside a fact, checked; FactError names the fact and what cannot be."""
    if detail is None:
        return {}
    if not isinstance(detail, Mapping):
        raise FactError(f"{name}: detail {detail!r} is not an object")
    for key in DETAIL_NUMBERS.get(name, ()):
        if detail.get(key) is not None:
            _check_detail(name, key, detail[key])
    try:
        json.dumps(detail, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise FactError(f"{name}: detail {dict(detail)!r} holds what is no finite number and no text") from error
    return detail


def _check_detail(name: str, key: str, value: Any) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 <= value <= LARGEST_DETAIL or (value == 0 and key != MAY_BE_NOTHING):
        raise FactError(f"{name}: detail {key}: {value!r} is not a number above 0, up to {LARGEST_DETAIL:g}")
