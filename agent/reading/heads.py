"""The trained arrays and what they compute: plain numpy, nothing is fitted here.

A head is one matrix over the features of a clause; its columns are the outcomes of every fact, "not said" among them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from agent.facts import FACTS
from agent.reading.calibration import Calibration
from agent.reading.protocol import ACTS
from agent.reading.roles import ROLES
from agent.reading.tuned import ALL, Tuned, load_tuned, save_tuned
from agent.reading.words import Vocabulary
from knowledge.encoder import DIMENSIONS
from knowledge.layers import Scale

Floats = NDArray[np.float32]

CATEGORICAL = tuple(name for name, fact in FACTS.items() if fact.kind == "choice")
LAW_OUTCOMES = (*FACTS["regulations"].values, "none apply")
YES_NO = (*LAW_OUTCOMES, "names the work")
"""What is decided by itself, yes or no, in this order behind the facts with choices."""

FLAGS = ("whole", "only", "question", "long")
DEEP = ALL * DIMENSIONS
DENSE = DEEP + len(FACTS) + len(FLAGS) + 1
"""The layers of the encoder and ours, what was asked, the flags and the bias; the words come behind."""

NOTED = 0.5
"""The value of a feature that a quantity has, beside layers of unit length."""

ARRAYS_FILE, WORDS_FILE = "heads.npz", "heads.json"
HOW_TO_MEND = "Run `make train`, or restore the files from the repository."


class HeadsMissing(Exception):
    """The trained arrays cannot be used; the message says what to do."""


class Encodes(Protocol):
    """Anything that turns texts into the layers of an encoder and the states that ours stand on."""

    def encode_deeply(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Floats, Floats, Floats]]:
        """Batch by batch: which texts, the means at the encoder's layers, the states of all tokens, and the mask."""
        ...


class Hears(Protocol):
    """Anything that gives the layers of texts: the encoder's, and then ours."""

    @property
    def tuned(self) -> Tuned:
        """Our layers."""
        ...

    def layers(self, texts: Sequence[str]) -> Floats:
        """The layers of each text: texts × ALL × dimensions."""
        ...


@dataclass(frozen=True)
class Ear:
    """An encoder with our layers above it."""

    encoder: Encodes
    tuned: Tuned

    def layers(self, texts: Sequence[str]) -> Floats:
        """The layers of each text: texts × ALL × dimensions."""
        layers = np.zeros((len(texts), ALL, DIMENSIONS), np.float32)
        for rows, means, states, mask in self.encoder.encode_deeply(texts):
            layers[rows] = np.concatenate([means, self.tuned.means(states, mask)], axis=1)
        return layers


def whole_of(layers: Floats, pieces: Sequence[str], clauses: int) -> Floats:
    """The layers of a whole message from those of its pieces: its own where it was heard, else the clauses' mean."""
    if len(pieces) > clauses:
        whole: Floats = layers[-1]
        return whole
    mean: Floats = np.average(layers, axis=0, weights=[len(piece) for piece in pieces]).astype(np.float32)
    return mean


@dataclass(frozen=True)
class Heads:
    """Everything trained: matrices, their words, what a confidence is worth; `fingerprint` says from what."""

    vocabulary: Vocabulary
    tuned: Tuned
    scale: Scale
    clauses: Floats
    acts: Floats
    role_columns: Mapping[str, int]
    roles: Floats
    calibration: Calibration
    fingerprint: str = ""

    def knows(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Whether any word of each text was seen in training; of other words the heads would only guess."""
        return np.array([len(self.vocabulary.row(text)[0]) > 0 for text in texts], np.bool_)

    def clause_outcomes(self, features: "Features") -> tuple[dict[str, Floats], Floats]:
        """For each clause: the chances of every value of every"
        " fact ("not said" first), and of each yes-or-no outcome."""
        scores = features.times(self.clauses)
        chances, column = {}, 0
        for name in CATEGORICAL:
            width = len(FACTS[name].choices) + 1
            chances[name] = softmax(scores[:, column : column + width])
            column += width
        yes_no: Floats = (1 / (1 + np.exp(-scores[:, column:]))).astype(np.float32)
        return chances, yes_no

    def act_chances(self, features: "Features") -> Floats:
        """The chance of each act, in the order of ACTS."""
        return softmax(features.times(self.acts))

    def role_chances(self, deep: Floats, names: Sequence[Sequence[str]]) -> Floats:
        """For each quantity the chance of each role, in the order of ROLES; `deep` are the scaled layers of its"
        " clause."""
        return softmax(role_features_of(deep, names, self.role_columns).times(self.roles))


@dataclass(frozen=True)
class Features:
    """Rows of dense features, and for each row the words it has."""

    dense: Floats
    words: Sequence[tuple[NDArray[np.int64], Floats]]

    def times(self, matrix: Floats) -> Floats:
        """The product with a matrix whose first rows are dense and whose others are words."""
        scores: Floats = self.dense @ matrix[:DENSE]
        for i, (columns, values) in enumerate(self.words):
            if len(columns):
                scores[i] += values @ matrix[DENSE + columns]
        return scores


def features_of(
    deep: Floats,
    texts: Sequence[str],
    asked: Sequence[Sequence[str]],
    flags: Sequence[Sequence[bool]],
    vocabulary: Vocabulary,
) -> Features:
    """The features of texts, each with what was asked before it; `deep` are their scaled layers."""
    dense = np.zeros((len(texts), DENSE), np.float32)
    dense[:, :DEEP] = deep
    names = list(FACTS)
    for row, facts in enumerate(asked):
        dense[row, [DEEP + names.index(fact) for fact in facts if fact in FACTS]] = 1
    dense[:, DEEP + len(names) : -1] = flags
    dense[:, -1] = 1
    return Features(dense, [vocabulary.row(text) for text in texts])


def role_features_of(deep: Floats, names: Sequence[Sequence[str]], columns: Mapping[str, int]) -> Features:
    """The features of quantities: their clause's layers, and what was noted around them."""
    dense = np.zeros((len(names), DENSE), np.float32)
    dense[:, :DEEP] = deep
    dense[:, -1] = 1
    rows = []
    for present in names:
        known = np.array(sorted({columns[name] for name in present if name in columns}), np.int64)
        rows.append((known, np.full(len(known), NOTED, np.float32)))
    return Features(dense, rows)


def flags_of(text: str, *, whole: bool, only: bool) -> tuple[bool, ...]:
    """The flags of a text, in the order of FLAGS."""
    return whole, only, "?" in text, len(text) > 120


def softmax(scores: Floats) -> Floats:
    """Chances from scores, row by row."""
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Floats = exp / exp.sum(axis=1, keepdims=True)
    return chances


def save_heads(heads: Heads, folder: Path) -> None:
    """Write the arrays in half precision, and the words beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    half = {name: getattr(heads, name).astype(np.float16) for name in ("clauses", "acts", "roles")}
    half |= {"mean": heads.scale.mean.astype(np.float16), "deviation": heads.scale.deviation.astype(np.float16)}
    save_tuned(heads.tuned, folder)
    np.savez_compressed(folder / ARRAYS_FILE, vocabulary=heads.vocabulary.weights, **half)
    words = {
        "fingerprint": heads.fingerprint,
        "acts": list(ACTS),
        "roles": list(ROLES),
        "taken": heads.calibration.taken,
        "suggested": heads.calibration.suggested,
        "calibration": {key: list(line) for key, line in heads.calibration.lines.items()},
        "words": list(heads.vocabulary.columns),
        "role_features": list(heads.role_columns),
    }
    (folder / WORDS_FILE).write_text(json.dumps(words, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def load_heads(folder: Path) -> Heads:
    """Read what `save_heads` wrote; raise HeadsMissing with one sentence where it is not there or does not fit."""
    try:
        words: Mapping[str, Any] = json.loads((folder / WORDS_FILE).read_text(encoding="utf-8"))
        with np.load(folder / ARRAYS_FILE) as arrays:
            loaded = {name: arrays[name].astype(np.float32) for name in arrays.files}
        heads = _heads(words, loaded, load_tuned(folder))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HeadsMissing(f"The trained reader in {folder} cannot be read. {HOW_TO_MEND}") from error
    if (
        words["acts"] != list(ACTS)
        or words["roles"] != list(ROLES)
        or len(heads.clauses) != DENSE + len(words["words"])
    ):
        raise HeadsMissing(f"The trained reader in {folder} is of another version. {HOW_TO_MEND}")
    return heads


def _heads(words: Mapping[str, Any], loaded: Mapping[str, Floats], tuned: Tuned) -> Heads:
    weights = loaded["vocabulary"].tolist()
    return Heads(
        vocabulary=Vocabulary(dict(zip(words["words"], weights, strict=True))),
        tuned=tuned,
        scale=Scale(loaded["mean"], loaded["deviation"]),
        clauses=loaded["clauses"],
        acts=loaded["acts"],
        role_columns={name: i for i, name in enumerate(words["role_features"])},
        roles=loaded["roles"],
        calibration=Calibration(
            {key: (slope, offset) for key, (slope, offset) in words["calibration"].items()},
            words["taken"],
            words["suggested"],
        ),
        fingerprint=words["fingerprint"],
    )
