"""`make bench`, its search: 100,000 passages made from the real ones, searched as the library does and exactly.

Directions drawn at random are far harder to search than any text. So each made vector is that of a real view, moved
about as far as its nearest neighbour is, in a direction mixed from those between its forty nearest. How many directions
there are around a vector, and how far the next one is, is printed for the real ones and for as many made ones.
"""

import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agent.settings import load_settings
from evals.retrieval import load_questions
from knowledge.encoder import Encoder, Vectors, encoder_folder
from knowledge.library import Filter
from knowledge.passages import Passage, load_passages
from knowledge.search.shelf import Shelf, Wanted
from knowledge.vectors.index import VectorIndex

NUMBER = 100_000
SEED = 7
NEIGHBOURS = 40
MOVED = 0.8
"""How far a vector is moved; the nearest neighbours of real views are 0.81 apart in the middle."""
CHUNK = 2_000

QUESTIONS = 60
RANKS = 10
RARE, COMMON = "route", "guidance"
"""The kinds with the fewest and the most passages: where a filter costs most and least."""

SLOWEST, RECALL = 30.0, 0.98
"""Milliseconds that 95 of 100 searches take at most, and the share of the ten nearest that they find by meaning."""


@dataclass(frozen=True)
class Made:
    """Passages with the vectors of their two views, a row each: the whole and the title."""

    passages: Sequence[Passage]
    wholes: Vectors
    titles: Vectors


class MadeVectors:
    """Gives each made text its own vector, and any other text its real one."""

    def __init__(self, made: Made, encoder: Encoder) -> None:
        self._made = made
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row each; a made text begins with its number, and only a whole passage has more than one line."""
        return np.array([self._row(text) for text in texts], np.float32)

    def _row(self, text: str) -> Vectors:
        number = text.partition(" ")[0]
        if not number.isdecimal():
            own: Vectors = self._encoder.encode([text])[0]
            return own
        views = self._made.wholes if "\n" in text else self._made.titles
        row: Vectors = views[int(number)]
        return row


@dataclass(frozen=True)
class Figures:
    """What was measured of one way to search: milliseconds of meaning alone and of all of it, and the recall.

    `processor` is what the median one by meaning takes of the processor: on a busy machine that says more than a clock.
    """

    what: str
    passages: int
    median: float
    slow: float
    processor: float
    whole_median: float
    whole_slow: float
    recall: float

    @property
    def line(self) -> str:
        """The figures as they are printed."""
        return (
            f"{self.what:14} {self.passages:7,} passages  by meaning {self.median:6.1f} ms  p95 {self.slow:6.1f} ms  "
            f"(processor {self.processor:6.1f} ms)  "
            f"recall@{RANKS} {self.recall:.4f}  whole search {self.whole_median:6.1f} ms  p95 {self.whole_slow:6.1f} ms"
        )

    @property
    def is_kept(self) -> bool:
        """Whether this is as fast and as exact as promised."""
        return self.whole_slow < SLOWEST and self.recall >= RECALL


def make(real: Sequence[Passage], views: Vectors, number: int) -> Made:
    """So many passages, each from two views of a real one; `views` are those of all, in their order."""
    rng = np.random.default_rng(SEED)
    of = np.repeat(np.arange(len(real)), [len(p.views) for p in real])
    near = _neighbours(views)
    first, second = rng.integers(0, len(of), (2, number))
    starts = np.searchsorted(of, of[first])
    other = starts + rng.integers(0, np.bincount(of)[of[first]])
    passages = [_between(n, real[of[a]], real[of[b]]) for n, (a, b) in enumerate(zip(first, second, strict=True))]
    return Made(passages, moved(views, near, first, rng), moved(views, near, other, rng))


def moved(views: Vectors, near: NDArray[np.intp], rows: NDArray[np.intp], rng: np.random.Generator) -> Vectors:
    """Each of these rows moved in a direction that is a mixture of those between its neighbours."""
    made = np.empty((len(rows), views.shape[1]), np.float32)
    for start in range(0, len(rows), CHUNK):
        chosen = rows[start : start + CHUNK]
        shares = rng.standard_normal((len(chosen), near.shape[1]), np.float32)
        shares -= shares.mean(axis=1, keepdims=True)
        directions = _unit(np.einsum("nk,nkd->nd", shares, views[near[chosen]]))
        made[start : start + CHUNK] = _unit(views[chosen] + MOVED * directions)
    return made


def _neighbours(views: Vectors) -> NDArray[np.intp]:
    """The places of the nearest other rows of each row, in no order."""
    cosines = views @ views.T
    np.fill_diagonal(cosines, -1.0)
    return np.argpartition(-cosines, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]


def dimensions(vectors: Vectors) -> tuple[float, float]:
    """In how many directions vectors spread from one of them, and how far the nearest other is, in the middle.

    The estimate of Levina and Bickel (2004) from the ten nearest, over 300 vectors.
    """
    picked = np.random.default_rng(SEED).choice(len(vectors), 300, replace=False)
    distances = np.sqrt(np.maximum(2 - 2 * vectors[picked] @ vectors.T, 1e-9))
    nearest = np.sort(distances, axis=1)[:, 1 : RANKS + 1]
    return float(1 / np.log(nearest[:, -1:] / nearest[:, :-1]).mean()), float(np.median(nearest[:, 0]))


def _unit(rows: Vectors) -> Vectors:
    unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _between(number: int, a: Passage, b: Passage) -> Passage:
    """The first half of the words of one, and the second half of those of the other."""
    begin, end = a.text.split(), b.text.split()
    text = " ".join([*begin[: len(begin) // 2], *end[len(end) // 2 :]])
    return Passage(f"made-{number}", a.kind, f"{number} {a.title}", text, a.factors, a.source, a.url, a.as_of)


def nearest_exactly(made: Made, kinds: NDArray[np.str_], question: Vectors, kind: str | None) -> list[str]:
    """The ids of the ten nearest passages of a kind, each by the nearer of its views, by looking at every one."""
    cosines = np.maximum(made.wholes @ question, made.titles @ question)
    if kind is not None:
        cosines[kinds != kind] = -2.0
    return [made.passages[i].id for i in np.argsort(-cosines)[:RANKS]]


def figures(shelf: Shelf, made: Made, questions: Sequence[str], vectors: Vectors, kind: str | None) -> Figures:
    """Time the questions one after the other, and compare what is found."""

    wanted = Filter.of(None if kind is None else (kind,), None)
    kinds = np.array([passage.kind for passage in made.passages])
    shelf.ranked(questions[0], vectors[0], wanted)  # what is read once for a filter is read here
    times, busy, whole, found = [], [], [], 0
    for question, vector in zip(questions, vectors, strict=True):
        nearest, took, used = _by_meaning(shelf, vector, wanted)
        times.append(took)
        busy.append(used)
        start = time.perf_counter()
        shelf.ranked(question, vector, wanted)
        whole.append((time.perf_counter() - start) * 1e3)
        found += len(set(nearest) & set(nearest_exactly(made, kinds, vector, kind)))
    number = sum(map(wanted, made.passages))
    recall = found / (len(questions) * min(RANKS, number))
    slow, whole_slow = (statistics.quantiles(each, n=20)[-1] for each in (times, whole))
    what = "all kinds" if kind is None else f"only {kind}"
    middle, processor, whole_middle = (statistics.median(each) for each in (times, busy, whole))
    return Figures(what, number, middle, slow, processor, whole_middle, whole_slow, recall)


def _by_meaning(shelf: Shelf, vector: Vectors, wanted: Wanted) -> tuple[list[str], float, float]:
    """The nearest ids, and the milliseconds that it took by the clock and of the processor."""
    start, used = time.perf_counter(), time.process_time()
    nearest = shelf.by_meaning(vector, wanted)
    took, used = time.perf_counter() - start, time.process_time() - used
    return [key for key, _ in nearest[:RANKS]], took * 1e3, used * 1e3


def measure(number: int) -> list[Figures]:
    """Make so many passages, index them in a folder that is gone afterwards, and search them."""
    encoder = Encoder(encoder_folder(load_settings().cache))
    real = [passage for passage in load_passages() if passage.text]
    views = encoder.encode([text for p in real for text in p.views])
    made = make(real, views, number)
    for what, vectors in (("real", views), ("made", made.wholes[: len(views)])):
        print("{}: {:.1f} directions, the nearest {:.2f} away".format(what, *dimensions(vectors)))
    asked = load_questions()
    questions = [*asked.answered, *asked.unanswered][:: max(1, len(asked.answered) // QUESTIONS)][:QUESTIONS]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        made_vectors = MadeVectors(made, encoder)
        shelf = Shelf(lambda: made.passages, VectorIndex(Path(folder), made_vectors), made_vectors)
        shelf.refresh()
        print(f"indexed {number:,} passages in {time.perf_counter() - start:.0f} s", flush=True)
        vectors = encoder.encode(questions)
        rarest = Counter(p.kind for p in made.passages)
        return [
            figures(shelf, made, questions, vectors, kind) for kind in (None, COMMON, RARE) if not kind or rarest[kind]
        ]


def main(arguments: Sequence[str]) -> int:
    """Print the figures and write them; exit status 1 where a promise is not kept here."""
    rows = measure(int(arguments[0]) if arguments else NUMBER)
    for row in rows:
        print(row.line)
    folder = Path("eval-results")
    folder.mkdir(exist_ok=True)
    (folder / "bench-search.json").write_text(json.dumps([asdict(row) for row in rows], indent=2) + "\n")
    missed = [row for row in rows if not row.is_kept]
    for row in missed:
        print(f"missed: {row.what}: p95 {row.whole_slow:.1f} ms of {SLOWEST:g}, recall {row.recall:.4f} of {RECALL:g}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
