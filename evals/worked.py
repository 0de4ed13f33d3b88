"""The worked examples: our break-even lies within the band that was computed for it apart from this code."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from agent.decision.bill import BreakEven
from agent.decision.break_even import break_evens
from agent.decision.own_costs import on_rented_gpus
from agent.decision.prices import Tokens
from agent.decision.pricing import Pricing
from agent.decision.workload import Choices, Workload
from knowledge.catalogue import load_catalogue

FILE = Path(__file__).parent / "worked_examples.yaml"
MILLION = 1e6

HOSTED = "managed_open"


@dataclass(frozen=True)
class Example:
    """One published break-even: the case, the rival, and the band (requests a month; infinite for never)."""

    case: Mapping[str, Any]
    rival: str
    month_usd: float
    base: float
    low: float
    high: float
    today: date

    @property
    def name(self) -> str:
        """The case in a line."""
        c = self.case
        return f"{c['open_model']} on {c['n_gpu']} × {c['gpu']}, {c['input']}/{c['output']}, against {self.rival}"


@dataclass(frozen=True)
class Outcome:
    """Our figures for an example."""

    example: Example
    month_usd: float
    found: BreakEven

    @property
    def volume(self) -> float:
        """Our break-even."""
        return _volume(self.found.requests_per_month, 1.0)

    @property
    def is_within(self) -> bool:
        """Whether it lies in the band."""
        return self.example.low <= self.volume <= self.example.high


def examples() -> Iterator[Example]:
    """All worked examples."""
    table = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for row in table["examples"]:
        for rival, point in row["against"].items():
            low, high = (_volume(end, MILLION) for end in point["band"])
            today = date.fromisoformat(table["as_of"])
            yield Example(row["case"], rival, row["month_usd"], _volume(point["base"], MILLION), low, high, today)


def _volume(number: float | None, unit: float) -> float:
    return math.inf if number is None else number * unit


def work_out(example: Example) -> Outcome:
    """Our own figures for an example, at one request a month, for people at their desks."""
    case = example.case
    vendor = None if example.rival == HOSTED else example.rival
    choices = Choices(open_model=case["open_model"], gpu=case["gpu"], n_gpu=case["n_gpu"], vendor_model=vendor)
    work = Workload(Tokens(case["input"], case["output"]), tier="general", audience="employees")
    pricing = Pricing(work, load_catalogue(), example.today, choices)
    found = break_evens(pricing)[HOSTED if vendor is None else "vendor_api"]
    return Outcome(example, on_rented_gpus(pricing).mid or math.nan, found)
