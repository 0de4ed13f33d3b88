"""An index in a folder: stores of embedded Chroma, and a manifest that says which one is current."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from knowledge.vectors.collection import HOW_NEAR, Collection, IndexBroken, Vectors, as_broken
from knowledge.vectors.manifest import HOW_TO_MEND, MANIFEST, Manifest, check_index, read_manifest, write_manifest

COLLECTION = "passages"
SAME_EMBEDDER = 0.999


class OnDisk:
    """The stores below a folder, shared by all processes that work on it; `probe` is what the embedder makes of one."""

    def __init__(self, folder: Path, probe: Callable[[], Vectors]) -> None:
        self._folder = folder
        self._probe = probe
        self._collection: Collection | None = None
        self._seen: tuple[int, int] | None = None
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
        """Moves with the manifest; None while there is none."""
        try:
            seen = os.stat(self._folder / MANIFEST)
        except FileNotFoundError:
            return None
        return seen.st_ino, seen.st_mtime_ns

    def held(self) -> AbstractContextManager[Any]:
        """A lock of the folder, for threads and processes alike."""
        return self._lock

    def is_built(self) -> bool:
        """Whether there is a whole store of this embedder; IndexBroken where it cannot be used."""
        manifest = self._usable_manifest()
        return manifest is not None and not manifest.writing

    def opened(self) -> Collection:
        """The current store, opened again if another process has moved the manifest."""
        if self._collection is not None and self._seen == self.stamp:
            return self._collection
        with self._opening:
            stamp = self.stamp
            if self._collection is not None and self._seen == stamp:
                return self._collection
            manifest = self._usable_manifest()
            if manifest is None:
                raise IndexBroken(f"There is no search index in {self._folder} yet. Run `advisor index` to build it.")
            if manifest.writing and self._collection is not None:
                return self._collection  # what is open stays whole until the other process is done
            self._collection = self._open_store(manifest.store)
            self._seen = stamp
            return self._collection

    def is_moving(self) -> bool:
        """Whether another process has moved the manifest since, or is about to: its changes show in what is open."""
        try:
            manifest = read_manifest(self._folder)
        except (OSError, ValueError):
            return False
        return manifest is not None and (manifest.writing or self._seen != self.stamp)

    @contextmanager
    def change(self) -> Iterator[Collection]:
        """The current store to change; marked as unfinished until the change is done."""
        collection = self.opened()
        manifest = read_manifest(self._folder)
        assert manifest is not None, "opened() has read it"
        self._note(replace(manifest, writing=True))
        yield collection
        self._note(manifest)

    @contextmanager
    def build(self) -> Iterator[Collection]:
        """An empty store beside the old one; readers of the old one keep it until the manifest has moved."""
        taken = [int(path.name.removeprefix("store-")) for path in self._folder.glob("store-*")]
        store = f"store-{max(taken, default=0) + 1}"
        collection = self._open_store(store)
        yield collection
        self._collection = collection
        self._note(Manifest(store, [round(float(x), 5) for x in self._probe()]))
        for old in self._folder.glob("store-*"):
            if old.name != store:
                shutil.rmtree(old, ignore_errors=True)

    def announce(self) -> None:
        """Move the stamp, for what the index stands for has changed."""
        manifest = read_manifest(self._folder)
        if manifest is not None:
            self._note(manifest)

    def _usable_manifest(self) -> Manifest | None:
        problem = check_index(self._folder)
        if problem:
            raise IndexBroken(problem)
        manifest = read_manifest(self._folder)
        if manifest and not manifest.writing and not is_same(manifest.probe, self._probe()):
            raise IndexBroken(f"The search index in {self._folder} was written with another embedder. {HOW_TO_MEND}")
        return manifest

    def _open_store(self, store: str) -> Collection:
        """The collection in a store, created if it is not there."""
        with as_broken(self._name, HOW_TO_MEND):
            return Collection(_open_chroma(self._folder / store), self._name, HOW_TO_MEND)

    def _note(self, manifest: Manifest) -> None:
        """Move the manifest; what this process has open stays current."""
        with as_broken(self._name, HOW_TO_MEND):
            write_manifest(self._folder, manifest)
        self._seen = self.stamp

    @property
    def _name(self) -> str:
        return f"in {self._folder}"


def is_same(probe: list[float], own: Vectors) -> bool:
    """Whether two embedders made the same of one sentence."""
    return len(probe) == len(own) and float(np.dot(probe, own)) >= SAME_EMBEDDER


def _open_chroma(store: Path) -> Any:
    import chromadb  # takes half a second to import, so only when an index is opened
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    # Chroma shares one view of a folder within a process, and that view never sees what other processes write.
    SharedSystemClient.clear_system_cache()
    client = chromadb.PersistentClient(path=str(store), settings=Settings(anonymized_telemetry=False))
    return client.get_or_create_collection(COLLECTION, embedding_function=None, configuration=HOW_NEAR)
