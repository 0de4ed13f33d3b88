"""Two or three models for each horizon from the dated catalogue: why, the licence against this use, the hardware."""

from agent.decision.assessment import RouteWork
from agent.decision.counsel import ModelChoice
from agent.decision.prices import model_price
from agent.decision.pricing import Pricing
from agent.decision.situation import Situation
from agent.decision.wording import count, listing, money, unit_price
from knowledge.tables import OpenModel

CLOSED = ("vendor_api", "vendor_tenancy")
OPEN = ("managed_open", "self_hosted", "own_machines")
MOST = 3

# Hosts whose endpoints stand inside a customer's own cloud.
CLOUDS = ("aws", "azure", "google")


def shortlist(pricing: Pricing, situation: Situation) -> tuple[ModelChoice, ...]:
    """The models for the routes now, then those for the routes later."""
    return tuple(
        choice
        for horizon, routes in (("now", situation.route_now), ("later", situation.route_later))
        for choice in _for_routes(pricing, situation, routes, horizon)
    )


def _for_routes(
    pricing: Pricing, situation: Situation, routes: tuple[RouteWork, ...], horizon: str
) -> list[ModelChoice]:
    """The models of one horizon; where two routes share the work, some of each."""
    names = {work.route for work in routes}
    closed = _closed(pricing, horizon) if names & set(CLOSED) else []
    if "vendor_on_premises" in names:
        why = "sold to large buyers on disconnected hardware; ask the vendor"
        closed.append(ModelChoice("Gemini on Google Distributed Cloud", horizon, why, "commercial", "the vendor's own"))
    if "seats" in names and not closed:
        why = "a finished assistant for people at their desks"
        closed = [ModelChoice(name, horizon, why, "commercial") for name in ("ChatGPT Business", "Claude Team")]
    own = _open(pricing, situation, horizon) if names & set(OPEN) else []
    return [*closed[: 1 if own else MOST], *own[: MOST - bool(closed)]]


def _closed(pricing: Pricing, horizon: str) -> list[ModelChoice]:
    tier, work = pricing.catalogue.tiers[pricing.work.tier], pricing.work
    rows = []
    for name in tier.start:
        model = pricing.catalogue.vendor_models[name]
        price = model_price(model, work.tokens, pricing.today, pricing.catalogue)
        why = f"{tier.why_now}; {unit_price(price)} a request of {work.given + work.answered:,} tokens"
        rows.append(ModelChoice(model.name, horizon, why, "commercial"))
    return rows


def _open(pricing: Pricing, situation: Situation, horizon: str) -> list[ModelChoice]:
    tier, models = pricing.catalogue.tiers[pricing.work.tier], pricing.catalogue.open_models
    rows = [models[name] for name in (tier.open, *tier.also_open)]
    return [_choice(model, pricing, situation, horizon, tier.why_later) for model in rows if fits_use(model, situation)]


def fits_use(model: OpenModel, situation: Situation) -> bool:
    """Whether the licence lets this use have the model at all."""
    users = situation.present.end_users if situation.present else None
    too_many = model.users_limit is not None and users is not None and users > model.users_limit
    return model.licence_kind != "non_production" and not too_many


def _choice(model: OpenModel, pricing: Pricing, situation: Situation, horizon: str, why: str) -> ModelChoice:
    clouds = [provider for provider, _ in model.offers if provider in CLOUDS]
    if situation.facts.get("data_boundary") == "approved_cloud" and clouds:
        why = f"{why}; hosted on {listing(clouds)}"
    return ModelChoice(model.name, horizon, why, model.licence, _hardware(model, pricing), _against(model, situation))


def _hardware(model: OpenModel, pricing: Pricing) -> str:
    """The cards of one replica, and what they cost in a month."""
    gpu, costs = pricing.catalogue.gpus[model.gpu], pricing.catalogue.costs
    cards = f"{model.n_gpu} × {model.gpu}"
    if gpu.usd_hour is None:
        return cards
    month = model.n_gpu * gpu.usd_hour[1] * costs.hours_per_month * (1 + costs.ranges["overhead"][1])
    return f"{cards}, about {money(month)} a month"


def _against(model: OpenModel, situation: Situation) -> str:
    """What the licence's conditions mean for this use."""
    if model.licence_kind == "permissive":
        return "nothing in the licence stands against this use"
    users = situation.present.end_users if situation.present else None
    if model.users_limit is not None and users is not None:
        limit = f"your {count(users)} users are below its limit of {count(model.users_limit)}"
        return f"{limit}; check: {model.conditions}"
    return f"check: {model.conditions}"
