"""Train our own layers above the encoder's: the recipe, with torch, which a running advisor never imports.

They learn from the authors who are never left out, so that what is measured on the others stays honest.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from agent.facts import FACTS
from agent.reading.examples import Row
from agent.reading.fitting import OUTCOMES, outcome_loss
from agent.reading.remembering import EncodesOnce, padded
from agent.reading.tuned import MASK, MEANS, OWN, STATES, TUNED_FILE, Tuned
from knowledge.encoder import DIMENSIONS, packaged_weights
from knowledge.graphs import shrink_graph, trace_graph

SEED = 0
EPOCHS, BATCH, RATE, HEAD_RATE = 2, 64, 1.4e-4, 4e-3
POOL = 16
"""How many batches' worth of rows are sorted by length together, so that little is padded."""


def tune(rows: Sequence[Row], encoder: EncodesOnce) -> Tuned:
    """Our layers after EPOCHS over the rows, beginning as the encoder's own last three.

    What states nothing comes only once, spread over the epochs: it is more than half, and teaches less.
    """
    import torch

    torch.manual_seed(SEED)
    net = network()
    states = encoder.states([row.text for row in rows])
    asked, labels, yes_no = _targets(rows)
    slow, fast = list(net.layers.parameters()), [*net.outcomes.parameters(), *net.asked.parameters()]
    groups = [
        {"params": slow, "lr": RATE, "weight_decay": 0.01},
        {"params": fast, "lr": HEAD_RATE, "weight_decay": 0.02},
    ]
    optimiser = torch.optim.AdamW(groups, fused=True)
    order = np.random.default_rng(SEED)
    turns = turns_of(rows, order)
    steps = sum(-(-len(turn) // BATCH) for turn in turns)
    # A few steps more than needed: the batches of a pool may not fill up.
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=[RATE, HEAD_RATE], total_steps=steps + 200, pct_start=0.1, anneal_strategy="linear"
    )
    lengths = np.array([len(tokens) for tokens in states])
    net.train()
    for epoch, turn in enumerate(turns):
        began, lost = time.monotonic(), []
        for batch in _batches(turn, lengths, order):
            optimiser.zero_grad()
            # In half precision: a third faster, and as good.
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net(*map(torch.from_numpy, padded([states[i] for i in batch])), asked[batch])
            loss = outcome_loss(scores.float(), labels[batch], yes_no[batch])
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*slow, *fast], 1.0)
            optimiser.step()
            schedule.step()
            lost.append(float(loss.detach()))
        print(f"epoch {epoch}: loss {np.mean(lost):.3f}, {time.monotonic() - began:.0f} s", file=sys.stderr)
    return as_graph(net)


def network() -> Any:
    """The encoder's last layers with a head on each, in torch."""
    import torch
    from transformers import BertModel

    # Dropout inside the layers costs a fifth of the time and gains nothing over so few epochs.
    bert: Any = BertModel.from_pretrained(
        str(packaged_weights()), local_files_only=True, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
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

        def means(self, states: Any, mask: Any) -> Any:
            """The mean over the tokens at each layer: texts × OWN × dimensions."""
            hidden, share, means = (1 - mask[:, None, None]) * -1e4, mask[..., None] / mask.sum(1)[:, None, None], []
            for layer in self.layers:
                states = layer(states, attention_mask=hidden)
                states = states[0] if isinstance(states, tuple) else states
                means.append((states * share).sum(1))
            return torch.stack(means, dim=1)

        def forward(self, states: Any, mask: Any, asked: Any) -> Any:
            """The scores of all outcomes."""
            means = torch.nn.functional.normalize(self.means(states, mask), dim=2) * 6
            heads = zip(self.outcomes, means.unbind(1), strict=True)
            return self.asked(asked) + sum(head(self.drop(mean)) for head, mean in heads)

    return Network()


def turns_of(rows: Sequence[Row], order: np.random.Generator) -> list[Any]:
    """Which rows each epoch goes over."""
    stating = np.array([i for i, row in enumerate(rows) if row.states_something])
    silent = order.permutation([i for i, row in enumerate(rows) if not row.states_something])
    return [np.concatenate([stating, silent[epoch::EPOCHS]]) for epoch in range(EPOCHS)]


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


def _batches(rows: Any, lengths: Any, order: np.random.Generator) -> Iterator[Any]:
    shuffled = order.permutation(rows)
    batches: list[Any] = []
    for start in range(0, len(shuffled), BATCH * POOL):
        pool = sorted(shuffled[start : start + BATCH * POOL], key=lambda i: lengths[i])
        batches += [np.array(pool[i : i + BATCH]) for i in range(0, len(pool), BATCH)]
    return (batches[i] for i in order.permutation(len(batches)))


def as_graph(net: Any) -> Tuned:
    """The layers of a trained network, their matrices in integers."""
    import torch

    class Means(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        """What the layers give, without the outcomes they were trained for."""

        def __init__(self) -> None:
            super().__init__()
            self.net = net

        def forward(self, states: Any, mask: Any) -> Any:
            return self.net.means(states, mask)

    examples = {STATES: torch.randn(2, 7, DIMENSIONS), MASK: torch.ones(2, 7)}
    with TemporaryDirectory() as folder:
        exact, small = Path(folder) / "exact.onnx", Path(folder) / TUNED_FILE
        trace_graph(Means().eval(), examples, [MEANS], {0: 4096, 1: 512}, exact)
        shrink_graph(exact, small)
        return Tuned.of(small.read_bytes())
