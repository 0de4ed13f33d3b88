"""One Chroma collection, wherever it lies: vectors in, the nearest out, and every complaint as one sentence."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

BATCH = 5_000  # Chroma refuses much larger requests
HOW_NEAR: Any = {"hnsw": {"space": "cosine"}}  # everything else as Chroma has it


class IndexBroken(Exception):
    """An index that cannot be used; the message says what is wrong and what to do."""


class Collection:
    """Vectors by id, each with the hash of its text; `name` and `mend` are for the sentence where something fails."""

    def __init__(self, chroma: Any, name: str, mend: str) -> None:
        self._chroma = chroma
        self._name = name
        self._mend = mend

    def upsert(self, ids: Sequence[str], vectors: Vectors, hashes: Sequence[str]) -> None:
        """Put vectors in, in place of those that were there under the same ids."""
        with as_broken(self._name, self._mend):
            self._chroma.upsert(ids=list(ids), embeddings=vectors, metadatas=[{"hash": each} for each in hashes])

    def delete(self, ids: Sequence[str]) -> None:
        """Take vectors out."""
        with as_broken(self._name, self._mend):
            for batch in batches(ids):
                self._chroma.delete(ids=batch)

    def hashes(self) -> dict[str, str]:
        """The hash of each id that is here."""
        hashes: dict[str, str] = {}
        with as_broken(self._name, self._mend):
            for start in range(0, self._chroma.count(), BATCH):
                page = self._chroma.get(limit=BATCH, offset=start, include=["metadatas"])
                hashes |= {key: str(m["hash"]) for key, m in zip(page["ids"], page["metadatas"], strict=True)}
        return hashes

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The `k` ids nearest to a vector, or as many as there are, with their cosine."""
        with as_broken(self._name, self._mend):
            found = self._chroma.query(query_embeddings=[vector], n_results=k, include=["distances"])
        return [(key, 1.0 - float(d)) for key, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of these ids; ids that are not there are left out."""
        vectors: dict[str, Vectors] = {}
        with as_broken(self._name, self._mend):
            for batch in batches(ids):
                found = self._chroma.get(ids=batch, include=["embeddings"])
                vectors |= zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True)
        return vectors


@contextmanager
def as_broken(name: str, mend: str) -> Iterator[None]:
    """Whatever Chroma, its server or the disk complains of, as one sentence."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, OSError, sqlite3.Error, httpx.HTTPError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise IndexBroken(f"The search index {name} cannot be used ({reason}). {mend}") from error


def batches(ids: Sequence[str]) -> Iterator[list[str]]:
    """Runs of ids that Chroma takes at once."""
    for start in range(0, len(ids), BATCH):
        yield list(ids[start : start + BATCH])
