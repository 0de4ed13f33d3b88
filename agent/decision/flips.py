"""The smallest changes of facts that give another verdict, found by trying them on the same draws.

Single changes first; two at once only where neither alone does it. Numbers are brought to their threshold by bisection.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from agent.decision.assessment import VERDICTS, FlipPoint
from agent.decision.columns import ABSENT, CHOICES, encode
from agent.decision.draws import DRAWS, Sample
from agent.decision.scoring import Board
from agent.decision.stability import medians, shares
from agent.decision.wording import condition, count, listing, lowered, money, rounded, weeks
from agent.facts import FACTS, FactValue

MOST_SINGLES = 6
MOST_DOUBLES = 3

# With at least so many single changes, which reach every verdict, pairs say nothing more.
FEW_SINGLES = 3

# Pairs are searched on every fourth draw, and what is found is checked on all.
STRIDE = 4

# A threshold may be told this much rounder than it is.
ROUNDING = 0.05

# What can change most easily in a business comes first.
EASE = (
    "requests_per_month",
    "data_boundary",
    "strategic_role",
    "data_sensitivity",
    "stage",
    "team",
    "deadline_weeks",
    "customization",
    "growth_12m",
    "task_difficulty",
    "gpus",
    "audience",
    "tokens_per_request",
    "budget_per_month",
)

# Nobody plans to lose a team, to go back to an idea or to move a date further out than this.
FORWARD = ("stage", "team")
FARTHEST_DEADLINE = 104.0

_THRESHOLDS = {
    "requests_per_month": (1.0, 1e10),
    "growth_12m": (0.1, 100.0),
    "deadline_weeks": (0.0, FARTHEST_DEADLINE),
    "tokens_per_request": (50.0, 200_000.0),
}

Values = dict[str, FactValue]


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


def flip_points(search: Search) -> tuple[FlipPoint, ...]:
    """The flip points, single changes first, the easiest first among equals."""
    singles = _singles(search)
    missing = set(range(len(VERDICTS))) - {search.verdict} - {verdict for _, verdict in singles}
    doubles = _doubles(search) if missing or len(singles) < FEW_SINGLES else []
    found = [*singles[:MOST_SINGLES], *doubles[:MOST_DOUBLES]]
    return tuple(FlipPoint(changes, VERDICTS[verdict], _statement(changes, search)) for changes, verdict in found)


def _singles(search: Search) -> list[tuple[Values, int]]:
    found = [hit for name in EASE for hit in _single(name, search)]
    return sorted(found, key=lambda hit: _unease(hit[0], search))


def _single(name: str, search: Search) -> Iterator[tuple[Values, int]]:
    """The nearest value of one fact for each other verdict that it gives."""
    if name not in CHOICES:
        yield from _threshold(name, {}, search)
        return
    values, after = FACTS[name].values, _each(name, search)
    for verdict in sorted({int(v) for v in after} - {search.verdict}):
        places = [place for place in range(len(values)) if after[place] == verdict]
        nearest = min(places, key=lambda place: _distance(name, place, search))
        if _likely(name, nearest, search):
            yield {name: values[nearest]}, verdict


def _each(name: str, search: Search) -> NDArray[np.int64]:
    """The verdict with each value of a choice, on all draws."""
    values = FACTS[name].values
    columns = search.sample.with_changes({name: np.arange(len(values), dtype=np.int8)[:, None]})
    return np.broadcast_to(medians(shares(search.board.judge(columns), DRAWS)), len(values))


def _distance(name: str, place: int, search: Search) -> float:
    known = search.sample.known.get(name)
    # For a fact nobody named the likelier value is the nearer one.
    return abs(place - FACTS[name].values.index(known)) if isinstance(known, str) else -FACTS[name].prior[place]


def _likely(name: str, place: int, search: Search) -> bool:
    known = search.sample.known.get(name)
    return name not in FORWARD or not isinstance(known, str) or place > FACTS[name].values.index(known)


def _threshold(name: str, beside: Values, search: Search) -> Iterator[tuple[Values, int]]:
    """The value of a number, beyond today's, from which the verdict is another."""
    if name == "budget_per_month":
        yield from _large_buyer(search)
        return
    start = search.sample.known.get(name)
    if not isinstance(start, float):
        # Without a deadline there is none to move; other numbers are sought from the middle of their prior.
        if name in ABSENT or name == "growth_12m":
            return
        start = FACTS[name].prior[1]
    for end in _THRESHOLDS[name]:
        flips = {**beside, name: end}
        verdict = search.verdict_with(flips)
        if verdict != search.verdict and not math.isclose(start, end):
            at = _bisect(name, beside, start, end, search)
            if at is not None:
                yield {**beside, name: at}, search.verdict_with({**beside, name: at})


def _bisect(name: str, beside: Values, inside: float, outside: float, search: Search) -> float | None:
    """The round number nearest to the threshold that is past it."""

    def turns(near: float) -> bool:
        low, high = FACTS[name].bounds
        return low <= near <= high and search.verdict_with({**beside, name: near}) == last

    if search.verdict_with({**beside, name: inside}) != search.verdict:
        return None
    last = search.verdict_with({**beside, name: outside})
    for _ in range(18):
        middle = math.sqrt(inside * outside) if min(inside, outside) > 0 else (inside + outside) / 2
        there = search.verdict_with({**beside, name: middle})
        if there == search.verdict:
            inside = middle
        else:
            outside, last = middle, there
    return next((near for near in _round_ones(outside, up=outside > inside) if turns(near)), float(outside))


def _round_ones(number: float, *, up: bool) -> Iterator[float]:
    """Round numbers near one, the roundest first, the nearest before the next one past it."""
    for digits in (1, 2, 3, 6):
        size = 10.0 ** (math.floor(math.log10(max(number, 1e-9))) - digits + 1)
        past = math.ceil(number / size) if up else math.floor(number / size)
        for steps in (round(number / size), past):
            near = float(f"{steps * size:.10g}")
            if abs(near - number) <= ROUNDING * number:
                yield near


def _large_buyer(search: Search) -> Iterator[tuple[Values, int]]:
    """The budget from which vendors deliver onto one's own machines."""
    least = search.board.catalogue.rules.gates.least_budget
    verdict = search.verdict_with({"budget_per_month": least})
    if verdict != search.verdict:
        yield {"budget_per_month": least}, verdict


def _doubles(search: Search) -> list[tuple[Values, int]]:
    """Two changes at once where neither alone gives that verdict, the easiest first, one for each pair of facts."""
    found: list[tuple[Values, int]] = []
    alone = {name: {int(v) for v in _each(name, search)} for name in CHOICES}
    thin = search.board.thinned(STRIDE)
    for one, two in combinations([name for name in EASE if name in CHOICES], 2):
        found += _double(one, two, alone[one] | alone[two], search, thin)
    found = [hit for hit in found if search.verdict_with(hit[0]) == hit[1]]
    return _different(sorted(found, key=lambda hit: _unease(hit[0], search)))


def _double(one: str, two: str, alone: set[int], search: Search, thin: Board) -> Iterator[tuple[Values, int]]:
    first, second = FACTS[one].values, FACTS[two].values
    grid = {
        one: np.arange(len(first), dtype=np.int8)[:, None, None],
        two: np.arange(len(second), dtype=np.int8)[None, :, None],
    }
    columns = search.sample.with_changes(grid)
    outcome = thin.judge({n: c[..., ::STRIDE] if c.shape[-1] == DRAWS else c for n, c in columns.items()})
    after = np.broadcast_to(medians(shares(outcome, DRAWS // STRIDE)), (len(first), len(second)))
    for verdict in sorted(set(range(3)) - alone - {search.verdict}):
        places = [
            (i, j)
            for i in range(len(first))
            for j in range(len(second))
            if after[i, j] == verdict and _moves(one, i, search) and _moves(two, j, search)
        ]
        if places:
            i, j = min(places, key=lambda p: _distance(one, p[0], search) + _distance(two, p[1], search))
            yield {one: first[i], two: second[j]}, verdict


def _moves(name: str, place: int, search: Search) -> bool:
    """Whether a place is a change, and one that somebody could plan."""
    known = search.sample.known.get(name)
    changes = not isinstance(known, str) or FACTS[name].values.index(known) != place
    return changes and _likely(name, place, search)


def _different(found: list[tuple[Values, int]]) -> list[tuple[Values, int]]:
    """The first for each fact that leads, so that three do not say the same."""
    seen: set[str] = set()
    kept = []
    for changes, verdict in found:
        if not seen & set(changes):
            kept.append((changes, verdict))
            seen |= set(changes)
    return kept


def _unease(changes: Values, search: Search) -> tuple[float, float]:
    """How far from today a change is: places in the list, then what changes least easily."""
    steps = 0.0
    for name, value in changes.items():
        known = search.sample.known.get(name)
        if isinstance(value, str) and isinstance(known, str):
            steps += abs(FACTS[name].values.index(value) - FACTS[name].values.index(known))
        elif isinstance(value, float) and isinstance(known, float) and min(value, known) > 0:
            steps += abs(math.log10(value / known))
        else:
            steps += 1
    return round(steps, 3), float(sum(EASE.index(name) for name in changes))


def _statement(changes: Values, search: Search) -> str:
    parts = [_change_words(name, value, search) for name, value in changes.items()]
    return listing([parts[0], *[lowered(part) for part in parts[1:]]])


def _change_words(name: str, value: FactValue, search: Search) -> str:
    """A change in the leader's own units, with today's figure beside a threshold."""
    if not isinstance(value, float):
        return condition(name, value)
    known = search.sample.known.get(name)
    told = isinstance(known, float)
    start = known if isinstance(known, float) else FACTS[name].prior[1]
    more = value > start
    if name == "requests_per_month":
        today = f" (today {count(start)})" if told else ""
        return f"The volume {'rises to' if more else 'falls to'} {count(value)} requests a month{today}"
    if name == "growth_12m":
        return f"The volume in a year is {rounded(value, 3):g} times today's (you said {rounded(start, 3):g})"
    if name == "deadline_weeks":
        return f"The deadline moves {'out' if more else 'in'} to {weeks(value)} (now {weeks(start)})"
    if name == "budget_per_month":
        return f"The budget is {money(value)} a month or more, so that a vendor may deliver onto your machines"
    return f"A request is {'longer' if more else 'shorter'}, {count(value)} tokens"
