"""What a reply was about, kept for a message that goes on from it: the question, what was named, what was cited."""

from collections.abc import Iterator

from agent.case import Named, Topic
from agent.following import WHY_ADVICE
from agent.writing.protocol import Inquiry, Turn
from agent.writing.provenance import Draft

# So many passages and sentences of a thread of follow-ups are remembered.
REMEMBERED = 24


def topic_of(turn: Turn, draft: Draft) -> Topic:
    """The topic of the reply; after a refusal that of the reply before still stands."""
    before = turn.heard.conversation.topic
    match turn.decision.move:
        case "decline":
            return before
        case "compare":
            volume = turn.heard.hypothetical.get("requests_per_month")
            return Topic(WHY_ADVICE, supposed=volume if isinstance(volume, float) else None)
        case "advise":
            return Topic(WHY_ADVICE)
    if not turn.decision.answers or not turn.found.inquiries:
        return Topic()
    last = turn.found.inquiries[-1]
    told = tuple(_told(last))
    passages = draft.passages
    if last.goes_on:
        passages = tuple(dict.fromkeys((*before.passages, *passages)))[-REMEMBERED:]
        told = (*before.told, *told)[-REMEMBERED:]
    return Topic(last.question, tuple(_named(last)), passages, told)


def _named(inquiry: Inquiry) -> Iterator[Named]:
    """What can be meant by "the second one" or "it"."""
    if inquiry.sides:
        for side in inquiry.sides:
            yield Named(side.name, side.quote.passage.id if side.quote else "")
    elif inquiry.kind == "cases":
        for quote in inquiry.quotes:
            yield Named("", quote.passage.id)
    else:
        for name in (name for found in inquiry.sums for name in found.names):
            yield Named(name)


def _told(inquiry: Inquiry) -> Iterator[str]:
    for quote in (*inquiry.quotes, *(side.quote for side in inquiry.sides if side.quote)):
        yield from quote.sentences
