"""An index on a Chroma server that several machines share: the collection's own metadata say that it has changed.

Nothing is kept beside the server. Each vector stands with the hash of its text, so a change that was cut off is gone on
with from where it stopped.
"""

import json
import secrets
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from knowledge.vectors.collection import HOW_NEAR, Collection, IndexBroken, Vectors, as_broken
from knowledge.vectors.on_disk import is_same
from knowledge.vectors.place import Server
from knowledge.vectors.server_lock import ServerLock

SETTING = "ADVISOR_CHROMA_URL"
HOW_TO_MEND = f"Look whether the server runs, or correct {SETTING}."
OTHER_EMBEDDER = "Run `advisor index --rebuild` to build it again; nothing else is lost."

OURS = frozenset({"generation", "drawn", "writing", "probe"})
"""What the metadata of a collection of ours hold."""

SECONDS = 5.0
"""That a server may take to say that it is there."""

LONGEST = 60.0
"""Seconds that it may take over anything else; without a limit Chroma would wait for ever."""


def check_server(url: str) -> str | None:
    """Why a server cannot be used, as a sentence with what to do; None if it answers. Nothing of Chroma is imported."""
    import httpx

    try:
        answer = httpx.get(f"{url}/api/v2/heartbeat", timeout=SECONDS)
        if answer.is_success and "nanosecond heartbeat" in answer.json():
            return None
        reason = f"status {answer.status_code}" if not answer.is_success else "it is something else"
    except ValueError:
        reason = "it is something else"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = str(error) or type(error).__name__
    return f"The Chroma server {url} does not answer as one ({reason}). {HOW_TO_MEND}"


class OnServer:
    """One collection on a server; `probe` is what the embedder makes of one sentence."""

    def __init__(self, server: Server, probe: Callable[[], Vectors]) -> None:
        self._server = server
        self._probe = probe
        self._chroma: Any = None
        self._collection: Any = None
        self._known: str | None = None
        self._connecting = threading.Lock()
        self._lock = ServerLock(self._connected, f"{server.collection}-lock", self._guard)

    @property
    def stamp(self) -> tuple[int, int] | None:
        """Generation and a number drawn by who wrote it, asked of the server each time; None where nothing is built."""
        found = self._look()
        return (found.metadata["generation"], found.metadata["drawn"]) if found is not None else None

    def held(self) -> AbstractContextManager[None]:
        """A lock that all processes on the server see."""
        return self._lock.held()

    def is_built(self) -> bool:
        """Whether the collection is there, so that it need only be brought up to date."""
        found = self._look()
        if found is None:
            return False
        self._refuse_other(found)
        if found.metadata["writing"]:
            self.announce()  # whoever was cut off may have changed something and told nobody
        return True

    def opened(self) -> Collection:
        """The collection; it always shows what the server has."""
        found = self._collection or self._look()
        if found is None:
            raise IndexBroken(f"There is no search index {self._name} yet. Run `advisor index` to build it.")
        self._refuse_other(found)
        return Collection(found, self._name, HOW_TO_MEND)

    def is_moving(self) -> bool:
        """Whether the server has another collection under the name since."""
        before = self._collection
        found = self._look()
        return found is not None and (before is None or found.id != before.id)

    @contextmanager
    def change(self) -> Iterator[Collection]:
        """The collection to change; others read it meanwhile."""
        self._note(writing=True)
        yield Collection(self._collection, self._name, HOW_TO_MEND)
        self._note(writing=False)

    @contextmanager
    def build(self) -> Iterator[Collection]:
        """The collection to fill afresh: in place, so that others can read on, unless another embedder wrote it."""
        found = self._look()
        with self._guard():
            if found is not None and not self._is_own(found):
                self._connected().delete_collection(self._server.collection)
            self._collection = self._connected().get_or_create_collection(
                self._server.collection,
                embedding_function=None,
                configuration=HOW_NEAR,
                metadata=self._metadata(0, writing=True),
            )
        with self.change() as collection:
            yield collection

    def announce(self) -> None:
        """Move the stamp, for what the index stands for has changed."""
        if self._look() is not None:
            self._note(writing=False)

    def _look(self) -> Any:
        """The collection as the server has it now, or None."""
        from chromadb.errors import NotFoundError

        with self._guard():
            try:
                self._collection = self._connected().get_collection(self._server.collection, embedding_function=None)
            except NotFoundError:
                self._collection = None
        if self._collection is not None and OURS - (self._collection.metadata or {}).keys():
            raise IndexBroken(
                f"The collection {self._server.collection} on the Chroma server {self._server.url} is somebody else's. "
                f"Rename it, or set {SETTING} to another server."
            )
        return self._collection

    def _note(self, writing: bool) -> None:
        """Another generation."""
        with self._guard():
            before = self._collection.metadata["generation"]
            self._collection.modify(metadata=self._metadata(before + 1, writing))

    def _metadata(self, generation: int, writing: bool) -> dict[str, Any]:
        """Scalars only: a list ends Chroma's answer."""
        probe = json.dumps([round(float(x), 5) for x in self._probe()])
        return {"generation": generation, "drawn": secrets.randbits(31), "writing": writing, "probe": probe}

    def _is_own(self, found: Any) -> bool:
        return is_same(json.loads(found.metadata["probe"]), self._probe())

    def _refuse_other(self, found: Any) -> None:
        if found.metadata["probe"] != self._known and not self._is_own(found):
            raise IndexBroken(f"The search index {self._name} was written with another embedder. {OTHER_EMBEDDER}")
        self._known = found.metadata["probe"]

    def _guard(self) -> AbstractContextManager[None]:
        return as_broken(self._name, HOW_TO_MEND)

    def _connected(self) -> Any:
        """The client, connected once."""
        with self._connecting:
            if self._chroma is None:
                self._chroma = _connect(self._server.url)
                weakref.finalize(self, self._chroma._server._session.close)
            return self._chroma

    @property
    def _name(self) -> str:
        return f"on the Chroma server {self._server.url}"


def _connect(url: str) -> Any:
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    problem = check_server(url)
    if problem:
        raise IndexBroken(problem)
    try:
        # A whole address as `host` keeps its port, its path and whether it is encrypted.
        client: Any = chromadb.HttpClient(host=url, settings=Settings(anonymized_telemetry=False))
    except (ValueError, ChromaError) as error:
        raise IndexBroken(f"The Chroma server {url} cannot be used ({error}). {HOW_TO_MEND}") from error
    client._server._session.timeout = LONGEST
    client._admin_client._server._session.close()  # it has looked for the database, and is not asked again
    return client
