"""What is known of one use case: entries by fact, and the explicit ways to change them.

Nothing here reads a message or decides anything; every function returns a new ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from agent.facts import FACTS, FactValue

Status = Literal["stated", "inferred", "assumed", "unknown", "withheld"]


@dataclass(frozen=True)
class Entry:
    """One row of the ledger. `unknown` and `withheld` have no value; `reason` says why something is assumed.

    `source` names the document that the quote stands in; it is empty where the quote is the person's own.
    """

    value: FactValue | None
    status: Status
    quote: str = ""
    turn: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    source: str = ""

    def to_json(self) -> dict[str, Any]:
        """The entry as plain JSON, without what is empty."""
        row: dict[str, Any] = {"value": self.value, "status": self.status, "quote": self.quote, "turn": self.turn}
        if self.detail:
            row["detail"] = dict(self.detail)
        if self.reason:
            row["reason"] = self.reason
        if self.source:
            row["source"] = self.source
        return row


Ledger: TypeAlias = Mapping[str, Entry]


def from_json(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Entry]:
    """The ledger from its plain JSON."""
    return {name: Entry(**row) for name, row in rows.items()}


def to_json(ledger: Ledger) -> dict[str, dict[str, Any]]:
    """The ledger as plain JSON, in the fixed order of the facts."""
    return {name: ledger[name].to_json() for name in FACTS if name in ledger}


def known(ledger: Ledger) -> dict[str, FactValue]:
    """The values that the tool computes with."""
    return {name: entry.value for name, entry in ledger.items() if entry.value is not None}


def details(ledger: Ledger) -> dict[str, dict[str, Any]]:
    """What was kept beside the values, such as the split of tokens."""
    return {name: dict(entry.detail) for name, entry in ledger.items() if entry.detail}
