"""What research is done with: the library as one asker sees it, and what is known of the case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from agent.case import Topic
from agent.decision.assessment import Assessment
from agent.decision.sums import Known
from knowledge.passages import Hit, Passage
from knowledge.things import Vocabulary, vocabulary

CANDIDATES = 12

# The score from which a passage is reasonably near, though it may not answer.
NEAR = 0.3


class Finds(Protocol):
    """What research needs of the knowledge."""

    def answers(self, query: str, *, owner: str | None = None) -> list[Hit]:
        """Passages that answer a question, none if nothing does."""
        ...

    def search(
        self, query: str, *, k: int = 5, kinds: Sequence[str] | None = None, owner: str | None = None
    ) -> list[Hit]:
        """The passages nearest to a query, best first."""
        ...

    def excerpt(self, question: str, passage: Passage) -> tuple[str, ...]:
        """The sentences of a passage that speak to the question."""
        ...

    def get(self, passage_id: str, *, owner: str | None = None) -> Passage | None:
        """A passage by its id."""
        ...


@dataclass(frozen=True)
class Desk:
    """What research is done with: the library and whose it is, what is known of the case, its assessment, the last
    topic, and the passage of a myth that was heard."""

    library: Finds
    known: Known
    assessment: Assessment
    topic: Topic = field(default_factory=Topic)
    owner: str | None = None
    myth: str | None = None

    @property
    def names(self) -> Vocabulary:
        """The things that are known by name."""
        return vocabulary(self.known.catalogue)

    def answers(self, query: str) -> list[Hit]:
        """The passages that answer a question; none where nothing does."""
        return self.library.answers(query, owner=self.owner)

    def near(
        self, query: str, *, least: float = NEAR, k: int = CANDIDATES, kinds: Sequence[str] | None = None
    ) -> list[Hit]:
        """The passages nearest to a query whose score is at least `least`."""
        return [hit for hit in self.library.search(query, k=k, kinds=kinds, owner=self.owner) if hit.score >= least]

    def get(self, passage_id: str) -> Passage | None:
        """A passage by its id."""
        return self.library.get(passage_id, owner=self.owner)

    def excerpt(self, question: str, passage: Passage) -> tuple[str, ...]:
        """The sentences of a passage that speak to a question."""
        return self.library.excerpt(question, passage)
