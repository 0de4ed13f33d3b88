"""Three layers of our own above the encoder's third: the same shapes as its last three, trained on what people say.

Plain numpy; `tuning` trains them. They stand beside the encoder's own layers, which know more than we can teach.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import DIMENSIONS, LAYERS

Floats = NDArray[np.float32]

OWN = 3
ATTENTION_HEADS = 12
WIDTH = DIMENSIONS // ATTENTION_HEADS
EPSILON = 1e-12
ALL = len(LAYERS) + OWN
"""How many layers a text has in all: the encoder's, and ours."""

TUNED_FILE = "tuned.npz"
MATRICES = ("query", "key", "value", "output", "up", "down")
VECTORS = ("attention_gain", "attention_shift", "gain", "shift", *(f"{name}_bias" for name in MATRICES))


@dataclass(frozen=True)
class Layer:
    """One transformer layer: its matrices (in × out) and vectors by name."""

    of: Mapping[str, Floats]

    def forward(self, states: Floats, mask: Floats) -> Floats:
        """The next states of a batch; `mask` is one for a token and zero for padding."""
        seen = self._attended(states, mask)
        states = _normed(states + seen, self.of["attention_gain"], self.of["attention_shift"])
        return _normed(states + self._thought(states), self.of["gain"], self.of["shift"])

    def _attended(self, states: Floats, mask: Floats) -> Floats:
        texts, tokens, _ = states.shape

        def heads(name: str) -> Floats:
            flat = self._linear(states, name).reshape(texts, tokens, ATTENTION_HEADS, WIDTH)
            return flat.transpose(0, 2, 1, 3)

        scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.float32(np.sqrt(WIDTH))
        scores += (1 - mask[:, None, None, :]) * np.float32(-1e4)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed = (weights @ heads("value")).transpose(0, 2, 1, 3).reshape(texts, tokens, DIMENSIONS)
        return self._linear(mixed, "output")

    def _thought(self, states: Floats) -> Floats:
        x = self._linear(states, "up")
        # GELU by tanh, as in training.
        gelu: Floats = 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)))
        return self._linear(gelu, "down")

    def _linear(self, x: Floats, name: str) -> Floats:
        # One flat product is twice as fast as one for each text.
        flat: Floats = x.reshape(-1, x.shape[-1]) @ self.of[name]
        flat += self.of[f"{name}_bias"]
        return flat.reshape(*x.shape[:-1], -1)


@dataclass(frozen=True)
class Tuned:
    """Our layers, one above the other."""

    layers: Sequence[Layer]

    def means(self, states: Floats, mask: Floats) -> Floats:
        """The mean over the tokens at each of our layers: texts × layers × dimensions."""
        share = mask / mask.sum(axis=1, keepdims=True)
        result = []
        for layer in self.layers:
            states = layer.forward(states, mask)
            result.append(np.einsum("btd,bt->bd", states, share))
        return np.stack(result, axis=1)


def _normed(x: Floats, gain: Floats, shift: Floats) -> Floats:
    centred = x - x.mean(axis=-1, keepdims=True)
    scale = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(EPSILON))
    result: Floats = centred / scale * gain + shift
    return result


def save_tuned(tuned: Tuned, folder: Path) -> None:
    """Write the matrices as bytes with a scale for each column, the vectors in half precision."""
    arrays: dict[str, NDArray[Any]] = {}
    for i, layer in enumerate(tuned.layers):
        for name in MATRICES:
            scale = np.abs(layer.of[name]).max(axis=0) / 127
            arrays[f"{i}.{name}"] = np.round(layer.of[name] / scale).astype(np.int8)
            arrays[f"{i}.{name}.scale"] = scale.astype(np.float32)
        for name in VECTORS:
            arrays[f"{i}.{name}"] = layer.of[name].astype(np.float16)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / TUNED_FILE, allow_pickle=False, **arrays)


def load_tuned(folder: Path) -> Tuned:
    """Read what `save_tuned` wrote; raises OSError, KeyError or ValueError where it is not there or broken."""
    with np.load(folder / TUNED_FILE) as arrays:
        return Tuned([_layer(i, arrays) for i in range(OWN)])


def _layer(i: int, arrays: Mapping[str, NDArray[Any]]) -> Layer:
    matrices = {name: arrays[f"{i}.{name}"].astype(np.float32) * arrays[f"{i}.{name}.scale"] for name in MATRICES}
    return Layer(matrices | {name: arrays[f"{i}.{name}"].astype(np.float32) for name in VECTORS})
