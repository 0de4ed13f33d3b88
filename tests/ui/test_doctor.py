"""The doctor: each thing that can be wrong is found, and said with what to do."""

import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from agent.advisor import Advisor
from agent.settings import Settings
from agent.store import SCHEMA
from knowledge.encoder import MODEL_FILE, encoder_folder, packaged_weights
from knowledge.vectors.manifest import MANIFEST, read_manifest
from tests.conftest import TODAY
from ui.doctor import diagnose, report
from ui.finding import Finding


@pytest.fixture
def settings(session_settings: Settings, tmp_path: Path, advisor: Advisor) -> Settings:
    """A machine in order: its own data folder and a free port, the encoder and a copy of the index of the session."""
    cache = tmp_path / "cache"
    encoder = encoder_folder(cache)
    encoder.parent.mkdir(parents=True)
    encoder.symlink_to(encoder_folder(session_settings.cache))
    changed = session_settings.model_copy(update={"data": tmp_path / "data", "cache": cache, "port": free_port()})
    shutil.copytree(session_settings.index, changed.index)
    return changed


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def found(settings: Settings, what: str) -> Finding:
    """The finding about one thing."""
    return next(finding for finding in diagnose(settings, {}) if finding.what == what)


def test_a_machine_in_order_has_nothing_to_mend(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """A line each, and exit status 0."""
    status = report(settings)
    lines = capsys.readouterr().out.splitlines()

    assert [line for line in lines if line.startswith(("stale", "broken"))] == []
    assert status == 0 and lines[-1] == "Everything is in order."


def test_looking_changes_nothing(settings: Settings) -> None:
    """The data folder is not even made."""
    diagnose(settings)

    assert not settings.data.exists()


def test_something_broken_gives_exit_status_1(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """And the count at the end."""
    (settings.index / MANIFEST).write_text("{")

    assert report(settings) == 1
    assert "1 of " in capsys.readouterr().out.splitlines()[-1]


def test_a_broken_index_is_found_and_left_alone(settings: Settings) -> None:
    """It says how to build it again."""
    (settings.index / MANIFEST).write_text("{")
    finding = found(settings, "Search index")

    assert finding.state == "broken" and "advisor index --rebuild" in finding.found


def test_an_index_behind_the_files_is_stale(settings: Settings) -> None:
    """A passage with another content hash, and one that is missing, are counted."""
    manifest = read_manifest(settings.index)
    assert manifest is not None
    with closing(sqlite3.connect(settings.index / manifest.store / "chroma.sqlite3")) as conn, conn:
        conn.execute("UPDATE embedding_metadata SET string_value = 'other' WHERE key = 'hash' AND id = 1")
        conn.execute("DELETE FROM embeddings WHERE id = (SELECT max(id) FROM embeddings)")
    finding = found(settings, "Search index")

    assert finding.state == "stale" and finding.found.startswith("2 passages differ")
    assert "advisor index" in finding.mend


def test_an_index_that_is_not_built_is_stale(settings: Settings) -> None:
    """It is built at the first start, or by its own command."""
    shutil.rmtree(settings.index)

    assert found(settings, "Search index").state == "stale"


@pytest.mark.parametrize(("content", "words"), [(None, "missing"), (b"no model", "broken")])
def test_an_encoder_that_cannot_be_used_is_found(settings: Settings, content: bytes | None, words: str) -> None:
    """A missing export and a damaged one."""
    folder = encoder_folder(settings.cache)
    source = folder.resolve()
    folder.unlink()
    if content is not None:
        shutil.copytree(source, folder)
        (folder / MODEL_FILE).write_bytes(content)
    finding = found(settings, "Encoder")

    assert finding.state == "broken" and words in finding.found and "make install" in finding.found


def test_weights_of_somebody_else_are_found(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash of the installed weights is compared with the published one."""
    export = encoder_folder(settings.cache)
    monkeypatch.setattr("knowledge.encoder.SHA256", "0" * 64)
    encoder_folder(settings.cache).symlink_to(export)

    assert "not the published ones" in found(settings, "Encoder").found


def test_other_versions_than_tested_are_named(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is installed is compared with the list of pins."""
    pins = tmp_path / "constraints.txt"
    pins.write_text("# tested\nnumpy==1.0.0\n")
    monkeypatch.setattr("ui.requirements.CONSTRAINTS", pins)
    finding = found(settings, "Packages")

    assert finding.state == "stale" and "instead of 1.0.0" in finding.found


def test_a_missing_package_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setattr("importlib.metadata.requires", lambda _: ["a-package-that-nobody-has>=1"])
    finding = found(settings, "Packages")

    assert finding.state == "broken" and "a-package-that-nobody-has" in finding.found
    assert finding.mend == "Run `make install`."


def test_a_data_folder_that_cannot_be_written_is_found(settings: Settings, tmp_path: Path) -> None:
    """Also one that is a file, or lies below one."""
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "data"):
        finding = found(settings.model_copy(update={"data": folder}), "Data folder")
        assert finding.state == "broken" and "ADVISOR_DATA" in finding.line()


def test_conversations_are_counted_with_their_schema(settings: Settings) -> None:
    """The newest turn of each thread is looked at."""
    advisor = Advisor(settings)
    advisor.reply("test:a", "What is fine-tuning?", today=TODAY)
    advisor.reply("test:b", "What is fine-tuning?", today=TODAY)
    advisor.close()

    assert found(settings, "Conversations").found == f"2 in {settings.database}, schema {SCHEMA}"


def test_conversations_of_a_later_version_are_found(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """They ask for a newer advisor."""
    with monkeypatch.context() as patch:
        patch.setattr("agent.graph.SCHEMA", SCHEMA + 1)
        advisor = Advisor(settings)
        advisor.reply("test:a", "What is fine-tuning?", today=TODAY)
        advisor.close()
    finding = found(settings, "Conversations")

    assert finding.state == "stale" and finding.mend == "Update the advisor."


def test_conversations_that_cannot_be_read_are_found(settings: Settings) -> None:
    """They are left where they are."""
    settings.data.mkdir()
    settings.database.write_bytes(b"no database" * 100)
    finding = found(settings, "Conversations")

    assert finding.state == "broken" and settings.database.exists()


class Page(BaseHTTPRequestHandler):
    """Somebody's page."""

    words = b"<title>Another program</title>"

    def do_GET(self) -> None:
        """Send it."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.words)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def neighbour(settings: Settings) -> Iterator[type[Page]]:
    """Somebody who listens on our port."""
    kind = type("Kind", (Page,), {})
    server = HTTPServer((settings.host, settings.port), kind)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield kind
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_port_in_use_is_found(settings: Settings, neighbour: type[Page]) -> None:
    """Unless it is our own page that is being served there."""
    other = found(settings, "Port")
    neighbour.words = b"<title>Sourcing advisor</title>"

    assert other.state == "broken" and "ADVISOR_PORT" in other.found
    assert found(settings, "Port").state == "ok"


def test_what_only_one_door_needs_is_information(settings: Settings) -> None:
    """Missing Slack tokens are no fault, and a token is never shown."""
    without = next(f for f in diagnose(settings, {}) if f.what == "Slack")
    tokens = {"SLACK_BOT_TOKEN": "xoxb-secret", "SLACK_APP_TOKEN": "xapp-secret"}
    lines = [f.line() for f in diagnose(settings, tokens)]

    assert without.state == "info" and "SLACK_APP_TOKEN" in without.found
    assert not any("secret" in line for line in lines)


def test_tracing_that_a_setting_turned_on_is_said(settings: Settings) -> None:
    """Nobody should have to guess whether words leave the machine."""
    finding = found(settings.model_copy(update={"tracing": True}), "Tracing")

    assert (finding.state, "LangSmith" in finding.found) == ("info", True)


def test_the_command_refuses_an_unknown_setting() -> None:
    """One sentence, exit status 2."""
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", "doctor"],
        env={"PATH": "/usr/bin:/bin", "ADVISOR_COLOUR": "red"},
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )

    assert done.returncode == 2 and "ADVISOR_COLOUR" in done.stderr


def test_an_embedder_that_is_not_here_is_found(settings: Settings) -> None:
    """The search cannot work without it, and its index cannot even be named."""
    changed = settings.model_copy(update={"embedder": "/no/such/model"})

    assert found(settings, "Embedder").state == "ok"
    assert found(changed, "Embedder").state == found(changed, "Search index").state == "broken"
    assert "/no/such/model" in found(changed, "Embedder").found


def test_an_embedder_of_ones_own_has_an_index_of_its_own(settings: Settings) -> None:
    """The one of the usual encoder does not count for it."""
    changed = settings.model_copy(update={"embedder": str(packaged_weights())})

    assert (found(changed, "Embedder").state, found(changed, "Search index").state) == ("info", "stale")


def test_a_chroma_server_that_does_not_answer_is_found(settings: Settings) -> None:
    """With its address, and with the setting."""
    address = f"http://127.0.0.1:{free_port()}"
    finding = found(settings.model_copy(update={"chroma_url": address}), "Search index")

    assert finding.state == "broken" and address in finding.found and "ADVISOR_CHROMA_URL" in finding.found
