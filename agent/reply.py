"""The record of one whole turn, as every door shows it and as it is stored.

Plain data only: what to say is decided in `interview`, how to say it in `writing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Move = Literal["ask", "answer", "advise", "compare", "confirm", "decline"]


@dataclass(frozen=True)
class Card:
    """A question put to the person. `kind` 'ask' wants an answer to `fact`; 'confirm' shows `value` as the likely one
    with the quote it was read from, and `doubt` asks whether a figure that looks like a slip is meant; 'yes_no' puts
    `question` itself (a restart, facts carried over). `conflict` names the contradiction that the answer settles,
    `source` the document and place of a quote that the person did not say."""

    kind: Literal["ask", "confirm", "yes_no"]
    fact: str
    question: str
    why: str
    value: Any = None
    quote: str = ""
    doubt: str = ""
    conflict: str = ""
    source: str = ""


@dataclass(frozen=True)
class Provenance:
    """Where one sentence comes from: 'computed' (`ref` names the field), 'cited' (a passage id) or 'said' (a fact)."""

    sentence: str
    kind: Literal["computed", "cited", "said"]
    ref: str


@dataclass(frozen=True)
class Reply:
    """One turn. `text` is all of it in light Markdown (paragraphs, **bold**, lists) with `[1]` for the first of
    `passages`; `lead` is the text without the questions, which stand in `cards`."""

    thread: str
    said: str
    text: str
    lead: str
    move: Move
    asked: tuple[str, ...]
    cards: tuple[Card, ...]
    use_case: str
    turn: int
    verdict: str | None
    ledger: Mapping[str, Any]
    notes: tuple[Mapping[str, Any], ...] = ()
    comparison: Mapping[str, Any] | None = None
    passages: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    more_questions: int = 0
    other_questions: int = 0
    stability: Mapping[str, float] = field(default_factory=dict)
