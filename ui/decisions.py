"""Exported decisions, read from files: held against today, their triggers as YAML for a monitor, and their memo."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from agent.decision.assess import Asked, assessed, plain
from agent.decision.recheck import Change, Decision, Recheck, RecordError, asked_of, read_decision, recheck
from agent.decision.record import figures, rule_points, table_hashes, versions
from agent.decision.wording import ROUTE_NAMES, count, day, listing, money, percent, rounded
from agent.own_prices import own_catalogue
from agent.settings import Settings, SettingsError
from knowledge.passages import Passage, load_passages
from knowledge.search.similar import likeness
from knowledge.tables import Catalogue
from ui.memo.build import FORMS, build
from ui.memo.dossier import Dossier, passage_ids
from ui.memo.triggers import as_yaml, triggers_of

MOST_CASES = 2
MOST_NAMED = 3


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
    print(as_yaml(documents), end="")
    return 0


def write_memo(path: Path, settings: Settings, form: str, out: Path | None) -> int:
    """Write the memo on the one decision in a file, computed again for its own day, and say where it lies."""
    (where, row), *others = _rows([path])
    if others:
        raise SettingsError(f"{path} holds {len(others) + 1} decisions; a memo is made of one.")
    try:
        decision = read_decision(row)
        asked = _asked_again(decision, own_catalogue(settings))
    except ValueError as error:
        raise SettingsError(f"{where}: {error}.") from error
    made = build(_dossier(asked), form)
    target = out or Path(made.name)
    try:
        target.write_bytes(made.content)
    except OSError as error:
        raise SettingsError(f"{target} cannot be written: {error}.") from error
    print(target)
    return 0


def form_of(form: str | None, out: Path | None) -> str:
    """The format that was named, or the one that the name of the file ends with; otherwise PDF."""
    ending = out.suffix.removeprefix(".").lower() if out else ""
    return form or (ending if ending in FORMS else "pdf")


def _asked_again(decision: Decision, catalogue: Catalogue) -> Asked:
    """What was asked, as long as the tables of today are those it was computed with."""
    record, asked = decision.record, asked_of(decision, catalogue)
    pairs = (
        (record.tables, table_hashes()),
        (record.versions, versions()),
        (record.rules, rule_points(asked.catalogue.rules)),
        (record.figures, figures(asked.pricing)),
    )
    changed = [name for before, now in pairs for name in {**before, **now} if before.get(name) != now.get(name)]
    if changed:
        named = listing([*changed[:MOST_NAMED], *(["more"] if len(changed) > MOST_NAMED else [])])
        raise RecordError(f"the tables have changed since {day(record.made_on)} ({named}); run `advisor recheck`")
    return asked


def _dossier(asked: Asked) -> Dossier:
    """All that a record gives for a memo; who said what is not in it."""
    assessment = assessed(asked, "full")
    passages = {passage.id: passage for passage in load_passages()}
    cases = tuple(_alike(asked, passages.values()))
    cited = {name: passages[name] for name in passage_ids(assessment) if name in passages}
    return Dossier(
        asked=asked,
        assessment=assessment,
        use_case=str(asked.facts.get("use_case", "")),
        today=asked.today,
        cases=cases,
        passages=cited,
    )


def _alike(asked: Asked, passages: Iterable[Passage]) -> Iterator[Passage]:
    """Decisions of others whose facts are nearest; the words of the use case are not compared."""
    cases = [(likeness(asked.facts, each.facts, None), each) for each in passages if each.kind == "case"]
    ranked = sorted((pair for pair in cases if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].id))
    yield from (case for _, case in ranked[:MOST_CASES])


def _triggers(where: str, row: Any) -> dict[str, Any]:
    try:
        decision = read_decision(row)
    except RecordError as error:
        raise SettingsError(f"{where}: {error}.") from error
    return triggers_of(decision.id, decision.record.made_on, decision.verdict, row.get("triggers", []))


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
