"""Two or three models for each horizon from the dated catalogue, with why, the licence and the hardware."""

from agent.decision.assessment import RouteWork
from agent.decision.counsel import ModelChoice
from agent.decision.prices import model_price
from agent.decision.pricing import Pricing
from agent.decision.wording import unit_price
from knowledge.tables import OpenModel

CLOSED = ("vendor_api", "vendor_tenancy", "vendor_on_premises")
OPEN = ("managed_open", "self_hosted", "own_machines")
MOST = 3


def shortlist(
    pricing: Pricing, route_now: tuple[RouteWork, ...], route_later: tuple[RouteWork, ...]
) -> tuple[ModelChoice, ...]:
    """The models for the routes now, then those for the routes later."""
    now = _for_routes(pricing, {w.route for w in route_now}, "now")
    later = _for_routes(pricing, {w.route for w in route_later}, "later")
    return (*now, *(choice for choice in later if choice.name not in {m.name for m in now}))


def _for_routes(pricing: Pricing, routes: set[str], horizon: str) -> list[ModelChoice]:
    found: list[ModelChoice] = []
    if routes & set(CLOSED) - {"vendor_on_premises"}:
        found += _closed(pricing, horizon)
    if "vendor_on_premises" in routes:
        why = "sold to large buyers on disconnected hardware; ask the vendor"
        found.append(ModelChoice("Gemini on Google Distributed Cloud", horizon, why, "commercial", "the vendor's own"))
    if "seats" in routes and not routes & set(CLOSED):
        why = "a finished assistant for people at their desks"
        found += [ModelChoice(name, horizon, why, "commercial") for name in ("ChatGPT Business", "Claude Team")]
    if routes & set(OPEN):
        found += _open(pricing, horizon)
    return found[:MOST] if horizon == "now" and not routes & set(OPEN) else found[: MOST + 1]


def _closed(pricing: Pricing, horizon: str) -> list[ModelChoice]:
    tier, work = pricing.catalogue.tiers[pricing.work.tier], pricing.work
    rows = []
    for name in tier.start:
        model = pricing.catalogue.vendor_models[name]
        price = model_price(model, work.tokens, pricing.today, pricing.catalogue)
        why = f"{tier.why_now}; {unit_price(price)} a request of {work.given + work.answered:,} tokens"
        rows.append(ModelChoice(model.name, horizon, why, "commercial"))
    return rows


def _open(pricing: Pricing, horizon: str) -> list[ModelChoice]:
    tier, models = pricing.catalogue.tiers[pricing.work.tier], pricing.catalogue.open_models
    return [_choice(models[name], horizon, tier.why_later) for name in (tier.open, *tier.also_open)]


def _choice(model: OpenModel, horizon: str, why: str) -> ModelChoice:
    licence = f"{model.licence} ({model.conditions})" if model.conditions else model.licence
    return ModelChoice(model.name, horizon, why, licence, f"{model.n_gpu} × {model.gpu}")
