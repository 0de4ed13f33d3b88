"""What the leader must know beside the verdict: facts in conflict, a date or budget that falls short, the law."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from agent.decision.assessment import RouteWork
from agent.decision.bill import Cost
from agent.decision.counsel import Caveat
from agent.decision.licences import licences
from agent.decision.wording import LAWS, ROUTE_NAMES, capitalised, count, day, listing, money, money_span, weeks
from agent.facts import FactValue
from knowledge.tables import Catalogue

GUARDED_LAWS = ("hipaa", "pci", "glba", "itar")
INSIDE = ("own_infrastructure", "air_gapped")
COUNSEL = "Confirm this with counsel."


@dataclass(frozen=True)
class Ground:
    """What the caveats are read from."""

    facts: Mapping[str, FactValue]
    verdict: str
    route_now: tuple[RouteWork, ...]
    route_later: tuple[RouteWork, ...]
    costs: Mapping[str, Cost]
    catalogue: Catalogue
    today: date

    @property
    def laws(self) -> list[str]:
        """The regulations that were named."""
        named = self.facts.get("regulations", [])
        return named if isinstance(named, list) else []

    @property
    def routes(self) -> tuple[str, ...]:
        """The routes of the advice, each once."""
        return tuple(dict.fromkeys(w.route for w in (*self.route_now, *self.route_later)))


def caveats(ground: Ground) -> tuple[Caveat, ...]:
    """All caveats, what cannot be met first."""
    makers: tuple[Callable[[Ground], Iterator[Caveat]], ...] = (
        _contradictions,
        _deadline,
        _budget,
        _residency,
        _unproven,
        _laws,
        _licences,
        _stepping_stone,
        _absent,
    )
    return tuple(caveat for make in makers for caveat in make(ground))


def _contradictions(ground: Ground) -> Iterator[Caveat]:
    """Facts that do not go together, each with the question that settles it."""
    facts, laws = ground.facts, ground.laws
    public = facts.get("data_sensitivity") == "public"
    guarded = [LAWS[law] for law in laws if law in GUARDED_LAWS]
    if public and guarded:
        said = f"You said the data is public and that {listing(guarded)} applies."
        yield _conflict(f"{said} Does guarded data reach the model or not?")
    if public and facts.get("data_boundary") in INSIDE:
        said = "You said the data is public and that it may not leave your systems."
        yield _conflict(f"{said} What is it that has to stay inside?")
    if facts.get("data_boundary") == "any_vendor" and "itar" in laws:
        said = "You said any vendor will do and that ITAR applies."
        yield _conflict(f"{said} Does defence technical data reach the model?", "regulation-itar")
    if facts.get("team") == "none":
        yield from _without_people(facts)


def _without_people(facts: Mapping[str, FactValue]) -> Iterator[Caveat]:
    if facts.get("gpus") == "owned":
        said = "You said you own GPUs and have nobody technical."
        yield _conflict(f"{said} Who runs those machines today?", "guidance-team")
    if facts.get("customization") == "fine_tuning":
        said = "You said the model is trained on your own data and that you have nobody technical."
        yield _conflict(f"{said} Who would prepare the data and train it?", "guidance-team")


def _conflict(sentence: str, passage: str = "") -> Caveat:
    return Caveat("contradiction", sentence, passage)


def _deadline(ground: Ground) -> Iterator[Caveat]:
    """A date that no allowed route can meet."""
    deadline = ground.facts.get("deadline_weeks")
    if not isinstance(deadline, float):
        return
    soonest = min(ground.route_now, key=lambda w: ground.catalogue.routes[w.route].weeks[1])
    usual = ground.catalogue.routes[soonest.route].weeks[1]
    if deadline >= usual:
        return
    live = day(ground.today + timedelta(weeks=usual))
    inside = ground.facts.get("data_boundary") in INSIDE
    way_out = "Move the date, or start on data that may go to a vendor." if inside else "Move the date."
    yield Caveat(
        "deadline",
        f"{capitalised(weeks(deadline))} cannot be met: {ROUTE_NAMES[soonest.route]} will take about {weeks(usual)}, "
        f"so count on {live}. {way_out}",
        "guidance-lead-times",
    )


def _budget(ground: Ground) -> Iterator[Caveat]:
    """A budget below what a route of the advice costs."""
    budget = ground.facts.get("budget_per_month")
    if not isinstance(budget, float):
        return
    for route in ground.routes:
        cost = ground.costs.get(route)
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


def _is_theatre(ground: Ground) -> bool:
    """Whether the boundary is stricter than the only law that is named for it."""
    return ground.laws == ["gdpr"] and ground.facts.get("data_boundary") in INSIDE


def _residency(ground: Ground) -> Iterator[Caveat]:
    """Residency theatre, named."""
    if _is_theatre(ground):
        yield Caveat(
            "residency",
            "GDPR alone does not ask for your own systems: a vendor's endpoint in your own cloud tenancy and region, "
            "under a processing contract, usually satisfies it. Check whether the boundary is a rule or a habit. "
            + COUNSEL,
            "myth-residency-theatre",
        )


def _unproven(ground: Ground) -> Iterator[Caveat]:
    """What an open verdict lacks that only a gate forces: proof or people."""
    if ground.verdict != "open_source":
        return
    if ground.facts.get("stage") in ("idea", "pilot"):
        sentence = (
            "The value is not shown yet: prove it on data that may go to a vendor, or keep the first model small."
        )
        yield Caveat("unproven", sentence, "guidance-prove-value")
    if ground.facts.get("team") in ("none", "software"):
        sentence = "Nobody of yours has run a model yet. Find that person before the machines; it takes longest."
        yield Caveat("team", sentence, "guidance-team")


def _laws(ground: Ground) -> Iterator[Caveat]:
    """What each law that was named asks for, whichever model is chosen."""
    for law in [] if _is_theatre(ground) else ground.laws:
        rule = ground.catalogue.rules.laws[law]
        yield Caveat("law", f"{rule.why} {COUNSEL}", rule.passage)


def _licences(ground: Ground) -> Iterator[Caveat]:
    """What one GPU is worth in licences, beside the number that is needed."""
    seats, compared = ground.facts.get("seats"), licences(ground.catalogue)
    if isinstance(seats, float) and compared is not None and "seats" in ground.routes:
        sentence = f"{compared.sentence} You need {count(seats)}."
        yield Caveat("licences", sentence, "cost-seats")


def _stepping_stone(ground: Ground) -> Iterator[Caveat]:
    """On a hybrid path the same open weights behind somebody's API make the later move a change of address."""
    cost = ground.costs.get("managed_open")
    if ground.verdict != "hybrid" or "managed_open" in ground.routes or cost is None:
        return
    if cost.low is None or cost.high is None or "vendor_api" not in ground.routes:
        return
    yield Caveat(
        "stepping_stone",
        f"Try {cost.model} behind a hosted API beside the vendor's model ({money_span(cost.low, cost.high)}): if it is "
        "good enough, the later move is only a change of address.",
        "route-managed-open",
    )


def _absent(ground: Ground) -> Iterator[Caveat]:
    """What counts as none because nobody named it."""
    named = {"deadline_weeks": "deadline", "budget_per_month": "budget"}
    missing = [words for name, words in named.items() if name not in ground.facts]
    if missing:
        yield Caveat("not_named", f"No {listing(missing, 'or')} was named, so I count with none.")
