"""The vectors of the passages on disk: a Chroma collection kept up by content hash.

It is only a cache: a folder that is missing or was left half-written is built again. Nothing here knows what a passage is.
"""

import json
import os
import shutil
import sqlite3
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

FORMAT = 1
COLLECTION = "passages"
MANIFEST = "manifest.json"
BATCH = 5_000  # Chroma refuses much larger requests
MOST_BYTES_CHECKED = 64 * 2**20
HOW_TO_MEND = "Run `advisor index --rebuild` to build it again; nothing else is lost."
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


@dataclass(frozen=True)
class Manifest:
    """The one file that says which store is current; it moves after each change, so that other processes notice.

    `files` holds size and checksum of the graph files: Chroma ends the whole process on a broken one.
    """

    store: str
    probe: list[float]
    files: dict[str, list[int]]
    writing: bool = False


def check_index(folder: Path) -> str | None:
    """What is wrong with the index in a folder, as a sentence with what to do; None if nothing is, or it is not built."""
    try:
        manifest = _read_manifest(folder)
    except ValueError:
        return f"The search index in {folder} is broken ({MANIFEST} cannot be read). {HOW_TO_MEND}"
    if manifest is None or manifest.writing:
        return None
    reason = _broken(folder / manifest.store, manifest.files)
    return f"The search index in {folder} is broken ({reason}). {HOW_TO_MEND}" if reason else None


class VectorIndex:
    """The vectors under a folder, shared by all processes that work on it."""

    def __init__(self, folder: Path, encoder: Encodes) -> None:
        self._folder = folder
        self._encoder = encoder
        self._collection: Any = None
        self._seen: tuple[int, int] | None = None
        self._probe: Vectors | None = None
        self._opening = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(folder / "lock")
            with self._lock:
                pass
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
            added = tuple(id for id in texts if id not in stored)
            changed = tuple(id for id in texts if id in stored and stored[id] != texts[id][0])
            removed = tuple(id for id in stored if id not in texts)
            if added or changed or removed:
                self._write_manifest(manifest, writing=True)
                with _as_broken(self._folder):
                    self._upsert({id: texts[id] for id in (*added, *changed)})
                    for batch in _batches(removed):
                        self._collection.delete(ids=batch)
                self._write_manifest(manifest)
            return Changes(added, changed, removed)

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The `k` ids nearest to a vector, with their cosine."""
        self._open()
        with _as_broken(self._folder):
            found = self._collection.query(
                query_embeddings=[vector], n_results=min(k, max(1, self._collection.count())), include=["distances"]
            )
        return [(id, 1.0 - float(d)) for id, d in zip(found["ids"][0], found["distances"][0], strict=True)]

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
        manifest = _read_manifest(self._folder)
        if manifest and not manifest.writing and float(np.dot(manifest.probe, self._own_probe())) < SAME_ENCODER:
            raise IndexBroken(f"The search index in {self._folder} was written with another encoder. {HOW_TO_MEND}")
        return manifest

    def _own_probe(self) -> Vectors:
        if self._probe is None:
            self._probe = self._encoder.encode([PROBE])[0]
        return self._probe

    def _build(self, texts: Mapping[str, tuple[str, str]]) -> Changes:
        """A new store beside the old one; readers of the old one keep it until the manifest has moved."""
        store = f"store-{1 + max((int(p.name.removeprefix('store-')) for p in self._folder.glob('store-*')), default=0)}"
        with _as_broken(self._folder):
            self._collection = _open_collection(self._folder / store)
            self._upsert(texts)
        self._write_manifest(Manifest(store, [round(float(x), 5) for x in self._own_probe()], {}))
        for old in self._folder.glob("store-*"):
            if old.name != store:
                shutil.rmtree(old, ignore_errors=True)
        return Changes(added=tuple(texts))

    def _upsert(self, texts: Mapping[str, tuple[str, str]]) -> None:
        for batch in _batches(tuple(texts)):
            vectors = self._encoder.encode([texts[id][1] for id in batch])
            hashes = [{"hash": texts[id][0]} for id in batch]
            self._collection.upsert(ids=batch, embeddings=vectors, metadatas=hashes)

    def _hashes(self) -> dict[str, str]:
        hashes: dict[str, str] = {}
        with _as_broken(self._folder):
            for start in range(0, self._collection.count(), BATCH):
                page = self._collection.get(limit=BATCH, offset=start, include=["metadatas"])
                hashes |= {id: str(m["hash"]) for id, m in zip(page["ids"], page["metadatas"], strict=True)}
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

    def _write_manifest(self, manifest: Manifest, writing: bool = False) -> None:
        """Replace the manifest in one step; a reader sees the old one or the new one."""
        files = {} if writing else _checksums(self._folder / manifest.store)
        row = {
            "format": FORMAT,
            "store": manifest.store,
            "probe": manifest.probe,
            "files": files,
            "writing": writing,
        }
        fresh = self._folder / f"{MANIFEST}.new"
        fresh.write_text(json.dumps(row), encoding="utf-8")
        os.replace(fresh, self._folder / MANIFEST)
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


def _read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder, None if there is none; ValueError if it cannot be read."""
    try:
        row = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        if row["format"] != FORMAT:
            raise ValueError(f"format {row['format']}")
        return Manifest(str(row["store"]), row["probe"], dict(row["files"]), bool(row["writing"]))
    except (TypeError, KeyError) as error:
        raise ValueError(str(error)) from error


def _broken(store: Path, files: Mapping[str, Sequence[int]]) -> str | None:
    """Why a store cannot be used, or None. Nothing of Chroma is imported."""
    database = store / "chroma.sqlite3"
    if not database.is_file():
        return "its database is missing"
    for name, (size, checksum) in files.items():
        path = store / name
        if not path.is_file() or path.stat().st_size != size or (checksum and _checksum(path) != checksum):
            return f"the file {path.name} is damaged"
    try:
        connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            whole = database.stat().st_size <= MOST_BYTES_CHECKED
            result = connection.execute("PRAGMA quick_check(1)" if whole else "SELECT count(*) FROM collections")
            found = result.fetchone()[0]
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        return None if "locked" in str(error) else f"its database: {error}"
    except sqlite3.DatabaseError as error:
        return f"its database: {error}"
    return f"its database: {found}" if whole and found != "ok" else None


def _checksums(store: Path) -> dict[str, list[int]]:
    """Size and checksum of the graph files that Chroma will read; small collections are read from the database alone."""
    names = [path for folder in store.glob("*/index_metadata.pickle") for path in sorted(folder.parent.iterdir())]
    return {str(path.relative_to(store)): [path.stat().st_size, _checksum(path)] for path in names}


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(2**20):
            checksum = zlib.crc32(chunk, checksum)
    return checksum


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), BATCH):
        yield list(ids[start : start + BATCH])
