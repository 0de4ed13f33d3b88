"""The deadline against each route's lead time: what cannot be live in time now, though it may be right later."""

from collections.abc import Mapping

from agent.decision.assessment import Removal
from agent.decision.situation import OWN, Situation
from agent.decision.wording import weeks

# Routes that the laws count alike, whatever delivery takes.
ALIKE = (*OWN, "vendor_on_premises")


def too_late(situation: Situation, removed: Mapping[str, Removal]) -> dict[str, Removal]:
    """The routes that are left and cannot be live by the deadline."""
    deadline = situation.deadline
    if deadline is None:
        return {}
    catalogue, found = situation.catalogue, {}
    for route, row in catalogue.routes.items():
        usual = catalogue.rules.lead_time_weeks if route in ALIKE else row.weeks[1]
        if route not in removed and usual > deadline:
            why = f"It is live in {row.live_in.removeprefix('about ')}, and you have {weeks(deadline)}."
            found[route] = Removal("deadline", why, "guidance-lead-times")
    return found
