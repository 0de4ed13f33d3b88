"""What a memo consists of: plain blocks that every format writes in its own way.

Words of people and documents are data like all others; each format escapes them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Style = Literal["plain", "strong", "quote", "quiet"]

# Controls, lone surrogates and what XML cannot hold, and the marks that turn the direction of what follows them.
_HIDDEN = dict.fromkeys(
    [
        *(code for code in range(32) if code not in (9, 10)),
        *range(127, 160),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
        0xFFFE,
        0xFFFF,
    ]
)
_SPACE = re.compile(r"\s+")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z]|\s|$)")
_PERCENT = re.compile(r"(?<=\d) (?=%)")
# The typefaces of the memo have no arrow.
_ARROW = re.compile(r"\s*→\s*")


@dataclass(frozen=True)
class Run:
    """A piece of text in one style; `quote` are the leader's own words."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True)
class Cite:
    """A passage that the words before it stand on."""

    passage: str


Words: TypeAlias = tuple[Run | Cite, ...]


@dataclass(frozen=True)
class Heading:
    """The title of a section (1) or of a part of it (2)."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text: a lead, ordinary text, what introduces the next block, or a note."""

    words: Words
    look: Literal["lead", "body", "intro", "note"] = "body"


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Table:
    """Rows under a head; `widths` are the shares of the columns, `amounts` the columns of numbers.

    `marked` are the rows that stand out; a `dense` table is one to look things up in.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    widths: tuple[int, ...]
    amounts: tuple[int, ...] = ()
    marked: tuple[int, ...] = ()
    dense: bool = False


@dataclass(frozen=True)
class Chart:
    """A drawing by its name, with what it shows in words."""

    name: str
    caption: str
    alt: str


@dataclass(frozen=True)
class Pair:
    """Two drawings side by side, each of half the width."""

    left: Chart
    right: Chart


@dataclass(frozen=True)
class KeyFigure:
    """One figure that is read at a glance."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class KeyFigures:
    """A few figures side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Source:
    """One line of the list of sources."""

    number: int
    title: str
    origin: str
    url: str
    dated: str


@dataclass(frozen=True)
class Sources:
    """The list of sources, in the order in which they are cited."""

    sources: tuple[Source, ...]


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Chart | Pair | KeyFigures | Sources


@dataclass(frozen=True)
class Memo:
    """A whole memo: its title block, its blocks, and the number of each cited passage."""

    title: str
    verdict: str
    verdict_name: str
    subject: str
    made_on: date
    dated: str
    certainty: str
    note: str
    blocks: tuple[Block, ...]
    numbers: Mapping[str, int]


def clean(text: object) -> str:
    """A text in one line, without what no document can hold."""
    return _SPACE.sub(" ", str(text).translate(_HIDDEN)).strip()


def typeset(text: str) -> str:
    """Words of our own with the apostrophes of print, "to" for an arrow, and no break before a percent sign."""
    return _PERCENT.sub("\N{NO-BREAK SPACE}", _APOSTROPHE.sub("’", _ARROW.sub(" to ", clean(text))))


def said(text: str, style: Style = "plain") -> Words:
    """Words of our own."""
    return (Run(typeset(text), style),) if clean(text) else ()


def quoted(text: str) -> Words:
    """Words of the leader, in quotation marks."""
    return (Run(f"“{clean(text)}”", "quote"),) if clean(text) else ()


def joined(*parts: Words, by: str = " ") -> Words:
    """Parts one after the other, with a space or something else between them."""
    whole: list[Run | Cite] = []
    for part in filter(None, parts):
        if whole:
            whole.append(Run(by))
        whole.extend(part)
    return tuple(whole)


def cited_in(blocks: Iterable[Block]) -> Iterator[str]:
    """The passages in the order in which they are cited."""
    for block in blocks:
        for words in words_of(block):
            yield from (piece.passage for piece in words if isinstance(piece, Cite))


def words_of(block: Block) -> Iterator[Words]:
    """The words of a block, in the order in which they are read."""
    match block:
        case Paragraph():
            yield block.words
        case Bullets():
            yield from block.items
        case Table():
            for row in block.rows:
                yield from row
        case _:
            return


def plain_text(words: Words) -> str:
    """The words without style and citations."""
    return "".join(piece.text for piece in words if isinstance(piece, Run))
