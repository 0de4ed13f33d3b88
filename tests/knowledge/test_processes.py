"""Several processes on one index: each sees at its next question what another changed, in a folder and on a server."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from knowledge.encoder import Encoder
from knowledge.library import Library
from knowledge.vectors.place import Place, Server
from tests.knowledge.test_library import FLAMINGOS, QUESTION, Plant, found

SECONDS = 600


def _search_on_and_on(place: Place, passages: Path, export: Path, asked: Connection) -> None:
    """Search without a pause until asked; then say what the next search finds, or what went wrong before."""
    library, searches = Library(place, Encoder(export), passages), 0
    try:
        while True:
            library.search(QUESTION)
            searches += 1
            if asked.poll():
                if asked.recv() == "stop":
                    break
                asked.send((found(library, QUESTION), None))
        asked.send(([], None))
    except Exception as error:
        asked.send(([], f"{type(error).__name__} after {searches} searches: {error}"))


@contextmanager
def searching(place: Place, passages: Path, export: Path) -> Iterator[Callable[[], list[str]]]:
    """Another process that has the index open and searches all the time; call it to ask what it finds."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_search_on_and_on, args=(place, passages, export, there)
    )
    process.start()

    def ask(word: str = "ask") -> list[str]:
        here.send(word)
        assert here.poll(SECONDS), "the other process says nothing"
        answer, problem = here.recv()
        assert problem is None, problem
        ids: list[str] = answer
        return ids

    try:
        yield ask
        ask("stop")
        process.join(SECONDS)
        assert process.exitcode == 0
    finally:
        process.kill()
        process.join()


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where the index lies."""
    if request.param == "folder":
        return tmp_path / "index"
    url: str = request.getfixturevalue("chroma_url")
    return Server(url, f"processes-{tmp_path.name}")


def test_a_process_that_searches_all_the_time_sees_every_change_and_never_fails(
    tmp_path: Path, place: Place, encoder: Encoder, encoder_export: Path, plant: Plant
) -> None:
    """Added, removed, built again, and once more, each seen at the question after."""
    library = Library(place, encoder, tmp_path / "passages")
    library.refresh()
    with searching(place, tmp_path / "passages", encoder_export) as ask:
        assert "guidance-flamingos" not in ask()
        for rebuild in (False, True, True, False):
            path = plant(*FLAMINGOS)
            library.refresh(rebuild)
            assert ask()[0] == "guidance-flamingos"
            path.unlink()
            library.refresh(rebuild)
            assert sorted(ask()) == ["guidance-coffee", "guidance-lift"]


def test_a_change_by_another_process_does_not_undo_ones_own(
    tmp_path: Path, place: Place, encoder: Encoder, encoder_export: Path, plant: Plant
) -> None:
    """Two that write in turn end with what the files say."""
    mine, other = (Library(place, encoder, tmp_path / "passages") for _ in range(2))
    with searching(place, tmp_path / "passages", encoder_export) as ask:
        mine.refresh()
        plant(*FLAMINGOS)
        other.refresh()
        plant("tea", "Tea is free", "The pot stands beside the machine.")
        mine.refresh()

        assert sorted(ask()) == sorted(found(other, QUESTION)) == sorted(found(mine, QUESTION))
        assert len(found(mine, QUESTION)) == 4
