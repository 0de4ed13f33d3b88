"""What a model of one's own needs and is not there yet: each gap a task with its weeks and its cost."""

from collections.abc import Callable, Mapping

import numpy as np

from agent.decision.counsel import Evaluation, Task
from agent.decision.pricing import Pricing
from agent.decision.scenarios import Triple, span
from agent.decision.situation import Situation
from knowledge.counsel import Readiness, TaskRow
from knowledge.tables import CostDefaults

HOURS_A_YEAR = 1_800.0
WEEKS_A_YEAR = 52.0

# The first year of a person: those who label are paid like the engineers, so the estimate is on the high side.
LABELLERS = 2


def readiness(situation: Situation, pricing: Pricing, tested: Evaluation) -> tuple[Task, ...]:
    """The tasks that are open, those that take longest first."""
    table = situation.catalogue.readiness
    found = [_task(row, table, pricing, tested) for row in table.tasks.values() if situation.holds(row.when)]
    return tuple(sorted(found, key=lambda task: -task.weeks[1]))


def _task(row: TaskRow, table: Readiness, pricing: Pricing, tested: Evaluation) -> Task:
    costs = pricing.catalogue.costs
    told = {
        "{people}": f"{costs.ranges['people'][1]:g}",
        "{cases}": f"{tested.cases}",
        "{examples}": f"{table.examples_to_tune:,}",
    }
    detail = row.detail
    for name, words in told.items():
        detail = detail.replace(name, words)
    cost, per = _cost(row, table, pricing, tested)
    return Task(row.id, row.task, detail, row.owner, row.weeks, cost, per, row.passage)


def _cost(row: TaskRow, table: Readiness, pricing: Pricing, tested: Evaluation) -> tuple[Triple | None, str]:
    """US dollars, and what they are for."""
    costs = pricing.catalogue.costs
    hours = {
        "labels": LABELLERS * tested.cases * table.minutes_a_label / 60,
        "examples": table.examples_to_tune * table.minutes_an_example / 60,
    }
    makers: Mapping[str, Callable[[], tuple[Triple | None, str]]] = {
        "none": lambda: (None, ""),
        "hire": lambda: (_pay(costs, *costs.ranges["people"]), "year"),
        "setup": lambda: (costs.ranges["setup_usd"], "once"),
        "time": lambda: (_pay(costs, *(weeks / WEEKS_A_YEAR for weeks in row.weeks)), "once"),
        "labels": lambda: (_pay(costs, *[hours["labels"] / HOURS_A_YEAR] * 3), "once"),
        "examples": lambda: (_pay(costs, *[hours["examples"] / HOURS_A_YEAR] * 3), "once"),
        "gpus": lambda: (_rent(pricing), "month"),
        "machines": lambda: (_purchase(pricing), "once"),
    }
    return makers[row.cost]()


def _pay(costs: CostDefaults, low: float, usual: float, high: float) -> Triple:
    """What so many people-years cost."""
    first, middle, last = costs.ranges["pay_usd_year"]
    return round(low * first), round(usual * middle), round(high * last)


def _rent(pricing: Pricing) -> Triple | None:
    plant = pricing.rented_plant
    if plant is None or plant.gpu.usd_hour is None:
        return None
    return _rounded(span(plant.rented.machines(plant.replicas)))


def _purchase(pricing: Pricing) -> Triple | None:
    plant = pricing.owned_plant
    if plant is None:
        return None
    missing = np.maximum(plant.replicas - plant.replicas_there, 0) * plant.n_gpu
    return _rounded(span(missing * plant.figures["purchase_usd"] * plant.figures["server_factor"]))


def _rounded(values: Triple) -> Triple:
    low, mid, high = values
    return round(low), round(mid), round(high)
