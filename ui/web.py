"""The web door: our own FastAPI with the page mounted on it, its safety headers, and the advisor loaded behind it.

Nothing here knows what a turn means. The page is served first; a thread builds the advisor once it listens.
"""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # before Gradio is imported, or it looks for its host

import fastapi
import gradio as gr
import uvicorn
from fastapi.staticfiles import StaticFiles

from knowledge.own_documents.converting import MOST_BYTES
from ui.downloads import add_downloads
from ui.login import Login
from ui.own_documents import PATH as OWN_DOCUMENTS
from ui.own_documents import add_own_documents
from ui.pictures import add_pictures
from ui.room import build_room
from ui.shell import STATIC, Shell

if TYPE_CHECKING:
    from agent.advisor import Advisor
    from agent.settings import Settings

log = logging.getLogger(__name__)

# A message waits so long for an advisor that is still loading.
LOADING_SECONDS = 180.0


class Loading:
    """An advisor that is being built by a thread of its own."""

    def __init__(self, build_advisor: Callable[[], "Advisor"]) -> None:
        self._build = build_advisor
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._advisor: Advisor | None = None
        self._error: Exception | None = None

    def start(self) -> None:
        """Begin to build; returns at once."""
        self._done.clear()
        threading.Thread(target=self._run, name="load-advisor", daemon=True).start()

    @property
    def ready(self) -> bool:
        """Whether a message would be answered without waiting."""
        return self._advisor is not None

    @property
    def failed(self) -> bool:
        """Whether the advisor could not be built."""
        return self._error is not None

    def wait(self) -> "Advisor":
        """The advisor, once it is there; after a failure the next message tries again."""
        self._done.wait(LOADING_SECONDS)
        if self._advisor is not None:
            return self._advisor
        with self._lock:
            error, self._error = self._error, None
            if error is not None:
                self.start()
        raise error or TimeoutError("the advisor is still loading")

    def _run(self) -> None:
        try:
            self._advisor = self._build()
        except Exception as error:
            log.exception("the advisor could not be loaded")
            self._error = error
        self._done.set()


def build_app(
    loading: Loading, *, accounts: Sequence[tuple[str, str]] = (), root_path: str = "", model: str | None = None
) -> fastapi.FastAPI:
    """The server: health, our own files, and the page at the root; behind a login where there are accounts."""
    app = fastapi.FastAPI(title="Sourcing advisor", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, Any]:
        return {"status": "failed" if loading.failed else "ok", "ready": loading.ready}

    add_downloads(app, loading.wait)
    add_pictures(app, loading.wait)
    add_own_documents(app, loading.wait)
    # Not /assets, which is Gradio's own.
    app.mount("/room", StaticFiles(directory=STATIC), name="room")
    if accounts:
        app.add_middleware(Login, accounts=accounts)
    app.add_middleware(Shell, larger={OWN_DOCUMENTS: MOST_BYTES})
    demo: gr.Blocks = build_room(loading.wait, model, has_accounts=bool(accounts))
    served: fastapi.FastAPI = gr.mount_gradio_app(
        app,
        demo,
        path="/",
        root_path=root_path or None,
        theme=gr.themes.Base(font=["Inter Variable", "system-ui"], font_mono=["monospace"]),
        footer_links=[],
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        run_history=False,
    )
    return served


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: Any = None) -> None:
        """Listen first, load afterwards: two imports at once would make both slower."""
        await super().startup(sockets=sockets)
        self._on_listening()


def serve(settings: "Settings", build_advisor: Callable[[], "Advisor"]) -> None:
    """Serve the page until it is stopped."""
    loading = Loading(build_advisor)
    config = uvicorn.Config(
        build_app(loading, accounts=settings.auth, root_path=settings.root_path, model=settings.model),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )

    def listening() -> None:
        print(f"The advisor is at http://{settings.host}:{settings.port}{settings.root_path}", flush=True)
        loading.start()

    _Server(config, listening).run()
