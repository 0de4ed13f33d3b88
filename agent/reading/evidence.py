"""What heads and rules found in a message before anything is decided, and what the message does.

Plain records, passed from one step of reading to the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from agent.reading.clauses import Clause
from agent.reading.heads import Floats
from agent.reading.quantity import Quantity


@dataclass(frozen=True)
class Evidence:
    """What the heads and rules found in a message, before anything is decided.

    `texts` are the clauses, followed by the whole message where it is short; `chances` and `yes_no` have a row each,
    and `weight` is below one where others are spoken of. `myths` are those that the clauses state, the clearest first.
    """

    text: str
    clauses: tuple[Clause, ...]
    texts: tuple[str, ...]
    asked: tuple[str, ...]
    chances: Mapping[str, Floats]
    yes_no: Floats
    weight: Floats
    acts: Floats
    quantities: tuple[Quantity, ...]
    roles: Floats
    myths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Speech:
    """The acts of a message; `caution` is added to the thresholds of its facts."""

    act: str
    acts: tuple[str, ...]
    questions: tuple[str, ...]
    caution: float = 0.0
