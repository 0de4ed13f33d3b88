"""Text as it comes out of files, made readable: decoded, cleaned, and its paragraphs put together again.

Pure functions; what a format means is known elsewhere.
"""

import codecs
import re
from collections.abc import Iterator

_BULLET = re.compile(r"\s*(?:[-*•–▪◦·]|\(?\w{1,3}[.)])\s+\S")
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
# What the replies would take for one of their own citations.
_CITATION = re.compile(r"\[(\d{1,3})\]")

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# Controls, the soft hyphen, zero width, the marks that turn the direction of what follows, halves of characters.
_NEVER_SHOWN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

WRAPPED = 0.6
"""A line shorter than this share of the longest one was ended by its author and not by the width of the page."""


def decoded(content: bytes) -> str | None:
    """The text in a file, whatever common encoding it has; None where it is no text."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _BINARY.search(text) else text
    return None


def clean(text: str) -> str:
    """One line of text as it can be quoted: no controls, no ligatures, nothing that reads like our own citations."""
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    shown = _NEVER_SHOWN.sub("", " ".join(text.split()))
    return _CITATION.sub(r"(\1)", " ".join(shown.split()))  # what is not shown may have stood between spaces


def paragraphs_of(text: str) -> Iterator[str]:
    """The paragraphs of a text whose lines were broken at some width; a line that its author ended is one too."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    width = max((len(line.strip()) for line in lines.split("\n")), default=0)
    for paragraph in _BLANK_LINE.split(lines):
        yield from filter(None, map(clean, _joined(paragraph.split("\n"), width)))


def _joined(lines: list[str], width: int) -> Iterator[str]:
    """Lines with those put together that only the width had parted."""
    open_line = ""
    ended = True
    for line in filter(None, map(str.strip, lines)):
        if ended or _BULLET.match(line):
            if open_line:
                yield open_line
            open_line = line
        elif _HYPHENATED.search(open_line) and line[0].islower():
            open_line = open_line[:-1] + line
        else:
            open_line = f"{open_line} {line}"
        ended = len(line) < WRAPPED * width and not _HYPHENATED.search(line)
    if open_line:
        yield open_line
