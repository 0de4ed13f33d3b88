"""Words for facts, verdicts, costs and shares, spoken to the leader; units and routes have theirs in `decision`.

Nothing here knows a turn.
"""

from datetime import date, timedelta

from agent.decision.bill import Cost
from agent.decision.wording import count, day, money, money_span
from agent.facts import FACTS, FactValue

COSTED_IN = {"self_hosted": "cost-self-hosting", "own_machines": "cost-owned-hardware"}


def route_passage(route: str) -> str:
    """The passage that says what a route is, or what it costs where that is the point."""
    return COSTED_IN.get(route, f"route-{route.replace('_', '-')}")


_PHRASES: dict[str, dict[str, str]] = {
    "audience": {
        "workflow": "read by no person, a step that feeds another system",
        "employees": "used by your own people",
        "customers": "seen by your customers",
    },
    "strategic_role": {
        "supporting": "a convenience rather than your product",
        "important": "important, but not your product",
        "core": "part of what you sell",
    },
    "data_sensitivity": {
        "public": "public information",
        "internal": "ordinary business data",
        "proprietary": "your own know-how in the data",
        "regulated": "regulated data",
    },
    "data_boundary": {
        "any_vendor": "any vendor under contract may see the data",
        "approved_cloud": "the data stays in your own cloud tenancy",
        "own_infrastructure": "the data stays on systems you control",
        "air_gapped": "no network at all",
    },
    "customization": {
        "prompting": "shaped by instructions",
        "retrieval": "answers from your documents",
        "fine_tuning": "trained on your own data",
    },
    "team": {
        "none": "nobody technical",
        "software": "software developers, no machine learning",
        "ml": "data scientists or ML engineers",
        "ml_platform": "a team that already serves models",
    },
    "gpus": {"none": "no GPUs", "cloud": "rented GPUs", "owned": "GPUs of your own"},
    "stage": {
        "idea": "still an idea",
        "pilot": "a pilot runs",
        "validated": "its value is shown",
        "production": "in use by real users",
    },
    "task_difficulty": {
        "narrow": "narrow, well-defined work",
        "general": "writing or summarising rather than sorting",
        "frontier": "hard reasoning over many steps",
    },
}


def phrase(fact: str, value: FactValue, today: date) -> str:
    """A value in the flow of a sentence, spoken to the leader."""
    if isinstance(value, list):
        return FACTS[fact].label(value) if value else "none of the rules I asked about"
    if isinstance(value, str):
        return _PHRASES.get(fact, {}).get(value, value)
    match fact:
        case "requests_per_month":
            return f"about {count(value)} requests a month"
        case "tokens_per_request":
            return f"about {count(value)} tokens a request"
        case "seats":
            return f"{count(value)} {'person' if value == 1 else 'people'}"
        case "growth_12m":
            return "volume flat over a year" if value == 1 else f"{value:g} times the volume in a year"
        case "deadline_weeks":
            return f"live by {day(today + timedelta(weeks=value))}"
        case "budget_per_month":
            return f"a budget of {money(value)} a month"
        case _:
            return FACTS[fact].label(value)


def money_range(cost: Cost) -> str:
    """The range of a route's cost a month, or why there is none."""
    if cost.low is None or cost.high is None:
        return cost.reason or "no published price"
    return money_span(cost.low, cost.high)


def percent(share: float) -> str:
    """A share in whole percent; what is not quite none or all says so."""
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{share * 100:.0f} %"
