"""The login lets through who is named in the setting, and nobody else."""

import base64

import fastapi
import pytest
from fastapi.testclient import TestClient

from ui.login import Login


@pytest.fixture
def client() -> TestClient:
    """A small app behind a login of two."""
    app = fastapi.FastAPI()
    for path in ("/", "/memo", "/healthz"):
        app.add_api_route(path, lambda: "inside")
    app.add_middleware(Login, accounts=(("ann", "a:b"), ("jürgen", "geheim")))
    return TestClient(app)


def header(credentials: str, scheme: str = "Basic") -> dict[str, str]:
    """The header that a browser sends."""
    return {"authorization": f"{scheme} {base64.b64encode(credentials.encode()).decode()}"}


@pytest.mark.parametrize("credentials", ["ann:a:b", "jürgen:geheim"])
def test_who_is_named_gets_in(client: TestClient, credentials: str) -> None:
    """Passwords may hold a colon, names any letter."""
    assert client.get("/memo", headers=header(credentials)).json() == "inside"


@pytest.mark.parametrize("credentials", ["ann:wrong", "ann:geheim", "bob:a:b", "ann", ":", "ann:a:b "])
def test_nobody_else_gets_in(client: TestClient, credentials: str) -> None:
    """A name with another's password is a stranger too."""
    for path in ("/", "/memo"):
        refused = client.get(path, headers=header(credentials))
        assert (refused.status_code, "inside" in refused.text) == (401, False)
        assert refused.headers["www-authenticate"].startswith("Basic")


@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic %%%"}, {"authorization": "Basic"}])
def test_what_is_no_login_is_asked_again(client: TestClient, headers: dict[str, str]) -> None:
    """Nothing, letters that are no code, another way to log in."""
    assert client.get("/", headers=headers).status_code == 401
    assert client.get("/", headers=header("ann:a:b", scheme="Bearer")).status_code == 401


def test_the_health_check_needs_no_login(client: TestClient) -> None:
    """Whoever watches the server need not know a password."""
    assert client.get("/healthz").json() == "inside"
