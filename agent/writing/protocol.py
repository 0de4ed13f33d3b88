"""Everything a writer needs to speak one turn, and the one method that it offers.

A writer chooses words; it decides nothing and computes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from agent.decision.assessment import Assessment
from agent.hearing import Heard
from agent.interview import Decision
from agent.reading.protocol import Reading
from agent.reply import Provenance
from knowledge.passages import Hit, Passage


@dataclass(frozen=True)
class Found:
    """What was retrieved for the move: excerpts that answer the question, passages that the assessment's rules stand
    on (by id), and cases like this one."""

    answers: tuple[tuple[Passage, tuple[str, ...]], ...] = ()
    support: Mapping[str, Passage] = field(default_factory=dict)
    cases: tuple[Hit, ...] = ()


@dataclass(frozen=True)
class Turn:
    """One turn on its way to words. `before` is the assessment of the facts before a correction, `what_if` the one of
    the hypothetical facts."""

    said: str
    today: date
    reading: Reading
    heard: Heard
    decision: Decision
    assessment: Assessment
    before: Assessment | None = None
    what_if: Assessment | None = None
    found: Found = Found()


@dataclass(frozen=True)
class Words:
    """What the advisor says: `lead` first, then `body` where there is more room; `[1]` is the first of `passages`."""

    lead: str
    body: str = ""
    passages: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()


class Writer(Protocol):
    """Speaks one turn."""

    def write(self, turn: Turn) -> Words:
        """Return the words for the turn's move, without the questions on its cards."""
        ...
