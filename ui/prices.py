"""How old the prices and cost figures are, which of them are one's own, and how to refresh them."""

import importlib.metadata
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from agent.decision.prices import lost_offers
from agent.own_prices import own_prices
from agent.settings import Settings
from knowledge.catalogue import load_catalogue
from knowledge.dated import Dated, dated_rows

LIBRARY = "genai-prices"
WIDEST_SOURCE = 90

REFRESH = (
    ("hosted models", f"pip install -U {LIBRARY}, then make pins and make test: a test names what the list lost"),
    ("all other tables", "knowledge/catalogue/<table>.yaml: look at the source, change the figure and its as_of"),
    ("here alone", "a file of your own named by ADVISOR_PRICES, for example"),
)
EXAMPLE = (
    "gpus: {H100-SXM: {usd_hour: [2.0, 2.2, 2.5]}}",
    "costs: {people: 0.5}",
    "prices: {claude-sonnet-5-5: {input_per_m: 1.5, output_per_m: 8, checked: 2026-11-01}}",
)


def show(settings: Settings, days: int, today: date, *, as_json: bool) -> int:
    """Print what is older than so many days."""
    own = own_prices(settings)
    rows = dated_rows(own)
    old = sorted((row for row in rows if row.days(today) > days), key=lambda row: (row.table, row.as_of, row.name))
    lost = lost_offers(load_catalogue(), today)
    if as_json:
        print(json.dumps(_as_json(rows, old, lost, own, today), ensure_ascii=False, indent=2))
        return 0
    print("\n".join(_lines(rows, old, lost, own, days, today)))
    return 0


def _as_json(
    rows: list[Dated], old: list[Dated], lost: list[tuple[str, str]], own: Mapping[str, Any], today: date
) -> dict[str, Any]:
    named = [
        {"table": row.table, "name": row.name, "as_of": row.as_of, "days": row.days(today), "source": row.source}
        for row in old
    ]
    return {
        "today": today.isoformat(),
        "price_library": f"{LIBRARY} {importlib.metadata.version(LIBRARY)}",
        "lost": [f"{provider}: {model}" for provider, model in lost],
        "rows": len(rows),
        "old": named,
        "own": dict(_figures(own)),
    }


def _lines(
    rows: list[Dated], old: list[Dated], lost: list[tuple[str, str]], own: Mapping[str, Any], days: int, today: date
) -> Iterator[str]:
    yield f"Hosted models: {LIBRARY} {importlib.metadata.version(LIBRARY)}. {_lost_words(lost)}"
    yield f"Other figures: {len(old)} of {len(rows)} dated rows are older than {days} days on {today.isoformat()}."
    if any(len(row.as_of) < len("2026-01-01") for row in old):
        yield "A date that names only a month or a year counts from its first day."
    table = ""
    for row in old:
        if row.table != table:
            table = row.table
            yield f"\n{table}"
        yield f"  {row.as_of:10} {row.days(today):5} days  {row.name or 'the whole table'}: {_short(row.source)}"
    if own:
        yield "\nYour own figures, which win over these:"
        yield from (f"  {path}: {value}" for path, value in _figures(own))
    yield "\nTo refresh"
    yield from (f"  {what}: {how}" for what, how in REFRESH)
    yield from (f"      {line}" for line in EXAMPLE)


def _lost_words(lost: list[tuple[str, str]]) -> str:
    if not lost:
        return "It knows every model and offer of the tables."
    return f"It no longer knows {', '.join(f'{model} of {provider}' for provider, model in lost)}."


def _short(source: str) -> str:
    return source if len(source) <= WIDEST_SOURCE else f"{source[: WIDEST_SOURCE - 1].rstrip()}…"


def _figures(own: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Every figure of a file of one's own with the keys that lead to it."""
    for name, value in own.items():
        here = f"{path}.{name}" if path else str(name)
        if isinstance(value, Mapping):
            yield from _figures(value, here)
        else:
            yield here, value
