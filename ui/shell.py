"""Around every response: a content security policy, a limit on what may be sent, and our own head in the page.

A plain ASGI middleware; it looks into no request and no event.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

STATIC = Path(__file__).parent / "static"

LARGEST_BODY = 1_000_000
"""Bytes of a request; the longest message that is stored fits several times."""

# Gradio builds its components with inline scripts and styles; nothing may come from, or go to, another host.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "media-src 'none'",
        "object-src 'none'",
        "frame-src 'none'",
        "worker-src 'self' blob:",
        "form-action 'none'",
        "base-uri 'self'",
        "frame-ancestors 'self'",
    )
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)

# What Gradio says of itself to link previews, with a picture on another host.
_PREVIEW = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')
_STYLES = ("fonts.css", "page.css", "layout.css", "chat.css", "panel.css")
_SCRIPTS = ("frame.js", "line.js", "cards.js", "shelf.js", "documents.js", "charts.js", "page.js")
_PRELOADED = ("fonts/inter-latin-wght-normal.woff2", "fonts/source-serif-4-latin-opsz-normal.woff2")


class Shell:
    """Wraps the app; `larger` are the bytes that a request may have which carries a file, by its path."""

    def __init__(self, app: App, larger: Mapping[str, int] = MappingProxyType({})) -> None:
        self._app = app
        self._larger = larger
        self._head = _head().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = self._larger.get(scope["path"], LARGEST_BODY)
        if _too_large(scope, largest):
            await _refuse(send)
            return
        answer = _Page(send, self._head) if scope["path"] == "/" and scope["method"] == "GET" else _Headers(send)
        await self._app(scope, _Counted(receive, largest), answer)


class _Headers:
    """Sends every response with our headers."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *_HEADERS]
        await self._send(message)


class _Page:
    """Collects the page itself and puts our head into it, so that style and type are there before anything is drawn."""

    def __init__(self, send: Send, head: bytes) -> None:
        self._send, self._head = send, head
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = [(k, v) for k, v in self._start.get("headers", []) if k.lower() != b"content-length"]
        if any(k.lower() == b"content-type" and v.startswith(b"text/html") for k, v in headers):
            self._body = _PREVIEW.sub(b"", self._body).replace(b"</head>", self._head + b"</head>", 1)
        length = (b"content-length", str(len(self._body)).encode())
        await self._send({**self._start, "headers": [*headers, length, *_HEADERS]})
        await self._send({"type": "http.response.body", "body": self._body})


class _Counted:
    """Reads a body whose length was not declared, up to the limit."""

    def __init__(self, receive: Receive, largest: int) -> None:
        self._receive = receive
        self._largest = largest
        self._size = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self._size > self._largest else message


def _too_large(scope: Scope, largest: int) -> bool:
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return not declared.isdigit() or int(declared) > largest


async def _refuse(send: Send) -> None:
    body = b'{"detail":"The message is too large."}'
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *_HEADERS]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _head() -> str:
    """Style sheet, script and the two typefaces of the first screen, by addresses that change with their content."""
    fonts = "".join(
        f'<link rel="preload" href="room/{name}" as="font" type="font/woff2" crossorigin>' for name in _PRELOADED
    )
    scripts = "".join(f'<script src="room/{_versioned(name)}"></script>' for name in _SCRIPTS)
    styles = "".join(f'<link rel="stylesheet" href="room/{_versioned(name)}">' for name in _STYLES)
    return (
        f'<meta name="robots" content="noindex"><link rel="icon" href="room/icon.svg" type="image/svg+xml">{fonts}'
        f"{styles}{scripts}"
    )


def _versioned(name: str) -> str:
    return f"{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"
