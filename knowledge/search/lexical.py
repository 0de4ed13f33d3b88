"""The words of the passages: ranking by BM25, and how much of a question a passage speaks of.

Words are compared by their stems, so that "regulated" finds "regulation".
"""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[a-z0-9][a-z0-9.&]*[a-z0-9]|[a-z0-9]")
_IZE, _LICENCE, _OUR = (
    re.compile(r"iz(?=e|ing|ation)"),
    re.compile(r"licence"),
    re.compile(r"our(?=s?$|ed|ing|able|al)"),
)
# Small words, and words of questions and courtesy, that say nothing about what is asked.
_COURTESY = """
a about actually also am an and any anybody anyone anything are as ask at be been being best better bit but by can
could did do does doing done each else ever every explain for from get give go goes going good got had has have hello
help her here hi him his how i if in into is it its just know let like lot make makes many matter may me mean means
might more most much must my need needs no not now of off on one only or other our out over please put quite really
right say see shall she should so some somebody something still such sure take tell than thank thanks that the their
them then there these they thing things think this those to too up us use used using very want was way we well were
what when where whether which while who whom whose why will with would yes yet you your
"""
_ASKING = frozenset(_COURTESY.split())


class Lexical:
    """A BM25 index over a fixed set of texts; how rare a word is counts those of `beside` too."""

    def __init__(self, texts: Mapping[str, str], beside: Self | None = None) -> None:
        import bm25s  # takes most of a second to import

        # Its logger tells of each step, whatever the program has asked for.
        logging.getLogger("bm25s").setLevel(logging.WARNING)
        self._ids = tuple(texts)
        tokens = [stems(text) for text in texts.values()]
        self._vocabulary = {key: frozenset(words) for key, words in zip(self._ids, tokens, strict=True)}
        self._index = bm25s.BM25()
        if any(tokens):
            self._index.index(tokens, show_progress=False)
        self._known = frozenset(stem for known in self._vocabulary.values() for stem in known)
        self._counts = Counter(stem for known in self._vocabulary.values() for stem in known)
        self._size = len(self._ids)
        if beside is not None:
            self._counts += beside._counts
            self._size += beside._size
        self._rarity = {stem: self._rare(count) for stem, count in self._counts.items()}

    def ranked(self, query: str, k: int, among: NDArray[np.intp]) -> list[str]:
        """The `k` best ids that share a word with the query, best first, of the texts at some places."""
        known = [stem for stem in stems(query) if stem in self._known]
        if not known or k < 1:
            return []
        scores = self._index.get_scores(known)
        places = among[scores[among] > 0]
        if len(places) > k:
            least = np.partition(scores[places], -k)[-k]
            places = places[scores[places] >= least]
        order = np.argsort(-scores[places], kind="stable")[:k]
        return [self._ids[place] for place in places[order]]

    def coverage(self, query: str, keys: Iterable[str]) -> dict[str, float]:
        """The share of what a query asks for, rare words counting more, that each of these texts speaks of."""
        asked = {stem: self._rarity.get(stem, self._rare(0)) for stem in stems(query)}
        weight = sum(asked.values()) or 1.0
        return {key: sum(asked[stem] for stem in asked.keys() & self._vocabulary[key]) / weight for key in keys}

    def _rare(self, count: int) -> float:
        """The usual inverse document frequency of a stem that stands in `count` texts."""
        return float(np.log(1 + (self._size - count + 0.5) / (count + 0.5)))


def stems(text: str) -> list[str]:
    """The stems of the words of a text that carry meaning; American and British spelling have one."""
    words = _WORD.findall(text.lower().replace("-", " "))
    return [_stemmer().stemWord(_spelt(word)) for word in words if word not in _ASKING]


def _spelt(word: str) -> str:
    """A word in one of its two spellings, which need not be the right one: "quantization", "license", "behavior"."""
    return _OUR.sub("or", _LICENCE.sub("license", _IZE.sub("is", word)))


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
