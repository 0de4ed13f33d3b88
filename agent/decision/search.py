"""Trying changes of facts on the draws of one ledger: single values, many at once, and the threshold of a number.

What the changes mean, and which of them are told, is decided in `flips`.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from agent.decision.columns import ABSENT, Column, encode
from agent.decision.draws import DRAWS, Sample
from agent.decision.scoring import Board
from agent.decision.stability import medians, shares
from agent.facts import FACTS, FactValue

Values = dict[str, FactValue]
Shares = NDArray[np.float64]

# Many changes are looked at on every fourth draw; what may turn within this doubt of a half is tried on all.
STRIDE = 4
DOUBT = 0.05

# The ways of the numbers that are followed. Along the first three the verdict moves in one direction only.
WAYS: Mapping[str, tuple[float, float]] = {
    "requests_per_month": (1.0, 1e10),
    "growth_12m": (0.1, 100.0),
    "deadline_weeks": (0.0, 104.0),
    "tokens_per_request": (50.0, 200_000.0),
}
ONE_WAY = ("requests_per_month", "growth_12m", "deadline_weeks")

# A number that may turn more than once is followed in so many steps; a step in which it turns is halved so often.
STEPS = 16
HALVINGS = 14

# A threshold may be told this much rounder than it is.
ROUNDING = 0.05


@dataclass(frozen=True, eq=False)
class Search:
    """The ledger whose verdict is to be changed."""

    sample: Sample
    board: Board
    verdict: int

    def verdict_with(self, changes: Mapping[str, FactValue]) -> int:
        """The verdict after some changes, on all draws."""
        columns = self.sample.with_changes({name: encode(name, value) for name, value in changes.items()})
        return int(medians(shares(self.board.judge(columns), DRAWS)))

    def each(self, name: str) -> NDArray[np.int64]:
        """The verdict with each value of a choice, on all draws."""
        return self._each[name]

    @cached_property
    def _each(self) -> Mapping[str, NDArray[np.int64]]:
        found = {}
        for name, fact in FACTS.items():
            if fact.kind == "choice":
                values = np.arange(len(fact.values), dtype=np.int8)[:, None]
                outcome = self.board.judge(self.sample.with_changes({name: values}))
                found[name] = np.broadcast_to(medians(shares(outcome, DRAWS)), len(values))
        return found

    @cached_property
    def _thin(self) -> Board:
        return self.board.thinned(STRIDE)

    def shares_with(self, changes: Mapping[str, Column], *shape: int) -> Shares:
        """The shares of the verdicts for an array of changes, on every fourth draw."""
        columns = {
            name: column[..., ::STRIDE] if column.shape[-1] == DRAWS else column
            for name, column in self.sample.with_changes(changes).items()
        }
        found = shares(self._thin.judge(columns), DRAWS // STRIDE)
        return np.broadcast_to(found, (*shape, found.shape[-1]))


def may_be(verdict: int, share: Shares) -> NDArray[np.bool_]:
    """Where a verdict can be the median of all draws, as far as a part of them tells."""
    reached = share[..., : verdict + 1].sum(axis=-1)
    before = reached - share[..., verdict]
    possible: NDArray[np.bool_] = (reached >= 0.5 - DOUBT) & (before < 0.5 + DOUBT)
    return possible


def thresholds(name: str, beside: Values, search: Search) -> Iterator[tuple[Values, int]]:
    """The values of a number, beyond today's, from which the verdict is another, the first for each other verdict."""
    start = search.sample.known.get(name)
    if not isinstance(start, float):
        # Without a deadline there is none to move; other numbers are sought from the middle of their prior.
        if name in ABSENT or name == "growth_12m":
            return
        start = FACTS[name].prior[1]
    if search.verdict_with({**beside, name: start}) != search.verdict:
        return
    for end in WAYS[name]:
        if math.isclose(start, end):
            continue
        crossings = _in_one_direction if name in ONE_WAY else _in_steps
        yield from crossings(name, beside, (start, end), search)


def _in_one_direction(
    name: str, beside: Values, way: tuple[float, float], search: Search
) -> Iterator[tuple[Values, int]]:
    """Where the verdict turns on a way along which it never turns back: only its end has to be looked at."""
    start, end = way
    last = search.verdict_with({**beside, name: end})
    if last == search.verdict:
        return
    at, verdict = _first_turn(name, beside, (start, end), search)
    yield {**beside, name: at}, verdict
    if verdict != last:
        at = _bisect(name, beside, (at, end), last, search)
        yield {**beside, name: at}, last


def _first_turn(name: str, beside: Values, way: tuple[float, float], search: Search) -> tuple[float, int]:
    """The first value whose verdict is another, and that verdict."""
    inside, outside = way
    for _ in range(HALVINGS):
        middle = _middle(inside, outside)
        if search.verdict_with({**beside, name: middle}) == search.verdict:
            inside = middle
        else:
            outside = middle
    verdict = search.verdict_with({**beside, name: outside})
    return _rounded(name, beside, (inside, outside), verdict, search), verdict


def _in_steps(name: str, beside: Values, way: tuple[float, float], search: Search) -> Iterator[tuple[Values, int]]:
    """Where the verdict first turns into each other one, on a way along which it may turn more than once."""
    start, end = way
    steps = np.geomspace(start, end, STEPS + 1)[1:]
    others = {fact: encode(fact, value) for fact, value in beside.items()}
    share = search.shares_with({**others, name: steps[:, None]}, STEPS)
    for verdict in sorted({0, 1, 2} - {search.verdict}):
        for place in np.flatnonzero(may_be(verdict, share)):
            outside = float(steps[place])
            if search.verdict_with({**beside, name: outside}) == verdict:
                inside = float(steps[place - 1]) if place else start
                yield {**beside, name: _bisect(name, beside, (inside, outside), verdict, search)}, verdict
                break


def _bisect(name: str, beside: Values, between: tuple[float, float], verdict: int, search: Search) -> float:
    """The round number nearest to where a verdict begins."""
    inside, outside = between
    for _ in range(HALVINGS):
        middle = _middle(inside, outside)
        if search.verdict_with({**beside, name: middle}) == verdict:
            outside = middle
        else:
            inside = middle
    return _rounded(name, beside, (inside, outside), verdict, search)


def _middle(one: float, other: float) -> float:
    return math.sqrt(one * other) if min(one, other) > 0 else (one + other) / 2


def _rounded(name: str, beside: Values, between: tuple[float, float], verdict: int, search: Search) -> float:
    """The roundest number near a threshold that has the verdict, past it."""
    low, high = FACTS[name].limits
    inside, outside = between
    for near in _round_ones(outside, up=outside > inside):
        if low <= near <= high and search.verdict_with({**beside, name: near}) == verdict:
            return near
    return outside


def _round_ones(number: float, *, up: bool) -> Iterator[float]:
    """Round numbers near one, the roundest first, the nearest before the next one past it."""
    for digits in (1, 2, 3, 6):
        size = 10.0 ** (math.floor(math.log10(max(number, 1e-9))) - digits + 1)
        past = math.ceil(number / size) if up else math.floor(number / size)
        for steps in (round(number / size), past):
            near = float(f"{steps * size:.10g}")
            if abs(near - number) <= ROUNDING * number:
                yield near
