"""Three layers of our own above the encoder's third: the same shapes as its last three, trained on what people say.

They stand beside the encoder's own layers, which know more than we can teach. `tuning` trains them.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import LAYERS
from knowledge.graphs import open_graph

Floats = NDArray[np.float32]

OWN = 3
ALL = len(LAYERS) + OWN
"""How many layers a text has in all: the encoder's, and ours."""

STATES, MASK, MEANS = "states", "mask", "means"
"""What the graph takes, and what it gives."""

TUNED_FILE = "tuned.onnx"


@dataclass(frozen=True)
class Tuned:
    """Our layers, one above the other, as a graph."""

    graph: bytes = field(repr=False)
    _session: Any = field(repr=False, compare=False)

    @classmethod
    def of(cls, graph: bytes) -> Self:
        """The layers that a graph holds; raises ValueError where it is broken."""
        try:
            return cls(graph, open_graph(graph))
        except Exception as error:
            # onnxruntime has an exception for every way of being broken.
            raise ValueError(f"{TUNED_FILE} is no graph: {error}") from error

    def means(self, states: Floats, mask: Floats) -> Floats:
        """The mean over the tokens at each of our layers: texts × OWN × dimensions.

        `mask` is one for a token and zero for padding.
        """
        means: Floats = self._session.run([MEANS], {STATES: states, MASK: mask})[0]
        return means


def save_tuned(tuned: Tuned, folder: Path) -> None:
    """Write the graph."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TUNED_FILE).write_bytes(tuned.graph)


def load_tuned(folder: Path) -> Tuned:
    """Read what `save_tuned` wrote; raises OSError or ValueError where it is not there or broken."""
    return Tuned.of((folder / TUNED_FILE).read_bytes())
