"""From a published rule of thumb to our number: one assumption after another is changed to ours, in a fixed order.

Every published rule here is reproduced by the same staircase that computes our own break-even, given its assumptions.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from agent.decision.bill import Walk, WalkStep
from agent.decision.plant import Plant
from agent.decision.prices import Tokens
from agent.decision.pricing import Pricing
from agent.decision.rivals import vendor
from agent.decision.scenarios import middle
from agent.decision.staircase import Stairs
from agent.decision.wording import count, money, percent, rounded, unit_price
from agent.decision.workload import SECONDS_AN_HOUR
from knowledge.tables import RuleOfThumb

# A replica that is thought to carry anything.
ENDLESS = 1e18


@dataclass(frozen=True)
class Assumed:
    """Everything a threshold stands on. US dollars; a month where not said otherwise."""

    usd_hour: float
    hours: float
    cards: int
    price: float
    tokens: Tokens
    overhead: float = 0.0
    people: float = 0.0
    setup: float = 0.0
    capacity: float = ENDLESS
    least: int = 1

    @property
    def threshold(self) -> float:
        """Tokens a month from which owning costs no more; infinite for never."""
        replica = self.cards * self.usd_hour * self.hours * (1 + self.overhead)
        stairs = Stairs(np.array(self.people + self.setup), np.array(replica), np.array(self.capacity), self.least)
        return middle(stairs.meeting_volume(self.price)) * (self.tokens.input + self.tokens.output)


@dataclass(frozen=True)
class Change:
    """One assumption in words, as it was published and as it is here, and what it sets."""

    assumption: str
    was: str
    now: str
    to: Mapping[str, Any]


def walks(pricing: Pricing) -> tuple[Walk, ...]:
    """A walk from each published rule to our break-even against the vendor; none where nothing fits or is rented."""
    plant = pricing.middle_plant
    if plant is None or plant.gpu.usd_hour is None:
        return ()
    return tuple(_walk(rule, pricing, plant) for rule in pricing.catalogue.published.rules)


def _walk(rule: RuleOfThumb, pricing: Pricing, plant: Plant) -> Walk:
    start = _published(rule, pricing)
    steps = tuple(_steps(start, rule, pricing, plant))
    ours = steps[-1].tokens_per_month
    return Walk(
        rule.source, rule.url, rule.as_of, start.threshold, steps, ours, _sentence(rule, start.threshold, steps)
    )


def _published(rule: RuleOfThumb, pricing: Pricing) -> Assumed:
    """The rule as it was published: one card's rent against the price of tokens, and nothing else."""
    tokens = pricing.work.tokens
    price = rule.usd_per_m_tokens * (tokens.input + tokens.output) / 1e6
    return Assumed(rule.usd_hour, rule.hours, rule.cards, price, tokens)


def _steps(start: Assumed, rule: RuleOfThumb, pricing: Pricing, plant: Plant) -> Iterator[WalkStep]:
    """The threshold after each change, every change on top of those before it."""
    at = start
    for change in (*_bought(rule, pricing, plant), *_left_out(plant), *_carried(plant)):
        at = replace(at, **change.to)
        reached = at.threshold
        yield WalkStep(change.assumption, change.was, change.now, reached if math.isfinite(reached) else None)


def _bought(rule: RuleOfThumb, pricing: Pricing, plant: Plant) -> Iterator[Change]:
    """What is bought, and what it is compared with."""
    work, rival, hour = pricing.work, vendor(pricing), float(plant.figures["usd_hour"])
    yield Change(
        "price and number of GPUs",
        f"{rule.cards} × {rule.gpu} at {unit_price(rule.usd_hour)} an hour",
        f"{plant.n_gpu} × {plant.gpu.name} at {unit_price(hour)}",
        {"usd_hour": hour, "cards": plant.n_gpu, "hours": plant.hours},
    )
    mixed = (rule.input_usd_per_m * work.given + rule.output_usd_per_m * work.answered) / 1e6
    yield Change(
        "tokens in and out",
        f"{percent(rule.input_share)} in",
        f"{percent(work.given / (work.given + work.answered))} in",
        {"price": mixed},
    )
    yield Change(
        "the rival",
        f"{unit_price(mixed)} a request",
        f"{rival.words} at {unit_price(rival.price)}",
        {"price": rival.price},
    )


def _left_out(plant: Plant) -> Iterator[Change]:
    """What the rule leaves out of the bill."""
    people, setup, overhead = float(plant.people), float(plant.setup), float(plant.figures["overhead"])
    yield Change("disks, CPU and network", "nothing", f"{percent(overhead)} on the GPUs", {"overhead": overhead})
    yield Change("set-up", "nothing", f"{money(setup)} a month", {"setup": setup})
    share = f"{float(plant.figures['people']):g} of a person"
    yield Change("people", "nobody", f"{share}, {money(people)} a month", {"people": people})


def _carried(plant: Plant) -> Iterator[Change]:
    """What a GPU really carries, and with it how many there must be."""
    offline = plant.fast.requests_per_second * SECONDS_AN_HOUR * plant.hours
    full, used = float(plant.full_load), float(plant.capacity)
    now = f"{count(rounded(offline))} requests a month at full load"
    yield Change("what the GPUs can carry", "anything", now, {"capacity": offline})
    now = f"{percent(full / offline)} of that"
    yield Change("answers in time, on an ordinary engine", "no allowance", now, {"capacity": full})
    yield Change("use of capacity", "always full", f"{percent(used / full)} on average", {"capacity": used})
    if plant.least > 1:
        yield Change("a spare copy for customers", "none", f"at least {plant.least} copies", {"least": plant.least})


def _sentence(rule: RuleOfThumb, published: float, steps: tuple[WalkStep, ...]) -> str:
    """Where the walk leads, and the step that moves it most."""
    ours = steps[-1].tokens_per_month
    end = f"{count(rounded(ours))} tokens a month" if ours is not None else "never"
    before = [published, *(s.tokens_per_month for s in steps[:-1])]
    moved = max(zip(before, steps, strict=True), key=lambda pair: _factor(pair[0], pair[1].tokens_per_month))[1]
    return (
        f"{rule.source} says {count(rounded(published, 3))} tokens a month; with your case it is {end}. "
        f"What makes most of the difference: {moved.assumption} ({moved.was} → {moved.now})."
    )


def _factor(before: float | None, after: float | None) -> float:
    """How far a step moves the threshold, as a logarithm; never lies farther than any volume."""
    far = 1e21
    return abs(math.log((after or far) / (before or far)))
