"""What one message says, and the one method that a reader offers.

A reading is a record of the message alone; it changes no ledger and decides nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from agent.facts import FACTS, FactValue

ACTS = (
    "inform",
    "correct",
    "dont_know",
    "question",
    "what_if",
    "affirm",
    "deny",
    "refuse",
    "off_topic",
    "restart",
    "go_back",
    "next_use_case",
)

MAX_CHARACTERS = 8_000
MAX_CLAUSES = 80


@dataclass(frozen=True)
class FactReading:
    """A value read from the message, with the verbatim words it stands on.

    `confidence` is 0 to 1; `inferred` is true where the words imply the value without saying it;
    `detail` keeps what belongs beside the value (the split of tokens, the type and count of GPUs).
    `source` names the document and the place that the words stand in; it is empty where the person said them.
    """

    value: FactValue
    quote: str
    confidence: float = 1.0
    inferred: bool = False
    detail: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True)
class Note:
    """Worth keeping and no fact, with its quote: `present_bill`, `model_in_use`, `end_users` or `other_currency`.

    The value of the last is the sum as it is said ("5,000 euros a month"): a budget or a bill that is not in dollars.
    """

    what: str
    quote: str
    value: float | str | None = None


@dataclass(frozen=True)
class Reading:
    """What one message says.

    `act` is the one the reply must serve first, `acts` are all of them. `facts` are certain enough to be taken,
    `suggested` are shown and count only once confirmed. `unknown` and `withheld` name facts they don't know or
    won't say; `cleared` names facts they take back without a new value; `about` names the fact that going back, a
    question or a don't-know is about. `questions` holds the verbatim clauses that ask something. `language` is the
    ISO code of a message in French, German, Spanish, Italian or Portuguese. `unread` counts the characters left out.
    Whoever makes a reading, figures that nothing can be computed with are neither `facts` nor `suggested` but `beyond`.
    `fallback` says why a chat model that was asked gave nothing to this reading. `myths` are the ids of the myths that
    the message states in passing, the clearest first.
    """

    act: str
    acts: tuple[str, ...]
    facts: Mapping[str, FactReading] = field(default_factory=dict)
    suggested: Mapping[str, FactReading] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    about: str | None = None
    questions: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    language: str | None = None
    unread: int = 0
    fallback: str | None = None
    beyond: Mapping[str, FactReading] = field(default_factory=dict)
    myths: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Set aside what lies beyond the limits of its fact."""
        read = {**self.suggested, **self.facts}
        beyond = {name: figure for name, figure in read.items() if not FACTS[name].computes_with(figure.value)}
        if beyond:
            for part in ("facts", "suggested"):
                within = {name: figure for name, figure in getattr(self, part).items() if name not in beyond}
                object.__setattr__(self, part, within)
            object.__setattr__(self, "beyond", {**self.beyond, **beyond})


class Reader(Protocol):
    """Reads one message in the light of what was just asked."""

    def read(
        self,
        text: str,
        *,
        asked: Sequence[str] = (),
        known: Mapping[str, FactValue] | None = None,
        confirming: bool = False,
        today: date,
    ) -> Reading:
        """Return what `text` says.

        `asked` are the facts whose answers the last reply waits for; `known` are the values in the ledger, so that a
        changed one is a correction; `confirming` says that the last reply put a yes-or-no question (a suggestion to
        confirm, a restart, facts carried over), which is when `affirm` and `deny` are possible; `today` is the day that
        dates and deadlines are counted from.
        """
        ...
