"""An optional login in front of everything but the health check: names and passwords from a setting.

Who logged in goes with the request, for those behind. A plain ASGI middleware; HTTP Basic, so it belongs behind TLS as
soon as others than this machine are let in.
"""

import base64
import binascii
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ui.keys import browser_of

if TYPE_CHECKING:
    from ui.shell import App, Receive, Scope, Send

ACCOUNT = "account"
"""Under this name the state of a request holds the name of who logged in."""

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
        account = self._account(scope) if scope["type"] in ("http", "websocket") else ""
        if account is not None:
            scope.setdefault("state", {})[ACCOUNT] = account
        if account is not None or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await send({"type": "http.response.start", "status": 401, "headers": _ASKED})
            await send({"type": "http.response.body", "body": b"Name and password, please."})
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _account(self, scope: "Scope") -> str | None:
        """The name of who asks; None where it is nobody that is known."""
        given = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        name, password = _credentials(given)
        # Every account is compared, so that the time taken tells nothing of which names there are.
        fits = [
            secrets.compare_digest(name, known) & secrets.compare_digest(password, secret)
            for known, secret in self._accounts
        ]
        return name.decode() if any(fits) else None


def owner_of(request: Any, browser: object = None) -> str:
    """Whose own documents a request may find: those of the account that logged in, or without a login of the browser.

    `browser` is the key that a browser keeps for itself; without one they are nobody's.
    """
    state = getattr(getattr(request, "request", request), "state", None)
    return str(getattr(state, ACCOUNT, "") or "") or browser_of(browser)


def _credentials(header: bytes) -> tuple[bytes, bytes]:
    scheme, _, coded = header.partition(b" ")
    if scheme.lower() != b"basic":
        return b"", b""
    try:
        name, _, password = base64.b64decode(coded, validate=True).partition(b":")
    except binascii.Error:
        return b"", b""
    return name, password
