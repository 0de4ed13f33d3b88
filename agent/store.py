"""Where conversations are kept: one SQLite checkpoint a turn, and none for a turn that failed.

The transcript is the checkpoint history; beside it stand only the links that others may read by, and what was found
helpful. Nothing here knows what a turn means.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.sqlite import SqliteSaver

SCHEMA = 1
"""Version of what a thread stores; raised when an older reader could no longer understand it."""

_STRIPES = 64

_BESIDE = (
    "CREATE TABLE IF NOT EXISTS readers (key TEXT PRIMARY KEY, thread_id TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS found_helpful (thread_id TEXT NOT NULL, turn INTEGER NOT NULL, "
    "helpful INTEGER NOT NULL, PRIMARY KEY (thread_id, turn))",
)


class StoreError(Exception):
    """Conversations that cannot be opened; the message says what was wrong and what to do."""


class ThreadMoved(Exception):
    """Another process finished a turn of this thread meanwhile; the turn must be taken again."""


class TurnSaver(SqliteSaver):
    """A saver that keeps a checkpoint only when a turn is complete, and only on top of the one it started from.

    LangGraph would also keep the input of a turn whose node failed. A turn is complete when `reply` was written.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(_connect(path))
        # Re-entrant, so that the check of the parent and the insert are one transaction.
        self.lock = threading.RLock()  # type: ignore[assignment]
        self.setup()
        for table in _BESIDE:
            self.conn.execute(table)

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Keep the checkpoint of a complete turn; raise ThreadMoved if its parent is no longer the newest."""
        if "reply" not in new_versions:
            return config
        with self.lock:
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                if self._newest(config["configurable"]["thread_id"]) != config["configurable"].get("checkpoint_id"):
                    raise ThreadMoved(config["configurable"]["thread_id"])
                return super().put(config, checkpoint, metadata, new_versions)
            finally:
                if self.conn.in_transaction:
                    self.conn.rollback()

    def put_writes(self, *_: Any, **__: Any) -> None:
        """Nothing is kept of a turn that is not complete."""

    def delete_thread(self, thread_id: str) -> None:
        """Delete every trace of a thread, in the write-ahead log too."""
        super().delete_thread(thread_id)
        with self.lock, self.conn:
            self.conn.execute("DELETE FROM readers WHERE thread_id = ?", (thread_id,))
            self.conn.execute("DELETE FROM found_helpful WHERE thread_id = ?", (thread_id,))
        self._empty_log()

    def delete_last_turn(self, thread_id: str) -> None:
        """Delete the newest turn of a thread, as if it had not been taken."""
        with self.lock, self.conn:
            left = len(self._turn_ids(thread_id)) - 1
            self.conn.execute(
                "DELETE FROM checkpoints WHERE thread_id = ? AND checkpoint_id = ?",
                (thread_id, self._newest(thread_id)),
            )
            self.conn.execute("DELETE FROM found_helpful WHERE thread_id = ? AND turn > ?", (thread_id, left))
        self._empty_log()

    def copy_turns(self, thread_id: str, turns: int, to: str) -> None:
        """Begin an empty thread with the first turns of another; StoreError where it is not empty."""
        with self.lock, self.conn:
            if self._newest(to):
                raise StoreError("A conversation of that name is there already.")
            for kept in self._turn_ids(thread_id)[:turns]:
                self.conn.execute(
                    "INSERT INTO checkpoints SELECT ?, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, "
                    "checkpoint, metadata FROM checkpoints WHERE thread_id = ? AND checkpoint_id = ?",
                    (to, thread_id, kept),
                )

    def let_read(self, key: str, thread_id: str) -> None:
        """Let whoever holds the key read a thread; nothing is kept of one without turns."""
        with self.lock, self.conn:
            if not self._newest(thread_id):
                return
            self.conn.execute("INSERT OR REPLACE INTO readers VALUES (?, ?)", (key, thread_id))

    def read_by(self, key: str) -> str | None:
        """The thread that a key may read."""
        with self.lock:
            row = self.conn.execute("SELECT thread_id FROM readers WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def mark(self, thread_id: str, turn: int, helpful: bool) -> None:
        """Keep with a turn that is there whether it was found helpful; the last word counts."""
        with self.lock, self.conn:
            if not 1 <= turn <= len(self._turn_ids(thread_id)):
                return
            self.conn.execute("INSERT OR REPLACE INTO found_helpful VALUES (?, ?, ?)", (thread_id, turn, int(helpful)))

    def marks(self, thread_id: str) -> dict[int, bool]:
        """Which turns were found helpful, and which not."""
        with self.lock:
            rows = self.conn.execute("SELECT turn, helpful FROM found_helpful WHERE thread_id = ?", (thread_id,))
            return {int(turn): bool(helpful) for turn, helpful in rows.fetchall()}

    def close(self) -> None:
        """Close the connection; the file stays."""
        with self.lock:
            self.conn.close()

    def _empty_log(self) -> None:
        """Nothing that was deleted stays in the write-ahead log."""
        with self.lock:
            self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _turn_ids(self, thread_id: str) -> list[str]:
        rows = self.conn.execute(
            "SELECT checkpoint_id FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = '' ORDER BY checkpoint_id",
            (thread_id,),
        )
        return [str(row[0]) for row in rows.fetchall()]

    def _newest(self, thread_id: str) -> str | None:
        row = self.conn.execute(
            "SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ''", (thread_id,)
        ).fetchone()
        newest: str | None = row[0]
        return newest


def _connect(path: Path) -> sqlite3.Connection:
    try:
        conn = sqlite3.connect(path, check_same_thread=False, timeout=10)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "secure_delete=ON"):
            conn.execute(f"PRAGMA {pragma}").fetchall()
        conn.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except sqlite3.Error as error:
        raise StoreError(
            f"The conversations in {path} cannot be opened ({error}). Move the file away to start afresh."
        ) from error
    return conn


class ThreadLocks:
    """One turn at a time in a thread. Threads share a fixed number of locks, so memory stays flat."""

    def __init__(self) -> None:
        self._locks = tuple(threading.Lock() for _ in range(_STRIPES))

    @contextmanager
    def hold(self, thread_id: str) -> Iterator[None]:
        """Wait for the thread's turn and hold it."""
        with self._locks[hash(thread_id) % _STRIPES]:
            yield
