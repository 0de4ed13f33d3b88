"""How open weights are built: layers, attention and experts, which decide the memory they take and their speed.

The cache of a sequence follows from the architecture, never from the number of parameters.
"""

import difflib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

MOST_NEAREST = 5

# Endings that name how weights are packed or tuned, not how the model is built.
_ENDINGS = re.compile(
    r"[-_. ]?(instruct|chat|base|it|hf|fp8|fp4|fp16|bf16|nvfp4|mxfp4|awq|gptq|int4|int8|w4a16|w8a8|kv|dynamic|turbo|"
    r"preview|thinking|\d{4})$"
)


class UnknownModel(ValueError):
    """A model whose architecture nobody wrote down; the message lists the nearest names."""


@dataclass(frozen=True)
class Architecture:
    """Sizes of open weights. `values_per_token` and `state_values` are for caches that heads do not explain.

    `attends` is the most tokens that a growing layer attends to, where it selects some of them; 0 is all.
    """

    id: str
    params_total_b: float
    params_active_b: float
    layers: int
    attention: str = "gqa"
    growing_layers: int = 0
    hidden: int = 0
    query_heads: int = 0
    kv_heads: int = 0
    head_dim: int = 0
    latent: int = 0
    window: int = 0
    attends: int = 0
    values_per_token: int = 0
    state_values: int = 0
    experts: int = 0
    experts_used: int = 0
    native: str = ""
    context: int = 0
    names: tuple[str, ...] = ()
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.params_active_b > self.params_total_b:
            raise ValueError(f"params_active_b: {self.params_active_b:g} is more than all {self.params_total_b:g}")
        if self.experts_used > self.experts:
            raise ValueError(f"experts_used: {self.experts_used} is more than all {self.experts} experts")

    @property
    def growing(self) -> int:
        """Layers whose cache grows with the context."""
        return self.growing_layers or self.layers

    @property
    def width(self) -> float:
        """The hidden size; of an unpublished one what a transformer of that depth and active size has."""
        return self.hidden or math.sqrt(self.params_active_b * 1e9 / (12 * self.layers))

    @property
    def query_width(self) -> float:
        """Values of all query heads together; the hidden size where they are not published."""
        return self.query_heads * self.head_dim or self.width

    @property
    def cached_values(self) -> int:
        """Values a token that the growing layers keep."""
        if self.values_per_token:
            return self.values_per_token
        return self.growing * (self.latent or 2 * self.kv_heads * self.head_dim)

    @property
    def kv_bytes_fp16(self) -> float:
        """Bytes of cache a token at two bytes a value."""
        return 2.0 * self.cached_values

    def cache_values(self, tokens: float) -> float:
        """Values that one sequence of so many tokens keeps."""
        windowed = 2 * (self.layers - self.growing) * self.kv_heads * self.head_dim if self.window else 0
        return self.cached_values * tokens + windowed * min(tokens, self.window) + self.state_values


def read_architectures(table: Mapping[str, Any]) -> dict[str, Architecture]:
    """The architectures of a table, by id."""
    rows = table["architectures"]
    return {name: Architecture(id=name, **{**row, "names": tuple(row.get("names", ()))}) for name, row in rows.items()}


def named_architecture(name: str, architectures: Mapping[str, Architecture]) -> Architecture:
    """The architecture of a name as people write it; UnknownModel lists the nearest."""
    known = {_plain(alias): row for row in architectures.values() for alias in (row.id, *row.names)}
    plain = _plain(name)
    if plain in known:
        return known[plain]
    # Makers put words before and behind the name: the longest known name inside it is meant.
    inside = [alias for alias in known if _is_inside(_squeezed(alias), _squeezed(plain))]
    if inside:
        return known[max(inside, key=len)]
    near = difflib.get_close_matches(plain, known, n=MOST_NEAREST, cutoff=0.3)
    nearest = ", ".join(known[alias].id for alias in near) or ", ".join(list(architectures)[:MOST_NEAREST])
    needed = ", ".join(field.name for field in fields(Architecture) if field.name in GIVEN)
    raise UnknownModel(f"I do not know how {name!r} is built. The nearest names are {nearest}. Or give {needed}.")


# What says enough of a model that the table does not hold.
GIVEN = ("layers", "hidden", "query_heads", "kv_heads", "head_dim", "latent", "experts", "experts_used")


def _plain(name: str) -> str:
    """A name without its owner, its case and the endings for packing and tuning."""
    text = name.lower().rsplit("/", 1)[-1].replace("_", "-").replace(" ", "-")
    text = text.removeprefix("meta-").removeprefix("nvidia-")
    while (shorter := _ENDINGS.sub("", text)) != text:
        text = shorter
    return text


def _is_inside(alias: str, name: str) -> bool:
    """Whether a name holds an alias that does not break off within a version."""
    return re.search(rf"{re.escape(alias)}(?![.\d])", name) is not None


def _squeezed(name: str) -> str:
    return re.sub(r"[^a-z0-9.]", "", name)
