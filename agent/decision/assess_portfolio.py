"""Several use cases of one organisation: what belongs to it is shared, then a verdict each, one pool, one sequence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from agent.decision.assess import Depth, ask, assessed
from agent.decision.bill import Cost
from agent.decision.columns import checked
from agent.decision.costs import BILLS
from agent.decision.pool import pool
from agent.decision.portfolio import Assessed, Conflict, Pool, Portfolio, Row
from agent.decision.sequence import Due, Sequencer
from agent.decision.shared_gpus import Candidate
from agent.decision.wording import ROUTE_NAMES, listing
from agent.decision.workload import Present
from agent.facts import FACTS, FactValue
from knowledge.catalogue import load_catalogue
from knowledge.tables import Catalogue

SHARED = tuple(name for name, fact in FACTS.items() if fact.scope == "organisation")

# From so many use cases on, only the verdict with its reasons is worked out for each.
MOST_IN_FULL = 20


@dataclass(frozen=True)
class UseCase:
    """One ledger of a portfolio."""

    id: str
    facts: Mapping[str, FactValue]
    details: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    present: Present | None = None


def assess_portfolio(
    use_cases: Sequence[UseCase],
    *,
    today: date,
    weights: Mapping[str, float] | None = None,
    catalogue: Catalogue | None = None,
) -> Portfolio:
    """Assess several use cases together; one that cannot be is a ValueError that names it."""
    tables = catalogue or load_catalogue()
    depth: Depth = "full" if len(use_cases) <= MOST_IN_FULL else "verdict"
    stated = [_checked(use_case) for use_case in use_cases]
    shared_facts = _shared_facts(stated)
    assessments, candidates = [], []
    for use_case in stated:
        lacking = {name: owner for name, owner in shared_facts.items() if name not in use_case.facts}
        whole = _with_shared(use_case, lacking)
        asked = ask(
            whole.facts,
            details=whole.details,
            today=today,
            weights=weights,
            catalogue=tables,
            present=whole.present,
        )
        found = assessed(asked, depth)
        assessments.append(Assessed(use_case.id, found, {name: owner.id for name, owner in lacking.items()}))
        candidates.append(Candidate(use_case.id, found, asked.pricing))
    shared, no_pool = pool(candidates)
    dues = [Due(candidate.use_case, candidate.found, candidate.rival_usd) for candidate in candidates]
    return Portfolio(
        use_cases=tuple(assessments),
        conflicts=tuple(_conflicts(stated)),
        pool=shared,
        no_pool=no_pool,
        sequence=Sequencer(today, tables, shared).steps(dues),
        table=tuple(_row(candidate, shared) for candidate in candidates),
        depth=depth,
        prices_as_of=tables.as_of,
    )


def _checked(use_case: UseCase) -> UseCase:
    try:
        return replace(use_case, facts=checked(use_case.facts))
    except ValueError as error:
        raise type(error)(f"use case {use_case.id!r}: {error}") from error


def _stated(name: str, use_cases: Sequence[UseCase]) -> dict[str, str]:
    return {use_case.id: str(use_case.facts[name]) for use_case in use_cases if name in use_case.facts}


def _shared_facts(use_cases: Sequence[UseCase]) -> dict[str, UseCase]:
    """For each fact of the organisation that is stated in one way only, the use case that states it first."""
    return {
        name: next(use_case for use_case in use_cases if name in use_case.facts)
        for name in SHARED
        if len(set(_stated(name, use_cases).values())) == 1
    }


def _conflicts(use_cases: Sequence[UseCase]) -> list[Conflict]:
    """The facts of the organisation that are stated in several ways; each use case keeps its own."""
    found = {name: _stated(name, use_cases) for name in SHARED}
    return [
        Conflict(name, said, f"{FACTS[name].question} It is the same for all use cases of one organisation.")
        for name, said in found.items()
        if len(set(said.values())) > 1
    ]


def _with_shared(use_case: UseCase, lacking: Mapping[str, UseCase]) -> UseCase:
    """The use case with what another one states of the organisation."""
    facts = {**use_case.facts, **{name: owner.facts[name] for name, owner in lacking.items()}}
    details = {name: owner.details[name] for name, owner in lacking.items() if name in owner.details}
    return replace(use_case, facts=facts, details={**details, **use_case.details})


def _row(candidate: Candidate, shared: Pool | None) -> Row:
    found = candidate.found
    low, mid, high = _monthly(candidate)
    return Row(
        use_case=candidate.use_case,
        verdict=found.verdict,
        holds=round(found.stability[found.verdict], 4),
        now=listing([ROUTE_NAMES[work.route] for work in found.route_now]),
        later=listing([ROUTE_NAMES[work.route] for work in found.route_later]),
        low=low,
        mid=mid,
        high=high,
        deadline_weeks=found.facts.get("deadline_weeks"),
        in_pool=shared is not None and candidate.use_case in {member.use_case for member in shared.members},
    )


def _monthly(candidate: Candidate) -> tuple[float | None, float | None, float | None]:
    """What its route now costs; the hard cases beside the bulk are part of the bulk's bill."""
    rules = candidate.pricing.catalogue.rules
    costs = [_cost(work.route, candidate) for work in candidate.found.route_now if work.work != rules.work["hard"]]
    low, mid, high = (_sum(getattr(cost, end) for cost in costs) for end in ("low", "mid", "high"))
    return low, mid, high


def _cost(route: str, candidate: Candidate) -> Cost:
    return candidate.found.costs.get(route) or BILLS[route](candidate.pricing)


def _sum(amounts: Iterator[float | None]) -> float | None:
    """The sum; None where a part of it is not known."""
    known = list(amounts)
    return None if any(amount is None for amount in known) else round(sum(a for a in known if a is not None), 2)
