"""What is gathered for the questions of a message: passages, both sides of a comparison, cases, computed numbers.

It finds and leaves out; words are put around it in `writing`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.following import Followed, volume_in
from agent.research.cases import cases_of_others
from agent.research.desk import Desk
from agent.research.naming import unknown_name
from agent.research.numbers import numbers_asked, own_month
from agent.research.quoting import SENTENCES_QUOTED, beside_a_number, further, good, named_for, quotes_of
from agent.research.sides import compared
from agent.writing.kinds import kind_of
from agent.writing.protocol import Inquiry

QUESTIONS_ANSWERED = 2

# Each of two questions is answered in so many.
OF_TWO = 3

# Characters of a message up to which its question is read with what is told before it.
LONGEST_TOLD = 240

# "How do we test it, and how many examples do we need?" are two questions.
_AND_ASKS = re.compile(
    r"[,;]?\s+and\s+(?=(?:how|what|who|which|when|where|why|is|are|does|do|can|should)\b(?:\s+\S+){3,})", re.I
)
_LEANS_ON_BEFORE = re.compile(
    r"\b(?:it|he|she|they|them|that|those|this|these|the (?:result|same|other|latter))\b", re.I
)


def research(asked: Sequence[Followed], desk: Desk) -> tuple[Inquiry, ...]:
    """What was found for each question of a message; a later one that leans on the one before is read with it."""
    found: list[Inquiry] = []
    most = SENTENCES_QUOTED if len(asked) < 2 else OF_TWO
    for one in asked[:QUESTIONS_ANSWERED]:
        told = tuple(sentence for inquiry in found for quote in inquiry.quotes for sentence in quote.sentences)
        leans = bool(found) and bool(_LEANS_ON_BEFORE.search(one.question))
        inquiry = _looked_into(one, desk, most, told) if not leans else None
        if found and (inquiry is None or not is_answered(inquiry)):
            about = " ".join(thing.name for thing in found[-1].things) or found[-1].question
            again = _looked_into(replace(one, question=f"{one.question} {about}"), desk, most, told)
            inquiry = replace(again, question=one.question)
        found += [inquiry] if inquiry else []
    return tuple(found)


def questions_in(said: str, clauses: Sequence[str]) -> list[Followed]:
    """The questions of a message, each by itself; one that leans on what is told before it is read with that."""
    if (
        len(clauses) < 2
        and clauses != [said]
        and len(said) <= LONGEST_TOLD
        and any(map(_LEANS_ON_BEFORE.search, clauses))
    ):
        return [Followed(said)]
    found: list[str] = []
    for clause in clauses or [said]:
        parts = _AND_ASKS.split(clause, maxsplit=1)
        found += parts if len(parts) > 1 and not _LEANS_ON_BEFORE.search(parts[1]) else [clause]
    return [Followed(question) for question in found]


def is_answered(inquiry: Inquiry) -> bool:
    """Whether anything was found, or the assessment answers."""
    return bool(
        inquiry.kind in ("why_asked", "advice") or inquiry.quotes or inquiry.sums or inquiry.own or inquiry.sides
    )


def _looked_into(asked: Followed, desk: Desk, most: int, told: Sequence[str]) -> Inquiry:
    """What there is on one question, in `most` sentences that were not `told` yet."""
    question, names = asked.question, desk.names
    kind = kind_of(question, names, has_case=bool(desk.assessment.facts))
    inquiry = Inquiry(question, kind, names.things(question), goes_on=asked.more or asked.other)
    if kind in ("why_asked", "advice"):
        return inquiry
    if asked.passage or asked.more:
        return replace(inquiry, kind="passages", quotes=tuple(further(asked, desk)))
    if kind == "comparison" and volume_in(question, desk.known.today) is None:
        if not _is_compared(inquiry, asked, desk):
            return _with_nearest(compared(inquiry, desk), desk)
        inquiry = replace(inquiry, kind="passages")
    if kind == "cases":
        return _with_nearest(replace(inquiry, quotes=cases_of_others(asked, desk)), desk)
    return _answered(inquiry, asked, desk, most, told)


def _is_compared(inquiry: Inquiry, asked: Followed, desk: Desk) -> bool:
    """Whether the last reply has just put these things side by side: "and which is safer?" wants something else."""
    named = {thing.name for named in desk.topic.named for thing in desk.names.things(named.name)}
    return asked.follows and bool(inquiry.things) and {thing.name for thing in inquiry.things} <= named


def _answered(inquiry: Inquiry, asked: Followed, desk: Desk, most: int, told: Sequence[str]) -> Inquiry:
    """What passages say and what can be computed; names that nothing here knows are told."""
    question = asked.question
    told = (*told, *(desk.topic.told if asked.follows else ()))
    sums = numbers_asked(question, desk.known, desk.names, desk.assessment)
    if sums:
        said = (*told, *(found.sentence for found in sums))
        rule = desk.get(sums[0].passage) if sums[0].passage else None
        return replace(inquiry, sums=sums, quotes=beside_a_number(question, rule, desk, told=said) if rule else ())
    seen = desk.topic.passages if asked.other else ()
    hits = [hit for hit in (*desk.answers(question), *named_for(question, desk)) if hit.passage.id not in seen]
    hits.sort(key=lambda hit: hit.passage.id != desk.myth)  # what puts a myth right says more than what is near
    unknown = unknown_name(question, hits, desk)
    if unknown:
        nearest = hits[0].passage if hits else None
        return _with_nearest(replace(inquiry, unknown=unknown, nearest=nearest), desk)
    quotes = quotes_of(question, good(hits, question, desk), desk, most=most, told=told)
    own = own_month(question, desk.known, desk.assessment)
    return _with_nearest(replace(inquiry, quotes=quotes, own=own), desk)


def _with_nearest(inquiry: Inquiry, desk: Desk) -> Inquiry:
    """Where nothing answers, the passage that is nearest, if it is reasonably near."""
    if is_answered(inquiry) or inquiry.nearest:
        return inquiry
    hits = desk.near(inquiry.question, k=1)
    return replace(inquiry, nearest=hits[0].passage if hits else None)
