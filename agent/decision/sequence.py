"""One sequence of work for several use cases: what is due first goes first, and what can be shared is done once.

Licences need no developers. Developers begin the next use case when the one before goes to its first users; those who
run a model set it up once, and a further use case on it takes as long as where everything is there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agent.decision.assessment import Assessment
from agent.decision.plan import PROVE_WEEKS, USERS_FROM
from agent.decision.portfolio import Pool, SequenceStep
from agent.decision.situation import OWN, UNHURRIED_WEEKS
from agent.decision.wording import ROUTE_NAMES, listing, weeks
from agent.facts import FACTS
from knowledge.tables import Catalogue

ROLES = FACTS["strategic_role"].values
STAGES = FACTS["stage"].values

# Weeks that a decision takes once its figures are on the table.
DECIDE_WEEKS = 2.0


@dataclass(frozen=True)
class Due:
    """A use case as the sequence sees it: its routes, its deadline in weeks, and what it costs elsewhere."""

    use_case: str
    found: Assessment
    rival_usd: float

    @property
    def routes_now(self) -> list[str]:
        """The routes that carry it now."""
        return [work.route for work in self.found.route_now]

    @property
    def new_later(self) -> list[str]:
        """The routes that are added later."""
        return [work.route for work in self.found.route_later if work.route not in self.routes_now]

    @property
    def deadline(self) -> float | None:
        """Weeks until it must be live."""
        weeks_left = self.found.facts.get("deadline_weeks")
        return weeks_left if isinstance(weeks_left, float) else None

    @property
    def rank(self) -> tuple[float, int, int]:
        """What is due first, then what matters most, then what is farthest along."""
        facts = self.found.facts
        return (
            float("inf") if self.deadline is None else self.deadline,
            -ROLES.index(facts.get("strategic_role", ROLES[0])),
            -STAGES.index(facts.get("stage", STAGES[0])),
        )


@dataclass(frozen=True)
class Sequencer:
    """What the steps are dated with."""

    today: date
    catalogue: Catalogue
    pool: Pool | None

    def steps(self, dues: Sequence[Due]) -> tuple[SequenceStep, ...]:
        """All steps in the order in which they begin."""
        ranked = sorted(dues, key=lambda due: due.rank)
        shared = [*self._gateway(ranked), *self._hire(ranked)]
        live = [*self._licences(ranked), *self._built(ranked), *self._own(ranked)]
        proven = self._prove(live)
        ready = max((step.end for step in shared), default=self.today)
        later = [*self._decide(proven), *self._moves(ranked, live, ready)]
        return tuple(sorted([*shared, *live, proven, *later], key=lambda step: step.start))

    def _day(self, after_weeks: float) -> date:
        return self.today + timedelta(days=round(7 * after_weeks))

    def _gateway(self, dues: Sequence[Due]) -> Iterator[SequenceStep]:
        calling = tuple(due.use_case for due in dues if due.routes_now != ["seats"])
        if calling:
            row = self.catalogue.readiness.tasks["gateway"]
            why = "One interface, one log and one budget for all of them, so that any model can be replaced later"
            end = self._day(row.weeks[1])
            yield SequenceStep(
                "now", calling, "Put one gateway in front of all models", why, row.owner, self.today, end
            )

    def _hire(self, dues: Sequence[Due]) -> Iterator[SequenceStep]:
        row = self.catalogue.readiness.tasks["hire"]
        missing = [
            due
            for due in dues
            if due.found.facts.get("team") in (None, "none", "software") and {*due.routes_now, *due.new_later} & {*OWN}
        ]
        if missing:
            named = tuple(due.use_case for due in missing)
            why = "Without somebody who runs it no model of your own can start; one person carries several"
            yield SequenceStep("now", named, row.task, why, row.owner, self.today, self._day(row.weeks[1]))

    def _licences(self, dues: Sequence[Due]) -> Iterator[SequenceStep]:
        for due in dues:
            if due.routes_now == ["seats"]:
                yield self._live(due, 0.0, self._weeks(due, 0.0), "team lead", "It needs no developers")

    def _built(self, dues: Sequence[Due]) -> Iterator[SequenceStep]:
        """One after the other: the next begins when the one before goes to its first users."""
        begin = 0.0
        for due in dues:
            if due.routes_now != ["seats"] and not {*due.routes_now} & {*OWN}:
                taken = self._weeks(due, begin)
                yield self._live(due, begin, taken, "developers", _why_then(due))
                begin += taken * USERS_FROM

    def _own(self, dues: Sequence[Due]) -> Iterator[SequenceStep]:
        """The first sets the machines up, the others join."""
        begin = 0.0
        for due in dues:
            own = [route for route in due.routes_now if route in OWN]
            if own:
                taken = self._own_weeks(own[0], first=not begin)
                yield self._live(due, begin, taken, "whoever runs the model", _why_then(due))
                begin += taken

    def _own_weeks(self, route: str, *, first: bool) -> float:
        soonest, usual, _ = self.catalogue.routes[route].weeks
        return usual if first else soonest

    def _weeks(self, due: Due, begin: float) -> float:
        """Weeks until it is live: without haste, or by its deadline, but no sooner than the route allows."""
        usual = max(self.catalogue.routes[route].weeks[1] for route in due.routes_now)
        left = UNHURRIED_WEEKS if due.deadline is None else due.deadline - begin
        return max(usual, min(left, UNHURRIED_WEEKS))

    def _live(self, due: Due, begin: float, taken: float, owner: str, why: str) -> SequenceStep:
        late = 0.0 if due.deadline is None else max(0.0, begin + taken - due.deadline)
        verb = "Switch it over to" if due.found.facts.get("stage") == "production" else "Bring it live on"
        what = f"{verb} {listing([ROUTE_NAMES[route] for route in due.routes_now])}"
        start, end = self._day(begin), self._day(begin + taken)
        return SequenceStep("now", (due.use_case,), what, why, owner, start, end, round(late, 1))

    def _prove(self, live: Sequence[SequenceStep]) -> SequenceStep:
        ends = [step.end for step in live]
        why = f"Time saved, corrections, cost of a request and volume, {weeks(PROVE_WEEKS)} after the last is live"
        named = tuple(case for step in live for case in step.use_cases)
        end = max(ends) + timedelta(weeks=PROVE_WEEKS)
        return SequenceStep("prove", named, "Measure what each is worth", why, "product owners", min(ends), end)

    def _decide(self, proven: SequenceStep) -> Iterator[SequenceStep]:
        if self.pool is not None and self.pool.pays:
            named = tuple(member.use_case for member in self.pool.members)
            end = proven.end + timedelta(weeks=DECIDE_WEEKS)
            what = f"Decide on one pool: {self.pool.model} on {self.pool.hardware}"
            yield SequenceStep("scale", named, what, self.pool.sentence, "head of engineering", proven.end, end)

    def _moves(self, dues: Sequence[Due], live: Sequence[SequenceStep], ready: date) -> Iterator[SequenceStep]:
        """Those whose advice is an own model later, the dearest first; the first sets the machines up."""
        there = any({*due.routes_now} & {*OWN} for due in dues)
        proven = {step.use_cases[0]: step.end + timedelta(weeks=PROVE_WEEKS) for step in live}
        begin = ready
        for due in sorted((due for due in dues if due.new_later), key=lambda due: -due.rival_usd):
            route = next((route for route in due.new_later if route in OWN), due.new_later[0])
            start = max(begin, proven[due.use_case])
            begin = start + timedelta(days=round(7 * self._own_weeks(route, first=not there)))
            what = f"Move to {listing([ROUTE_NAMES[name] for name in due.new_later])}, if its triggers are met"
            why = "The machines are there already" if there else "Its bill elsewhere is the highest"
            yield SequenceStep("scale", (due.use_case,), what, why, "ML engineer", start, begin)
            there = True


def _why_then(due: Due) -> str:
    if due.deadline is not None:
        return f"It is due in {weeks(due.deadline)}"
    if due.found.facts.get("strategic_role") == "core":
        return "No date presses; it is part of what you sell"
    return "No date presses"
