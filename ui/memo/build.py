"""The one call that makes a file of a decision: the memo in three formats, the workbook, the record, the triggers.

Libraries are imported inside the formats that need them, so that Markdown does not wait for Word.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agent.decision.record import with_record
from agent.decision.triggers import as_rows
from ui.memo.content import memo_of
from ui.memo.dossier import Dossier
from ui.memo.triggers import as_yaml, triggers_of


@dataclass(frozen=True)
class File:
    """A file to hand out: its name, its media type, and its bytes."""

    name: str
    media_type: str
    content: bytes


def build(d: Dossier, form: str) -> File:
    """The file of a decision in one of `FORMS`; the same dossier gives the same bytes."""
    kind = FORMS[form]
    return File(f"{kind.stem}-{d.today.isoformat()}.{form}", kind.media_type, kind.write(d))


def _pdf(d: Dossier) -> bytes:
    from ui.memo.drawings import drawings
    from ui.memo.pdf import to_pdf

    return to_pdf(memo_of(d), drawings(d))


def _word(d: Dossier) -> bytes:
    from ui.memo.drawings import drawings
    from ui.memo.word import to_word

    return to_word(memo_of(d), drawings(d))


def _markdown(d: Dossier) -> bytes:
    from ui.memo.markdown import to_markdown

    return to_markdown(memo_of(d))


def _workbook(d: Dossier) -> bytes:
    from ui.memo.workbook import to_workbook

    return to_workbook(d, memo_of(d))


def _record(d: Dossier) -> bytes:
    return (json.dumps(with_record(d.assessment, d.asked), ensure_ascii=False, allow_nan=False) + "\n").encode()


def _triggers(d: Dossier) -> bytes:
    a = d.assessment
    return as_yaml([triggers_of(None, d.asked.today, a.verdict, as_rows(a.triggers))]).encode()


@dataclass(frozen=True)
class Form:
    """What a format is called, what it is, and who writes it."""

    stem: str
    media_type: str
    write: Callable[[Dossier], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMS: Mapping[str, Form] = {
    "pdf": Form("decision-memo", "application/pdf", _pdf),
    "docx": Form("decision-memo", f"{_OFFICE}.wordprocessingml.document", _word),
    "md": Form("decision-memo", "text/markdown; charset=utf-8", _markdown),
    "xlsx": Form("decision-costs", f"{_OFFICE}.spreadsheetml.sheet", _workbook),
    "json": Form("decision-record", "application/json", _record),
    "yaml": Form("decision-triggers", "application/yaml", _triggers),
}
