"""`make bench-page`: many clients at once, a turn each few seconds, in the page's own protocol; and long conversations.

It starts the page in a process of its own with an empty data folder. Exit status 1 where an answer failed or the
promised time is not kept.
"""

import asyncio
import contextlib
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence

import httpx

CLIENTS, EVERY_SECONDS, ROUNDS = 30, 5.0, 8
PROMISED_P95 = 0.5
LONG = 50

# The volume is another for each client, so that nothing is answered from what another one asked.
SAID = (
    "We get about {volume:,} support tickets a month and want them sorted for our own agents.",
    "It must be live in 6 weeks.",
    "What is fine-tuning?",
    "We have software developers, no machine learning people.",
    "Is open source free?",
    "It is ordinary business data.",
    "What if we had ten times the volume?",
    "Enough questions, just give me your advice.",
)


@contextlib.contextmanager
def page() -> Iterator[str]:
    """The page in a process of its own, ready to answer; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "ui.cli", "web", "--port", str(port)]
        process = subprocess.Popen(command, env={**os.environ, "ADVISOR_DATA": data})
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_until_ready(url)
            yield url
        finally:
            process.terminate()
            process.wait(20)


def _wait_until_ready(url: str) -> None:
    for _ in range(600):
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{url}/healthz").json()["ready"]:
                return
        time.sleep(0.2)
    raise TimeoutError("the page did not get ready")


async def turn(client: httpx.AsyncClient, thread: str, text: str) -> float:
    """Take one turn as the page does, and return the seconds until the whole screen was there."""
    session = secrets.token_hex(6)
    event = {"kind": "say", "text": text, "thread": thread, "event": secrets.token_hex(6)}
    started = time.perf_counter()
    joined = await client.post(
        "/gradio_api/queue/join", json={"data": [], "event_data": event, "fn_index": 0, "session_hash": session}
    )
    joined.raise_for_status()
    async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        async for line in stream.aiter_lines():
            message = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
            if message.get("msg") == "process_completed":
                screen = json.dumps(message["output"], ensure_ascii=False)
                if not message["success"] or 'data-failed=\\"True\\"' in screen:
                    raise RuntimeError("a turn failed")
                return time.perf_counter() - started
    raise RuntimeError("the line broke off")


def said(place: int, client: int) -> str:
    """What a client says in a round."""
    return SAID[place % len(SAID)].format(volume=20_000 + 371 * client)


async def _visitor(client: httpx.AsyncClient, number: int, begin: float) -> list[float]:
    """One client: a turn every few seconds, beginning a little after the one before it."""
    thread = secrets.token_hex(16)
    times = []
    for place in range(ROUNDS):
        due = begin + number * EVERY_SECONDS / CLIENTS + place * EVERY_SECONDS
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        times.append(await turn(client, thread, said(place, number)))
    return times


async def _many(url: str) -> list[float]:
    limits = httpx.Limits(max_connections=2 * CLIENTS)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
        begin = time.perf_counter()
        rows = await asyncio.gather(*(_visitor(client, number, begin) for number in range(CLIENTS)))
    return [seconds for row in rows for seconds in row]


async def _long(url: str) -> list[float]:
    thread = secrets.token_hex(16)
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        return [await turn(client, thread, said(place, CLIENTS)) for place in range(LONG)]


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of them lies."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def main() -> int:
    """Measure and print."""
    with page() as url:
        alone = asyncio.run(_long(url))
        early, late = statistics.median(alone[2:8]), statistics.median(alone[-6:])
        print(f"one conversation: turns 3 to 8 {early * 1e3:.0f} ms, turns {LONG - 5} to {LONG} {late * 1e3:.0f} ms")
        times = asyncio.run(_many(url))
    median, p95 = statistics.median(times), quantile(times, 0.95)
    print(
        f"{CLIENTS} clients, a turn each {EVERY_SECONDS:g} s, {len(times)} turns: median {median * 1e3:.0f} ms, "
        f"p95 {p95 * 1e3:.0f} ms (promised {PROMISED_P95 * 1e3:.0f} ms), no error"
    )
    return int(p95 > PROMISED_P95)


if __name__ == "__main__":
    sys.exit(main())
