"""The memo as Markdown that reads the same in every viewer: what people wrote cannot turn into markup or HTML."""

import re
from collections.abc import Iterator, Mapping

from ui.memo.blocks import (
    Block,
    Bullets,
    Chart,
    Cite,
    Heading,
    KeyFigures,
    Memo,
    Pair,
    Paragraph,
    Run,
    Source,
    Sources,
    Table,
    Words,
)

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&$!])")
# What makes a list or a heading of a line that begins with it.
_START = re.compile(r"^(\s*)(\d+)([.)])(?=\s|$)|^(\s*)([-+=:])")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_AROUND = {"strong": "**", "quote": "*", "plain": "", "quiet": ""}


def to_markdown(memo: Memo) -> bytes:
    """The memo as Markdown in UTF-8."""
    parts = [f"# {escape(memo.title)}", f"**{memo.verdict_name}**, {escape(memo.dated)}"]
    if memo.subject:
        parts.append(f"> *“{escape(memo.subject)}”*")
    parts += [escape(memo.certainty), f"*{escape(memo.note)}*"]
    for block in memo.blocks:
        parts += _block(block, memo.numbers)
    return ("\n\n".join(parts) + "\n").encode()


def escape(text: str) -> str:
    """A text as it was written, in any place of a line of Markdown."""
    marked = _MARKS.sub(r"\\\1", text)
    return _START.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}", marked)


def _block(block: Block, numbers: Mapping[str, int]) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {escape(block.text)}"
        case Paragraph():
            yield _words(block.words, numbers)
        case Bullets():
            yield "\n".join(f"- {_words(item, numbers)}" for item in block.items)
        case Table():
            yield _table(block, numbers)
        case Chart():
            yield _told(block)
        case Pair():
            yield from (_told(block.left), _told(block.right))
        case KeyFigures():
            yield "\n".join(f"- {escape(f.label)}: **{escape(f.value)}** ({escape(f.note)})" for f in block.figures)
        case Sources():
            yield "\n".join(_source(source) for source in block.sources)


def _told(chart: Chart) -> str:
    return f"*{escape(chart.caption)}.* {escape(chart.alt)}"


def _table(table: Table, numbers: Mapping[str, int]) -> str:
    rules = ("---:" if place in table.amounts else "---" for place in range(len(table.head)))
    lines = [
        [escape(name) for name in table.head],
        list(rules),
        *([_words(cell, numbers) for cell in row] for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _words(words: Words, numbers: Mapping[str, int]) -> str:
    return "".join(_piece(piece, numbers) for piece in words)


def _piece(piece: Run | Cite, numbers: Mapping[str, int]) -> str:
    if isinstance(piece, Cite):
        return f" \\[{numbers[piece.passage]}\\]"
    inner = piece.text.strip()
    if not inner or not _AROUND[piece.style]:
        return escape(piece.text)
    around = _AROUND[piece.style]
    before = piece.text[: len(piece.text) - len(piece.text.lstrip())]
    after = piece.text[len(piece.text.rstrip()) :]
    return f"{before}{around}{escape(inner)}{around}{after}"


def _source(source: Source) -> str:
    address = f" <{source.url}>" if _ADDRESS.fullmatch(source.url) else ""
    parts = (source.title, f"{source.origin}, {source.dated}")
    return f"- \\[{source.number}\\] {'. '.join(escape(part) for part in parts)}.{address}"
