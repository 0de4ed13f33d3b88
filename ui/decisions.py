"""Exported decisions, read from files: held against today, and their triggers as YAML for a monitor."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from agent.decision.assess import plain
from agent.decision.recheck import Change, Recheck, RecordError, read_decision, recheck
from agent.decision.wording import ROUTE_NAMES, count, day, money, percent, rounded
from agent.own_prices import own_catalogue
from agent.settings import Settings, SettingsError


def recheck_files(paths: Sequence[Path], settings: Settings, today: date, *, as_json: bool, exit_code: bool) -> int:
    """Print what each decision is today; with `exit_code`, status 1 says that a verdict flipped."""
    catalogue = own_catalogue(settings)
    flipped = False
    for where, row in _rows(paths):
        try:
            found = recheck(read_decision(row), today, catalogue)
        except ValueError as error:
            raise SettingsError(f"{where}: {error}.") from error
        flipped = flipped or found.flipped
        print(json.dumps(plain(asdict(found)), ensure_ascii=False) if as_json else _in_words(found))
    return int(exit_code and flipped)


def print_triggers(path: Path) -> int:
    """Print the triggers of the decisions in a file as YAML, a document each."""
    documents = [_triggers(where, row) for where, row in _rows([path])]
    print(yaml.safe_dump_all(documents, sort_keys=False, allow_unicode=True, width=110), end="")
    return 0


def _triggers(where: str, row: Any) -> dict[str, Any]:
    try:
        decision = read_decision(row)
    except RecordError as error:
        raise SettingsError(f"{where}: {error}.") from error
    return {
        "decision": decision.id,
        "made_on": decision.record.made_on,
        "verdict": decision.verdict,
        "triggers": row.get("triggers", []),
    }


def _rows(paths: Sequence[Path]) -> Iterator[tuple[str, Any]]:
    """The decisions of the files with where they stand: one JSON value a file, or one a line."""
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path} cannot be read: {error}.") from error
        yield from _rows_of(path, text)


def _rows_of(path: Path, text: str) -> Iterator[tuple[str, Any]]:
    try:
        yield f"{path}", json.loads(text)
        return
    except json.JSONDecodeError:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise SettingsError(f"{path} is empty; `advisor assess` writes decision records.")
    for number, line in lines:
        try:
            yield f"{path}, line {number}", json.loads(line)
        except json.JSONDecodeError as error:
            raise SettingsError(f"{path}, line {number}: not JSON: {error}.") from error


def _in_words(found: Recheck) -> str:
    name = "The decision" if found.id is None else f"{found.id}: the decision"
    head = f"{name} of {day(found.made_on)}, computed again for {day(found.checked_on)}."
    if not found.changes:
        return f"{head}\n{found.sentence}\nNothing has changed.\n"
    return "\n".join([head, found.sentence, "What changed:", *(f"  {_line(change)}" for change in found.changes), ""])


def _line(change: Change) -> str:
    return f"{change.kind}: {_title(change)}: {_told(change, change.before)} → {_told(change, change.now)}"


def _title(change: Change) -> str:
    return ROUTE_NAMES.get(change.what, change.what)


def _told(change: Change, value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_told(change, each) for each in value) or "none"
    if not isinstance(value, float | int):
        return str(value)
    match change.kind:
        case "share":
            return percent(value)
        case "cost":
            return f"{money(value)} a month"
        case "break-even":
            return f"{count(value)} requests a month"
        case _:
            return f"{rounded(value, 4):,g}"
