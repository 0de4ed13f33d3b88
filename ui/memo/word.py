"""The memo as a Word document: real heading styles, tables with header rows, captions, page numbers, told pictures.

Charts are pictures at three times the size of the screen; how things look is set in `ui.memo.word_styles`.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

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
    Sources,
    Table,
    Words,
)
from ui.memo.pictures import to_png
from ui.memo.word_fonts import embed_fonts
from ui.memo.word_styles import (
    SMALL,
    TEXT_WIDTH,
    add,
    add_caption,
    add_footer,
    add_header,
    add_link,
    add_reference,
    as_table,
    bookmark,
    describe,
    in_style,
    shade,
    style_document,
    style_run,
)
from ui.memo.zips import settled

AUTHOR = "Sourcing advisor"


def to_word(memo: Memo, drawings: Mapping[str, str]) -> bytes:
    """The memo as a Word document; the same memo gives the same bytes."""
    document = Document()
    style_document(document)
    embed_fonts(document)
    _properties(document, memo)
    add_header(document, memo.title)
    add_footer(document, f"Decision memo, {memo.dated}")
    _title(document, memo)
    for block in memo.blocks:
        _block(document, block, memo.numbers, drawings)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue(), memo.made_on)


def _properties(document: WordDocument, memo: Memo) -> None:
    about, noon = document.core_properties, datetime.combine(memo.made_on, time(12))
    about.title, about.author, about.last_modified_by = memo.title, AUTHOR, AUTHOR
    about.subject, about.language, about.comments = memo.subject[:250], "en-GB", ""
    about.created = about.modified = noon
    about.revision = 1


def _title(document: WordDocument, memo: Memo) -> None:
    first = add(document, "Eyebrow")
    style_run(first.add_run(memo.verdict_name), "strong")
    first.add_run(f", {memo.dated}")
    add(document, "Title").add_run(memo.title)
    if memo.subject:
        style_run(document.add_paragraph().add_run(f"“{memo.subject}”"), "quote")
    document.add_paragraph(memo.certainty)
    add(document, "Note").add_run(memo.note)


def _block(document: WordDocument, block: Block, numbers: Mapping[str, int], drawings: Mapping[str, str]) -> None:
    match block:
        case Heading():
            add(document, f"Heading{block.level}").add_run(block.text)
        case Paragraph():
            style = "Note" if block.look == "note" else "Normal"
            _write(add(document, style), block.words, numbers)
        case Bullets():
            for item in block.items:
                _write(add(document, "ListBullet"), item, numbers)
        case Table():
            _table(document, block, numbers)
        case Chart():
            if block.name in drawings:
                _picture(document.add_paragraph(), block, drawings[block.name], TEXT_WIDTH - 2)
                add_caption(add(document, "Caption"), "Figure", block.caption)
        case Pair():
            _pair(document, [each for each in (block.left, block.right) if each.name in drawings], drawings)
        case KeyFigures():
            _figures(document, block)
        case Sources():
            _sources(document, block)


def _write(paragraph: WordParagraph, words: Words, numbers: Mapping[str, int]) -> None:
    for piece in words:
        _piece(paragraph, piece, numbers)


def _piece(paragraph: WordParagraph, piece: Run | Cite, numbers: Mapping[str, int]) -> None:
    if isinstance(piece, Cite):
        add_reference(paragraph, numbers[piece.passage])
    else:
        style_run(paragraph.add_run(piece.text), piece.style)


def _table(document: WordDocument, block: Table, numbers: Mapping[str, int]) -> None:
    caption = add(document, "Caption")
    caption.paragraph_format.keep_with_next = True
    add_caption(caption, "Table", block.caption)
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.head))
    as_table(table, block.widths)
    head, *rows = table.rows
    for place, (cell, name) in enumerate(zip(head.cells, block.head, strict=True)):
        _small(cell, amount=place in block.amounts).add_run(name).bold = True
    for number, (row, words) in enumerate(zip(rows, block.rows, strict=True)):
        for place, (cell, told) in enumerate(zip(row.cells, words, strict=True)):
            _write(_small(cell, amount=place in block.amounts), told, numbers)
        if number in block.marked:
            shade(row)
    add(document, "Note")


def _small(cell: _Cell, *, amount: bool = False) -> WordParagraph:
    paragraph = in_style(cell.paragraphs[0], SMALL)
    if amount:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return paragraph


def _picture(paragraph: WordParagraph, block: Chart, svg: str, width: float) -> None:
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(io.BytesIO(to_png(svg)), width=Mm(width))
    describe(picture, block.caption, block.alt)


def _pair(document: WordDocument, charts: Sequence[Chart], drawings: Mapping[str, str]) -> None:
    """Pictures side by side, each with its caption, in a table of one row without lines."""
    if not charts:
        return
    table = document.add_table(rows=1, cols=len(charts))
    as_table(table, (1,) * len(charts), head=False, sides=())
    for cell, each in zip(table.rows[0].cells, charts, strict=True):
        _picture(cell.paragraphs[0], each, drawings[each.name], TEXT_WIDTH / 2 - 4)
        add_caption(in_style(cell.add_paragraph(), "Caption"), "Figure", each.caption)
    add(document, "Note")


def _figures(document: WordDocument, block: KeyFigures) -> None:
    """The figures side by side, in a table of one row without a caption."""
    table = document.add_table(rows=3, cols=len(block.figures))
    as_table(table, (1,) * len(block.figures), head=False, sides=("top",))
    labels, values, notes = (row.cells for row in table.rows)
    for place, figure in enumerate(block.figures):
        _small(labels[place]).add_run(figure.label)
        value = values[place].paragraphs[0]
        in_style(value, "Figurevalue")
        value.add_run(figure.value)
        _small(notes[place]).add_run(figure.note)


def _sources(document: WordDocument, block: Sources) -> None:
    for source in block.sources:
        paragraph = add(document, SMALL)
        bookmark(paragraph, source.number)
        paragraph.add_run(f"[{source.number}] ")
        style_run(paragraph.add_run(f"{source.title}. "), "strong")
        paragraph.add_run(f"{source.origin}, {source.dated}. ")
        if source.url:
            add_link(paragraph, source.url)
