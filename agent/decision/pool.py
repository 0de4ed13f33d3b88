"""One pool of GPUs for several use cases: workloads that fail alone may carry it together."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from agent.decision.hosted_costs import line
from agent.decision.own_costs import people_and_setup
from agent.decision.portfolio import Against, Pool, PoolMember
from agent.decision.rivals import hosted
from agent.decision.scenarios import Cases, draws, middle, span
from agent.decision.shared_gpus import FEWEST, Candidate, Shared, best_sets, on_one_model, total
from agent.decision.wording import listing, money, money_span, percent, rounded
from agent.decision.workload import Choices

MOST_NAMED = 5

# A share of full load below this is told as less than it.
LEAST_USE = 0.01

# Multiples of today's loads among which the first that pays is looked for.
MULTIPLES = np.geomspace(1, 1_000, 121)

# The other ways to carry the same use cases.
APART, VENDORS, HOSTED = (
    "each by itself in its cheaper way",
    "all on vendors' models",
    "all on {model} hosted by others",
)

ASSUMPTIONS = (
    "The people and the set-up are counted once for the pool.",
    "The busiest hours of the use cases are taken to fall together, so that each keeps the room it needs.",
    "Weights tuned for one use case run beside the others as adapters on the same model.",
)


def pool(candidates: Sequence[Candidate]) -> tuple[Pool | None, str]:
    """The best pool for some use cases, or None with the reason why there is none to speak of."""
    working = [candidate for candidate in candidates if not candidate.is_at_desks]
    if len(working) < FEWEST:
        return None, "A pool needs two use cases or more whose requests a model of your own could serve."
    best = max(best_sets(working), key=lambda shared: shared.saving, default=None)
    if best is None:
        return None, "No two of these use cases can share a model on the GPUs I count with."
    whole = on_one_model(best.candidates, best.tier, best.plant.n_gpu, whole=True)
    left_out = {c.use_case: _why_not(c, best) for c in candidates if c not in best.candidates}
    return _pool(whole, _pays_from(best), left_out), ""


def _why_not(candidate: Candidate, best: Shared) -> str:
    """Why a use case is not in the pool."""
    place = best.candidates[0]
    if candidate.is_at_desks:
        return "licences of a finished assistant carry it"
    if candidate.is_air_gapped != place.is_air_gapped:
        return "machines without a network and machines with one cannot be shared"
    if candidate.place != place.place:
        return "it would run on other machines"
    if candidate.tier > best.tier:
        return "its work is too hard for the pool's model"
    return "its bill elsewhere is too low for the load it would bring"


def _pays_from(shared: Shared) -> float | None:
    """The first multiple of today's loads at which the pool costs less than each by itself, in the middle case."""
    for multiple in MULTIPLES:
        if middle(shared.cost(multiple)) < middle(shared.apart(multiple)):
            return rounded(float(multiple))
    return None


def _pool(shared: Shared, pays_from: float | None, left_out: Mapping[str, str]) -> Pool:
    plant, copies = shared.plant, shared.stairs.replicas(shared.load)
    hardware = f"{round(middle(copies)) * plant.n_gpu} × {plant.gpu.name}"
    low, mid, high = (round(end, 2) for end in span(shared.cost()))
    busy = total(share.candidate.requests / share.plant.full_load for share in shared.shares)
    against = tuple(_against(shared))
    found = Pool(
        route="own_machines" if shared.candidates[0].is_own else "self_hosted",
        model=plant.model.name,
        hardware=hardware,
        low=low,
        mid=mid,
        high=high,
        lines=(
            line("GPUs", span(shared.stairs.machines(copies)), f"{hardware} for {plant.model.name}"),
            *people_and_setup(plant),
        ),
        members=tuple(_members(shared)),
        left_out=left_out,
        against=against,
        use=float(f"{middle(busy) / middle(copies):.3g}"),
        pays=against[0].saving[1] > 0,
        pays_from=pays_from,
        sentence="",
        assumptions=ASSUMPTIONS,
    )
    return replace(found, sentence=_sentence(found))


def _members(shared: Shared) -> Iterator[PoolMember]:
    for share in shared.shares:
        alone, rival = middle(share.alone_usd()), share.candidate.rival_usd
        yield PoolMember(
            use_case=share.candidate.use_case,
            requests_per_month=share.candidate.requests,
            share=round(middle(share.load) / middle(shared.load), 4),
            rival_usd=_finite(rival),
            alone_usd=_finite(alone),
            pays_alone=alone <= rival,
        )


def _finite(amount: float) -> float | None:
    return round(amount, 2) if math.isfinite(amount) else None


def _against(shared: Shared) -> Iterator[Against]:
    """The other ways to carry the same use cases: each by itself first, then on hosted models where all of them may."""
    yield _beside(APART, shared.apart(), shared)
    members = shared.candidates
    if all(member.rival_usd < math.inf for member in members):
        yield _beside(VENDORS, np.array(sum(member.rival_usd for member in members)), shared)
    if all("managed_open" not in member.found.removed for member in members):
        model = shared.plant.model
        prices = (hosted(replace(member.pricing, choices=Choices(open_model=model.id))).price for member in members)
        bill = sum(member.requests * price for member, price in zip(members, prices, strict=True))
        yield _beside(HOSTED.format(model=model.name), np.array(bill), shared)


def _beside(way: str, bill: Cases, shared: Shared) -> Against:
    saved = bill - shared.cost()
    low, mid, high = (round(end, 2) for end in span(saved))
    return Against(way, round(middle(bill), 2), (low, mid, high), round(float(np.mean(draws(saved) > 0)), 4))


def _quoted(name: str) -> str:
    """A name of several words as it stands inside a sentence."""
    return f"“{name}”" if " " in name else name


def _sentence(found: Pool) -> str:
    named = [member.use_case for member in found.members]
    who = listing([_quoted(name) for name in named]) if len(named) <= MOST_NAMED else f"{len(named)} use cases"
    busy = percent(found.use) if found.use >= LEAST_USE else f"under {percent(LEAST_USE)}"
    apart, others = found.against[0], found.against[-1]
    told = [
        f"Together, {who} keep {found.hardware} with {found.model} busy to {busy}, "
        f"for {money_span(found.low, found.high)}; each by itself in its cheaper way, they cost {money(apart.bill)}."
    ]
    if found.pays:
        weak = sum(not member.pays_alone for member in found.members)
        few = "none" if weak == len(named) else f"only {len(named) - weak}"
        alone = f", though {few} would pay for GPUs of its own" if weak else ""
        told.append(f"The pool saves {money(apart.saving[1])} a month{alone}.")
    else:
        when = "at no load that I count with" if found.pays_from is None else f"from {found.pays_from:g} times the load"
        told.append(f"The pool does not pay today; it would {when}.")
    if others.way == HOSTED.format(model=found.model) and others.bill < found.mid:
        cheap = money(others.bill)
        told.append(f"The same model hosted by others costs {cheap}: where that is allowed, a pool buys control.")
    return " ".join(told)
