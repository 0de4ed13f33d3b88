"""The library: passages found by meaning and by words, cases found by their facts, and a no where nothing answers.

It joins two shelves, the passages of the project and one's own documents. It holds no conversation and writes no
sentence; what it returns stands in a file.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.encoder import Encodes
from knowledge.own_documents.documents import KIND, OwnPassage
from knowledge.own_documents.own import OwnDocuments
from knowledge.passages import ROOT, Hit, Passage, hit_to_json, load_passages
from knowledge.search.excerpt import Excerpts
from knowledge.search.finder import Find
from knowledge.search.shelf import NOT_ASKED, Shelf, best_first
from knowledge.search.similar import likeness
from knowledge.search.views import is_whole, passage_of
from knowledge.vectors.index import Changes, IndexBroken, VectorIndex, Vectors
from knowledge.vectors.manifest import check_index
from knowledge.vectors.place import Place

__all__ = ["Hit", "IndexBroken", "IndexReport", "Library", "check_index", "hit_to_json"]

ANSWERS = 0.5
OWN_FIRST = 2

# One turn searches the same question several times.
QUESTIONS_KEPT = 64


@dataclass(frozen=True)
class IndexReport:
    """What is in the index by kind, and the passages that the last refresh added, changed and removed."""

    counts: Mapping[str, int]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Filter:
    """Passages of some kinds or about some factors; None is any."""

    kinds: frozenset[str] | None = None
    factors: frozenset[str] | None = None

    @classmethod
    def of(cls, kinds: Iterable[str] | None, factors: Iterable[str] | None) -> "Filter":
        """A filter that is equal to any other that says the same."""
        return cls(*(None if each is None else frozenset(each) for each in (kinds, factors)))

    def __call__(self, passage: Passage) -> bool:
        """Whether a passage is one of them."""
        of_kind = self.kinds is None or passage.kind in self.kinds
        return of_kind and (self.factors is None or not self.factors.isdisjoint(passage.factors))


ANY = Filter()
CASES = Filter(frozenset({"case"}))


class Library:
    """Searches the passages below `root`, whose vectors are cached at `place`, and the own documents in `own`.

    `owner` is the account that asks: it also finds its own documents, everybody those of the installation. `find` is
    the trained finder, which knows the passages of the project.
    """

    def __init__(
        self, place: Place, encoder: Encodes, root: Path = ROOT, own: Path | None = None, find: Find | None = None
    ) -> None:
        self._encoder = encoder
        self._find = find
        self._understood = lru_cache(QUESTIONS_KEPT)(self._understand)
        self._excerpts = Excerpts(encoder)
        self._built_in = Shelf(lambda: load_passages(root), VectorIndex(place, encoder), encoder)
        self._own = OwnDocuments(own, encoder, self._built_in) if own is not None else None

    @property
    def documents(self) -> OwnDocuments:
        """The own documents; ValueError where there is no folder for them."""
        if self._own is None:
            raise ValueError("This library was opened without a folder for own documents. Name one as `own`.")
        return self._own

    def refresh(self, rebuild: bool = False) -> IndexReport:
        """Bring the index up to what the files say now."""
        changes = [self._built_in.refresh(rebuild)]
        counts = Counter(p.kind for p in self._built_in.passages.values())
        if self._own is not None:
            changes.append(self._own.refresh(rebuild))
            counts[KIND] = self._own.count()
        return _report(+counts, changes)

    def search(
        self,
        query: str,
        *,
        k: int = 5,
        kinds: Sequence[str] | None = None,
        factors: Sequence[str] | None = None,
        owner: str | None = None,
    ) -> list[Hit]:
        """The `k` best passages for a query, best first, optionally of some kinds or about some factors only."""
        if not query.strip() or k < 1:
            return []
        wanted = Filter.of(kinds, factors)
        vector, found = self._understood(query)
        hits = self._built_in.ranked(query, vector, wanted, found)
        if self._own is not None:
            own = self._own.ranked(query, vector, owner, wanted)
            # What the organisation itself says on a question comes before what is said in general.
            first = [hit for hit in own if hit.score >= ANSWERS][:OWN_FIRST]
            hits = [*first, *sorted([*hits, *(hit for hit in own if hit not in first)], key=best_first)]
        return hits[:k]

    def answers(self, query: str, *, owner: str | None = None) -> list[Hit]:
        """The passages that answer a question; none where nothing here does."""
        return [hit for hit in self.search(query, owner=owner) if hit.score >= ANSWERS]

    def by_meaning(self, query: str, k: int, *, owner: str | None = None) -> list[str]:
        """The `k` passages nearest in meaning alone: one of the two rankings that `search` joins."""
        vector = self._encoder.encode([query])[0]
        found = self._built_in.by_meaning(vector, ANY, k)
        if self._own is not None:
            found = sorted([*found, *self._own.by_meaning(vector, owner, k)], key=lambda pair: -pair[1])
        return [key for key, _ in found][:k]

    def by_words(self, query: str, k: int, *, owner: str | None = None) -> list[str]:
        """The `k` passages that share most words: the other ranking, own documents first."""
        own = self._own.by_words(query, owner, k) if self._own is not None else []
        return [*own, *self._built_in.by_words(query, ANY, k)][:k]

    def similar_cases(self, facts: Mapping[str, object], *, k: int = 3) -> list[Hit]:
        """The cases whose facts are nearest to these; the use case counts by its words."""
        words = self._built_in.cosines(str(facts.get("use_case") or ""), CASES)
        cases = filter(CASES, self._built_in.passages.values())
        hits = [Hit(p, likeness(facts, p.facts, words.get(p.id))) for p in cases]
        return sorted((h for h in hits if h.score > 0), key=best_first)[:k]

    def get(self, passage_id: str, *, owner: str | None = None) -> Passage | None:
        """A passage by its id."""
        passage = self._built_in.passages.get(passage_id)
        if passage is None and self._own is not None:
            return self._own.get(passage_id, owner)
        return passage

    def stating(self, *, owner: str | None = None) -> list[OwnPassage]:
        """The passages of own documents that state facts as rules."""
        return self._own.stating(owner) if self._own is not None else []

    def excerpt(self, question: str, passage: Passage) -> tuple[str, ...]:
        """The sentences of a passage that speak to a question."""
        return self._excerpts.best(question, passage)

    def _understand(self, query: str) -> tuple[Vectors, Mapping[str, float]]:
        """The vector of a query, and what the finder says of it."""
        return self._encoder.encode([query])[0], self._find(query) if self._find else NOT_ASKED


def _report(counts: Mapping[str, int], changes: Iterable[Changes]) -> IndexReport:
    """The changes of views as changes of passages."""
    added = {passage_of(view) for each in changes for view in each.added if is_whole(view)}
    removed = {passage_of(view) for each in changes for view in each.removed if is_whole(view)}
    touched = {passage_of(view) for each in changes for view in (*each.added, *each.changed, *each.removed)}
    return IndexReport(
        dict(sorted(counts.items())),
        tuple(sorted(added)),
        tuple(sorted(touched - added - removed)),
        tuple(sorted(removed)),
    )
