"""A local stand-in of Slack: the Web API over HTTP, and Socket Mode over a WebSocket."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

BOT = {"ok": True, "team_id": "T1", "team": "Acme", "user_id": "UBOT", "bot_id": "BBOT", "url": "https://acme.invalid"}


@dataclass
class Slack:
    """What the app was told and what it sent: posted messages, and acknowledged envelopes with their times."""

    posted: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: dict[str, float] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    limited: int = 0
    address: str = ""
    socket: ServerConnection | None = None
    link: str = ""
    changed: threading.Condition = field(default_factory=threading.Condition)
    _envelopes: int = 0

    def send(self, event: dict[str, Any], event_id: str = "", team: str = "T1") -> str:
        """Send an event as Slack does; returns the envelope it came in."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.socket is not None, 5)
            self._envelopes += 1
            envelope = f"envelope-{self._envelopes}"
        payload = {
            "type": "event_callback",
            "team_id": team,
            "api_app_id": "A1",
            "event_id": event_id or f"Ev{self._envelopes}",
            "event_time": int(time.time()),
            "authorizations": [{"team_id": team, "user_id": "UBOT", "is_bot": True}],
            "event": event,
        }
        assert self.socket is not None
        self.socket.send(
            json.dumps(
                {"envelope_id": envelope, "type": "events_api", "accepts_response_payload": False, "payload": payload}
            )
        )
        return envelope

    def hang_up(self) -> None:
        """Close the connection from this end."""
        socket, self.socket = self.socket, None
        if socket is not None:
            socket.close()

    def wait_for_posts(self, number: int, seconds: float = 10) -> list[dict[str, Any]]:
        """The posted messages once there are so many."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.posted) >= number, seconds), self.posted
            return list(self.posted)

    def wait_for_ack(self, envelope: str, seconds: float = 10) -> float:
        """When an envelope was acknowledged."""
        with self.changed:
            assert self.changed.wait_for(lambda: envelope in self.acknowledged, seconds)
            return self.acknowledged[envelope]


@contextmanager
def slack_stand_in() -> Iterator[Slack]:
    """Run the stand-in on ports of its own."""
    slack = Slack()
    api = ThreadingHTTPServer(("127.0.0.1", 0), _api(slack))
    sockets = serve(lambda socket: _hold(slack, socket), "127.0.0.1", 0)
    slack.address = f"http://127.0.0.1:{api.server_port}/api/"
    slack.link = f"ws://127.0.0.1:{sockets.socket.getsockname()[1]}/link"
    threads = [threading.Thread(target=server.serve_forever) for server in (api, sockets)]
    for thread in threads:
        thread.start()
    try:
        yield slack
    finally:
        api.shutdown()
        api.server_close()
        sockets.shutdown()
        for thread in threads:
            thread.join(5)


def _hold(slack: Slack, socket: ServerConnection) -> None:
    """Keep a connection and note what is acknowledged on it."""
    socket.send(json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}}))
    with slack.changed:
        slack.socket = socket
        slack.changed.notify_all()
    try:
        for message in socket:
            envelope = json.loads(message).get("envelope_id")
            with slack.changed:
                slack.acknowledged[envelope] = time.perf_counter()
                slack.changed.notify_all()
    except ConnectionClosed:
        pass


def _api(slack: Slack) -> type[BaseHTTPRequestHandler]:
    class Api(BaseHTTPRequestHandler):
        """The few methods of the Web API that the door calls."""

        def do_POST(self) -> None:
            """Answer a method."""
            method = self.path.rsplit("/", 1)[-1]
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            if method in slack.refused:
                return self._send({"ok": False, "error": slack.refused[method]})
            if method == "chat.postMessage" and slack.limited:
                slack.limited -= 1
                return self._send({"ok": False, "error": "ratelimited"}, 429)
            if method == "chat.postMessage":
                with slack.changed:
                    slack.posted.append(self._fields(body))
                    slack.changed.notify_all()
                return self._send({"ok": True, "ts": "99.1"})
            if method == "apps.connections.open":
                return self._send({"ok": True, "url": slack.link})
            return self._send(BOT)

        def _fields(self, body: str) -> dict[str, Any]:
            if "json" in self.headers.get("content-type", ""):
                fields: dict[str, Any] = json.loads(body)
                return fields
            return {name: values[0] for name, values in parse_qs(body).items()}

        def _send(self, row: dict[str, Any], status: int = 200) -> None:
            data = json.dumps(row).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            if status == 429:
                self.send_header("retry-after", "1")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Api
