"""The lexical features of a clause: its words and pairs, with names put under the kind they belong to.

The same functions serve training and reading, so that both see the same features.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from agent.reading.lexicon import CARD, CLOUD, DOLLAR, LAWS, MODEL, OTHER_MONEY, RENTED_FROM, SERVING

_KINDS: tuple[tuple[re.Pattern[str], str], ...] = (
    *((pattern, f" =law =law_{law} ") for law, pattern in LAWS.items()),
    (SERVING, " =serving "),
    (CARD, " =card "),
    (MODEL, " =model "),
    (CLOUD, " =cloud "),
    (RENTED_FROM, " =renter "),
    (re.compile(rf"(?:{DOLLAR})\s?(?=\d)|(?<=\d)\s?(?:{DOLLAR})", re.I), " =dollar "),
    (re.compile(rf"(?<![a-z])(?:{OTHER_MONEY})\s?(?=\d)|(?<=\d)\s?(?:{OTHER_MONEY})(?![a-z])", re.I), " =money "),
    (re.compile(r"\d[\d,.'’]*\s?%"), " =percent "),
    (re.compile(r"\d[\d,.'’]*"), " =number "),
)
_WORD = re.compile(r"=[a-z_]+|[a-z]+(?:['’][a-z]+)?|[?!]")
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("ers", "er"), ("s", ""))


def fold(text: str) -> str:
    """Lower case, without accents, quotes made plain."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def words_of(text: str) -> list[str]:
    """The words of a text, names and numbers replaced by their kind."""
    for pattern, kind in _KINDS:
        text = pattern.sub(kind, text)
    return _WORD.findall(fold(text))


def stem(word: str) -> str:
    """A word without its commonest ending."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.startswith("="):
            return word[: -len(ending)] + instead
    return word


def terms_of(text: str) -> Counter[str]:
    """The stems of a text and its pairs of neighbours, a start and an end marked."""
    stems = [stem(word) for word in words_of(text)]
    framed = ["^", *stems, "$"]
    return Counter([*stems, *(f"{a} {b}" for a, b in pairwise(framed))])


class Vocabulary:
    """Terms with their weights; turns a text into a sparse row of unit length."""

    def __init__(self, weights: Mapping[str, float], terms: Callable[[str], Counter[str]] = terms_of) -> None:
        self._terms = terms
        self.columns = {term: i for i, term in enumerate(weights)}
        self.weights = np.array(list(weights.values()), np.float32)

    def __len__(self) -> int:
        return len(self.columns)

    def row(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The columns that a text touches, and their values."""
        pairs = [(self.columns[t], 1 + math.log(n)) for t, n in self._terms(text).items() if t in self.columns]
        columns = np.array([c for c, _ in pairs], np.int64)
        values = (
            np.array([v for _, v in pairs], np.float32) * self.weights[columns] if pairs else np.zeros(0, np.float32)
        )
        length = float(np.sqrt((values**2).sum()))
        return columns, values / length if length else values


def learn_vocabulary(
    texts: Sequence[str], terms: Callable[[str], Counter[str]] = terms_of, least: int = 2, most: int = 20_000
) -> Vocabulary:
    """The terms that occur in at least `least` texts, rarer ones weighing more."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(terms(text)))
    # Ties are broken by the alphabet, so that two runs know the same words.
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    kept = [(term, n) for term, n in ranked if n >= least]
    total = len(texts)
    return Vocabulary({term: float(np.log((1 + total) / (1 + n)) + 1) for term, n in sorted(kept)}, terms)
