"""Batch commands: JSON lines in, one JSON line out for each, in order; a bad line is answered and the run goes on."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TextIO

Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]
Shown = Callable[[Mapping[str, Any]], str]


def as_json(result: Mapping[str, Any]) -> str:
    """An answer as one line of JSON."""
    return json.dumps(result, ensure_ascii=False, allow_nan=False)


def run_lines(
    answer: Answer, shown: Shown = as_json, lines: Iterable[str] | None = None, out: TextIO | None = None
) -> int:
    """Answer every line; exit status 1 if any was bad. Each answer is flushed before the next line is read.

    `shown` writes a good answer; what is wrong with a line is always a line of JSON.
    """
    out = out or sys.stdout
    status = 0
    for line in lines if lines is not None else sys.stdin:
        if not line.strip():
            continue
        text, failed = _answer_line(answer, shown, line)
        status = max(status, int(failed))
        print(text, file=out, flush=True)
    return status


def _answer_line(answer: Answer, shown: Shown, line: str) -> tuple[str, bool]:
    """What is printed for a line, and whether it was bad."""
    identity: Any = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise ValueError("a line must be a JSON object")
        identity = _identity(row)
        return shown({"id": identity, **answer(row)}), False
    except json.JSONDecodeError as error:
        return as_json({"id": None, "error": f"not JSON: {error}"}), True
    except KeyError as error:
        return as_json({"id": identity, "error": f"the line lacks {error}"}), True
    except Exception as error:  # one line's failure must not end the batch; the sentence goes to the caller
        return as_json({"id": identity, "error": str(error) or type(error).__name__}), True


def _identity(row: Mapping[str, Any]) -> Any:
    """The id of a line, which is given back with its answer."""
    try:
        as_json({"id": row.get("id")})
    except ValueError as error:
        raise ValueError(f"id: {row['id']!r} is not JSON") from error
    return row.get("id")


def text_of(row: Mapping[str, Any], key: str) -> str:
    """A field that has to be a text."""
    value = row[key]
    if not isinstance(value, str):
        raise ValueError(f"{key}: {value!r} is not a text")
    return value
