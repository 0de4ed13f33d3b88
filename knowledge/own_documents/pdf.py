"""The text of a PDF page by page."""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from knowledge.own_documents.outline import Section
from knowledge.own_documents.plain import paragraphs_of

if TYPE_CHECKING:
    from pypdf import PdfReader

START = b"%PDF-"
LOOKED_AT = 1_024  # bytes in which a PDF begins; some have a few of another kind before


class Locked(Exception):
    """A document that asks for a password."""


def opened(content: bytes) -> "PdfReader":
    """The PDF; `Locked` where it asks for a password, and whatever the library raises where it is damaged."""
    from pypdf import PdfReader

    # It tells of each oddity that it mends.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Locked
    return reader


def pages_of(reader: "PdfReader") -> Iterator[Section]:
    """A section for each page, without paragraphs where the page holds no text."""
    for number, page in enumerate(reader.pages, 1):
        yield Section(f"page {number}", tuple(paragraphs_of(_text(page))))


def _text(page: Any) -> str:
    """What is written on a page; nothing where this one page is damaged, which is then told as one without text."""
    try:
        return str(page.extract_text())
    except Exception:  # the library raises anything on a page that is broken
        return ""
