"""Vectors of the texts that ship with the project, made beforehand, so that a first index takes seconds.

They are the encoder's own, a byte for each number. A text that was changed since, or is not of the project, is encoded
as ever. `make train-search` writes the file anew.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder, EncoderMissing, Vectors
from knowledge.passages import Passage
from knowledge.search.excerpt import thoughts

FILE = Path(__file__).parent / "prepared.npz"
LARGEST = 127  # of a byte with a sign
HOW_TO_MEND = "Run `make train-search`, or restore the file from the repository."


@dataclass(frozen=True)
class Rows:
    """Vectors by the digest of their text: a row of whole numbers each, and what the largest of the row stands for."""

    digests: NDArray[np.uint64]
    rows: NDArray[np.int8]
    largest: NDArray[np.float32]

    @classmethod
    def of(cls, texts: Sequence[str], vectors: Vectors) -> Self:
        """The vectors of these texts, rounded."""
        largest = np.abs(vectors).max(axis=1)
        rows = np.rint(vectors / largest[:, None] * LARGEST).astype(np.int8)
        return cls(np.array([_digest(text) for text in texts], np.uint64), rows, largest)

    def places(self) -> Mapping[int, int]:
        """The row of each digest."""
        return {digest: row for row, digest in enumerate(self.digests.tolist())}

    def vectors(self, rows: Sequence[int]) -> Vectors:
        """These rows, of unit length."""
        found = self.rows[rows].astype(np.float32) * self.largest[rows, None]
        unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
        return unit


class Prepared:
    """The encoder, spared what is prepared."""

    def __init__(self, encoder: Encoder, file: Path = FILE) -> None:
        self._encoder = encoder
        self._prepared = read_rows(file)
        self._places = self._prepared.places()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length for each text, in the order given."""
        found = [self._places.get(_digest(text)) for text in texts]
        fresh = [place for place, row in enumerate(found) if row is None]
        if len(fresh) == len(texts):
            return self._encoder.encode(texts)
        vectors = self._prepared.vectors([row or 0 for row in found])
        vectors[fresh] = self._encoder.encode([texts[place] for place in fresh])
        return vectors


def texts_of(passages: Iterable[Passage]) -> Iterator[str]:
    """What is encoded of passages: their views, their sentences, and how myths are said."""
    for passage in passages:
        yield from passage.views
        yield from (sentence for thought in thoughts(passage.text) for sentence in thought)
        yield from (*passage.said, *passage.near_misses)


def write_rows(rows: Rows, file: Path = FILE) -> None:
    """Write the file."""
    np.savez(file, digests=rows.digests, rows=rows.rows, largest=rows.largest)


@cache
def read_rows(file: Path) -> Rows:
    """Read what `write_rows` wrote; raise EncoderMissing with one sentence where it is not there or broken."""
    try:
        with file.open("rb") as opened, np.load(opened) as kept:
            return Rows(kept["digests"], kept["rows"], kept["largest"])
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise EncoderMissing(f"The prepared vectors in {file} cannot be read. {HOW_TO_MEND}") from error


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
