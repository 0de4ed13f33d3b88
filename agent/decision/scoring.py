"""The verdict of many ledgers at once: points by fact, two horizons, and the few structural rules.

One array function serves the draws, the flip points, batches and tests.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from agent.decision.columns import Column, Columns
from agent.decision.points import (
    FLAGS,
    NOTHING,
    PARTS,
    Flags,
    Pair,
    condition_holds,
    part_points,
    points,
    touched,
    with_following,
)
from agent.decision.scale import Scale, scale
from knowledge.catalogue import load_catalogue
from knowledge.tables import Catalogue

# A score within rounding of nothing counts as nothing.
LEAST = np.float32(1e-6)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What follows for each ledger from the scores now and later and from the conditions of the structure.

    Gates and structure stand above the scores; core work on guarded data is worth owning whatever the other points.
    """

    total: Pair
    flags: Mapping[str, Flags]

    @cached_property
    def open_later(self) -> Flags:
        """Where open weights are right later."""
        return (self.total[1] > LEAST) | (self.flags["guarded_core"] | ~self.flags["prebuilt_left"])

    @cached_property
    def own_now(self) -> Flags:
        """Where open weights can be right at once."""
        worth = (self.total[0] > LEAST) | (self.flags["guarded_core"] & self.flags["narrow"])
        return worth & self.flags["ready"]

    @property
    def side_by_side(self) -> Flags:
        """Where a vendor's model and an own one do the work together for good."""
        return self.flags["side_by_side"] & self.flags["prebuilt_left"] & self.open_later

    @cached_property
    def open_source(self) -> Flags:
        """Where open weights do all of it, now and later."""
        return ((self.own_now & ~self.flags["side_by_side"]) | ~self.flags["prebuilt_left"]) & self.open_later

    @property
    def verdict(self) -> NDArray[np.int8]:
        """0 is prebuilt, 1 hybrid, 2 open source, which is open later too."""
        verdicts: NDArray[np.int8] = self.open_later.astype(np.int8) + self.open_source
        return verdicts


@dataclass(frozen=True, eq=False)
class Board:
    """Some columns with the points of each part and their conditions, so that a change costs only what it touches."""

    columns: Columns
    weights: Mapping[str, Column]
    catalogue: Catalogue
    scale: Scale
    raw: Mapping[str, Pair]
    flags: Mapping[str, Flags]

    @cached_property
    def parts(self) -> Mapping[str, Pair]:
        """The weighted points of each part, now and later."""
        return {part: self._weighted(part, pair) for part, pair in self.raw.items()}

    @cached_property
    def total(self) -> Pair:
        """The scores now and later."""
        return _added((NOTHING, NOTHING), self.parts.values())

    @cached_property
    def _unchanged(self) -> Outcome:
        return Outcome(self.total, self.flags)

    def judge(self, changes: Columns | None = None) -> Outcome:
        """The outcome with some columns changed."""
        if not changes:
            return self._unchanged
        changed = with_following(self.columns, changes, self.scale)
        columns, rules = {**self.columns, **changed}, self.catalogue.rules
        flags = {**self.flags, **{name: condition_holds(name, columns, rules) for name in touched(FLAGS, changed)}}
        new = {part: part_points(part, columns, self.catalogue) for part in touched(PARTS, changed)}
        return Outcome(self._total_with(new), flags)

    def _total_with(self, new: Mapping[str, Pair]) -> Pair:
        """The scores without the parts that change, and with what they become."""
        now, later = self.total
        for part in new:
            now, later = now - self.parts[part][0], later - self.parts[part][1]
        return _added((now, later), (self._weighted(part, pair) for part, pair in new.items()))

    def _weighted(self, part: str, pair: Pair) -> Pair:
        weight = self.weights[points(self.catalogue).factor[part]]
        return weight * pair[0], weight * pair[1]

    def thinned(self, stride: int) -> "Board":
        """The board on every so many draws only."""

        def thin(column: Column) -> Column:
            return column[..., ::stride] if column.ndim else column

        return Board(
            {name: thin(column) for name, column in self.columns.items()},
            {name: thin(column) for name, column in self.weights.items()},
            self.catalogue,
            self.scale,
            {part: (thin(now), thin(later)) for part, (now, later) in self.raw.items()},
            {name: thin(flag) for name, flag in self.flags.items()},
        )


def _added(start: Pair, pairs: Iterable[Pair]) -> Pair:
    now, later = start
    for one, two in pairs:
        now, later = now + one, later + two
    return now, later


def board(columns: Columns, weights: Mapping[str, Column], catalogue: Catalogue, rising: Scale) -> Board:
    """The board of some columns."""
    whole = with_following(columns, columns, rising)
    raw = {part: part_points(part, whole, catalogue) for part in PARTS}
    flags = {name: condition_holds(name, whole, catalogue.rules) for name in FLAGS}
    return Board(whole, weights, catalogue, rising, raw, flags)


def verdict(
    columns: Columns,
    weights: Mapping[str, Column] | None = None,
    *,
    catalogue: Catalogue | None = None,
    today: date | None = None,
) -> NDArray[np.int8]:
    """The verdicts of many ledgers whose facts are all given, as columns."""
    catalogue = catalogue or load_catalogue()
    day = today or date.fromisoformat(catalogue.as_of)
    rising = scale(catalogue, day, catalogue.costs.input_share)
    given = weights or {f: np.array(w, dtype=np.float32) for f, w in catalogue.rules.weights.items()}
    return board(columns, given, catalogue, rising).judge().verdict
