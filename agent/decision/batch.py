"""One line of `advisor assess`: facts, and where given the factors' weights and the day."""

from collections.abc import Mapping
from typing import Any

from agent.days import day_of
from agent.decision.assess import assess, assessment_to_json
from agent.facts import FACTS, FactError

KEYS = ("id", "facts", "weights", "today")


def assess_line(line: Mapping[str, Any]) -> dict[str, Any]:
    """Assess one line; what it cannot take is a ValueError in a readable sentence."""
    unknown = [str(key) for key in line if key not in KEYS]
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; a line takes {', '.join(KEYS)}")
    facts, details = facts_of(line.get("facts"))
    weights = line.get("weights") or {}
    if not isinstance(weights, Mapping):
        raise ValueError(f"weights: {weights!r} is not an object of factors and numbers")
    assessment = assess(facts, details=details, today=day_of(line.get("today")), weights=weights)
    return assessment_to_json(assessment)


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
    detail = given.get("detail") or {}
    if not isinstance(detail, Mapping):
        raise FactError(f"{name}: detail {detail!r} is not an object")
    return given["value"], detail
