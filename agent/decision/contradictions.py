"""Facts that do not go together, each with the question that settles it."""

from agent.decision.counsel import Contradiction
from agent.decision.situation import Situation
from agent.decision.wording import LAWS, listing
from agent.facts import FACTS
from knowledge.counsel import ContradictionRow


def contradictions(situation: Situation) -> tuple[Contradiction, ...]:
    """Every contradiction of the table that holds."""
    return tuple(_found(row, situation) for row in situation.catalogue.contradictions if situation.holds(row.when))


def _found(row: ContradictionRow, situation: Situation) -> Contradiction:
    guarded = [LAWS[law] for law in situation.laws if law in row.when.get("regulations", ())]
    facts = tuple(name for name in row.when if name in FACTS)
    said = row.said.replace("{laws}", listing(guarded))
    return Contradiction(row.id, facts, said, row.question, row.settles, row.passage)
