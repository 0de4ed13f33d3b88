"""The labelled messages as training rows: clauses with the facts they state, messages with their acts.

Read only when training; a running advisor never opens the files.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.facts import FACTS
from agent.reading.clauses import WHOLE_IS_SHORT, split
from agent.reading.heads import CATEGORICAL, LAW_OUTCOMES

FOLDER = Path(__file__).parents[2] / "knowledge" / "utterances"
DEVELOPMENT = FOLDER / "development" / "messages.jsonl"
"""Never trained on: it helps to calibrate, and is measured."""

MASKED = -1
NAMES_THE_WORK = 0.05
"""From which share of messages with a named work an author is taken to have labelled them all."""


@dataclass(frozen=True)
class Message:
    """One labelled message; `act` is None for a clause that stands by itself, whose act nobody judged."""

    id: str
    author: str
    genre: str
    asked: str | None
    text: str
    gold: Mapping[str, Any]
    maybe: Mapping[str, Any]
    act: str | None
    clauses: Sequence[tuple[str, Mapping[str, Any]]] = ()
    act_maybe: str | None = None


@dataclass(frozen=True)
class Row:
    """A piece of a message with its labels: for each categorical fact an index (0 not said, MASKED ignored).

    `cut` where our own splitting made the piece, and its labels follow from those of the pieces people labelled.
    """

    text: str
    asked: str | None
    whole: bool
    only: bool
    labels: tuple[int, ...]
    yes_no: tuple[int, ...]
    message: int = field(default=0, compare=False)
    cut: bool = field(default=False, compare=False)

    @property
    def states_something(self) -> bool:
        """Whether anything is said in it, as far as it was labelled."""
        return any(label > 0 for label in (*self.labels, *self.yes_no))


def load_messages(folder: Path = FOLDER) -> list[Message]:
    """All labelled messages, file by file."""
    return [message for path in sorted(folder.glob("*.jsonl")) for message in read_messages(path)]


def read_messages(path: Path) -> list[Message]:
    """The messages of one file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Message(
            id=str(row["id"]),
            author=row.get("author", ""),
            genre=row.get("genre", ""),
            asked=row["asked"],
            text=row["text"],
            gold=row["gold"],
            maybe=row.get("maybe") or {},
            act=row["act"],
            clauses=tuple((c["text"], c["gold"]) for c in row.get("clauses", ())),
            act_maybe=row.get("act_maybe"),
        )
        for row in rows
    ]


def clause_rows(messages: Iterable[Message]) -> list[Row]:
    """The rows for the clause heads: labelled clauses, our own clauses, and short messages as a whole."""
    messages = list(messages)
    # Some authors never labelled the work, or did so in passing; their silence says nothing.
    written = Counter(message.author for message in messages)
    named = Counter(message.author for message in messages if "use_case" in message.gold)
    authors = {author for author, count in named.items() if count >= NAMES_THE_WORK * written[author]}
    return [row for i, message in enumerate(messages) for row in _rows(message, i, message.author in authors)]


def _rows(message: Message, index: int, named: bool) -> Iterator[Row]:
    gold = message.clauses or ((message.text, message.gold),)
    seen = set()
    for text, facts in gold:
        seen.add(text)
        yield _row(message, index, text, facts, named, only=len(gold) == 1)
    own, _ = split(message.text)
    if len(own) > 1 and message.clauses:
        spans = _gold_spans(message)
        for clause in own:
            if clause.text not in seen:
                facts, partly = _overlap(clause.start, clause.end, spans)
                yield _row(message, index, clause.text, facts, named, masked=partly, cut=True)
    if len(gold) > 1 and len(message.text) <= WHOLE_IS_SHORT:
        yield _row(message, index, message.text, message.gold, named, whole=True)


def _gold_spans(message: Message) -> list[tuple[int, int, Mapping[str, Any]]]:
    spans, position = [], 0
    for text, facts in message.clauses:
        start = message.text.find(text, position)
        if start >= 0:
            spans.append((start, start + len(text), facts))
            position = start + len(text)
    return spans


def _overlap(
    start: int, end: int, spans: Sequence[tuple[int, int, Mapping[str, Any]]]
) -> tuple[dict[str, Any], set[str]]:
    """The facts of the labelled clauses inside a span, and those that lie only partly in it."""
    facts: dict[str, Any] = {}
    partly: set[str] = set()
    for a, b, gold in spans:
        shared = min(b, end) - max(a, start)
        if shared >= 0.9 * (b - a):
            facts |= gold
        elif shared > 2:
            partly |= set(gold)
    return facts, partly - set(facts)


def _row(
    message: Message,
    index: int,
    text: str,
    facts: Mapping[str, Any],
    named: bool,
    *,
    masked: Iterable[str] = (),
    whole: bool = False,
    only: bool = False,
    cut: bool = False,
) -> Row:
    hidden = {*masked, *(set(message.maybe) - set(facts))}
    labels = []
    for name in CATEGORICAL:
        if name in facts:
            labels.append(FACTS[name].values.index(facts[name]) + 1)
        else:
            labels.append(MASKED if name in hidden else 0)
    work = int("use_case" in facts) if named and "use_case" not in hidden else MASKED
    return Row(text, message.asked, whole, only, tuple(labels), (*_laws(facts, hidden), work), index, cut)


def _laws(facts: Mapping[str, Any], hidden: set[str]) -> tuple[int, ...]:
    if "regulations" not in facts:
        return (MASKED if "regulations" in hidden else 0,) * len(LAW_OUTCOMES)
    said = facts["regulations"] or ["none apply"]
    return tuple(int(law in said) for law in LAW_OUTCOMES)
