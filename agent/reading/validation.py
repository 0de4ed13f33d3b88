"""How well the reader reads authors and genres whose lines it was not trained on, fact by fact.

The readings are made by the reader itself, not by its heads alone; each group is judged with a calibration that was
made without it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.facts import FACTS
from agent.reading.calibration import RAW, Calibration, fit_lines, key_of, lowest
from agent.reading.examples import Message
from agent.reading.fitting import TODAY, Remembering, fit
from agent.reading.local import LocalReader
from agent.reading.protocol import Reader, Reading

SCORED = tuple(name for name in FACTS if name != "use_case")

WANTED_PRECISION = 0.9
"""Of all that is taken."""

MEASURED = "abcdef"
"""The authors who are left out in turn. The others wrote with the errors of these in view, or single clauses: they
train, but never measure."""

LEAST_SEEN = 0.02


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
    """Tallies by fact for what is taken, and for what is taken or suggested; the acts, and messages without an error.

    `faultless` counts the messages in which nothing taken is wrong and nothing true is left out of what is shown.
    """

    taken: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    shown: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    acts_right: int = 0
    acts: int = 0
    messages: int = 0
    faultless: int = 0

    @property
    def wrong_suggestions(self) -> float:
        """Wrong suggestions a message."""
        return (total(self.shown).wrong - total(self.taken).wrong) / max(self.messages, 1)


@dataclass(frozen=True)
class Judged:
    """One reading of a message by a reader that had not seen it, with its confidences as they were read."""

    message: Message
    reading: Reading

    def confidence(self, fact: str) -> float:
        """How sure the reading is of a fact; below zero where it has none."""
        read = {**self.reading.suggested, **self.reading.facts}.get(fact)
        return read.confidence if read else -1.0

    def chance(self, fact: str, calibration: Calibration) -> float:
        """How likely the fact is right; below zero where there is none."""
        raw = self.confidence(fact)
        return calibration.chance(fact, fact == self.message.asked, raw) if raw >= 0 else raw

    def is_taken(self, fact: str, calibration: Calibration | None) -> bool:
        """Whether the fact is taken; without a calibration, whether the reading itself took it."""
        if calibration is None:
            return fact in self.reading.facts
        return self.chance(fact, calibration) >= calibration.taken

    def is_shown(self, fact: str, calibration: Calibration | None) -> bool:
        """Whether the fact is taken or suggested."""
        if calibration is None:
            return fact in self.reading.facts or fact in self.reading.suggested
        return self.chance(fact, calibration) >= calibration.suggested

    def is_right(self, fact: str) -> bool | None:
        """Whether the value is right; None where it is debatable."""
        value = {**self.reading.suggested, **self.reading.facts}[fact].value
        if fact in self.message.gold:
            return same(value, self.message.gold[fact], fact)
        return None if fact in self.message.maybe else False

    @property
    def act_is_right(self) -> bool:
        """Whether the act is the labelled one, or what the second labeller said."""
        return self.reading.act in (self.message.act, self.message.act_maybe)


def same(value: Any, gold: Any, fact: str) -> bool:
    """Whether a value is the labelled one: equal words, numbers within a tenth, dates at least within three days."""
    if isinstance(gold, list):
        return sorted(gold) == sorted(value)
    if isinstance(gold, int | float) and isinstance(value, int | float):
        return abs(value - gold) <= max(0.1 * abs(gold), 0.43 if fact == "deadline_weeks" else 1e-9)
    return bool(value == gold)


def judge(reader: Reader, messages: Iterable[Message]) -> list[Judged]:
    """Read every message as it was said: after the question it answers, or unasked."""
    return [
        Judged(m, reader.read(m.text, asked=[m.asked] if m.asked else [], confirming=not m.asked, today=TODAY))
        for m in messages
    ]


def leave_out(
    messages: Sequence[Message], remembering: Remembering, group: Callable[[Message], str]
) -> dict[str, list[Judged]]:
    """For each group of the measured authors' messages, the readings by a reader trained on all the others."""
    judged = {}
    measured = [message for message in messages if message.author in MEASURED]
    remembering.hear(measured)
    for name in sorted({group(message) for message in measured}):
        heads = fit([m for m in messages if m.author not in MEASURED or group(m) != name], remembering, RAW)
        reader = LocalReader.of(remembering, heads)
        judged[name] = judge(reader, [m for m in measured if group(m) == name])
    return judged


def calibrate(judged: Sequence[Judged]) -> Calibration:
    """What each confidence is worth, and from which chance on a fact is taken or suggested."""
    seen = [
        (key_of(fact, fact == j.message.asked), j.confidence(fact), right)
        for j in judged
        for fact in SCORED
        if j.confidence(fact) >= LEAST_SEEN and (right := j.is_right(fact)) is not None
    ]
    lines = Calibration(fit_lines(seen), RAW.taken, RAW.suggested)
    chances = [
        (j.chance(fact, lines), right)
        for j in judged
        for fact in SCORED
        if j.confidence(fact) >= LEAST_SEEN and (right := j.is_right(fact)) is not None
    ]
    return Calibration(lines.lines, lowest(chances, WANTED_PRECISION), SUGGESTED)


SUGGESTED = 0.12
"""A suggestion costs a tap to refuse, and a fact that is missed costs a question and a wrong word or two of advice."""


def score(judged: Iterable[Judged], calibration: Calibration | None = None) -> Scores:
    """Count right, wrong and missed for each fact, the acts, and the messages without an error.

    Without a calibration the readings are scored as they are: those of a reader that has its own.
    """
    scores = Scores()
    for j in judged:
        scores.messages += 1
        if j.message.act is not None:
            scores.acts += 1
            scores.acts_right += j.act_is_right
        before = total(scores.taken).wrong + total(scores.shown).missed
        for fact in SCORED:
            _count(scores.taken[fact], j, fact, j.is_taken(fact, calibration))
            _count(scores.shown[fact], j, fact, j.is_shown(fact, calibration))
        scores.faultless += total(scores.taken).wrong + total(scores.shown).missed == before
    return scores


def joined(several: Iterable[Scores]) -> Scores:
    """Several scores added up."""
    whole = Scores()
    for one in several:
        for name in ("acts", "acts_right", "messages", "faultless"):
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
        for fact in SCORED:
            for mine, theirs in ((whole.taken, one.taken), (whole.shown, one.shown)):
                mine[fact] = total({"a": mine[fact], "b": theirs[fact]})
    return whole


def cross_scored(judged: Mapping[str, Sequence[Judged]]) -> dict[str, Scores]:
    """Each group scored with a calibration that was made on the others."""
    return {
        name: score(own, calibrate([j for other, group in judged.items() if other != name for j in group]))
        for name, own in judged.items()
    }


def _count(tally: Tally, j: Judged, fact: str, said: bool) -> None:
    right = j.is_right(fact) if said else None
    tally.right += right is True
    tally.wrong += right is False
    tally.missed += fact in j.message.gold and right is not True


def total(tallies: Mapping[str, Tally]) -> Tally:
    """All facts together."""
    return Tally(*(sum(getattr(t, name) for t in tallies.values()) for name in ("right", "wrong", "missed")))
