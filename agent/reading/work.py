"""What the model should do: the clause that names the work, and its title in the speaker's words.

The heads say which clause it may be; rules see what is no name at all.
"""

import re
from collections.abc import Iterator, Set

from agent.reading.answers import CERTAIN
from agent.reading.clauses import split
from agent.reading.evidence import Evidence, Speech
from agent.reading.heads import YES_NO
from agent.reading.protocol import FactReading
from agent.reading.roles import ROLES, clause_of
from agent.reading.speech import DONT_KNOW, ENOUGH, NEXT_START, is_question
from agent.reading.titles import title_of

WORK, WORK_AMONG_MUCH, WORK_WISHED = 0.5, 0.15, 0.12
"""From which chance a clause names the work: by itself, where the message tells much more, where it is a wish."""

_WISH = re.compile(
    r"\b(?:i|we|they|my \w+|our \w+)(?:['’]d| would)?(?: also| just| really)? "
    r"(?:like|love|want|need|wish|plan|hope|intend|aim)s?\b",
    re.I,
)
# "We sort" is the work, "we get" only its volume.
_DOES = re.compile(
    r"\W*(?:we|i|our \w+|my \w+)(?:['’]d| would)?\s+(?:(?:want|need|plan|hope|wish|like|intend)s? to\s+)?"
    r"(?!have|get|got|had|see|receive|expect|are|were|is|was|do|did|pay|spend|use|make"
    r"|take|would|will|may|might|can|could|run|serve|estimate|think|guess|reckon|count)[a-z]{3,}\s+"
    r"(?:(?:about|around|roughly|some|maybe|nearly|almost|over|up to)\s+)?",
    re.I,
)
# Facts that the words for the work itself may tell; a message that tells others may be an answer to something else.
OF_THE_WORK = frozenset({"audience", "task_difficulty", "customization", "requests_per_month", "seats"})
# A title needs two words beside a number and what belongs to it.
_WORDS = re.compile(r"(?:\b(?!about\b|around\b|roughly\b|maybe\b|some\b)[^\W\d]{3,}\b\W*(?:\w+\W+)*?){2}", re.I)


def work_announced(heard: Evidence) -> FactReading | None:
    """The work that follows the words "next use case", whatever the heads say of it."""
    match = NEXT_START.search(heard.text)
    rest = heard.text[match.end() :].strip(" :,.–—-\n") if match else ""
    first = next((clause.text for clause in split(rest)[0]), "")
    return FactReading(title_of(first, rest), first, CERTAIN) if _WORDS.search(first) else None


def says_no_work(speech: Speech, heard: Evidence) -> bool:
    """Whether a message that was taken to name the work only declines, pushes or does not know."""
    asked = "use_case" in heard.asked
    return speech.act in (("off_topic", "dont_know") if asked else ("off_topic", "restart", "refuse"))


PERHAPS = 0.3
"""A figure after a verb of doing is a volume on less than an even chance."""


def _counted_work(heard: Evidence) -> Iterator[int]:
    """The clauses that say what they do so many times: "We sort 25,000 tickets a month"."""
    for quantity, chances in zip(heard.quantities, heard.roles, strict=True):
        home = clause_of(quantity, heard.clauses)
        if home >= 0 and chances[ROLES.index("requests_per_month")] >= PERHAPS:
            before = heard.text[heard.clauses[home].start : quantity.start]
            if _DOES.fullmatch(before):
                yield home


def _names_something(title: str, heard: Evidence) -> bool:
    """Whether a title has words of its own beside figures and their units."""
    for quantity in heard.quantities:
        title = title.replace(heard.text[quantity.start : quantity.end], " ")
    return bool(_WORDS.search(title))


def work_named(heard: Evidence, told: Set[str]) -> FactReading | None:
    """The clause that names the work, and a title from its words."""
    chances = heard.yes_no[: len(heard.clauses), YES_NO.index("names the work")].copy()
    counted = set(_counted_work(heard))
    for home in counted:
        chances[home] = max(chances[home], WORK)
    best = int(chances.argmax())
    chance = float(chances[best])
    answers = len(heard.text.split()) > 1 and not is_question(heard.clauses[best].text)
    if "use_case" in heard.asked and answers and told <= OF_THE_WORK:
        chance = max(chance, 0.9)
    # An opening that tells much names its work somewhere, and a wish is mostly one for the work.
    limit = WORK_AMONG_MUCH if len(told) >= 3 and not heard.asked else WORK
    if chance < (min(limit, WORK_WISHED) if _WISH.search(heard.clauses[best].text) else limit):
        return None
    clause = heard.clauses[best]
    volume = next(
        (q for i, q in enumerate(heard.quantities) if ROLES[int(heard.roles[i].argmax())] == "requests_per_month"), None
    )
    title = title_of(clause.text, heard.text, volume)
    if not (best in counted or _names_something(title, heard)) or DONT_KNOW.search(title) or ENOUGH.search(title):
        return None
    return FactReading(title, clause.text, round(max(chance, WORK), 4))
