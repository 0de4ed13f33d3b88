"""One line of `advisor assess`: facts in, the decision record out."""

from collections.abc import Mapping
from typing import Any

from agent.days import day_of
from agent.decision.assess import ask
from agent.decision.given import facts_of, known_keys, present_of, weights_of
from agent.decision.record import recorded
from knowledge.tables import Catalogue

KEYS = ("id", "facts", "weights", "present", "today")


def assess_line(line: Mapping[str, Any], catalogue: Catalogue | None = None) -> dict[str, Any]:
    """Assess one line; what it cannot take is a ValueError in a readable sentence."""
    known_keys(line, KEYS)
    facts, details = facts_of(line.get("facts"))
    asked = ask(
        facts,
        details=details,
        today=day_of(line.get("today")),
        weights=weights_of(line.get("weights")),
        present=present_of(line.get("present")),
        catalogue=catalogue,
    )
    return recorded(asked)
