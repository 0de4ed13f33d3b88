"""The library: passages found by meaning and by words, cases found by their facts, and a no where nothing answers.

It holds no conversation and writes no sentence; what it returns stands in a file.
"""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.excerpt import best_sentences
from knowledge.index import Changes, Encodes, IndexBroken, VectorIndex, Vectors, check_index
from knowledge.lexical import Lexical
from knowledge.passages import ROOT, Hit, Passage, hit_to_json, load_passages
from knowledge.similar import likeness

__all__ = ["Hit", "IndexBroken", "IndexReport", "Library", "check_index", "hit_to_json"]

OVER_FETCH = 60  # candidates of each ranking before fusion and filters; a filter inside Chroma is fifty times slower
FUSION = 60  # the usual constant of reciprocal rank fusion
MOST_RESULTS = 50


@dataclass(frozen=True)
class IndexReport:
    """What is in the index, and what the last refresh changed."""

    counts: Mapping[str, int]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class _Shelf:
    """The passages as of one state of the index."""

    stamp: tuple[int, int] | None
    passages: Mapping[str, Passage]
    lexical: Lexical


class Library:
    """Searches the passages below `root`; their vectors are cached in `folder`."""

    def __init__(self, folder: Path, encoder: Encodes, root: Path = ROOT) -> None:
        self._encoder = encoder
        self._root = root
        self._index = VectorIndex(folder, encoder)
        self._renewing = threading.Lock()
        self._shelf = self._read_shelf()

    def refresh(self, rebuild: bool = False) -> IndexReport:
        """Bring the index up to what the files say now."""
        with self._renewing:
            shelf = self._read_shelf()
            texts = {p.id: (p.hash, _searched(p)) for p in shelf.passages.values()}
            changes = self._index.sync(texts, rebuild)
            self._shelf = _Shelf(self._index.stamp, shelf.passages, shelf.lexical)
        return _report(shelf.passages.values(), changes)

    def search(
        self, query: str, *, k: int = 5, kinds: Sequence[str] | None = None, factors: Sequence[str] | None = None
    ) -> list[Hit]:
        """The `k` best passages for a query, best first, optionally of some kinds or about some factors only."""
        shelf = self._current()
        if not query.strip() or k < 1:
            return []
        wanted = [
            p.id
            for p in shelf.passages.values()
            if (kinds is None or p.kind in kinds) and (factors is None or set(p.factors) & set(factors))
        ]
        return self._ranked(query, shelf, frozenset(wanted))[: min(k, MOST_RESULTS)]

    def answers(self, query: str) -> list[Hit]:
        """The passages that answer a question; none where nothing here does."""
        return [hit for hit in self.search(query) if hit.score >= ANSWERS]

    def similar_cases(self, facts: Mapping[str, object], *, k: int = 3) -> list[Hit]:
        """The cases whose facts are nearest to these; the use case counts by its words."""
        shelf = self._current()
        cases = [p for p in shelf.passages.values() if p.kind == "case"]
        words = self._cosines(str(facts.get("use_case", "")), [p.id for p in cases])
        hits = [Hit(p, likeness(facts, p.facts, words.get(p.id))) for p in cases]
        return sorted((h for h in hits if h.score > 0), key=lambda h: (-h.score, h.passage.id))[:k]

    def get(self, passage_id: str) -> Passage | None:
        """A passage by its id."""
        return self._current().passages.get(passage_id)

    def excerpt(self, question: str, passage: Passage) -> tuple[str, ...]:
        """The sentences of a passage that speak to a question."""
        return best_sentences(self._encoder, question, passage)

    def _current(self) -> _Shelf:
        """The shelf, read again if any process has changed the index; built if nobody has yet."""
        stamp = self._index.stamp
        if stamp is None:
            self.refresh()
        elif stamp != self._shelf.stamp:
            with self._renewing:
                if stamp != self._shelf.stamp:
                    shelf = self._read_shelf()
                    self._shelf = _Shelf(stamp, shelf.passages, shelf.lexical)
        return self._shelf

    def _read_shelf(self) -> _Shelf:
        passages = {p.id: p for p in load_passages(self._root)}
        return _Shelf(None, passages, Lexical({p.id: _searched(p) for p in passages.values()}))

    def _ranked(self, query: str, shelf: _Shelf, wanted: frozenset[str]) -> list[Hit]:
        """Both rankings joined by reciprocal rank, each hit scored by what speaks for it."""
        vector = self._encoder.encode([query])[0]
        cosines = dict(self._nearest(vector, wanted, len(shelf.passages)))
        by_words = [id for id in shelf.lexical.ranked(query, len(shelf.passages)) if id in wanted][:OVER_FETCH]
        joined: Counter[str] = Counter()
        for ranking in (list(cosines), by_words):
            for rank, id in enumerate(ranking):
                joined[id] += 1.0 / (FUSION + rank)  # type: ignore[assignment]
        missing = [id for id in by_words if id not in cosines]
        cosines |= {id: float(v @ vector) for id, v in (self._index.vectors(missing) if missing else {}).items()}
        hits = [
            Hit(shelf.passages[id], _score(cosines[id], shelf.lexical.coverage(query, id)))
            for id in joined
            if id in cosines
        ]
        return sorted(hits, key=lambda h: (-h.score, h.passage.id))

    def _nearest(self, vector: Vectors, wanted: frozenset[str], total: int) -> list[tuple[str, float]]:
        """The nearest of those wanted: more are fetched until enough of them are among the found."""
        fetch = OVER_FETCH
        while True:
            found = self._index.nearest(vector, fetch)
            kept = [(id, cosine) for id, cosine in found if id in wanted]
            if len(kept) >= min(OVER_FETCH, len(wanted)) or fetch >= total:
                return kept[:OVER_FETCH]
            fetch *= 4

    def _cosines(self, text: str, ids: Sequence[str]) -> dict[str, float]:
        if not text.strip() or not ids:
            return {}
        vector = self._encoder.encode([text])[0]
        return {id: float(v @ vector) for id, v in self._index.vectors(ids).items()}


def _searched(passage: Passage) -> str:
    """What of a passage is searched."""
    return f"{passage.title}\n{passage.text}"


# A hit is scored by its cosine and by the share of the question's rare words that it holds.
ANSWERS = 0.5


def _score(cosine: float, coverage: float) -> float:
    return float(1.0 / (1.0 + np.exp(-(9.0 * cosine + 2.5 * coverage - 5.0))))


def _report(passages: Iterable[Passage], changes: Changes) -> IndexReport:
    counts = Counter(p.kind for p in passages)
    return IndexReport(dict(sorted(counts.items())), changes.added, changes.changed, changes.removed)
