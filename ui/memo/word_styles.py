"""How the Word document looks: styles, typefaces, fields, table rows, references, and the words of pictures.

Small steps over python-docx; nothing here knows a memo.
"""

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

SANS, SERIF = "Inter", "Advisor Serif"
INK, INK2, INK3 = RGBColor(0x1C, 0x1F, 0x24), RGBColor(0x4A, 0x4F, 0x57), RGBColor(0x66, 0x6A, 0x71)
LINE, SUNKEN = "D9D5CB", "F3F1EC"
SMALL = "Small"
RULES = ("top", "bottom", "insideH")
TEXT_WIDTH = 168
"""Between the margins of the page, mm."""


def style_document(document: Document) -> None:
    """A4, the typefaces of the page, British English, and the styles that Word's own template lacks."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(21)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    section.different_first_page_header_footer = True
    styles: Any = document.styles
    for name in (SMALL, "Eyebrow", "Note", "Figure value"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    _style(styles["Normal"], SANS, 9.5, INK, after=5)
    _style(styles["List Bullet"], SANS, 9.5, INK, after=3)
    _style(styles["Title"], SERIF, 23, INK, bold=True, after=6)
    _style(styles["Heading 1"], SERIF, 14, INK, bold=True, before=16, after=5)
    _style(styles["Heading 2"], SERIF, 11, INK, bold=True, before=10, after=4)
    _style(styles["Caption"], SANS, 8, INK3, before=4, after=3)
    _style(styles[SMALL], SANS, 8, INK, after=1)
    _style(styles["Eyebrow"], SANS, 8.5, INK2, after=2)
    _style(styles["Note"], SANS, 8, INK3, after=6)
    _style(styles["Figure value"], SERIF, 12.5, INK, bold=True, after=1)
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _style(
    style: Any, face: str, size: float, colour: RGBColor, *, bold: bool = False, before: float = 0, after: float = 0
) -> None:
    font, spacing = style.font, style.paragraph_format
    font.size, font.bold, font.italic, font.color.rgb = Pt(size), bold, False, colour
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    spacing.line_spacing = 0.95 if face == SERIF else 1.1
    _typeface(style.element.get_or_add_rPr(), face)


def _typeface(properties: Any, face: str) -> None:
    """Name a typeface for all scripts, in place of the one that the theme names."""
    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), face)


def add(document: Document, style: str) -> Paragraph:
    """A paragraph in the style of that id."""
    return in_style(document.add_paragraph(), style)


def in_style(paragraph: Paragraph, style: str) -> Paragraph:
    """The paragraph in the style of that id; looking a style up by its name takes ten times as long."""
    element: Any = paragraph._p
    element.style = style
    return paragraph


def style_run(run: Run, style: str) -> None:
    """Bold, the leader's own words in serif italics, or quiet."""
    if style == "strong":
        run.bold = True
    elif style == "quote":
        run.italic = True
        properties: Any = run._r.get_or_add_rPr()
        _typeface(properties, SERIF)
    elif style == "quiet":
        run.font.color.rgb = INK3


def add_header(document: Document, title: str) -> None:
    """The title on every page but the first."""
    paragraph = document.sections[0].header.paragraphs[0]
    in_style(paragraph, SMALL)
    paragraph.add_run(title).font.color.rgb = INK3


def add_footer(document: Document, words: str) -> None:
    """A line of words and the number of the page, on every page."""
    section = document.sections[0]
    for footer in (section.first_page_footer, section.footer):
        paragraph = footer.paragraphs[0]
        in_style(paragraph, SMALL)
        paragraph.paragraph_format.tab_stops.clear_all()
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH - 24))
        paragraph.add_run(f"{words}\tPage ")
        _field(paragraph, "PAGE")
        paragraph.add_run(" of ")
        _field(paragraph, "NUMPAGES")


def add_caption(paragraph: Paragraph, kind: str, words: str) -> None:
    """A caption that Word numbers by itself and can list."""
    paragraph.add_run(f"{kind} ")
    _field(paragraph, f"SEQ {kind} \\* ARABIC")
    paragraph.add_run(f". {words}")


def _field(paragraph: Paragraph, instruction: str) -> None:
    field = _element("w:fldSimple", instr=instruction)
    field.append(_text("1"))
    paragraph._p.append(field)


def _element(tag: str, **attributes: str) -> Any:
    element: Any = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _text(words: str) -> Any:
    run, text = _element("w:r"), _element("w:t")
    text.text = words
    run.append(text)
    return run


def as_table(table: Table, widths: Sequence[int], *, head: bool = True, sides: Sequence[str] = RULES) -> None:
    """Fixed columns and hairlines; the first row is repeated on each page, and no row breaks between two."""
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    shares = [Mm(TEXT_WIDTH * width / sum(widths)) for width in widths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = share
    borders = _element("w:tblBorders")
    for side in sides:
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=LINE))
    properties: Any = table._tbl.tblPr
    properties.append(borders)
    margins = _element("w:tblCellMar")
    for side, twips in (("top", "35"), ("left", "60"), ("bottom", "35"), ("right", "60")):
        margins.append(_element(f"w:{side}", w=twips, type="dxa"))
    properties.append(margins)
    if head:
        table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def shade(row: _Row) -> None:
    """A row that stands out."""
    for cell in row.cells:
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=SUNKEN))


def add_reference(paragraph: Paragraph, number: int) -> None:
    """The number of a source, which leads to it."""
    link = _element("w:hyperlink", anchor=f"source-{number}")
    run = _text(f"\N{NO-BREAK SPACE}[{number}]")
    link.append(run)
    paragraph._p.append(link)


def bookmark(paragraph: Paragraph, number: int) -> None:
    """The place that a reference leads to."""
    paragraph._p.append(_element("w:bookmarkStart", id=str(number), name=f"source-{number}"))
    paragraph._p.append(_element("w:bookmarkEnd", id=str(number)))


def add_link(paragraph: Paragraph, address: str) -> None:
    """A web address that can be followed."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(_text(address))
    paragraph._p.append(link)


def describe(picture: InlineShape, title: str, words: str) -> None:
    """What a picture shows, for those who do not see it."""
    properties: Any = picture._inline.docPr
    properties.set("title", title)
    properties.set("descr", words)
