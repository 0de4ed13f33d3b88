"""What people say of the myths: the phrases of their passages with vectors, which are computed once and kept in a file.

Nothing is recognised here; `agent.reading.myths` hears them in messages.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.encoder import FORM, SHA256, Vectors
from knowledge.index import Encodes
from knowledge.passages import ROOT, load_passages

KEPT_FILE = "said.npz"


@dataclass(frozen=True)
class Myth:
    """A myth as it is said. `said` and `near_misses` are the vectors of its phrases, a row each; `words` are the things
    that must be named to say it, each by any of its words."""

    id: str
    words: tuple[tuple[str, ...], ...]
    said: Vectors
    near_misses: Vectors


def load_myths(encoder: Encodes, folder: Path, root: Path = ROOT) -> tuple[Myth, ...]:
    """The myths below `root` that have phrases; their vectors are kept in `folder`."""
    passages = [passage for passage in load_passages(root, kinds=["myth"]) if passage.said]
    phrases = [phrase for passage in passages for phrase in (*passage.said, *passage.near_misses)]
    vectors = _kept(phrases, encoder, folder / KEPT_FILE)
    myths, start = [], 0
    for passage in passages:
        middle = start + len(passage.said)
        end = middle + len(passage.near_misses)
        myths.append(Myth(passage.id, passage.words, vectors[start:middle], vectors[middle:end]))
        start = end
    return tuple(myths)


def _kept(phrases: Sequence[str], encoder: Encodes, file: Path) -> Vectors:
    """The vectors of the phrases: from the file where it holds exactly these, else computed and written there."""
    digest = hashlib.sha256("\0".join([SHA256, str(FORM), *phrases]).encode()).hexdigest()
    # A file that is missing, broken or of other phrases is made again.
    with contextlib.suppress(OSError, ValueError, KeyError), np.load(file) as kept:
        if str(kept["digest"]) == digest:
            found: Vectors = kept["vectors"]
            return found
    vectors = encoder.encode(phrases)
    # Where nothing can be written they are computed at each start, which takes a second.
    with contextlib.suppress(OSError):
        _write(file, digest, vectors)
    return vectors


def _write(file: Path, digest: str, vectors: Vectors) -> None:
    """Write the file, so that others see all of it or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".npz", delete=False) as part:
        np.savez(part, digest=digest, vectors=vectors)
    os.replace(part.name, file)
