"""What a search may find of a shelf, and how near it is: looked at one by one where it is little, else asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.search.views import passage_of, view
from knowledge.vectors.index import VectorIndex, Vectors

IN_MEMORY = 50_000
"""Views up to which all vectors are held in memory, 75 MB, and each is looked at: that takes five milliseconds."""

OVER_FETCH = 3
"""So many times as many views are asked for as are expected to bring what is wanted."""

Near = Mapping[str, Sequence[float]]
"""The cosine of each view of some passages, that of the whole first, by the passage's id."""


class Selection(Protocol):
    """Some passages of a shelf; those that the index does not hold are not among them."""

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The `k` ids whose nearest view is nearest to a vector, with its cosine."""
        ...

    def cosines(self, vector: Vectors, keys: Sequence[str]) -> Near:
        """How near each view of these passages is."""
        ...


@dataclass(frozen=True)
class InMemory:
    """The vectors of all views, those of one passage in a row: views × dimensions."""

    keys: Sequence[str]
    views: Sequence[int]
    vectors: Vectors

    @classmethod
    def read(cls, views: Mapping[str, int], index: VectorIndex) -> "InMemory":
        """Read the vectors of so many views of each passage from the index."""
        ids = {key: [view(key, n) for n in range(number)] for key, number in views.items()}
        known = index.vectors([each for views in ids.values() for each in views])
        held = {key: rows for key, each in ids.items() if (rows := [known[v] for v in each if v in known])}
        rows = [row for rows in held.values() for row in rows]
        return cls(tuple(held), [len(rows) for rows in held.values()], np.array(rows, np.float32))

    def part(self, keys: Iterable[str]) -> "InMemory":
        """Those of these passages that are held."""
        places = [self._places[key] for key in keys if key in self._places]
        rows = [row for i in places for row in range(self._starts[i], self._starts[i] + self.views[i])]
        return InMemory([self.keys[i] for i in places], [self.views[i] for i in places], self.vectors[rows])

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """Every view is looked at."""
        if not self.keys:
            return []
        best = np.maximum.reduceat(self.vectors @ vector, self._starts)
        return [(self.keys[i], float(best[i])) for i in np.argsort(-best, kind="stable")[:k]]

    def cosines(self, vector: Vectors, keys: Sequence[str]) -> Near:
        """Only the rows of these passages are looked at."""
        places = [self._places[key] for key in keys if key in self._places]
        spans = {self.keys[i]: slice(self._starts[i], self._starts[i] + self.views[i]) for i in places}
        return {key: (self.vectors[span] @ vector).tolist() for key, span in spans.items()}

    @cached_property
    def _starts(self) -> NDArray[np.intp]:
        return np.array([0, *accumulate(self.views)][:-1], np.intp)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {key: place for place, key in enumerate(self.keys)}


@dataclass(frozen=True)
class InIndex:
    """Too many to hold: the index finds the nearest of the whole shelf, of which these are picked."""

    views: Mapping[str, int]
    index: VectorIndex
    of: int

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """As many views are fetched as should do, and more where they do not.

        A filter inside Chroma takes fifty times as long.
        """
        own = sum(self.views.values())
        fetch = OVER_FETCH * k * -(-self.of // own)
        while True:
            found: dict[str, float] = {}
            for name, cosine in self.index.nearest(vector, min(fetch, self.of)):
                found.setdefault(passage_of(name), cosine)
            kept = [(key, cosine) for key, cosine in found.items() if key in self.views]
            if len(kept) >= min(k, len(self.views)) or fetch >= self.of:
                return kept[:k]
            fetch *= 2

    def cosines(self, vector: Vectors, keys: Sequence[str]) -> Near:
        """Their vectors are read from the index."""
        views = [(key, view(key, n)) for key in keys if key in self.views for n in range(self.views[key])]
        vectors = self.index.vectors([name for _, name in views])
        cosines: dict[str, list[float]] = {}
        for key, name in views:
            if name in vectors:
                cosines.setdefault(key, []).append(float(vectors[name] @ vector))
        return cosines
