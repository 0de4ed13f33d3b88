"""The work whose cost is compared: requests a month, tokens in and out, and the model tier; with what was assumed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agent.decision.counsel import Assumption
from agent.decision.prices import Tokens
from agent.decision.wording import count
from agent.facts import FactValue
from knowledge.tables import Catalogue, Gpu

SECONDS_AN_HOUR = 3_600

Details = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Present:
    """What is there today, as it was told: the bill and its model, and how many people outside use the product."""

    usd_per_month: float | None = None
    model: str | None = None
    end_users: float | None = None


@dataclass(frozen=True)
class Choices:
    """What somebody chose to count with in place of the catalogue's choice; None is the catalogue's."""

    open_model: str | None = None
    weights: str | None = None
    gpu: str | None = None
    n_gpu: int | None = None
    vendor_model: str | None = None
    input_share: float | None = None
    cached_share: float = 0.0
    batch: bool = False
    escalated_share: float = 0.0


@dataclass(frozen=True)
class Workload:
    """What one month asks of a model.

    `growth` is the multiple of today's volume in a year, `busiest` the requests of the busiest second over the average;
    `health_data` wants a business associate agreement with whoever handles it.
    """

    tokens: Tokens
    tier: str
    audience: str
    requests: float = 1.0
    requests_known: bool = False
    growth: float = 1.0
    seats: float | None = None
    health_data: bool = False
    tuned: bool = False
    gpus: str = "none"
    card: Gpu | None = None
    cards_there: float | None = None
    busiest: float | None = None
    batch: bool = False
    escalated_share: float = 0.0
    assumptions: tuple[Assumption, ...] = ()

    @property
    def given(self) -> int:
        """Tokens in."""
        return self.tokens.input

    @property
    def answered(self) -> int:
        """Tokens out."""
        return self.tokens.output


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


def split(tokens: float, share: float) -> tuple[int, int]:
    """A request's tokens in and out, at least one of each; neither falls when the request grows."""
    whole = round(tokens)
    given = max(1, round(whole * share))
    return given, max(1, whole - given)


def workload(
    facts: Mapping[str, FactValue], details: Details, catalogue: Catalogue, choices: Choices | None = None
) -> Workload:
    """The work of one ledger; what nobody stated is assumed and said so."""
    chosen = choices or Choices()
    assumed: list[Assumption] = []
    requests = _number("requests_per_month", facts, catalogue, assumed, "Volume", "requests a month")
    tokens = _tokens(facts, details, catalogue, chosen, assumed)
    tier = facts.get("task_difficulty", "general")
    if "task_difficulty" not in facts:
        assumed.append(Assumption("Difficulty", "general work", "nobody said how hard it is", "task_difficulty"))
    growth = facts.get("growth_12m")
    if growth is None:
        assumed.append(Assumption("Growth", "costs at today's volume", "nobody said how it grows", "growth_12m"))
    seats = facts.get("seats")
    return Workload(
        requests=requests,
        tokens=tokens,
        tier=str(tier),
        audience=str(facts.get("audience", "employees")),
        seats=seats if isinstance(seats, float) else None,
        health_data="hipaa" in _listed(facts.get("regulations")),
        tuned=facts.get("customization") == "fine_tuning",
        growth=growth if isinstance(growth, float) else 1.0,
        gpus=str(facts.get("gpus", "none")),
        card=named_card(str(details.get("gpus", {}).get("type", "")), catalogue),
        cards_there=_positive(details.get("gpus", {}).get("count")),
        busiest=_busiest(requests, details, catalogue),
        requests_known="requests_per_month" in facts,
        batch=chosen.batch,
        escalated_share=chosen.escalated_share,
        assumptions=tuple(assumed),
    )


def _tokens(
    facts: Mapping[str, FactValue],
    details: Details,
    catalogue: Catalogue,
    chosen: Choices,
    assumed: list[Assumption],
) -> Tokens:
    """The tokens of one request: in, out, and those of the input that the vendor has cached."""
    total = _number("tokens_per_request", facts, catalogue, assumed, "Size of a request", "tokens")
    share = chosen.input_share if chosen.input_share is not None else input_share(details, catalogue)
    given, answered = split(total, share)
    if chosen.input_share is None and share == catalogue.costs.input_share:
        words = f"{given:,} tokens in, {answered:,} out"
        assumed.append(Assumption("Input and output", words, "most work reads more than it writes"))
    told = _positive(details.get("tokens_per_request", {}).get("cached"))
    cached = min(round(told), given) if told is not None else round(given * chosen.cached_share)
    return Tokens(given, answered, cached)


def _listed(value: FactValue | None) -> list[str]:
    return value if isinstance(value, list) else []


def _busiest(requests: float, details: Details, catalogue: Catalogue) -> float | None:
    """How many times the average the busiest second is, where its requests were told beside the volume."""
    peak = _positive(details.get("requests_per_month", {}).get("peak_per_second"))
    if peak is None:
        return None
    return max(peak * SECONDS_AN_HOUR * catalogue.costs.hours_per_month / requests, 1.0)


def _number(
    name: str, facts: Mapping[str, FactValue], catalogue: Catalogue, assumed: list[Assumption], what: str, unit: str
) -> float:
    value = facts.get(name)
    if isinstance(value, float):
        return value
    usual = float(catalogue.costs.usual[name])
    assumed.append(Assumption(what, f"{count(usual)} {unit}", "nobody said; a usual figure", name))
    return usual


def named_card(words: str, catalogue: Catalogue) -> Gpu | None:
    """The GPU that somebody means, where the catalogue knows it: its whole name, or how it begins."""
    named = _letters(words).removeprefix("nvidia").removeprefix("amd")
    if len(named) < 2:
        return None
    names = [(_letters(name), gpu) for gpu in catalogue.gpus.values() for name in (gpu.name, *gpu.aliases)]
    whole = next((gpu for name, gpu in names if name == named), None)
    return whole or next((gpu for name, gpu in names if name.startswith(named)), None)


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
