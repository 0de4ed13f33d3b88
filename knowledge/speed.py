"""The constants of the throughput model; their table says where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass


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
