"""The vectors of the passages on disk: a Chroma collection kept up by content hash.

It is only a cache: a folder that is missing or was left half-written is built again. What the texts mean is no concern
of this module.
"""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from knowledge.manifest import HOW_TO_MEND, MANIFEST, Manifest, check_index, read_manifest, write_manifest

Vectors = NDArray[np.float32]

COLLECTION = "passages"
BATCH = 5_000  # Chroma refuses much larger requests
# Two encoders disagree about this sentence long before they disagree about whether they are the same.
PROBE = "A leader asks whether to rent a closed model or to run open weights."
SAME_ENCODER = 0.999


class Encodes(Protocol):
    """Anything that turns texts into vectors of unit length."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        ...


class IndexBroken(Exception):
    """An index that cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Changes:
    """What one synchronisation did to the index."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class VectorIndex:
    """The vectors under a folder, shared by all processes that work on it."""

    def __init__(self, folder: Path, encoder: Encodes) -> None:
        self._folder = folder
        self._encoder = encoder
        self._collection: Any = None
        self._seen: tuple[int, int] | None = None
        self._probe: Vectors | None = None
        self._opening = threading.Lock()
        self._lock = FileLock(folder / "lock")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "lock").touch()
        except OSError as error:
            reason = error.strerror or str(error)
            raise IndexBroken(
                f"The index folder {folder} cannot be written ({reason}). Give it rights or choose another folder."
            ) from error

    @property
    def stamp(self) -> tuple[int, int] | None:
        """Moves whenever any process has changed the index; None before it is built."""
        try:
            seen = os.stat(self._folder / MANIFEST)
        except FileNotFoundError:
            return None
        return seen.st_ino, seen.st_mtime_ns

    def sync(self, texts: Mapping[str, tuple[str, str]], rebuild: bool = False) -> Changes:
        """Make the index hold exactly these texts, given as id → (hash, text); embed only what is new or changed."""
        with self._lock:
            manifest = None if rebuild else self._usable_manifest()
            if manifest is None or manifest.writing:
                return self._build(texts)
            self._open()
            stored = self._hashes()
            fresh = tuple(key for key, (digest, _) in texts.items() if stored.get(key) != digest)
            gone = tuple(key for key in stored if key not in texts)
            if fresh or gone:
                self._note(replace(manifest, writing=True))
                with _as_broken(self._folder):
                    self._upsert({key: texts[key] for key in fresh})
                    for batch in _batches(gone):
                        self._collection.delete(ids=batch)
                self._note(manifest)
            return Changes(
                added=tuple(key for key in fresh if key not in stored),
                changed=tuple(key for key in fresh if key in stored),
                removed=gone,
            )

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The `k` ids nearest to a vector, with their cosine."""
        self._open()
        with _as_broken(self._folder):
            found = self._collection.query(
                query_embeddings=[vector], n_results=min(k, max(1, self._collection.count())), include=["distances"]
            )
        return [(key, 1.0 - float(d)) for key, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of these ids; ids that are not there are left out."""
        self._open()
        with _as_broken(self._folder):
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))

    def _usable_manifest(self) -> Manifest | None:
        problem = check_index(self._folder)
        if problem:
            raise IndexBroken(problem)
        manifest = read_manifest(self._folder)
        if manifest and not manifest.writing and float(np.dot(manifest.probe, self._own_probe())) < SAME_ENCODER:
            raise IndexBroken(f"The search index in {self._folder} was written with another encoder. {HOW_TO_MEND}")
        return manifest

    def _own_probe(self) -> Vectors:
        if self._probe is None:
            self._probe = self._encoder.encode([PROBE])[0]
        return self._probe

    def _build(self, texts: Mapping[str, tuple[str, str]]) -> Changes:
        """A new store beside the old one; readers of the old one keep it until the manifest has moved."""
        taken = [int(path.name.removeprefix("store-")) for path in self._folder.glob("store-*")]
        store = f"store-{max(taken, default=0) + 1}"
        with _as_broken(self._folder):
            self._collection = _open_collection(self._folder / store)
            self._upsert(texts)
        self._note(Manifest(store, [round(float(x), 5) for x in self._own_probe()]))
        for old in self._folder.glob("store-*"):
            if old.name != store:
                shutil.rmtree(old, ignore_errors=True)
        return Changes(added=tuple(texts))

    def _upsert(self, texts: Mapping[str, tuple[str, str]]) -> None:
        for batch in _batches(tuple(texts)):
            vectors = self._encoder.encode([texts[key][1] for key in batch])
            hashes = [{"hash": texts[key][0]} for key in batch]
            self._collection.upsert(ids=batch, embeddings=vectors, metadatas=hashes)

    def _hashes(self) -> dict[str, str]:
        hashes: dict[str, str] = {}
        with _as_broken(self._folder):
            for start in range(0, self._collection.count(), BATCH):
                page = self._collection.get(limit=BATCH, offset=start, include=["metadatas"])
                hashes |= {key: str(m["hash"]) for key, m in zip(page["ids"], page["metadatas"], strict=True)}
        return hashes

    def _open(self) -> None:
        """Open the current store, again if another process has moved the manifest."""
        if self._collection is not None and self._seen == self.stamp:
            return
        with self._opening:
            stamp = self.stamp
            if self._collection is not None and self._seen == stamp:
                return
            manifest = self._usable_manifest()
            if manifest is None:
                raise IndexBroken(f"There is no search index in {self._folder} yet. Run `advisor index` to build it.")
            with _as_broken(self._folder):
                self._collection = _open_collection(self._folder / manifest.store)
            self._seen = stamp

    def _note(self, manifest: Manifest) -> None:
        """Move the manifest; what this process has open stays current."""
        write_manifest(self._folder, manifest)
        self._seen = self.stamp


def _open_collection(store: Path) -> Any:
    """The collection in a store, created if it is not there."""
    import chromadb  # takes half a second to import, so only when an index is opened
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    # Chroma shares one view of a folder within a process, and that view never sees what other processes write.
    SharedSystemClient.clear_system_cache()
    client = chromadb.PersistentClient(path=str(store), settings=Settings(anonymized_telemetry=False))
    return client.get_or_create_collection(
        COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )


@contextmanager
def _as_broken(folder: Path) -> Iterator[None]:
    """Whatever Chroma or the disk complains of, as one sentence."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, OSError, sqlite3.Error) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise IndexBroken(f"The search index in {folder} cannot be used ({reason}). {HOW_TO_MEND}") from error


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), BATCH):
        yield list(ids[start : start + BATCH])
