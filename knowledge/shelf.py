"""A shelf: passages of one origin, found by meaning and by words, with one number for what speaks for each.

Where its passages come from and who may see them is no concern of this module.
"""

import math
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from knowledge.finder import NOTHING
from knowledge.index import Changes, Encodes, VectorIndex, Vectors
from knowledge.lexical import Lexical
from knowledge.passages import Hit, Passage

OVER_FETCH = 100  # views fetched before fusion and filters; a filter inside Chroma is fifty times slower
CANDIDATES = 40  # passages that both rankings together bring before the evidence is weighed
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
Stamp = tuple[int, int] | None


@dataclass(frozen=True)
class Standing:
    """The passages as of one state of the index, by id."""

    stamp: Stamp
    passages: Mapping[str, Passage]
    beside: Callable[[], Lexical | None]

    @cached_property
    def lexical(self) -> Lexical:
        """The words of the passages; how rare one is, those of the neighbouring shelf say too."""
        return Lexical({p.id: "\n".join(p.views) for p in self.passages.values()}, self.beside())

    @cached_property
    def views(self) -> dict[str, tuple[str, str]]:
        """Hash and text of each view of each passage."""
        return views_of(self.passages.values())


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
            changes = self._index.sync(standing.views, rebuild)
            self._standing = self._as_of(self._index.stamp, standing.passages)
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
        keys = frozenset(p.id for p in standing.passages.values() if wanted(p))
        if not keys:
            return []
        by_meaning = [key for key, _ in self._nearest(vector, keys, len(standing.views))]
        by_words = [key for key in standing.lexical.ranked(query, len(standing.passages)) if key in keys][:CANDIDATES]
        by_finding = sorted(keys & found.keys(), key=lambda key: -found[key])[:CANDIDATES]
        candidates = [standing.passages[key] for key in _fused(by_meaning, by_words, by_finding)[:CANDIDATES]]
        cosines = self._view_cosines(vector, candidates)
        hits = [
            Hit(p, _score(cosines[p.id], standing.lexical.coverage(query, p.id), p.id, found))
            for p in candidates
            if p.id in cosines
        ]
        return sorted(hits, key=best_first)

    def by_meaning(self, vector: Vectors, wanted: Wanted) -> list[tuple[str, float]]:
        """The ids nearest in meaning alone, with the cosine of their nearest view."""
        standing = self._current()
        keys = frozenset(p.id for p in standing.passages.values() if wanted(p))
        return self._nearest(vector, keys, len(standing.views))

    def by_words(self, query: str, wanted: Wanted) -> list[str]:
        """The ids that share most words."""
        standing = self._current()
        return [key for key in standing.lexical.ranked(query, len(standing.passages)) if wanted(standing.passages[key])]

    def cosines(self, text: str, passages: Sequence[Passage]) -> dict[str, float]:
        """How near the nearest view of each of these passages is to a text."""
        if not text.strip():
            return {}
        cosines = self._view_cosines(self._encoder.encode([text])[0], passages)
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
        return self._as_of(stamp, {p.id: p for p in self._load()})

    def _as_of(self, stamp: Stamp, passages: Mapping[str, Passage]) -> Standing:
        return Standing(stamp, passages, lambda: self._beside.lexical if self._beside else None)

    def _nearest(self, vector: Vectors, wanted: frozenset[str], views: int) -> list[tuple[str, float]]:
        """The nearest passages of those wanted: more views are fetched until enough of them are found."""
        fetch = OVER_FETCH
        while True:
            found: dict[str, float] = {}
            for view, cosine in self._index.nearest(vector, fetch):
                found.setdefault(passage_of(view), cosine)
            kept = [(key, cosine) for key, cosine in found.items() if key in wanted]
            if len(kept) >= min(CANDIDATES, len(wanted)) or fetch >= views:
                return kept[:CANDIDATES]
            fetch *= 4

    def _view_cosines(self, vector: Vectors, passages: Iterable[Passage]) -> dict[str, list[float]]:
        """The cosine of each view of these passages; passages that the index does not hold are left out."""
        views = [(p.id, _view(p.id, n)) for p in passages for n in range(len(p.views))]
        vectors = self._index.vectors([view for _, view in views]) if views else {}
        cosines: dict[str, list[float]] = {}
        for key, view in views:
            if view in vectors:
                cosines.setdefault(key, []).append(float(vectors[view] @ vector))
        return cosines


def best_first(hit: Hit) -> tuple[float, str]:
    """The order of hits."""
    return -hit.score, hit.passage.id


def views_of(passages: Iterable[Passage]) -> dict[str, tuple[str, str]]:
    """Hash and text of each view of these passages, as an index takes them."""
    hashed = ((p, p.hash) for p in passages)
    return {_view(p.id, n): (digest, text) for p, digest in hashed for n, text in enumerate(p.views)}


def passage_of(view: str) -> str:
    """The id of the passage that a view belongs to."""
    return view.rpartition("#")[0]


def is_whole(view: str) -> bool:
    """Whether a view is that of the whole passage; each passage has one."""
    return view.endswith("#0")


def _view(passage_id: str, number: int) -> str:
    return f"{passage_id}#{number}"


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
