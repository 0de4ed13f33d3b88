"""ONNX graphs: traced from torch, made smaller, and opened to run; only opening is needed by a running advisor."""

import logging
import os
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def open_graph(graph: Path | bytes, threads: int = 0) -> Any:
    """A session of a graph on the processor, on all cores or so many; raises onnxruntime's errors if it is broken."""
    # Set here too: it is read once, when onnxruntime is first used, and nothing may leave the machine.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Waiting threads that spin would take the processor from the page.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    source = graph if isinstance(graph, bytes) else str(graph)
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


def trace_graph(
    model: Any, examples: Mapping[str, Any], outputs: Sequence[str], free: Mapping[int, int], file: Path
) -> None:
    """Trace a torch model over examples by name of input; `free` says which axes vary and up to what."""
    import torch

    axes = {axis: torch.export.Dim(f"axis_{axis}", max=most) for axis, most in free.items()}
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program: Any = torch.onnx.export(
            model,
            tuple(examples.values()),
            input_names=list(examples),
            output_names=list(outputs),
            dynamic_shapes=(axes,) * len(examples),
            dynamo=True,
            verbose=False,
        )
        program.save(str(file), external_data=False)


def shrink_graph(source: Path, target: Path) -> None:
    """The same graph with its matrices in integers: a fraction of the size, and twice as fast.

    In seven bits: with eight, processors without VNNI would saturate, and read otherwise than those with it.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    root = logging.getLogger()
    level = root.level
    # It advises a step that changes nothing for such graphs.
    root.setLevel(logging.ERROR)
    try:
        quantize_dynamic(
            source,
            target,
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
        )
    finally:
        root.setLevel(level)
