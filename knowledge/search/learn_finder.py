"""Train the finder: `python -m knowledge.search.learn_finder`, or `make train-search`; three minutes.

Ridge regression of "this question is about that passage" on the questions that each passage answers, its title and its
text, and on questions that nothing answers. It needs scipy, which a running advisor does not import.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.encoder import Encoder, default_cache, encoder_folder
from knowledge.layers import Floats, Scale
from knowledge.passages import ROOT, Passage, load_passages
from knowledge.search.finder import FINDER, NOTHING, Finder, Words, save_finder
from knowledge.search.prepared import Rows, texts_of, write_rows

QUESTIONS = ROOT / "questions"
"""What people may ask, by the passage that answers it: a file for each kind, and one for what nothing answers."""

HELD = 100.0
"""How strongly the weights are held near zero; 30 and 60 do as well."""

LESS = 0.01
"""Weights of words below this share of the largest are left out, so that the file stays small."""


def load_questions(folder: Path = QUESTIONS) -> dict[str, list[str]]:
    """The questions by the id of the passage that answers them; under NOTHING those that none answers."""
    tables = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))}
    nothing = tables.pop(NOTHING)
    return {**{key: asks for table in tables.values() for key, asks in table.items()}, NOTHING: nothing}


def learn(passages: Sequence[Passage], questions: Mapping[str, Sequence[str]], encoder: Encoder) -> Finder:
    """The finder that these passages and questions teach."""
    names = (*(p.id for p in passages), NOTHING)
    texts, owners = [], []
    for column, views in enumerate([*(p.views for p in passages), ()]):
        for text in (*views, *questions.get(names[column], ())):
            texts.append(text)
            owners.append(column)
    layers = _layers(texts, encoder)
    scale = Scale(layers.mean(axis=0), layers.std(axis=0) + np.float32(1e-3))
    words = Words.of(texts)
    deep, lexical = scale.of(layers), _rows(texts, words)
    about = np.zeros((len(texts), len(names)), np.float32)
    about[np.arange(len(texts)), owners] = 1
    # A layer each of unit length, so that all of them together weigh as much as the words.
    weights = _ridge(deep @ deep.T / layers.shape[1] + (lexical @ lexical.T).toarray(), about)
    by_feature = deep.T @ weights / layers.shape[1]
    by_word = np.asarray(lexical.T @ weights, np.float32)
    by_word[np.abs(by_word) < LESS * np.abs(by_word).max()] = 0
    best = (deep @ by_feature + lexical @ by_word)[:, :-1].max(axis=1)
    return Finder(names, words, scale, by_feature, by_word, float(np.median(best)))


def _layers(texts: Sequence[str], encoder: Encoder) -> Floats:
    found: dict[int, Floats] = {}
    for rows, means, _, _ in encoder.encode_deeply(texts):
        found |= zip(rows, means, strict=True)
    layers: Floats = np.stack([found[row] for row in range(len(texts))])
    return layers


def _rows(texts: Sequence[str], words: Words) -> Any:
    """The words of texts, texts × words, sparse."""
    from scipy.sparse import csr_matrix

    column = {word: place for place, word in enumerate(words.rarity)}
    cells = [(row, column[w], weight) for row, text in enumerate(texts) for w, weight in words.row(text).items()]
    rows, columns, values = zip(*cells, strict=True)
    return csr_matrix((values, (rows, columns)), (len(texts), len(column)), np.float32)


def _ridge(likeness: Floats, about: Floats) -> Floats:
    """What each text adds to the score of each column."""
    from scipy.linalg import solve

    likeness[np.diag_indices(len(likeness))] += HELD
    weights: Floats = solve(likeness, about - about.mean(axis=0), assume_a="pos", overwrite_a=True)
    return weights


def main() -> int:
    """Learn and save, and prepare the vectors of what ships."""
    began, passages, questions = time.monotonic(), load_passages(), load_questions()
    encoder = Encoder(encoder_folder(default_cache()))
    save_finder(learn(passages, questions, encoder), FINDER)
    texts = list(dict.fromkeys(texts_of(passages)))
    write_rows(Rows.of(texts, encoder.encode(texts)))
    asked = sum(map(len, questions.values())) + sum(len(p.asks) for p in passages)
    print(f"learned from {asked} questions in {time.monotonic() - began:.0f} s, saved in {FINDER}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
