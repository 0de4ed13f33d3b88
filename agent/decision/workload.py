"""The work whose cost is compared: requests a month, tokens in and out, and the model tier; with what was assumed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agent.decision.assessment import Assumption
from agent.decision.prices import split
from agent.decision.wording import count
from agent.facts import FactValue
from knowledge.tables import Catalogue, Gpu

Details = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Workload:
    """What one month asks of a model."""

    requests: float
    given: int
    answered: int
    tier: str
    audience: str
    seats: float | None
    tuned: bool
    gpus: str
    card: Gpu | None
    cards_there: float | None
    requests_known: bool
    assumptions: tuple[Assumption, ...]


def input_share(details: Details, catalogue: Catalogue) -> float:
    """The share of input in a request's tokens: from a stated split, or the default."""
    stated = details.get("tokens_per_request", {})
    given, answered = (_positive(stated.get(key)) for key in ("input", "output"))
    if given is None or answered is None:
        return catalogue.costs.input_share
    return given / (given + answered)


def _positive(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e12:
        return None
    return float(value)


def workload(facts: Mapping[str, FactValue], details: Details, catalogue: Catalogue) -> Workload:
    """The work of one ledger; what nobody stated is assumed and said so."""
    assumed: list[Assumption] = []
    requests = _number("requests_per_month", facts, catalogue, assumed, "Volume", "requests a month")
    tokens = _number("tokens_per_request", facts, catalogue, assumed, "Size of a request", "tokens")
    share = input_share(details, catalogue)
    given, answered = split(tokens, share)
    if share == catalogue.costs.input_share:
        split_words = f"{given:,} tokens in, {answered:,} out"
        assumed.append(Assumption("Input and output", split_words, "most work reads more than it writes"))
    tier = facts.get("task_difficulty", "general")
    if "task_difficulty" not in facts:
        assumed.append(Assumption("Difficulty", "general work", "nobody said how hard it is", "task_difficulty"))
    if "growth_12m" not in facts:
        assumed.append(Assumption("Growth", "costs at today's volume", "nobody said how it grows", "growth_12m"))
    seats = facts.get("seats")
    return Workload(
        requests=requests,
        given=given,
        answered=answered,
        tier=str(tier),
        audience=str(facts.get("audience", "employees")),
        seats=seats if isinstance(seats, float) else None,
        tuned=facts.get("customization") == "fine_tuning",
        gpus=str(facts.get("gpus", "none")),
        card=named_card(details, catalogue),
        cards_there=_positive(details.get("gpus", {}).get("count")),
        requests_known="requests_per_month" in facts,
        assumptions=tuple(assumed),
    )


def _number(
    name: str, facts: Mapping[str, FactValue], catalogue: Catalogue, assumed: list[Assumption], what: str, unit: str
) -> float:
    value = facts.get(name)
    if isinstance(value, float):
        return value
    usual = float(catalogue.costs.usual[name])
    assumed.append(Assumption(what, f"{count(usual)} {unit}", "nobody said; a usual figure", name))
    return usual


def named_card(details: Details, catalogue: Catalogue) -> Gpu | None:
    """The GPU that was named beside the fact, where the catalogue knows it."""
    named = str(details.get("gpus", {}).get("type", "")).lower().replace(" ", "").removeprefix("nvidia")
    if len(named) < 2:
        return None
    return next((gpu for name, gpu in catalogue.gpus.items() if name.lower().startswith(named)), None)
