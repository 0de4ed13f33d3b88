"""What a short message goes on about: "and Mistral?", "ten times that?", "the second one?", made into a full question.

Pure: a message and what the last reply was about go in, the full question comes out. A question that stands by itself
is left alone.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from agent import follow_ups as forms
from agent.case import Named, Topic
from agent.facts import FACTS
from agent.general import is_put_as_a_question
from agent.reading.numbers import find_numbers
from agent.reading.protocol import FactReading, Reading
from agent.reading.quantities import find_quantities
from agent.reading.quantity import Quantity
from knowledge.search.lexical import stems
from knowledge.things import Vocabulary

WHY_ADVICE = "Why do you advise that?"
WHY_ASK = "Why do you ask that?"


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
    if not said or len(said.split()) > forms.SHORT + 3:
        return None
    topic = before.topic
    if forms.WHY.fullmatch(said):
        asked = Followed(_why(topic), more=True) if topic.question else None
        return asked or (Followed(WHY_ASK) if before.waits else None)
    if topic.question and forms.MORE.fullmatch(said):
        return Followed(topic.question, more=True)
    asks = is_put_as_a_question(text)
    if before.waits and not asks:
        return None  # it may be the answer that is waited for
    times = forms.TIMES.fullmatch(said)
    if times:
        return _multiplied(times["factor"], before)
    return _from(said, topic, names, asks) if topic.question else None


def _from(said: str, topic: Topic, names: Vocabulary, asks: bool) -> Followed | None:
    """A message that goes on from a question that was answered."""
    nth = forms.NTH.fullmatch(said)
    if nth and (topic.named or not topic.passages):
        return _about(_nth(topic, nth["nth"]), topic)
    if nth:  # of what was told in running sentences: all of it is meant
        return Followed(topic.question, more=True)
    if forms.ELSE.fullmatch(said):
        return Followed(topic.question, other=True)
    counted = forms.COUNTED.fullmatch(said)
    if counted:
        return _so_many(counted["count"].lower(), topic, names)
    per = forms.PER.fullmatch(said)
    if per:
        return Followed(f"{_bare(topic.question)} {per['per']}?")
    found = _named(said, topic) or _added(said, topic, names)
    if found or not asks:  # "Actually it is 90,000" refers to what was said before as well, and states something
        return found
    return (
        _pointed(said, topic)
        or _beside(said, topic, names)
        or _referring(said, topic, names)
        or _bare_of(said, topic, names)
    )


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
    place = forms.ORDINALS[word.lower()]
    named = topic.named or tuple(Named("", passage) for passage in topic.passages)
    return named[place] if -len(named) <= place < len(named) else None


def _so_many(number: str, topic: Topic, names: Vocabulary) -> Followed | None:
    """The question before for so many of the cards in it."""
    asked = topic.question
    card = next((mention for mention in names.mentions(asked) if mention.thing.kind == "gpu"), None)
    numbers = find_numbers(number)
    if card is None or not numbers:
        return None
    before = re.sub(r"(?:\b(?:an?|one)|\d+ ?[x×]?) $", "", asked[: card.start])
    return Followed(f"{before}{numbers[0].value:g} {asked[card.start :]}")


def _named(said: str, topic: Topic) -> Followed | None:
    """ "Tell me more about X", where the last reply named X."""
    match = forms.ABOUT.fullmatch(said)
    if not match:
        return None
    wanted = _plain(match["named"])
    found = [named for named in topic.named if wanted and named.name and wanted == _plain(named.name)]
    return _about(found[0], topic) if found else None


def _added(said: str, topic: Topic, names: Vocabulary) -> Followed | None:
    """ "And Mistral?", "in Europe?": the question before with another name in it, or with something more."""
    match = forms.ADDED.fullmatch(said)
    added = match["added"] if match else ""
    if (
        not (forms.OPENS.match(said) or forms.PREPOSED.match(said))
        or forms.ASKS.match(added)
        or len(added.split()) > forms.MOST_WORDS
        or forms.VERB.search(added)
    ):
        return None
    preposed = forms.PREPOSED.match(added)
    named = added[preposed.end() :].strip() if preposed else added
    new = names.mentions(named)
    asked = _bare(topic.question)
    # "And with Mistral?" names another model; "and on our own GPUs?" adds something.
    if new and (not preposed or (new[0].start, new[-1].end) == (0, len(named))):
        old = [mention for mention in names.mentions(asked) if mention.thing.kind == new[0].thing.kind]
        if old:
            return Followed(f"{asked[: old[0].start]}{named}{asked[old[-1].end :]}?")
    swapped = _swapped(asked, added) if not preposed else None
    return Followed(swapped or f"{asked} {added}?")


def _swapped(asked: str, added: str) -> str | None:
    """The question with one name that no table knows in place of another: both begin with a capital."""
    if not re.fullmatch(r"(?:the )?[A-Z][\w.-]*(?: [A-Z0-9][\w.-]*)*", added):
        return None
    known = list(re.finditer(r"(?<=\s)[A-Z][\w.-]*(?: [A-Z0-9][\w.-]*)*", asked))
    return f"{asked[: known[-1].start()]}{added}{asked[known[-1].end() :]}?" if known else None


def _pointed(said: str, topic: Topic) -> Followed | None:
    """ "When would the other one win?": the name of what was named second takes its place."""
    match = forms.POINTED.search(said)
    named = _nth(topic, match["nth"]) if match and topic.named else None
    if not match or not named or not named.name:
        return None
    return Followed(f"{said[: match.start()]}{named.name}{said[match.end() :]}?")


def _beside(said: str, topic: Topic, names: Vocabulary) -> Followed | None:
    """ "What's the difference to Ollama?": the other side is what the last reply was about."""
    match = forms.DIFFERENCE.fullmatch(said)
    things = names.things(topic.question) if match else ()
    return Followed(f"{things[0].name} or {match['other']}?") if match and things else None


def _bare_of(said: str, topic: Topic, names: Vocabulary) -> Followed | None:
    """ "Who should build it?", "since when?": too few words to say what is asked without the question before."""
    if names.mentions(said) or forms.DEFINES.fullmatch(said) or len(said.split()) > forms.SHORT:
        return None
    done = forms.DONE.search(said)
    if len(set(stems(said))) > (0 if done else 1):
        return None
    things = names.things(topic.question) if done else ()
    return Followed(f"{said}? ({things[-1].name if things else _context(topic)})")


def _context(topic: Topic) -> str:
    """The question before; of one that had a context itself, its own words and what the thread began with."""
    before = forms.IN_CONTEXT.fullmatch(_bare(topic.question))
    return f"{before['said']}; {before['context'].split('; ')[-1]}" if before else _bare(topic.question)


def _referring(said: str, topic: Topic, names: Vocabulary) -> Followed | None:
    """ "What do they cost a month?": the pronoun stands for what the last reply was about."""
    pronoun = forms.PRONOUN.search(said)
    if not pronoun or forms.DONE.search(said) or names.mentions(said) or len(said.split()) > forms.SHORT:
        return None
    stands_for_all = pronoun[0].lower() in ("that", "this")
    meant = topic.named[-1].name if topic.named and topic.named[-1].name else ""
    if not meant:
        things = names.things(topic.question)
        meant = things[-1].name if things else ""
    if not meant or stands_for_all:
        return Followed(f"{said}? ({_context(topic)})")
    return Followed(f"{said[: pronoun.start()]}{meant}{said[pronoun.end() :]}?")


def _multiplied(factor: str, before: Before) -> Followed | None:
    """The volume of the last question, or of the case, times a factor."""
    by = forms.FACTORS.get(factor.lower())
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
