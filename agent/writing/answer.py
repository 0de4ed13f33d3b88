"""Answers to questions: the finding first, then what was computed and what passages say, in a few sentences.

A question about the advice is answered from the assessment; one that nothing answers gets a plain no, with the nearest
that is known and what the advisor can help with.
"""

from collections.abc import Mapping, Sequence

from agent.decision.rates import Sum
from agent.decision.wording import VERDICT_NAMES, capitalised, listing
from agent.facts import FACTS
from agent.writing.on_advice import speak_of_advice
from agent.writing.protocol import Inquiry, Quote, Side, Turn
from agent.writing.provenance import Draft
from knowledge.search.excerpt import stands_alone

CAN_HELP = (
    "I can help with how to source a model: a vendor's, open weights under your control, or one after the other; "
    "with what it costs, what the rules allow, and who did it before."
)


def answer(draft: Draft, turn: Turn) -> bool:
    """Answer the questions of the turn; false where there is nothing to say on any of them."""
    told = [(inquiry.question, _answered(draft, turn, inquiry)) for inquiry in turn.found.inquiries]
    answered = any(done for _, done in told)
    if answered:
        draft.paragraph(*(f"On “{question.strip()}” I have nothing." for question, done in told if not done))
    return answered


def _answered(draft: Draft, turn: Turn, inquiry: Inquiry) -> bool:
    """Answer one question; false where nothing answers it and nothing is near."""
    if inquiry.kind == "why_asked":
        _why_we_ask(draft, turn)
    elif inquiry.kind == "advice":
        speak_of_advice(draft, turn, inquiry)
    elif inquiry.sides:
        _compare(draft, inquiry)
    elif inquiry.quotes or inquiry.sums or inquiry.own:
        draft.paragraph(*_sums(draft, turn, inquiry.sums))
        _quote(draft, turn, inquiry)
        draft.paragraph("For your case I compute:" if inquiry.own else "", *_sums(draft, turn, inquiry.own))
    else:
        return _offer_nearest(draft, inquiry)
    return True


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


def _sums(draft: Draft, turn: Turn, sums: Sequence[Sum]) -> list[str]:
    """Computed sentences, each with the passage that its rule stands on."""
    return [
        draft.computed(found.sentence, found.field, *((found.passage,) if found.passage in turn.found.support else ()))
        for found in sums
    ]


def _quote(draft: Draft, turn: Turn, inquiry: Inquiry) -> None:
    """What passages say: a list of cases, or the finding of the best with its sentences and those of the others."""
    if inquiry.kind == "cases" and len(inquiry.quotes) > 1:
        heading = "Others who did it" if inquiry.goes_on else "Who did it"
        draft.bullets(heading, [draft.cited(_finding(quote), quote.passage.id) for quote in inquiry.quotes])
        return
    known = {*draft.passages, *(turn.heard.conversation.topic.passages if inquiry.goes_on else ())}
    for place, quote in enumerate(inquiry.quotes):
        leans = not quote.sentences or not stands_alone(quote.sentences[0])
        headed = leans or (place == 0 and not inquiry.sums and quote.passage.id not in known)
        finding = f"**{_finding(quote)}**" if place == 0 else _finding(quote)
        told = [finding, *quote.sentences] if headed else quote.sentences
        draft.paragraph(draft.cited(" ".join(told), quote.passage.id))


def _finding(quote: Quote) -> str:
    """The title of a passage as a sentence."""
    return f"{quote.passage.title.rstrip('.')}."


def _compare(draft: Draft, inquiry: Inquiry) -> None:
    """Each side under its name, then what decides between them."""
    draft.bullets(
        _titled(listing([side.name for side in inquiry.sides], "or")),
        [_side(draft, side) for side in inquiry.sides],
    )
    computed = [draft.computed(found.sentence, found.field) for found in inquiry.sums]
    cited = [draft.cited(" ".join([_finding(quote), *quote.sentences]), quote.passage.id) for quote in inquiry.quotes]
    if computed or cited:
        draft.paragraph("**What decides:**", *computed, *cited)


def _side(draft: Draft, side: Side) -> str:
    """What there is on one thing under its name, or that there is nothing."""
    told = [draft.cited(" ".join(side.quote.sentences), side.quote.passage.id)] if side.quote else []
    told += [draft.computed(found.sentence, found.field) for found in side.sums]
    name, text = _titled(side.name), " ".join(told) or "I have nothing on it."
    # "RAG (…): the model answers from …" names it already.
    return f"**{name}**{text[len(name) :]}" if text.lower().startswith(name.lower()) else f"**{name}**: {text}"


def _titled(name: str) -> str:
    """A name as it begins a line; one that is written its own way, such as vLLM, stays so."""
    return capitalised(name) if name.split()[0].islower() else name


def _offer_nearest(draft: Draft, inquiry: Inquiry) -> bool:
    """Say that nothing answers, and name the nearest passage, if one is near."""
    if inquiry.nearest is None and not inquiry.unknown:
        return False
    missing = f"I have nothing on {inquiry.unknown}." if inquiry.unknown else "I have nothing that answers this."
    if inquiry.nearest is None:
        draft.paragraph(missing, CAN_HELP)
        return True
    finding = f"{inquiry.nearest.title.rstrip('.')}."
    draft.paragraph(missing, "The nearest I know:", draft.cited(finding, inquiry.nearest.id))
    return True
