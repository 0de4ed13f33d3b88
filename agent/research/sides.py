"""Both sides of a comparison: what a passage says of each, what it costs, and what decides between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.decision.rates import Sum
from agent.research.desk import Desk
from agent.research.naming import names_in, speaks_of
from agent.research.numbers import MONEY, model_rates, numbers_asked, sides_compared
from agent.research.quoting import SURE, quotes_of
from agent.writing.kinds import sides_of
from agent.writing.protocol import Inquiry, Quote, Side
from knowledge.passages import Hit, Passage
from knowledge.search.excerpt import stands_alone, thoughts
from knowledge.things import Thing

# What decides between models of which no passage compares both.
TEST = "guidance-test-set"

DECIDING_SENTENCES = 2

# The kinds of passage that say what a thing is, the best first; a case or a tale decides nothing.
TELLING = ("model", "glossary", "route", "guidance", "licence", "regulation", "playbook", "myth", "framework")
DECIDING = ("guidance", "model", "glossary", "licence", "regulation", "myth", "playbook", "route")


# What is told by its price: passages name these in passing.
LISTED = ("gpu", "plan")


@dataclass(frozen=True)
class Compared:
    """A side as the question names it, with the thing that it is, where it is known."""

    said: str
    thing: Thing | None

    @property
    def name(self) -> str:
        """What it is called in the answer."""
        return self.thing.name if self.thing else self.said

    @property
    def words(self) -> tuple[str, ...]:
        """The words under which passages speak of it."""
        return (*(self.thing.words if self.thing else ()), self.said.lower())


def compared(inquiry: Inquiry, desk: Desk) -> Inquiry:
    """Each side with what a passage says of it and what it costs, and what decides between them."""
    question = inquiry.question
    named = [Compared(said, next(iter(desk.names.things(said)), None)) for said in sides_of(question, desk.names)]
    decider = _decider(question, named, desk)
    taken = {decider.id} if decider else set()
    sides = []
    for side in named:
        others = [word for other in named if other != side for word in other.words]
        sums = _price(side, question, desk)
        told = sums and (MONEY.search(question) or (side.thing and side.thing.kind in LISTED))
        quote = None if told else _side(side, others, question, taken, desk)
        taken |= {quote.passage.id} if quote else set()
        sides.append(Side(side.name, quote, sums))
    bare = next((place for place, side in enumerate(sides) if not side.quote and not side.sums), None)
    if bare is not None and decider and names_in(decider.title, named[bare].words):
        # The one passage on a side is better told under its name.
        sides[bare] = Side(named[bare].name, _told(decider, named[bare], question, desk))
        decider = None
    if not any(side.quote or side.sums for side in sides) and not decider:
        return replace(inquiry, kind="passages", unknown=" or ".join(side.name for side in named))
    things = [side.thing for side in named if side.thing]
    computed = sides_compared(things, desk.known) if len(things) == len(named) else ()
    if decider and computed and not all(names_in(decider.title, side.words) for side in named):
        decider = None  # a number decides better than a passage that only mentions both
    if decider is None and not computed and any(thing.kind == "model" for thing in things):
        decider = desk.get(TEST)
    said = [sentence for side in sides if side.quote for sentence in side.quote.sentences]
    quotes = quotes_of(question, [decider] if decider else [], desk, most=DECIDING_SENTENCES, told=said)
    return replace(inquiry, sides=tuple(sides), sums=computed, quotes=quotes)


def _decider(question: str, named: Sequence[Compared], desk: Desk) -> Passage | None:
    """The best passage that speaks of all sides."""
    hits = [hit.passage for hit in desk.answers(question) if hit.passage.kind in DECIDING and hit.score >= SURE]
    return next((p for p in hits if all(speaks_of(p, side.words) for side in named)), None)


def _price(side: Compared, question: str, desk: Desk) -> tuple[Sum, ...]:
    """What a model, a GPU or a plan costs; anything else where the question asks for money."""
    kind = side.thing.kind if side.thing else ""
    if side.thing and kind == "model":
        return tuple(model_rates(side.thing, desk.known))
    if kind not in LISTED and not MONEY.search(question):
        return ()
    return numbers_asked(f"What does {side.said} cost?", desk.known, desk.names, desk.assessment)


def _side(side: Compared, others: Sequence[str], question: str, taken: set[str], desk: Desk) -> Quote | None:
    """What a passage says of one side: its finding where it is named for this side alone, else a sentence that is."""
    for passage in _speaking(side, others, question, desk):
        if passage.id in taken:
            continue
        if names_in(passage.title, side.words) and not names_in(passage.title, others):
            return _told(passage, side, question, desk)
        naming = [" ".join(thought) for thought in thoughts(passage.text) if names_in(" ".join(thought), side.words)]
        if naming:
            return Quote(passage, desk.excerpt(f"{side.name}: {question}", replace(passage, text=" ".join(naming))))
    return None


def _told(passage: Passage, side: Compared, question: str, desk: Desk) -> Quote:
    """The finding of a passage that is named for a side, with a sentence that stands alone, one that names it first."""
    told = desk.excerpt(f"{side.name}: {question}", passage)
    alone = sorted(filter(stands_alone, told), key=lambda sentence: not names_in(sentence, side.words))[:1]
    return Quote(passage, (f"{passage.title.rstrip('.')}.", *alone))


def _speaking(side: Compared, others: Sequence[str], question: str, desk: Desk) -> list[Passage]:
    """The passages that speak of one side, those named for it alone first; for a route its own passage."""
    if side.thing and side.thing.kind == "way":
        return [passage for passage in [desk.get(f"route-{side.thing.routes[0].replace('_', '-')}")] if passage]
    found = {hit.passage.id: hit.passage for hit in _near(side, question, desk)}
    speaking = [p for p in found.values() if p.kind in TELLING and speaks_of(p, side.words)]
    return sorted(
        speaking,
        key=lambda p: (not names_in(p.title, side.words), names_in(p.title, others), TELLING.index(p.kind) > 1),
    )


def _near(side: Compared, question: str, desk: Desk) -> Iterator[Hit]:
    """What is near to the question about one side, then to its name alone."""
    yield from desk.near(f"{side.name}: {question}")
    yield from desk.near(f"What is {side.name}?")
