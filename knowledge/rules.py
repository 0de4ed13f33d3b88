"""The rules that decide, apart from prices: points by fact, gates, laws and weights; records and how they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
    weight_reasons: Mapping[str, str]
    spread: float
    work: Mapping[str, str]
    laws: Mapping[str, Gate]
    as_of: str


def read_rules(raw: Mapping[str, Any]) -> Rules:
    """The rules of a table."""
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
        weight_reasons={name: row["reason"] for name, row in weights.items()},
        spread=spread,
        work={name: str(text) for name, text in raw["side_by_side"].items()},
        laws={name: Gate(row["sentence"], row["passage"]) for name, row in raw["laws"].items()},
        as_of=str(raw["as_of"]),
    )


def _fact_rules(row: Mapping[str, Any]) -> FactRules:
    rules = {value: _rule(r, row["passage"]) for value, r in row["rules"].items()}
    return FactRules(row["factor"], rules, row.get("unknown", ""))


def _rule(row: Mapping[str, Any], passage: str) -> Rule:
    return Rule(
        id=row["id"],
        now=float(row.get("now", 0.0)),
        later=float(row.get("later", 0.0)),
        sentence=row["sentence"],
        passage=row.get("passage", passage),
        below=float(row.get("below", 0.0)),
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
