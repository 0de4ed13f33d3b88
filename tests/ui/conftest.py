"""The real page in a real browser: one server process for the session, one browser, a fresh context for each visit."""

import shutil
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.ui.process import free_port, health, start_page, wait_for
from tests.ui.visits import Server, Visit, Visitor, open_in


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`advisor web` in a process of its own, ready to answer."""
    data, port = tmp_path_factory.mktemp("page"), free_port()
    started = time.monotonic()
    process = start_page(data, port)
    url = f"http://127.0.0.1:{port}/"
    try:
        wait_for(lambda: health(url) is not None, 60, data)
        served = time.monotonic() - started
        wait_for(lambda: bool((health(url) or {}).get("ready")), 120, data)
        yield Server(url, data, served)
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium: the machine's own, or the one that Playwright brought."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or None,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Visitor]:
    """Open the page in a fresh context; at the end nothing may have gone wrong or gone out."""
    visits: list[Visit] = []

    def open_page(path: str = "", *, width: int = 1400, height: int = 900, scheme: str = "light") -> Visit:
        options: Any = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
        context = browser.new_context(**options)
        context.set_default_timeout(15_000)
        visits.append(open_in(context, server.url + path))
        return visits[-1]

    yield open_page
    for one in visits:
        one.context.close()
    for one in visits:
        assert not one.outside
        assert not one.errors
