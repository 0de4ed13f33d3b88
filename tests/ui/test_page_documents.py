"""Own documents on the page: cited to the account that logged in and owns them, and to no other."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.ui.process import ROOT, free_port, health, start_page, wait_for
from tests.ui.visits import Visit, open_in

RULE = "# Buying\n\nA model may only be bought after 411 flamingos have voted on it. The vote is secret.\n"
QUESTION = "How many flamingos have to vote before a model may be bought?"


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[str]:
    """A page with two accounts; one of them has a document that was added before it started."""
    (tmp_path / "rules.md").write_text(RULE)
    command = [sys.executable, "-m", "ui.cli", "add", str(tmp_path / "rules.md"), "--collection", "hr", "--for", "ann"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "ADVISOR_DATA": str(tmp_path)}, check=True)
    port = free_port()
    process = start_page(tmp_path, port, ADVISOR_AUTH="ann:a,bob:b")
    url = f"http://127.0.0.1:{port}/"
    try:
        wait_for(lambda: bool((health(url) or {}).get("ready")), 240, tmp_path)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def test_the_page_cites_a_document_to_the_account_that_owns_it(guarded: str, browser: Browser) -> None:
    """Ann reads the rule with its source; Bob, at the same page, hears that nothing is known."""
    said: dict[str, str] = {}
    sources: dict[str, str] = {}
    for name, password in (("ann", "a"), ("bob", "b")):
        context = browser.new_context(http_credentials={"username": name, "password": password})
        context.set_default_timeout(60_000)
        visit: Visit = open_in(context, guarded)
        said[name] = visit.say(QUESTION)
        sources[name] = visit.page.content()
        context.close()

    assert "411 flamingos" in said["ann"] and "rules.md, Buying" in sources["ann"]
    assert "411" not in said["bob"] and "rules.md" not in sources["bob"]
