"""The sentences of a passage that speak to a question best.

Nothing is reworded: what is quoted stands in the passage.
"""

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.index import Encodes
from knowledge.passages import Passage

# A full stop ends a sentence only before a space and a capital, a digit or a quotation mark.
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"$])")

PASSAGES_KEPT, QUESTIONS_KEPT = 1_024, 64


class Excerpts:
    """Quotes from passages; what was encoded once is kept."""

    def __init__(self, encoder: Encodes) -> None:
        self._encoder = encoder
        self._sentences = lru_cache(maxsize=PASSAGES_KEPT)(self._encoded)
        self._question = lru_cache(maxsize=QUESTIONS_KEPT)(self._encoded)

    def best(self, question: str, passage: Passage, k: int = 2) -> tuple[str, ...]:
        """The `k` sentences in a row that are nearest to the question, so that one follows from the other."""
        sentences = tuple(s.strip() for s in _END.split(" ".join(passage.text.split())) if s.strip())
        if len(sentences) <= k:
            return sentences
        nearness = self._sentences(sentences) @ self._question((question,))[0]
        runs = np.convolve(nearness, np.ones(k), mode="valid")
        start = int(np.argmax(runs))
        return sentences[start : start + k]

    def _encoded(self, texts: tuple[str, ...]) -> NDArray[np.float32]:
        """The vectors of texts, a row each."""
        vectors: NDArray[np.float32] = self._encoder.encode(list(texts))
        return vectors
