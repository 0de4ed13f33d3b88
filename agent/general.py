"""Which messages ask, and which ask about the subject rather than one's own case: those state nothing of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from agent.reading.protocol import Reading
from knowledge.own_documents.documents import KIND as DOCUMENT
from knowledge.passages import Hit

_OURS = re.compile(r"\b(?:we|we're|we've|we'd|our|ours|us|i|i'm|i've|i'd|my|mine|me|here|today)\b", re.IGNORECASE)

_OPENS = re.compile(
    r"\W*(?:(?:hi|hello|hey|ok(?:ay)?|thanks|so|and|but|well|quick question|question)\b[\s,.:!-]*)*"
    r"(?:what(?:'s| is| are)?|who(?:'s)?|whose|which|when|where|why|how|(?:is|are) there|does|do (?:you|we|they|i)|did"
    r"|can (?:we|i|you|they|a|an|the)|could (?:we|i|you)|should (?:we|i)|must (?:we|i)|is it|are (?:we|they)"
    r"|has any|have any|any(?:one|body)?|tell me|show me|give me an?|explain|more about|difference between)\b",
    re.IGNORECASE,
)
LEAST_WORDS = 3

SURELY = 0.9
"""The score from which what seemed to be beside the point is taken for a question."""


def is_put_as_a_question(text: str) -> bool:
    """Whether a message is put like a question, with its mark or by how it opens."""
    plain = text.replace("’", "'").strip()
    return plain.endswith("?") or bool(_OPENS.match(plain) and len(plain.split()) >= LEAST_WORDS)


def without_what_is_general(reading: Reading, text: str, asked: Sequence[str]) -> Reading:
    """The reading without facts, where the message only asks and speaks of nobody of theirs.

    "What would 2 million requests a month cost?" tells no volume; an answer to what was asked stays one.
    """
    if "question" not in reading.acts or "what_if" in reading.acts or _OURS.search(text.replace("’", "'")):
        return reading
    told = len(_letters(text)) - sum(len(_letters(question)) for question in reading.questions)
    if told > 0 or any(name in asked for name in (*reading.facts, *reading.suggested)):
        return reading
    acts = tuple(act for act in reading.acts if act not in ("inform", "correct")) or ("question",)
    return replace(reading, acts=acts, facts={}, suggested={}, notes=())


def in_light_of_answers(
    reading: Reading, text: str, asked: Sequence[str], answers: Callable[[str], list[Hit]]
) -> Reading:
    """What was not heard as a question is one where it is put like one and something here answers it."""
    if "question" in reading.acts or not is_put_as_a_question(text) or set(reading.facts) & set(asked):
        return reading
    hits = answers(text)
    if not hits:
        return reading
    if reading.act == "off_topic":
        surely = hits[0].passage.kind == DOCUMENT or hits[0].score >= SURELY
        asks = Reading("question", ("question",), language=reading.language, unread=reading.unread)
        return asks if surely else reading
    other = tuple(act for act in reading.acts if act != "inform" or reading.facts)
    return replace(reading, act="question", acts=("question", *other), questions=(text,))


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)
