"""How many tokens a second open weights serve on a group of GPUs: a roofline of memory, arithmetic and links.

Offline, at maximum load, with the model spread over all cards of the group. What a latency target and the serving
engine cost is taken off by the caller. The constants stand in a table, their report in `evals/throughput`.
"""

from dataclasses import dataclass

from knowledge.architectures import Architecture
from knowledge.speed import SpeedConstants
from knowledge.tables import Gpu

GIB = 1024**3
GROUP_SIZES = (1, 2, 4, 8, 16, 32)

# Bytes of a value in the cache.
CACHE_BYTES = {"fp16": 2.0, "fp8": 1.0}

# Activations travel between cards in two bytes, twice a layer (after attention and after the experts); a ring sends
# every byte out and back.
LINK_BYTES_A_VALUE = 2 * 2 * 2

# Multi-head latent attention: the part of the latent that holds position, and the head sizes of an unfolded prompt.
ROPE, UNFOLDED = 64, 192 + 128


@dataclass(frozen=True)
class Speed:
    """Output tokens and requests a second of the whole group of GPUs, and the sequences at once that give them."""

    tokens_per_second: float
    requests_per_second: float
    batch: float


@dataclass(frozen=True)
class Serving:
    """What is served on which card: the model, the precision of its weights and cache, and the tokens of a request."""

    model: Architecture
    weights: str
    kv_cache: str
    gpu: Gpu
    input_tokens: float
    output_tokens: float

    def cache_bytes(self, tokens: float) -> float:
        """Bytes of cache for one sequence of so many tokens."""
        return max(self.model.cache_values(tokens) * CACHE_BYTES[self.kv_cache], 1.0)

    @property
    def sequence_bytes(self) -> float:
        """Bytes of cache for one whole request."""
        return self.cache_bytes(self.input_tokens + self.output_tokens)


def speed(serving: Serving, n_gpu: int, constants: SpeedConstants) -> Speed | None:
    """The speed of one copy of the model spread over so many cards; None where it does not fit."""
    model, given, answered = serving.model, serving.input_tokens, serving.output_tokens
    packed, sequence = weight_bytes(model, serving.weights, constants), serving.sequence_bytes
    free = usable_memory(serving.gpu, n_gpu, constants) - packed
    # A single long request may take what is kept in reserve.
    if free <= 0 or packed + sequence > serving.gpu.vram_gib * GIB * n_gpu:
        return None
    batch = min(max(free / sequence, 1.0), constants.batch_per_gpu * n_gpu)
    group = _Group(model, _stored(model, serving.weights), serving.gpu, n_gpu, constants)
    middle = given + answered / 2
    step = (
        group.memory_seconds(packed * _share_read(model, batch) + batch * serving.cache_bytes(middle))
        + batch * group.token_seconds(_decode_attention(model, middle))
        + constants.layer_overhead_us * 1e-6 * model.layers
    )
    prompt = given * group.token_seconds(_prompt_attention(model, given))
    tokens = answered / (prompt + answered * step / batch)
    return Speed(tokens, tokens / answered, batch)


def best_layout(serving: Serving, n_gpu: int, constants: SpeedConstants) -> tuple[int, Speed] | None:
    """How many copies of the model share the cards at best, and their speed together; None where not one fits."""
    found = []
    for copies in (count for count in range(1, n_gpu + 1) if n_gpu % count == 0):
        one = speed(serving, n_gpu // copies, constants)
        if one is not None:
            together = (copies * one.tokens_per_second, copies * one.requests_per_second, copies * one.batch)
            found.append((copies, Speed(*together)))
    return max(found, key=lambda layout: layout[1].tokens_per_second, default=None)


def why_not(serving: Serving, n_gpu: int, constants: SpeedConstants) -> str:
    """Why a request does not fit, in gigabytes."""
    model, tokens = serving.model, serving.input_tokens + serving.output_tokens
    packed, usable = weight_bytes(model, serving.weights, constants), usable_memory(serving.gpu, n_gpu, constants)
    return (
        f"{model.id} needs {packed / 1e9:,.0f} GB for its weights and {serving.sequence_bytes / 1e9:,.1f} GB for one "
        f"request of {tokens:,.0f} tokens; {n_gpu} × {serving.gpu.name} have {usable / 1e9:,.0f} GB to use"
    )


def fewest_cards(serving: Serving, constants: SpeedConstants) -> int | None:
    """The fewest cards that hold the weights and one request."""
    needed = weight_bytes(serving.model, serving.weights, constants) + serving.sequence_bytes
    return next((n for n in GROUP_SIZES if usable_memory(serving.gpu, n, constants) >= needed), None)


def weight_bytes(model: Architecture, weights: str, constants: SpeedConstants) -> float:
    """Bytes of the weights as they lie on the cards."""
    return model.params_total_b * 1e9 * constants.bytes_per_parameter[_stored(model, weights)]


def usable_memory(gpu: Gpu, n_gpu: int, constants: SpeedConstants) -> float:
    """Bytes for weights and cache."""
    return constants.usable_memory * gpu.vram_gib * GIB * n_gpu


def _stored(model: Architecture, weights: str) -> str:
    """How the weights are kept: as they are published, where they are served in no other precision."""
    return model.native or weights


@dataclass(frozen=True)
class _Group:
    """A model on cards that work on every token together."""

    model: Architecture
    weights: str
    gpu: Gpu
    n_gpu: int
    constants: SpeedConstants

    def memory_seconds(self, read: float) -> float:
        """Seconds to read so many bytes."""
        return read / (self.gpu.bandwidth_tb_s * 1e12 * self.n_gpu * self.constants.bandwidth)

    def token_seconds(self, attention: float) -> float:
        """Seconds of arithmetic and of talk between the cards for one token, with its operations of attention."""
        precision = _arithmetic(self.weights, self.gpu)
        return (
            2e9 * self.model.params_active_b * self._narrowness(precision) / self._arithmetic(precision)
            + attention / self._arithmetic("fp16")
            + self._link_seconds()
        )

    def _arithmetic(self, precision: str) -> float:
        return self.gpu.tflops[precision] * 1e12 * self.n_gpu * self.constants.compute

    def _narrowness(self, precision: str) -> float:
        """How many times longer narrow experts take: the faster a card, the wider they have to be to fill it."""
        if not self.model.experts:
            return 1.0
        return 1 + self.constants.expert_width * self.gpu.tflops[precision] / 1e3 / self.model.width

    def _link_seconds(self) -> float:
        if self.n_gpu == 1:
            return 0.0
        sent = LINK_BYTES_A_VALUE * self.model.layers * self.model.width * (self.n_gpu - 1) / self.n_gpu
        return sent / (self.constants.links[self.gpu.name] * 1e9 * self.constants.link)


def _arithmetic(weights: str, gpu: Gpu) -> str:
    """The precision of the arithmetic: packed whole numbers are unpacked to 16 bits, MXFP4 to eight where a card has
    units for four."""
    if weights == "int4":
        return "fp16"
    if weights == "mxfp4":
        return "fp8" if gpu.tflops["fp4"] > gpu.tflops["fp8"] else "fp16"
    return weights


def _share_read(model: Architecture, batch: float) -> float:
    """The share of the weights that one step reads: all of a dense model, the experts in use of a mixture."""
    if not model.experts:
        return 1.0
    in_use: float = 1 - (1 - model.experts_used / model.experts) ** batch
    return max(model.params_active_b / model.params_total_b, in_use)


def _decode_attention(model: Architecture, tokens: float) -> float:
    """Operations to attend from one new token to the tokens before it."""
    if model.latent:
        # The latent is attended to as it lies: keys are all of it, values all but the part for position.
        return _attended(model, tokens) * 2.0 * model.query_heads * (2 * model.latent - ROPE)
    return 4.0 * model.query_width * _attended(model, tokens)


def _prompt_attention(model: Architecture, tokens: float) -> float:
    """The same for a token of the prompt, which has half of it before it on average."""
    if model.latent:
        return _attended(model, tokens / 2) * 2.0 * model.query_heads * UNFOLDED
    return 4.0 * model.query_width * _attended(model, tokens / 2)


def _attended(model: Architecture, tokens: float) -> float:
    """Tokens attended to, added up over the layers."""
    grown = min(tokens, model.attends) if model.attends else tokens
    return model.growing * grown + (model.layers - model.growing) * min(tokens, model.window)
