"""Who did it: cases of others, one where an example is asked for, several otherwise."""

import re

from agent.following import Followed
from agent.research.desk import Desk
from agent.research.naming import speaks_of
from agent.writing.kinds import asks_for_one, whose
from agent.writing.protocol import Quote
from knowledge.passages import Passage

CASES_LISTED = 4

# Cases are asked for as such, so that less likeness is enough, and none where a case names what is asked about.
CASE = 0.03


def cases_of_others(asked: Followed, desk: Desk) -> tuple[Quote, ...]:
    """What others did: one case where one is asked for, several otherwise; none that was listed before."""
    question = asked.question
    seen = desk.topic.passages if asked.other else ()
    words = [word for thing in desk.names.things(question) for word in thing.words]
    near = [hit for hit in desk.near(question, least=0.0, kinds=["case"]) if hit.passage.id not in seen]
    hits = [hit for hit in near if hit.score >= CASE or speaks_of(hit.passage, words)]
    who, outcomes = whose(question), _outcomes(question)
    for wanted in (
        [hit for hit in hits if who and _is_of(hit.passage, who)],
        [hit for hit in hits if hit.passage.outcome in outcomes],
    ):
        hits = wanted or hits
    most = 1 if asks_for_one(question) else CASES_LISTED
    return tuple(Quote(hit.passage, desk.excerpt(question, hit.passage)) for hit in hits[:most])


def _is_of(passage: Passage, who: str) -> bool:
    """Whether a case is one of those who are asked for; its questions say of what branch it is."""
    text = "\n".join((passage.title, passage.text, *passage.asks)).lower()
    return bool(re.search(rf"\b{re.escape(who)}", text))


def _outcomes(question: str) -> tuple[str, ...]:
    """The outcomes that a question asks for: those who stayed with a vendor, or those who moved away from one."""
    if re.search(r"\b(?:stay\w*|remain\w*|stuck|kept|happy) (?:with|on|to)\b|\bhappy\b", question, re.I):
        return ("prebuilt",)
    if re.search(r"\b(?:mov\w+|switch\w*|left|went|migrat\w+|replac\w+|own model|self-?host\w*)\b", question, re.I):
        return ("hybrid", "open_source")
    return ()
