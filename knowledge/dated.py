"""How old each figure of the tables is: every row that has a date of its own, otherwise the table as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.catalogue import read_tables
from knowledge.overrides import NEGOTIATED

OLD_DAYS = 90
"""Days after which a figure should be looked up again."""

# What others once published stays as it was.
LASTING = ("published",)


@dataclass(frozen=True)
class Dated:
    """A row of a table with its date, which may name only a month or a year, and where its figures come from."""

    table: str
    name: str
    as_of: str
    source: str

    def days(self, today: date) -> int:
        """Days since the first day that the date may mean."""
        return (today - first_day(self.as_of)).days


def first_day(as_of: str) -> date:
    """The first day that a date may mean, which may name only a month or a year; ValueError where it is none."""
    year, month, day = [*as_of.split("-"), "1", "1"][:3]
    return date(int(year), int(month), int(day))


def dated_rows(own: Mapping[str, Any] | None = None) -> list[Dated]:
    """Every dated row of the tables, then one's own negotiated prices with the day they were checked."""
    rows = [row for name, table in read_tables().items() if name not in LASTING for row in _rows(name, table)]
    prices = (own or {}).get(NEGOTIATED, {})
    return [*rows, *(Dated(NEGOTIATED, name, price["checked"], "your own file") for name, price in prices.items())]


def _rows(table: str, content: Mapping[str, Any]) -> Iterator[Dated]:
    inside = list(_inside(table, content))
    whole = Dated(table, "", str(content["as_of"]), _source(content))
    yield from inside or [whole]


def _inside(table: str, content: Mapping[str, Any]) -> Iterator[Dated]:
    """The rows below a mapping that have a date of their own."""
    for name, row in content.items():
        if isinstance(row, Mapping) and "as_of" in row:
            yield Dated(table, str(name), str(row["as_of"]), _source(row))
        elif isinstance(row, Mapping):
            yield from _inside(table, row)


def _source(row: Mapping[str, Any]) -> str:
    return str(row.get("source", "")).strip()
