"""Which reader is used, and what is said where the model of a setting cannot be opened."""

import json
import os
import subprocess
import sys
from importlib import util
from pathlib import Path

import pytest

from agent.reading.local import LocalReader
from agent.reading.model import ModelReader
from agent.reading.opened import open_reader
from agent.reading.provider import PROVIDERS, check_model
from agent.settings import SettingsError, load_settings
from knowledge.encoder import Encoder, default_cache, encoder_folder
from tests.reading.model_stub import Says, Stub
from tests.reading.model_talk import CLIENTS, GOOD, KEY, TEXT
from ui.doctor import diagnose
from ui.opening import opening_bottom

ROOT = Path(__file__).parents[2]


def advisor(*arguments: str, lines: str = "", **env: str) -> "subprocess.CompletedProcess[str]":
    """Run a command as a process of its own, in an environment without keys."""
    clean = {name: value for name, value in os.environ.items() if not name.endswith("_API_KEY")}
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *arguments],
        input=lines,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**clean, **env},
        timeout=120,
        check=False,
    )


def test_without_a_model_the_local_reader_is_used_and_no_client_is_imported() -> None:
    """Nothing is paid for what is not used."""
    code = (
        "import sys; from agent.reading.opened import open_reader; from agent.settings import load_settings;"
        "from ui.checks import check_before_listening; import agent.advisor;"
        "print(type(open_reader(load_settings({}), None)).__name__,"
        "*sorted({'langchain', 'langchain_openai', 'openai', 'anthropic', 'ollama', 'google.auth'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)

    assert done.stdout.split() == ["LocalReader"]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_model_that_is_set_reads_beside_the_local_reader(client: str, stub: Stub) -> None:
    """Opening it sends nothing; an empty setting is none."""
    encoder = Encoder(encoder_folder(default_cache()))

    assert isinstance(open_reader(load_settings({"ADVISOR_MODEL": client}), encoder), ModelReader)
    assert isinstance(open_reader(load_settings({"ADVISOR_MODEL": ""}), encoder), LocalReader)
    assert stub.sent == []


@pytest.mark.parametrize("provider", sorted({each.name for each in PROVIDERS.values()}))
def test_a_missing_package_names_the_extra(provider: str, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """And so does a missing LangChain."""
    found = util.find_spec
    for missing in ("langchain", PROVIDERS[provider].package):
        monkeypatch.setattr("importlib.util.find_spec", lambda name, m=missing: None if name == m else found(name))
        with pytest.raises(
            SettingsError, match=rf"{missing.replace('_', '-')} is missing.*\[{PROVIDERS[provider].extra}"
        ):
            check_model(load_settings({"ADVISOR_MODEL": f"{provider}:x"}))


@pytest.mark.parametrize("provider", sorted({each.name for each in PROVIDERS.values() if each.keys}))
def test_a_missing_key_is_named(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the variable that it belongs into."""
    for key in PROVIDERS[provider].keys:
        monkeypatch.delenv(key, raising=False)
    with pytest.raises(SettingsError, match=f"its key is missing. Put it into {PROVIDERS[provider].keys[0]}"):
        check_model(load_settings({"ADVISOR_MODEL": f"{provider}:x"}))


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        ("nobody:x", "there is no provider nobody. The usual ones are openai, anthropic, google, mistral, deepseek"),
        ("groq:x", "langchain-groq"),
        ("openai", "write provider:name"),
        ("openai:", "write provider:name"),
    ],
)
@pytest.mark.parametrize("command", ["web", "read", "converse"])
def test_a_model_that_cannot_be_opened_is_one_sentence_and_status_two(
    command: str, model: str, sentence: str, tmp_path: Path
) -> None:
    """Before anything listens or is read."""
    done = advisor(command, ADVISOR_MODEL=model, ADVISOR_DATA=str(tmp_path))

    assert done.returncode == 2
    assert "ADVISOR_MODEL" in done.stderr and sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_address_with_a_password_is_refused_and_not_shown() -> None:
    """It would stand in lines that others read."""
    with pytest.raises(SettingsError, match="ADVISOR_MODEL_BASE_URL=… cannot be used") as caught:
        load_settings({"ADVISOR_MODEL_BASE_URL": "http://me:hunter2@host/v1"})

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("seconds", ["0", "301", "soon"])
def test_a_time_that_is_no_time_is_refused(seconds: str) -> None:
    """The sentence names the setting."""
    with pytest.raises(SettingsError, match="ADVISOR_MODEL_TIMEOUT"):
        load_settings({"ADVISOR_MODEL_TIMEOUT": seconds})


def test_the_batch_command_says_where_the_model_did_not_help(stub: Stub) -> None:
    """The reason stands in the record and once among the warnings, the key and the message in neither."""
    stub.says[:] = [Says(GOOD), Says(status=401, error=f"{KEY} {TEXT}")]
    line = json.dumps({"id": 1, "asked": None, "text": TEXT, "today": "2026-11-24"}) + "\n"
    done = advisor(
        "read",
        lines=line * 2,
        ADVISOR_MODEL="openai:gpt-x",
        ADVISOR_MODEL_BASE_URL=f"{stub.address}/v1",
        OPENAI_API_KEY=KEY,
    )
    good, bad = (json.loads(row) for row in done.stdout.splitlines())

    assert done.returncode == 0
    assert good["fallback"] is None and "401" in bad["fallback"]
    assert {**good["facts"], **good["suggested"]}["seats"] == 40
    assert done.stderr.count("401") == len(done.stderr.splitlines()) == 1
    assert KEY not in done.stdout + done.stderr and "clerks" not in done.stderr


WATCHED = """
import sys
tried = []
sys.addaudithook(lambda event, args: tried.append(args) if event in ("socket.connect", "socket.getaddrinfo") else None)
from ui.cli import main
main(["converse"])
print("TRIED", *{str(a[1][:2]) if isinstance(a[1], tuple) else str(a[:2]) for a in tried}, sep="|", file=sys.stderr)
"""


def test_a_turn_talks_to_the_model_and_to_nobody_else(stub: Stub, tmp_path: Path) -> None:
    """Also where the company's environment turns LangSmith's tracing and its gateway on."""
    stub.says[:] = [Says(GOOD)]
    line = json.dumps({"id": 1, "thread": "t", "text": TEXT}) + "\n"
    env = {
        **os.environ,
        "ADVISOR_MODEL": "openai:gpt-x",
        "ADVISOR_MODEL_BASE_URL": f"{stub.address}/v1",
        "ADVISOR_DATA": str(tmp_path),
        "LANGSMITH_TRACING": "true",
        "LANGSMITH_GATEWAY": "true",
    }
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], input=line, capture_output=True, text=True, cwd=ROOT, env=env, check=True
    )
    port = stub.address.rpartition(":")[2]
    tried = done.stderr.strip().splitlines()[-1].split("|")[1:]

    assert json.loads(done.stdout)["ledger"]
    assert tried and all("127.0.0.1" in address and port in address for address in tried)
    assert len(stub.sent) == 1


def test_people_are_told_where_their_words_go(tmp_path: Path) -> None:
    """On the page and in the terminal, in one sentence that is true."""
    chat = advisor("chat", ADVISOR_MODEL="openai:x", OPENAI_API_KEY=KEY, ADVISOR_DATA=str(tmp_path))

    assert "Nothing you write leaves this machine." in opening_bottom()
    assert "also sent to the model openai:&#60;x&#62;." in opening_bottom("openai:<x>")
    assert "End with quit or Ctrl-D. What you write is also sent to the model openai:x." in chat.stdout


def test_the_doctor_says_which_reader_is_used(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that sends nothing and shows no key."""

    def line(model: str | None) -> str:
        settings = load_settings({"ADVISOR_MODEL": model or ""})
        return next(found.line() for found in diagnose(settings, {}) if found.what == "Model")

    assert "the local reader reads alone" in line(None)
    assert "anthropic:claude-x can be opened (nothing was sent)" in line("anthropic:claude-x")
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    broken = line("anthropic:claude-x")
    assert broken.startswith("broken") and "ANTHROPIC_API_KEY" in broken
    assert stub.sent == []
