"""How well the reader reads authors whose lines it was not trained on, fact by fact.

The readings are made by the reader itself, not by its heads alone; thresholds are chosen on the other authors.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.facts import FACTS
from agent.reading.examples import Message
from agent.reading.fitting import TODAY, Encodes, fit
from agent.reading.found import WORK
from agent.reading.heads import THRESHOLDS, Thresholds, threshold_key
from agent.reading.local import LocalReader
from agent.reading.protocol import Reading

SCORED = tuple(name for name in FACTS if name != "use_case")
EVERYTHING = Thresholds(dict.fromkeys(THRESHOLDS, 2.0), dict.fromkeys(THRESHOLDS, 0.0))
"""Nothing is taken, all is suggested: how a reader is measured before its thresholds are set."""

WANTED_PRECISION = 0.87
JUST_TAKEN = 0.65
LEAST_PRECISION = 0.35
"""Of all that is taken, of what is only just taken, and of what is still worth suggesting."""

OWN_LINES = ("g",)
"""Authors whose lines were written with the errors of others in view: they train, but never measure."""

GRID = tuple(round(0.02 * i, 2) for i in range(5, 49))
STRENGTH = 8.0
"""How many messages of the average precision a threshold is judged with, so that rare facts don't run wild."""


@dataclass
class Tally:
    """Right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was said that is right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """The share of what is true that was said."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


@dataclass
class Scores:
    """Tallies by fact for what is taken, and for what is taken or suggested; and the acts."""

    taken: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    shown: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    acts_right: int = 0
    acts: int = 0


@dataclass(frozen=True)
class Judged:
    """One reading of a message by a reader that had not seen its author."""

    message: Message
    reading: Reading

    def confidence(self, fact: str) -> float:
        """How sure the reading is of a fact; below zero where it has none."""
        read = {**self.reading.suggested, **self.reading.facts}.get(fact)
        return read.confidence if read else -1.0

    def is_right(self, fact: str) -> bool | None:
        """Whether the value is right; None where it is debatable."""
        value = {**self.reading.suggested, **self.reading.facts}[fact].value
        if fact in self.message.gold:
            return same(value, self.message.gold[fact], fact)
        return None if fact in self.message.maybe else False


def same(value: Any, gold: Any, fact: str) -> bool:
    """Whether a value is the labelled one: equal words, numbers within 2 % (dates within three days)."""
    if isinstance(gold, list):
        return sorted(gold) == sorted(value)
    if isinstance(gold, int | float) and isinstance(value, int | float):
        return abs(value - gold) <= max(0.02 * abs(gold), 0.43 if fact == "deadline_weeks" else 1e-9)
    return bool(value == gold)


def judge(reader: LocalReader, messages: Iterable[Message]) -> list[Judged]:
    """Read every message as it was said: after the question it answers, or unasked."""
    return [
        Judged(m, reader.read(m.text, asked=[m.asked] if m.asked else [], confirming=not m.asked, today=TODAY))
        for m in messages
    ]


def leave_authors_out(messages: Sequence[Message], encoder: Encodes) -> dict[str, list[Judged]]:
    """For each author, the readings by a reader trained on all the others."""
    judged = {}
    for author in sorted({m.author for m in messages} - set(OWN_LINES)):
        heads = fit([m for m in messages if m.author != author], encoder, EVERYTHING)
        reader = LocalReader(encoder, heads=heads)
        judged[author] = judge(reader, [m for m in messages if m.author == author])
    return judged


def choose_thresholds(judged: Sequence[Judged]) -> Thresholds:
    """For each fact the lowest confidence at which enough of what is taken, or suggested, is right."""
    pairs: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for j in judged:
        for fact in SCORED:
            if j.confidence(fact) >= GRID[0] and (right := j.is_right(fact)) is not None:
                pairs[threshold_key(fact, fact == j.message.asked)].append((j.confidence(fact), right))
    # Enough of all that is taken has to be right, and most of what is only just taken.
    taken = {
        key: max(_lowest(seen, WANTED_PRECISION), _lowest(seen, JUST_TAKEN, marginal=0.15))
        for key, seen in pairs.items()
    }
    suggested = {key: min(_lowest(seen, LEAST_PRECISION, marginal=0.12), taken[key]) for key, seen in pairs.items()}
    work = {"use_case": WORK, "asked text": WORK}
    return Thresholds({**taken, **work}, {**suggested, **work})


def _lowest(pairs: Sequence[tuple[float, bool]], wanted: float, marginal: float = 0.0) -> float:
    """The lowest threshold with the wanted precision; with `marginal`, just above it too."""
    for threshold in GRID:
        above = [right for confidence, right in pairs if confidence >= threshold]
        if marginal:
            above = [right for confidence, right in pairs if threshold <= confidence < threshold + marginal]
        if (sum(above) + STRENGTH * wanted * 0.98) / (len(above) + STRENGTH) >= wanted and (above or not marginal):
            return threshold
    return GRID[-1]


def score(judged: Iterable[Judged], thresholds: Thresholds) -> Scores:
    """Count right, wrong and missed for each fact, and the acts."""
    scores = Scores()
    for j in judged:
        scores.acts += 1
        scores.acts_right += j.reading.act == j.message.act
        for fact in SCORED:
            for tallies, limits in ((scores.taken, thresholds.taken), (scores.shown, thresholds.suggested)):
                _count(tallies[fact], j, fact, limits[threshold_key(fact, fact == j.message.asked)])
    return scores


def joined(several: Iterable[Scores]) -> Scores:
    """Several scores added up."""
    whole = Scores()
    for one in several:
        whole.acts += one.acts
        whole.acts_right += one.acts_right
        for fact in SCORED:
            for mine, theirs in ((whole.taken, one.taken), (whole.shown, one.shown)):
                mine[fact] = total({"a": mine[fact], "b": theirs[fact]})
    return whole


def _count(tally: Tally, j: Judged, fact: str, limit: float) -> None:
    said = j.confidence(fact) >= max(limit, 0.0)
    right = j.is_right(fact) if said else None
    tally.right += right is True
    tally.wrong += right is False
    tally.missed += fact in j.message.gold and right is not True


def total(tallies: Mapping[str, Tally]) -> Tally:
    """All facts together."""
    return Tally(*(sum(getattr(t, name) for t in tallies.values()) for name in ("right", "wrong", "missed")))
