"""One assessed ledger as what follows from it is read: facts, verdict, routes with their costs, and the day.

Risks, readiness, contradictions, plan and caveats all look here; the conditions of their tables are tested here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from agent.decision.assessment import RouteWork
from agent.decision.bill import BreakEven, Cost
from agent.decision.workload import Present
from agent.facts import FactValue
from knowledge.counsel import When
from knowledge.names import named_model
from knowledge.tables import Catalogue, VendorModel

OWN = ("self_hosted", "own_machines")
INSIDE = ("own_infrastructure", "air_gapped")

UNKNOWN, NONE = "unknown", "none"

# Weeks that a first step takes when nobody is in a hurry.
UNHURRIED_WEEKS = 6.0

# Within this factor of the break-even a volume is of its order.
NEAR = 3.0


@dataclass(frozen=True, eq=False)
class Situation:
    """What is read: costs, break-even and models are empty where only the facts are looked at."""

    facts: Mapping[str, FactValue]
    catalogue: Catalogue
    today: date
    verdict: str = ""
    route_now: tuple[RouteWork, ...] = ()
    route_later: tuple[RouteWork, ...] = ()
    costs: Mapping[str, Cost] = field(default_factory=dict)
    break_even: Mapping[str, BreakEven] = field(default_factory=dict)
    models: tuple[str, ...] = ()
    present: Present | None = None

    def holds(self, when: When) -> bool:
        """Whether everything that a row of a table asks for is so."""
        return all(not self._values(name).isdisjoint(wanted) for name, wanted in when.items())

    def _values(self, name: str) -> set[str]:
        """What a condition of that name is compared with: a fact, or what follows from the advice."""
        if name in self._following:
            return self._following[name]
        value = self.facts.get(name)
        if isinstance(value, list):
            return set(value) or {NONE}
        return {UNKNOWN if value is None else str(value)}

    @cached_property
    def _following(self) -> Mapping[str, set[str]]:
        """What follows from the advice, by the names that the tables use."""
        meet = self.break_even.get("vendor_api")
        return {
            "route_now": {work.route for work in self.route_now},
            "route_later": {work.route for work in self.route_later},
            "routes": set(self.routes),
            "verdict": {self.verdict},
            "volume": {self.volume},
            "volume_pays": {_yes(meet is not None and meet.requests_per_month is not None)},
            "model_in_use": {self.model_in_use},
            "runs_it": {_yes(self.runs_it)},
            "inside": {_yes(self.is_inside)},
            "licences": {_yes(self.is_licences)},
            "prebuilt_licences": {_yes(self.is_licences and self.verdict == "prebuilt")},
        }

    @property
    def laws(self) -> list[str]:
        """The regulations that were named."""
        named = self.facts.get("regulations", [])
        return named if isinstance(named, list) else []

    @property
    def routes(self) -> tuple[str, ...]:
        """The routes of the advice, each once."""
        return tuple(dict.fromkeys(w.route for w in (*self.route_now, *self.route_later)))

    @property
    def volume(self) -> str:
        """The volume beside the break-even against a vendor: below, near, above or unknown."""
        requests, meet = self.facts.get("requests_per_month"), self.break_even.get("vendor_api")
        if not isinstance(requests, float) or meet is None:
            return UNKNOWN
        if meet.requests_per_month is None or requests * NEAR < meet.requests_per_month:
            return "below"
        return "above" if requests > meet.requests_per_month * NEAR else "near"

    @property
    def model_in_use(self) -> str:
        """Whose model is in use today, as far as it was told: a vendor's, open weights, or unknown."""
        model = named_model(self.present.model or "", self.catalogue) if self.present else None
        if model is None:
            return UNKNOWN
        return "vendor" if isinstance(model, VendorModel) else "open"

    @property
    def deadline(self) -> float | None:
        """Weeks until it must be live, where a date was named."""
        weeks = self.facts.get("deadline_weeks")
        return weeks if isinstance(weeks, float) else None

    @property
    def live_weeks(self) -> float:
        """Weeks until the route now is live: by the deadline, or as soon as the route allows where that is later."""
        usual = max(self.catalogue.routes[w.route].weeks[1] for w in self.route_now)
        wanted = UNHURRIED_WEEKS if self.deadline is None else self.deadline
        return max(usual, min(wanted, UNHURRIED_WEEKS))

    @property
    def is_licences(self) -> bool:
        """Whether a finished assistant carries all of the work."""
        return [w.route for w in self.route_now] == ["seats"]

    @property
    def is_inside(self) -> bool:
        """Whether the boundary keeps the data off every vendor's systems."""
        return self.facts.get("data_boundary") in INSIDE

    @property
    def runs_it(self) -> bool:
        """Whether a model of one's own runs from the start."""
        return any(w.route in OWN for w in self.route_now)

    def after(self, share: float) -> date:
        """The day when a share of the time until it is live has passed."""
        return self.today + timedelta(days=round(self.live_weeks * 7 * share))


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
