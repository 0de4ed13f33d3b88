"""Answers that were tapped: checked against the facts, and said in words.

The page sends exact values; nothing here reads a message.
"""

from collections.abc import Mapping
from typing import Any

from agent.facts import FACTS, FactError, FactValue, check

MOST_ANSWERS = 8
LONGEST_TEXT = 500

QUIET = {"unknown": "I don’t know", "withheld": "I’d rather not say"}


def accept(raw: object) -> dict[str, Any]:
    """The answers as the advisor takes them; raise FactError for anything that no card offers."""
    if not isinstance(raw, Mapping) or not 0 < len(raw) <= MOST_ANSWERS:
        raise FactError(f"answers must map 1 to {MOST_ANSWERS} facts to their values")
    return {str(name): _accept(str(name), value) for name, value in raw.items()}


def _accept(name: str, value: object) -> Any:
    if isinstance(value, Mapping):
        if name not in FACTS or value.get("status") not in QUIET:
            raise FactError(f"{name}: {value!r} is not an answer")
        return {"status": value["status"]}
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise FactError(f"{name}: at most {LONGEST_TEXT} characters")
    return check(name, value)


def spoken(answers: Mapping[str, Any]) -> str:
    """What a person says by tapping: the label alone, or with the facts' names where there are several."""
    if len(answers) == 1:
        return next(_label(name, value) for name, value in answers.items())
    return "\n".join(f"{FACTS[name].title}: {_label(name, value)}" for name, value in answers.items())


def _label(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return QUIET[value["status"]]
    return value_label(name, value)


def value_label(name: str, value: FactValue) -> str:
    """The words for a value, as a card offers them."""
    fact = FACTS[name]
    if fact.kind == "choices" and value == []:
        return "None of these"
    label = next((words for words, number in fact.ranges if number == value), "")
    return label[:1].upper() + label[1:] if label else fact.label(value)


def was_tapped(name: str, value: FactValue, quote: str) -> bool:
    """Whether a quote only repeats the label of its value, so that it is no words of the leader's own."""
    said = f"{FACTS[name].title}: {value_label(name, value)}"
    return quote.strip() == value_label(name, value) or said in quote.split("\n")
