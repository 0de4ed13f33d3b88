"""A reading of answers that were tapped: exact values, nothing to interpret."""

from collections.abc import Mapping
from typing import Any

from agent.facts import FactError, check
from agent.reading.protocol import FactReading, Reading

QUIET = ("unknown", "withheld")


def from_taps(taps: Mapping[str, Any], text: str) -> Reading:
    """The reading of tapped answers: a value, or {"status": "unknown" | "withheld"}; raises FactError for others."""
    facts: dict[str, FactReading] = {}
    quiet: dict[str, list[str]] = {status: [] for status in QUIET}
    for name, value in taps.items():
        if isinstance(value, Mapping):
            status = value.get("status")
            if status not in QUIET:
                raise FactError(f"{name}: {value!r} is neither a value nor one of {', '.join(QUIET)}")
            quiet[status].append(name)
        else:
            facts[name] = FactReading(check(name, value), text)
    act = "inform" if facts else "dont_know" if quiet["unknown"] else "refuse"
    # A tap is meant: it replaces what stood there, as a correction does.
    return Reading(act, (act, "correct"), facts, unknown=tuple(quiet["unknown"]), withheld=tuple(quiet["withheld"]))
