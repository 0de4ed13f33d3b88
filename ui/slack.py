"""The Slack door: a mention or a direct message is answered in its thread, and a thread is a conversation.

Socket Mode, so nothing listens here. What is said is decided by the advisor; this only carries it to and fro.
"""

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.error import URLError

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

from agent.settings import Settings, SettingsError, check_writable
from agent.store import StoreError
from ui.mrkdwn import heard, messages

if TYPE_CHECKING:
    from agent.reply import Reply
    from knowledge.passages import Passage

log = logging.getLogger(__name__)

CALM = "Something went wrong on my side, and nothing of that message was kept. Please send it again."

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}

# A message of a person: plain, with a file, or also shown in the channel. Edits, joins and bots are other subtypes.
OF_PEOPLE = (None, "file_share", "thread_broadcast")

KEPT_DAYS = 30
"""How long an event is remembered; Slack sends one again within the hour."""


class Advises(Protocol):
    """What this door needs of the advisor."""

    def reply(self, thread: str, text: str) -> "Reply":
        """Take one turn."""
        ...

    def passage(self, passage_id: str) -> "Passage | None":
        """A passage that a reply cites."""
        ...


class Seen:
    """Which events were taken already, kept in a file so that a restart or a second process knows too.

    The same message comes under one event id when Slack sends it again, and under two when a mention is also a message.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._connect()) as conn, conn:
            conn.execute("CREATE TABLE IF NOT EXISTS seen (key TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID")
            conn.execute("DELETE FROM seen WHERE at < ?", (int(time.time()) - KEPT_DAYS * 86_400,))

    def first(self, *keys: str) -> bool:
        """Whether none of the keys was seen before; they all are from now on."""
        marks = ",".join("?" * len(keys))
        with closing(self._connect()) as conn, conn:
            conn.execute("BEGIN IMMEDIATE")
            known = conn.execute(f"SELECT 1 FROM seen WHERE key IN ({marks})", keys).fetchone()
            conn.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", [(key, int(time.time())) for key in keys])
        return known is None

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=10)


def _until_interrupted() -> None:
    threading.Event().wait()


def run(
    settings: Settings,
    make_advisor: Callable[[], Advises],
    environ: Mapping[str, str] = os.environ,
    base_url: str = WebClient.BASE_URL,
    wait: Callable[[], None] = _until_interrupted,
) -> int:
    """Answer while `wait` lasts; raise SettingsError where a token is missing or Slack cannot be used with it."""
    bot_token, app_token = (_token(environ, name) for name in TOKENS)
    check_writable(settings.data, "ADVISOR_DATA")
    advisor = make_advisor()
    retries = [ConnectionErrorRetryHandler(), RateLimitErrorRetryHandler(max_retry_count=3)]
    client = WebClient(token=bot_token, base_url=base_url, retry_handlers=retries)
    try:
        client.auth_test()
        handler = SocketModeHandler(make_app(client, advisor, Seen(settings.data / "slack.sqlite")), app_token)
        handler.connect()  # type: ignore[no-untyped-call]
    except SlackApiError as error:
        raise SettingsError(
            f"Slack refuses the tokens ({error.response['error']}). Check SLACK_BOT_TOKEN and SLACK_APP_TOKEN."
        ) from error
    except (SlackClientError, URLError, OSError) as error:
        raise SettingsError(f"Slack cannot be reached ({error}). Check the network and start again.") from error
    print("Connected to Slack. End with Ctrl-C.", flush=True)
    try:
        wait()
    finally:
        handler.close()  # type: ignore[no-untyped-call]
    return 0


def _token(environ: Mapping[str, str], name: str) -> str:
    token = environ.get(name, "").strip()
    if not token.startswith(TOKENS[name]):
        lacks = "is not set" if not token else "is not a token of that kind"
        raise SettingsError(f"{name} {lacks}. Put the token that begins with {TOKENS[name]} into the environment.")
    return token


def make_app(client: WebClient, advisor: Advises, seen: Seen) -> App:
    """The app: both kinds of events lead to the same answer. Bolt acknowledges an event before its listener runs."""
    app = App(client=client, token_verification_enabled=False)

    def take(event: dict[str, Any], body: dict[str, Any], context: Mapping[str, Any]) -> None:
        if not _is_for_us(event):
            return
        team, channel, moment = str(body.get("team_id", "")), str(event["channel"]), str(event["ts"])
        if seen.first(f"{team} {body.get('event_id')}", f"{channel} {moment}"):
            door = _Door(client, channel, str(event.get("thread_ts") or moment))
            text = heard(str(event.get("text") or ""), str(context.get("bot_user_id")))
            door.answer(advisor, f"slack:{team}:{channel}:{door.thread_ts}", text)

    app.event("app_mention")(take)
    app.event("message")(take)
    return app


def _is_for_us(event: Mapping[str, Any]) -> bool:
    """Whether a person speaks to the advisor: by a mention, or in a direct message."""
    addressed = event["type"] == "app_mention" or event.get("channel_type") == "im"
    return addressed and event.get("subtype") in OF_PEOPLE and not event.get("bot_id") and bool(event.get("user"))


class _Door:
    """One thread of one channel, where answers are posted."""

    def __init__(self, client: WebClient, channel: str, thread_ts: str) -> None:
        self._client, self._channel, self.thread_ts = client, channel, thread_ts

    def answer(self, advisor: Advises, thread: str, text: str) -> None:
        """Take the turn and post it; whatever fails becomes one calm line."""
        try:
            said = messages(advisor.reply(thread, text), advisor.passage)
        except StoreError as error:
            said = [str(error)]
        except Exception:  # the person gets a line in any case, the log the reason
            log.exception("A turn in %s failed", thread)
            said = [CALM]
        for message in said:
            self._post(message)

    def _post(self, text: str) -> None:
        try:
            self._client.chat_postMessage(
                channel=self._channel, thread_ts=self.thread_ts, text=text, unfurl_links=False, unfurl_media=False
            )
        except (SlackApiError, SlackClientError, URLError, OSError):
            log.exception("An answer could not be posted in %s", self._channel)
