"""What of a model's answer holds: its quotes are looked for in the message, its numbers are computed anew.

Nothing is taken into a reading here; a claim that holds is still only a model's word for it.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from agent.facts import FactError, check
from agent.reading.answer import Answer
from agent.reading.clauses import split
from agent.reading.prompts import CLAIMED, NOT_KNOWN
from agent.reading.protocol import FactReading
from agent.reading.quantities import find_quantities
from agent.reading.quantity import NUMERIC, Quantity
from agent.reading.roles import possible
from agent.reading.speech import OTHERS, QUESTION_START, is_question

# Between the thresholds: a model's word is not measured as the heads are.
CONFIDENCE = 0.5

SAME_NUMBER = 0.02
LONGEST = 600

_ALIKE = {**dict.fromkeys("'’‘`´", "['’‘`´]"), **dict.fromkeys('"“”„', '["“”„]'), **dict.fromkeys("-–—‑", "[-–—‑]")}
_AROUND = " \t\r\n\"'“”‘’…"


@dataclass(frozen=True)
class Span:
    """A piece of the message, verbatim, and where it stands."""

    text: str
    start: int
    end: int

    def meets(self, other: "Span") -> bool:
        """Whether the two share words."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Held:
    """A claim that the message bears out as far as rules can tell.

    `asks` says that it stands in a question, `quantity` is what its number was computed from.
    """

    read: FactReading
    span: Span
    asks: bool = False
    quantity: Quantity | None = None


@dataclass(frozen=True)
class Checked:
    """What of an answer holds, and what is said not to be known.

    `quotes` counts what was claimed, `invented` those whose words are not in the message.
    """

    facts: dict[str, Held]
    not_known: frozenset[str]
    questions: tuple[str, ...]
    quotes: int
    invented: int


def find(text: str, quote: str) -> Span | None:
    """The quote as it stands in the text: other blanks, dashes and quotation marks are no other words."""
    words = quote.strip(_AROUND).split()
    if not any(char.isalnum() for char in quote) or len(quote) > LONGEST:
        return None
    pattern = r"\s+".join("".join(_ALIKE.get(char, re.escape(char)) for char in word) for word in words)
    # Never a piece of a word, nor the end of a longer number.
    match = re.search(rf"(?<!\w)(?<!\d[.,]){pattern}(?!\w)(?![.,]\d)", text, re.I)
    return Span(match.group(), match.start(), match.end()) if match else None


def checked(answer: Answer, text: str, today: date) -> Checked:
    """Hold an answer against the message."""
    found = {name: find(text, claim.quote) for name, claim in answer.facts.items()}
    asked = [find(text, question) for question in answer.questions]
    spans = {name: span for name, span in found.items() if span is not None and name in CLAIMED}
    not_known = {name for name in spans if answer.facts[name].value == NOT_KNOWN}
    return Checked(
        facts=_held(answer, {n: s for n, s in spans.items() if n not in not_known}, text, today),
        not_known=frozenset(not_known),
        questions=tuple(dict.fromkeys(span.text for span in asked if span is not None and _asks(span.text))),
        quotes=len(found) + len(asked),
        invented=[*found.values(), *asked].count(None),
    )


def _held(answer: Answer, spans: Mapping[str, Span], text: str, today: date) -> dict[str, Held]:
    """The claims whose value is allowed and whose words speak of the person's own matter."""
    clauses, quantities = split(text)[0], find_quantities(text, today)
    held = {}
    for name, span in spans.items():
        home = " ".join(clause.text for clause in clauses if clause.start < span.end and span.start < clause.end)
        value = answer.facts[name].value
        claim = _number(name, value, span, quantities) if name in NUMERIC else _word(name, value, span)
        if claim is not None and not OTHERS.search(home):
            held[name] = replace(claim, asks=is_question(home))
    return held


def _number(name: str, said: object, span: Span, quantities: Sequence[Quantity]) -> Held | None:
    """What our own rules make of the number in the quote; what the model wrote only chooses where there are several."""
    inside = [q for q in quantities if span.start <= q.start and (q.tail or q.end) <= span.end]
    worth = {round(value, 2): q for q in inside if (value := possible(q, name)) is not None}
    value = next(iter(worth), None) if len(worth) == 1 else _nearest(worth, said)
    if value is None:
        return None
    detail = dict(worth[value].detail) if name == "tokens_per_request" and "input" in worth[value].detail else {}
    return Held(FactReading(value, span.text, CONFIDENCE, detail=detail), span, quantity=worth[value])


def _nearest(values: Iterable[float], said: object) -> float | None:
    """The value that is the number said, or None."""
    try:
        number = float(str(said).replace(",", ""))
    except ValueError:
        return None
    return next((value for value in values if math.isclose(value, number, rel_tol=SAME_NUMBER)), None)


def _word(name: str, said: object, span: Span) -> Held | None:
    try:
        return Held(FactReading(check(name, said), span.text, CONFIDENCE), span)
    except FactError:
        return None


def _asks(text: str) -> bool:
    """Whether words ask something, with or without a question mark."""
    return is_question(text) or bool(QUESTION_START.search(text.replace("’", "'").strip()))
