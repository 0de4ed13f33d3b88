"""The files that a path means: itself, or all that lie below it, each folder once.

What cannot be read is a sentence and never the end of the walk.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.own_documents.converting import MOST_BYTES, Unusable, check_kind, check_size
from knowledge.own_documents.documents import DocumentError

# What systems and office programs leave beside the files of people.
_LEFT_BEHIND = ("~$", "._")
_LEFT_BEHIND_NAMES = frozenset({"Thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class File:
    """A file, and the name under which its document goes: below a folder, the way from there."""

    path: Path
    name: str


def files_in(path: Path) -> Iterator[File | DocumentError]:
    """The files at a path, sorted; hidden ones are left out, and links to folders are followed once."""
    if _is_folder(path):
        yield from _below(path)
    else:
        yield File(path, path.name)


def content_of(file: File) -> bytes:
    """What is in a file; DocumentError where it cannot be read, is of no known kind, or too large."""
    try:
        found = os.stat(file.path)
        if not stat.S_ISREG(found.st_mode):
            raise Unusable("is no ordinary file. Leave it out.")
        check_kind(file.name)
        check_size(found.st_size)
        with file.path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise DocumentError(f"{file.path} is not there. Check how it is spelled.") from error
    except OSError as error:
        raise DocumentError(_unreadable(file.path, error)) from error
    except Unusable as error:
        raise DocumentError(f"{file.path} {error}") from error


def _below(root: Path) -> Iterator[File | DocumentError]:
    seen: set[tuple[int, int]] = set()
    found: list[File] = []
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            status = os.stat(folder)
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as entries:
                shown = sorted(Path(entry.path) for entry in entries if not _is_left_behind(entry.name))
            for path in shown:
                if _is_folder(path):
                    # Links come last, so that what lies here goes by its own name.
                    folders.insert(0 if path.is_symlink() else len(folders), path)
                else:
                    found.append(File(path, path.relative_to(root).as_posix()))
        except OSError as error:
            yield DocumentError(_unreadable(folder, error))
    if not found:
        yield DocumentError(f"{root} holds no file that can be read. Name a folder with documents in it.")
    yield from sorted(found, key=lambda file: file.name)


def _is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; where that cannot be told, reading it as a file tells why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_left_behind(name: str) -> bool:
    return name.startswith((".", *_LEFT_BEHIND)) or name in _LEFT_BEHIND_NAMES


def _unreadable(path: Path, error: OSError) -> str:
    return f"{path} cannot be read ({error.strerror or error}). Give it rights, or leave it out."
