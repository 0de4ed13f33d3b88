"""The model reader: the local reading, and what a chat model sees in the same message beside it.

A model only proposes. What the local reader took stays; what the model found alone is put to the person.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from agent.facts import FACTS, FactValue
from agent.reading.acts import SILENT
from agent.reading.answer import Answer, NoAnswer
from agent.reading.claims import Checked, Held, checked, find
from agent.reading.prompts import messages
from agent.reading.protocol import FactReading, Reader, Reading
from agent.reading.quantity import NUMERIC
from agent.reading.roles import possible
from agent.reading.speech import ENOUGH, FORCE, INJECTION

log = logging.getLogger(__name__)

MOST_NEW = 4
"""So many facts that only the model sees are put to the person at once."""

SHORT = 60
NO_ANSWER_IS_LONGER = 120

TELLS = ("inform", "correct", "dont_know", "affirm", "deny")
"""Acts beside which a question may stand that the local reader did not hear."""


class Asks(Protocol):
    """Whatever brings the answer of a chat model."""

    def ask(self, messages: Sequence[tuple[str, str]]) -> Answer:
        """The answer; NoAnswer where there is none."""
        ...


class ModelReader:
    """Reads locally first, asks the model once, and joins the two; without an answer the local reading stands."""

    def __init__(self, local: Reader, model: Asks) -> None:
        self._local = local
        self._model = model

    def read(
        self,
        text: str,
        *,
        asked: Sequence[str] = (),
        known: Mapping[str, FactValue] | None = None,
        confirming: bool = False,
        today: date,
    ) -> Reading:
        """Return what `text` says."""
        local = self._local.read(text, asked=asked, known=known, confirming=confirming, today=today)
        heard = text[: len(text) - local.unread]
        if not _is_worth_asking(local, heard, asked):
            return local
        try:
            found = checked(self._model.ask(messages(heard, asked)), heard, today)
            if 2 * found.invented > found.quotes:
                raise NoAnswer("most of what it quoted is not in the message")
        except NoAnswer as why:
            log.warning("The model did not help with this message, the local reading stands: %s.", why)
            return replace(local, fallback=str(why))
        return joined(local, found, heard, asked, known or {})


def _is_worth_asking(local: Reading, text: str, asked: Sequence[str]) -> bool:
    """Whether a model may see what the local reader does not: patterns and exact answers leave no doubt."""
    if not any(char.isalnum() for char in text):
        return False
    if local.act == "restart" or INJECTION.search(text.replace("’", "'")):
        return False
    answered = set(local.acts) <= {"affirm", "deny"} or (asked and set(asked) <= set(local.facts))
    return not (answered and len(text.strip()) <= SHORT)


def joined(local: Reading, found: Checked, text: str, asked: Sequence[str], known: Mapping[str, FactValue]) -> Reading:
    """The local reading with what the model adds to it."""
    agreed = {name: local.suggested[name] for name, held in found.facts.items() if _agrees(local, name, held, text)}
    new = _new(local, found, text, asked, known)
    if local.act == "off_topic" and (len(new) < 2 or _pushes(text)):
        # One claim alone does not bring a message back to the matter.
        return local
    if local.act == "what_if" and (local.facts or local.suggested):
        # What is compared is what they suppose, as far as it was heard; more would be another comparison.
        return local
    taken = {**local.facts, **agreed}
    suggested = {**local.suggested, **new}
    reading = replace(
        local,
        facts=_in_order(taken),
        suggested=_in_order({name: read for name, read in suggested.items() if name not in taken}),
    )
    return _acting(reading, found, text, asked, told=bool(agreed))


def _pushes(text: str) -> bool:
    plain = text.replace("’", "'")
    return bool(FORCE.search(plain) or ENOUGH.search(plain))


def _agrees(local: Reading, name: str, held: Held, text: str) -> bool:
    """Whether the model says on the same words what the local reader was nearly sure of."""
    read = local.suggested.get(name)
    home = find(text, read.quote) if read else None
    open_yet = name not in (*local.unknown, *local.withheld, *local.cleared)
    if read is None or home is None or not open_yet or local.act in SILENT or held.asks:
        return False
    return read.value == held.read.value and home.meets(held.span)


def _new(
    local: Reading, found: Checked, text: str, asked: Sequence[str], known: Mapping[str, FactValue]
) -> dict[str, FactReading]:
    """The facts that only the model sees, what was asked first."""
    settled = {*local.facts, *local.suggested, *local.unknown, *local.withheld, *local.cleared}
    paid = {note.value for note in local.notes if note.what == "present_bill"}
    new = {
        name: held.read
        for name, held in sorted(found.facts.items(), key=lambda item: item[0] not in asked)
        if name not in settled
        and not held.asks
        and held.read.value != known.get(name)
        and not _is_spent(held, local, text)
        and not (name == "budget_per_month" and held.read.value in paid)
    }
    return dict(list(new.items())[:MOST_NEW])


def _is_spent(held: Held, local: Reading, text: str) -> bool:
    """Whether the number of a claim is another fact already."""
    quantity = held.quantity
    if quantity is None:
        return False
    number = text[quantity.start : quantity.tail or quantity.end]
    told = {name: read for name, read in local.facts.items() if name in NUMERIC and number in read.quote}
    return any(round(possible(quantity, name) or -1.0, 2) == read.value for name, read in told.items())


def _acting(reading: Reading, found: Checked, text: str, asked: Sequence[str], *, told: bool) -> Reading:
    """The acts once the model is heard: it may hear a question or a don't-know, and that something was told."""
    if reading.act == "off_topic":
        reading = replace(reading, act="inform", acts=("inform",))
    acts = list(reading.acts)
    if told and not {"inform", "correct", "what_if"} & set(acts):
        acts.append("inform")
    reading = replace(reading, acts=tuple(acts))
    admits = tuple(name for name in asked if _admits(reading, name, found, text))
    if admits:
        reading = _with_act(reading, "dont_know", over=("inform",))
        reading = replace(reading, unknown=(*reading.unknown, *admits), about=reading.about or admits[0])
    if found.questions and reading.act in TELLS and "question" not in reading.acts:
        reading = replace(_with_act(reading, "question", over=TELLS), questions=found.questions)
    return reading


def _admits(reading: Reading, name: str, found: Checked, text: str) -> bool:
    """Whether a short message that tells nothing else says that an asked fact is not known."""
    told = {*reading.facts, *reading.suggested, *reading.unknown, *reading.withheld}
    return (
        name in found.not_known
        and not reading.facts
        and name not in told
        and reading.act in ("inform", "dont_know")
        and len(text) <= NO_ANSWER_IS_LONGER
    )


def _with_act(reading: Reading, act: str, *, over: Sequence[str]) -> Reading:
    """The reading with an act more, served before those that it stands over; nothing told is no longer `inform`."""
    acts = [name for name in reading.acts if name != "inform" or reading.facts or reading.suggested]
    return replace(reading, act=act if reading.act in over else reading.act, acts=(*acts, act))


def _in_order(facts: Mapping[str, FactReading]) -> dict[str, FactReading]:
    return {name: facts[name] for name in FACTS if name in facts}
