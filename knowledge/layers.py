"""The layers of an encoder, made comparable for linear scorers above them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Scale:
    """Each feature centred and scaled, each layer brought to unit length.

    The middle layers hold much that the finished vector has lost, once their common part is taken away.
    """

    mean: Floats
    deviation: Floats

    def of(self, layers: Floats) -> Floats:
        """One flat row for each text; `layers` are texts × layers × dimensions."""
        centred = (layers - self.mean) / self.deviation
        unit: Floats = centred / np.linalg.norm(centred, axis=2, keepdims=True).clip(min=1e-6)
        return unit.reshape(len(layers), -1)
