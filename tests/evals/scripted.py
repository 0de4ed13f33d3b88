"""An advisor that follows a list, for tests of what plays and grades conversations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from agent.facts import FACTS
from agent.reply import Card, Move, Reply


def ask(*facts: str) -> tuple[Card, ...]:
    """Open questions for these facts."""
    return tuple(Card("ask", name, FACTS[name].question, FACTS[name].why) for name in facts)


def confirm(fact: str, value: Any) -> Card:
    """A question whether a value is right."""
    return Card("confirm", fact, FACTS[fact].question, FACTS[fact].why, value, "their words")


def entry(value: Any, status: str = "stated") -> dict[str, Any]:
    """A row of a ledger."""
    return {"value": value, "status": status, "quote": "their words", "turn": 1}


def reply(
    text: str = "Words.",
    move: Move = "ask",
    cards: Sequence[Card] = (),
    verdict: str | None = None,
    ledger: dict[str, Any] | None = None,
    passages: tuple[str, ...] = (),
    turn: int = 1,
) -> Reply:
    """A reply that says `text` and asks its cards with their reasons."""
    asked = tuple(card.fact for card in cards if card.fact)
    whole = "\n".join([text, *(f"{card.question} ({card.why})" for card in cards)])
    return Reply("t", "", whole, text, move, asked, tuple(cards), "", turn, verdict, ledger or {}, passages=passages)


@dataclass
class ScriptedAdvisor:
    """Gives its replies one after the other; an exception among them is raised."""

    replies: list[Reply | Exception]
    heard: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    now: str = "vendor_api"
    later: str = "self_hosted"

    def reply(self, thread: str, text: str, *, today: date | None = None) -> Reply:
        """The next reply; the last one again when there are no more."""
        self.heard.append(text)
        self.threads.append(thread)
        following = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(following, Exception):
            raise following
        return following

    def consultation(self, thread: str, *, today: date | None = None) -> Any:
        """Only what a play looks at: the routes."""
        now, later = (SimpleNamespace(route=route) for route in (self.now, self.later))
        return SimpleNamespace(assessment=SimpleNamespace(route_now=(now,), route_later=(later,)))

    def passage(self, passage_id: str) -> Any:
        """Every passage exists but the one that is gone."""
        return None if passage_id == "gone" else object()
