"""An optional login in front of everything but the health check: names and passwords from a setting.

A plain ASGI middleware; HTTP Basic, so it belongs behind TLS as soon as others than this machine are let in.
"""

import base64
import binascii
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.shell import App, Receive, Scope, Send

OPEN_PATHS = ("/healthz",)
_ASKED = (
    (b"www-authenticate", b'Basic realm="Sourcing advisor", charset="UTF-8"'),
    (b"content-type", b"text/plain; charset=utf-8"),
)


class Login:
    """Wraps the app; lets those through who give one of the names with its password."""

    def __init__(self, app: "App", accounts: Sequence[tuple[str, str]]) -> None:
        self._app = app
        self._accounts = [(name.encode(), password.encode()) for name, password in accounts]

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Serve one request, or ask who it is."""
        if scope["type"] not in ("http", "websocket") or scope["path"] in OPEN_PATHS or self._knows(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await send({"type": "http.response.start", "status": 401, "headers": _ASKED})
            await send({"type": "http.response.body", "body": b"Name and password, please."})
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _knows(self, scope: "Scope") -> bool:
        given = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        name, password = _credentials(given)
        # Every account is compared, so that the time taken tells nothing of which names there are.
        fits = [
            secrets.compare_digest(name, known) & secrets.compare_digest(password, secret)
            for known, secret in self._accounts
        ]
        return any(fits)


def _credentials(header: bytes) -> tuple[bytes, bytes]:
    scheme, _, coded = header.partition(b" ")
    if scheme.lower() != b"basic":
        return b"", b""
    try:
        name, _, password = base64.b64decode(coded, validate=True).partition(b":")
    except binascii.Error:
        return b"", b""
    return name, password
