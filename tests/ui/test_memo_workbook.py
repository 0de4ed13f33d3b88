"""The workbook: its formulas give the middle of the record, and what people wrote is never a formula."""

import io
import math
import re
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.ui.dossiers import CASES, TRIAGE, dossier, dossier_of
from ui.memo.build import build
from ui.memo.dossier import Dossier

MORE: dict[str, dict[str, Any]] = {
    "enough GPUs of one's own": {
        "gpus": "owned",
        "data_boundary": "own_infrastructure",
        "requests_per_month": 3_000_000,
    },
    "too few GPUs of one's own": {
        "gpus": {"value": "owned", "detail": {"type": "L40S", "count": 2}},
        "requests_per_month": 80_000_000,
        "data_boundary": "own_infrastructure",
        "audience": "customers",
    },
    "a large volume of hard work": {**TRIAGE, "requests_per_month": 200_000_000, "task_difficulty": "frontier"},
    "cached input": {
        **TRIAGE,
        "tokens_per_request": {"value": 9_000, "detail": {"input": 8_000, "output": 1_000, "cached": 6_000}},
    },
}


def workbook(d: Dossier) -> Workbook:
    """The workbook as it is opened again."""
    return openpyxl.load_workbook(io.BytesIO(build(d, "xlsx").content))


class Sheet:
    """The costs as a spreadsheet program computes them; a cell may be changed by its name."""

    def __init__(self, book: Workbook) -> None:
        self.cells = {name: book["Costs"][_cell(defined.attr_text)] for name, defined in book.defined_names.items()}
        self.changed: dict[str, Any] = {}

    def value(self, name: str) -> Any:
        """What a named cell shows."""
        shown = self.changed.get(name, self.cells[name].value)
        if not isinstance(shown, str) or not shown.startswith("="):
            return shown
        return eval(_as_python(shown[1:]), {"__builtins__": {}}, _Names(self))

    def recorded(self, name: str) -> Any:
        """What the record says beside it."""
        return self.cells[name].offset(0, 2).value


class _Names(dict[str, Any]):
    """Named cells, and the few functions that the formulas use."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def __missing__(self, name: str) -> Any:
        functions: dict[str, Any] = {
            "MAX": max,
            "INT": math.floor,
            "ROUNDUP": lambda number, _: math.copysign(math.ceil(abs(number)), number),
            "ISNUMBER": lambda value: isinstance(value, int | float),
        }
        return functions[name] if name in functions else self.sheet.value(name)


def _as_python(formula: str) -> str:
    """A formula as Python, with IF(a,b,c) as (b if a else c), so that only one branch is computed."""
    start = re.search(r"\bIF\(", formula)
    if start is None:
        return formula
    parts, depth, place = [""], 1, start.end()
    while depth:
        letter = formula[place]
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 1:
            parts.append("")
        elif depth:
            parts[-1] += letter
        place += 1
    condition, yes, no = map(_as_python, parts)
    return f"{formula[: start.start()]}(({yes}) if ({condition}) else ({no})){_as_python(formula[place:])}"


def _cell(text: str | None) -> str:
    return (text or "").removeprefix("Costs!").replace("$", "")


@pytest.mark.parametrize("name", [*sorted(CASES), *MORE])
def test_the_formulas_give_the_middle_of_the_record(name: str) -> None:
    """Every priced route to the cent, and every break-even to the request."""
    d = dossier(name) if name in CASES else dossier_of(MORE[name])
    sheet = Sheet(workbook(d))
    priced = {f"cost_{route}": cost.mid for route, cost in d.assessment.costs.items() if cost.mid is not None}
    meets = {"vendor_meets": "vendor_api", "hosted_meets": "managed_open"}
    points = {row: d.assessment.break_even[rival].requests_per_month for row, rival in meets.items()}

    assert priced
    for row, usd in priced.items():
        assert sheet.value(row) == pytest.approx(usd, abs=0.0051)
        assert sheet.recorded(row) == usd
    for row, point in points.items():
        assert sheet.value(row) == ("never" if point is None else pytest.approx(point, rel=1e-9))


def test_finance_can_change_a_cell() -> None:
    """Ten times the volume costs ten times as much at a vendor, and no more on a machine that has room for it."""
    sheet = Sheet(workbook(dossier("triage")))
    before = {name: sheet.value(name) for name in ("cost_vendor_api", "cost_self_hosted")}
    sheet.changed["requests"] = 250_000

    assert sheet.value("cost_vendor_api") == pytest.approx(10 * before["cost_vendor_api"])
    assert sheet.value("cost_self_hosted") == before["cost_self_hosted"]
    sheet.changed["people"] = 1.0
    assert sheet.value("cost_self_hosted") > before["cost_self_hosted"]


def test_what_people_wrote_is_never_a_formula() -> None:
    """A use case that begins like one is text, and stays text when the file is saved again."""
    for start in ("=", "+", "-", "@"):
        words = f'{start}HYPERLINK("http://e.vil","click")'
        d = dossier_of({"use_case": words})
        facts = workbook(Dossier(d.asked, d.assessment, words, d.today, {}, (), {}))["Facts"]
        quotes = [cell for sheet in workbook(d) for row in sheet.iter_rows() for cell in row if cell.value == words]

        assert all(cell.data_type != "f" for row in facts.iter_rows() for cell in row)
        assert quotes
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in quotes)


def test_only_the_costs_have_formulas_and_all_sheets_are_there() -> None:
    """Costs, their lines in words, the facts with their quotes, and the sources with their addresses."""
    book = workbook(dossier("rich"))
    formulas = {sheet.title for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}

    assert book.sheetnames == ["Costs", "Lines", "Facts", "Sources"]
    assert formulas == {"Costs"}
    assert book["Facts"]["D3"].value == "“it is employees”"
    assert str(book["Sources"]["E2"].value).startswith("https://")
