"""The sentences of a passage that speak to a question best.

Nothing is reworded: what is quoted stands in the passage.
"""

import re

import numpy as np

from knowledge.index import Encodes
from knowledge.passages import Passage

# A full stop ends a sentence only before a space and a capital, a digit or a quotation mark.
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"$])")


def best_sentences(encoder: Encodes, question: str, passage: Passage, k: int = 2) -> tuple[str, ...]:
    """The `k` sentences in a row that are nearest to the question, so that one follows from the other."""
    sentences = [s.strip() for s in _END.split(" ".join(passage.text.split())) if s.strip()]
    if len(sentences) <= k:
        return tuple(sentences)
    vectors = encoder.encode([question, *sentences])
    nearness = vectors[1:] @ vectors[0]
    runs = np.convolve(nearness, np.ones(k), mode="valid")
    start = int(np.argmax(runs))
    return tuple(sentences[start : start + k])
