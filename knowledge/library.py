"""The library: passages found by meaning and by words, cases found by their facts, and a no where nothing answers.

It holds no conversation and writes no sentence; what it returns stands in a file.
"""

import math
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.excerpt import Excerpts
from knowledge.index import Changes, Encodes, IndexBroken, VectorIndex, Vectors
from knowledge.lexical import Lexical
from knowledge.manifest import check_index
from knowledge.passages import ROOT, Hit, Passage, hit_to_json, load_passages
from knowledge.similar import likeness

__all__ = ["Hit", "IndexBroken", "IndexReport", "Library", "check_index", "hit_to_json"]

OVER_FETCH = 100  # views fetched before fusion and filters; a filter inside Chroma is fifty times slower
CANDIDATES = 40  # passages that both rankings together bring before the evidence is weighed
FUSION = 60  # the usual constant of reciprocal rank fusion

# What speaks for a hit: its cosine as a whole, that of its best short view, the mean of its three best (one lucky
# question of a passage says less than three), and the words it shares with what is asked. Fitted on the
# questions in tests/knowledge: none is refused that something answers, and 96 % of the others are.
# evals/RETRIEVAL.md says how it does on questions by people who had not seen the passages.
WHOLE, SHORT, SHORTS, WORDS = 1.0, 0.8, 1.6, 0.6
STEEPNESS = 5.0
DOUBTFUL = 1.7  # evidence at which a passage is as likely as not to answer
ANSWERS = 0.5


@dataclass(frozen=True)
class IndexReport:
    """What is in the index by kind, and the passages that the last refresh added, changed and removed."""

    counts: Mapping[str, int]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class _Shelf:
    """The passages as of one state of the index."""

    stamp: tuple[int, int] | None
    passages: Mapping[str, Passage]

    @cached_property
    def lexical(self) -> Lexical:
        return Lexical({p.id: "\n".join(p.views) for p in self.passages.values()})

    @cached_property
    def views(self) -> dict[str, tuple[str, str]]:
        """Hash and text of each view of each passage."""
        return {_view(p.id, n): (p.hash, text) for p in self.passages.values() for n, text in enumerate(p.views)}


class Library:
    """Searches the passages below `root`; their vectors are cached in `folder`."""

    def __init__(self, folder: Path, encoder: Encodes, root: Path = ROOT) -> None:
        self._encoder = encoder
        self._excerpts = Excerpts(encoder)
        self._root = root
        self._index = VectorIndex(folder, encoder)
        self._renewing = threading.Lock()
        self._shelf = self._read_shelf(None)

    def refresh(self, rebuild: bool = False) -> IndexReport:
        """Bring the index up to what the files say now."""
        with self._renewing:
            shelf = self._read_shelf(None)
            changes = self._index.sync(shelf.views, rebuild)
            self._shelf = _Shelf(self._index.stamp, shelf.passages)
        return _report(shelf.passages, changes)

    def search(
        self, query: str, *, k: int = 5, kinds: Sequence[str] | None = None, factors: Sequence[str] | None = None
    ) -> list[Hit]:
        """The `k` best passages for a query, best first, optionally of some kinds or about some factors only."""
        shelf = self._current()
        if not query.strip() or k < 1:
            return []
        wanted = frozenset(
            p.id
            for p in shelf.passages.values()
            if (kinds is None or p.kind in kinds) and (factors is None or set(p.factors) & set(factors))
        )
        return self._ranked(query, shelf, wanted)[:k]

    def answers(self, query: str) -> list[Hit]:
        """The passages that answer a question; none where nothing here does."""
        return [hit for hit in self.search(query) if hit.score >= ANSWERS]

    def by_meaning(self, query: str, k: int) -> list[str]:
        """The `k` passages nearest in meaning alone: one of the two rankings that `search` joins."""
        shelf = self._current()
        vector = self._encoder.encode([query])[0]
        return self._nearest(vector, frozenset(shelf.passages), len(shelf.views))[:k]

    def by_words(self, query: str, k: int) -> list[str]:
        """The `k` passages that share most words: the other ranking."""
        return self._current().lexical.ranked(query, k)

    def similar_cases(self, facts: Mapping[str, object], *, k: int = 3) -> list[Hit]:
        """The cases whose facts are nearest to these; the use case counts by its words."""
        shelf = self._current()
        cases = [p for p in shelf.passages.values() if p.kind == "case"]
        words = self._cosines(str(facts.get("use_case") or ""), cases)
        hits = [Hit(p, likeness(facts, p.facts, words.get(p.id))) for p in cases]
        return sorted((h for h in hits if h.score > 0), key=_best_first)[:k]

    def get(self, passage_id: str) -> Passage | None:
        """A passage by its id."""
        return self._current().passages.get(passage_id)

    def excerpt(self, question: str, passage: Passage) -> tuple[str, ...]:
        """The sentences of a passage that speak to a question."""
        return self._excerpts.best(question, passage)

    def _current(self) -> _Shelf:
        """The shelf, read again if any process has changed the index; built if nobody has yet."""
        stamp = self._index.stamp
        if stamp is None:
            self.refresh()
        elif stamp != self._shelf.stamp:
            with self._renewing:
                if stamp != self._shelf.stamp:
                    self._shelf = self._read_shelf(stamp)
        return self._shelf

    def _read_shelf(self, stamp: tuple[int, int] | None) -> _Shelf:
        return _Shelf(stamp, {p.id: p for p in load_passages(self._root)})

    def _ranked(self, query: str, shelf: _Shelf, wanted: frozenset[str]) -> list[Hit]:
        """Rank fusion of meaning and words picks the candidates; what speaks for each of them orders them."""
        vector = self._encoder.encode([query])[0]
        by_meaning = self._nearest(vector, wanted, len(shelf.views))
        by_words = [key for key in shelf.lexical.ranked(query, len(shelf.passages)) if key in wanted][:CANDIDATES]
        candidates = [shelf.passages[key] for key in _fused(by_meaning, by_words)[:CANDIDATES]]
        cosines = self._view_cosines(vector, candidates)
        hits = [
            Hit(p, _score(cosines[p.id], shelf.lexical.coverage(query, p.id))) for p in candidates if p.id in cosines
        ]
        return sorted(hits, key=_best_first)

    def _nearest(self, vector: Vectors, wanted: frozenset[str], views: int) -> list[str]:
        """The nearest passages of those wanted: more views are fetched until enough of them are found."""
        fetch = OVER_FETCH
        while True:
            found = dict.fromkeys(_passage(view) for view, _ in self._index.nearest(vector, fetch))
            kept = [key for key in found if key in wanted]
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

    def _cosines(self, text: str, passages: Sequence[Passage]) -> dict[str, float]:
        if not text.strip():
            return {}
        cosines = self._view_cosines(self._encoder.encode([text])[0], passages)
        return {key: max(values) for key, values in cosines.items()}


def _view(passage_id: str, number: int) -> str:
    return f"{passage_id}#{number}"


def _passage(view: str) -> str:
    return view.rpartition("#")[0]


def _best_first(hit: Hit) -> tuple[float, str]:
    return -hit.score, hit.passage.id


def _fused(*rankings: Sequence[str]) -> list[str]:
    """Reciprocal rank fusion: what several rankings put high comes first."""
    joined: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking):
            joined[key] = joined.get(key, 0.0) + 1.0 / (FUSION + rank)
    return sorted(joined, key=lambda key: -joined[key])


def _score(cosines: Sequence[float], coverage: float) -> float:
    """How likely a passage answers a question, 0 to 1."""
    short = sorted(cosines[1:] or cosines, reverse=True)[:3]
    evidence = WHOLE * cosines[0] + SHORT * short[0] + SHORTS * sum(short) / len(short) + WORDS * coverage
    return 1.0 / (1.0 + math.exp(-STEEPNESS * (evidence - DOUBTFUL)))


def _report(passages: Mapping[str, Passage], changes: Changes) -> IndexReport:
    """The changes of views as changes of passages."""
    counts = Counter(p.kind for p in passages.values())
    added = {_passage(view) for view in changes.added if view.endswith("#0")}
    removed = {_passage(view) for view in changes.removed if view.endswith("#0")}
    touched = {_passage(view) for view in (*changes.added, *changes.changed, *changes.removed)}
    return IndexReport(
        dict(sorted(counts.items())),
        tuple(sorted(added)),
        tuple(sorted(touched - added - removed)),
        tuple(sorted(removed)),
    )
