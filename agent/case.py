"""What a conversation remembers between turns: its use cases, and what the last reply waits for.

Plain records with their JSON; how they change is decided in `interview`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from agent import ledger as ledgers
from agent.ledger import Entry
from agent.reading.protocol import FactReading

Pending = Literal["", "restart", "carry"]


@dataclass(frozen=True)
class Case:
    """One use case: its ledger, what was only suggested, its notes, and how often each fact was asked.

    `verdict` is None until the advice was given; then it is the verdict the leader was last told. `hurried` is true
    once they asked for the advice without further questions; `conflicts_put` are the contradictions they were asked
    about, `policies_put` the facts that a document of theirs states and that they were asked to confirm.
    """

    ledger: Mapping[str, Entry] = field(default_factory=dict)
    suggested: Mapping[str, FactReading] = field(default_factory=dict)
    notes: tuple[Mapping[str, Any], ...] = ()
    times_asked: Mapping[str, int] = field(default_factory=dict)
    verdict: str | None = None
    hurried: bool = False
    conflicts_put: tuple[str, ...] = ()
    policies_put: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The use case in the leader's words, or nothing while it is unknown."""
        entry = self.ledger.get("use_case")
        return str(entry.value) if entry and entry.value else ""

    @property
    def present(self) -> dict[str, Any]:
        """What is there today, as far as it was told: the bill, its model, and the people who use the product."""
        told = {note["what"]: note["value"] for note in self.notes}
        names = {"usd_per_month": "present_bill", "model": "model_in_use", "end_users": "end_users"}
        found = {name: told.get(note) for name, note in names.items()}
        return {name: value for name, value in found.items() if value}

    def to_json(self) -> dict[str, Any]:
        """The case as plain JSON."""
        return {
            "ledger": ledgers.to_json(self.ledger),
            "suggested": {name: _read_to_json(read) for name, read in self.suggested.items()},
            "notes": [dict(note) for note in self.notes],
            "times_asked": dict(self.times_asked),
            "verdict": self.verdict,
            "hurried": self.hurried,
            "conflicts_put": list(self.conflicts_put),
            "policies_put": list(self.policies_put),
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Case":
        """The case from its plain JSON."""
        return cls(
            ledger=ledgers.from_json(row["ledger"]),
            suggested={name: FactReading(**reading) for name, reading in row["suggested"].items()},
            notes=tuple(row["notes"]),
            times_asked=row["times_asked"],
            verdict=row["verdict"],
            hurried=row["hurried"],
            conflicts_put=tuple(row.get("conflicts_put", ())),
            policies_put=tuple(row.get("policies_put", ())),
        )


@dataclass(frozen=True)
class Waiting:
    """What the last reply waits for: answers to `asked`, confirmation of `confirming`, or a yes or no to `pending`."""

    asked: tuple[str, ...] = ()
    confirming: tuple[str, ...] = ()
    pending: Pending = ""


@dataclass(frozen=True)
class Named:
    """A thing that a reply named, or the passage that it listed; either may be empty."""

    name: str
    passage: str = ""


@dataclass(frozen=True)
class Topic:
    """What the last reply was about, for a message that goes on from it.

    `question` is what it answered, in full; `named` what it named, in order; `passages` those it cited, with those of
    the replies that it went on from, and `told` their sentences. `supposed` are the requests a month of a what-if.
    """

    question: str = ""
    named: tuple[Named, ...] = ()
    passages: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    supposed: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The topic as plain JSON."""
        return {
            "question": self.question,
            "named": [[named.name, named.passage] for named in self.named],
            "passages": list(self.passages),
            "told": list(self.told),
            "supposed": self.supposed,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Topic":
        """The topic from its plain JSON; what an earlier version stored nothing of is empty."""
        return cls(
            question=row.get("question", ""),
            named=tuple(Named(name, passage) for name, passage in row.get("named", ())),
            passages=tuple(row.get("passages", ())),
            told=tuple(row.get("told", ())),
            supposed=row.get("supposed"),
        )


@dataclass(frozen=True)
class Conversation:
    """Everything that is stored between turns, but for the last reply; `corrected` are the myths put right so far."""

    cases: Mapping[str, Case] = field(default_factory=lambda: {"1": Case()})
    current: str = "1"
    waiting: Waiting = Waiting()
    turn: int = 0
    topic: Topic = Topic()
    corrected: tuple[str, ...] = ()

    @property
    def case(self) -> Case:
        """The use case that is being talked about."""
        return self.cases[self.current]

    def with_case(self, case: Case) -> "Conversation":
        """The conversation with its current case replaced."""
        return replace(self, cases={**self.cases, self.current: case})

    def to_json(self) -> dict[str, Any]:
        """The conversation as plain JSON."""
        return {
            "cases": {name: case.to_json() for name, case in self.cases.items()},
            "current": self.current,
            "waiting": {
                "asked": list(self.waiting.asked),
                "confirming": list(self.waiting.confirming),
                "pending": self.waiting.pending,
            },
            "turn": self.turn,
            "topic": self.topic.to_json(),
            "corrected": list(self.corrected),
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Conversation":
        """The conversation from its plain JSON."""
        waiting = row["waiting"]
        return cls(
            cases={name: Case.from_json(case) for name, case in row["cases"].items()},
            current=row["current"],
            waiting=Waiting(tuple(waiting["asked"]), tuple(waiting["confirming"]), waiting["pending"]),
            turn=row["turn"],
            topic=Topic.from_json(row.get("topic", {})),
            corrected=tuple(row.get("corrected", ())),
        )


def _read_to_json(read: FactReading) -> dict[str, Any]:
    row = {"value": read.value, "quote": read.quote, "confidence": read.confidence, "detail": dict(read.detail)}
    return {**row, "source": read.source} if read.source else row
