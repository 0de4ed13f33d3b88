"""The simulated person: answers whatever is asked from a script's answers, and interjects when it is time.

Questions may come in any order; what the person does not know they say so. Nothing here looks at how replies are made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.facts import FACTS, FactValue
from agent.reply import Card, Reply
from evals.scripts import Interjection, UseCase

I_DO_NOT_KNOW = "I don't know."
GO_ON = "So what do you advise?"


@dataclass
class SimulatedUser:
    """One person with one use case. `due` are the interjections not yet said."""

    case: UseCase
    due: list[Interjection] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.due = sorted(self.case.interjections, key=lambda i: i.after_turn)

    def interject(self, turns: int, done: bool) -> Interjection | None:
        """What the person says unasked after `turns` turns; what was never due is said once the advice is there."""
        if self.due and (done or self.due[0].after_turn <= turns):
            return self.due.pop(0)
        return None

    def answer(self, reply: Reply) -> str:
        """The person's answer to everything a reply asks."""
        carried = [card for card in reply.cards if card.kind == "yes_no"]
        if carried:
            return self._about_what_was_carried(reply)
        if not reply.cards:
            return GO_ON
        confirm = [card for card in reply.cards if card.kind == "confirm"]
        ask = [card for card in reply.cards if card.kind == "ask"]
        if not confirm:
            return self._tell(ask)
        if all(self._agrees(card) for card in confirm):
            return " ".join(["Yes, that's right.", *([self._tell(ask)] if ask else [])])
        return self._tell([*confirm, *ask])

    def _agrees(self, card: Card) -> bool:
        truth = self.case.profile.get(card.fact)
        return truth is not None and same_value(card.value, truth)

    def _tell(self, cards: Sequence[Card]) -> str:
        """Each fact in the person's own words; what they don't know is named, unless they know none of it."""
        known = [card for card in cards if card.fact in self._words]
        if not known:
            return I_DO_NOT_KNOW
        told = [self._words[card.fact] for card in known]
        told += [f"{FACTS[card.fact].title}: {I_DO_NOT_KNOW}" for card in cards if card not in known]
        return "\n".join(told)

    @property
    def _words(self) -> Mapping[str, str]:
        if "use_case" in self.case.answers or "use_case" not in self.case.profile:
            return self.case.answers
        return {**self.case.answers, "use_case": str(self.case.profile["use_case"])}

    def _about_what_was_carried(self, reply: Reply) -> str:
        """Yes where everything that was carried over is true here as well."""
        carried = {n: e["value"] for n, e in reply.ledger.items() if n in reply.asked and e["status"] == "assumed"}
        right = all(same_value(v, self.case.profile[n]) for n, v in carried.items() if n in self.case.profile)
        asked = [card for card in reply.cards if card.kind != "yes_no"]
        return " ".join(["Yes." if right else "No.", *([self._tell(asked)] if asked else [])])


def same_value(found: Any, truth: FactValue) -> bool:
    """Whether two values of a fact are the same; numbers may differ by what rounding in words does."""
    if isinstance(truth, list):
        return isinstance(found, list | tuple) and set(found) == set(truth)
    if isinstance(truth, str):
        return bool(found == truth)
    return isinstance(found, int | float) and abs(found - truth) <= 0.02 * max(abs(truth), abs(found))
