"""The starter evaluation for a use case, and how many cases a claim of parity needs."""

import math
from statistics import NormalDist

from agent.decision.counsel import Criterion, Evaluation, Prompts
from agent.decision.situation import Situation
from agent.decision.wording import percent
from knowledge.counsel import EvaluationTable

# A number of cases is told in whole fifties.
STEP = 50


def evaluation(situation: Situation) -> Evaluation:
    """What to collect first, how to judge it, and what a claim of parity takes."""
    table, facts = situation.catalogue.evaluation, situation.facts
    margin = table.margin[str(facts.get("audience", "employees"))]
    cases = parity_cases(table, margin)
    work = str(facts.get("use_case", "the work"))
    told = {"{work}": work, "{costly}": table.costly[_costly(situation)]}
    return Evaluation(
        starter=table.starter,
        prompts=tuple(
            Prompts(row.kind, round(table.starter * row.share), _filled(row.what, told)) for row in table.prompts
        ),
        rubric=tuple(
            Criterion(row.criterion, row.scale, row.passes)
            for row in table.rubric[str(facts.get("task_difficulty", "general"))]
        ),
        cases=cases,
        margin=margin,
        claim=_claim(table, margin, cases),
        passage=table.passage,
    )


def parity_cases(table: EvaluationTable, margin: float) -> int:
    """Cases of a paired comparison after which the lower bound of an equal model lies above minus the margin.

    The usual size for a non-inferiority test on paired right-or-wrong answers.
    """
    normal = NormalDist()
    reach = normal.inv_cdf(1 - table.alpha) + normal.inv_cdf(table.power)
    return STEP * math.ceil(reach**2 * table.differ / margin**2 / STEP)


def _costly(situation: Situation) -> str:
    if situation.facts.get("data_sensitivity") == "regulated":
        return "regulated"
    audience = str(situation.facts.get("audience", ""))
    return audience if audience in situation.catalogue.evaluation.costly else "other"


def _filled(text: str, told: dict[str, str]) -> str:
    for name, words in told.items():
        text = text.replace(name, words)
    return text


def _claim(table: EvaluationTable, margin: float, cases: int) -> str:
    points = round(margin * 100)
    return (
        f"An own model is as good as the vendor's when, on the same {cases} cases, the lower end of the "
        f"{percent(1 - 2 * table.alpha)} interval of the difference lies above −{points} points. With {cases} cases a "
        f"model that is truly as good passes in {percent(table.power)} of tries, where the two differ on "
        f"{percent(table.differ)} of them."
    )
