"""What a search may find: the same whether each vector is looked at or the index is asked."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.library import Filter
from knowledge.passages import Passage
from knowledge.search.selection import InIndex, InMemory, Selection
from knowledge.search.shelf import Shelf
from knowledge.search.views import views_of
from knowledge.vectors.index import VectorIndex, Vectors

NUMBER, RARE_EVERY = 400, 40
WANTED = Filter.of(("myth",), None)


class Directions:
    """Gives each text a direction of its own."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row of unit length each; the same text has the same."""
        rows = np.array([np.random.default_rng(list(text.encode())).standard_normal(16) for text in texts], np.float32)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def made(number: int) -> Passage:
    """A passage of a text of its own; each fortieth is a myth."""
    kind = "guidance" if number % RARE_EVERY else "myth"
    return Passage(f"p-{number}", kind, f"Title {number}", f"Text {number}", ("cost",), "Test", "", "2026")


PASSAGES = [made(number) for number in range(NUMBER)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> VectorIndex:
    """All passages in Chroma."""
    index = VectorIndex(tmp_path_factory.mktemp("index"), Directions())
    index.sync(views_of(PASSAGES))
    return index


def both(passages: Sequence[Passage], index: VectorIndex) -> tuple[Selection, Selection]:
    """These passages held in memory, and left in the index."""
    views = {p.id: len(p.views) for p in passages}
    return InMemory.read(views, index), InIndex(views, index, 2 * NUMBER)


@pytest.mark.parametrize("passages", [PASSAGES, list(filter(WANTED, PASSAGES))], ids=["all", "few"])
def test_what_is_nearest_does_not_depend_on_where_the_vectors_lie(
    passages: Sequence[Passage], index: VectorIndex
) -> None:
    """A rare kind makes the index fetch more and more, up to everything."""
    held, left = both(passages, index)
    for question in Directions().encode([f"question {n}" for n in range(10)]):
        expected, found = held.nearest(question, 10), left.nearest(question, 10)
        assert [key for key, _ in found] == [key for key, _ in expected]
        assert [cosine for _, cosine in found] == pytest.approx([cosine for _, cosine in expected], abs=1e-5)
        keys = [key for key, _ in found]
        cosines, others = held.cosines(question, keys), left.cosines(question, keys)
        assert list(cosines) == list(others) == keys
        assert all(cosines[key] == pytest.approx(others[key], abs=1e-5) for key in keys)


def test_a_passage_that_the_index_does_not_hold_is_not_found(index: VectorIndex) -> None:
    """It was added to the files, and nobody has indexed it yet."""
    question = Directions().encode(["question"])[0]
    for selection in both([made(3), made(NUMBER + 1)], index):
        assert [key for key, _ in selection.nearest(question, 10)] == ["p-3"]
        assert list(selection.cosines(question, ["p-3", f"p-{NUMBER + 1}"])) == ["p-3"]


def test_more_views_than_a_database_takes_at_once_are_read(index: VectorIndex) -> None:
    """SQLite takes 32,766 values in one question."""
    views = {**{f"gone-{n}": 1 for n in range(40_000)}, "p-3": 2}
    assert InMemory.read(views, index).keys == ("p-3",)


def test_nothing_is_found_among_nothing(index: VectorIndex) -> None:
    """A kind of which there is no passage yet."""
    held = InMemory.read({}, index)
    assert held.nearest(Directions().encode(["question"])[0], 10) == []


def test_what_was_read_for_a_filter_is_read_again_once_the_passages_change(tmp_path: Path) -> None:
    """A filter is kept by what it says; an index that moved makes all of them stale."""
    standing = PASSAGES[:50]
    shelf = Shelf(lambda: standing, VectorIndex(tmp_path, Directions()), Directions())
    question = Directions().encode(["Title 80\nText 80"])[0]
    assert "p-80" not in dict(shelf.by_meaning(question, Filter.of(["myth"], None)))

    standing = PASSAGES[:100]
    shelf.refresh()

    assert shelf.by_meaning(question, Filter.of(["myth"], None))[0][0] == "p-80"
