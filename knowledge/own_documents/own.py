"""Own documents together: kept as files, searched as a shelf, each found only by those who may see it.

Nothing is made before the first document is there; a broken index is built again from the files.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from knowledge.encoder import Encodes
from knowledge.own_documents.documents import (
    INDEX,
    Document,
    DocumentError,
    DocumentStore,
    Owner,
    OwnPassage,
    passages_of,
)
from knowledge.passages import Hit, Passage
from knowledge.search.shelf import Shelf, Wanted
from knowledge.vectors.index import Changes, IndexBroken, VectorIndex, Vectors

Result = TypeVar("Result")


@dataclass(frozen=True)
class SeenBy:
    """What a reader may see, of the wanted passages where some are."""

    reader: Owner
    wanted: Wanted | None = None

    def __call__(self, passage: Passage) -> bool:
        """Whether a passage is of an own document that the reader may see, and wanted."""
        seen = isinstance(passage, OwnPassage) and passage.is_seen_by(self.reader)
        return seen and (self.wanted is None or self.wanted(passage))


class OwnDocuments:
    """The documents below a folder. A `reader` is an account or a browser; None or "" sees what is for everybody."""

    def __init__(self, folder: Path, encoder: Encodes, beside: Shelf | None = None) -> None:
        self.store = DocumentStore(folder)
        self._encoder = encoder
        self._beside = beside
        self._opening = threading.Lock()
        self._shelf: Shelf | None = None

    def add(self, documents: Sequence[Document]) -> tuple[DocumentError, ...]:
        """Keep documents and make them findable, each whole or not at all; return why some could not be kept."""
        problems: list[DocumentError] | None = None

        def keep() -> None:
            nonlocal problems
            self.store.sweep()
            problems = [error for error in map(self._kept, documents) if error is not None]

        try:
            self._look(lambda shelf: shelf.change(tuple(passages_of(documents)), keep))
        except IndexBroken as error:
            if problems:
                raise problems[0] from error
            if problems is None:
                names = ", ".join(document.name for document in documents)
                raise DocumentError(f"Nothing was kept of {names}. {error}") from error
            raise
        return tuple(problems or ())

    def remove(self, documents: Sequence[Document]) -> None:
        """Forget documents; DocumentError where one cannot be removed."""

        def delete() -> None:
            self.store.sweep()
            for document in documents:
                self.store.delete(document)

        self._look(lambda shelf: shelf.change((), delete))

    def of(self, owner: str) -> tuple[Document, ...]:
        """The documents that are an owner's alone, by name."""
        return tuple(document for document in self.store.load()[0] if document.owner == owner)

    def forget(self, owner: str) -> None:
        """Remove all that are an owner's alone, one too that is being added now; DocumentError where that fails."""

        def delete() -> None:
            self.store.sweep()
            for document in self.of(owner):
                self.store.delete(document)

        if self._is_there():
            self._look(lambda shelf: shelf.change((), delete))

    def refresh(self, rebuild: bool = False) -> Changes:
        """Bring the index up to the files."""
        return self._look(lambda shelf: shelf.refresh(rebuild)) if self._is_there() else Changes()

    def ranked(self, query: str, vector: Vectors, reader: Owner, wanted: Wanted) -> list[Hit]:
        """As the shelf ranks those of the wanted passages that the reader may see."""
        if not self._is_there():
            return []
        return self._look(lambda shelf: shelf.ranked(query, vector, SeenBy(reader, wanted)))

    def by_meaning(self, vector: Vectors, reader: Owner, k: int) -> list[tuple[str, float]]:
        """The `k` ids nearest in meaning alone, with their cosine."""
        return self._look(lambda shelf: shelf.by_meaning(vector, SeenBy(reader), k)) if self._is_there() else []

    def by_words(self, query: str, reader: Owner, k: int) -> list[str]:
        """The `k` ids that share most words."""
        return self._look(lambda shelf: shelf.by_words(query, SeenBy(reader), k)) if self._is_there() else []

    def get(self, passage_id: str, reader: Owner) -> Passage | None:
        """A passage by its id, if the reader may see it."""
        passage = self._look(lambda shelf: shelf.passages.get(passage_id)) if self._is_there() else None
        return passage if passage is not None and SeenBy(reader)(passage) else None

    def stating(self, reader: Owner) -> list[OwnPassage]:
        """The passages that state facts as rules, of those that the reader may see."""
        if not self._is_there():
            return []
        passages = self._look(lambda shelf: shelf.passages.values())
        own = (passage for passage in passages if isinstance(passage, OwnPassage) and passage.policies)
        return [passage for passage in own if passage.is_seen_by(reader)]

    def count(self) -> int:
        """How many passages there are, whoever may see them."""
        return len(self._look(lambda shelf: shelf.passages)) if self._is_there() else 0

    def _kept(self, document: Document) -> DocumentError | None:
        """Keep one document; why it cannot be, where that is so."""
        try:
            self.store.write(document)
        except DocumentError as error:
            return error
        return None

    def _is_there(self) -> bool:
        """Whether there is anything to look at; once there was, a change by another process shows in the index."""
        return self._shelf is not None or not self.store.is_empty()

    def _look(self, at: Callable[[Shelf], Result]) -> Result:
        """What the shelf says; where its index is broken or of another embedder, after it was built again."""
        shelf = self._open()
        try:
            return at(shelf)
        except IndexBroken:
            shelf.refresh(rebuild=True)
            return at(shelf)

    def _open(self) -> Shelf:
        """The shelf, brought up to the files when it is opened."""
        with self._opening:
            if self._shelf is None:
                index = VectorIndex(self.store.folder / INDEX, self._encoder)
                shelf = Shelf(lambda: passages_of(self.store.load()[0]), index, self._encoder, self._beside)
                try:
                    shelf.refresh()
                except IndexBroken:
                    shelf.refresh(rebuild=True)
                self._shelf = shelf
            return self._shelf
