"""The deterministic tool: facts in, assessment out. The same facts, day and catalogue give the same record."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from agent.decision.assessment import VERDICTS, Assessment, Weight
from agent.decision.break_even import break_evens, meeting_point
from agent.decision.caveats import caveats, over_budget
from agent.decision.columns import checked
from agent.decision.contradictions import contradictions
from agent.decision.costs import route_costs
from agent.decision.counted import counted_with
from agent.decision.draws import DRAWS, FACTORS, Sample, sample
from agent.decision.evaluation import evaluation
from agent.decision.flips import flip_points
from agent.decision.gates import removals
from agent.decision.lead_times import too_late
from agent.decision.licences import licences
from agent.decision.plan import plan
from agent.decision.present import present_bill
from agent.decision.pricing import Pricing
from agent.decision.questions import ask_together, next_questions, stop
from agent.decision.readiness import readiness
from agent.decision.reasons import Case, contributions, scores
from agent.decision.reconciliation import walks
from agent.decision.risks import risks
from agent.decision.routes import commonest_pair
from agent.decision.scale import scale
from agent.decision.scoring import Board, board
from agent.decision.search import Search
from agent.decision.shortlist import shortlist
from agent.decision.situation import Situation
from agent.decision.stability import shares, stability
from agent.decision.triggers import as_rows, triggers
from agent.decision.workload import Details, Present, input_share, workload
from agent.facts import FactValue
from agent.slips import slips
from knowledge.catalogue import load_catalogue
from knowledge.tables import Catalogue

LARGEST_WEIGHT = 5.0

Depth = Literal["verdict", "core", "full"]


@dataclass(frozen=True)
class Asked:
    """One ledger to be assessed, checked; the draws and what costs are computed from are made once."""

    facts: Mapping[str, FactValue]
    details: Details
    today: date
    weights: Mapping[str, float]
    catalogue: Catalogue
    present: Present | None = None

    @cached_property
    def pricing(self) -> Pricing:
        """What costs are computed from."""
        return Pricing(workload(self.facts, self.details, self.catalogue), self.catalogue, self.today)

    @cached_property
    def drawn(self) -> Sample:
        """The columns of facts: known ones as they are, unknown ones drawn."""
        return sample(self.facts, self.weights, self.catalogue.rules.spread)

    @cached_property
    def board(self) -> Board:
        """The points of the draws."""
        rising = scale(self.catalogue, self.today, round(input_share(self.details, self.catalogue), 3))
        return board(self.drawn.columns, self.drawn.weights, self.catalogue, rising)


def assess(
    facts: Mapping[str, FactValue],
    *,
    details: Details | None = None,
    today: date,
    weights: Mapping[str, float] | None = None,
    depth: Depth = "full",
    catalogue: Catalogue | None = None,
    present: Present | None = None,
) -> Assessment:
    """Assess one ledger: the verdict with its reasons, the core of a turn with the next questions, or the full record.

    Facts and weights that cannot be are a ValueError.
    """
    asked = ask(facts, details=details, today=today, weights=weights, catalogue=catalogue, present=present)
    return assessed(asked, depth)


def ask(
    facts: Mapping[str, FactValue],
    *,
    details: Details | None = None,
    today: date,
    weights: Mapping[str, float] | None = None,
    catalogue: Catalogue | None = None,
    present: Present | None = None,
) -> Asked:
    """What is to be assessed; facts and weights that cannot be are a ValueError."""
    tables = catalogue or load_catalogue()
    return Asked(checked(facts), details or {}, today, _weights(weights or {}, tables), tables, present)


def assessed(asked: Asked, depth: Depth) -> Assessment:
    """The assessment of what is asked."""
    judged = _judged(asked)
    if depth == "verdict":
        return judged
    core = _with_questions(judged, asked)
    return _full(core, asked) if depth == "full" else core


def _weights(given: Mapping[str, float], catalogue: Catalogue) -> dict[str, float]:
    for name, value in given.items():
        if name not in FACTORS:
            raise ValueError(f"weights: unknown factor {name!r}; the factors are {', '.join(FACTORS)}")
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not 0 <= value <= LARGEST_WEIGHT:
            raise ValueError(f"weights: {name}: {value!r} is not a number from 0 to {LARGEST_WEIGHT:g}")
    return {name: float(given.get(name, default)) for name, default in catalogue.rules.weights.items()}


def _weights_used(asked: Asked) -> dict[str, Weight]:
    rules = asked.catalogue.rules
    return {name: Weight(asked.weights[name], rules.weights[name], rules.weight_reasons[name]) for name in FACTORS}


def _judged(asked: Asked) -> Assessment:
    """Verdict, routes, removed routes, contributions and stability."""
    outcome = asked.board.judge()
    found = stability(shares(outcome, DRAWS))
    pair = commonest_pair(
        VERDICTS.index(found.verdict), outcome, asked.drawn.columns, asked.facts, asked.catalogue, asked.board.scale
    )
    added = contributions(Case(asked.drawn, asked.board, asked.catalogue, asked.weights, meeting_point(asked.pricing)))
    return Assessment(
        verdict=found.verdict,
        route_now=pair.now,
        route_later=pair.later,
        removed=removals(asked.facts, asked.catalogue),
        stability=found.shares,
        draws=DRAWS,
        contributions=added,
        scores=scores(added),
        weights=_weights_used(asked),
        between=found.between,
        runner_up=found.runner_up,
        prices_as_of=asked.catalogue.as_of,
        facts=dict(asked.facts),
    )


def _with_questions(judged: Assessment, asked: Asked) -> Assessment:
    """The verdict with what is still worth asking, or why nothing is."""
    questions = next_questions(asked.drawn, asked.board, shares(asked.board.judge(), DRAWS))
    stopping = stop(questions)
    together = ask_together(stopping.questions)
    return dataclasses.replace(judged, next_questions=questions, ask_now=together, stop=stopping.reason)


def _full(core: Assessment, asked: Asked) -> Assessment:
    """The core with costs, break-even and flip points, and what follows from them."""
    pricing = asked.pricing
    costs, meets = route_costs(pricing, core.removed), break_evens(pricing)
    bare = Situation(
        facts=asked.facts,
        catalogue=asked.catalogue,
        today=asked.today,
        verdict=core.verdict,
        route_now=core.route_now,
        route_later=core.route_later,
        costs=costs,
        break_even=meets,
        present=asked.present,
    )
    models = shortlist(pricing, bare)
    situation = dataclasses.replace(bare, models=tuple(m.name for m in models if m.horizon == "now"))
    tested = evaluation(situation)
    return dataclasses.replace(
        core,
        flip_points=flip_points(Search(asked.drawn, asked.board, VERDICTS.index(core.verdict))),
        costs=costs,
        break_even=meets,
        reconciliation=walks(pricing),
        present=present_bill(asked.present, pricing.work, asked.catalogue, asked.today),
        licences=licences(asked.catalogue),
        too_late=too_late(situation, core.removed),
        over_budget=over_budget(situation),
        contradictions=contradictions(situation),
        caveats=caveats(situation),
        assumptions=pricing.work.assumptions,
        counted_with=counted_with(pricing),
        slips=slips(asked.facts),
        models=models,
        plan=plan(situation, tested),
        triggers=triggers(situation, tested),
        evaluation=tested,
        readiness=readiness(situation, pricing, tested),
        risks=risks(situation),
    )


def assessment_to_json(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain JSON: a superset of what the command line promises."""
    row: dict[str, Any] = plain(assessment)
    row["removed"] = {route: removal.why for route, removal in assessment.removed.items()}
    row["removed_by"] = {
        route: {"gate": removal.gate, "passage": removal.passage} for route, removal in assessment.removed.items()
    }
    row["too_late"] = {route: removal.why for route, removal in assessment.too_late.items()}
    row["triggers"] = as_rows(assessment.triggers)
    row["costs"] = {
        route: {"low": cost.low, "mid": cost.mid, "high": cost.high, **({"reason": cost.reason} if cost.reason else {})}
        for route, cost in assessment.costs.items()
    }
    row["cost_lines"] = {route: [plain(line) for line in cost.lines] for route, cost in assessment.costs.items()}
    row["cost_otherwise"] = {
        route: [plain(line) for line in cost.otherwise] for route, cost in assessment.costs.items() if cost.otherwise
    }
    return row


def plain(value: Any) -> Any:
    """Records, mappings and dates as plain JSON values."""
    if value is None or isinstance(value, str | int | float):
        return value
    names = _field_names(type(value))
    if names:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _field_names(kind: type[object]) -> tuple[str, ...]:
    """The names of a record's fields; none where it is no record."""
    if kind not in _FIELDS:
        named = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
        _FIELDS[kind] = tuple(each.name for each in named)
    return _FIELDS[kind]


_FIELDS: dict[type[object], tuple[str, ...]] = {}
