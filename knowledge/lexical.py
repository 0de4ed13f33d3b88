"""The words of the passages: ranking by BM25, and how much of a question a passage speaks of.

Words are compared by their stems, so that "regulated" finds "regulation".
"""

import re
from collections.abc import Mapping

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN

_WORD = re.compile(r"[a-z0-9][a-z0-9.&]*[a-z0-9]|[a-z0-9]")
# Words of questions and courtesy that say nothing about what is asked.
_ASKING = frozenset(
    "a about actually all also am an any anybody anyone anything are as ask be been being best better bit but by can could did do "
    "does doing done each else ever every explain for from get give go goes going good got had has have he hello help her here "
    "hi him his how i if in into is it its just know let like lot make makes many matter may me mean means might more most much "
    "must my need needs no not now of off on one only or other our out over please put quite really right say see shall she should so some "
    "somebody something still such sure take tell than thank thanks that the their them then there these they thing things "
    "think this those to too up us use used using very want was way we well were what what's when where whether which while who whom "
    "whose why will with would yes yet you your".split()
) | frozenset(STOPWORDS_EN)


class Lexical:
    """A BM25 index over a fixed set of texts."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._stem = Stemmer.Stemmer("english").stemWord
        self._ids = tuple(texts)
        tokens = [self.stems(text) for text in texts.values()]
        self._stems = {id: frozenset(words) for id, words in zip(self._ids, tokens, strict=True)}
        self._index = bm25s.BM25(k1=1.2, b=0.6)
        if any(tokens):
            self._index.index(tokens, show_progress=False)
        counts: dict[str, int] = {}
        for stems in self._stems.values():
            for stem in stems:
                counts[stem] = counts.get(stem, 0) + 1
        n = len(self._ids)
        self._rarity = {stem: float(np.log(1 + (n - c + 0.5) / (c + 0.5))) for stem, c in counts.items()}
        self._unheard = float(np.log(1 + (n + 0.5) / 0.5))

    def stems(self, text: str) -> list[str]:
        """The stems of the words that carry meaning."""
        words = (word.strip(".") for word in _WORD.findall(text.lower().replace("-", " ")))
        return [self._stem(word) for word in words if word not in _ASKING]

    def ranked(self, query: str, k: int) -> list[str]:
        """The `k` best ids that share a word with the query, best first."""
        known = [stem for stem in self.stems(query) if stem in self._rarity]
        if not known:
            return []
        scores = self._index.get_scores(known)
        order = np.argsort(-scores, kind="stable")[: min(k, len(self._ids))]
        return [self._ids[i] for i in order if scores[i] > 0]

    def coverage(self, query: str, id: str) -> float:
        """The share of what a query asks for, rare words counting more, that a text speaks of."""
        stems = set(self.stems(query))
        weight = sum(self._rarity.get(stem, self._unheard) for stem in stems)
        if not weight:
            return 0.0
        return sum(self._rarity.get(stem, 0.0) for stem in stems & self._stems[id]) / weight
