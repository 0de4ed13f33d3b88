"""A change of facts as the question that a leader would type: "What if ...?".

The page sends it as a message like any other; nothing here computes.
"""

from collections.abc import Mapping

from agent.decision.wording import count, listing
from agent.facts import FACTS, FactValue

_PHRASES: Mapping[str, Mapping[str, str]] = {
    "audience": {
        "workflow": "no person read it, it only fed another system",
        "employees": "only our own employees used it",
        "customers": "our customers used it",
    },
    "strategic_role": {
        "supporting": "it were only a supporting task, a convenience",
        "important": "it were important but not our product",
        "core": "it became a core part of the product we sell",
    },
    "data_sensitivity": {
        "public": "the data were public information",
        "internal": "the data were ordinary internal business data",
        "proprietary": "the data were our own proprietary know-how",
        "regulated": "the data were regulated, such as health records",
    },
    "data_boundary": {
        "any_vendor": "our data could go to any outside vendor's API",
        "approved_cloud": "the data had to stay in our own Azure tenant",
        "own_infrastructure": "the data could not leave our own systems",
        "air_gapped": "the system had to be air-gapped, without any network",
    },
    "customization": {
        "prompting": "good prompts were enough",
        "retrieval": "it looked up answers in our documents",
        "fine_tuning": "we fine-tuned the model on our own data",
    },
    "team": {
        "none": "we had no technical people",
        "software": "we had software developers but no ML people",
        "ml": "we had our own data scientists",
        "ml_platform": "we had a team that already runs models in production",
    },
    "gpus": {"none": "we had no GPUs", "cloud": "we rented GPUs", "owned": "we owned GPU servers"},
    "stage": {
        "idea": "it were still just an idea",
        "pilot": "a pilot were running",
        "validated": "its value were already proven in a pilot",
        "production": "real users already relied on it in production",
    },
    "task_difficulty": {
        "narrow": "the task were just sorting and tagging",
        "general": "the task were writing and summarising",
        "frontier": "the task needed hard reasoning over many steps",
    },
}


def question_for(changes: Mapping[str, FactValue]) -> str:
    """The what-if of these changes in one question."""
    return f"What if {listing([_phrase(name, value) for name, value in changes.items()])}?"


def _phrase(name: str, value: FactValue) -> str:
    if isinstance(value, str):
        return _PHRASES.get(name, {}).get(value, f"{FACTS[name].title.lower()} were {value}")
    if isinstance(value, list):
        return f"{FACTS[name].label(value)} applied" if value else "no regulation applied"
    match name:
        case "requests_per_month":
            return f"we had {count(value)} requests a month"
        case "tokens_per_request":
            return f"requests were about {count(value)} tokens each"
        case "seats":
            return f"{count(value)} people used it"
        case "growth_12m":
            return f"volume grew to {value:g} times today's in a year"
        case "deadline_weeks":
            return f"it had to be live in {value:g} weeks"
        case _:
            return f"the budget were ${value:,.0f} a month"
