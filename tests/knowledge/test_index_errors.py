"""What is wrong with an index folder is one sentence with what to do, also where the rights are missing."""

import json
import multiprocessing
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.encoder import Encoder
from knowledge.vectors.index import IndexBroken, VectorIndex
from knowledge.vectors.manifest import MANIFEST, check_index

TEXTS = {"a": ("1", "Coffee is paid by the cup."), "b": ("1", "The lift is slow.")}
NOBODY = 65_534


class Still:
    """An embedder of three dimensions that needs no file."""

    def encode(self, texts: Any) -> Any:
        """The same for all."""
        return np.tile(np.array([1.0, 0.0, 0.0], np.float32), (len(texts), 1))


@pytest.fixture
def folder(tmp_path: Path, encoder: Encoder) -> Path:
    """An index of two texts."""
    VectorIndex(tmp_path / "index", encoder).sync(TEXTS)
    return tmp_path / "index"


@pytest.mark.parametrize(
    "change",
    [{"format": 1}, {"format": 99}, {"store": 7}, {"probe": "none"}, {"probe": ["a"]}, {"files": []}, {"more": 1}],
    ids=str,
)
def test_a_manifest_that_holds_something_else_is_one_sentence(
    folder: Path, encoder: Encoder, change: dict[str, Any]
) -> None:
    """JSON as such is not enough; a rebuild mends it."""
    row = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(row | change))

    assert "manifest.json cannot be read" in str(check_index(folder))
    with pytest.raises(IndexBroken, match="advisor index --rebuild"):
        VectorIndex(folder, encoder).nearest(encoder.encode(["coffee"])[0], 1)
    VectorIndex(folder, encoder).sync(TEXTS, rebuild=True)
    assert check_index(folder) is None


@pytest.mark.parametrize("table", ["collections", "other"])
def test_a_database_that_holds_nothing_is_one_sentence(folder: Path, encoder: Encoder, table: str) -> None:
    """Chroma would take it for an index that has no passages."""
    [database] = folder.rglob("chroma.sqlite3")
    database.unlink()
    with closing(sqlite3.connect(database)) as conn, conn:
        conn.execute(f"CREATE TABLE {table} (x)")

    index, vector = VectorIndex(folder, encoder), encoder.encode(["coffee"])[0]
    assert "advisor index --rebuild" in str(check_index(folder))
    with pytest.raises(IndexBroken, match="its database"):
        index.nearest(vector, 1)
    index.sync(TEXTS, rebuild=True)
    assert index.nearest(vector, 1)[0][0] == "a"


def test_a_probe_of_another_length_is_another_embedder(folder: Path, encoder: Encoder) -> None:
    """Vectors of another length cannot even be compared."""
    with pytest.raises(IndexBroken, match=r"another embedder.*advisor index --rebuild"):
        VectorIndex(folder, Still()).sync(TEXTS)


def _try_as_nobody(folder: Path, answer: Connection) -> None:
    os.setuid(NOBODY)
    try:
        problem = check_index(folder)
        VectorIndex(folder, Still()).sync(TEXTS)
        answer.send((problem, None))
    except Exception as error:
        answer.send((problem, f"{type(error).__name__}: {error}"))


def as_nobody(folder: Path) -> tuple[str | None, str | None]:
    """What the check says, and what goes wrong with an index, for somebody without rights."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_try_as_nobody, args=(folder, there))
    process.start()
    assert here.poll(600)
    answer: tuple[str | None, str | None] = here.recv()
    process.join()
    return answer


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """An index in a folder that everybody may enter."""
    folder = Path("/tmp") / f"advisor-rights-{os.getpid()}"
    VectorIndex(folder, Still()).sync(TEXTS)
    yield folder
    shutil.rmtree(folder)


def _lock_the_folder(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)


def _hide_the_manifest(folder: Path) -> None:
    folder.chmod(0o777)
    (folder / "lock").chmod(0o666)
    (folder / MANIFEST).chmod(0o000)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can become somebody without rights")
@pytest.mark.parametrize(
    ("change", "says"), [(_lock_the_folder, "cannot be written"), (_hide_the_manifest, "cannot be read")]
)
def test_a_folder_without_rights_is_one_sentence(open_folder: Path, change: Callable[[Path], None], says: str) -> None:
    """One that may only be read, and one whose manifest may not even be read."""
    change(open_folder)
    checked, failed = as_nobody(open_folder)

    assert failed is not None and failed.startswith("IndexBroken") and says in failed and "ights" in failed
    assert (checked is None) == (says == "cannot be written")
