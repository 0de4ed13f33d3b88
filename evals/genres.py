"""The kinds of text that labelled messages are grouped into when one kind is left out of training."""

from collections.abc import Mapping

from agent.reading.examples import Message

# The first kind of which a word stands in the genre.
KINDS: Mapping[str, tuple[str, ...]] = {
    "posts, tickets, notes": ("forum", "ticket", "slack", "rfc", "notes", "bullet"),
    "answers to one question": ("answer", "terse reply"),
    "corrections, questions, navigation": (
        "correct",
        "what if",
        "what-if",
        "navigation",
        "off topic",
        "off-topic",
        "refus",
        "question",
        "push",
        "restart",
        "going back",
        "next use case",
        "don't know",
        "affirm",
        "deny",
    ),
    "second language": ("esl",),
    "registers, tenders, minutes": ("register", "tender", "procurement", "grant", "minutes", "compliance", "press"),
    "mails, memos, rambles": ("email", "memo", "ramble", "voice-to-text", "background", "chat"),
}
OTHER = "openings"


def genre_of(message: Message) -> str:
    """The kind of text that a message is."""
    genre = message.genre.lower()
    return next((kind for kind, words in KINDS.items() if any(word in genre for word in words)), OTHER)
