"""What the leader must know beside the verdict: a date or budget that falls short, and the law."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from agent.decision.counsel import Caveat
from agent.decision.licences import licences
from agent.decision.situation import INSIDE, Situation
from agent.decision.wording import ROUTE_NAMES, capitalised, count, day, listing, money, money_span, weeks

COUNSEL = "Confirm this with counsel."


def caveats(situation: Situation) -> tuple[Caveat, ...]:
    """All caveats, what cannot be met first."""
    makers: tuple[Callable[[Situation], Iterator[Caveat]], ...] = (
        _deadline,
        _budget,
        _residency,
        _unproven,
        _laws,
        _licences,
        _stepping_stone,
        _absent,
    )
    return tuple(caveat for make in makers for caveat in make(situation))


def _deadline(situation: Situation) -> Iterator[Caveat]:
    """A date that no allowed route can meet."""
    deadline = situation.deadline
    if deadline is None:
        return
    soonest = min(situation.route_now, key=lambda w: situation.catalogue.routes[w.route].weeks[1])
    usual = situation.catalogue.routes[soonest.route].weeks[1]
    if deadline >= usual:
        return
    live = day(situation.today + timedelta(weeks=usual))
    inside = "Move the date, or start on data that may go to a vendor."
    way_out = inside if situation.is_inside else "Move the date."
    yield Caveat(
        "deadline",
        f"{capitalised(weeks(deadline))} cannot be met: {ROUTE_NAMES[soonest.route]} will take about {weeks(usual)}, "
        f"so count on {live}. {way_out}",
        "guidance-lead-times",
    )


def over_budget(situation: Situation) -> dict[str, float]:
    """US dollars a month by which the middle estimate of each route passes the budget."""
    budget = situation.facts.get("budget_per_month")
    if not isinstance(budget, float):
        return {}
    mids = {route: cost.mid for route, cost in situation.costs.items() if cost.mid is not None}
    return {route: round(mid - budget, 2) for route, mid in mids.items() if mid > budget}


def _budget(situation: Situation) -> Iterator[Caveat]:
    """A budget below what a route of the advice costs."""
    budget = situation.facts.get("budget_per_month")
    if not isinstance(budget, float):
        return
    for route in situation.routes:
        cost = situation.costs.get(route)
        if cost is None or cost.mid is None or cost.low is None or budget >= cost.mid:
            continue
        short = f"{money(cost.mid - budget)} more than your {money(budget)}"
        hope = "" if budget < cost.low else f", though it may come down to {money(cost.low)}"
        name = ROUTE_NAMES[route]
        yield Caveat(
            "budget",
            f"The budget is too small for {name}: about {money(cost.mid)} a month, {short}{hope}.",
            "cost-self-hosting",
        )


def _is_theatre(situation: Situation) -> bool:
    """Whether the boundary is stricter than the only law that is named for it."""
    return situation.laws == ["gdpr"] and situation.facts.get("data_boundary") in INSIDE


def _residency(situation: Situation) -> Iterator[Caveat]:
    """Residency theatre, named."""
    if _is_theatre(situation):
        yield Caveat(
            "residency",
            "GDPR alone does not ask for your own systems: a vendor's endpoint in your own cloud tenancy and region, "
            "under a processing contract, usually satisfies it. Check whether the boundary is a rule or a habit. "
            + COUNSEL,
            "myth-residency-theatre",
        )


def _unproven(situation: Situation) -> Iterator[Caveat]:
    """What an open verdict lacks that only a gate forces: proof or people."""
    if situation.verdict != "open_source":
        return
    if situation.facts.get("stage") in ("idea", "pilot"):
        sentence = (
            "The value is not shown yet: prove it on data that may go to a vendor, or keep the first model small."
        )
        yield Caveat("unproven", sentence, "guidance-prove-value")
    if situation.facts.get("team") in ("none", "software"):
        sentence = "Nobody of yours has run a model yet. Find that person before the machines; it takes longest."
        yield Caveat("team", sentence, "guidance-team")


def _laws(situation: Situation) -> Iterator[Caveat]:
    """What each law that was named asks for, whichever model is chosen."""
    for law in [] if _is_theatre(situation) else situation.laws:
        rule = situation.catalogue.rules.laws[law]
        yield Caveat("law", f"{rule.why} {COUNSEL}", rule.passage)


def _licences(situation: Situation) -> Iterator[Caveat]:
    """What one GPU is worth in licences, beside the number that is needed."""
    seats, compared = situation.facts.get("seats"), licences(situation.catalogue)
    if isinstance(seats, float) and compared is not None and "seats" in situation.routes:
        sentence = f"{compared.sentence} You need {count(seats)}."
        yield Caveat("licences", sentence, "cost-seats")


def _stepping_stone(situation: Situation) -> Iterator[Caveat]:
    """On a hybrid path the same open weights behind somebody's API make the later move a change of address."""
    cost = situation.costs.get("managed_open")
    if situation.verdict != "hybrid" or "managed_open" in situation.routes or cost is None:
        return
    if cost.low is None or cost.high is None or "vendor_api" not in situation.routes:
        return
    yield Caveat(
        "stepping_stone",
        f"Try {cost.model} behind a hosted API beside the vendor's model ({money_span(cost.low, cost.high)}): if it is "
        "good enough, the later move is only a change of address.",
        "route-managed-open",
    )


def _absent(situation: Situation) -> Iterator[Caveat]:
    """What counts as none because nobody named it."""
    named = {"deadline_weeks": "deadline", "budget_per_month": "budget"}
    missing = [words for name, words in named.items() if name not in situation.facts]
    if missing:
        yield Caveat("not_named", f"No {listing(missing, 'or')} was named, so I count with none.")
