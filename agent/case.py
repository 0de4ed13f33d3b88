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
    about.
    """

    ledger: Mapping[str, Entry] = field(default_factory=dict)
    suggested: Mapping[str, FactReading] = field(default_factory=dict)
    notes: tuple[Mapping[str, Any], ...] = ()
    times_asked: Mapping[str, int] = field(default_factory=dict)
    verdict: str | None = None
    hurried: bool = False
    conflicts_put: tuple[str, ...] = ()

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
            "suggested": {
                name: {"value": r.value, "quote": r.quote, "confidence": r.confidence, "detail": dict(r.detail)}
                for name, r in self.suggested.items()
            },
            "notes": [dict(note) for note in self.notes],
            "times_asked": dict(self.times_asked),
            "verdict": self.verdict,
            "hurried": self.hurried,
            "conflicts_put": list(self.conflicts_put),
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
        )


@dataclass(frozen=True)
class Waiting:
    """What the last reply waits for: answers to `asked`, confirmation of `confirming`, or a yes or no to `pending`."""

    asked: tuple[str, ...] = ()
    confirming: tuple[str, ...] = ()
    pending: Pending = ""


@dataclass(frozen=True)
class Conversation:
    """Everything that is stored between turns, but for the last reply."""

    cases: Mapping[str, Case] = field(default_factory=lambda: {"1": Case()})
    current: str = "1"
    waiting: Waiting = Waiting()
    turn: int = 0

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
        )
