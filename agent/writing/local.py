"""The local writer: words for each move, without any language model.

It speaks what was decided and computed; the questions themselves stand on the cards.
"""

import re

from agent.decision.wording import ROUTE_NAMES, VERDICT_NAMES, capitalised, listing
from agent.facts import FACTS
from agent.hearing import Change
from agent.interview import doubt, other_currency, pending_figures
from agent.ledger import Entry
from agent.reading.protocol import MAX_CHARACTERS
from agent.slips import beyond
from agent.writing import advice
from agent.writing.answer import CAN_HELP, answer
from agent.writing.myths import put_right
from agent.writing.phrases import money_range, phrase
from agent.writing.protocol import Turn, Words
from agent.writing.provenance import Draft
from agent.writing.topics import topic_of

IN_THEIR_LANGUAGE = {
    "fr": "Je réponds en anglais ; vous pouvez écrire en anglais ou choisir une réponse d'un clic.",
    "de": "Ich antworte auf Englisch; Sie können auf Englisch schreiben oder eine Antwort antippen.",
    "es": "Respondo en inglés; puede escribir en inglés o elegir una respuesta con un clic.",
    "it": "Rispondo in inglese; può scrivere in inglese o scegliere una risposta con un clic.",
    "pt": "Respondo em inglês; pode escrever em inglês ou escolher uma resposta com um clique.",
}

_PRESSURE = re.compile(
    r"\b(ignore|disregard|forget)\b.{0,40}\b(instruction|rule|prompt|above|previous)|"
    r"\b(you (must|have to|will)|just) (say|recommend|answer)\b",
    re.IGNORECASE | re.DOTALL,
)


class LocalWriter:
    """Writes from templates over the assessment, the passages and what was said."""

    def write(self, turn: Turn) -> Words:
        """Return the words of the turn's move."""
        draft = Draft()
        _frame(draft, turn)
        _SPEAK[turn.decision.move](draft, turn)
        put_right(draft, turn)
        draft.paragraph(_count_of_questions(turn))
        lead = draft.take()
        if turn.decision.advises:
            for part in _BODY:
                part(draft, turn)
        return Words(lead, draft.take(), draft.passages, draft.provenance, topic_of(turn, draft))


def _frame(draft: Draft, turn: Turn) -> None:
    """What has to be said of the message itself before anything else."""
    language = turn.reading.language
    if language in IN_THEIR_LANGUAGE:
        draft.paragraph(IN_THEIR_LANGUAGE[language], "I answer in English.")
    if turn.reading.unread:
        read = MAX_CHARACTERS if len(turn.said) > MAX_CHARACTERS else len(turn.said) - turn.reading.unread
        draft.paragraph(
            f"Your message is long; I read its first {read:,} characters and left out {turn.reading.unread:,}."
        )
    draft.paragraph(*_left_out(turn))


def _left_out(turn: Turn) -> list[str]:
    """What was heard and cannot be computed with, where no card asks for it again."""
    asked = {card.fact for card in turn.decision.cards if card.kind == "ask"}
    said = [
        f"{beyond(name, read.value)}, so I left it out."
        for name, read in turn.heard.beyond.items()
        if name not in asked
    ]
    budget = other_currency(turn.reading)
    said += [
        f"You pay {note.value} today; tell me what that is in US dollars and I compare it."
        for note in turn.reading.notes
        if note.what == "other_currency" and note != budget
    ]
    if budget and "budget_per_month" not in asked:
        said.append(f"I heard {budget.value} and compute in US dollars only, so I left it out.")
    return said


def _ask(draft: Draft, turn: Turn) -> None:
    noted = _noted(draft, turn)
    draft.paragraph(_event(turn), *noted)
    understood = noted or turn.heard.beyond or other_currency(turn.reading) or turn.found.myth
    if not understood and not turn.heard.event and not any(card.kind == "confirm" for card in turn.decision.cards):
        draft.paragraph("I found no answer in that; a few words or a tap are enough.")


def _answer(draft: Draft, turn: Turn) -> None:
    if turn.decision.answers and not answer(draft, turn):
        draft.paragraph("I have nothing on that.", CAN_HELP)
    noted = _noted(draft, turn)
    draft.paragraph(_event(turn), *noted)
    if not turn.decision.answers and not noted:
        draft.paragraph("The advice stands. Ask me why, try a what-if, or change a fact and I compute it again.")


def _advise(draft: Draft, turn: Turn) -> None:
    if turn.decision.answers:
        answer(draft, turn)
    draft.paragraph(*_noted(draft, turn))
    advice.headline(draft, turn)
    if turn.heard.event == "enough":
        draft.paragraph("You asked for it without more questions, so what I don't know is in that share.")
    draft.paragraph(_not_counted(turn))


def _not_counted(turn: Turn) -> str:
    """The figures that were only suggested when the advice was due; a yes counts them."""
    case = turn.decision.conversation.case
    told = [
        f"{phrase(name, case.suggested[name].value, turn.today)} (“{case.suggested[name].quote}”)"
        for name in pending_figures(case)
    ]
    doubts = " ".join(filter(None, (doubt(case, name) for name in pending_figures(case))))
    why = "because it looks like a slip" if doubts else "because I was not sure I read it right"
    return f"Not counted, {why}: {'; '.join(told)}. {doubts} Say yes and I count it." if told else ""


def _compare(draft: Draft, turn: Turn) -> None:
    real, other = turn.assessment, turn.what_if
    if other is None:
        return
    given = listing([phrase(name, value, turn.today) for name, value in turn.heard.hypothetical.items()])
    change = f"the verdict would be **{VERDICT_NAMES[other.verdict]}** instead of {VERDICT_NAMES[real.verdict]}"
    if other.verdict == real.verdict:
        change = f"the verdict stays **{VERDICT_NAMES[real.verdict]}**"
    draft.paragraph(
        draft.computed(f"With {given}, {change}: {advice.verdict_line(other)}.", "comparison"),
        draft.computed(advice.certainty(other), "comparison.stability"),
    )
    costs = [
        f"{capitalised(ROUTE_NAMES[route])} would cost {money_range(other.costs[route])} instead of "
        f"{money_range(real.costs[route])}."
        for route in ("vendor_api", "self_hosted")
        if route in other.costs and route in real.costs and other.costs[route].mid != real.costs[route].mid
    ]
    draft.paragraph(*[draft.computed(cost, "comparison.costs") for cost in costs])
    draft.paragraph("Nothing of this is stored. If it is your real case, tell me so as a fact.")


def _confirm(draft: Draft, turn: Turn) -> None:
    draft.paragraph(_event(turn))


def _decline(draft: Draft, turn: Turn) -> None:
    if not turn.said.strip():
        draft.paragraph("Your message was empty. Tell me about one use case: what should the model do, and for whom?")
    elif _PRESSURE.search(turn.said):
        draft.paragraph(
            "What I advise follows from the facts of your case and from rules that anybody can read; asking for "
            "another answer does not move it. Change a fact, or ask what would change my mind."
        )
    elif not re.search(r"[^\W\d_]", turn.said):
        draft.paragraph("I could not find words in that. A sentence about the use case is enough to begin.")
    elif turn.found.myth is None:
        draft.paragraph("That is outside what I know.", CAN_HELP)


_SPEAK = {
    "ask": _ask,
    "answer": _answer,
    "advise": _advise,
    "compare": _compare,
    "confirm": _confirm,
    "decline": _decline,
}

_BODY = (
    advice.reasons,
    advice.flips,
    advice.costs,
    advice.next_steps,
    advice.readiness,
    advice.risks,
    advice.precedents,
    advice.assumptions,
)


def _event(turn: Turn) -> str:
    """What happened to the conversation, where something did."""
    about = FACTS[turn.heard.about].title.lower() if turn.heard.about else "that"
    return {
        "restart_asked": "That would forget everything of this conversation.",
        "restarted": "Done: I have forgotten it all. Let us begin again.",
        "kept": "Then nothing is forgotten; we go on where we were.",
        "next_use_case": "I opened a fresh page for this use case and kept the one before.",
        "went_back": f"Back to {about}.",
        "stands": f"Then what you said of {about} stands.",
        "turned": f"Back to “{turn.heard.conversation.case.title or 'the use case without a name'}”.",
    }.get(turn.heard.event, "")


def _noted(draft: Draft, turn: Turn) -> list[str]:
    """What the message told, corrected and left open, each in a sentence."""
    changes = turn.heard.changes
    corrected = turn.heard.corrections
    sentences = [_correction(draft, change, turn) for change in turn.heard.corrections]
    sentences += [_effect(draft, turn)] if corrected else []
    new = [c for c in changes if c not in corrected and c.after and c.after.value is not None]
    if new:
        sentences.append(_noted_values(draft, new, turn))
    open_facts = [FACTS[c.fact].title.lower() for c in changes if c.after and c.after.value is None]
    if open_facts:
        sentences.append(f"{capitalised(listing(open_facts))} I leave open and won't ask again.")
    return sentences


def _noted_values(draft: Draft, new: list[Change], turn: Turn) -> str:
    """One sentence that repeats what was understood, with the use case as its subject where it was told."""
    told = {c.fact: phrase(c.fact, c.after.value, turn.today) for c in new if c.after and c.after.value is not None}
    title = told.pop("use_case", "")
    for fact in told:
        draft.said(told[fact], fact)
    if title:
        return draft.said(f"I have noted “{title}”{': ' + '; '.join(told.values()) if told else ''}.", "use_case")
    return f"Noted: {'; '.join(told.values())}."


def _correction(draft: Draft, change: Change, turn: Turn) -> str:
    title = FACTS[change.fact].title
    was = _value(change.fact, change.before, turn)
    if change.after is None or change.after.value is None:
        return draft.said(f"{title}: taken back ({was}).", change.fact)
    return draft.said(f"{title} is now {_value(change.fact, change.after, turn)} instead of {was}.", change.fact)


def _value(fact: str, entry: Entry | None, turn: Turn) -> str:
    """A value set apart in a sentence: a choice in its own words, a figure as it is spoken."""
    if entry is None or entry.value is None:
        return "open"
    if isinstance(entry.value, float):
        return phrase(fact, entry.value, turn.today)
    return f"“{FACTS[fact].label(entry.value)}”"


def _effect(draft: Draft, turn: Turn) -> str:
    """What a correction did to the advice."""
    was, now = turn.before, turn.assessment
    if was is None:
        return ""
    if was.verdict != now.verdict:
        return draft.computed(
            f"That moves the advice from {VERDICT_NAMES[was.verdict]} to {VERDICT_NAMES[now.verdict]}.", "verdict"
        )
    if was.route_now != now.route_now or was.route_later != now.route_later:
        return draft.computed(f"The verdict stays {VERDICT_NAMES[now.verdict]}, the route changes.", "route_now")
    return draft.computed(f"The verdict stays {VERDICT_NAMES[now.verdict]}.", "verdict")


def _count_of_questions(turn: Turn) -> str:
    """What is asked now; how many answers could still change the advice is told beside the questions."""
    cards = turn.decision.cards
    asks = [card for card in cards if card.kind == "ask" and card.fact != "use_case"]
    if not asks:
        return ""
    return "I have one question." if len(asks) == 1 else f"I have {_NUMBERS[len(asks)]} questions."


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")
