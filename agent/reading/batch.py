"""Readings as plain records, for the batch command.

One line in, one record out; nothing is kept between lines.
"""

from collections.abc import Mapping
from typing import Any

from agent.days import day_of
from agent.facts import FACTS, check
from agent.reading.protocol import FactReading, Reader, Reading


def read_line(reader: Reader, line: Mapping[str, Any]) -> dict[str, Any]:
    """Read one line; without a fact asked, a plain yes or no may answer a confirmation."""
    text = line["text"]
    if not isinstance(text, str):
        raise ValueError(f"text: {text!r} is not a text")
    asked = _asked(line.get("asked"))
    known = {name: check(name, _value(value)) for name, value in (line.get("known") or {}).items()}
    confirming = bool(line.get("confirming", not asked))
    reading = reader.read(text, asked=asked, known=known, confirming=confirming, today=day_of(line.get("today")))
    return {"id": line.get("id"), **reading_to_json(reading)}


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """A reading in the shape of the contract, with what else it says beside it."""
    return {
        "act": reading.act,
        "acts": list(reading.acts),
        "facts": _values(reading.facts),
        "suggested": _values(reading.suggested),
        "beyond": _values(reading.beyond),
        "quotes": {name: read.quote for name, read in {**reading.beyond, **reading.suggested, **reading.facts}.items()},
        "notes": [{"what": n.what, "quote": n.quote, "value": n.value} for n in reading.notes],
        "unknown": list(reading.unknown),
        "withheld": list(reading.withheld),
        "cleared": list(reading.cleared),
        "about": reading.about,
        "questions": list(reading.questions),
        "language": reading.language,
        "unread": reading.unread,
        "fallback": reading.fallback,
    }


def _values(facts: Mapping[str, FactReading]) -> dict[str, Any]:
    return {name: read.value for name, read in facts.items()}


def _value(value: Any) -> Any:
    return value["value"] if isinstance(value, Mapping) and "value" in value else value


def _asked(asked: Any) -> tuple[str, ...]:
    names = [asked] if isinstance(asked, str) else list(asked or ())
    for name in names:
        if name not in FACTS:
            raise ValueError(f"asked: {name!r} is no fact; the facts are {', '.join(FACTS)}")
    return tuple(names)
