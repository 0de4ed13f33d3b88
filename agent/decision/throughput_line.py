"""One line of `advisor throughput`: a model, cards and the size of a request in, output tokens a second out."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from agent.decision.given import known_keys
from agent.decision.throughput import CACHE_BYTES, Serving, Speed, best_layout, fewest_cards, speed, why_not
from agent.decision.workload import named_card
from knowledge.architectures import GIVEN, Architecture, UnknownModel, named_architecture
from knowledge.catalogue import load_catalogue
from knowledge.tables import Catalogue, Gpu

NEEDED = ("model", "weights", "gpu", "n_gpu", "isl", "osl")
PARAMETERS = ("params_total_b", "params_active_b")
KEYS = ("id", "today", "kv_cache", *NEEDED, *PARAMETERS, *GIVEN)

# Other words for the same number of bits.
SAME = {"bf16": "fp16", "int8": "fp8", "nvfp4": "fp4", "awq": "int4", "gptq": "int4", "w4a16": "int4"}

# What has to be known of a model that the table does not hold.
ENOUGH = ("layers", *PARAMETERS)


def throughput_line(line: Mapping[str, Any], tables: Catalogue | None = None) -> dict[str, Any]:
    """Output tokens a second of the whole group at offline maximum load; None and the reason where it does not fit."""
    known_keys(line, KEYS)
    lacking = [key for key in NEEDED if key not in line]
    if lacking:
        raise ValueError(f"{lacking[0]} is missing; a line takes {', '.join(KEYS)}")
    catalogue = tables or load_catalogue()
    built = _built(line, catalogue)
    weights = _precision("weights", line["weights"], catalogue.throughput.bytes_per_parameter)
    kv_cache = _precision("kv_cache", _stated(line.get("kv_cache")) or _usual_cache(weights), CACHE_BYTES)
    gpu, n_gpu = _gpu(line["gpu"], catalogue), round(_number("n_gpu", line["n_gpu"], whole=True))
    given, answered = _number("isl", line["isl"]), _number("osl", line["osl"])
    constants = catalogue.throughput
    serving = Serving(built, weights, kv_cache, gpu, given, answered)
    found = speed(serving, n_gpu, constants)
    if found is None:
        fewest = fewest_cards(serving, constants)
        enough = f"; {fewest} of them are enough" if fewest else ""
        reason = why_not(serving, n_gpu, constants)
        return {"tokens_per_second": None, "reason": reason + enough}
    return {
        "tokens_per_second": float(f"{found.tokens_per_second:.6g}"),
        "requests_per_second": float(f"{found.requests_per_second:.6g}"),
        "sequences_at_once": round(found.batch),
        **_in_copies(best_layout(serving, n_gpu, constants)),
    }


def _in_copies(best: tuple[int, Speed] | None) -> dict[str, Any]:
    """What several copies of the model on the same cards would give, where that is more than one spread over all."""
    if best is None or best[0] == 1:
        return {}
    copies, fast = best
    return {"in_copies": {"copies": copies, "tokens_per_second": float(f"{fast.tokens_per_second:.6g}")}}


def _built(line: Mapping[str, Any], catalogue: Catalogue) -> Architecture:
    """The model's architecture from the table, or from the line itself; sizes that are given win."""
    sizes = {key: _number(key, line[key]) for key in (*PARAMETERS, *GIVEN) if line.get(key) is not None}
    whole: dict[str, Any] = {key: value if key in PARAMETERS else round(value) for key, value in sizes.items()}
    name = line["model"]
    if not isinstance(name, str):
        raise ValueError(f"model: {name!r} is not a name")
    try:
        return replace(named_architecture(name, catalogue.architectures), **whole)
    except UnknownModel:
        cached = "latent" in whole or {"kv_heads", "head_dim"} <= whole.keys()
        if not (cached and all(key in whole for key in ENOUGH)):
            raise
        return Architecture(id=name, **whole)


def _stated(kv_cache: Any) -> Any:
    return None if kv_cache == "auto" else kv_cache


def _usual_cache(weights: str) -> str:
    """The precision of the cache that goes with the weights where none is named."""
    return "fp16" if weights in ("fp16", "int4") else "fp8"


def _precision(key: str, name: Any, known: Iterable[str]) -> str:
    plain = str(name).lower()
    plain = SAME.get(plain, plain)
    if plain not in known:
        raise ValueError(f"{key}: {name!r} is none of {', '.join((*known, *SAME))}")
    return plain


def _gpu(name: Any, catalogue: Catalogue) -> Gpu:
    gpu = named_card(str(name), catalogue)
    if gpu is None:
        raise ValueError(f"gpu: {name!r} is none of {', '.join(catalogue.gpus)}")
    return gpu


def _number(key: str, value: Any, *, whole: bool = False) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not is_number or value <= 0 or (whole and value != round(value)):
        raise ValueError(f"{key}: {value!r} is not a {'whole ' if whole else ''}number above 0")
    return float(value)
