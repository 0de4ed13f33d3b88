"""How many requests a second a model serves on given GPUs, by a roofline with two fitted constants.

Offline, at maximum load; what a latency target and the serving engine cost is taken off by the caller.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.tables import Gpu, OpenModel

BYTES_PER_PARAMETER = {"fp16": 2.0, "fp8": 1.0, "fp4": 0.5625, "mxfp4": 0.54}

# The precision whose peak arithmetic applies to weights kept so; MXFP4 is unpacked to half precision first.
ARITHMETIC = {"fp16": "fp16", "fp8": "fp8", "fp4": "fp4", "mxfp4": "fp16"}

GIB = 1024**3


@dataclass(frozen=True)
class Speed:
    """Output tokens and requests a second of the whole group of GPUs, and the batch that gives them."""

    tokens_per_second: float
    requests_per_second: float
    batch: float


def speed(
    model: OpenModel, gpu: Gpu, n_gpu: int, input_tokens: float, output_tokens: float, fitted: Mapping[str, float]
) -> Speed | None:
    """The speed of a model on `n_gpu` cards for requests of that size; None where it does not fit."""
    weights = model.params_total_b * 1e9 * BYTES_PER_PARAMETER[model.weights]
    free = fitted["usable_memory"] * gpu.vram_gib * GIB * n_gpu - weights
    cache = model.kv_bytes_fp16 * (1.0 if model.weights == "fp16" else 0.5)
    if free <= cache * (input_tokens + output_tokens):
        return None
    batch = min(free / (cache * (input_tokens + output_tokens)), fitted["largest_batch"])
    arithmetic = gpu.tflops[ARITHMETIC[model.weights]] * 1e12 * n_gpu * fitted["compute"]
    memory = gpu.bandwidth_tb_s * 1e12 * n_gpu * fitted["bandwidth"]
    active = model.params_active_b * 1e9
    read = weights * _share_read(model, batch) + batch * cache * (input_tokens + output_tokens / 2)
    step = read / memory + 2 * active * batch / arithmetic
    prefill = 2 * active * input_tokens / arithmetic
    tokens = output_tokens / (prefill + output_tokens * step / batch)
    if not gpu.nvlink and n_gpu > 1:
        tokens /= 1 + fitted["without_nvlink"] * (n_gpu - 1)
    return Speed(tokens, tokens / output_tokens, batch)


def _share_read(model: OpenModel, batch: float) -> float:
    """The share of the weights that one step reads: all of a dense model, the experts in use of a mixture."""
    if not model.experts:
        return 1.0
    in_use: float = 1 - (1 - model.experts_used / model.experts) ** batch
    return max(model.params_active_b / model.params_total_b, in_use)
