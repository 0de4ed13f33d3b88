"""Own documents on the page: listed, added and removed by who owns them, an account or a browser.

A file comes as the body of a request, so that it lies in no temporary file; the browser's key comes in a header of our
own, which no page of another site can send.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

import fastapi
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from knowledge.own_documents.apart import text_apart
from knowledge.own_documents.converting import Converted, Unusable, check_kind, check_size, convert
from knowledge.own_documents.documents import DocumentError
from ui.keys import browser_of
from ui.login import owner_of
from ui.refusals import is_for_people

if TYPE_CHECKING:
    from agent.advisor import Advisor

log = logging.getLogger(__name__)

PATH = "/own-documents"
KEY = "x-browser"
COLLECTION = "page"

MOST_DOCUMENTS = 100
"""Documents of one owner."""

MOST_WAITING = 8
"""Files that are here at once; one of them is read at a time, so that turns keep a processor."""

LONGEST_NAME = 200


class OwnDocumentsDoor:
    """Does what the page asks of own documents, and answers with the owner's list."""

    def __init__(self, advisor: Callable[[], "Advisor"]) -> None:
        self._advisor = advisor
        self._one_at_a_time = asyncio.Semaphore(1)
        self._here = 0

    def listed(self, owner: str) -> JSONResponse:
        """The documents of an owner."""
        rows = [
            {"id": each.id, "name": each.name, "passages": len(each.passages), "added": each.added}
            for each in self._advisor().documents.of(owner)
        ]
        return JSONResponse({"documents": rows}, headers={"cache-control": "no-store"})

    def remove(self, owner: str, document: str) -> JSONResponse:
        """Remove one of them; that is done too where it is not there any more."""
        own = self._advisor().documents
        found = [each for each in own.of(owner) if each.id == document]
        if found:
            own.remove(found)
        return self.listed(owner)

    async def add(self, owner: str, name: str, request: fastapi.Request) -> JSONResponse:
        """Add the file in the body of a request, whole or not at all."""
        if self._here >= MOST_WAITING:
            raise DocumentError(f"{name} has to wait: many documents are being added. Add it again in a minute.")
        self._here += 1
        try:
            content = await _body(request, name)
            async with self._one_at_a_time:
                converted = await run_in_threadpool(self._converted, content, name, owner)
                if await request.is_disconnected():
                    raise DocumentError(f"{name} was not added: the page that sent it is gone. Add it again.")
                return await run_in_threadpool(self._kept, converted, owner)
        finally:
            self._here -= 1

    def _converted(self, content: bytes, name: str, owner: str) -> Converted:
        return convert(content, name, collection=COLLECTION, owner=owner, added=date.today(), read=text_apart)

    def _kept(self, converted: Converted, owner: str) -> JSONResponse:
        advisor = self._advisor()
        own, document = advisor.documents, advisor.with_policies(converted.document)
        others = [each for each in own.of(owner) if each.id != document.id]
        if len(others) >= MOST_DOCUMENTS:
            raise DocumentError(
                f"{document.name} would be one more than the {MOST_DOCUMENTS} documents that are kept for you. "
                "Remove one and add it again."
            )
        for problem in own.add([document]):
            raise problem
        return self.listed(owner)


def add_own_documents(app: fastapi.FastAPI, advisor: Callable[[], "Advisor"]) -> None:
    """Serve own documents: GET lists them, POST with `?name=` adds one, DELETE removes one by its id."""
    door = OwnDocumentsDoor(advisor)

    @app.get(PATH, response_class=JSONResponse)
    def listed(request: fastapi.Request) -> JSONResponse:
        try:
            return door.listed(_owner(request))
        except Exception as error:
            return _refused(error)

    @app.post(PATH, response_class=JSONResponse)
    async def added(request: fastapi.Request, name: str) -> JSONResponse:
        try:
            return await door.add(_owner(request), _named(name), request)
        except Exception as error:
            return _refused(error)

    @app.delete(PATH + "/{document}", response_class=JSONResponse)
    def removed(request: fastapi.Request, document: str) -> JSONResponse:
        try:
            return door.remove(_owner(request), document)
        except Exception as error:
            return _refused(error)


def _owner(request: fastapi.Request) -> str:
    """Who asks; DocumentError for a request that does not come from the page."""
    key = request.headers.get(KEY)
    if not browser_of(key):
        raise DocumentError("This request carries no browser's key. Open the page and add documents there.")
    return owner_of(request, key)


def _named(name: str) -> str:
    """The name of a file without the way to it; DocumentError where it is of no kind that can be read."""
    last = PurePath(name.replace("\\", "/")).name
    if len(last) > LONGEST_NAME:
        raise DocumentError(f"{last[:40]}… has too long a name. Give it one of up to {LONGEST_NAME} characters.")
    try:
        check_kind(last)
    except Unusable as error:
        raise DocumentError(f"{last or 'The file'} {error}") from error
    return last


async def _body(request: fastapi.Request, name: str) -> bytes:
    """The file; DocumentError as soon as it is larger than is read."""
    content = bytearray()
    try:
        async for piece in request.stream():
            content += piece
            check_size(len(content))
    except Unusable as error:
        raise DocumentError(f"{name} {error}") from error
    return bytes(content)


def _refused(error: Exception) -> JSONResponse:
    """One sentence for people; what was not foreseen stands in the log."""
    if type(error).__name__ == "ClientDisconnect":  # of Starlette, which comes with FastAPI
        return JSONResponse({"detail": "The file did not arrive whole. Add it again."}, 400)
    if is_for_people(error):
        return JSONResponse({"detail": str(error)}, 422)
    log.error("own documents failed", exc_info=error)
    return JSONResponse({"detail": "That did not work. Try it again; the log of the server says why."}, 500)
