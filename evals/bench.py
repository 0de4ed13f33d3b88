"""`make bench`: how long the deterministic tool takes, in milliseconds and as ratios to a plain NumPy pass.

The plain pass gathers, weighs, adds up and compares as many columns of draws as the verdict has parts, in the same run,
so that the ratios of two machines can be held against each other.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np

from agent.decision.assess import assess
from agent.decision.assess_portfolio import UseCase, assess_portfolio
from agent.decision.cost_line import cost_line
from agent.decision.draws import DRAWS
from agent.decision.points import PARTS
from agent.facts import FACTS, FactValue

TODAY = date(2026, 11, 24)
LEDGERS = 120
SEED = 7
WARM_UP = 5

Facts = dict[str, FactValue]
T = TypeVar("T")

# Milliseconds, the median of which is promised.
PROMISED = {"costs compared": 20.0, "core of a turn": 5.0, "whole record": 40.0, "1,000 use cases": 5_000.0}

USE_CASES = 1_000
PORTFOLIOS = 3


@dataclass(frozen=True)
class Timing:
    """One thing timed over the ledgers: milliseconds, and the median as a ratio to the plain pass."""

    what: str
    median: float
    tenth: float
    ratio: float

    @property
    def line(self) -> str:
        """The timing as it is printed."""
        promised = PROMISED.get(self.what)
        told = f"(promised {promised:g} ms)" if promised else ""
        return f"{self.what:18} {self.median:8.2f} ms  p90 {self.tenth:8.2f} ms  {self.ratio:8.1f} × the pass  {told}"


def ledgers(number: int = LEDGERS, seed: int = SEED) -> list[Facts]:
    """Ledgers of which half the facts are known, numbers over three powers of ten; the first knows nothing."""
    rng = random.Random(seed)
    return [{}, *(_ledger(rng) for _ in range(number - 1))]


def portfolios() -> list[list[UseCase]]:
    """Portfolios of use cases that no earlier one held, so that no price is known from before."""
    return [
        [UseCase(str(n), facts) for n, facts in enumerate(ledgers(USE_CASES, SEED + 1 + number))]
        for number in range(PORTFOLIOS)
    ]


def _ledger(rng: random.Random) -> Facts:
    facts: Facts = {}
    for name, fact in FACTS.items():
        if name == "use_case" or rng.random() < 0.5:
            continue
        if fact.kind == "choice":
            facts[name] = rng.choice(fact.values)
        elif fact.kind == "choices":
            facts[name] = rng.sample(fact.values, rng.randint(0, 2))
        else:
            low, high = fact.limits
            facts[name] = min(max(fact.prior[1] * 10 ** rng.uniform(-1.5, 1.5), low), high)
    return facts


def _timed(work: Callable[[T], object], over: Sequence[T], warm_up: int = WARM_UP) -> list[float]:
    for each in over[:warm_up]:
        work(each)
    times = []
    for each in over:
        start = time.perf_counter()
        work(each)
        times.append((time.perf_counter() - start) * 1e3)
    return times


def plain_pass() -> Callable[[Facts], object]:
    """Gather, weigh, add up and compare the draws, nothing else."""
    rng = np.random.default_rng(SEED)
    tables = rng.random((len(PARTS), 4)).astype(np.float32)
    columns = rng.integers(0, 4, (len(PARTS), DRAWS)).astype(np.int8)
    weights = rng.random((len(PARTS), DRAWS)).astype(np.float32)

    def run(_: Facts) -> object:
        total = np.zeros(DRAWS, dtype=np.float32)
        for table, column, weight in zip(tables, columns, weights, strict=True):
            total = total + weight * table.take(column)
        return np.count_nonzero(total > 0.5)

    return run


def measure() -> list[Timing]:
    """Time everything over the same ledgers."""
    over = ledgers()
    plain = _timed(plain_pass(), over)
    base = statistics.median(plain)
    works: dict[str, Callable[[Facts], object]] = {
        "costs compared": lambda facts: cost_line({"facts": facts, "today": TODAY.isoformat()}),
        "core of a turn": lambda facts: assess(facts, today=TODAY, depth="core"),
        "whole record": lambda facts: assess(facts, today=TODAY),
    }
    rows = {"plain pass": plain, **{what: _timed(work, over) for what, work in works.items()}}
    many = _timed(lambda use_cases: assess_portfolio(use_cases, today=TODAY), portfolios(), warm_up=0)
    rows[f"{USE_CASES:,} use cases"] = many
    return [
        Timing(what, statistics.median(times), statistics.quantiles(times, n=10)[-1], statistics.median(times) / base)
        for what, times in rows.items()
    ]


def main() -> int:
    """Print the timings and write them; exit status 1 where a promise is not kept here."""
    timings = measure()
    for timing in timings:
        print(timing.line)
    folder = Path("eval-results")
    folder.mkdir(exist_ok=True)
    (folder / "bench.json").write_text(json.dumps([asdict(timing) for timing in timings], indent=2) + "\n")
    missed = [t for t in timings if t.median > PROMISED.get(t.what, float("inf"))]
    for timing in missed:
        print(f"missed: {timing.what} takes {timing.median:.2f} ms instead of {PROMISED[timing.what]:g}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
