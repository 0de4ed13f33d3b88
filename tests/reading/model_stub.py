"""A local stand-in of the chat models' servers: it speaks the protocol of whichever client asks.

It answers what a test laid out for it, in order, and keeps what it was sent.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Ending = Literal["whole", "cut", "refused"]

# What each protocol calls the end of an answer.
_ENDS: Mapping[str, Mapping[Ending, str]] = {
    "openai": {"whole": "stop", "cut": "length", "refused": "content_filter"},
    "anthropic": {"whole": "tool_use", "cut": "max_tokens", "refused": "refusal"},
    "google": {"whole": "STOP", "cut": "MAX_TOKENS", "refused": "SAFETY"},
    "ollama": {"whole": "stop", "cut": "length", "refused": "content_filter"},
}


@dataclass(frozen=True)
class Says:
    """One response: an answer in the reader's form, or mere text, an error status, or nothing for a while."""

    answer: Mapping[str, Any] | None = None
    text: str = ""
    status: int = 200
    ending: Ending = "whole"
    error: str = "it failed"
    headers: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False


@dataclass
class Stub:
    """The server as a test sees it: what it will say, what it was sent, and where it is."""

    address: str = ""
    says: list[Says] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def words(self) -> str:
        """Everything that was sent, as one text."""
        return json.dumps(self.sent, ensure_ascii=False)


@contextmanager
def model_stub() -> Iterator[Stub]:
    """Run the stand-in on a port of its own."""
    stub = Stub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub))
    stub.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stub
    finally:
        stub.closing.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def _handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Any path of any provider."""

        def do_POST(self) -> None:
            """Say what comes next; what was not laid out is an error of the test."""
            body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
            stub.sent.append(body)
            stub.headers.append({name.lower(): value for name, value in self.headers.items()})
            says = stub.says.pop(0) if stub.says else Says(status=418)
            if says.silent:
                stub.closing.wait(30)
                return
            row = _error(says) if says.status != 200 else _row(self.path, body, says)
            data = json.dumps(row).encode()
            self.send_response(says.status)
            for name, value in {**says.headers, "content-type": "application/json"}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def _error(says: Says) -> dict[str, Any]:
    """What providers send with an error; it shows what they were sent, as some do."""
    return {"type": "error", "error": {"type": "api_error", "message": says.error, "code": says.status}}


def _row(path: str, body: Mapping[str, Any], says: Says) -> dict[str, Any]:
    if path.endswith("/messages"):
        return _anthropic(body, says)
    if path.endswith("/api/chat"):
        return _ollama(says)
    if ":generateContent" in path:
        return _google(body, says)
    return _openai(body, says)


def _text(says: Says) -> str:
    """An answer as text; one that is cut ends in the middle."""
    whole = says.text or json.dumps(says.answer)
    return whole[: len(whole) // 2] if says.ending == "cut" else whole


def _openai(body: Mapping[str, Any], says: Says) -> dict[str, Any]:
    """Also the protocol of Mistral and DeepSeek, which answer with a call of the tool they were given."""
    message: dict[str, Any] = {"role": "assistant", "content": _text(says)}
    if body.get("tools") and (says.answer is not None or says.ending == "cut"):
        called = {"name": body["tools"][0]["function"]["name"], "arguments": _text(says)}
        message = {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"id": "c1", "type": "function", "function": called}],
        }
    return {
        "id": "chat-1",
        "object": "chat.completion",
        "created": 1,
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": _ENDS["openai"][says.ending]}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def _anthropic(body: Mapping[str, Any], says: Says) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "text", "text": says.text}
    if says.answer is not None:
        # What is there of a call that was cut is a part of its input.
        given = says.answer if says.ending == "whole" else {}
        block = {"type": "tool_use", "id": "t1", "name": body["tools"][0]["name"], "input": given}
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [block] if says.answer is not None or says.text else [],
        "stop_reason": _ENDS["anthropic"][says.ending],
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }


def _google(body: Mapping[str, Any], says: Says) -> dict[str, Any]:
    part: dict[str, Any] = {"text": _text(says)}
    if says.answer is not None:
        name = body["tools"][0]["functionDeclarations"][0]["name"]
        part = {"functionCall": {"name": name, "args": says.answer if says.ending == "whole" else {}}}
    content = {"role": "model", "parts": [part] if says.ending != "refused" else []}
    return {
        "candidates": [{"content": content, "finishReason": _ENDS["google"][says.ending], "index": 0}],
        "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2},
    }


def _ollama(says: Says) -> dict[str, Any]:
    return {
        "model": "stub",
        "created_at": "2026-11-24T00:00:00Z",
        "message": {"role": "assistant", "content": _text(says)},
        "done": True,
        "done_reason": _ENDS["ollama"][says.ending],
    }
