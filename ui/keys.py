"""Which conversation a page means, by its own key or by one with which it can only be read; and which browser asks."""

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.advisor import Advisor

DOOR = "web:"
_KEY = re.compile(r"[0-9a-f]{32}")


def own_thread(key: object) -> str | None:
    """The thread of this door with a key, where it is well formed."""
    return f"{DOOR}{key}" if isinstance(key, str) and _KEY.fullmatch(key) else None


def read_thread(advisor: "Advisor", key: object) -> str | None:
    """The thread that a reading key shows; None where there is none any more."""
    return advisor.read_by(key) if isinstance(key, str) and _KEY.fullmatch(key) else None


def browser_of(key: object) -> str:
    """The owner that a browser's key stands for, from which the key cannot be told; empty where it is not well formed.

    No account is called so: their names hold no colon.
    """
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        return ""
    return f"browser:{hashlib.sha256(f'own documents {key}'.encode()).hexdigest()[:32]}"
