"""Everything that a memo is made of: the assessment with what was asked, the words of the leader, and the passages.

Plain records; nothing is computed or fetched here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from agent.decision.assess import Asked
from agent.decision.assessment import Assessment
from agent.ledger import Entry
from agent.writing.phrases import route_passage
from knowledge.passages import Passage

BREAK_EVEN_PASSAGE = "cost-break-even"
COST_PASSAGES = ("cost-vendor-api", "cost-self-hosting")


@dataclass(frozen=True)
class Dossier:
    """One decision: a full assessment, what was asked, and what the memo may quote and cite.

    `ledger` is empty where only the values are known; then the memo shows them without words and status. `passages`
    are those that may be cited, by id; `cases`, decisions of others in a like position, need not be among them.
    """

    asked: Asked
    assessment: Assessment
    use_case: str
    today: date
    ledger: Mapping[str, Entry] = field(default_factory=dict)
    cases: tuple[Passage, ...] = ()
    passages: Mapping[str, Passage] = field(default_factory=dict)

    @cached_property
    def citable(self) -> Mapping[str, Passage]:
        """All that may be cited, the cases too."""
        return {**self.passages, **{case.id: case for case in self.cases}}


def passage_ids(a: Assessment) -> tuple[str, ...]:
    """The ids of all passages that a memo on this assessment may cite, beside its cases."""
    routes = [route_passage(route) for route in a.costs]
    return tuple(dict.fromkeys([*a.passages, *routes, *COST_PASSAGES, BREAK_EVEN_PASSAGE]))
