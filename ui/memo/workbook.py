"""The numbers as an Excel workbook: costs with live formulas over named cells, the facts, and the sources.

What people wrote is always text, also where it begins like a formula.
"""

import io
import math
from collections.abc import Iterable, Sequence
from datetime import datetime, time

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ui.memo.appendix import fact_rows
from ui.memo.blocks import Memo, Sources, clean
from ui.memo.dossier import Dossier
from ui.memo.figures import Group, Input, Result, groups
from ui.memo.money import cost_lines
from ui.memo.zips import settled

INK3, LINE, SHADED = "FF666A71", "FFD9D5CB", "FFF3F1EC"
TITLE, HEAD, TEXT = Font(name="Calibri", size=15, bold=True), Font(name="Calibri", bold=True), Font(name="Calibri")
QUIET = Font(name="Calibri", color=INK3)
CHANGEABLE = PatternFill("solid", fgColor=SHADED)
BELOW = Border(bottom=Side(style="thin", color=LINE))
WRAPPED = Alignment(wrap_text=True, vertical="top")

COPIES = '[>=1000000000000]"never";[>=1000000000]"as many as needed";#,##0'
WITH_COMMAS = 1_000
LINE_HEIGHT = 15

# Excel reads these as the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_workbook(d: Dossier, memo: Memo) -> bytes:
    """The workbook of a decision; the same decision gives the same bytes."""
    book = Workbook()
    costs = book.worksheets[0]
    _costs(book, costs, d, memo)
    _lines(book.create_sheet("Lines"), d)
    _facts(book.create_sheet("Facts"), d)
    _sources(book.create_sheet("Sources"), memo)
    about, noon = book.properties, datetime.combine(memo.made_on, time(12))
    about.title, about.creator, about.lastModifiedBy = memo.title, "Sourcing advisor", "Sourcing advisor"
    about.created = about.modified = noon
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue(), memo.made_on)


def _costs(book: Workbook, sheet: Worksheet, d: Dossier, memo: Memo) -> None:
    sheet.title = "Costs"
    _widths(sheet, (46, 18, 22, 18, 60))
    _text(sheet, 1, 1, "What each route costs in a month", TITLE)
    told = f"{memo.dated}. Change a shaded cell and the sums follow. They are the middle of all assumptions."
    _text(sheet, 2, 1, told, QUIET)
    row = 4
    for group in groups(d.asked.pricing, d.assessment):
        row = _group(book, sheet, group, row) + 1
    sheet.freeze_panes = "B4"


def _group(book: Workbook, sheet: Worksheet, group: Group, row: int) -> int:
    """The title of a group and its rows; the first row after them."""
    compared = any(isinstance(each, Result) and each.recorded is not None for each in group.rows)
    heads = (group.title, "", "Unit", "As recorded" if compared else "", "" if compared else "Note")
    for column, words in enumerate(heads, 1):
        _text(sheet, row, column, words, HEAD).border = BELOW
    for each in group.rows:
        row += 1
        _text(sheet, row, 1, each.what)
        value = _at(sheet, row, 2)
        book.defined_names[each.name] = DefinedName(each.name, attr_text=f"Costs!$B${row}")
        _text(sheet, row, 3, each.unit, QUIET)
        if isinstance(each, Input):
            _put(value, each.value)
            value.fill = CHANGEABLE
            value.number_format = _shown(each)
            _text(sheet, row, 5, each.note, QUIET)
        else:
            value.value = f"={each.formula}"
            value.number_format = _format(each.unit)
            if each.recorded is not None:
                _put(_at(sheet, row, 4), each.recorded)
                _at(sheet, row, 4).number_format = value.number_format
    return row + 1


def _format(unit: str) -> str:
    """How a number is shown; a sum of copies beyond any machine is a word."""
    if unit == "copies":
        return COPIES
    if unit == "US$":
        return "0.000000"
    return "#,##0.00" if unit.startswith("US$") else "#,##0"


def _shown(given: Input) -> str:
    if given.unit == "of full load":
        return "0.0%"
    return "#,##0" if isinstance(given.value, int | float) and given.value >= WITH_COMMAS else "General"


def _lines(sheet: Worksheet, d: Dossier) -> None:
    """The lines of every route as they were recorded, with their arithmetic in words."""
    _widths(sheet, (30, 30, 14, 14, 14, 90))
    rows = list(cost_lines(d.assessment))
    told = ((route, line.what, "", "", "", line.how) for route, line in rows)
    _rows(sheet, ("Route", "Line", "Low", "Middle", "High", "How, in US$ a month"), told)
    for number, (_, line) in enumerate(rows, 2):
        for column, amount in enumerate((line.low, line.mid, line.high), 3):
            cell = _at(sheet, number, column)
            _put(cell, amount)
            cell.number_format, cell.alignment = "#,##0.00", WRAPPED


def _facts(sheet: Worksheet, d: Dossier) -> None:
    _widths(sheet, (24, 44, 14, 70))
    _rows(sheet, ("Fact", "Value", "Status", "In the words of the leader"), fact_rows(d))


def _sources(sheet: Worksheet, memo: Memo) -> None:
    _widths(sheet, (8, 70, 60, 14, 60))
    listed = (source for block in memo.blocks if isinstance(block, Sources) for source in block.sources)
    rows = ((f"{s.number}", s.title, s.origin, s.dated, s.url) for s in listed)
    _rows(sheet, ("Number", "Title", "Source", "Date", "Address"), rows)


def _rows(sheet: Worksheet, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    for column, words in enumerate(head, 1):
        _text(sheet, 1, column, words, HEAD).border = BELOW
    for number, row in enumerate(rows, 2):
        lines = 1
        for column, words in enumerate(row, 1):
            cell = _text(sheet, number, column, words)
            cell.alignment = WRAPPED
            lines = max(lines, math.ceil(len(words) / sheet.column_dimensions[cell.column_letter].width))
        sheet.row_dimensions[number].height = LINE_HEIGHT * lines
    sheet.freeze_panes = "A2"


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    """The widths of the columns, and all of them on the width of a printed page."""
    for column, width in zip("ABCDEFG", widths, strict=False):
        sheet.column_dimensions[column].width = width
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _at(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def _put(cell: Cell, value: float | str) -> None:
    if isinstance(value, str):
        _as_text(cell, value)
    else:
        cell.value = value
    cell.font = TEXT


def _text(sheet: Worksheet, row: int, column: int, words: str, font: Font = TEXT) -> Cell:
    cell = _at(sheet, row, column)
    _as_text(cell, words)
    cell.font = font
    return cell


def _as_text(cell: Cell, words: str) -> None:
    """Text, and nothing else; what begins like a formula is marked as text for those who save it again."""
    told = clean(words)
    if not told:
        return
    cell.value = told
    cell.data_type = "s"
    if told.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
