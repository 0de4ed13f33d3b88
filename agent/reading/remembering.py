"""An encoder that reads every text once: training needs the same texts to tune our layers, and to fit what is above."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from agent.reading.heads import Encodes, Floats

AT_ONCE, TOGETHER = 1024, 32


class EncodesOnce:
    """What another encoder gives, kept in half precision: about 1 kB a token."""

    def __init__(self, encoder: Encodes) -> None:
        self._encoder = encoder
        self._kept: dict[str, tuple[Any, Any]] = {}

    def encode_deeply(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Floats, Floats, Floats]]:
        """Batch by batch, texts of like length together, as the encoder itself does."""
        self._keep(texts)
        order = sorted(range(len(texts)), key=lambda i: len(self._kept[texts[i]][1]))
        for start in range(0, len(order), TOGETHER):
            rows = order[start : start + TOGETHER]
            kept = [self._kept[texts[i]] for i in rows]
            states, mask = padded([states for _, states in kept])
            yield rows, np.stack([layers for layers, _ in kept]).astype(np.float32), states, mask

    def states(self, texts: Sequence[str]) -> list[Any]:
        """The states of all tokens of each text, without padding: tokens × dimensions, in half precision."""
        self._keep(texts)
        return [self._kept[text][1] for text in texts]

    def _keep(self, texts: Sequence[str]) -> None:
        new = sorted({text for text in texts if text not in self._kept}, key=lambda text: (len(text), text))
        for start in range(0, len(new), AT_ONCE):
            some = new[start : start + AT_ONCE]
            for rows, layers, states, mask in self._encoder.encode_deeply(some):
                for row, means, tokens, present in zip(rows, layers, states, mask, strict=True):
                    self._kept[some[row]] = means.astype(np.float16), tokens[: int(present.sum())].astype(np.float16)


def padded(states: Sequence[Any]) -> tuple[Floats, Floats]:
    """The states of texts beside each other, texts × tokens × dimensions, and which of them are no padding."""
    longest = max(len(tokens) for tokens in states)
    together = np.zeros((len(states), longest, states[0].shape[1]), np.float32)
    mask = np.zeros((len(states), longest), np.float32)
    for i, tokens in enumerate(states):
        together[i, : len(tokens)], mask[i, : len(tokens)] = tokens, 1
    return together, mask
