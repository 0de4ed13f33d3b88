"""A server that is still loading, and one that is killed in the middle: no message is lost, none is taken twice."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.ui.process import free_port, health, start_page, wait_for
from tests.ui.visits import open_in


def test_loading_and_a_killed_server_lose_no_message(browser: Browser, tmp_path: Path) -> None:
    """A message sent while the encoder loads is answered; one sent to a dead server is taken once."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    process = start_page(tmp_path, port)
    context = browser.new_context()
    context.set_default_timeout(60_000)
    try:
        wait_for(lambda: health(url) is not None, 60, tmp_path)
        visit = open_in(context, url)
        visit.say("We get 25,000 support tickets a month and want them sorted.")
        process.kill()
        process.wait(20)
        visit.page.fill("#message", "We have web developers.")
        visit.page.press("#message", "Enter")
        visit.page.wait_for_selector("#notice:has-text('Connection lost')")
        process = start_page(tmp_path, port)
        wait_for(lambda: health(url) is not None, 60, tmp_path)
        visit.page.wait_for_function("document.documentElement.dataset.turns === '2'")
        said = visit.page.locator(".said p").all_inner_texts()
        assert said == ["We get 25,000 support tickets a month and want them sorted.", "We have web developers."]
        assert visit.outside == []
    finally:
        context.close()
        process.kill()
        process.wait(20)
