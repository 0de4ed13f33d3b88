"""Own documents through the doors: added, listed and removed by command, cited to whom they are for."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fastapi
import pytest
from fastapi.testclient import TestClient

from agent.advisor import Advisor
from agent.settings import Settings
from tests.conftest import TODAY
from ui.cli import main
from ui.document_doctor import documents as look
from ui.login import Login, owner_of
from ui.screen import show

RULE = "# Buying\n\nA model may only be bought after 411 flamingos have voted on it. The vote is secret.\n"
QUESTION = "How many flamingos have to vote before a model may be bought?"
DOOR = "# Keys\n\nThe door of the server room is mauve. A mauve door was cheaper than a white one.\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the commands of the test work on."""
    monkeypatch.setenv("ADVISOR_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A document about buying models."""
    path = tmp_path / "rules.md"
    path.write_text(RULE)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """A command: its exit status, what it said and what it complained of."""
    status = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_documents_are_added_listed_and_removed(data: Path, rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each, and the second time it takes the place of the first."""
    assert run(capsys, "documents")[1].startswith("No documents yet.")
    assert run(capsys, "add", rules, "--collection", "hr") == (0, "hr: rules.md, 1 passage, for everybody\n", "")
    assert "in place of the earlier one" in run(capsys, "add", rules, "--collection", "hr")[1]
    assert run(capsys, "add", rules, "--collection", "hr", "--for", "ann")[1].endswith("for ann alone\n")
    status, listed, _ = run(capsys, "list", "--json")
    assert status == 0 and [(row["name"], row["owner"]) for row in json.loads(listed)] == [
        ("rules.md", None),
        ("rules.md", "ann"),
    ]
    status, _, told = run(capsys, "remove", "rules.md")
    assert status == 2 and "2 documents are called 'rules.md'" in told
    assert run(capsys, "remove", "rules.md", "--for", "ann")[:2] == (0, "hr: rules.md is removed.\n")
    assert run(capsys, "remove", "rules.md", "--collection", "hr")[0] == 0
    assert run(capsys, "documents")[1].startswith("No documents yet.")
    assert "There is no document called 'rules.md'" in run(capsys, "remove", "rules.md")[2]


def test_of_a_folder_what_cannot_be_used_is_told_and_the_rest_is_added(
    data: Path, rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 1, and each complaint names its file."""
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "rules.md").write_text(RULE)
    (folder / "keys.md").write_text(DOOR)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 no")
    (folder / "table.csv").write_text("a,b")
    (folder / "loop").symlink_to(folder)
    status, said, told = run(capsys, "add", folder, tmp_path / "gone.md", rules, rules.parent, "--collection", "all")

    assert status == 1
    assert [line.split(",")[0] for line in said.splitlines()][:3] == [
        "all: keys.md",
        "all: sub/rules.md",
        "all: rules.md",
    ]
    for name, what in (("broken.pdf", "is damaged"), ("table.csv", "is of a kind"), ("gone.md", "is not there")):
        assert any(name in line and what in line for line in told.splitlines())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--collection", "../out"), "A collection cannot be called '../out'"),
        (("--collection", "index"), "A collection cannot be called 'index'"),
        (("--collection", "hr", "--for", " "), "--for names no account"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_made(
    data: Path, rules: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    """Exit status 2."""
    status, said, complaint = run(capsys, "add", rules, *arguments)

    assert (status, said, len(complaint.splitlines())) == (2, "", 1) and told in complaint
    assert not (data / "documents").exists()


def test_a_data_folder_that_cannot_be_written_is_one_sentence(
    rules: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As for every other command."""
    monkeypatch.setenv("ADVISOR_DATA", "/dev/null/data")
    status, _, told = run(capsys, "add", rules, "--collection", "hr")

    assert status == 2 and "/dev/null/data cannot be written" in told


@pytest.fixture
def settings(session_settings: Settings, data: Path) -> Settings:
    """The settings of the session over the test's own data folder."""
    return session_settings.model_copy(update={"data": data})


@pytest.fixture
def own_advisor(settings: Settings) -> Iterator[Advisor]:
    """An advisor over that folder."""
    advisor = Advisor(settings)
    yield advisor
    advisor.close()


def test_the_advisor_cites_a_document_to_its_owner_and_to_nobody_else(
    own_advisor: Advisor, rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the reply, in the sources on the page, and by its id; once removed it is gone for the owner too."""
    run(capsys, "add", rules, "--collection", "hr", "--for", "ann")
    theirs = own_advisor.reply("web:ann", QUESTION, today=TODAY, owner="ann")
    [cited] = [name for name in theirs.passages if name.startswith("document-")]
    assert "411 flamingos" in theirs.lead
    screen = show(own_advisor, "web:ann", "", "ann")
    assert "rules.md, Buying" in screen.sources and "Own document" in screen.passages
    assert "411 flamingos" in screen.passages
    for reader in ("", "bob"):
        other = own_advisor.reply(f"web:{reader}", QUESTION, today=TODAY, owner=reader)
        assert "411" not in other.text and not [name for name in other.passages if name.startswith("document-")]
        assert own_advisor.passage(cited, owner=reader) is None
        screen = show(own_advisor, "web:ann", "", reader, reading=True)
        assert "rules.md" not in screen.sources and "rules.md" not in screen.passages
    run(capsys, "remove", "rules.md")
    assert "411" not in own_advisor.reply("web:again", QUESTION, today=TODAY, owner="ann").text
    assert own_advisor.passage(cited, owner="ann") is None


def test_a_question_that_only_a_document_answers_is_not_off_topic(
    own_advisor: Advisor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The colour of a door is beside the point until somebody adds a document about it."""
    question = "What colour is the server room door?"
    assert own_advisor.reply("web:door", question, today=TODAY).move == "decline"
    (tmp_path / "keys.md").write_text(DOOR)
    run(capsys, "add", tmp_path / "keys.md", "--collection", "house")
    reply = own_advisor.reply("web:door", question, today=TODAY)

    assert reply.move in ("answer", "ask") and "mauve" in reply.text


def test_a_running_process_sees_what_another_adds_and_removes(data: Path, rules: Path) -> None:
    """`advisor converse` is open while `advisor add` and `advisor remove` run beside it."""
    command = [sys.executable, "-m", "ui.cli"]
    with subprocess.Popen(
        [*command, "converse"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as running:

        def say(thread: str) -> str:
            assert running.stdin is not None and running.stdout is not None
            running.stdin.write(json.dumps({"id": 1, "thread": thread, "text": QUESTION}) + "\n")
            running.stdin.flush()
            row: dict[str, Any] = json.loads(running.stdout.readline())
            return str(row["text"])

        assert "411" not in say("before")
        subprocess.run([*command, "add", str(rules), "--collection", "hr"], check=True)
        assert "411 flamingos" in say("added")
        subprocess.run([*command, "remove", "rules.md"], check=True)
        assert "411" not in say("removed")
        assert running.stdin is not None
        running.stdin.close()


def test_the_doctor_counts_documents_and_tells_what_is_wrong(
    settings: Settings, rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """None, some, an index left behind, a damaged file; nothing is changed by looking."""
    assert look(settings).state == "ok" and look(settings).found.startswith("none")
    assert not settings.data.exists()
    run(capsys, "add", rules, "--collection", "hr")
    assert look(settings).state == "ok" and look(settings).found.startswith("1 document in ")
    [kept] = settings.documents.glob("hr/*.json")
    kept.write_text(kept.read_text().replace("411", "412"))
    assert look(settings).state == "stale" and "advisor index" in look(settings).found
    assert run(capsys, "index")[0] == 0
    assert look(settings).state == "ok"
    kept.write_text("{")
    assert look(settings).state == "broken" and str(kept) in look(settings).found


def test_who_logged_in_goes_with_the_request() -> None:
    """The name of the account where there is a login, and nothing where there is none."""
    for accounts, expected in (((("jürgen", "geheim"),), "jürgen"), ((), "")):
        app = fastapi.FastAPI()

        @app.get("/")
        def who(request: fastapi.Request) -> str:
            return owner_of(request)

        if accounts:
            app.add_middleware(Login, accounts=accounts)
        header = {"authorization": f"Basic {base64.b64encode('jürgen:geheim'.encode()).decode()}"}
        assert TestClient(app).get("/", headers=header).json() == expected
