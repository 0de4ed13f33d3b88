"""The door for own documents: who may ask, what is kept, and one sentence for what is not."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fastapi
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from agent.advisor import Advisor
from agent.settings import Settings
from knowledge.own_documents.converting import MOST_BYTES
from ui import own_documents
from ui.keys import browser_of
from ui.login import Login
from ui.own_documents import PATH, add_own_documents
from ui.shell import LARGEST_BODY, Shell

RULE = b"# Buying\n\nA model may only be bought after 411 flamingos have voted on it. The vote is secret.\n"
ANN, BOB = {"x-browser": "a" * 32}, {"x-browser": "b" * 32}


@pytest.fixture
def advisor(session_settings: Settings, tmp_path: Path) -> Iterator[Advisor]:
    """An advisor over a data folder of its own."""
    advisor = Advisor(session_settings.model_copy(update={"data": tmp_path / "data"}))
    yield advisor
    advisor.close()


def served(advisor: Advisor, *accounts: tuple[str, str]) -> TestClient:
    """The door behind the shell, and behind a login where there are accounts."""
    app = fastapi.FastAPI()
    add_own_documents(app, lambda: advisor)
    if accounts:
        app.add_middleware(Login, accounts=accounts)
    app.add_middleware(Shell, larger={PATH: MOST_BYTES})
    return TestClient(app)


def add(client: TestClient, name: str, headers: dict[str, str], content: bytes = RULE) -> Any:
    """Add a file, and what the door answers."""
    return client.post(PATH, params={"name": name}, content=content, headers=headers)


def names(client: TestClient, headers: dict[str, str]) -> list[str]:
    """How the documents of a browser are called."""
    return [row["name"] for row in client.get(PATH, headers=headers).json()["documents"]]


def test_a_document_is_seen_and_removed_by_its_browser_alone(advisor: Advisor) -> None:
    """Another browser neither sees it nor takes it away."""
    client = served(advisor)
    [row] = add(client, "rules.md", ANN).json()["documents"]
    assert (row["name"], row["passages"]) == ("rules.md", 1)
    assert names(client, BOB) == []
    client.delete(f"{PATH}/{row['id']}", headers=BOB)
    assert names(client, ANN) == ["rules.md"]
    assert client.delete(f"{PATH}/{row['id']}", headers=ANN).json() == {"documents": []}
    assert advisor.documents.store.is_empty()


def test_with_a_login_documents_are_the_accounts_whatever_browser_it_uses(advisor: Advisor) -> None:
    """The browser's key says nothing then."""
    client = served(advisor, ("ann", "a"), ("bob", "b"))

    def login(credentials: str, browser: dict[str, str]) -> dict[str, str]:
        return {**browser, "authorization": f"Basic {base64.b64encode(credentials.encode()).decode()}"}

    add(client, "rules.md", login("ann:a", ANN))
    assert names(client, login("ann:a", BOB)) == ["rules.md"]
    assert names(client, login("bob:b", ANN)) == []
    assert client.get(PATH, headers=ANN).status_code == 401


def test_a_request_without_a_browsers_key_is_refused(advisor: Advisor) -> None:
    """So that no page of another site can ask in somebody's name."""
    client = served(advisor, ("ann", "a"))
    header = {"authorization": f"Basic {base64.b64encode(b'ann:a').decode()}"}
    for headers in (header, {**header, "x-browser": "ann"}):
        refused = add(client, "rules.md", headers)
        assert refused.status_code == 422 and "no browser's key" in refused.json()["detail"]
        assert client.get(PATH, headers=headers).status_code == 422


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("plan.pdf", b"%PDF-1.4 no", "plan.pdf is damaged and cannot be read."),
        ("plan.xls", b"a", "plan.xls is of a kind that cannot be read."),
        ("../../rules.txt", b"", "rules.txt is empty."),
        ("C:\\papers\\rules.txt", b"\x00\x01", "rules.txt is no text"),
        (f"{'x' * 300}.md", RULE, "has too long a name."),
        ("", RULE, "The file is of a kind"),
    ],
)
def test_what_cannot_be_added_is_one_sentence_and_nothing_is_kept(
    advisor: Advisor, name: str, content: bytes, told: str
) -> None:
    """The words of `advisor add`, without the way to the file."""
    refused = add(served(advisor), name, ANN, content)
    assert refused.status_code == 422 and told in refused.json()["detail"]
    assert advisor.documents.store.is_empty()


def test_a_document_may_be_larger_than_a_message_and_not_than_is_read(advisor: Advisor) -> None:
    """One megabyte and a bit is added; beyond 50 the server reads no further."""
    client = served(advisor)
    large = b"Word after word.\n\n" + b" " * LARGEST_BODY
    assert add(client, "large.txt", ANN, large).status_code == 200
    assert add(client, "huge.txt", ANN, b" " * (MOST_BYTES + 1)).status_code == 413


def test_an_owner_has_a_limited_number_and_may_still_replace_one(
    advisor: Advisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence says how to go on."""
    monkeypatch.setattr(own_documents, "MOST_DOCUMENTS", 1)
    client = served(advisor)
    add(client, "rules.md", ANN)
    assert "Remove one and add it again." in add(client, "more.md", ANN).json()["detail"]
    assert add(client, "rules.md", ANN).status_code == 200
    assert add(client, "more.md", BOB).status_code == 200


def test_to_forget_an_owner_takes_all_its_documents_and_no_other(advisor: Advisor) -> None:
    """Those for everybody stay as well."""
    client = served(advisor)
    for name in ("rules.md", "more.md"):
        add(client, name, ANN)
    add(client, "rules.md", BOB)
    advisor.documents.forget(browser_of("a" * 32))
    assert (names(client, ANN), names(client, BOB)) == ([], ["rules.md"])


@given(st.one_of(st.text(), st.from_regex(r"[0-9a-f]{32}", fullmatch=True)))
def test_a_browser_is_never_an_account_and_its_owner_does_not_tell_its_key(key: str) -> None:
    """An account's name holds no colon; what is stored opens nothing."""
    owner = browser_of(key)
    assert owner == "" or (":" in owner and key not in owner and browser_of(owner) == "")
