"""Own documents as they are kept: one JSON file each, which is the truth; everything else is made from it.

How a file becomes text is no concern of this module, nor is the search.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from knowledge.passages import Passage, sentences_of

KIND = "document"
FORMAT = 1
INDEX = "index"  # the folder beside the collections in which their vectors are cached

_COLLECTION = re.compile(r"\w([\w .-]{0,58}[\w-])?")

Owner = str | None
"""An account, a browser, or None: everybody on this installation."""


class DocumentError(Exception):
    """A document that cannot be used; the message names it, says why, and what to do."""


@dataclass(frozen=True)
class Policy:
    """A fact that a document states as a rule: its name, its value, and the sentence that states it."""

    fact: str
    value: str | list[str]
    quote: str


@dataclass(frozen=True)
class Part:
    """A stretch of a document and the place where it stands, such as "page 3" or its heading; empty where none is.

    `policies` are what it states as a rule, found when it was added.
    """

    place: str
    text: str
    policies: tuple[Policy, ...] = ()


@dataclass(frozen=True)
class OwnPassage(Passage):
    """A part of an own document, which its owner alone may find; one without an owner is for everybody here."""

    owner: Owner = None
    policies: tuple[Policy, ...] = ()

    @property
    def views(self) -> tuple[str, ...]:
        """The texts under which it is found: the whole, its title, and each sentence."""
        return self._views

    @cached_property
    def _views(self) -> tuple[str, ...]:
        return (f"{self.title}\n{self.text}", self.title, *dict.fromkeys(sentences_of(self.text)))

    def is_seen_by(self, reader: str | None) -> bool:
        """Whether a reader may know of it; None or an empty name is somebody without an account."""
        return self.owner is None or self.owner == reader


@dataclass(frozen=True)
class Document:
    """One file that was added. `sha256` is that of the file, `added` the day, such as 2026-11-27."""

    collection: str
    name: str
    sha256: str
    added: str
    owner: Owner
    passages: tuple[Part, ...]

    @property
    def id(self) -> str:
        """The same for the same name in the same collection of the same owner."""
        return _digest(json.dumps([self.owner, self.collection, self.name]))

    def as_passages(self) -> Iterator[OwnPassage]:
        """Its passages as the search takes them; one that did not change keeps its id."""
        for part in self.passages:
            title = f"{self.name}, {part.place}" if part.place else self.name
            yield OwnPassage(
                id=f"{KIND}-{self.id}-{_digest(json.dumps([part.place, part.text]))[:12]}",
                kind=KIND,
                title=title,
                text=part.text,
                factors=(),
                source=title,
                url="",
                as_of=self.added,
                owner=self.owner,
                policies=part.policies,
            )


def check_collection(name: str) -> None:
    """Raise DocumentError unless a collection may be called so."""
    if not _COLLECTION.fullmatch(name) or name.casefold() == INDEX:
        raise DocumentError(
            f"A collection cannot be called {name!r}. Use up to 60 letters, digits, spaces, dots and dashes, "
            f"and another word than {INDEX!r}."
        )


class DocumentStore:
    """The documents below a folder, which need not be there: `<collection>/<document id>.json`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def is_empty(self) -> bool:
        """Whether no document was ever added, told without reading any."""
        return not self.folder.is_dir() or next(self._paths(), None) is None

    def load(self) -> tuple[tuple[Document, ...], tuple[DocumentError, ...]]:
        """All documents in the order of their names, and what is wrong with files that cannot be read."""
        documents: list[Document] = []
        problems: list[DocumentError] = []
        for path in self._paths():
            try:
                documents.append(_read(path))
            except FileNotFoundError:
                continue  # removed by somebody else in between
            except DocumentError as error:
                problems.append(error)
        order = sorted(documents, key=lambda d: (d.collection, d.name, d.owner or ""))
        return tuple(order), tuple(problems)

    def write(self, document: Document) -> None:
        """Keep a document in one step, in place of an earlier one of its name; DocumentError where it cannot be."""
        path = self._path(document)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("w", encoding="utf-8") as file:
                json.dump({"format": FORMAT, **asdict(document)}, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, path)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            self._tidy(path.parent)
            raise DocumentError(
                f"{document.name} cannot be kept in {path.parent} ({error.strerror or error}). "
                "Make room or give the folder rights, and add it again."
            ) from error

    def delete(self, document: Document) -> None:
        """Remove a document; DocumentError where it cannot be."""
        path = self._path(document)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise DocumentError(
                f"{document.name} cannot be removed from {path.parent} ({error.strerror or error}). "
                "Give the folder rights and remove it again."
            ) from error
        self._tidy(path.parent)

    def sweep(self) -> None:
        """Clear away what a process left that was cut off while it wrote; only for who holds the lock."""
        for left in self.folder.glob("*/*.new"):
            with suppress(OSError):
                left.unlink()

    def _path(self, document: Document) -> Path:
        return self.folder / document.collection / f"{document.id}.json"

    def _paths(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("*/*.json") if path.parent.name != INDEX)

    def _tidy(self, collection: Path) -> None:
        """Take away the folder of a collection that holds nothing any more."""
        with suppress(OSError):
            collection.rmdir()


def passages_of(documents: Iterable[Document]) -> Iterator[OwnPassage]:
    """The passages of several documents."""
    for document in documents:
        yield from document.as_passages()


def _read(path: Path) -> Document:
    """The document in a file of the store."""
    how_to_mend = "Add the document again, or delete that file."
    try:
        row = json.loads(path.read_bytes())
        if not isinstance(row, Mapping):
            raise ValueError("no JSON object")
        form = row.get("format")
        if form != FORMAT:
            raise ValueError(f"format {form}, this version reads {FORMAT}")
        fields = {key: value for key, value in row.items() if key != "format"}
        document = _form().validate_python(fields)
    except FileNotFoundError:
        raise
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise DocumentError(f"The document kept in {path} is damaged (its {where}). {how_to_mend}") from error
    except (OSError, ValueError) as error:
        raise DocumentError(f"The document kept in {path} cannot be read ({error}). {how_to_mend}") from error
    if document.id != path.stem or document.collection != path.parent.name:
        raise DocumentError(f"The document kept in {path} was moved there by hand. {how_to_mend}")
    return document


@cache
def _form() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
