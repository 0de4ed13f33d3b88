"""Everything a writer needs to speak one turn, and the one method that it offers.

A writer chooses words; it decides nothing and computes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from agent.case import Topic
from agent.decision.assessment import Assessment
from agent.decision.rates import Sum
from agent.hearing import Heard
from agent.interview import Decision
from agent.reading.protocol import Reading
from agent.reply import Provenance
from agent.writing.kinds import Kind
from knowledge.passages import Hit, Passage
from knowledge.things import Thing


@dataclass(frozen=True)
class Quote:
    """Sentences of a passage that speak to a question."""

    passage: Passage
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Side:
    """One of the things that a question compares: what a passage says of it, if one does, and what it costs."""

    name: str
    quote: Quote | None = None
    sums: tuple[Sum, ...] = ()


@dataclass(frozen=True)
class Inquiry:
    """One question in full, with all that was found for it.

    `things` are those it names, `quotes` what passages say, `sums` what was computed for it, `own` what
    was computed of the leader's own case, `sides` what it compares.
    `unknown` is a name in it that nothing here speaks of; `nearest` the passage to offer where nothing answers.
    `goes_on` says that it asks for more than the last reply said.
    """

    question: str
    kind: Kind = "passages"
    things: tuple[Thing, ...] = ()
    quotes: tuple[Quote, ...] = ()
    sums: tuple[Sum, ...] = ()
    own: tuple[Sum, ...] = ()
    sides: tuple[Side, ...] = ()
    unknown: str = ""
    nearest: Passage | None = None
    goes_on: bool = False


@dataclass(frozen=True)
class Found:
    """What was retrieved for the move: what answers each question, passages that the assessment's rules stand on (by
    id), cases like this one, and the myth that the message states in passing."""

    inquiries: tuple[Inquiry, ...] = ()
    support: Mapping[str, Passage] = field(default_factory=dict)
    cases: tuple[Hit, ...] = ()
    myth: Passage | None = None


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
    """What the advisor says: `lead` first, then `body` where there is more room; `[1]` is the first of `passages`.

    `topic` is what it was about, for a message that goes on from it.
    """

    lead: str
    body: str = ""
    passages: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    topic: Topic = field(default_factory=Topic)


class Writer(Protocol):
    """Speaks one turn."""

    def write(self, turn: Turn) -> Words:
        """Return the words for the turn's move, without the questions on its cards."""
        ...
