"""What can go wrong on the advised routes, the likeliest first."""

from agent.decision.counsel import Risk
from agent.decision.situation import Situation
from knowledge.counsel import RiskRow

LEVELS = ("high", "medium", "low")


def risks(situation: Situation) -> tuple[Risk, ...]:
    """Every risk of the table that these facts and routes run."""
    found = [_risk(row, situation) for row in situation.catalogue.risks if situation.holds(row.when)]
    return tuple(sorted(found, key=lambda risk: LEVELS.index(risk.likelihood)))


def _risk(row: RiskRow, situation: Situation) -> Risk:
    level = next(level for level in row.likelihood if situation.holds(level.when))
    return Risk(row.id, row.title, level.level, level.because, row.effect, row.mitigation, row.passage)
