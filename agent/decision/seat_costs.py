"""What licences of a finished assistant cost in a month: the plans sold to so many people, and usage on top."""

from dataclasses import dataclass

from agent.decision.assessment import Cost
from agent.decision.hosted_costs import cost_of, line
from agent.decision.pricing import Pricing
from agent.decision.wording import count, percent
from knowledge.tables import Catalogue, Range, Seat


@dataclass(frozen=True)
class Offer:
    """One way to buy seats: how it is billed, USD for a person and month, and usage on top."""

    plan: Seat
    billed: str
    usd: float

    @property
    def usage(self) -> Range:
        """What the plan bills for usage, USD for a person and month."""
        return self.plan.usage_usd

    @property
    def words(self) -> str:
        """The offer in a few words."""
        return f"${self.usd:g} ({self.plan.name}, {self.billed})"


def seats(pricing: Pricing) -> Cost:
    """The cheapest offer, the usual one and the dearest; as many seats are bought as a plan sells at least."""
    people, catalogue = pricing.work.seats, pricing.catalogue
    live_in = catalogue.routes["seats"].live_in
    if people is None:
        return Cost("seats", None, None, None, reason="The number of people is not known", live_in=live_in)
    sold = _sold_to(people, catalogue)
    usual = next(offer for offer in sold if offer.billed == "by the month" or offer is sold[-1])
    low = min(sold, key=lambda offer: offer.usd + offer.usage[0])
    high = max(sold, key=lambda offer: offer.usd + offer.usage[2])
    bought = [max(people, offer.plan.least) for offer in (low, usual, high)]
    fees = [number * offer.usd for number, offer in zip(bought, (low, usual, high), strict=True)]
    lines = [line("Licences", fees, f"{count(people)} people × {low.words} to {high.words}{_unused(usual, catalogue)}")]
    usage = (people * low.usage[0], people * usual.usage[1], people * high.usage[2])
    if usage[2]:
        lines.append(line("Usage on top", usage, f"{high.plan.name}: {high.plan.usage}"))
    return cost_of("seats", lines, live_in, "A finished assistant")


def _sold_to(people: float, catalogue: Catalogue) -> list[Offer]:
    """The offers for so many people, billed by the year and by the month; the smallest plan where they are too few."""
    plans = [catalogue.seats[name] for name in catalogue.seat_plans]
    fitting = [plan for plan in plans if plan.least <= people <= (plan.most or people)]
    return [
        Offer(plan, billed, usd)
        for plan in fitting or [min(plans, key=lambda plan: plan.least)]
        for billed, usd in (("by the year", plan.usd_annual), ("by the month", plan.usd_monthly))
        if usd is not None
    ]


def _unused(usual: Offer, catalogue: Catalogue) -> str:
    """What a seat that is used costs, since a part of those bought is not."""
    few, many = catalogue.unused_share
    used = [usual.usd / (1 - share) for share in (few, many)]
    return (
        f"; {percent(few)} to {percent(many)} of bought seats usually stay unused, so one that is used costs "
        f"${used[0]:.0f} to ${used[1]:.0f}"
    )
