"""What the page asks for, done: messages, taps, edits, undoing, marks, links and deletions, each ending in the screen.

A message, a tap, a reload and a deletion all end in the same way: the whole screen is built again from what is stored.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.answers import accept, spoken
from ui.board.verdict import empty_section
from ui.conversation import failed_turn, nothing_to_read
from ui.keys import own_thread, read_thread
from ui.login import owner_of
from ui.refusals import is_for_people
from ui.screen import Screen, blank, show, status

if TYPE_CHECKING:
    from agent.advisor import Advisor

log = logging.getLogger(__name__)

# Far beyond what is read of a message; the advisor says how much it left out, this only bounds what is stored.
LONGEST_MESSAGE = 120_000

# The most conversations of one browser that are deleted at once.
MOST_FORGOTTEN = 200


class Act:
    """Does what the page asks for, and returns the screen as it is afterwards."""

    def __init__(self, advisor: Callable[[], "Advisor"]) -> None:
        self._advisor = advisor
        self._once = _Once()

    def __call__(self, event: gr.EventData, request: gr.Request) -> list[str]:
        """Handle one event of the page; an error becomes one calm card, with a reference for the log."""
        asked: Mapping[str, Any] = event._data if isinstance(event._data, dict) else {}
        owner = owner_of(request, asked.get("browser"))
        name = str(asked.get("event", ""))[:32]
        if "reader" in asked:
            return self._read(asked.get("reader"), name, owner).values()
        thread = own_thread(asked.get("thread"))
        if thread is None:
            return blank(name).values()
        advisor = None
        try:
            advisor = self._advisor()
            with self._once.first(f"{thread} {name}") as is_first:
                if is_first:
                    _take(advisor, thread, asked, owner)
            reader = advisor.reading_key(thread) if asked.get("kind") == "share" else ""
            return show(advisor, thread, name, owner, reader=reader).values()
        except Exception as error:
            card = failed_turn(_said(asked), _logged(), _readable(error))
            return _after_failure(advisor, thread, name, owner, card).values()

    def _read(self, key: object, event: str, owner: str) -> Screen:
        """The screen for somebody who may only read."""
        try:
            advisor = self._advisor()
            thread = read_thread(advisor, key)
            if thread is None:
                return Screen(transcript=nothing_to_read(), status=status(event, failed=True))
            return show(advisor, thread, event, owner, reading=True)
        except Exception as error:
            card = failed_turn(None, _logged(), _readable(error))
            return Screen(transcript=f'<div class="turns">{card}</div>', status=status(event, failed=True))


def _logged() -> str:
    """Write the error that is being handled to the log; the reference under which it is found there."""
    reference = secrets.token_hex(4)
    log.exception("a turn failed, reference %s", reference)
    return reference


def _after_failure(advisor: "Advisor | None", thread: str, event: str, owner: str, card: str) -> Screen:
    """The conversation as it was, and the message that was not answered."""
    try:
        if advisor is not None:
            return show(advisor, thread, event, owner, failed=card)
    except Exception:
        log.exception("the conversation cannot be shown either")
    alone = f'<div class="turns">{card}</div>'
    return Screen(transcript=alone, verdict=empty_section(), status=status(event, failed=True))


class _Once:
    """Lets each event act once: a page that heard no answer sends it again, and is only shown the screen."""

    REMEMBERED = 4_000

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done: dict[str, threading.Event] = {}

    @contextmanager
    def first(self, event: str) -> Iterator[bool]:
        """Whether this is the first arrival of the event; a later one waits until the first is done."""
        with self._lock:
            earlier = self._done.get(event)
            if earlier is None:
                self._done[event] = threading.Event()
                for old in list(self._done)[: max(len(self._done) - self.REMEMBERED, 0)]:
                    del self._done[old]
        if earlier is not None:
            earlier.wait(60)
            yield False
            return
        done = self._done[event]
        try:
            yield True
        finally:
            done.set()


def _take(advisor: "Advisor", thread: str, asked: Mapping[str, Any], owner: str) -> None:
    """What the page asks for: a message, taps, an edit, a step back, a mark, a deletion; or only to be shown."""
    match asked.get("kind"):
        case "say":
            advisor.reply(thread, _text(asked), owner=owner)
        case "answer":
            answers = accept(asked.get("answers"))
            advisor.reply(thread, spoken(answers), answers=answers, owner=owner)
        case "edit":
            _edit(advisor, thread, asked, owner)
        case "turn-to":
            _turn_to(advisor, thread, str(asked.get("case", "")), owner)
        case "undo":
            advisor.undo(thread)
        case "mark":
            advisor.mark(thread, _turn(asked), asked.get("helpful") is True)
        case "forget":
            advisor.forget(thread)
        case "forget-all":
            _forget_all(advisor, asked.get("threads"), owner)


def _edit(advisor: "Advisor", thread: str, asked: Mapping[str, Any], owner: str) -> None:
    """Send an earlier message anew: what came before it is copied into this conversation, the other one stays."""
    source = own_thread(asked.get("from"))
    if source is None:
        raise ValueError(f"from: {asked.get('from')!r} is not a conversation")
    # Where the message failed after the copy was made, sending it again finds the copy.
    if not advisor.consultation(thread).turns:
        advisor.fork(source, _turn(asked), thread)
    advisor.reply(thread, _text(asked), owner=owner)


def _turn_to(advisor: "Advisor", thread: str, name: str, owner: str) -> None:
    """Go on with another use case of the conversation."""
    title = advisor.consultation(thread).use_cases.get(name, "")
    advisor.reply(thread, f"Back to “{title}”." if title else "Back to the other use case.", turn_to=name, owner=owner)


def _forget_all(advisor: "Advisor", keys: object, owner: str) -> None:
    """Delete these conversations, and the own documents of who asks."""
    for key in keys[:MOST_FORGOTTEN] if isinstance(keys, list) else ():
        thread = own_thread(key)
        if thread is not None:
            advisor.forget(thread)
    if owner:
        advisor.documents.forget(owner)


def _text(asked: Mapping[str, Any]) -> str:
    return str(asked.get("text", ""))[:LONGEST_MESSAGE]


def _turn(asked: Mapping[str, Any]) -> int:
    """The number of a turn, the first of which is 1."""
    turn = asked.get("turn")
    if isinstance(turn, bool) or not isinstance(turn, int) or turn < 1:
        raise ValueError(f"turn: {turn!r} is not the number of a turn")
    return turn


def _said(asked: Mapping[str, Any]) -> str | None:
    """The words of a message that failed; None for an event that said nothing."""
    if asked.get("kind") == "answer":
        try:
            return spoken(accept(asked.get("answers")))
        except ValueError:
            return "An answer"
    return _text(asked) if asked.get("kind") in ("say", "edit") else None


def _readable(error: Exception) -> str:
    """The message of an error that was written for people; nothing of any other."""
    return str(error) if is_for_people(error) else ""
