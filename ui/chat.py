"""The conversation in a terminal: the same replies as everywhere, in plain text."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.opening import where_words_go

if TYPE_CHECKING:
    from agent.advisor import Advisor
    from agent.reply import Reply

OPENING = (
    "Buy a model, own one, or both? Describe one use case: what should the model do, and for whom?\n"
    "I ask only what can still change the advice. End with quit or Ctrl-D."
)

LEAVE = ("quit", "exit")


def talk(
    advisor: "Advisor",
    name: str,
    ask: Callable[[str], str] = input,
    show: Callable[[str], None] = print,
    *,
    model: str | None = None,
) -> int:
    """Take turns until the input ends or one says so."""
    thread = f"cli:{name}"
    turns = advisor.consultation(thread).turns
    show(plain(turns[-1], advisor) if turns else f"{OPENING} {where_words_go(model)}")
    try:
        while True:
            show("")
            text = ask("> ")
            if text.strip().lower() in LEAVE:
                break
            show("")
            show(plain(advisor.reply(thread, text), advisor))
    except EOFError:
        show("")
    finally:
        advisor.close()
    show(f"Go on later with: advisor chat --thread {name}")
    return 0


def plain(reply: "Reply", advisor: "Advisor") -> str:
    """A reply without Markdown marks, its sources listed below."""
    text = re.sub(r"\*\*?", "", reply.text)
    sources = []
    for number, passage_id in enumerate(reply.passages, 1):
        passage = advisor.passage(passage_id)
        if passage is not None:
            sources.append(f"[{number}] {passage.title} ({passage.source}, {passage.as_of})")
    return "\n".join([text, "", *sources]) if sources else text
