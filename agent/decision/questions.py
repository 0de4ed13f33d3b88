"""What asking is worth: for each unknown fact the expected drop of the verdict's entropy, and what each answer does.

An answer's verdict is exactly the one that the assessment gives once the answer is known: the same draws, with that
column set and what depends on it drawn again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from agent.decision.assessment import VERDICTS, Assessment, NextQuestion
from agent.decision.columns import DECISION_FACTS, GDPR, GUARDED, ITAR, REGULATION_BIT, Column
from agent.decision.draws import DRAWS, Sample, quantile
from agent.decision.gates import BOUNDARIES
from agent.decision.scoring import Board
from agent.decision.stability import Shares, entropy, medians, shares
from agent.facts import FACTS, Fact

WORTH_ASKING = 0.02
"""Bits of the verdict's entropy that an answer must be expected to take away to be worth a question."""

# A number's prior as a few values: the middles of these shares of it, the tails apart because they decide most.
_EDGES = np.array([0.0, 0.05, 0.15, 0.35, 0.5, 0.65, 0.85, 0.95, 1.0])
_MIDDLES = tuple(NormalDist().inv_cdf(float(u)) for u in (_EDGES[:-1] + _EDGES[1:]) / 2)
_CHANCES = np.diff(_EDGES)

# The strictest first; nothing leans where none of these applies.
_LEANS = (ITAR, GUARDED, GDPR, 0)

INSIDE = BOUNDARIES.index("own_infrastructure")


@dataclass(frozen=True, eq=False)
class Answers:
    """The possible answers to one question: their values, their chances, and the words for those that are shown."""

    values: Column
    chances: NDArray[np.float64]
    shown: Mapping[str, int]


def next_questions(sample: Sample, board: Board, shares_now: Shares) -> tuple[NextQuestion, ...]:
    """Every unknown fact, the most valuable to ask first."""
    middle = int(medians(shares_now))
    unknown = [name for name in DECISION_FACTS if name not in sample.known]
    bears = [name for name in unknown if _bears_on_verdict(name, sample)]
    after = [_shares_after(name, sample, board) for name in bears]
    worth = dict(zip(bears, zip(after, _values(bears, after), strict=True), strict=True))
    questions = [_question(name, worth.get(name), middle) for name in unknown]
    return tuple(sorted(questions, key=lambda q: (-q.value_of_information, not q.can_change)))


def _shares_after(name: str, sample: Sample, board: Board) -> Shares:
    """The shares of the verdicts after each answer (row)."""
    values = _answers(FACTS[name]).values
    changes = sample.with_changes({name: values[:, None]})
    return np.broadcast_to(shares(board.judge(changes), DRAWS), (len(values), len(VERDICTS)))


def _values(names: Sequence[str], after: Sequence[Shares]) -> list[float]:
    """The expected drop of the entropy for each fact, all in one pass."""
    if not names:
        return []
    chances = [_answers(FACTS[name]).chances for name in names]
    weighed = [chance @ share for chance, share in zip(chances, after, strict=True)]
    bits = entropy(np.concatenate([np.array(weighed), *after]))
    ends = np.cumsum([len(names), *map(len, after)])
    return [
        float(bits[place] - chance @ bits[start:end])
        for place, (chance, start, end) in enumerate(zip(chances, ends[:-1], ends[1:], strict=True))
    ]


def _question(name: str, worth: tuple[Shares, float] | None, middle: int) -> NextQuestion:
    answers = _answers(FACTS[name])
    if worth is None:
        return NextQuestion(name, 0.0, False, dict.fromkeys(answers.shown, VERDICTS[middle]))
    share, value = worth
    after = medians(share)
    outcomes = {words: VERDICTS[after[place]] for words, place in answers.shown.items()}
    return NextQuestion(name, max(round(value, 6), 0.0), bool(np.any(after != middle)), outcomes)


def _bears_on_verdict(name: str, sample: Sample) -> bool:
    """Whether an answer could reach the verdict at all, so that the rest need not be computed."""
    if name == "seats":
        return False
    if name == "regulations":
        return not {"data_sensitivity", "data_boundary"} <= sample.known.keys()
    if name == "budget_per_month":
        return int(np.max(sample.columns["data_boundary"])) >= INSIDE
    return True


def _answers(fact: Fact) -> Answers:
    if fact.name not in _CACHE:
        _CACHE[fact.name] = _build(fact)
    return _CACHE[fact.name]


def _build(fact: Fact) -> Answers:
    if fact.kind == "choice":
        prior = np.array(fact.prior)
        places = np.arange(len(fact.values), dtype=np.int8)
        return Answers(places, prior / prior.sum(), {value: place for place, value in enumerate(fact.values)})
    if fact.kind == "choices":
        return _laws(fact)
    middles = quantile(fact.name, np.array(_MIDDLES))
    ranges = np.array([value for _, value in fact.ranges], dtype=float)
    chances = np.concatenate([_CHANCES, np.zeros(len(ranges))])
    shown = {label: len(middles) + place for place, (label, _) in enumerate(fact.ranges)}
    return Answers(np.concatenate([middles, ranges]), chances, shown)


def _laws(fact: Fact) -> Answers:
    """None, or one law: several at once remove no more routes than the strictest of them.

    Laws that lean on the data and the boundary alike are one answer, which is computed once.
    """
    bits, told = [0, *REGULATION_BIT.values()], ("none", *fact.values)
    alike = [_LEANS.index(next(lean for lean in _LEANS if bit & lean or not lean)) for bit in bits]
    chances = np.bincount(alike, weights=[np.prod(1 - np.array(fact.prior)), *fact.prior], minlength=len(_LEANS))
    firsts = np.array([bits[alike.index(place)] for place in range(len(_LEANS))], dtype=np.int16)
    return Answers(firsts, chances / chances.sum(), dict(zip(told, alike, strict=True)))


_CACHE: dict[str, Answers] = {}


@dataclass(frozen=True)
class Stop:
    """The questions still worth asking, and the reason to stop where there is none."""

    questions: tuple[NextQuestion, ...]
    reason: str


def worth_asking(assessment: Assessment) -> tuple[NextQuestion, ...]:
    """The unknown facts worth a question, the most valuable first; none when it is time to advise."""
    return stop(assessment.next_questions).questions


# A second question joins the first only when it is worth nearly as much; its need may vanish with the first answer.
SECOND_QUESTION_SHARE = 0.5

# The answer to one of these says much about the others, so they are not put together.
LEAD_TO = {"data_sensitivity": ("data_boundary", "regulations"), "data_boundary": ("regulations",)}


def ask_together(worth: Sequence[NextQuestion]) -> tuple[str, ...]:
    """The most valuable question, and a second one that is worth nearly as much and stands on its own."""
    if not worth:
        return ()
    first = worth[0]
    for question in worth[1:]:
        apart = question.fact in LEAD_TO.get(first.fact, ()) or first.fact in LEAD_TO.get(question.fact, ())
        if question.value_of_information >= SECOND_QUESTION_SHARE * first.value_of_information and not apart:
            return first.fact, question.fact
    return (first.fact,)


def stop(questions: Sequence[NextQuestion]) -> Stop:
    """What is worth asking, or why nothing is."""
    worth = tuple(q for q in questions if q.value_of_information >= WORTH_ASKING)
    if worth:
        return Stop(worth, "")
    left = len(questions)
    if not left:
        return Stop((), "Everything that the advice depends on is known.")
    if not any(q.can_change for q in questions):
        named = "the one question left" if left == 1 else f"the {left} questions left"
        return Stop((), f"No answer to {named} would change this.")
    named = "The question left is" if left == 1 else f"Each of the {left} questions left is"
    return Stop((), f"{named} unlikely to change this.")
