"""The smallest changes of facts that give another verdict, found by trying all of them on the same draws.

Single changes first; two at once only where neither alone does it.
"""

import math
from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from agent.decision.assessment import VERDICTS, FlipPoint
from agent.decision.columns import ABSENT, CHOICES
from agent.decision.search import WAYS, Search, Values, may_be, thresholds
from agent.decision.wording import condition, count, listing, lowered, money, rounded, weeks
from agent.facts import FACTS, FactValue

MOST_SINGLES = 6
MOST_DOUBLES = 3

# With at least so many single changes, which reach every verdict, pairs say nothing more.
FEW_SINGLES = 3

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

# Nobody plans to lose a team or to go back to an idea.
FORWARD = ("stage", "team")

# Numbers that are tried together with a choice.
WITH_NUMBER = ("requests_per_month", "deadline_weeks")


def flip_points(search: Search) -> tuple[FlipPoint, ...]:
    """The flip points, single changes first, the easiest first among equals."""
    singles = {name: list(_single(name, search)) for name in EASE}
    ranked = sorted((hit for hits in singles.values() for hit in hits), key=lambda hit: _unease(hit[0], search))
    missing = set(range(len(VERDICTS))) - {search.verdict} - {verdict for _, verdict in ranked}
    doubles = _doubles(search, singles) if missing or len(ranked) < FEW_SINGLES else []
    found = [*ranked[:MOST_SINGLES], *doubles[:MOST_DOUBLES]]
    return tuple(FlipPoint(changes, VERDICTS[verdict], _statement(changes, search)) for changes, verdict in found)


def _single(name: str, search: Search) -> Iterator[tuple[Values, int]]:
    """The nearest value of one fact for each other verdict that it gives."""
    if name == "budget_per_month":
        yield from _large_buyer(search)
        return
    if name in WAYS:
        yield from thresholds(name, {}, search)
        return
    values, after = FACTS[name].values, search.each(name)
    for verdict in sorted({int(v) for v in after} - {search.verdict}):
        places = [place for place in range(len(values)) if after[place] == verdict]
        nearest = min(places, key=lambda place: _distance(name, place, search))
        if _likely(name, nearest, search):
            yield {name: values[nearest]}, verdict


def _large_buyer(search: Search) -> Iterator[tuple[Values, int]]:
    """The budget from which vendors deliver onto one's own machines."""
    least = search.board.catalogue.rules.gates.least_budget
    verdict = search.verdict_with({"budget_per_month": least})
    if verdict != search.verdict:
        yield {"budget_per_month": least}, verdict


def _distance(name: str, place: int, search: Search) -> float:
    known = search.sample.known.get(name)
    # For a fact nobody named the likelier value is the nearer one.
    return abs(place - FACTS[name].values.index(known)) if isinstance(known, str) else -FACTS[name].prior[place]


def _likely(name: str, place: int, search: Search) -> bool:
    known = search.sample.known.get(name)
    return name not in FORWARD or not isinstance(known, str) or place > FACTS[name].values.index(known)


def _doubles(search: Search, singles: Mapping[str, list[tuple[Values, int]]]) -> list[tuple[Values, int]]:
    """Two changes at once where neither alone gives that verdict, the easiest first, one for each fact that leads."""
    alone = {name: {int(v) for v in search.each(name)} for name in CHOICES}
    found: list[tuple[Values, int]] = []
    for one, two in combinations([name for name in EASE if name in CHOICES], 2):
        found += _two_choices(one, two, _sought(alone[one] | alone[two], search), search)
    for number in WITH_NUMBER:
        reached = {verdict for _, verdict in singles[number]}
        for name in CHOICES:
            found += _with_number(name, number, _sought(alone[name] | reached, search), search)
    return _different(sorted(found, key=lambda hit: _unease(hit[0], search)))


def _sought(alone: set[int], search: Search) -> set[int]:
    """The verdicts that neither change gives alone."""
    return set(range(len(VERDICTS))) - alone - {search.verdict}


def _two_choices(one: str, two: str, sought: set[int], search: Search) -> Iterator[tuple[Values, int]]:
    """The nearest pair of values for each verdict sought."""
    if not sought:
        return
    first, second = FACTS[one].values, FACTS[two].values
    grid = {
        one: np.arange(len(first), dtype=np.int8)[:, None, None],
        two: np.arange(len(second), dtype=np.int8)[None, :, None],
    }
    share = search.shares_with(grid, len(first), len(second))
    for verdict in sorted(sought):
        cells = [(int(i), int(j)) for i, j in np.argwhere(may_be(verdict, share))]
        cells = [(i, j) for i, j in cells if _moves(one, i, search) and _moves(two, j, search)]
        for i, j in sorted(cells, key=lambda c: _distance(one, c[0], search) + _distance(two, c[1], search)):
            changes: Values = {one: first[i], two: second[j]}
            if search.verdict_with(changes) == verdict:
                yield changes, verdict
                break


def _with_number(name: str, number: str, sought: set[int], search: Search) -> Iterator[tuple[Values, int]]:
    """A choice together with a number, where at an end of the number's way the two may give another verdict."""
    if not sought or (number in ABSENT and number not in search.sample.known):
        return
    values, ends = FACTS[name].values, np.array(WAYS[number])
    grid = {name: np.arange(len(values), dtype=np.int8)[:, None, None], number: ends[None, :, None]}
    share = search.shares_with(grid, len(values), len(ends))
    for verdict in sorted(sought):
        places = [int(place) for place in np.flatnonzero(may_be(verdict, share).any(axis=-1))]
        places = [place for place in places if _moves(name, place, search)]
        for place in sorted(places, key=lambda place: _distance(name, place, search)):
            hits = [hit for hit in thresholds(number, {name: values[place]}, search) if hit[1] == verdict]
            if hits:
                yield hits[0]
                break


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
