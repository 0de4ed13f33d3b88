"""Which store of the index is current and whether it is whole, known without opening it.

Nothing of Chroma is imported, so a door can check an index before it does anything else.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

FORMAT = 2
MANIFEST = "manifest.json"
MOST_BYTES_CHECKED = 64 * 2**20
HOW_TO_MEND = "Run `advisor index --rebuild` to build it again; nothing else is lost."


@dataclass(frozen=True)
class Manifest:
    """The one file that says which store is current; it moves after each change, so that other processes notice.

    `probe` is what the encoder made of a fixed sentence. `writing` stays set where a change was cut off. `files` holds
    size and checksum of the graph files, because Chroma ends the whole process on a broken one.
    """

    store: str
    probe: list[float]
    writing: bool = False
    files: dict[str, list[int]] = field(default_factory=dict)
    format: int = FORMAT


def check_index(folder: Path) -> str | None:
    """What is wrong with an index, as a sentence with what to do; None if nothing is, or if it is not built yet."""
    try:
        manifest = read_manifest(folder)
    except ValueError:
        return f"The search index in {folder} is broken ({MANIFEST} cannot be read). {HOW_TO_MEND}"
    except OSError as error:
        return f"The search index in {folder} cannot be read ({error.strerror}). Give the folder rights."
    if manifest is None or manifest.writing:
        return None
    reason = _broken(folder / manifest.store, manifest.files)
    return f"The search index in {folder} is broken ({reason}). {HOW_TO_MEND}" if reason else None


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder, None if there is none; ValueError if it is none, OSError if it may not be read."""
    try:
        row = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        manifest = Manifest(**row)
    except TypeError as error:
        raise ValueError(str(error)) from error
    if manifest.format != FORMAT:
        raise ValueError(f"format {manifest.format}")
    if not isinstance(manifest.store, str) or not isinstance(manifest.files, dict):
        raise ValueError("values of other types")
    if not isinstance(manifest.probe, list) or not all(isinstance(number, float | int) for number in manifest.probe):
        raise ValueError("a probe that is no vector")
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest in one step; a reader sees the old one or the new one."""
    files = {} if manifest.writing else _checksums(folder / manifest.store)
    fresh = folder / f"{MANIFEST}.new"
    fresh.write_text(json.dumps(asdict(replace(manifest, files=files))), encoding="utf-8")
    os.replace(fresh, folder / MANIFEST)


def _broken(store: Path, files: Mapping[str, Sequence[int]]) -> str | None:
    """Why a store cannot be used, or None. Nothing of Chroma is imported."""
    database = store / "chroma.sqlite3"
    if not database.is_file():
        return "its database is missing"
    for name, (size, checksum) in files.items():
        path = store / name
        if not path.is_file() or path.stat().st_size != size or _checksum(path) != checksum:
            return f"the file {path.name} is damaged"
    try:
        connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            whole = database.stat().st_size <= MOST_BYTES_CHECKED
            collections = connection.execute("SELECT count(*) FROM collections").fetchone()[0]
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0] if whole else "ok"
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        return None if "locked" in str(error) else f"its database: {error}"
    except sqlite3.DatabaseError as error:
        return f"its database: {error}"
    if found != "ok":
        return f"its database: {found}"
    return None if collections else "its database: nothing is in it"


def _checksums(store: Path) -> dict[str, list[int]]:
    """Size and checksum of the graph files that Chroma reads; small collections it reads from the database alone."""
    names = [path for folder in store.glob("*/index_metadata.pickle") for path in sorted(folder.parent.iterdir())]
    return {str(path.relative_to(store)): [path.stat().st_size, _checksum(path)] for path in names}


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(2**20):
            checksum = zlib.crc32(chunk, checksum)
    return checksum
