"""Assessments over one catalogue, each computed once however often it is shown: by a turn, by its page, by the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from agent.decision.assess import assess, assessment_to_json
from agent.decision.assessment import Assessment
from agent.decision.workload import Details, Present
from agent.facts import FactValue
from knowledge.tables import Catalogue

KEPT = 256


@dataclass(frozen=True)
class Answer:
    """An assessment, and the same as plain JSON once somebody wants it."""

    assessment: Assessment

    @cached_property
    def row(self) -> dict[str, Any]:
        """The assessment as plain JSON."""
        return assessment_to_json(self.assessment)


class Remembered:
    """The full assessment of a ledger; the same ledger on the same day is not computed again."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        self._catalogue = catalogue
        self._answer = lru_cache(maxsize=KEPT)(self._compute)

    def __call__(
        self, facts: Mapping[str, FactValue], *, details: Details, present: Present | None, today: date
    ) -> Answer:
        """The answer for a ledger; facts that cannot be are a ValueError."""
        return self._answer(_frozen(facts), _frozen(details), present, today)

    def _compute(self, facts: Any, details: Any, present: Present | None, today: date) -> Answer:
        found = assess(
            {name: _thawed(value) for name, value in facts},
            details={name: {key: _thawed(item) for key, item in detail} for name, detail in details},
            present=present,
            today=today,
            catalogue=self._catalogue,
        )
        return Answer(found)


def _frozen(value: Any) -> Any:
    """A value that can be a key: mappings as sorted pairs, lists as tuples."""
    if isinstance(value, Mapping):
        return tuple(sorted((key, _frozen(item)) for key, item in value.items()))
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value


def _thawed(value: Any) -> Any:
    return [_thawed(item) for item in value] if isinstance(value, tuple) else value
