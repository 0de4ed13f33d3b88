"""The next move: answer, ask, advise, compare, confirm or decline.

Derived afresh each turn from the ledger, the assessment and what was heard, so that people may answer in any order.
Nothing here computes advice or chooses words.
"""

from collections.abc import Set
from dataclasses import dataclass, replace

from agent.case import Case, Conversation, Pending, Waiting
from agent.decision.assessment import Assessment
from agent.decision.questions import ask_together, worth_asking
from agent.facts import FACTS
from agent.hearing import MOST_TIMES_ASKED, Heard
from agent.ledger import known
from agent.reading.notes import pays_today
from agent.reading.protocol import Note, Reading
from agent.reply import Card, Move
from agent.slips import beyond, slips

MOST_QUESTIONS = 6
"""Facts asked in one use case after its opening; the advice then says how stable it is."""

CARDS_AT_ONCE = 2
SUGGESTIONS_AT_ONCE = 4

# After one of these the interview goes on where it was: what was asked before still stands.
DETOURS = frozenset({"question", "what_if", "off_topic", "restart", "go_back"})


@dataclass(frozen=True)
class Decision:
    """The move and what belongs to it. `advises` says that the text gives the advice, `answers` that it first answers
    a question; `conversation` is what will be stored."""

    move: Move
    cards: tuple[Card, ...]
    conversation: Conversation
    advises: bool = False
    answers: bool = False

    @property
    def asked(self) -> tuple[str, ...]:
        """The facts whose answers the reply waits for."""
        return self.conversation.waiting.asked


def decide(heard: Heard, reading: Reading, assessment: Assessment) -> Decision:
    """Choose the move for what was heard."""
    if heard.event == "restart_asked":
        return _wait_for(heard, "confirm", (_restart_card(),), pending="restart")
    if heard.event == "restarted":
        return _wait_for(heard, "confirm", (_ask("use_case"),))
    cards = _cards(heard, reading, assessment)
    if heard.event == "next_use_case":
        carry = _carry_card(heard.conversation.case)
        if carry:
            return _wait_for(
                heard, "ask", (carry, *[card for card in cards if card.fact == "use_case"]), pending="carry"
            )
    if heard.event == "what_if" and heard.hypothetical:
        return _wait_for(heard, "compare", cards)
    if _is_beside_the_point(heard, reading):
        return _wait_for(heard, "decline", cards)
    return _go_on(heard, reading, assessment, cards)


def _go_on(heard: Heard, reading: Reading, assessment: Assessment, cards: tuple[Card, ...]) -> Decision:
    """Answer what was asked; then ask what can still change the advice, or give it."""
    case = heard.conversation.case
    answers = "question" in reading.acts or heard.event == "what_if"
    ready = not cards
    advised = case.verdict is not None
    # After the advice only what changes the case brings it again; before, it is due as soon as nothing is worth asking.
    advises = ready and (heard.event == "enough" or bool(heard.changes) or not advised)
    if advises and not (answers and not heard.changes and advised):
        case = replace(case, verdict=assessment.verdict)
        heard = replace(heard, conversation=heard.conversation.with_case(case))
        return replace(_wait_for(heard, "advise", cards), advises=True, answers=answers)
    if answers or (advised and not cards):
        return replace(_wait_for(heard, "answer", cards), answers=answers)
    return _wait_for(heard, "ask", cards)


def _is_beside_the_point(heard: Heard, reading: Reading) -> bool:
    """Whether a message holds nothing but what the advisor must decline."""
    return reading.act == "off_topic" and not heard.changes and "question" not in reading.acts


def _wait_for(heard: Heard, move: Move, cards: tuple[Card, ...], pending: Pending = "") -> Decision:
    """The decision with the conversation that remembers what was asked."""
    case = heard.conversation.case
    facts = tuple(card.fact for card in cards if card.fact)
    if pending == "carry":
        facts = tuple(name for name, entry in case.ledger.items() if entry.status == "assumed") + facts
    repeated = set(facts) & set(heard.conversation.waiting.asked) if move in ("answer", "compare", "decline") else set()
    times = {**case.times_asked, **{name: case.times_asked.get(name, 0) + 1 for name in facts if name not in repeated}}
    confirming = tuple(card.fact for card in cards if card.kind == "confirm")
    if move == "advise":
        confirming += tuple(pending_figures(case))
    put = (*case.conflicts_put, *(card.conflict for card in cards if card.conflict))
    policies = tuple(dict.fromkeys((*case.policies_put, *(card.fact for card in cards if card.source))))
    case = replace(case, times_asked=times, conflicts_put=put, policies_put=policies)
    conversation = heard.conversation.with_case(case)
    return Decision(move, cards, replace(conversation, waiting=Waiting(facts, confirming, pending)))


def _cards(heard: Heard, reading: Reading, assessment: Assessment) -> tuple[Card, ...]:
    """The cards of the next questions: what to confirm, and what can still change the advice."""
    case = heard.conversation.case
    if heard.event == "went_back" and heard.about:
        return (_ask(heard.about),)
    open_work = "use_case" not in case.ledger and case.times_asked.get("use_case", 0) < MOST_TIMES_ASKED
    if heard.event == "enough" or case.hurried:
        return (_ask("use_case"),) if open_work else ()
    conflict = _conflict(case, assessment)
    if conflict:
        return (conflict,)
    unclear = _unclear(heard, reading)
    doubtful = _doubtful(case, assessment)
    if open_work:
        ask = ["use_case"]
    else:
        detour = not DETOURS.isdisjoint(reading.acts)
        skip = {*doubtful, *(card.fact for card in unclear)}
        ask = _to_ask(heard, assessment, skip, detour)[: max(CARDS_AT_ONCE - bool(doubtful) - len(unclear), 0)]
    if ask or doubtful:
        # While something is put anyway, a tap settles these too.
        doubtful += [name for name in pending_figures(case) if name not in doubtful]
    confirm = tuple(_confirm(case, name) for name in doubtful[:SUGGESTIONS_AT_ONCE])
    return (*unclear, *confirm, *map(_ask, ask))


def _unclear(heard: Heard, reading: Reading) -> tuple[Card, ...]:
    """What was told and cannot be computed with as it stands, asked for again, but not without end."""
    if heard.event == "what_if":
        return ()
    told = {name: f"{beyond(name, read.value)}. What is it?" for name, read in heard.beyond.items()}
    foreign = other_currency(reading)
    if foreign and "budget_per_month" not in reading.facts:
        told["budget_per_month"] = (
            f"I heard a budget of {foreign.value} and compute in US dollars only: what is it in US dollars a month?"
        )
    times = heard.conversation.case.times_asked
    return tuple(
        Card("ask", name, question, FACTS[name].why)
        for name, question in told.items()
        if times.get(name, 0) <= MOST_TIMES_ASKED
    )[:CARDS_AT_ONCE]


def other_currency(reading: Reading) -> Note | None:
    """A budget that the message tells in a currency other than the US dollar."""
    notes = (note for note in reading.notes if note.what == "other_currency")
    return next((note for note in notes if not pays_today(note.quote)), None)


def _conflict(case: Case, assessment: Assessment) -> Card | None:
    """The first contradiction that was not asked about yet; it is asked once."""
    for found in assessment.contradictions:
        if found.id not in case.conflicts_put:
            return Card("ask", found.settles, found.question, found.said, conflict=found.id)
    return None


def _doubtful(case: Case, assessment: Assessment) -> list[str]:
    """Suggested facts that can change the verdict, the most valuable first; a contradiction or a slip always can.

    What a document of theirs states is put in any case: it bears on what the advice may say.
    """
    value = {question.fact: question.value_of_information for question in worth_asking(assessment)}
    names = [
        name
        for name, read in case.suggested.items()
        if name in case.ledger or name in value or read.source or doubt(case, name)
    ]
    return sorted(names, key=lambda name: -value.get(name, 1.0))


def doubt(case: Case, name: str) -> str:
    """Whether a suggested figure is meant, where it looks like a slip; nothing where it does not."""
    told = {**known(case.ledger), name: case.suggested[name].value}
    return next((slip.question for slip in slips(told) if name in slip.facts), "")


def pending_figures(case: Case) -> list[str]:
    """Suggested numbers, which bear on cost and dates even where they leave the verdict alone."""
    return [name for name in case.suggested if FACTS[name].kind == "number" and name not in case.ledger]


def _to_ask(heard: Heard, assessment: Assessment, skip: Set[str], detour: bool) -> list[str]:
    """The facts to ask now: those still open from the last reply, else the most valuable ones."""
    case, waiting = heard.conversation.case, heard.conversation.waiting
    worth = [q for q in worth_asking(assessment) if q.fact not in skip and q.fact not in case.ledger]
    standing = [
        q.fact
        for q in worth
        if q.fact in waiting.asked
        # A suggestion that was denied or never answered is put once more, as a plain question.
        and (detour or q.fact in waiting.confirming or case.times_asked.get(q.fact, 0) < MOST_TIMES_ASKED)
    ]
    room = max(MOST_QUESTIONS - len([name for name in case.times_asked if name != "use_case"]), 0)
    fresh = list(ask_together([q for q in worth if q.fact not in case.times_asked])[:room])
    return (standing or fresh)[:CARDS_AT_ONCE]


def _ask(name: str) -> Card:
    fact = FACTS[name]
    return Card("ask", name, fact.question, fact.why)


def _confirm(case: Case, name: str) -> Card:
    fact, read = FACTS[name], case.suggested[name]
    return Card("confirm", name, fact.question, fact.why, read.value, read.quote, doubt(case, name), source=read.source)


def _restart_card() -> Card:
    return Card(
        "yes_no", "", "Shall I start over and forget every use case of this conversation?", "It cannot be taken back."
    )


def _carry_card(case: Case) -> Card | None:
    """One question for what was carried over from the use case before."""
    carried = {name: entry for name, entry in case.ledger.items() if entry.status == "assumed"}
    if not carried:
        return None
    named = "; ".join(
        f"{FACTS[n].title.lower()}: {FACTS[n].label(e.value).lower()}"
        for n, e in carried.items()
        if e.value is not None
    )
    return Card(
        "yes_no",
        "",
        f"Does this hold for the new use case as well: {named}?",
        "It belongs to your organisation, so I carried it over.",
    )
