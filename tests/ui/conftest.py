"""The real page in a real browser: one server process for the session, one browser, a fresh context for each visit."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.ui.visits import Server, Visit, Visitor, open_in

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`advisor web` in a process of its own, ready to answer."""
    data, port = tmp_path_factory.mktemp("page"), _free_port()
    # A company's tracing variable must not make anything leave the machine.
    environment = {**os.environ, "ADVISOR_DATA": str(data), "LANGSMITH_TRACING": "true"}
    command = [sys.executable, "-m", "ui.cli", "web", "--port", str(port)]
    started = time.monotonic()
    with (data / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(lambda: _health(url) is not None, 60, data)
        served = time.monotonic() - started
        _wait_for(lambda: bool((_health(url) or {}).get("ready")), 120, data)
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _health(url: str) -> dict[str, Any] | None:
    with suppress(OSError), urllib.request.urlopen(f"{url}healthz", timeout=2) as response:
        row: dict[str, Any] = json.load(response)
        return row
    return None


def _wait_for(condition: Callable[[], bool], seconds: float, data: Path) -> None:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            pytest.fail(f"the page was not there after {seconds} s: {(data / 'server.log').read_text()[-2000:]}")
        time.sleep(0.05)
