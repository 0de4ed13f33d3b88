"""Answers to questions: from the assessment where the question is about the advice, otherwise from passages.

A question that nothing answers gets a plain no with what the advisor can help with.
"""

import re
from collections.abc import Mapping

from agent.decision.assessment import Assessment
from agent.decision.wording import ROUTE_NAMES, VERDICT_NAMES
from agent.facts import FACTS
from agent.writing import advice
from agent.writing.phrases import money_range
from agent.writing.protocol import Turn
from agent.writing.provenance import Draft

CAN_HELP = (
    "I can help with how to source a model: a vendor's, open weights under your control, or one after the other; "
    "with what it costs, what the rules allow, and who did it before."
)

_WHY_ASK = re.compile(r"\bwhy\b.{0,30}\b(ask|need (to know|that|this)|want to know|matter|relevant)\b", re.IGNORECASE)
_ABOUT_ADVICE = re.compile(
    r"\bwhy\b.{0,40}\b(hybrid|prebuilt|open[- ]source|self[- ]?host|that|this|vendor|own|api|now|later)\b|"
    r"\bwhat (do|would|should|can|will)\b.{0,20}\b(advise|recommend|suggest)|\byour (advice|recommendation|verdict)\b|"
    r"\bhow (sure|certain|confident|stable)\b|\bwhat would change\b|\bwhy not\b",
    re.IGNORECASE,
)
_ABOUT_MONEY = re.compile(r"\b(cost|costs|price|prices|expensive|cheap|cheaper|free|pay|budget|\$)\b", re.IGNORECASE)


def answer(draft: Draft, turn: Turn) -> bool:
    """Answer the questions of the turn; false where nothing answers them."""
    asked = " ".join(turn.reading.questions) or turn.said
    if _WHY_ASK.search(asked):
        _why_we_ask(draft, turn)
        return True
    if _ABOUT_ADVICE.search(asked) and turn.heard.conversation.case.ledger:
        _from_assessment(draft, turn)
        return True
    answered = _from_passages(draft, turn)
    if _ABOUT_MONEY.search(asked):
        answered = _own_numbers(draft, turn.assessment, turn) or answered
    return answered


def _why_we_ask(draft: Draft, turn: Turn) -> None:
    names = [turn.reading.about] if turn.reading.about else list(turn.decision.asked)
    for name in names:
        if name in FACTS:
            question = next((q for q in turn.assessment.next_questions if q.fact == name), None)
            draft.paragraph(FACTS[name].why, _outcomes(draft, question.outcomes, name) if question else "")
    if not names:
        draft.paragraph("I asked only what could still change the advice, and nothing is left that would.")


def _outcomes(draft: Draft, outcomes: Mapping[str, str], name: str) -> str:
    """What the answers would do to the verdict, where they do anything."""
    told: dict[str, list[str]] = {}
    for value, verdict in outcomes.items():
        told.setdefault(verdict, []).append(f"“{FACTS[name].label(value)}”")
    if len(told) < 2:
        return "As things stand, no answer to it alone would change the verdict."
    parts = [f"{VERDICT_NAMES[verdict]} with {' or '.join(values)}" for verdict, values in told.items()]
    return draft.computed(f"As things stand it would be {'; '.join(parts)}.", f"next_questions.{name}")


def _from_assessment(draft: Draft, turn: Turn) -> None:
    """Why the advice is what it is, and what would change it."""
    a = turn.assessment
    lean = "The advice is" if turn.heard.conversation.case.verdict else "So far it leans to"
    draft.paragraph(
        draft.computed(f"{lean} **{VERDICT_NAMES[a.verdict]}**: {advice.verdict_line(a)}.", "verdict"),
        draft.computed(advice.certainty(a), "stability"),
    )
    strongest = sorted((c for c in a.contributions if not c.assumed), key=lambda c: -abs(c.now) - abs(c.later))[:3]
    draft.bullets(
        "What decides it",
        [draft.computed(c.sentence, f"contributions.{c.fact}", *_support(turn, c.passage)) for c in strongest],
    )
    advice.flips(draft, turn)


def _from_passages(draft: Draft, turn: Turn) -> bool:
    """The finding of the best passage with the sentences that speak to the question; of the next its finding."""
    for number, (passage, sentences) in enumerate(turn.found.answers):
        finding = f"{passage.title.rstrip('.')}."
        if number == 0:
            draft.paragraph(f"**{finding}**", draft.cited(" ".join(sentences), passage.id))
        else:
            draft.paragraph(draft.cited(finding, passage.id))
    return bool(turn.found.answers)


def _own_numbers(draft: Draft, a: Assessment, turn: Turn) -> bool:
    """The leader's own numbers beside what the passages say, once the volume is known."""
    if "requests_per_month" not in a.facts and "seats" not in a.facts:
        return False
    told = [
        f"{ROUTE_NAMES[r]} {money_range(a.costs[r])}"
        for r in ("vendor_api", "self_hosted")
        if r in a.costs and a.costs[r].mid is not None
    ]
    if not told:
        return False
    draft.paragraph(
        draft.computed(f"For your case I compute: {'; '.join(told)}.", "costs", *_support(turn, "cost-self-hosting"))
    )
    return True


def _support(turn: Turn, passage: str) -> tuple[str, ...]:
    return (passage,) if passage in turn.found.support else ()
