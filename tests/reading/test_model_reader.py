"""The model reader over the wire: the real clients against a local stand-in that answers well, badly and not at all."""

import logging
import os
import time
from dataclasses import replace

import pytest

from agent.facts import FactValue
from agent.reading.asking import Asker
from agent.reading.model import ModelReader
from agent.reading.protocol import FactReading, Reading
from agent.reading.provider import open_chat
from tests.reading.model_stub import Says, Stub
from tests.reading.model_talk import (
    CLIENTS,
    GOOD,
    KEY,
    LOCAL,
    SECONDS,
    TEXT,
    TODAY,
    Local,
    answering,
    read,
    settings_for,
)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_good_answer_is_joined_with_the_local_reading(client: str, stub: Stub) -> None:
    """What both see is taken, what the model alone sees is suggested, and a question is heard."""
    reading = read(stub, Says(GOOD), client=client, asked=("audience",))

    assert reading.fallback is None and len(stub.sent) == 1
    assert {name: fact.value for name, fact in reading.facts.items()} == {
        "audience": "employees",
        "requests_per_month": 12_000.0,
    }
    assert {name: (fact.value, fact.quote) for name, fact in reading.suggested.items()} == {
        "seats": (40.0, "the 40 clerks")
    }
    assert (reading.act, reading.questions) == ("question", ("Could it learn from our archive?",))


@pytest.mark.parametrize("client", CLIENTS)
def test_the_request_is_bounded_and_holds_the_message_and_no_more(client: str, stub: Stub) -> None:
    """Temperature 0, bounded tokens, the schema, the message and the question asked; the key only in its header."""
    known: dict[str, FactValue] = {"budget_per_month": 987_654.0}
    read(stub, Says(GOOD), client=client, asked=("audience",), known=known)
    words = stub.words

    assert TEXT in words and "Who will read or operate the output?" in words
    assert "ml_platform" in words and "987654" not in words
    assert "4000" in words and '"temperature": 0' in words
    assert KEY not in words
    assert client.startswith("ollama") or any(KEY in value for value in stub.headers[0].values())
    assert not any("langsmith" in name for name in stub.headers[0])


BAD = {
    "slow": ([Says(silent=True)] * 2, "it did not answer within 2 seconds"),
    "busy": ([Says(status=429, error=f"{TEXT} {KEY}")] * 2, "status 429 (too many requests)"),
    "failing": ([Says(status=500, error=f"{TEXT} {KEY}")] * 2, "status 500 (internal server error)"),
    # Google's transport fetches its credentials anew and comes back twice.
    "unauthorised": ([Says(status=401, error=f"bad key {KEY}")] * 3, "status 401 (unauthorized)"),
    "rejecting": ([Says(status=400, error=TEXT)], "status 400 (bad request)"),
    "malformed": ([Says(text='{"facts": {"seats": ')], "its answer was malformed"),
    "talking": ([Says(text=f"Sure! You said: {TEXT}")], "its answer was malformed"),
    "another form": ([Says({"reply": TEXT})], "its answer was malformed"),
    "cut": ([Says(GOOD, ending="cut")], "its answer was cut off"),
    "refusing": ([Says(text="I can't help with that.", ending="refused")], "it refused to answer"),
    "inventing": (
        [answering({"team": ("ml", "our data scientists"), "gpus": ("owned", "8 H100"), "seats": ("40", "40 clerks")})],
        "most of what it quoted is not in the message",
    ),
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("case", BAD)
def test_without_a_usable_answer_the_local_reading_stands(
    client: str, case: str, stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    """Unchanged but for the reason, which is logged once and holds neither the message nor the key."""
    says, why = BAD[case]
    began = time.monotonic()
    with caplog.at_level(logging.DEBUG, logger="agent"):
        reading = read(stub, *says, client=client)

    assert reading.fallback is not None and why in reading.fallback
    assert replace(reading, fallback=None) == LOCAL
    assert time.monotonic() - began < SECONDS + 1
    ours = [record for record in caplog.records if record.name.startswith("agent")]
    assert [record.levelno for record in ours] == [logging.WARNING]
    warned = "".join(r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING)
    assert reading.fallback in warned
    assert "clerks" not in warned and KEY not in warned
    assert all(record.exc_info is None for record in ours)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_provider_that_is_busy_is_asked_once_more(client: str, stub: Stub) -> None:
    """After the pause that it names, where that leaves time."""
    busy = Says(status=429, headers={"retry-after": "1"})

    assert read(stub, busy, Says(GOOD), client=client).fallback is None
    assert read(stub, Says(status=503), Says(GOOD), client=client).fallback is None
    assert "429" in str(read(stub, busy, busy, Says(GOOD), client=client).fallback)
    assert len(stub.sent) == 6


def test_a_pause_longer_than_the_time_is_not_waited_for(stub: Stub) -> None:
    """The turn goes on at once."""
    began = time.monotonic()
    reading = read(stub, Says(status=429, headers={"retry-after": "30"}))

    assert "429" in str(reading.fallback) and len(stub.sent) == 1
    assert time.monotonic() - began < 1


def test_nobody_at_the_address_is_said(stub: Stub) -> None:
    """A server that is not there is one sentence as well, whichever client asks."""
    nowhere = replace(stub, address="http://127.0.0.1:9")
    # Google's client makes a status of it.
    unavailable = "the provider answered with status 503 (service unavailable)"

    for client in CLIENTS:
        assert read(nowhere, client=client).fallback in ("it cannot be reached", unavailable)


def test_a_model_that_takes_no_temperature_is_asked_without(stub: Stub) -> None:
    """From then on, and at once."""
    refused = Says(status=400, error="Unsupported value: 'temperature' does not support 0.0 with this model.")
    reading = read(stub, refused, Says(GOOD))

    assert reading.fallback is None
    assert [("temperature" in body) for body in stub.sent] == [True, False]


def test_the_newest_model_that_neither_takes_a_temperature_nor_a_forced_tool_is_read(
    stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its tool it answers in words, which is malformed and no more."""
    monkeypatch.setitem(CLIENTS, "anthropic:claude-sonnet-5-5", "")
    good = read(stub, Says(GOOD), client="anthropic:claude-sonnet-5-5")
    words = read(stub, Says(text="I would say 40 seats."), client="anthropic:claude-sonnet-5-5")

    assert good.fallback is None and "seats" in good.suggested
    assert not any("temperature" in body or "tool_choice" in body for body in stub.sent)
    assert words.fallback == "its answer was malformed"


@pytest.mark.parametrize(
    ("text", "local", "asked"),
    [
        ("", Reading("off_topic", ("off_topic",)), ()),
        ("…!", Reading("off_topic", ("off_topic",)), ()),
        ("yes", Reading("affirm", ("affirm",)), ()),
        ("Start over please", Reading("restart", ("restart",)), ()),
        ("45", Reading("inform", ("inform",), facts={"seats": FactReading(45.0, "45")}), ("seats",)),
    ],
)
def test_what_leaves_no_doubt_is_not_sent(text: str, local: Reading, asked: tuple[str, ...], stub: Stub) -> None:
    """A plain yes, an exact answer, a restart and an empty message cost no call."""
    assert read(stub, text=text, local=local, asked=asked) == local
    assert stub.sent == []


def test_only_what_was_read_is_sent(stub: Stub) -> None:
    """The end of a message that is too long is left out here as well."""
    local = replace(LOCAL, unread=len(" AND THE END"))
    read(stub, Says(GOOD), text=f"{TEXT} AND THE END", local=local)

    assert "AND THE END" not in stub.words


def test_the_local_reader_is_asked_first_with_everything(stub: Stub) -> None:
    """Its arguments are handed on as they came."""
    stub.says.append(Says(GOOD))
    settings = settings_for("openai:gpt-x", stub)
    local = Local()
    reader = ModelReader(local, Asker(lambda fixed: open_chat(settings, fixed=fixed), SECONDS))
    reader.read(TEXT, asked=("seats",), known={"seats": 3.0}, confirming=True, today=TODAY)

    assert local.calls == [
        {"text": TEXT, "asked": ("seats",), "known": {"seats": 3.0}, "confirming": True, "today": TODAY}
    ]


def test_a_server_of_ones_own_needs_no_key(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address without a key is asked without one."""
    for name in [name for name in os.environ if name.endswith("_API_KEY")]:
        monkeypatch.delenv(name)

    for client in CLIENTS:
        assert read(stub, Says(GOOD), client=client).fallback is None
    assert not any(KEY in value for headers in stub.headers for value in headers.values())
