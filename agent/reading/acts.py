"""The acts of a message: the trained head, and the few patterns that leave no doubt.

Also what follows from them: what is unknown, withheld, taken back, and what a going back is about.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.facts import FACTS, FactValue
from agent.reading.evidence import Evidence, Speech
from agent.reading.protocol import ACTS, FactReading
from agent.reading.speech import (
    AFFIRM,
    DENY,
    DONT_KNOW,
    ENOUGH,
    FORCE,
    GO_BACK,
    INJECTION,
    NEXT_START,
    NO_FIRST,
    REFUSAL,
    RESTART,
    TOPICS,
    YES_FIRST,
    is_question,
    topics_in,
)

# What the reply must serve first where a message does several things.
FIRST = (
    "restart",
    "off_topic",
    "what_if",
    "next_use_case",
    "go_back",
    "question",
    "refuse",
    "correct",
    "deny",
    "affirm",
    "dont_know",
    "inform",
)
SILENT = ("refuse", "off_topic", "restart", "go_back")
"""Acts whose facts have to be beyond doubt."""

CAUTION = 0.25
ANSWERED = 0.5
"""From which confidence in an asked fact a message is an answer first of all."""

SHORT = 60


def decide(heard: Evidence, facts: Mapping[str, FactReading], *, confirming: bool) -> Speech:
    """The acts by head and patterns, and the caution that they ask for."""
    plain = heard.text.replace("’", "'").strip()
    questions = tuple(clause.text for clause in heard.clauses if is_question(clause.text))
    chances = _chances(heard, facts, questions, confirming)
    act = max(chances, key=lambda name: chances[name])
    if confirming and len(plain) <= SHORT and act not in ("question", "what_if", "restart"):
        act = "affirm" if AFFIRM.search(plain) else "deny" if DENY.search(plain) else act
    if NEXT_START.search(plain) and act not in ("question", "what_if") and not RESTART.search(plain):
        act = "next_use_case"
    if INJECTION.search(plain):
        act = "off_topic"
    acts = [*_said_first(plain, act, confirming), act]
    if confirming and act in ("question", "what_if") and AFFIRM.search(plain) and questions:
        acts = ["affirm", "question"]
    elif questions and act not in ("question", "refuse", *SILENT) and _asks_us(heard, questions, chances):
        acts.append("question")
    if act == "question" and not questions:
        questions = (heard.clauses[-1].text,)
    if "question" not in acts and act != "refuse":
        questions = ()
    if ENOUGH.search(plain) and act in ("inform", "correct", "dont_know", "question"):
        acts = [name for name in acts if name != "question"] + ["refuse"]
    caution = CAUTION if act in SILENT else 0.1 if act == "question" else 0.0
    return Speech(_first(acts), tuple(acts), questions, caution)


def _said_first(plain: str, act: str, confirming: bool) -> list[str]:
    """The yes or no to what was put, where a message begins with it and goes on to other things."""
    if not confirming or act in ("affirm", "deny", "off_topic", "restart"):
        return []
    return ["affirm"] if YES_FIRST.search(plain) else ["deny"] if NO_FIRST.search(plain) else []


def _chances(
    heard: Evidence, facts: Mapping[str, FactReading], questions: Sequence[str], confirming: bool
) -> dict[str, float]:
    """The chance of each act, in the light of what can be and what was read."""
    chances = dict(zip(ACTS, heard.acts.tolist(), strict=True))
    if not confirming:
        chances["affirm"] = chances["deny"] = 0.0
    if not questions:
        chances["question"] *= 0.5
    answered = max((facts[name].confidence for name in heard.asked if name in facts), default=0.0)
    if answered >= ANSWERED and not questions:
        for name in ("refuse", "off_topic", "dont_know", "restart", "go_back"):
            chances[name] *= 1 - 0.8 * answered
    return chances


def _asks_us(heard: Evidence, questions: Sequence[str], chances: Mapping[str, float]) -> bool:
    """Whether the questions want an answer; those quoted in a narrative do not."""
    return chances["question"] > 0.12 or heard.clauses[-1].text in questions


def _first(acts: Sequence[str]) -> str:
    return min(acts, key=FIRST.index)


def settle(
    speech: Speech,
    taken: Mapping[str, FactReading],
    suggested: Mapping[str, FactReading],
    known: Mapping[str, FactValue],
    asked: Sequence[str],
) -> Speech:
    """The acts once the facts are known: a changed value corrects, a stated one informs."""
    acts = list(speech.acts)
    stated = [name for name in taken if name != "use_case" or name in asked]
    changed = [n for n in stated if n in known and n != "use_case" and known[n] != taken[n].value and n not in asked]
    if known and acts == ["correct"] and taken and not changed and not set(taken) & set(known):
        acts = ["inform"]
    if changed and "inform" in acts and not {"what_if", "next_use_case"} & set(acts):
        acts[acts.index("inform")] = "correct"
    if taken and not {"inform", "correct", "what_if"} & set(acts):
        acts.append("inform")
    return replace(
        speech,
        act=_first([a for a in acts if a != "inform" or len(acts) == 1] or acts),
        acts=tuple(dict.fromkeys(acts)),
    )


def unknown(heard: Evidence, speech: Speech, taken: Mapping[str, FactReading]) -> tuple[str, ...]:
    """The facts that they say they don't know."""
    named = [
        fact
        for clause in heard.clauses
        if DONT_KNOW.search(clause.text.replace("’", "'")) and not is_question(clause.text)
        for fact in topics_in(clause.text)
        if fact != "use_case"
    ]
    if "dont_know" in speech.acts and not set(named) & set(heard.asked):
        named += heard.asked if not taken or not set(taken) & set(heard.asked) else []
    if speech.act in ("question", "off_topic", "restart", "go_back", "what_if") and "dont_know" not in speech.acts:
        return ()
    return tuple(f for f in FACTS if f in named and f not in taken)


def withheld(heard: Evidence, speech: Speech, taken: Mapping[str, FactReading]) -> tuple[str, ...]:
    """The facts that they won't say; pushing for the advice withholds nothing."""
    if "refuse" not in speech.acts:
        return ()
    plain = heard.text.replace("’", "'")
    if ENOUGH.search(plain) or FORCE.search(plain) or not REFUSAL.search(plain):
        return ()
    named = [
        f for clause in heard.clauses if REFUSAL.search(clause.text.replace("’", "'")) for f in topics_in(clause.text)
    ]
    about = [f for f in heard.asked if f in named] or list(heard.asked) or named
    return tuple(f for f in FACTS if f in about and f not in taken)


_CLEAR = re.compile(
    r"\b(?:forget|scratch|strike|ignore|disregard|remove|delete|drop|take back"
    r"|withdraw)\b(?!.{0,30}\b(?:instructions?|rules|prompt|everything|all of it)\b)",
    re.I,
)


def cleared(heard: Evidence, taken: Mapping[str, FactReading], suggested: Mapping[str, FactReading]) -> tuple[str, ...]:
    """The facts that they take back without a new value."""
    if RESTART.search(heard.text) or INJECTION.search(heard.text):
        return ()
    names = [
        fact
        for clause in heard.clauses
        if (match := _CLEAR.search(clause.text))
        for fact in topics_in(clause.text[match.start() :])
    ]
    return tuple(f for f in FACTS if f in names and f not in taken and f not in suggested and f != "use_case")


def about(heard: Evidence, speech: Speech) -> str | None:
    """The fact that a going back, a question or a don't-know is about."""
    plain = heard.text.replace("’", "'")
    if "go_back" in speech.acts:
        match = GO_BACK.search(plain)
        tail = plain[match.start() :] if match else plain
        return _named(tail) or _named(plain)
    if "question" in speech.acts:
        for question in speech.questions:
            named = [f for f in heard.asked if TOPICS[f].search(question)]
            if named:
                return named[0]
        return heard.asked[0] if len(heard.asked) == 1 and len(heard.clauses) == 1 and len(plain) < SHORT else None
    if "dont_know" in speech.acts:
        return next(iter(heard.asked), None) or _named(plain)
    return None


def _named(text: str) -> str | None:
    hits = [(match.start(), name) for name, pattern in TOPICS.items() if (match := pattern.search(text))]
    return min(hits)[1] if hits else None
