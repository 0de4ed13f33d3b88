"""What a run found, as a table, JSON, JUnit XML and the changes since the last run.

Records in, text out; the page for people stands in `page`.
"""

import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.page import html_page
from evals.played import PlayedCase, Result, Run
from evals.scripts import ScriptError

__all__ = ["compare", "html_page", "junit", "percentile", "read_last", "table", "to_json", "write"]

FORMAT = 1

Rows = Mapping[str, Mapping[str, Any]]


def table(results: Sequence[Result], changes: Sequence[str]) -> str:
    """The results in columns, then what failed, what changed, and the totals."""
    rows = [("script", "result", "verdict", "turns", "questions", "checks")]
    for result in results:
        passed = sum(run.passed for run in result.runs)
        word = "pass" if result.passed else "FAIL"
        held = sum(check.passed for run in result.runs for check in run.checks)
        checks = sum(len(run.checks) for run in result.runs)
        runs = f" {passed}/{len(result.runs)}" if len(result.runs) > 1 else ""
        verdicts = ", ".join(result.verdicts) if result.script.kind != "qa" else "-"
        rows.append(
            (result.script.id, word + runs, verdicts, str(result.turns), str(result.questions), f"{held}/{checks}")
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([*lines, *_failures(results), *_told(changes), "", totals(results)])


def _failures(results: Sequence[Result]) -> list[str]:
    lines = []
    for result in results:
        failed = {check.name: check for run in result.runs for check in run.failed}
        lines += [f"  {result.script.id}: {check.name}: {check.detail}" for check in failed.values()]
    return ["", "What does not hold:", *lines] if lines else []


def _told(changes: Sequence[str]) -> list[str]:
    return ["", "Since the last run:", *(f"  {change}" for change in changes)] if changes else []


def totals(results: Sequence[Result]) -> str:
    """The whole run in one line."""
    seconds = _seconds(results)
    passed = sum(result.passed for result in results)
    held = sum(check.passed for result in results for run in result.runs for check in run.checks)
    checks = sum(len(run.checks) for result in results for run in result.runs)
    times = f"; a reply took {1000 * percentile(seconds, 0.5):.0f} ms (95 %: {1000 * percentile(seconds, 0.95):.0f} ms)"
    return f"{passed} of {len(results)} scripts pass, {held} of {checks} checks hold{times if seconds else ''}."


def _seconds(results: Sequence[Result]) -> list[float]:
    return [e.seconds for result in results for run in result.runs for e in run.played.exchanges]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def to_json(results: Sequence[Result]) -> str:
    """Everything that was found, for machines and for the comparison with the next run."""
    seconds = _seconds(results)
    return json.dumps(
        {
            "format": FORMAT,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "passed": sum(result.passed for result in results),
            "failed": sum(not result.passed for result in results),
            "seconds": {"median": round(percentile(seconds, 0.5), 4), "p95": round(percentile(seconds, 0.95), 4)},
            "scripts": [_row(result) for result in results],
        },
        ensure_ascii=False,
        indent=2,
    )


def _row(result: Result) -> dict[str, Any]:
    return {
        "id": result.script.id,
        "kind": result.script.kind,
        "passed": result.passed,
        "runs_passed": sum(run.passed for run in result.runs),
        "runs": [_run_row(run) for run in result.runs],
        "verdicts": list(result.verdicts),
        "questions": result.questions,
        "turns": result.turns,
    }


def _run_row(run: Run) -> dict[str, Any]:
    return {
        "passed": run.passed,
        "checks": [
            {"name": c.name, "group": c.group, "passed": c.passed, **({"detail": c.detail} if c.detail else {})}
            for c in run.checks
        ],
        "cases": [_case_row(case) for case in run.played.cases],
    }


def _case_row(case: PlayedCase) -> dict[str, Any]:
    return {
        "verdict": case.verdict,
        "route_now": list(case.now),
        "route_later": list(case.later),
        "asked": list(case.questions),
        "ledger": dict(case.ledger),
        "turns": [
            {
                "said": e.said,
                "why": e.why,
                "move": e.reply.move,
                "text": e.reply.text,
                "asked": list(e.reply.asked),
                "passages": list(e.reply.passages),
                "seconds": round(e.seconds, 4),
            }
            for e in case.exchanges
        ],
    }


def junit(results: Sequence[Result]) -> str:
    """JUnit XML: a suite for each script, a case for each check of each run."""
    root = ET.Element("testsuites", name="advisor eval")
    for result in results:
        checks = [(number, check) for number, run in enumerate(result.runs, 1) for check in run.checks]
        failures = sum(not check.passed for _, check in checks)
        seconds = sum(e.seconds for run in result.runs for e in run.played.exchanges)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=result.script.id,
            tests=str(len(checks)),
            failures=str(failures),
            time=f"{seconds:.3f}",
        )
        for number, check in checks:
            run = f" (run {number})" if len(result.runs) > 1 else ""
            case = ET.SubElement(
                suite, "testcase", classname=f"{result.script.id}.{check.group}", name=_legal(check.name + run)
            )
            if not check.passed:
                ET.SubElement(case, "failure", message=_legal(check.detail or "it does not hold"))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _legal(text: str) -> str:
    """A text without the control characters that XML has no place for."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )


def read_last(path: Path | None) -> Rows:
    """The scripts of the last run by id, none where there was none; raise ScriptError for a file of something else."""
    if path is None or not path.exists():
        return {}
    try:
        return {row["id"]: row for row in json.loads(path.read_text(encoding="utf-8"))["scripts"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScriptError(f"{path} is no report of an earlier run. Name another file, or remove it.") from error


def compare(last: Rows, results: Sequence[Result]) -> list[str]:
    """What is different since the last run, a line each; nothing where there was none."""
    if not last:
        return []
    changes = []
    for result in results:
        row = last.get(result.script.id)
        changes += [f"{result.script.id}: new"] if row is None else _changes(result, row)
    played = {result.script.id for result in results}
    changes += [f"{name}: not played this time" for name in last if name not in played]
    return changes or ["nothing has changed"]


def _changes(result: Result, row: Mapping[str, Any]) -> list[str]:
    told = []
    if bool(row["passed"]) != result.passed:
        told.append("passes now" if result.passed else "fails now")
    if list(row["verdicts"]) != list(result.verdicts):
        told.append(f"verdict {', '.join(result.verdicts)} instead of {', '.join(row['verdicts'])}")
    for what, now in (("questions", result.questions), ("turns", result.turns)):
        if row[what] != now:
            told.append(f"{now} {what} instead of {row[what]}")
    return [f"{result.script.id}: {'; '.join(told)}"] if told else []


def write(path: Path | None, text: str) -> None:
    """Write a report where one was asked for; raise ScriptError where that cannot be done."""
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ScriptError(f"{path} cannot be written ({error.strerror or error}).") from error
