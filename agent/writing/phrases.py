"""Words for facts, routes, verdicts, money and dates, each in one place.

Nothing here knows a turn.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from agent.decision.assessment import Cost
from agent.facts import FACTS, FactValue

VERDICTS = {"prebuilt": "prebuilt", "hybrid": "hybrid", "open_source": "open source"}

ROUTES = {
    "seats": "licences of a finished assistant",
    "vendor_api": "a vendor's API",
    "vendor_tenancy": "a vendor's model inside your own cloud tenancy",
    "vendor_on_premises": "a vendor's model on your premises",
    "managed_open": "open weights behind a hosted API",
    "self_hosted": "open weights on rented GPUs in your own account",
    "own_machines": "open weights on machines you own",
}

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


def count(number: float) -> str:
    """A count as people write it: 25,000 or 4.9 million."""
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if number >= size:
            return f"{float(f'{number / size:.2g}'):g} {word}"
    return f"{number:,.0f}"


def money(amount: float) -> str:
    """An amount of US dollars with as many digits as it is worth."""
    if 0 < amount < 1:
        return "under $1"
    rounded = float(f"{amount:.2g}")
    return f"${count(rounded)}" if rounded >= 1e6 else f"${rounded:,.0f}"


def money_range(cost: Cost) -> str:
    """The range of a route's cost a month, or why there is none."""
    if cost.low is None or cost.high is None:
        return cost.reason or "no published price"
    low, high = money(cost.low), money(cost.high)
    return f"{low} a month" if low == high else f"{low} to {high} a month"


def day(when: date) -> str:
    """A date as it stands in a letter: 5 January 2027."""
    return f"{when.day} {when:%B %Y}"


def percent(share: float) -> str:
    """A share in whole percent; what is not quite none or all says so."""
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{share * 100:.0f} %"


def listing(items: Sequence[str], word: str = "and") -> str:
    """Items in a sentence: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def capitalised(text: str) -> str:
    """The text with its first letter large, the rest untouched."""
    return text[:1].upper() + text[1:]
