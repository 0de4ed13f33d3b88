"""The Slack door over the wire, against a local stand-in of the Web API and of Socket Mode."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from agent.advisor import Advisor
from agent.reply import Reply
from agent.settings import Settings, SettingsError
from agent.store import StoreError
from knowledge.passages import Passage
from tests.ui.slack_stand_in import Slack, slack_stand_in
from ui.slack import CALM, Advises, Seen, make_app, run

OPENING = "<@UBOT> we get 25,000 support tickets a month &amp; want AI to sort them. Buy or build?"


class Recorder:
    """An advisor that answers at once and remembers what it was asked."""

    def __init__(self, act: Callable[[str], str] = lambda text: f"heard: {text}") -> None:
        self.turns: list[tuple[str, str]] = []
        self._act = act

    def reply(self, thread: str, text: str) -> Reply:
        """A reply that repeats the message."""
        self.turns.append((thread, text))
        said = self._act(text)
        return Reply(thread, text, said, said, "answer", (), (), "", len(self.turns), None, {})

    def passage(self, passage_id: str) -> Passage | None:
        """No passages here."""
        return None


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A stand-in of Slack."""
    with slack_stand_in() as running:
        yield running


@contextmanager
def connected(slack: Slack, advisor: Advises, folder: Path) -> Iterator[None]:
    """The real app, connected to the stand-in over Socket Mode."""
    client = WebClient("xoxb-1", base_url=slack.address, retry_handlers=[RateLimitErrorRetryHandler()])
    app = make_app(client, advisor, Seen(folder / "slack.sqlite"))
    handler = SocketModeHandler(app, "xapp-1", web_client=client)
    handler.connect()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        # Hung up from the other end: the client would wait three seconds for a last message.
        handler.client.auto_reconnect_enabled = False
        slack.hang_up()
        while handler.client.is_connected():
            time.sleep(0.01)
        handler.close()  # type: ignore[no-untyped-call]
        app.listener_runner.listener_executor.shutdown()


def mention(text: str, ts: str = "1.1", **more: Any) -> dict[str, Any]:
    """A mention in a channel."""
    return {"type": "app_mention", "user": "U1", "channel": "C1", "ts": ts, "text": text, **more}


def direct(text: str, ts: str = "1.1", **more: Any) -> dict[str, Any]:
    """A direct message."""
    return {
        "type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": ts, "text": text, **more
    }  # fmt: skip


def test_a_mention_is_answered_in_its_thread_with_a_real_reply(slack: Slack, advisor: Advisor, tmp_path: Path) -> None:
    """The reply names what was understood and asks; the mention itself is no part of the message."""
    with connected(slack, advisor, tmp_path):
        slack.send(mention(OPENING, ts="10.1"))
        post = slack.wait_for_posts(1)[0]

    assert (post["channel"], post["thread_ts"]) == ("C1", "10.1")
    assert "25,000" in post["text"] and "?" in post["text"] and "**" not in post["text"]
    assert (
        advisor.consultation("slack:T1:C1:10.1")
        .turns[0]
        .said.startswith("we get 25,000 support tickets a month & want")
    )


def test_two_messages_of_one_thread_continue_one_conversation(slack: Slack, advisor: Advisor, tmp_path: Path) -> None:
    """A reply in the thread goes on where the first message was; another thread begins anew."""
    with connected(slack, advisor, tmp_path):
        slack.send(mention(OPENING, ts="20.1"))
        slack.wait_for_posts(1)
        slack.send(mention("<@UBOT> isn't open source free though?", ts="20.2", thread_ts="20.1"))
        post = slack.wait_for_posts(2)[-1]
        slack.send(mention(OPENING, ts="21.1"))
        slack.wait_for_posts(3)

    assert post["thread_ts"] == "20.1" and "[1]" in post["text"]
    assert [len(advisor.consultation(f"slack:T1:C1:{ts}").turns) for ts in ("20.1", "21.1")] == [2, 1]


def test_a_cited_reply_lists_its_sources(slack: Slack, advisor: Advisor, tmp_path: Path) -> None:
    """Every number in the text has its line below, and the whole is short enough for Slack."""
    with connected(slack, advisor, tmp_path):
        slack.send(direct("Isn't open source free?", ts="30.1"))
        text = slack.wait_for_posts(1)[0]["text"]

    assert "\n[1] " in text or "|[1]> " in text
    assert len(text) <= 4_000


def test_a_direct_message_is_answered_in_its_thread(slack: Slack, tmp_path: Path) -> None:
    """No mention is needed where nobody else is."""
    recorder = Recorder()
    with connected(slack, recorder, tmp_path):
        slack.send(direct("hello", ts="2.1"))
        slack.send(direct("again", ts="2.2", thread_ts="2.1"))
        posts = slack.wait_for_posts(2)

    assert {post["thread_ts"] for post in posts} == {"2.1"}
    assert sorted(recorder.turns) == [("slack:T1:D1:2.1", "again"), ("slack:T1:D1:2.1", "hello")]


def test_the_same_event_is_answered_once(slack: Slack, tmp_path: Path) -> None:
    """Slack sends an event again when it is unsure, and a mention also as a message under another event id."""
    recorder = Recorder()
    with connected(slack, recorder, tmp_path):
        envelopes = [slack.send(mention("<@UBOT> hi", ts="3.1"), "Ev7") for _ in range(3)]
        envelopes.append(slack.send(mention("<@UBOT> hi", ts="3.1"), "Ev8"))
        for envelope in envelopes:
            slack.wait_for_ack(envelope)
        slack.send(mention("<@UBOT> bye", ts="3.2"), "Ev9")
        posts = slack.wait_for_posts(2)

    assert [post["text"] for post in posts] == ["heard: hi", "heard: bye"]


def test_an_event_is_still_known_after_a_restart(slack: Slack, tmp_path: Path) -> None:
    """What was taken is kept in the data folder."""
    first, second = Recorder(), Recorder()
    with connected(slack, first, tmp_path):
        slack.send(direct("hi", ts="4.1"), "Ev1")
        slack.wait_for_posts(1)
    with connected(slack, second, tmp_path):
        slack.send(direct("hi", ts="4.1"), "Ev1")
        slack.send(direct("new", ts="4.2"), "Ev2")
        slack.wait_for_posts(2)

    assert [text for _, text in second.turns] == ["new"]


def test_edits_bots_and_talk_of_others_are_ignored(slack: Slack, tmp_path: Path) -> None:
    """Only what a person says to the advisor is answered."""
    recorder = Recorder()
    ignored = [
        direct("", ts="5.1", subtype="message_changed", message={"text": "edited"}),
        direct("", ts="5.2", subtype="message_deleted"),
        direct("beep", ts="5.3", bot_id="B2"),
        direct("beep", ts="5.4", subtype="bot_message", bot_id="B2"),
        mention("beep", ts="5.5", bot_id="B2"),
        direct("my own words", ts="5.6", user="UBOT"),
        {**direct("among people", ts="5.7"), "channel_type": "channel", "channel": "C1"},
    ]
    with connected(slack, recorder, tmp_path):
        for event in ignored:
            slack.wait_for_ack(slack.send(event))
        slack.send(direct("for you", ts="5.9"))
        slack.wait_for_posts(1)

    assert [text for _, text in recorder.turns] == ["for you"]


def test_an_event_is_acknowledged_before_it_is_answered(slack: Slack, tmp_path: Path) -> None:
    """Slack waits three seconds; a turn may take longer."""

    def act(text: str) -> str:
        time.sleep(0.5)
        return text

    recorder = Recorder(act)
    with connected(slack, recorder, tmp_path):
        start = time.perf_counter()
        acknowledged = slack.wait_for_ack(slack.send(direct("slow", ts="6.1"))) - start
        slack.wait_for_posts(1)

    assert acknowledged < 0.4


def test_a_turn_that_fails_gives_one_calm_line(slack: Slack, tmp_path: Path) -> None:
    """The reason stays in the log, and the next message is answered."""

    def act(text: str) -> str:
        if text == "boom":
            raise RuntimeError("secret detail")
        if text == "later":
            raise StoreError("This conversation was written by a later version.")
        return text

    with connected(slack, Recorder(act), tmp_path):
        for number, text in enumerate(("boom", "later", "fine")):
            slack.send(direct(text, ts=f"7.{number}"))
            slack.wait_for_posts(number + 1)

    said = [post["text"] for post in slack.posted]
    assert said == [CALM, "This conversation was written by a later version.", "fine"]


def test_a_rate_limit_is_waited_out(slack: Slack, tmp_path: Path) -> None:
    """Slack's "too many requests" delays an answer and does not lose it."""
    slack.limited = 1
    with connected(slack, Recorder(), tmp_path):
        slack.send(direct("hi", ts="8.1"))
        posts = slack.wait_for_posts(1)

    assert posts[0]["text"] == "heard: hi"


TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def test_the_command_connects_and_answers(slack: Slack, session_settings: Settings, tmp_path: Path) -> None:
    """From the tokens to the first answer, with what was seen kept in the data folder."""
    settings = session_settings.model_copy(update={"data": tmp_path})

    def talk() -> None:
        slack.send(direct("hi", ts="9.1"))
        slack.wait_for_posts(1)

    assert run(settings, Recorder, TOKENS, slack.address, talk) == 0
    assert slack.posted[0]["text"] == "heard: hi"
    assert (tmp_path / "slack.sqlite").exists()


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
def test_a_token_that_slack_refuses_is_said(slack: Slack, session_settings: Settings, method: str) -> None:
    """In one sentence, with Slack's own word for it."""
    slack.refused[method] = "invalid_auth"

    with pytest.raises(SettingsError, match=r"invalid_auth.*SLACK_BOT_TOKEN"):
        run(session_settings, Recorder, TOKENS, slack.address)


def test_a_slack_that_cannot_be_reached_is_said(session_settings: Settings) -> None:
    """In one sentence."""
    with pytest.raises(SettingsError, match="cannot be reached"):
        run(session_settings, Recorder, TOKENS, "http://127.0.0.1:9/api/")


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
    ],
)
def test_a_missing_token_is_named(environ: dict[str, str], name: str, session_settings: Settings) -> None:
    """Before anything is loaded, the sentence says which variable to set."""
    with pytest.raises(SettingsError, match=name):
        run(session_settings, lambda: pytest.fail("the advisor was made"), environ)


def test_without_tokens_the_command_ends_with_one_sentence_and_status_2() -> None:
    """No traceback, nothing listens."""
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", "slack"],
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "SLACK_BOT_TOKEN" in done.stderr
