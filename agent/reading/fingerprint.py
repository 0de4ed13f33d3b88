"""What a trained reader was trained from, in one hash: the messages, what the rules make of them, and the recipe.

A change of any of these without training again is caught by a test.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from agent.reading.clauses import split
from agent.reading.examples import FOLDER, Message, load_messages
from agent.reading.heads import DENSE, FLAGS, YES_NO
from agent.reading.protocol import ACTS
from agent.reading.quantities import find_quantities
from agent.reading.roles import ROLES, role_features
from agent.reading.speech import marked
from agent.reading.words import terms_of

RECIPE = 9
"""Raised by hand when the way of fitting changes."""

EVERY = 20
DAY = date(2026, 11, 23)


def fingerprint(folder: Path = FOLDER) -> str:
    """The hash of the messages under a folder and of their features."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl")):
        digest.update(path.read_bytes())
    digest.update(json.dumps([RECIPE, DENSE, FLAGS, YES_NO, ACTS, ROLES]).encode())
    digest.update(json.dumps(_features(load_messages(folder)[::EVERY])).encode())
    return digest.hexdigest()[:32]


def _features(messages: Sequence[Message]) -> list[object]:
    """What the rules make of some messages; arrays are left out, for they differ by machine."""
    rows: list[object] = []
    for message in messages:
        clauses, _ = split(message.text)
        quantities = find_quantities(message.text, DAY)
        asked = [message.asked] if message.asked else []
        rows.append([sorted(terms_of(marked(message.text))), [[c.start, c.end] for c in clauses]])
        rows.extend(sorted(role_features(message.text, q, clauses, asked, len(quantities) - 1)) for q in quantities)
    return rows
