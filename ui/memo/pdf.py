"""The memo as a PDF, typeset by Typst: the template is fixed, all words and drawings go to it as data.

What the shipped typefaces do not hold is drawn in Typst's own, or as an empty box; it never stops the memo.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from ui.memo.blocks import Block, Cite, Memo

FOLDER = Path(__file__).parent
TEMPLATE = FOLDER / "memo.typ"
FONTS = FOLDER / "fonts"


def to_pdf(memo: Memo, drawings: Mapping[str, str]) -> bytes:
    """The memo as PDF; the same memo gives the same bytes."""
    noon = datetime.combine(memo.made_on, time(12), tzinfo=UTC)
    made: Any = typst.compile(
        str(TEMPLATE),
        root=str(FOLDER),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"memo": json.dumps(as_data(memo, drawings), ensure_ascii=False)},
        timestamp=int(noon.timestamp()),
    )
    return bytes(made)


def as_data(memo: Memo, drawings: Mapping[str, str]) -> dict[str, Any]:
    """The memo as the template reads it: plain values, with the number in place of each cited passage."""
    return {
        "title": memo.title,
        "verdict": memo.verdict,
        "verdict_name": memo.verdict_name,
        "subject": memo.subject,
        "year": memo.made_on.year,
        "month": memo.made_on.month,
        "day": memo.made_on.day,
        "dated": memo.dated,
        "certainty": memo.certainty,
        "note": memo.note,
        "drawings": dict(drawings),
        "blocks": [_block(block, memo.numbers) for block in memo.blocks],
    }


def _block(block: Block, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "kind": type(block).__name__,
        **{name: _value(value, numbers) for name, value in vars(block).items()},
    }


def _value(value: Any, numbers: Mapping[str, int]) -> Any:
    if isinstance(value, Cite):
        return {"cite": numbers[value.passage]}
    if isinstance(value, tuple):
        return [_value(item, numbers) for item in value]
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value
