"""`make eval-questions`: how many questions reach the verdict of a profile of which everything is known.

Profiles are drawn from the priors of the facts; an opening tells three of them, and every answer is true. The adaptive
interview asks what the tool holds worth asking and stops where it says so; a fixed order asks the same of everybody.
Exit status 1 where the adaptive interview falls short of its promise.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np

from agent.decision.assess import assess
from agent.decision.columns import ABSENT, DECISION_FACTS, REGULATION_BIT
from agent.decision.draws import sample
from agent.facts import FACTS, FactValue
from agent.interview import MOST_QUESTIONS
from knowledge.catalogue import load_catalogue

REPORT = Path(__file__).parent / "QUESTIONS.md"

PROFILES = 200
TOLD_AT_FIRST = 3
SEED = 7
TODAY = date(2026, 11, 26)

MOST_PROMISED = 6
SHARE_PROMISED = 0.97

Profile = Mapping[str, FactValue]


@dataclass(frozen=True)
class Interview:
    """One profile asked through: the verdict after each number of answers, and after how many the tool would stop."""

    verdicts: tuple[str, ...]
    stops_after: int
    truth: str

    def agrees_after(self, answers: int) -> bool:
        """Whether the verdict after so many answers is that of the whole profile."""
        return self.verdicts[min(answers, len(self.verdicts) - 1)] == self.truth


def draw_profiles(number: int) -> list[Profile]:
    """Profiles drawn from the priors, every fact of each told."""
    rules = load_catalogue().rules
    drawn = sample({}, rules.weights, rules.spread, draws=number)
    # What nobody named counts as none for a verdict; a profile has a value for it.
    columns = {**drawn.columns, **{name: drawn.drawn.drawn[name] for name in ABSENT}}
    return [{name: _value(name, columns[name][row]) for name in DECISION_FACTS} for row in range(number)]


def _value(name: str, coded: float) -> FactValue:
    fact = FACTS[name]
    if fact.kind == "choice":
        return fact.values[int(coded)]
    if fact.kind == "choices":
        return [law for law, bit in REGULATION_BIT.items() if int(coded) & bit]
    return float(coded)


def opening(profile: Profile, rng: np.random.Generator) -> dict[str, FactValue]:
    """The facts that the opening tells, whichever they are."""
    told = rng.choice(len(DECISION_FACTS), size=TOLD_AT_FIRST, replace=False)
    return {DECISION_FACTS[place]: profile[DECISION_FACTS[place]] for place in sorted(told)}


def interview(profile: Profile, known: Profile, order: Sequence[str] = ()) -> Interview:
    """Ask until everything is known, in a fixed order or, without one, what is worth most at each step."""
    facts = dict(known)
    found = [assess(facts, today=TODAY, depth="core")]
    while len(facts) < len(DECISION_FACTS):
        by_worth = [question.fact for question in found[-1].next_questions]
        name = next(name for name in (order or by_worth) if name not in facts)
        facts[name] = profile[name]
        found.append(assess(facts, today=TODAY, depth="core"))
    stops_after = next(answers for answers, each in enumerate(found) if not each.ask_now)
    return Interview(tuple(each.verdict for each in found), stops_after, found[-1].verdict)


def interviews(profiles: Sequence[Profile], order: Sequence[str] = ()) -> list[Interview]:
    """Every profile asked through, with the same openings whatever the order."""
    rng = np.random.default_rng(SEED)
    return [interview(profile, opening(profile, rng), order) for profile in profiles]


def order_of_worth() -> tuple[str, ...]:
    """The facts by what asking each is worth while nothing is known."""
    return tuple(question.fact for question in assess({}, today=TODAY, depth="core").next_questions)


@dataclass(frozen=True)
class Score:
    """What an order of questions needs: the curve of agreement by the number of answers, and where it stops."""

    curve: tuple[float, ...]
    stops_median: float
    stops_p90: float
    agrees_at_stop: float
    agrees_at_cap: float

    @property
    def answers_needed(self) -> int:
        """The fewest answers after which the share that is promised agrees."""
        return next(answers for answers, share in enumerate(self.curve) if share >= SHARE_PROMISED)

    @property
    def keeps_promise(self) -> bool:
        """Whether it stops soon enough and is right then."""
        return self.stops_median <= MOST_PROMISED and self.agrees_at_stop >= SHARE_PROMISED


def score(done: Sequence[Interview]) -> Score:
    """The curve and the stops of interviews."""
    most = len(DECISION_FACTS) - TOLD_AT_FIRST
    stops = [each.stops_after for each in done]
    return Score(
        curve=tuple(_share([each.agrees_after(answers) for each in done]) for answers in range(most + 1)),
        stops_median=float(median(stops)),
        stops_p90=float(np.quantile(stops, 0.9)),
        agrees_at_stop=_share([each.agrees_after(each.stops_after) for each in done]),
        agrees_at_cap=_share([each.agrees_after(min(each.stops_after, MOST_QUESTIONS)) for each in done]),
    )


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags)


def report(scores: Mapping[str, Score], profiles: int) -> str:
    """All curves and stops in Markdown."""
    curves = zip(*(found.curve for found in scores.values()), strict=True)
    rows = [
        f"| {answers} | {' | '.join(f'{share * 100:.1f} %' for share in shares)} |"
        for answers, shares in enumerate(curves)
    ]
    return "\n".join(
        [
            "# How many questions reach the verdict",
            "",
            f"Written by `make eval-questions`. {profiles} profiles are drawn from the priors of the facts. An opening "
            f"tells {TOLD_AT_FIRST} facts of each, whichever they are; every answer is true. The verdict is held "
            "against the one with every fact known.",
            "",
            *(_told(title, found) for title, found in scores.items()),
            "",
            "Profiles that have their verdict after so many answers, without stopping:",
            "",
            f"| answers | {' | '.join(scores)} |",
            "|---" * (len(scores) + 1) + "|",
            *rows,
            "",
        ]
    )


def _told(title: str, found: Score) -> str:
    return (
        f"- {title}: stops after a median of {found.stops_median:g} answers (p90 {found.stops_p90:g}) with the right "
        f"verdict in {found.agrees_at_stop * 100:.1f} %, or in {found.agrees_at_cap * 100:.1f} % where the interview's "
        f"limit of {MOST_QUESTIONS} questions holds. Without stopping, {found.answers_needed} answers bring "
        f"{SHARE_PROMISED * 100:.0f} % of the profiles to it."
    )


def scores_of(profiles: Sequence[Profile]) -> dict[str, Score]:
    """The adaptive order, and two fixed ones."""
    orders = {
        "adaptive": (),
        "fixed, by worth at the start": order_of_worth(),
        "fixed, as in the table": DECISION_FACTS,
    }
    return {title: score(interviews(profiles, order)) for title, order in orders.items()}


def main() -> int:
    """Ask, write the report, and say where the promise is not kept."""
    scores = scores_of(draw_profiles(PROFILES))
    text = report(scores, PROFILES)
    REPORT.write_text(text, encoding="utf-8")
    print(f"{text}\nwritten: {REPORT}")
    return int(not scores["adaptive"].keeps_promise)


if __name__ == "__main__":
    sys.exit(main())
