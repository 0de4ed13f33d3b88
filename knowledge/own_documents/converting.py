"""A file becomes a document: its kind told by its name, its text taken out, and cut into passages.

A file that cannot be used is one sentence that names it and says what to do. Nothing is kept here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import PurePath

from knowledge.own_documents import markdown, pdf, word
from knowledge.own_documents.cutting import cut
from knowledge.own_documents.documents import Document, DocumentError, Owner, Part, check_collection
from knowledge.own_documents.outline import Section
from knowledge.own_documents.plain import clean, decoded, paragraphs_of

MOST_BYTES = 50 * 2**20
MOST_PAGES = 2_000
MOST_CHARACTERS = 5_000_000
MOST_PAGES_NAMED = 5

PLAIN = (".txt",)
"""Kinds that hold nothing but text, so that no one's parser has to be trusted with them."""

_NO_TEXT = "holds no text. Leave it out, or put text into it."
_SPLIT = "Split it and add the pieces."


class Unusable(Exception):
    """What is wrong with a file and what to do, as the end of a sentence that begins with its name."""


@dataclass(frozen=True)
class Text:
    """What a file says: its passages, and the pages of which nothing could be read."""

    passages: tuple[Part, ...]
    unread_pages: tuple[int, ...] = ()


@dataclass(frozen=True)
class Converted:
    """A document as it can be added, and the pages of which nothing could be read."""

    document: Document
    unread_pages: tuple[int, ...] = ()

    @property
    def note(self) -> str:
        """What has to be said of pages without text, or nothing."""
        if not self.unread_pages:
            return ""
        more = len(self.unread_pages) - MOST_PAGES_NAMED
        named = ", ".join(map(str, self.unread_pages[:MOST_PAGES_NAMED])) + (f" and {more} more" if more > 0 else "")
        return f"no text on page{'s' if len(self.unread_pages) > 1 else ''} {named}"


Read = Callable[[bytes, str], Text]


def convert(
    content: bytes,
    name: str,
    *,
    collection: str,
    owner: Owner,
    added: date,
    read: Read,
    shown: str | None = None,
) -> Converted:
    """The document in a file; DocumentError, which begins with `shown` or else the name, where there is none.

    `read` takes the text out: `text_of` here, or `apart.text_apart` for a file that may not be trusted.
    """
    check_collection(collection)
    try:
        text = read(content, PurePath(name).suffix.lower())
    except Unusable as error:
        raise DocumentError(f"{shown or name} {error}") from error
    document = Document(
        collection=collection,
        name=clean(name),
        sha256=sha256(content).hexdigest(),
        added=added.isoformat(),
        owner=owner,
        passages=text.passages,
    )
    return Converted(document, text.unread_pages)


def text_of(content: bytes, suffix: str) -> Text:
    """The text in a file whose name ends so; Unusable where there is none that can be read."""
    sections = _sections(content, suffix)
    unread = tuple(number for number, section in enumerate(sections, 1) if not section.paragraphs)
    return Text(tuple(_parts(sections)), unread)


def check_kind(name: str) -> None:
    """Raise Unusable where the name is not that of a kind of file that can be read."""
    if PurePath(name).suffix.lower() not in _READERS:
        raise Unusable(f"is of a kind that cannot be read. Save it as one of {', '.join(_READERS)} and add that.")


def check_size(size: int) -> None:
    """Raise Unusable for a file with more bytes than are read."""
    if size > MOST_BYTES:
        raise Unusable(f"is larger than {MOST_BYTES >> 20} MB. {_SPLIT}")


def _sections(content: bytes, suffix: str) -> tuple[Section, ...]:
    check_kind(f"x{suffix}")
    check_size(len(content))
    if not content.strip():
        raise Unusable("is empty. Leave it out, or put text into it.")
    sections = tuple(_within_limit(_READERS[suffix](content)))
    if not any(section.paragraphs for section in sections):
        raise Unusable(_SCANNED if suffix == ".pdf" else _NO_TEXT)
    return sections


def _within_limit(sections: Iterable[Section]) -> Iterator[Section]:
    """The sections as long as they hold no more than can be kept."""
    characters = 0
    for section in sections:
        characters += sum(map(len, section.paragraphs))
        if characters > MOST_CHARACTERS:
            raise Unusable(f"holds more than {MOST_CHARACTERS:,} characters of text. {_SPLIT}")
        yield section


def _parts(sections: Iterable[Section]) -> Iterator[Part]:
    """The passages of the sections, each once; those without a place are counted where there are several."""
    parts = dict.fromkeys(Part(s.place, text) for s in sections for text in cut(s.paragraphs))
    nameless = sum(not part.place for part in parts)
    number = 0
    for part in parts:
        number += not part.place
        yield part if part.place or nameless == 1 else Part(f"part {number} of {nameless}", part.text)


def _read_pdf(content: bytes) -> Iterator[Section]:
    if pdf.START not in content[: pdf.LOOKED_AT]:
        raise Unusable("is no PDF, whatever its name says. Save it as PDF and add that.")
    damaged = "is damaged and cannot be read. Open it, save or print it as PDF anew, and add that."
    try:
        reader = pdf.opened(content)
        pages = len(reader.pages)
    except pdf.Locked as error:
        raise Unusable("is protected by a password. Save a copy without one and add that.") from error
    except Exception as error:  # the library raises anything where a file is damaged
        raise Unusable(damaged) from error
    if pages > MOST_PAGES:
        raise Unusable(f"has {pages:,} pages, more than {MOST_PAGES:,}. {_SPLIT}")
    if not pages:
        raise Unusable(damaged)
    try:
        yield from pdf.pages_of(reader)
    except Unusable:
        raise
    except Exception as error:
        raise Unusable(damaged) from error


def _read_word(content: bytes) -> Iterator[Section]:
    problem = word.problem_of(content)
    if problem:
        raise Unusable(problem)
    try:
        yield from word.sections_of(content)
    except Exception as error:  # the library raises anything where a file is damaged
        raise Unusable("is damaged and cannot be read. Open it in Word, save it anew and add that.") from error


def _read_markdown(content: bytes) -> Iterator[Section]:
    yield from markdown.sections_of(_text(content))


def _read_text(content: bytes) -> Iterator[Section]:
    yield Section("", tuple(paragraphs_of(_text(content))))


def _text(content: bytes) -> str:
    text = decoded(content)
    if text is None:
        raise Unusable("is no text, whatever its name says. Save it as text in UTF-8 and add that.")
    if len(text) > MOST_CHARACTERS:
        raise Unusable(f"holds more than {MOST_CHARACTERS:,} characters of text. {_SPLIT}")
    return text


_READERS: Mapping[str, Callable[[bytes], Iterable[Section]]] = {
    ".pdf": _read_pdf,
    ".docx": _read_word,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".txt": _read_text,
}
KINDS = tuple(_READERS)
_SCANNED = "holds no text, only pictures of it. Let a scanner's program recognise the text (OCR) and add that."
