"""The triggers of decisions as YAML, for a monitor: a document each."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import yaml


def triggers_of(identity: Any, made_on: date, verdict: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The triggers of one decision with what they belong to."""
    return {"decision": identity, "made_on": made_on, "verdict": verdict, "triggers": list(rows)}


def as_yaml(documents: Iterable[Mapping[str, Any]]) -> str:
    """The documents one after the other."""
    return str(yaml.safe_dump_all(documents, sort_keys=False, allow_unicode=True, width=110))
