"""Train our own layers above the encoder's: the recipe, with torch, which a running advisor never imports.

They learn from the authors who are never left out, so that what is measured on the others stays honest.
"""

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from agent.facts import FACTS
from agent.reading.examples import Row
from agent.reading.fitting import OUTCOMES, outcome_loss
from agent.reading.heads import Floats
from agent.reading.tuned import OWN, Layer, Tuned
from knowledge.encoder import DIMENSIONS, LONGEST, Encoder, packaged_weights

SEED = 0
EPOCHS, BATCH, RATE, HEAD_RATE = 2, 32, 1e-4, 3e-3
POOL = 24
"""How many batches' worth of rows are sorted by length together, so that little is padded."""

_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "output": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
}
_NORMS = {"attention": "attention.output.LayerNorm", "": "output.LayerNorm"}


def tune(rows: Sequence[Row], encoder: Encoder) -> Tuned:
    """Our layers after EPOCHS over the rows, beginning as the encoder's own last three."""
    import torch

    torch.manual_seed(SEED)
    net = _network()
    states = _states([row.text for row in rows], encoder)
    asked, labels, yes_no = _targets(rows)
    slow, fast = list(net.layers.parameters()), [*net.outcomes.parameters(), *net.asked.parameters()]
    groups = [
        {"params": slow, "lr": RATE, "weight_decay": 0.01},
        {"params": fast, "lr": HEAD_RATE, "weight_decay": 0.02},
    ]
    optimiser = torch.optim.AdamW(groups)
    steps = EPOCHS * -(-len(rows) // BATCH)
    # A few steps more than needed: the batches of a pool may not fill up.
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=[RATE, HEAD_RATE], total_steps=steps + 200, pct_start=0.1, anneal_strategy="linear"
    )
    order = np.random.default_rng(SEED)
    net.train()
    for epoch in range(EPOCHS):
        began, lost = time.monotonic(), []
        for batch in _batches(np.array([len(s) for s in states]), order):
            optimiser.zero_grad()
            loss = outcome_loss(net(*_padded([states[i] for i in batch]), asked[batch]), labels[batch], yes_no[batch])
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*slow, *fast], 1.0)
            optimiser.step()
            schedule.step()
            lost.append(float(loss.detach()))
        print(f"epoch {epoch}: loss {np.mean(lost):.3f}, {time.monotonic() - began:.0f} s", file=sys.stderr)
    return _taken_out(net)


def _network() -> Any:
    """The encoder's last layers with a head on each, in torch."""
    import torch
    from transformers import BertModel

    bert: Any = BertModel.from_pretrained(
        str(packaged_weights()), local_files_only=True, hidden_act="gelu_pytorch_tanh"
    )

    class Network(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        """Layers, and the outcomes that the mean of each speaks for."""

        def __init__(self) -> None:
            super().__init__()
            self.layers = torch.nn.ModuleList(list(bert.encoder.layer)[-OWN:])
            self.outcomes = torch.nn.ModuleList([torch.nn.Linear(DIMENSIONS, OUTCOMES) for _ in range(OWN)])
            self.asked = torch.nn.Linear(len(FACTS), OUTCOMES)
            self.drop = torch.nn.Dropout(0.1)
            for head in self.outcomes:
                torch.nn.init.zeros_(head.weight)

        def forward(self, states: Any, mask: Any, asked: Any) -> Any:
            """The scores of all outcomes."""
            hidden, scores = (1 - mask[:, None, None]) * -1e4, self.asked(asked)
            for layer, head in zip(self.layers, self.outcomes, strict=True):
                states = layer(states, attention_mask=hidden)
                states = states[0] if isinstance(states, tuple) else states
                mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
                scores = scores + head(self.drop(torch.nn.functional.normalize(mean, dim=1) * 6))
            return scores

    return Network()


def _states(texts: Sequence[str], encoder: Encoder) -> list[Any]:
    """The states of every text at the layer that ours stand on, without padding; half precision is enough to keep."""
    kept: list[Any] = [None] * len(texts)
    for start in range(0, len(texts), 1024):
        for rows, _, states, mask in encoder.encode_deeply(texts[start : start + 1024]):
            for row, tokens, present in zip(rows, states, mask, strict=True):
                kept[start + row] = tokens[: min(int(present.sum()), LONGEST)].astype(np.float16)
    return kept


def _targets(rows: Sequence[Row]) -> tuple[Any, Any, Any]:
    """What was asked, the labels of the facts with choices, and those of the yes-or-no outcomes."""
    import torch

    asked = np.zeros((len(rows), len(FACTS)), np.float32)
    for i, row in enumerate(rows):
        if row.asked:
            asked[i, list(FACTS).index(row.asked)] = 1
    return (
        torch.from_numpy(asked),
        torch.tensor([row.labels for row in rows]),
        torch.tensor([row.yes_no for row in rows], dtype=torch.float32),
    )


def _batches(lengths: Any, order: np.random.Generator) -> Iterator[Any]:
    shuffled = order.permutation(len(lengths))
    batches: list[Any] = []
    for start in range(0, len(shuffled), BATCH * POOL):
        pool = sorted(shuffled[start : start + BATCH * POOL], key=lambda i: lengths[i])
        batches += [np.array(pool[i : i + BATCH]) for i in range(0, len(pool), BATCH)]
    return (batches[i] for i in order.permutation(len(batches)))


def _padded(states: Sequence[Any]) -> tuple[Any, Any]:
    import torch

    longest = max(len(s) for s in states)
    padded, mask = (
        np.zeros((len(states), longest, DIMENSIONS), np.float32),
        np.zeros((len(states), longest), np.float32),
    )
    for i, s in enumerate(states):
        padded[i, : len(s)], mask[i, : len(s)] = s, 1
    return torch.from_numpy(padded), torch.from_numpy(mask)


def _taken_out(net: Any) -> Tuned:
    """The layers of a trained network as plain arrays."""
    layers = []
    for layer in net.layers:
        weights: Mapping[str, Any] = {name: value.detach().numpy() for name, value in layer.state_dict().items()}
        of: dict[str, Floats] = {}
        for ours, theirs in _NAMES.items():
            of |= {ours: weights[f"{theirs}.weight"].T.copy(), f"{ours}_bias": weights[f"{theirs}.bias"]}
        for ours, theirs in _NORMS.items():
            prefix = f"{ours}_" if ours else ""
            of |= {f"{prefix}gain": weights[f"{theirs}.weight"], f"{prefix}shift": weights[f"{theirs}.bias"]}
        layers.append(Layer(of))
    return Tuned(layers)
