"""What was played and what was found of it: plain records that are graded, printed and written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from agent.reply import Reply
from evals.scripts import Expectation, Script

Why = Literal[
    "opening", "answer", "asked", "question", "correction", "what_if", "digression", "noise", "pressure", "refusal",
    "go_back", "hurry",
]  # fmt: skip
Group = Literal["end state", "said", "manners"]


@dataclass(frozen=True)
class Exchange:
    """One message with its reply; `why` says what made the person say it."""

    said: str
    why: Why
    reply: Reply
    seconds: float
    expect: Expectation = field(default_factory=Expectation)


@dataclass(frozen=True)
class PlayedCase:
    """One use case from its opening to the advice, with the routes of the advice; also a thread of questions."""

    exchanges: tuple[Exchange, ...]
    now: tuple[str, ...] = ()
    later: tuple[str, ...] = ()

    @property
    def ledger(self) -> Mapping[str, Any]:
        """The ledger as it was left."""
        return self.exchanges[-1].reply.ledger

    @property
    def verdict(self) -> str | None:
        """The verdict the person was last told."""
        return self.exchanges[-1].reply.verdict

    @property
    def questions(self) -> tuple[str, ...]:
        """The facts asked after the opening, each once; the use case itself is what every conversation begins with."""
        cards = [card for exchange in self.exchanges for card in exchange.reply.cards]
        return tuple(dict.fromkeys(card.fact or "carried over" for card in cards if card.fact != "use_case"))


@dataclass(frozen=True)
class Played:
    """A whole conversation. `error` is what stopped it; `missing` are cited passages that do not exist."""

    cases: tuple[PlayedCase, ...]
    error: str = ""
    missing: tuple[str, ...] = ()

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """All exchanges in the order they happened."""
        return tuple(exchange for case in self.cases for exchange in case.exchanges)


@dataclass(frozen=True)
class Check:
    """One named yes or no; `detail` says what was found where it failed."""

    name: str
    passed: bool
    group: Group
    detail: str = ""


@dataclass(frozen=True)
class Run:
    """One play of a script with its grades."""

    played: Played
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every check holds."""
        return all(check.passed for check in self.checks)

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that do not hold."""
        return tuple(check for check in self.checks if not check.passed)


@dataclass(frozen=True)
class Result:
    """A script with all its runs; it passes if every run does."""

    script: Script
    runs: tuple[Run, ...]

    @property
    def passed(self) -> bool:
        """Whether every run passed."""
        return all(run.passed for run in self.runs)

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts of the first run, one for each use case."""
        return tuple(case.verdict or "none" for case in self.runs[0].played.cases)

    @property
    def questions(self) -> int:
        """How many facts the first run asked."""
        return sum(len(case.questions) for case in self.runs[0].played.cases)

    @property
    def turns(self) -> int:
        """How many turns the first run took."""
        return len(self.runs[0].played.exchanges)
