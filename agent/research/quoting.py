"""Which sentences of which passages are quoted for a question: few, and none that says the same again."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agent.following import Followed
from agent.research.desk import Desk
from agent.research.naming import names_in
from agent.writing.protocol import Quote
from knowledge.own_documents.documents import KIND as DOCUMENT
from knowledge.passages import Hit, Passage
from knowledge.search.excerpt import stands_alone, thoughts

PASSAGES_QUOTED = 3
SENTENCES_QUOTED = 4
MORE_QUOTED = 4

# Another passage is used beside the best one where its odds of answering are at least this share of the best one's,
# and its score this high.
BESIDE, SURE = 0.2, 0.9

# One that is named for what the question names needs less.
NAMED = 0.02

# What a passage is named for; every other passage speaks of ways and techniques.
NAMES = ("model", "gpu", "engine", "plan", "law")

# Lists of steps: a sentence of theirs says little outside the list.
LISTS = ("playbook",)

# A question that only an own document can answer.
_ASKS_OWN = re.compile(
    r"\b(?:our|my) (?:\w+ ){0,3}(?:polic(?:y|ies)|rules?|documents?|guidelines?|handbook|contracts?|terms)\b",
    re.I,
)

# Two sentences with this share of their words in common say the same.
SAME, LEAST_SHARED = 0.5, 4

# Beside a number a sentence has to share so many words with the question.
SHARED_WITH_A_NUMBER = 2

# A shorter sentence is a heading of what follows.
LEAST_WORDS = 7

# "Week 2: settle what data may be used": one of a list, which says little by itself.
_ITEM = re.compile(r"[A-Z][\w -]{0,30}: ")

_SMALL = frozenset(
    [
        "about", "also", "anything", "because", "before", "being", "could", "does", "from", "have", "into", "just",
        "like", "make", "many", "more", "most", "much", "need", "only", "other", "over", "really", "should", "some",
        "than", "that", "their", "them", "then", "there", "these", "they", "this", "those", "what", "when", "where",
        "which", "will", "with", "would", "your",
    ]
)  # fmt: skip


def good(hits: Sequence[Hit], question: str, desk: Desk) -> list[Passage]:
    """The passages that are nearly as good as the best; a case only where nothing but cases answers.

    One that is named for a thing of the question comes before one that is not.
    """
    if not hits:
        return []
    general = [hit for hit in hits if hit.passage.kind != "case"] or list(hits[:1])
    if general[0].passage.kind == DOCUMENT and _ASKS_OWN.search(question):
        general = [hit for hit in general if hit.passage.kind == DOCUMENT]
    words = [word for thing in desk.names.things(question) if thing.kind in NAMES for word in thing.words]
    best = _odds(general[0])
    kept = [
        hit
        for place, hit in enumerate(general)
        if place == 0 or _is_beside(hit, best, named=names_in(hit.passage.title, words))
    ]
    if words and not names_in(kept[0].passage.title, words):
        kept.sort(key=lambda hit: not names_in(hit.passage.title, words))
    return [hit.passage for hit in kept]


def named_for(question: str, desk: Desk) -> list[Hit]:
    """The passages near to a question that are named for a thing of it and not among the first that answer."""
    words = [word for thing in desk.names.things(question) if thing.kind in NAMES for word in thing.words]
    first = {hit.passage.id for hit in desk.answers(question)}
    near = desk.near(question, least=SURE) if words else []
    return [hit for hit in near if hit.passage.id not in first and names_in(hit.passage.title, words)]


def _is_beside(hit: Hit, best: float, *, named: bool) -> bool:
    if hit.score < SURE or hit.passage.kind in LISTS:
        return False
    return _odds(hit) >= best * (NAMED if named else BESIDE)


def _odds(hit: Hit) -> float:
    return hit.score / max(1.0 - hit.score, 1e-6)


def quotes_of(
    question: str, passages: Iterable[Passage], desk: Desk, *, most: int = SENTENCES_QUOTED, told: Sequence[str] = ()
) -> tuple[Quote, ...]:
    """The sentences to quote: some of the best passage, one of each other (or its finding), none that says again what
    was told."""
    said, quotes = list(told), list[Quote]()
    for passage in passages:
        room = most - sum(len(quote.sentences) for quote in quotes)
        if not room or len(quotes) == PASSAGES_QUOTED:
            break
        sentences = _new(_excerpt(question, passage, told, desk), said)[:room]
        title = f"{passage.title.rstrip('.')}."
        if quotes:
            # The finding itself may be the one, but not of a third passage: that would be a list of titles.
            fresh = (title, *sentences) if len(quotes) == 1 else sentences
            sentences = _one_that_speaks(_new(fresh, said), question)
        if not sentences:
            continue
        if sentences == (title,):
            sentences = ()  # the finding alone
        said += [passage.title, *sentences]
        quotes.append(Quote(passage, sentences))
    return tuple(quotes)


def _excerpt(question: str, passage: Passage, told: Sequence[str], desk: Desk) -> tuple[str, ...]:
    """The sentences that speak to a question, of those that were not told yet."""
    rest = untold(passage, told)
    return desk.excerpt(question, replace(passage, text=rest)) if rest else ()


def untold(passage: Passage, told: Sequence[str]) -> str:
    """The text of a passage without the thoughts of which something was told."""
    return " ".join(" ".join(thought) for thought in thoughts(passage.text) if not set(thought) & set(told))


def beside_a_number(question: str, passage: Passage, desk: Desk, *, told: Sequence[str]) -> tuple[Quote, ...]:
    """The sentence of a passage that says more on what was computed, if there is one."""
    fresh = _new(_excerpt(question, passage, told, desk), told)
    sentences = _one_that_speaks(fresh, question, shared=SHARED_WITH_A_NUMBER)
    return (Quote(passage, sentences),) if sentences else ()


def _one_that_speaks(sentences: Sequence[str], question: str, shared: int = 1) -> tuple[str, ...]:
    """One whole sentence that stands alone and shares words with the question, if there is one."""
    whole = [s for s in sentences if len(s.split()) >= LEAST_WORDS and not s.endswith("?")]
    fit = [s for s in whole if stands_alone(s) and not _ITEM.match(s)]
    asked = _content(question)
    best = max(fit, key=lambda sentence: len(_content(sentence) & asked), default="")
    return (best,) if len(_content(best) & asked) >= shared else ()


def _content(text: str) -> set[str]:
    """The stems of the words that carry meaning, roughly: without their endings."""
    words = re.findall(r"[a-z0-9][a-z0-9.$%-]{2,}", text.lower())
    return {re.sub(r"(?:ing|ed|es|s)$", "", word) for word in words if word not in _SMALL and len(word) > 3}


def _new(sentences: Iterable[str], told: Sequence[str]) -> tuple[str, ...]:
    """The sentences that say something that was not told; what leans on one that is left out goes with it."""
    kept: list[str] = []
    left_out = False
    for sentence in sentences:
        left_out = any(_alike(sentence, other) for other in told) or (left_out and not stands_alone(sentence))
        if not left_out:
            kept.append(sentence)
    return tuple(kept)


def _alike(one: str, other: str) -> bool:
    """Whether two sentences share so many words that they say the same."""
    first, second = (set(re.findall(r"[a-z0-9$.%]{3,}", text.lower())) for text in (one, other))
    shared = len(first & second)
    return shared >= LEAST_SHARED and shared / min(len(first), len(second)) >= SAME


def further(asked: Followed, desk: Desk) -> Iterator[Quote]:
    """What was not yet said of the passages that the last reply stood on, or of the one that is meant."""
    ids = (asked.passage,) if asked.passage else desk.topic.passages
    room = MORE_QUOTED
    for passage in filter(None, map(desk.get, ids)):
        rest = thoughts(untold(passage, desk.topic.told))
        sentences = tuple(sentence for thought in rest for sentence in thought)[:room]
        if sentences:
            room -= len(sentences)
            yield Quote(passage, sentences)
        if room < MORE_QUOTED // 2 + 1:
            return
    if room == MORE_QUOTED:
        new = [hit for hit in desk.answers(asked.question) if hit.passage.id not in desk.topic.passages]
        yield from quotes_of(asked.question, good(new, asked.question, desk)[:1], desk)
