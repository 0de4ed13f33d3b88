"""What licences of a finished assistant cost in a month: the plans sold to so many people, and usage on top."""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.decision.bill import Cost, CostLine
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

    def month(self, people: float) -> Range:
        """US dollars a month: as many seats as the plan sells at least, and usage of those who are there."""
        fee = max(people, self.plan.least) * self.usd
        low, mid, high = (fee + people * usage for usage in self.plan.usage_usd)
        return low, mid, high

    @property
    def words(self) -> str:
        """The offer in a few words."""
        usage = " and its usage" if self.plan.usage_usd[2] else ""
        return f"${self.usd:g}{usage} ({self.plan.name}, {self.billed})"


def seats(pricing: Pricing) -> Cost:
    """The cheapest offer, the usual one and the dearest."""
    people, catalogue = pricing.work.seats, pricing.catalogue
    live_in = catalogue.routes["seats"].live_in
    if people is None:
        return Cost("seats", None, None, None, reason="The number of people is not known", live_in=live_in)
    sold = _sold_to(people, catalogue, health_data=pricing.work.health_data)
    if not sold:
        reason = "No plan for so few people comes with the agreement that HIPAA asks for"
        return Cost("seats", None, None, None, reason=reason, live_in=live_in)
    usual = next(offer for offer in sold if offer.billed == "by the month" or offer is sold[-1])
    low = min(sold, key=lambda offer: offer.month(people)[0])
    high = max(sold, key=lambda offer: offer.month(people)[2])
    amounts = (low.month(people)[0], usual.month(people)[1], high.month(people)[2])
    how = f"{count(people)} people × {low.words} to {high.words}{_unused(usual, catalogue)}"
    return cost_of("seats", [line("Licences", amounts, how)], live_in, "A finished assistant")


def plans(pricing: Pricing) -> Iterator[CostLine]:
    """Each plan that is sold to so many people, with its usage."""
    people = pricing.work.seats
    if people is not None:
        for offer in _sold_to(people, pricing.catalogue, health_data=pricing.work.health_data):
            yield _plan(offer, people)


def _plan(offer: Offer, people: float) -> CostLine:
    """One plan as it is sold, with the fewest seats, the licence beneath it and the usage on top."""
    plan = offer.plan
    parts = [f"{count(max(people, plan.least))} × ${offer.usd:g}"]
    parts += [f"sold from {plan.least} seats on"] if plan.least > people else []
    parts += [f"needs {plan.base}, not counted here"] if plan.base else []
    parts += [plan.usage] if plan.usage else []
    parts.append(f"as of {plan.as_of}")
    return line(f"{plan.name}, billed {offer.billed}", offer.month(people), "; ".join(parts))


def _sold_to(people: float, catalogue: Catalogue, *, health_data: bool) -> list[Offer]:
    """The offers for so many people, billed by the year and by the month; the smallest plan where they are too few.

    Health data under HIPAA may only go to a plan that comes with a business associate agreement.
    """
    sold = [plan for plan in map(catalogue.seats.__getitem__, catalogue.seat_plans) if plan.baa or not health_data]
    if not sold:
        return []
    fitting = [plan for plan in sold if plan.least <= people <= (plan.most or people)]
    return [
        Offer(plan, billed, usd)
        for plan in fitting or [min(sold, key=lambda plan: plan.least)]
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
