"""The page behind a proxy that serves it under a path, with a login: it works there as it does at home."""

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser

from tests.ui.process import ROOT, free_port, health, start_page, wait_for
from tests.ui.visits import open_in

PATH = "/tools/advisor"


@pytest.fixture
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page behind the proxy."""
    data, port, outside = tmp_path_factory.mktemp("proxied"), free_port(), free_port()
    inside, url = f"http://127.0.0.1:{port}/", f"http://127.0.0.1:{outside}{PATH}/"
    page = start_page(data, port, ADVISOR_ROOT_PATH=PATH, ADVISOR_AUTH="ann:secret")
    proxy = subprocess.Popen([sys.executable, "-m", "tests.ui.proxy", inside, PATH, str(outside)], cwd=ROOT)
    try:
        wait_for(lambda: bool((health(inside) or {}).get("ready")), 120, data)
        wait_for(lambda: health(url) is not None, 30, data)
        yield url
    finally:
        for process in (proxy, page):
            process.terminate()
            process.wait(20)


def test_a_consultation_works_under_a_path_and_behind_a_login(proxied: str, browser: Browser) -> None:
    """Nothing is asked for outside the path, and nothing without the login."""
    assert httpx.get(proxied).status_code == 401
    context = browser.new_context(http_credentials={"username": "ann", "password": "secret"})
    context.set_default_timeout(15_000)
    visit = open_in(context, proxied)
    missed: list[str] = []
    visit.page.on("request", lambda request: None if request.url.startswith(proxied) else missed.append(request.url))
    visit.say("We get about 25,000 support tickets a month and want them sorted.")

    assert visit.page.locator("#advice .bar").is_visible()
    visit.page.reload()
    visit.page.wait_for_selector(".turn.last")
    assert (visit.errors, visit.outside, missed) == ([], [], [])
    context.close()
