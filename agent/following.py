"""What a short message goes on about: "and Mistral?", "ten times that?", "the second one?", made into a full question.

Pure: a message and what the last reply was about go in, the full question comes out. A question that stands by itself
is left alone.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from agent.case import Named, Topic
from agent.facts import FACTS
from agent.general import is_put_as_a_question
from agent.reading.numbers import find_numbers
from agent.reading.protocol import FactReading, Reading
from agent.reading.quantities import find_quantities
from agent.reading.quantity import Quantity
from knowledge.things import Vocabulary

WHY_ADVICE = "Why do you advise that?"
WHY_ASK = "Why do you ask that?"

# Words of a follow-up that adds something to the question before.
MOST_WORDS = 6

_LEAD = r"(?:(?:and|but|so|ok(?:ay)?|thanks?(?: you)?|hm+|well|then|right|yes|also|good|great)\b[,.!]?\s+)*"
_TELL = (
    r"(?:(?:please |can you |could you )?(?:tell me|say|give me|explain|show me|i want|i'd like)(?: a bit| some)? ?)?"
)
_ORDINALS = {
    "first": 0, "former": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "fifth": 4,
    "other": 1, "latter": -1, "last": -1,
}  # fmt: skip
_WHAT_ABOUT = r"(?:(?:what|how) about|tell me (?:more )?(?:about|on)|(?:more|details) (?:about|on|of)|and|explain)"
_NTH = re.compile(
    rf"{_LEAD}(?:{_WHAT_ABOUT} )?the (?P<nth>{'|'.join(_ORDINALS)})(?: (?:one|option|case|point|example|route|thing))?"
    rf"(?: in (?:more )?detail)?",
    re.I,
)
_MORE = re.compile(
    rf"{_LEAD}(?:{_TELL}(?:more|details|in (?:more )?detail)(?: details?)?(?: (?:about|on) (?:that|this|it|them))?"
    r"|go on|continue|(?:please |can you |could you )?elaborate(?: on (?:that|this|it))?|go deeper|explain(?: that)?)"
    r"(?: please)?",
    re.I,
)
_ELSE = re.compile(
    rf"{_LEAD}(?:{_TELL}(?:who|what|which|anyone|anybody|any|somebody|another)?(?: (?:else|others?|ones?|more))+"
    r"(?: examples?| cases?| ones?)?(?: (?:is|are) there| did (?:it|that|this)| do you know)?"
    rf"|others|{_TELL}(?:any |some )?(?:more|other|further) (?:examples?|cases?|ones)"
    rf"|{_TELL}another (?:one|example|case))",
    re.I,
)
_WHY = re.compile(rf"{_LEAD}(?:why|how come|why (?:is|was) that|why so|why not|for what reason)", re.I)
_TIMES = re.compile(
    rf"{_LEAD}(?:what (?:about|if)|how about|and|if|for|with|at)?\s*(?:for |with |at |if )?"
    r"(?:(?:it|that|this|we|they|the volume) (?:were|was|is|are|had|have|grows?|grew|be|gets?)(?: to)? )?"
    r"(?P<factor>(?:[\w.,-]+ (?:and a half )?times|[\d.,]+ ?x|twice|double|triple|half|a (?:tenth|third|quarter) of))"
    r"(?: (?:of )?(?:that|this|it|as (?:much|many)|the (?:volume|amount|number)|so (?:much|many)|more"
    r"|that (?:volume|amount|much|many)))?(?: (?:requests|calls|tokens))?",
    re.I,
)
_FACTORS = {"twice": 2.0, "double": 2.0, "triple": 3.0, "half": 0.5, "a tenth of": 0.1, "a third of": 1 / 3}
_PER = re.compile(
    rf"{_LEAD}(?:(?:how much|what) (?:is|would|does|will) (?:that|it|this|they)(?: be| come to| cost| make)?,? ?)?"
    r"(?P<per>(?:a|per|each|every|in a|over a) (?:hour|day|week|month|year|quarter)|(?:in )?(?:three|two|five) years)",
    re.I,
)
_ADDED = re.compile(
    rf"{_LEAD}(?:what about|how about|what of)? ?(?P<added>.+)",
    re.I,
)
_OPENS = re.compile(r"^\W*(?:and|but|or|what about|how about|what of|also|only|even)\b", re.I)
_PREPOSED = re.compile(
    r"^(?:and |but |or |what about |how about |what |also |only |even )*"
    r"(?:in|for|with|without|under|on|at|from|over|after|per|inside|outside|using)\b",
    re.I,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|must|may|might|need|needs|cost|costs"
    r"|work|works|mean|means|use|uses|get|gets|run|runs|i|we|you|they|it)\b",
    re.I,
)
# A pronoun that stands for something said before; "that" before a noun, and the "it" of "is it true that", do not.
_PRONOUN = re.compile(
    r"\b(?:it|they|them|those|these|that|this)\b(?!\s+(?!cost|costs|come|work|mean|need|take|safe|have|keep|do|does|is"
    r"|are|be|a month|a year|per|compare|run|back|not|still|better|cheaper|any|really|as|all|for|in|on|with|then)\w)"
    r"(?!\s+\w+ (?:that|to|if)\b)",
    re.I,
)
# "Who has done it?" asks for cases, whatever was talked about.
_DONE = re.compile(r"\b(?:done|(?:who|anyone|anybody|somebody|which \w+) (?:do|did)) (?:it|this|that)\b", re.I)
_SHORT = 9


@dataclass(frozen=True)
class Followed:
    """The full question of a message, and how it goes on from the last reply.

    `more` asks for what was not yet said of it, `other` for what was not yet named; `passage` is the one that is
    meant. `supposed` are requests a month in a what-if. `follows` says that it was not a question by itself.
    """

    question: str
    more: bool = False
    other: bool = False
    passage: str = ""
    supposed: float | None = None
    follows: bool = False

    def reading(self, said: str) -> Reading:
        """What the message says: it asks, or supposes a volume; it states nothing."""
        if self.supposed is None:
            return Reading("question", ("question",), questions=(self.question,))
        volume = FactReading(self.supposed, said)
        return Reading("what_if", ("what_if",), {"requests_per_month": volume})


@dataclass(frozen=True)
class Before:
    """What a message may go on from: what the last reply was about, the requests a month that are known, whether an
    answer is waited for, and the day."""

    topic: Topic
    today: date
    volume: float | None = None
    waits: bool = False


def follow(text: str, before: Before, names: Vocabulary) -> Followed | None:
    """The full question of a message that goes on from the last reply; None where it stands by itself."""
    found = _follow(text, before, names)
    return replace(found, follows=True) if found else None


def _follow(text: str, before: Before, names: Vocabulary) -> Followed | None:
    said = re.sub(r"[\s?!.…]+$", "", " ".join(text.replace("’", "'").split()))
    if not said or len(said.split()) > _SHORT + 3:
        return None
    topic = before.topic
    if _WHY.fullmatch(said):
        asked = Followed(_why(topic), more=True) if topic.question else None
        return asked or (Followed(WHY_ASK) if before.waits else None)
    if topic.question and _MORE.fullmatch(said):
        return Followed(topic.question, more=True)
    asks = is_put_as_a_question(text)
    if before.waits and not asks:
        return None  # it may be the answer that is waited for
    times = _TIMES.fullmatch(said)
    if times:
        return _multiplied(times["factor"], before)
    return _from(said, topic, names, asks) if topic.question else None


def _from(said: str, topic: Topic, names: Vocabulary, asks: bool) -> Followed | None:
    """A message that goes on from a question that was answered."""
    nth = _NTH.fullmatch(said)
    if nth:
        return _about(_nth(topic, nth["nth"]), topic)
    if _ELSE.fullmatch(said):
        return Followed(topic.question, other=True)
    per = _PER.fullmatch(said)
    if per:
        return Followed(f"{_bare(topic.question)} {per['per']}?")
    # "Actually it is 90,000" refers to what was said before as well, and states something.
    return _named(said, topic) or _added(said, topic, names) or (_referring(said, topic, names) if asks else None)


def _why(topic: Topic) -> str:
    asked = _bare(topic.question)
    return WHY_ADVICE if asked.lower().startswith("why") else f"Why: {asked}?"


def _about(named: Named | None, topic: Topic) -> Followed | None:
    """More of a thing that was named: of the passage that spoke of it, where one did."""
    if named is None:
        return None
    if named.passage:
        asked = f"{_bare(topic.question)}: {named.name}?" if named.name else topic.question
        return Followed(asked, more=True, passage=named.passage)
    return Followed(f"What is {named.name}?")


def _nth(topic: Topic, word: str) -> Named | None:
    place = _ORDINALS[word.lower()]
    named = topic.named or tuple(Named("", passage) for passage in topic.passages)
    return named[place] if -len(named) <= place < len(named) else None


def _named(said: str, topic: Topic) -> Followed | None:
    """ "Tell me more about X", where the last reply named X."""
    match = re.fullmatch(rf"{_LEAD}(?:tell me more about|more (?:about|on)|what about|how about|and) (.+)", said, re.I)
    if not match:
        return None
    wanted = _plain(match[1])
    found = [named for named in topic.named if wanted and named.name and wanted == _plain(named.name)]
    return _about(found[0], topic) if found else None


def _added(said: str, topic: Topic, names: Vocabulary) -> Followed | None:
    """ "And Mistral?", "in Europe?": the question before with another name in it, or with something more."""
    match = _ADDED.fullmatch(said)
    added = match["added"] if match else ""
    if not (_OPENS.match(said) or _PREPOSED.match(said)) or len(added.split()) > MOST_WORDS or _VERB.search(added):
        return None
    new = names.mentions(added)
    asked = _bare(topic.question)
    if new and not _PREPOSED.match(added):
        old = [mention for mention in names.mentions(asked) if mention.thing.kind == new[0].thing.kind]
        if old:
            return Followed(f"{asked[: old[0].start]}{added}{asked[old[-1].end :]}?")
    swapped = _swapped(asked, added) if not _PREPOSED.match(added) else None
    return Followed(swapped or f"{asked} {added}?")


def _swapped(asked: str, added: str) -> str | None:
    """The question with one name that no table knows in place of another: both begin with a capital."""
    if not re.fullmatch(r"(?:the )?[A-Z][\w.-]*(?: [A-Z0-9][\w.-]*)*", added):
        return None
    known = list(re.finditer(r"(?<=\s)[A-Z][\w.-]*(?: [A-Z0-9][\w.-]*)*", asked))
    return f"{asked[: known[-1].start()]}{added}{asked[known[-1].end() :]}?" if known else None


def _referring(said: str, topic: Topic, names: Vocabulary) -> Followed | None:
    """ "What do they cost a month?": the pronoun stands for what the last reply was about."""
    pronoun = _PRONOUN.search(said)
    if not pronoun or _DONE.search(said) or names.mentions(said) or len(said.split()) > _SHORT:
        return None
    meant = topic.named[-1].name if topic.named and topic.named[-1].name else ""
    if not meant:
        things = names.things(topic.question)
        meant = things[-1].name if things else ""
    if not meant:
        return Followed(f"{said}? ({_bare(topic.question)})")
    return Followed(f"{said[: pronoun.start()]}{meant}{said[pronoun.end() :]}?")


def _multiplied(factor: str, before: Before) -> Followed | None:
    """The volume of the last question, or of the case, times a factor."""
    by = _FACTORS.get(factor.lower())
    if by is None:
        numbers = find_numbers(factor)
        by = numbers[0].value if numbers else None
    if by is None:
        return None
    asked = before.topic.question
    volume = volume_in(asked, before.today) if asked else None
    if volume is not None:
        number = f"{volume.value * by:,.10g}"
        tail = asked[volume.tail or volume.end : volume.end]
        return Followed(f"{asked[: volume.start]}{number}{tail}{asked[volume.end :]}")
    supposed = before.topic.supposed or before.volume
    if supposed is None or not FACTS["requests_per_month"].computes_with(supposed * by):
        return None
    return Followed(asked, supposed=supposed * by)


def volume_in(question: str, today: date) -> Quantity | None:
    """The requests or tokens in a period that a question names, where it names any."""
    counted = ("calls", "plain", "tokens", "people")
    found = find_quantities(question, today)
    return next((q for q in found if q.unit in counted and q.period and q.form not in ("phrase", "product")), None)


def _bare(question: str) -> str:
    return re.sub(r"[\s?!.…]+$", "", question)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower().removeprefix("the "))
