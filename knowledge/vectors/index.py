"""The vectors of the passages: a Chroma collection kept up by content hash, in a folder or on a server.

It is only a cache: one that is missing or was left half-written is built again. What the texts mean is no concern of
this module.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from knowledge.encoder import Encodes
from knowledge.vectors.collection import Collection, IndexBroken, Vectors, batches
from knowledge.vectors.on_disk import OnDisk
from knowledge.vectors.on_server import OnServer
from knowledge.vectors.place import Place, Server, place_of

__all__ = ["Changes", "IndexBroken", "VectorIndex", "Vectors"]

Result = TypeVar("Result")

# Two embedders disagree about this sentence long before they disagree about whether they are the same.
PROBE = "A leader asks whether to rent a closed model or to run open weights."
MOST_ATTEMPTS = 3


class Store(Protocol):
    """Where the vectors lie, and how other processes learn that they have changed."""

    @property
    def stamp(self) -> tuple[int, int] | None:
        """Moves whenever any process has changed the index; None before it is built."""
        ...

    def held(self) -> AbstractContextManager[Any]:
        """Keeps other writers out."""
        ...

    def is_built(self) -> bool:
        """Whether there is something to bring up to date; IndexBroken where it cannot be used."""
        ...

    def opened(self) -> Collection:
        """The current collection, to read."""
        ...

    def is_moving(self) -> bool:
        """Whether another process has changed what was opened last, or is changing it."""
        ...

    def change(self) -> AbstractContextManager[Collection]:
        """The current collection, to change; then the stamp moves."""
        ...

    def build(self) -> AbstractContextManager[Collection]:
        """A collection to fill from nothing; then the stamp moves."""
        ...

    def announce(self) -> None:
        """Move the stamp."""
        ...


@dataclass(frozen=True)
class Changes:
    """What one synchronisation did to the index."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class VectorIndex:
    """The vectors at a place, shared by all processes that work on it."""

    def __init__(self, place: Place, encoder: Encodes) -> None:
        self._encoder = encoder
        self._probe: Vectors | None = None
        mine = place_of(place, getattr(encoder, "key", ""))
        self._store: Store = (
            OnServer(mine, self._own_probe) if isinstance(mine, Server) else OnDisk(mine, self._own_probe)
        )

    @property
    def stamp(self) -> tuple[int, int] | None:
        """Moves whenever any process has changed the index; None before it is built."""
        return self._store.stamp

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else changes the index meanwhile; what is read inside stays true until the end."""
        with self._store.held():
            yield

    def announce(self) -> None:
        """Move the stamp, for what the index stands for has changed."""
        with self._store.held():
            self._store.announce()

    def sync(self, texts: Mapping[str, tuple[str, str]], rebuild: bool = False) -> Changes:
        """Make the index hold exactly these texts, given as id → (hash, text); embed only what is new or changed."""
        with self._store.held():
            if rebuild or not self._store.is_built():
                return self._build(texts)
            stored = self._store.opened().hashes()
            fresh = tuple(key for key, (digest, _) in texts.items() if stored.get(key) != digest)
            gone = tuple(key for key in stored if key not in texts)
            if fresh or gone:
                # Embedded before anything is changed: others may have to wait for the change.
                coming = list(self._embedded({key: texts[key] for key in fresh}))
                with self._store.change() as collection:
                    for ids, vectors, hashes in coming:
                        collection.upsert(ids, vectors, hashes)
                    collection.delete(gone)
            return Changes(
                added=tuple(key for key in fresh if key not in stored),
                changed=tuple(key for key in fresh if key in stored),
                removed=gone,
            )

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The `k` ids nearest to a vector, with their cosine."""
        return self._read(lambda collection: collection.nearest(vector, k))

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of these ids; ids that are not there are left out."""
        return self._read(lambda collection: collection.vectors(ids))

    def _read(self, look: Callable[[Collection], Result]) -> Result:
        """What the current collection says; asked again where another process changed it meanwhile."""
        for _ in range(MOST_ATTEMPTS - 1):
            try:
                return look(self._store.opened())
            except IndexBroken:
                if not self._store.is_moving():
                    raise
                with self._store.held():  # until the other process is done
                    pass
        return look(self._store.opened())

    def _build(self, texts: Mapping[str, tuple[str, str]]) -> Changes:
        with self._store.build() as collection:
            for ids, vectors, hashes in self._embedded(texts):
                collection.upsert(ids, vectors, hashes)
            collection.delete([key for key in collection.hashes() if key not in texts])
        return Changes(added=tuple(texts))

    def _embedded(self, texts: Mapping[str, tuple[str, str]]) -> Iterator[tuple[list[str], Vectors, list[str]]]:
        """Ids, vectors and hashes, as many at a time as Chroma takes."""
        for ids in batches(tuple(texts)):
            yield ids, self._encoder.encode([texts[key][1] for key in ids]), [texts[key][0] for key in ids]

    def _own_probe(self) -> Vectors:
        if self._probe is None:
            self._probe = self._encoder.encode([PROBE])[0]
        return self._probe
