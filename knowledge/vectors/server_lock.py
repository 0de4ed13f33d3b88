"""A lock that all processes on one Chroma server see: a collection that only one of them can create.

Whoever holds it says so again and again; where nothing is said any more, its holder is gone and the next one takes it.
"""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

PAUSE = 0.2
"""Seconds between two attempts to take it."""

SAID_AGAIN = 2.0
"""Seconds after which a holder says again that it is there."""

GONE = 15.0
"""Seconds of silence after which a holder is gone."""


class ServerLock:
    """The lock of a name; a thread that has it may take it again. `guard` turns what Chroma raises into a sentence."""

    def __init__(
        self, connected: Callable[[], Any], name: str, guard: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._connected = connected
        self._name = name
        self._guard = guard
        self._threads = threading.RLock()
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else has it meanwhile."""
        with self._threads:
            if self._depth:
                yield from self._deeper()
                return
            with self._guard():
                lock = self._taken()
            over = threading.Event()
            alive = threading.Thread(target=_say_again, args=(lock, over), daemon=True)
            alive.start()
            try:
                yield from self._deeper()
            finally:
                over.set()
                alive.join()
                with self._guard():
                    self._give_back()

    def _deeper(self) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def _taken(self) -> Any:
        """The collection that is the lock, once nobody else has it."""
        said, since = None, time.monotonic()
        while True:
            lock = self._created()
            if lock is not None:
                return lock
            says = self._said()
            if says != said:
                said, since = says, time.monotonic()
            elif time.monotonic() - since > GONE:
                self._give_back()
            time.sleep(PAUSE)

    def _created(self) -> Any:
        from chromadb.errors import ChromaError

        try:
            return self._connected().create_collection(self._name, embedding_function=None, metadata=_something())
        except ChromaError as error:
            if "already exists" in str(error):
                return None
            raise

    def _said(self) -> Any:
        """What its holder said last."""
        from chromadb.errors import NotFoundError

        try:
            return self._connected().get_collection(self._name, embedding_function=None).metadata
        except NotFoundError:
            return None

    def _give_back(self) -> None:
        from chromadb.errors import NotFoundError

        with suppress(NotFoundError):
            self._connected().delete_collection(self._name)


def _something() -> dict[str, Any]:
    """Never the same twice."""
    return {"said": secrets.token_hex(8)}


def _say_again(lock: Any, over: threading.Event) -> None:
    import httpx
    from chromadb.errors import ChromaError

    while not over.wait(SAID_AGAIN):
        with suppress(ChromaError, httpx.HTTPError):
            lock.modify(metadata=_something())
