"""The short names of routes, verdicts and facts on the panel, and the class that a route belongs to.

Whole sentences come from the agent; nothing here writes advice.
"""

from collections.abc import Mapping
from typing import Any

from agent.decision.assessment import VERDICTS as ORDER
from agent.decision.assessment import Assessment
from agent.decision.wording import listing, money
from ui.markup import escape, glyph

VERDICTS = {"prebuilt": "Prebuilt", "hybrid": "Hybrid", "open_source": "Open source"}

ROUTES = {
    "seats": "Assistant licences",
    "vendor_api": "Vendor API",
    "vendor_tenancy": "Vendor model in your tenancy",
    "vendor_on_premises": "Vendor model on your premises",
    "managed_open": "Hosted API of open weights",
    "self_hosted": "Self-hosted, rented GPUs",
    "own_machines": "Your own machines",
}

# The routes as they stand in a headline.
IN_HEADLINES = {
    "seats": "licences of a finished assistant",
    "vendor_api": "a vendor's API",
    "vendor_tenancy": "a vendor's model in your own cloud",
    "vendor_on_premises": "a vendor's model on your premises",
    "managed_open": "open weights behind a hosted API",
    "self_hosted": "a model of your own on rented GPUs",
    "own_machines": "a model of your own on your machines",
}

# What is open about a question, in the flow of a sentence.
HANGS_ON = {
    "use_case": "what it should do",
    "audience": "who uses it",
    "strategic_role": "how much it matters",
    "data_sensitivity": "what is in the data",
    "data_boundary": "where the data may go",
    "regulations": "which rules apply",
    "customization": "how the model learns your matter",
    "requests_per_month": "your volume",
    "tokens_per_request": "the size of a request",
    "seats": "how many people use it",
    "growth_12m": "how fast it grows",
    "deadline_weeks": "your date",
    "team": "who could run a model",
    "gpus": "the GPUs you have",
    "stage": "how far it is",
    "budget_per_month": "the budget",
    "task_difficulty": "how hard the task is",
}


def shown_order() -> tuple[str, ...]:
    """The verdicts in the one order in which they are always shown."""
    return ORDER


def headline(a: Assessment) -> str:
    """The advice in a line that is read at a glance."""
    now, later = (listing([IN_HEADLINES[w.route] for w in works]) for works in (a.route_now, a.route_later))
    if a.verdict == "prebuilt":
        return f"Use {now} and stay on it"
    if a.verdict == "open_source":
        return f"Run {now}"
    if now == later:
        return f"Run both side by side: {now}"
    if len(a.route_later) > 1:
        return f"Start on {now}, and put your own model beside it later"
    return f"Start on {now} now, your own model once it has proven itself"


def route_class(route: str, facts: Mapping[str, Any]) -> str:
    """Whether a route is a vendor's model or open weights: one tuned by ourselves is ours, wherever it runs."""
    if route in ("self_hosted", "own_machines"):
        return "open"
    if route == "managed_open" and facts.get("customization") == "fine_tuning":
        return "open"
    return "prebuilt"


def route_name(route: str) -> str:
    """The short name of a route."""
    return escape(ROUTES.get(route, route.replace("_", " ")))


def route_tag(route: str, facts: Mapping[str, Any]) -> str:
    """A route with the box of its class."""
    return f"{glyph(route_class(route, facts))}<span>{route_name(route)}</span>"


def verdict_tag(verdict: str) -> str:
    """A verdict with its box, in its colour."""
    return f'<span class="verdict-tag {verdict}">{glyph(verdict)}{VERDICTS[verdict]}</span>'


def money_span(low: float | None, high: float | None) -> str:
    """A range of dollars as it stands in a table."""
    if low is None or high is None:
        return "no price"
    first, last = money(low), money(high)
    return escape(first if first == last else f"{first} – {last}")


def in_words(number: int) -> str:
    """A small number as it stands in a title."""
    return _WORDS[number] if number < len(_WORDS) else f"{number:,}"


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
