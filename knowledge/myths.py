"""What people say of the myths: the phrases of their passages, with vectors.

Nothing is recognised here; `agent.reading.myths` hears them in messages.
"""

from dataclasses import dataclass
from pathlib import Path

from knowledge.encoder import Encodes, Vectors
from knowledge.passages import ROOT, load_passages


@dataclass(frozen=True)
class Myth:
    """A myth as it is said. `said` and `near_misses` are the vectors of its phrases, a row each; `words` are the things
    that must be named to say it, each by any of its words."""

    id: str
    words: tuple[tuple[str, ...], ...]
    said: Vectors
    near_misses: Vectors


def load_myths(encoder: Encodes, root: Path = ROOT) -> tuple[Myth, ...]:
    """The myths below `root` that have phrases."""
    passages = [passage for passage in load_passages(root, kinds=["myth"]) if passage.said]
    phrases = [phrase for passage in passages for phrase in (*passage.said, *passage.near_misses)]
    vectors = encoder.encode(phrases)
    myths, start = [], 0
    for passage in passages:
        middle = start + len(passage.said)
        end = middle + len(passage.near_misses)
        myths.append(Myth(passage.id, passage.words, vectors[start:middle], vectors[middle:end]))
        start = end
    return tuple(myths)
