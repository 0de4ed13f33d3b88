"""The text of a Word document under its headings: paragraphs, tables row by row, text boxes, and what was inserted."""

import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from knowledge.own_documents.outline import Outline, Section
from knowledge.own_documents.plain import clean

MOST_BYTES_UNPACKED = 200 * 2**20
BODY = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what an old or an encrypted document begins with
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CELLS = " | "
_SPACES = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr"})
_DEEPEST_STYLE = 10
_SKIPPED = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom"})


def problem_of(content: bytes) -> str | None:
    """Why this is no Word document that can be read, and what to do; None where it looks like one."""
    if content.startswith(OLE):
        if ENCRYPTED in content:
            return "is protected by a password. Save a copy without one and add that."
        return "is a document of an old Word. Save it as .docx and add that."
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "is damaged, or no Word document. Open it in Word, save it anew as .docx and add that."
    if sum(entry.file_size for entry in entries) > MOST_BYTES_UNPACKED:
        return f"unpacks to more than {MOST_BYTES_UNPACKED >> 20} MB. Save it without its pictures and add that."
    if BODY not in {entry.filename for entry in entries}:
        return "is no Word document. Save it as .docx and add that."
    return None


def sections_of(content: bytes) -> Iterator[Section]:
    """The sections of a document; whatever the library raises where it is damaged."""
    from docx import Document

    document = Document(BytesIO(content))
    outline = Outline()
    _tell(outline, document.element.body, _levels(document))
    return outline.sections()


def _levels(document: Any) -> Mapping[str, int]:
    """The level of heading that each style stands for, by the style's id."""
    return {style.style_id: level for style in document.styles if (level := _level(style)) is not None}


def _level(style: Any) -> int | None:
    """A style of one's own is a heading where it is made from one."""
    for _ in range(_DEEPEST_STYLE):
        name = str(style.name or "")
        if name == "Title":
            return 0
        if name.startswith("Heading ") and name[8:].isdigit():
            return int(name[8:])
        style = getattr(style, "base_style", None)
        if style is None:
            return None
    return None


def _tell(outline: Outline, container: Any, levels: Mapping[str, int]) -> None:
    """Put what stands in a container into the outline, in the order in which it is read."""
    for child in container:
        if child.tag == f"{_W}p":
            named = child.find(f"{_W}pPr/{_W}pStyle")
            level = levels.get(named.get(f"{_W}val")) if named is not None else None
            if level is None:
                outline.paragraphs(_words(child))
            else:
                outline.heading(level, _words(child))
        elif child.tag == f"{_W}tbl":
            outline.paragraphs(*_rows(child))
        elif child.tag not in _SKIPPED:
            _tell(outline, child, levels)  # a content control, or what a change was tracked around


def _rows(table: Any) -> Iterator[str]:
    """A line for each row; a table inside a cell is told within its row."""
    for row in _inside(table, f"{_W}tr"):
        cells = (clean(_words(cell)) for cell in _inside(row, f"{_W}tc"))
        yield _CELLS.join(filter(None, cells))


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those in a content control, but none of a table within."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag != f"{_W}tbl" and child.tag not in _SKIPPED:
            yield from _inside(child, tag)


def _words(element: Any) -> str:
    """The words of a paragraph or a cell and of the text boxes that hang on it, without what was deleted."""
    return "".join(_spoken(element))


def _spoken(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag in _SPACES or child.tag == f"{_W}p":
            yield " "
            yield from _spoken(child)
        elif child.tag not in _SKIPPED:
            yield from _spoken(child)
