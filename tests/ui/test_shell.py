"""Around every response: nothing from or to other hosts, and no request larger than a message needs."""

from collections.abc import Iterator

import fastapi
import pytest
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from ui.shell import LARGEST_BODY, STATIC, Shell


@pytest.fixture
def client() -> Iterator[TestClient]:
    """A small app inside the shell."""
    app = fastapi.FastAPI()

    @app.get("/", response_class=HTMLResponse)
    def page() -> str:
        return '<html><head><meta property="og:image" content="https://elsewhere.example/x.png" /></head></html>'

    @app.post("/take")
    async def take(request: fastapi.Request) -> int:
        return len(await request.body())

    app.add_middleware(Shell)
    with TestClient(app) as client:
        yield client


def test_the_policy_names_no_other_host(client: TestClient) -> None:
    """Every response carries a policy that allows this host alone."""
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "form-action 'none'" in policy
    assert "http" not in policy


def test_our_head_is_in_the_page_and_previews_are_out(client: TestClient) -> None:
    """Style and type are there before anything is drawn, and no picture on another host is named."""
    text = client.get("/").text
    assert 'rel="stylesheet" href="room/page.css?v=' in text
    assert "elsewhere.example" not in text


def test_a_body_over_the_limit_is_refused(client: TestClient) -> None:
    """The server keeps the limit, not the browser."""
    assert client.post("/take", content=b"x" * 1_000).json() == 1_000
    assert client.post("/take", content=b"x" * (LARGEST_BODY + 1)).status_code == 413


def test_fonts_are_shipped_with_their_licences() -> None:
    """Both typefaces come from our own files, and their licences lie beside them."""
    sheet = (STATIC / "fonts.css").read_text()
    for name in {line.split('"')[1] for line in sheet.splitlines() if "src: url(" in line}:
        assert (STATIC / name).is_file()
    assert "SIL Open Font License" in (STATIC / "fonts" / "inter-OFL.txt").read_text()
    assert "SIL Open Font License" in (STATIC / "fonts" / "source-serif-4-OFL.txt").read_text()
