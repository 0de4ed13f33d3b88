"""The real encoder, one library over all passages, and small libraries over a handful of files."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.encoder import Encoder, default_cache, encoder_folder
from knowledge.library import Library
from knowledge.search.finder import open_finder
from knowledge.search.prepared import Prepared
from knowledge.vectors.on_server import check_server

CHROMA = Path(sys.executable).with_name("chroma")
SECONDS = 120


@pytest.fixture(scope="session")
def encoder_export() -> Path:
    """The folder of the encoder that the advisor runs on."""
    return encoder_folder(default_cache())


@pytest.fixture(scope="session")
def encoder(encoder_export: Path) -> Encoder:
    """The encoder that the advisor runs on."""
    return Encoder(encoder_export)


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the index of all passages lies."""
    return tmp_path_factory.mktemp("index")


@pytest.fixture(scope="session")
def library(encoder: Encoder, index_folder: Path) -> Library:
    """All passages, indexed once for the session."""
    library = Library(index_folder, Prepared(encoder), find=open_finder(encoder))
    library.refresh()
    return library


@pytest.fixture
def plant(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """Writes a guidance passage of one sentence into the test's own folder of passages."""

    def write(name: str, title: str, text: str) -> Path:
        path = tmp_path / "passages" / "guidance" / f"guidance-{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f"id: guidance-{name}\nkind: guidance\ntitle: {title}\nfactors: [cost]\nsource: A test\n"
        path.write_text(f'---\n{head}url: "https://example.org/"\nas_of: "2026"\n---\n{text}\n', encoding="utf-8")
        return path

    write("coffee", "Coffee is paid by the cup", "The machine in the kitchen takes coins.")
    write("lift", "The lift is slow", "It takes a minute to the fourth floor.")
    return write


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Chroma server on loopback, with data of its own."""
    folder, port = tmp_path_factory.mktemp("chroma"), free_port()
    server = subprocess.Popen(
        [str(CHROMA), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + SECONDS
    while check_server(url) is not None and time.monotonic() < deadline:
        time.sleep(0.2)
    yield url
    server.terminate()
    server.wait(SECONDS)
