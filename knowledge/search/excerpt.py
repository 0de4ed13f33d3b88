"""The sentences of a passage that speak to a question best.

Nothing is reworded: what is quoted stands in the passage, and a sentence that leans on the one before comes with it.
"""

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encodes
from knowledge.passages import Passage, sentences_of

# How a sentence begins that says nothing without the one before.
_LEANS = re.compile(
    r"(?:But|So|It|Its|It's|They|Their|This|That|These|Those|He|She|And|Or|Nor|Yet|Then|Both|Either|Neither|Instead"
    r"|Otherwise|Hence|Therefore|Such|Others|Only then|The same|The first|The second|The third|The latter|In both"
    r"|Here|Later|(?:After|Before|With|Without|If|For|By|From|Where|Once|As|In) (?:it|that|they|them|this|these)"
    r"|Where all this|(?:Each|Most|None|Some|All) of (?:them|it|this|that))\b"
)

PASSAGES_KEPT, QUESTIONS_KEPT = 1_024, 64

# What the first sentence of a passage has ahead of the others (cosine).
FIRST = 0.05


def stands_alone(sentence: str) -> bool:
    """Whether a sentence says something without the one before."""
    return not _LEANS.match(sentence)


def thoughts(text: str) -> tuple[tuple[str, ...], ...]:
    """The sentences of a text, each with those that lean on it."""
    found: list[list[str]] = []
    for sentence in sentences_of(text):
        if found and not stands_alone(sentence):
            found[-1].append(sentence)
        else:
            found.append([sentence])
    return tuple(map(tuple, found))


class Excerpts:
    """Quotes from passages; what was encoded once is kept."""

    def __init__(self, encoder: Encodes) -> None:
        self._encoder = encoder
        self._sentences = lru_cache(maxsize=PASSAGES_KEPT)(self._encoded)
        self._question = lru_cache(maxsize=QUESTIONS_KEPT)(self._encoded)

    def best(self, question: str, passage: Passage, k: int = 2) -> tuple[str, ...]:
        """The `k` sentences in a row that are nearest to the question, beginning with one that stands alone."""
        told = thoughts(passage.text)
        sentences = tuple(sentence for thought in told for sentence in thought)
        if len(sentences) <= k:
            return sentences
        nearness = self._sentences(sentences) @ self._question((question,))[0]
        begins = np.cumsum([0, *(len(thought) for thought in told)])[:-1]
        runs = [(self._nearness(nearness, int(start), k), int(start)) for start in begins]
        start = max(runs, key=lambda run: (run[0], -run[1]))[1]
        return sentences[start : start + k]

    def _nearness(self, nearness: NDArray[np.float32], start: int, k: int) -> float:
        """How near a run of sentences is; the first sentence of a passage is usually what it is about."""
        return float(np.sum(nearness[start : start + k])) + (FIRST if start == 0 else 0.0)

    def _encoded(self, texts: tuple[str, ...]) -> NDArray[np.float32]:
        """The vectors of texts, a row each."""
        vectors: NDArray[np.float32] = self._encoder.encode(list(texts))
        return vectors
