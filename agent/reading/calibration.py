"""What a head's confidence is worth: calibrated by fact on readings by a reader that had not seen their author.

Two limits, the same for all facts, then decide what is taken and what is only suggested.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agent.facts import FACTS

SURE = 1.0
"""The confidence of an answer that is certain by its form; it is never calibrated."""

_EDGE = 1e-3
_PULL = 4.0
"""How strongly a fact with few readings is held to what holds for all: as many readings' worth."""


@dataclass(frozen=True)
class Calibration:
    """By key the slope and offset on the log odds, and the two limits on the calibrated chance."""

    lines: Mapping[str, tuple[float, float]]
    taken: float
    suggested: float

    def chance(self, fact: str, asked: bool, confidence: float) -> float:
        """How likely a value read with this confidence is right."""
        if confidence >= SURE:
            return SURE
        slope, offset = self.lines.get(key_of(fact, asked), (1.0, 0.0))
        return 1 / (1 + math.exp(-(slope * log_odds(confidence) + offset)))


def key_of(fact: str, asked: bool) -> str:
    """Under which name a fact is calibrated: an answer to a question is surer than a remark."""
    return f"asked {FACTS[fact].kind}" if asked else fact


KEYS = tuple(dict.fromkeys(key_of(name, asked) for asked in (False, True) for name in FACTS))
RAW = Calibration({}, taken=2.0, suggested=0.0)
"""Nothing is taken and all is suggested as it was read: how a reader is measured before it is calibrated."""


def log_odds(confidence: float) -> float:
    """The logarithm of the odds, away from both ends."""
    inside = min(max(confidence, _EDGE), 1 - _EDGE)
    return math.log(inside / (1 - inside))


Seen = tuple[str, float, bool]
"""A key, a confidence, and whether the value was right."""


def fit_lines(seen: Iterable[Seen]) -> dict[str, tuple[float, float]]:
    """Slope and offset by key, those of rare keys near those of all."""
    by_key: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for key, confidence, right in seen:
        if confidence < SURE:
            by_key[key].append((log_odds(confidence), right))
    every = [pair for pairs in by_key.values() for pair in pairs]
    common = _line(every, (1.0, 0.0))
    lines = {key: _line(by_key[key], common) for key in KEYS if key in by_key}
    return {key: (round(slope, 4), round(offset, 4)) for key, (slope, offset) in lines.items()}


def _line(pairs: Sequence[tuple[float, bool]], near: tuple[float, float]) -> tuple[float, float]:
    """Logistic regression by Newton's method, held near a given line."""
    x = np.array([[odds, 1.0] for odds, _ in pairs])
    y = np.array([float(right) for _, right in pairs])
    prior: NDArray[np.float64] = np.array(near)
    line = prior.copy()
    for _ in range(25):
        chance = 1 / (1 + np.exp(-(x @ line).clip(-30, 30)))
        gradient = x.T @ (chance - y) + _PULL * (line - prior)
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x + _PULL * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        line = line - step
        if float(np.abs(step).max()) < 1e-6:
            break
    return float(max(line[0], 0.05)), float(line[1])


def lowest(chances: Sequence[tuple[float, bool]], precision: float) -> float:
    """The lowest limit above which at least this share is right."""
    best, right = SURE, 0
    for count, (chance, was_right) in enumerate(sorted(chances, key=lambda c: -c[0]), start=1):
        right += was_right
        if right >= precision * count:
            best = chance
    return round(best, 4)
