"""Which passage a question is about, learned from the questions that each passage answers: a linear scorer.

It knows the passages it was trained on and no others; `make train-search` trains it, from knowledge/questions.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge.encoder import Encoder
from knowledge.layers import Floats, Scale
from knowledge.search.lexical import stems

FINDER = Path(__file__).parent / "finder.npz"
NOTHING = "nothing"
"""Under this name stands what no passage answers."""

LEAST = 2  # texts in which a word has to stand to be known
HOW_TO_MEND = "Run `make train-search`, or restore the file from the repository."


class FinderMissing(Exception):
    """The trained arrays cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Words:
    """The words that are known, with how rare each is."""

    rarity: Mapping[str, float]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Words":
        """The words of some texts, those in one text alone left out."""
        counts = Counter(word for text in texts for word in set(stems(text)))
        known = sorted(word for word, count in counts.items() if count >= LEAST)
        return cls({word: math.log((1 + len(texts)) / (1 + counts[word])) + 1 for word in known})

    def row(self, text: str) -> dict[str, float]:
        """The known words of a text with their weights, together of unit length."""
        counts = Counter(word for word in stems(text) if word in self.rarity)
        weights = {word: (1 + math.log(count)) * self.rarity[word] for word, count in counts.items()}
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return {word: weight / length for word, weight in weights.items()}


@dataclass(frozen=True)
class Finder:
    """The scorer: a column for each passage, and one for nothing.

    `deep` are features × columns, `lexical` words × columns; `usual` is the score of the best column for a usual
    question, so that a passage that is found has a score around one.
    """

    names: tuple[str, ...]
    words: Words
    scale: Scale
    deep: Floats
    lexical: Floats
    usual: float

    def scores(self, question: str, layers: Floats) -> dict[str, float]:
        """How much a question is about each passage; `layers` are those of the question."""
        scores: Floats = (self.scale.of(layers[None]) @ self.deep)[0]
        for word, weight in self.words.row(question).items():
            scores = scores + np.float32(weight) * self.lexical[self._places[word]]
        return dict(zip(self.names, (scores / self.usual).tolist(), strict=True))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {word: place for place, word in enumerate(self.words.rarity)}


Find = Callable[[str], Mapping[str, float]]
"""How much a question is about each passage that is known, and about nothing."""


def open_finder(encoder: Encoder) -> Find:
    """The trained finder over the encoder that it was trained with; raises FinderMissing."""
    finder = load_finder()

    def find(question: str) -> Mapping[str, float]:
        (_, layers, _, _), *_ = encoder.encode_deeply([question])
        return finder.scores(question, layers[0])

    return find


def save_finder(finder: Finder, path: Path) -> None:
    """Write the arrays in half precision."""
    half = np.float16
    np.savez_compressed(
        path,
        names=np.array(finder.names),
        words=np.array(list(finder.words.rarity)),
        rarity=np.array(list(finder.words.rarity.values()), np.float32),
        mean=finder.scale.mean.astype(half),
        deviation=finder.scale.deviation.astype(half),
        deep=finder.deep.astype(half),
        lexical=finder.lexical.astype(half),
        usual=np.float32(finder.usual),
    )


def load_finder(path: Path = FINDER) -> Finder:
    """Read what `save_finder` wrote; raise FinderMissing with one sentence where it is not there or broken."""
    try:
        with path.open("rb") as file, np.load(file) as kept:
            arrays = {name: kept[name] for name in kept.files}
        floats = {name: arrays[name].astype(np.float32) for name in ("mean", "deviation", "deep", "lexical")}
        rarity = dict(zip(arrays["words"].tolist(), arrays["rarity"].tolist(), strict=True))
        return Finder(
            names=tuple(arrays["names"].tolist()),
            words=Words(rarity),
            scale=Scale(floats["mean"], floats["deviation"]),
            deep=floats["deep"],
            lexical=floats["lexical"],
            usual=float(arrays["usual"]),
        )
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise FinderMissing(f"The trained search in {path} cannot be read. {HOW_TO_MEND}") from error
