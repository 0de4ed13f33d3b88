"""An index on a real Chroma server: the same as in a folder, and one sentence where the server cannot be used."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agent.settings import SettingsError, load_settings
from knowledge.encoder import Encoder
from knowledge.library import IndexBroken, Library
from knowledge.vectors import on_server
from knowledge.vectors.on_server import check_server
from knowledge.vectors.place import Server
from tests.knowledge.conftest import free_port
from tests.knowledge.test_library import FLAMINGOS, QUESTION, CountingEncoder, OtherEncoder, Plant, found
from ui.checks import check_before_listening

SECONDS = 120


@pytest.fixture
def server(chroma_url: str, request: pytest.FixtureRequest) -> Server:
    """A collection of the test's own on it."""
    return Server(chroma_url, f"test-{abs(hash(request.node.nodeid))}")


@pytest.fixture
def shared(server: Server, tmp_path: Path, encoder: Encoder, plant: Plant) -> Library:
    """A library over two passages, its vectors on the server."""
    library = Library(server, encoder, tmp_path / "passages")
    library.refresh()
    return library


def test_a_planted_passage_is_found_and_gone_once_it_is_removed(shared: Library, plant: Plant) -> None:
    """As in a folder."""
    path = plant(*FLAMINGOS)
    assert shared.refresh().added == ("guidance-flamingos",)
    assert found(shared, QUESTION)[0] == "guidance-flamingos"
    path.unlink()
    assert shared.refresh().removed == ("guidance-flamingos",)
    assert "guidance-flamingos" not in found(shared, QUESTION)


def test_a_server_gives_the_same_hits_as_a_folder(shared: Library, tmp_path: Path, encoder: Encoder) -> None:
    """The same passages with the same scores."""
    folder = Library(tmp_path / "index", encoder, tmp_path / "passages")
    folder.refresh()
    here, there = folder.search(QUESTION), shared.search(QUESTION)

    assert [hit.passage.id for hit in here] == [hit.passage.id for hit in there]
    assert [hit.score for hit in here] == pytest.approx([hit.score for hit in there], abs=1e-5)


def test_a_second_start_embeds_nothing(shared: Library, server: Server, tmp_path: Path, encoder: Encoder) -> None:
    """Another machine finds the index that the first one built."""
    counting = CountingEncoder(encoder)
    report = Library(server, counting, tmp_path / "passages").refresh()

    assert (report.added, report.changed, report.removed) == ((), (), ())
    assert len(counting.texts) <= 1  # the sentence that tells two embedders apart


def test_a_change_that_was_cut_off_is_gone_on_with(
    tmp_path: Path, server: Server, shared: Library, encoder: Encoder, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off after the vectors and before the word to the others, which the next start gives."""
    plant(*FLAMINGOS)
    before = found(shared, QUESTION)
    with monkeypatch.context() as patch:
        note = on_server.OnServer._note
        patch.setattr(on_server.OnServer, "_note", lambda self, writing: note(self, True) if writing else 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Library(server, encoder, tmp_path / "passages").refresh()
    counting = CountingEncoder(encoder)
    Library(server, counting, tmp_path / "passages").refresh()

    assert "guidance-flamingos" not in before
    assert not [text for text in counting.texts if "lamingos" in text]
    assert found(shared, QUESTION)[0] == "guidance-flamingos"


def test_an_index_of_another_embedder_is_refused_and_a_rebuild_mends_it(
    tmp_path: Path, server: Server, shared: Library
) -> None:
    """Vectors of two embedders are never compared."""
    other = Library(server, OtherEncoder(), tmp_path / "passages")
    with pytest.raises(IndexBroken, match=r"another embedder.*advisor index --rebuild"):
        other.refresh()

    other.refresh(rebuild=True)
    assert len(found(other, "coffee")) == 2
    with pytest.raises(IndexBroken, match="another embedder"):
        shared.search("coffee")
    shared.refresh(rebuild=True)
    assert found(shared, "What does coffee cost?")[0] == "guidance-coffee"


def test_a_collection_of_somebody_else_is_left_alone(
    tmp_path: Path, chroma_url: str, encoder: Encoder, plant: Plant
) -> None:
    """A name that is taken is said, and nothing is deleted, not even by a rebuild."""
    client: Any = on_server._connect(chroma_url)
    theirs = client.create_collection("theirs", embedding_function=None)
    theirs.add(ids=["a"], embeddings=np.eye(1, 2, dtype=np.float32))
    library = Library(Server(chroma_url, "theirs"), encoder, tmp_path / "passages")
    for rebuild in (False, True):
        with pytest.raises(IndexBroken, match="somebody else's"):
            library.refresh(rebuild)
    assert theirs.count() == 1
    client._server._session.close()


def test_a_folder_and_a_server_are_open_side_by_side(
    shared: Library, tmp_path: Path, encoder: Encoder, plant: Plant
) -> None:
    """Opening one again does not close the other."""
    folder = Library(tmp_path / "index", encoder, tmp_path / "passages")
    for number in range(3):
        plant(f"more-{number}", f"More of {number}", "It was added later.")
        folder.refresh(rebuild=number == 1)
        shared.refresh()
        assert sorted(found(folder, "More")) == sorted(found(shared, "More"))


def test_asking_for_the_stamp_is_one_small_request(shared: Library, server: Server) -> None:
    """It is asked at each question, and takes about two milliseconds; nothing is embedded for it."""
    store = on_server.OnServer(server, lambda: pytest.fail("something was embedded"))
    asked: list[str] = []
    first = store.stamp
    store._connected()._server._session.event_hooks["request"].append(lambda request: asked.append(request.url.path))

    assert first == store.stamp is not None
    assert [path.rpartition("/")[2] for path in asked] == [server.collection]


def test_a_server_that_is_not_there_is_one_sentence_with_its_address(
    tmp_path: Path, encoder: Encoder, plant: Plant
) -> None:
    """From the check before listening, and from the library."""
    address = f"http://127.0.0.1:{free_port()}"
    settings = load_settings({"ADVISOR_CHROMA_URL": address + "/", "ADVISOR_DATA": str(tmp_path / "data")})
    with pytest.raises(SettingsError, match="does not answer") as refused:
        check_before_listening(settings)
    assert address in str(refused.value) and "ADVISOR_CHROMA_URL" in str(refused.value)
    with pytest.raises(IndexBroken, match="does not answer"):
        Library(Server(address), encoder, tmp_path / "passages").refresh()


def test_the_page_does_not_start_without_its_server(tmp_path: Path) -> None:
    """Exit status 2, one line, and nothing listens."""
    port = free_port()
    env = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(Path.home()),
        "ADVISOR_CHROMA_URL": f"http://127.0.0.1:{free_port()}",
        "ADVISOR_DATA": str(tmp_path),
        "ADVISOR_PORT": str(port),
    }
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", "web"],
        env=env,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        timeout=SECONDS,
    )
    assert done.returncode == 2 and env["ADVISOR_CHROMA_URL"] in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture
def neighbour() -> Iterator[tuple[str, list[bytes]]]:
    """Somebody who listens, and says to everything what is in the list."""
    says: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                caller, _ = listening.accept()
            except OSError:
                return
            if says:
                caller.recv(10_000)
                caller.sendall(says[0])
                caller.close()
            else:
                callers.append(caller)

    callers: list[socket.socket] = []
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", says
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join()
    for caller in callers:
        caller.close()


@pytest.mark.parametrize("body", [b"<html>", json.dumps({"ok": True}).encode()])
def test_something_else_at_the_address_is_told_from_a_server(neighbour: tuple[str, list[bytes]], body: bytes) -> None:
    """A page or another service."""
    address, says = neighbour
    says.append(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body))

    assert "it is something else" in str(check_server(address))


def test_a_server_that_never_answers_is_given_up(
    neighbour: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not waited for longer than some seconds."""
    monkeypatch.setattr(on_server, "SECONDS", 0.3)
    address, _ = neighbour

    assert "timed out" in str(check_server(address))


def test_a_server_that_falls_silent_later_is_given_up_too(
    shared: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Chroma itself would wait for ever."""
    index = shared._built_in._index._store
    assert isinstance(index, on_server.OnServer)
    session = index._connected()._server._session

    assert session.timeout.read == on_server.LONGEST
    session.timeout = 1e-6
    # An answer that is there already is taken, however short the time.
    with pytest.raises(IndexBroken, match="ADVISOR_CHROMA_URL"):
        any(not shared.search("coffee") for _ in range(50))


@pytest.mark.parametrize("wrong", ["127.0.0.1:8000", "http://name:word@host:8000", "ftp://host", "http://host?x=1"])
def test_an_address_that_is_none_is_refused(wrong: str) -> None:
    """Also one that would hold a password."""
    with pytest.raises(SettingsError, match="ADVISOR_CHROMA_URL"):
        load_settings({"ADVISOR_CHROMA_URL": wrong})
