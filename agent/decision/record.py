"""The decision record: an assessment, and beside it all it stood on, so that it can be computed again later."""

import hashlib
import importlib.metadata
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from agent.decision.assess import Asked, assessed, assessment_to_json
from agent.decision.assessment import Assessment
from agent.decision.prices import CARD_TOKENS, PER_MILLION, Tokens, model_price
from agent.decision.pricing import Pricing
from agent.decision.wording import FIGURES
from agent.facts import FACTS
from knowledge.catalogue import FOLDER, TABLES
from knowledge.rules import Rules
from knowledge.tables import OpenModel, VendorModel

FORM = "decision record"
VERSION = 1

# What computes: this program, and the list of the vendors' prices.
COMPUTED_BY = ("sourcing-advisor", "genai-prices")

PER_MILLION_TOKENS = "USD a million tokens in and out"
A_SEAT = "USD a seat and month"
AN_HOUR = "USD an hour"
TO_BUY = "USD to buy"


def recorded(asked: Asked) -> dict[str, Any]:
    """The full assessment of what is asked as plain JSON, with its record under `record`."""
    return with_record(assessed(asked, "full"), asked)


def with_record(found: Assessment, asked: Asked) -> dict[str, Any]:
    """A full assessment as plain JSON, with what it stood on under `record`."""
    return {**assessment_to_json(found), "record": _record(asked)}


def _record(asked: Asked) -> dict[str, Any]:
    rules = asked.catalogue.rules
    details = {name: asked.details[name] for name in FACTS if name in asked.details}
    return {
        "form": FORM,
        "version": VERSION,
        "made_on": asked.today.isoformat(),
        "facts": dict(asked.facts),
        "details": {name: dict(sorted(detail.items())) for name, detail in details.items()},
        "weights": {name: value for name, value in asked.weights.items() if value != rules.weights[name]},
        "present": asdict(asked.present) if asked.present else None,
        "versions": dict(versions()),
        "tables": dict(table_hashes()),
        "rules": rule_points(rules),
        "figures": figures(asked.pricing),
    }


@lru_cache(maxsize=1)
def versions() -> Mapping[str, str]:
    """The versions of what computes."""
    return {name: importlib.metadata.version(name) for name in COMPUTED_BY}


@lru_cache(maxsize=1)
def table_hashes() -> Mapping[str, str]:
    """The sha256 of each table as it stands in its file."""
    return {name: hashlib.sha256((FOLDER / f"{name}.yaml").read_bytes()).hexdigest() for name in TABLES}


def rule_points(rules: Rules) -> dict[str, list[float]]:
    """The points of every rule by its id, now and later, and the numbers of the other rules."""
    rows = {rule.id: [rule.now, rule.later] for fact in rules.facts.values() for rule in fact.rules.values()}
    rows |= {rule.id: [rule.now, rule.later, rule.below] for rule in rules.deadline.rules.values()}
    rows |= {f"weight-{name}": [weight] for name, weight in rules.weights.items()}
    rows["volume"] = [rules.volume.low, rules.volume.high, rules.volume.decades]
    rows[rules.principle.rule.id] = [rules.principle.least]
    return rows


def figures(pricing: Pricing) -> dict[str, list[float]]:
    """The prices and figures that the costs were counted with, by what they are."""
    catalogue = pricing.catalogue
    models: list[VendorModel | OpenModel] = [*pricing.vendor_models, pricing.open_model]
    plans = [catalogue.seats[name] for name in catalogue.seat_plans]
    cards = (pricing.usual_card, pricing.own_card)
    return {
        **{f"{model.name}, {PER_MILLION_TOKENS}": _per_million(model, pricing) for model in models},
        **{f"{plan.name}, {A_SEAT}": [usd for usd in (plan.usd_annual, plan.usd_monthly) if usd] for plan in plans},
        **{f"{card.name}, {AN_HOUR}": list(card.usd_hour) for card in cards if card.usd_hour},
        **{f"{card.name}, {TO_BUY}": list(card.purchase_usd) for card in cards},
        **{FIGURES[name].title: list(values) for name, values in catalogue.costs.ranges.items()},
    }


def _per_million(model: VendorModel | OpenModel, pricing: Pricing) -> list[float]:
    one_way = (Tokens(CARD_TOKENS, 0), Tokens(0, CARD_TOKENS))
    prices = (model_price(model, tokens, pricing.today, pricing.catalogue) for tokens in one_way)
    return [round(price / CARD_TOKENS * PER_MILLION, 6) for price in prices]
