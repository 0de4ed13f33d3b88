"""The published throughput rows, and what the model predicts for them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.decision.throughput import Serving, best_layout, speed
from knowledge.architectures import Architecture, named_architecture
from knowledge.catalogue import load_catalogue
from knowledge.speed import SpeedConstants
from knowledge.tables import Gpu

FILE = Path(__file__).parent / "rows.jsonl"

OFFLINE = "offline_max"

# The constants that are fitted, in the order of the vector that the fit moves.
FITTED = ("compute", "bandwidth", "link", "layer_overhead_us", "expert_width")

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One published figure: output tokens a second of a group of cards."""

    id: str
    model: str
    built: Architecture
    weights: str
    kv_cache: str
    gpu: Gpu
    n_gpu: int
    isl: float
    osl: float
    published: float
    mode: str
    source: str

    @property
    def _serving(self) -> Serving:
        return Serving(self.built, self.weights, self.kv_cache, self.gpu, self.isl, self.osl)

    def predicted(self, constants: SpeedConstants) -> float:
        """What the model says, in output tokens a second; not a number where it says that it does not fit."""
        found = speed(self._serving, self.n_gpu, constants)
        return float("nan") if found is None else found.tokens_per_second

    def predicted_in_copies(self, constants: SpeedConstants) -> float:
        """The same with as many copies of the model on the cards as serve most."""
        found = best_layout(self._serving, self.n_gpu, constants)
        return float("nan") if found is None else found[1].tokens_per_second


@lru_cache(maxsize=1)
def published_rows() -> tuple[Row, ...]:
    """All published rows whose card and model are known."""
    catalogue = load_catalogue()
    return tuple(
        Row(
            id=row["id"],
            model=row["model"],
            built=named_architecture(row["model"], catalogue.architectures),
            weights=row["weights"],
            kv_cache=row["kv_cache"],
            gpu=catalogue.gpus[row["gpu"]],
            n_gpu=row["n_gpu"],
            isl=row["isl"],
            osl=row["osl"],
            published=row["output_tok_s_total"],
            mode=row["mode"],
            source=row["source"],
        )
        for row in map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
    )


def offline_rows() -> tuple[Row, ...]:
    """The rows at offline maximum load."""
    return tuple(row for row in published_rows() if row.mode == OFFLINE)


def predictions(rows: Sequence[Row], constants: SpeedConstants) -> Numbers:
    """Output tokens a second for each row."""
    return np.array([row.predicted(constants) for row in rows])


def with_fitted(constants: SpeedConstants, values: Sequence[float]) -> SpeedConstants:
    """The constants with the fitted ones replaced."""
    fitted: dict[str, Any] = dict(zip(FITTED, map(float, values), strict=True))
    return replace(constants, **fitted)


def errors(rows: Sequence[Row], constants: SpeedConstants) -> Numbers:
    """How far off each row is, whichever way: 1 is exact, 2 is half or twice."""
    ratio = predictions(rows, constants) / np.array([row.published for row in rows])
    found: Numbers = np.maximum(ratio, 1 / ratio)
    return found
