"""What each fact adds to its factor now and later, exactly, in words, with the rule and the passage behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from agent.decision.assessment import FACTORS, Contribution
from agent.decision.columns import CHOICES
from agent.decision.draws import DRAWS, Sample
from agent.decision.points import points, volume_points
from agent.decision.scoring import Board
from agent.decision.wording import count, rounded, weeks
from agent.facts import FactValue
from knowledge.rules import Rule
from knowledge.tables import Catalogue

# Within this factor of the break-even a volume is of its order.
NEAR = 3.0

# A principle that lifts the score by less than this is not worth a row.
SMALLEST_LIFT = 0.005


@dataclass(frozen=True, eq=False)
class Case:
    """What the contributions of one ledger are computed from.

    The weights are those around which the draws spread; `meet` is the volume at which owning meets the vendor's price.
    """

    sample: Sample
    board: Board
    catalogue: Catalogue
    weights: Mapping[str, float]
    meet: float | None

    @property
    def known(self) -> Mapping[str, FactValue]:
        """The facts that were told."""
        return self.sample.known


def contributions(case: Case) -> tuple[Contribution, ...]:
    """The contributions of all facts, known ones exact, unknown ones as their expectation."""
    rows = [_of_choice(name, case) for name in CHOICES]
    rows += _of_volume(case)
    if "deadline_weeks" in case.known:
        rows.append(_of_deadline(case))
    rows += _of_principle(case)
    return tuple(rows)


def scores(added: Sequence[Contribution]) -> dict[str, dict[str, float]]:
    """The points of each factor and their total at both horizons: the sums of what the facts add."""
    found: dict[str, dict[str, float]] = {}
    for horizon in ("now", "later"):
        by_factor = {factor: sum(getattr(c, horizon) for c in added if c.factor == factor) for factor in FACTORS}
        by_factor["total"] = sum(by_factor.values())
        found[horizon] = {name: round(value, 6) for name, value in by_factor.items()}
    return found


def _weight(part: str, case: Case) -> float:
    return case.weights[points(case.catalogue).factor[part]]


def _of_choice(name: str, case: Case) -> Contribution:
    rules, weight = case.catalogue.rules.facts[name], _weight(name, case)
    value = case.known.get(name)
    if isinstance(value, str):
        rule = rules.rules[value]
        return _row(name, value, rules.factor, weight * rule.now, weight * rule.later, rule, rule.sentence)
    rows = list(rules.rules.values())
    share = np.bincount(case.sample.columns[name], minlength=len(rows)) / DRAWS
    now, later = (weight * float(share @ [getattr(rule, at) for rule in rows]) for at in ("now", "later"))
    unknown = Rule(f"{name.replace('_', '-')}-unknown", 0.0, 0.0, rules.unknown, rows[0].passage)
    return _row(name, None, rules.factor, now, later, unknown, rules.unknown)


def _row(
    fact: str, value: FactValue | None, factor: str, now: float, later: float, rule: Rule, sentence: str
) -> Contribution:
    points_now, points_later = (round(number, 6) + 0.0 for number in (now, later))
    return Contribution(
        fact, value, factor, points_now, points_later, rule.id, rule.passage, sentence, assumed=value is None
    )


def _of_volume(case: Case) -> list[Contribution]:
    """The volume at both horizons, and apart from it what growth adds to the later one."""
    volume, weight = case.catalogue.rules.volume, _weight("requests_per_month", case)
    columns = case.board.columns
    now, later = (weight * float(np.mean(volume_points(volume, columns[name]))) for name in ("log_today", "log_grown"))
    requests, growth = case.known.get("requests_per_month"), case.known.get("growth_12m")
    rule, sentence = _volume_words(case, requests)
    if not isinstance(growth, float):
        # Growth nobody named is part of what the volume is expected to be.
        return [_row("requests_per_month", requests, volume.factor, now, later, rule, sentence)]
    words = volume.growth.sentence.format(growth=f"{rounded(growth, 3):g}")
    return [
        _row("requests_per_month", requests, volume.factor, now, now, rule, sentence),
        _row("growth_12m", growth, volume.factor, 0.0, later - now, volume.growth, words),
    ]


def _volume_words(case: Case, requests: FactValue | None) -> tuple[Rule, str]:
    """The volume beside the break-even that the costs name too."""
    sentences, meet = case.catalogue.rules.volume.sentences, case.meet
    if meet is None:
        return sentences["never"], sentences["never"].sentence
    near = count(rounded(meet))
    if not isinstance(requests, float):
        return sentences["unknown"], sentences["unknown"].sentence.format(break_even=near)
    name = "below" if requests * NEAR < meet else "above" if requests > meet * NEAR else "near"
    words = sentences[name].sentence.format(volume=f"{count(requests)} requests", break_even=near)
    return sentences[name], words


def _of_deadline(case: Case) -> Contribution:
    rules, weight = case.catalogue.rules.deadline, _weight("deadline_weeks", case)
    number = case.known["deadline_weeks"]
    assert isinstance(number, float)
    tight = rules.rules["tight"]
    short = number < case.catalogue.rules.lead_time_weeks
    rule = rules.rules["too_short" if short else "tight" if number < tight.below else "ample"]
    words = rule.sentence.format(weeks=weeks(number))
    return _row("deadline_weeks", number, rules.factor, weight * rule.now, 0.0, rule, words)


def _of_principle(case: Case) -> list[Contribution]:
    """What the principle adds where the other points alone would fall below its least score."""
    principle, flags = case.catalogue.rules.principle, case.board.flags
    guarded = flags["guarded_core"]
    if not guarded.any():
        return []
    now, later = (
        sum((_weight(part, case) * pair[at] for part, pair in case.board.raw.items()), start=np.zeros(()))
        for at in (0, 1)
    )
    lift_now = float(np.mean(np.where(guarded & flags["narrow"], np.maximum(principle.least - now, 0), 0)))
    lift_later = float(np.mean(np.where(guarded, np.maximum(principle.least - later, 0), 0)))
    if max(lift_now, lift_later) < SMALLEST_LIFT:
        return []
    rule, value = principle.rule, case.known.get(principle.fact)
    row = _row(principle.fact, value, principle.factor, lift_now, lift_later, rule, rule.sentence)
    return [replace(row, assumed=not {principle.fact, "data_sensitivity"} <= case.known.keys())]
