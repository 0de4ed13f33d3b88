"""One question to a chat model, within one time for all of it; whatever goes wrong is one reason and no more.

A reason names no word of the person and no key: what a provider says of an error may hold both.
"""

import contextvars
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from typing import Any, Protocol

from agent.reading.answer import Answer, NoAnswer, answer_of

ATTEMPTS = 2
"""One retry, where the provider is busy, fails or cannot be reached, and time is left for it."""

PAUSE_SECONDS = 0.5


class Chat(Protocol):
    """A chat model that answers in the reader's form."""

    def invoke(self, messages: Any, /) -> Any:
        """The raw message and what LangChain makes of it."""
        ...


class Asker:
    """Asks a chat model once a message; `open_chat` opens it at a fixed temperature or without one."""

    def __init__(self, open_chat: Callable[[bool], Chat], seconds: float) -> None:
        self._open = open_chat
        self._seconds = seconds
        self._fixed = True
        self._chat = open_chat(self._fixed)

    def ask(self, messages: Sequence[tuple[str, str]]) -> Answer:
        """The answer, or NoAnswer with the reason; never later than the time allows, whatever the client does."""
        until = time.monotonic() + self._seconds
        came: queue.SimpleQueue[Any] = queue.SimpleQueue()
        context = contextvars.copy_context()

        def run() -> None:
            try:
                came.put(context.run(self._attempt, messages, until))
            except Exception as error:  # it is told apart by `reason`, in the thread of the turn
                came.put(error)

        # A time-out of the client counts from byte to byte; a daemon holds up neither the turn nor the end.
        threading.Thread(target=run, name="ask-model", daemon=True).start()
        try:
            result = came.get(timeout=self._seconds)
        except queue.Empty:
            raise NoAnswer(self._late()) from None
        if isinstance(result, Exception):
            # Not chained: an error of a client shows what was sent.
            raise NoAnswer(self._late() if _is_late(result) else reason(result)) from None
        return answer_of(result["raw"])

    def _attempt(self, messages: Sequence[tuple[str, str]], until: float) -> Any:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._invoke(messages)
            except Exception as error:
                pause = _pause(error)
                if attempt == ATTEMPTS or pause is None or time.monotonic() + pause >= until:
                    raise
                time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _invoke(self, messages: Sequence[tuple[str, str]]) -> Any:
        try:
            return self._chat.invoke(list(messages))
        except Exception as error:
            if not (self._fixed and "temperature" in str(error) and _status(error) in (None, HTTPStatus.BAD_REQUEST)):
                raise
        # Some models take no temperature but their own; it stays off from here on.
        self._fixed = False
        self._chat = self._open(self._fixed)
        return self._chat.invoke(list(messages))

    def _late(self) -> str:
        return f"it did not answer within {self._seconds:g} seconds"


def reason(error: Exception) -> str:
    """What went wrong with a call, in words that hold nothing of what was sent."""
    status, kinds = _status(error), _kinds(error)
    if status is not None:
        return f"the provider answered with status {status} ({HTTPStatus(status).phrase.lower()})"
    if _is_unreachable(kinds):
        return "it cannot be reached"
    if any("LengthFinish" in kind for kind in kinds):
        return "its answer was cut off"
    if any("ContentFilter" in kind or "Refusal" in kind for kind in kinds):
        return "it refused to answer"
    if any("OutputParser" in kind for kind in kinds):
        return "its answer was malformed"
    return f"asking it failed with {type(error).__name__}"


def _pause(error: Exception) -> float | None:
    """How long to wait before another attempt; None where it would fail again."""
    status = _status(error)
    if status is None:
        return PAUSE_SECONDS if _is_unreachable(_kinds(error)) else None
    if status != HTTPStatus.TOO_MANY_REQUESTS and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(float(headers.get("retry-after", "")), 0.0)
    except ValueError:
        return PAUSE_SECONDS


def _status(error: BaseException) -> int | None:
    """The HTTP status of an error, wherever a client keeps it."""
    for each in _chain(error):
        for source in (each, getattr(each, "response", None)):
            for name in ("status_code", "code"):
                value = getattr(source, name, None)
                if isinstance(value, int) and value in HTTPStatus._value2member_map_ and value >= 400:
                    return int(value)
    return None


def _is_late(error: Exception) -> bool:
    return _status(error) is None and any("Timeout" in kind for kind in _kinds(error))


def _is_unreachable(kinds: set[str]) -> bool:
    return bool(kinds & {"ConnectionError", "ConnectError", "APIConnectionError", "TransportError"})


def _kinds(error: Exception) -> set[str]:
    """The names of all classes of an error: the clients share no class, and which of them is there is not known."""
    return {kind.__name__ for each in _chain(error) for kind in type(each).__mro__}


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
