"""`advisor web` as a process: start it, ask how it is, wait for it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def start_page(data: Path, port: int, **settings: str) -> "subprocess.Popen[bytes]":
    """The page as a person starts it, with a data folder of its own."""
    # A company's tracing variable must not make anything leave the machine.
    environment = {**os.environ, "ADVISOR_DATA": str(data), "LANGSMITH_TRACING": "true", **settings}
    command = [sys.executable, "-m", "ui.cli", "web", "--port", str(port)]
    with (data / "server.log").open("a") as log:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def health(url: str) -> dict[str, Any] | None:
    """What the server says of itself; None while nobody answers."""
    with suppress(OSError), urllib.request.urlopen(f"{url}healthz", timeout=2) as response:
        row: dict[str, Any] = json.load(response)
        return row
    return None


def wait_for(condition: Callable[[], bool], seconds: float, data: Path) -> None:
    """Wait for a condition; fail with the end of the server's log."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            pytest.fail(f"not there after {seconds} s: {(data / 'server.log').read_text()[-2000:]}")
        time.sleep(0.05)
