"""A shelf: passages of one origin, found by meaning and by words, with one number for what speaks for each.

Where its passages come from and who may see them is no concern of this module.
"""

import math
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType

import numpy as np

from knowledge.encoder import Encodes
from knowledge.passages import Hit, Passage
from knowledge.search.finder import NOTHING
from knowledge.search.lexical import Lexical
from knowledge.search.selection import IN_MEMORY, InIndex, InMemory, Selection
from knowledge.search.views import views_of
from knowledge.vectors.index import Changes, VectorIndex, Vectors

CANDIDATES = 40  # passages that both rankings together bring before the evidence is weighed
CHOICES_KEPT = 16  # of each state; more of them are read anew
FUSION = 60  # the usual constant of reciprocal rank fusion

# What speaks for a hit: its cosine as a whole, that of its best short view, the mean of its three best (one lucky
# question of a passage says less than three), the words it shares with what is asked, and what the finder says of it,
# less what it says of nothing. Chosen with the questions of evals/RETRIEVAL.md in view, which says how it does on them.
WHOLE, SHORT, SHORTS, WORDS = 1.0, 0.8, 1.6, 0.6
FOUND, NOTHING_ANSWERS = 1.0, 1.0
STEEPNESS = 5.0
# Evidence at which a passage is as likely as not to answer: one that the finder knows, and any other.
DOUBTFUL_FOUND, DOUBTFUL = 1.25, 1.45

NOT_ASKED: Mapping[str, float] = MappingProxyType({})

Load = Callable[[], Iterable[Passage]]
Wanted = Callable[[Passage], bool]
"""Whether a search may find a passage. What is read for one is kept for every other that is equal to it."""
Stamp = tuple[int, int] | None


class Standing:
    """The passages as of one state of the index, by id; how rare a word is, those of the neighbouring shelf say too."""

    def __init__(self, stamp: Stamp, passages: Iterable[Passage], index: VectorIndex, beside: "Shelf | None") -> None:
        self.stamp = stamp
        self.passages = {p.id: p for p in passages}
        self._index = index
        self._beside = beside
        self.chosen = lru_cache(CHOICES_KEPT)(self._chosen)

    @cached_property
    def lexical(self) -> Lexical:
        """The words of the passages."""
        beside = self._beside.lexical if self._beside else None
        return Lexical({p.id: "\n".join(p.views) for p in self.passages.values()}, beside)

    @cached_property
    def _views(self) -> Mapping[str, int]:
        """How many there are of each passage."""
        return {p.id: len(p.views) for p in self.passages.values()}

    @cached_property
    def _size(self) -> int:
        return sum(self._views.values())

    @cached_property
    def _everything(self) -> InMemory:
        return InMemory.read(self._views, self._index)

    def _chosen(self, wanted: Wanted) -> "Chosen":
        """The wanted passages."""
        places = {p.id: place for place, p in enumerate(self.passages.values()) if wanted(p)}
        return Chosen(places, lambda: self._selection(places))

    def _selection(self, keys: Iterable[str]) -> Selection:
        """Some passages: held in memory where all of them can be, or these alone, and else left in the index."""
        if self._size <= IN_MEMORY:
            return self._everything.part(keys)
        views = {key: self._views[key] for key in keys}
        few = sum(views.values()) <= IN_MEMORY
        return InMemory.read(views, self._index) if few else InIndex(views, self._index, self._size)


class Chosen:
    """What a search may find: places among all passages of a shelf, by id, and their vectors once these are needed."""

    def __init__(self, places: Mapping[str, int], read: Callable[[], Selection]) -> None:
        self.keys = places.keys()
        self.places = np.array(tuple(places.values()), np.intp)
        self._read = read

    @cached_property
    def vectors(self) -> Selection:
        """Their vectors."""
        return self._read()


class Shelf:
    """The passages that `load` reads; their vectors are cached in an index."""

    def __init__(self, load: Load, index: VectorIndex, encoder: Encodes, beside: "Shelf | None" = None) -> None:
        self._load = load
        self._index = index
        self._encoder = encoder
        self._beside = beside
        self._renewing = threading.RLock()
        self._standing = self._read(None)

    @property
    def passages(self) -> Mapping[str, Passage]:
        """What stands here now, by id."""
        return self._current().passages

    @property
    def lexical(self) -> Lexical:
        """The words of what stands here now."""
        return self._current().lexical

    def refresh(self, rebuild: bool = False) -> Changes:
        """Bring the index up to what is loaded now."""
        with self._renewing, self._index.held():
            standing = self._read(None)
            changes = self._index.sync(views_of(standing.passages.values()), rebuild)
            self._standing = self._as_of(self._index.stamp, standing.passages.values())
        return changes

    def change(self, coming: Iterable[Passage], commit: Callable[[], None]) -> None:
        """Let `commit` change what is loaded, so that nobody finds a half of it.

        What comes is indexed before, and what has gone is taken out afterwards.
        """
        with self._renewing, self._index.held():
            self._index.sync(views_of([*self._load(), *coming]))
            commit()
            self._index.announce()
            self.refresh()

    def ranked(self, query: str, vector: Vectors, wanted: Wanted, found: Mapping[str, float] = NOT_ASKED) -> list[Hit]:
        """Rank fusion picks the candidates; what speaks for each of them orders them.

        `found` is what the finder says of the passages it knows.
        """
        standing = self._current()
        chosen = standing.chosen(wanted)
        if not chosen.keys:
            return []
        by_meaning = [key for key, _ in chosen.vectors.nearest(vector, CANDIDATES)]
        by_words = standing.lexical.ranked(query, CANDIDATES, chosen.places)
        by_finding = sorted(chosen.keys & found.keys(), key=lambda key: -found[key])[:CANDIDATES]
        candidates = _fused(by_meaning, by_words, by_finding)[:CANDIDATES]
        shared = standing.lexical.coverage(query, candidates)
        hits = [
            Hit(standing.passages[key], _score(cosines, shared[key], key, found))
            for key, cosines in chosen.vectors.cosines(vector, candidates).items()
        ]
        return sorted(hits, key=best_first)

    def by_meaning(self, vector: Vectors, wanted: Wanted, k: int = CANDIDATES) -> list[tuple[str, float]]:
        """The `k` ids nearest in meaning alone, with the cosine of their nearest view."""
        return self._current().chosen(wanted).vectors.nearest(vector, k)

    def by_words(self, query: str, wanted: Wanted, k: int = CANDIDATES) -> list[str]:
        """The `k` ids that share most words."""
        standing = self._current()
        return standing.lexical.ranked(query, k, standing.chosen(wanted).places)

    def cosines(self, text: str, wanted: Wanted) -> dict[str, float]:
        """How near the nearest view of each of the wanted passages is to a text."""
        if not text.strip():
            return {}
        chosen = self._current().chosen(wanted)
        vector = self._encoder.encode([text])[0]
        cosines = chosen.vectors.cosines(vector, tuple(chosen.keys))
        return {key: max(values) for key, values in cosines.items()}

    def _current(self) -> Standing:
        """What stands here, read again if any process has changed the index; built if nobody has yet."""
        stamp = self._index.stamp
        if stamp is None:
            self.refresh()
        elif stamp != self._standing.stamp:
            self._catch_up(stamp)
        return self._standing

    def _catch_up(self, stamp: Stamp) -> None:
        """Read again, unless another thread is at it: a search does not wait until a large change is done."""
        if self._renewing.acquire(blocking=False):
            try:
                self._standing = self._read(stamp)
            finally:
                self._renewing.release()

    def _read(self, stamp: Stamp) -> Standing:
        return self._as_of(stamp, self._load())

    def _as_of(self, stamp: Stamp, passages: Iterable[Passage]) -> Standing:
        return Standing(stamp, passages, self._index, self._beside)


def best_first(hit: Hit) -> tuple[float, str]:
    """The order of hits."""
    return -hit.score, hit.passage.id


def _fused(*rankings: Sequence[str]) -> list[str]:
    """Reciprocal rank fusion: what several rankings put high comes first."""
    joined: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking):
            joined[key] = joined.get(key, 0.0) + 1.0 / (FUSION + rank)
    return sorted(joined, key=lambda key: -joined[key])


def _score(cosines: Sequence[float], coverage: float, key: str, found: Mapping[str, float]) -> float:
    """How likely a passage answers a question, 0 to 1."""
    # A passage with few short views is not held to have three that are near: its whole stands in for them.
    short = sorted((*cosines[1:], cosines[0], cosines[0]), reverse=True)[:3]
    evidence = WHOLE * cosines[0] + SHORT * short[0] + SHORTS * sum(short) / len(short) + WORDS * coverage
    doubtful = DOUBTFUL
    if key in found:
        evidence += FOUND * found[key] - NOTHING_ANSWERS * found[NOTHING]
        doubtful = DOUBTFUL_FOUND
    return 1.0 / (1.0 + math.exp(-STEEPNESS * (evidence - doubtful)))
