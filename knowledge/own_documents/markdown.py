"""The text of a Markdown file under its headings, without its marks."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from knowledge.own_documents.outline import Outline, Section

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_CELLS = " | "


def sections_of(text: str) -> Iterator[Section]:
    """The sections of a Markdown text; front matter is text before the first heading."""
    from markdown_it import MarkdownIt

    text = text.replace("\r\n", "\n")
    outline = Outline()
    front = _FRONT_MATTER.match(text)
    if front:
        outline.paragraphs(*front[1].split("\n"))
        text = text[front.end() :]
    _tell(outline, MarkdownIt("commonmark").enable("table").parse(text))
    return outline.sections()


def _tell(outline: Outline, tokens: Sequence["Token"]) -> None:
    """Put what the tokens say into the outline: a heading, or the lines of one outermost block."""
    lines: list[str] = []
    cells: list[str] | None = None
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline" and before is not None and before.type == "heading_open":
            outline.heading(int(before.tag[1:]), _words(token))
        elif token.type == "inline":
            (lines if cells is None else cells).append(_words(token))
        elif token.type in ("fence", "code_block"):
            lines += token.content.split("\n")
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            lines.append(_CELLS.join(cells))
            cells = None
        if token.level == 0 and token.nesting <= 0:
            outline.paragraphs(*lines)
            lines = []


def _words(token: "Token") -> str:
    """The words of a line without what marks them."""
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children or ()
        if child.type in ("text", "code_inline", "softbreak", "hardbreak", "image")
    )
