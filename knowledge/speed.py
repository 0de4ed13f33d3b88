"""The constants of the throughput model, read from a dated table."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "catalogue"


@dataclass(frozen=True)
class SpeedConstants:
    """Fitted constants, and what is known of the hardware; units stand in the table."""

    compute: float
    bandwidth: float
    link: float
    layer_overhead_us: float
    expert_width: float
    usable_memory: float
    batch_per_gpu: float
    sigma_log: float
    bytes_per_parameter: Mapping[str, float]
    links: Mapping[str, float]
    as_of: str
    source: str


@lru_cache(maxsize=8)
def load_speed(folder: Path = FOLDER) -> SpeedConstants:
    """The constants of a folder's table."""
    table = yaml.safe_load((folder / "throughput.yaml").read_text(encoding="utf-8"))
    return SpeedConstants(**table.pop("fitted"), **table)
