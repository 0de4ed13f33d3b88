"""Fit the heads: softmax heads over clauses, an act head over messages, a role scorer over quantities.

Needs torch, which a running advisor never imports.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Self

import numpy as np

from agent.facts import FACTS
from agent.reading.calibration import Calibration
from agent.reading.clauses import pieces_of, split
from agent.reading.examples import MASKED, Message, Row, clause_rows
from agent.reading.heads import (
    CATEGORICAL,
    DENSE,
    YES_NO,
    Features,
    Floats,
    Heads,
    Hears,
    features_of,
    flags_of,
    role_features_of,
    whole_of,
)
from agent.reading.protocol import ACTS
from agent.reading.quantities import find_quantities
from agent.reading.quantity import NUMERIC, Quantity
from agent.reading.roles import ROLES, possible, role_features, text_around
from agent.reading.speech import marked
from agent.reading.tuned import Tuned
from agent.reading.words import Vocabulary, learn_vocabulary, terms_of
from knowledge.layers import Scale

TODAY = date(2026, 11, 23)
"""The day that the labelled dates count from."""

SEED = 7
EPOCHS, BATCH, RATE, DECAY = 12, 512, 0.025, 0.02
ACT_EPOCHS, ACT_DECAY = 20, 0.03
ROLE_EPOCHS, ROLE_DECAY = 14, 0.1
RARE_FEATURE = 2

WIDTHS = [len(FACTS[name].choices) + 1 for name in CATEGORICAL]
OUTCOMES = sum(WIDTHS) + len(YES_NO)


RoleRows = tuple[list[str], list[list[str]], list[int]]
"""Of every quantity: its clause, its features, and the role it has."""


class Remembering:
    """What several fits share of the same messages: layers and terms of a text, quantities of a message."""

    def __init__(self, ear: Hears) -> None:
        self._ear = ear
        self._layers: dict[str, Any] = {}
        self._wholes: dict[str, Any] = {}
        self._roles: dict[str, RoleRows] = {}
        self.terms, self.marked = cache(terms_of), cache(marked)

    @property
    def tuned(self) -> Tuned:
        """Our layers."""
        return self._ear.tuned

    def layers(self, texts: Sequence[str]) -> Floats:
        """The layers of each text, kept in half precision."""
        new = [text for text in dict.fromkeys(texts) if text not in self._layers]
        for start in range(0, len(new), 1024):
            some = new[start : start + 1024]
            self._layers |= zip(some, self._ear.layers(some).astype(np.float16), strict=True)
        return np.stack([self._layers[text] for text in texts]).astype(np.float32)

    def hear(self, messages: Sequence[Message]) -> None:
        """Have the layers of all that a reader hears of some messages; many at once take half the time."""
        self.layers([piece for message in messages for piece in _heard(message)[0]])

    def wholes(self, messages: Sequence[Message]) -> Floats:
        """The layers of each message, as a reader has them of its pieces."""
        for message in messages:
            if message.id not in self._wholes:
                pieces, clauses = _heard(message)
                self._wholes[message.id] = whole_of(self.layers(pieces), pieces, clauses)
        return np.stack([self._wholes[message.id] for message in messages])

    def roles(self, message: Message) -> RoleRows:
        """Every quantity of a message."""
        if message.id not in self._roles:
            self._roles[message.id] = role_rows(message)
        return self._roles[message.id]


def _heard(message: Message) -> tuple[list[str], int]:
    """What a reader hears of a message, and how much of it is clauses."""
    clauses, unread = split(message.text)
    return pieces_of(message.text[: len(message.text) - unread], clauses), len(clauses)


def fit(
    messages: Sequence[Message], remembering: Remembering, calibration: Calibration, fingerprint: str = ""
) -> Heads:
    """The heads that these messages teach."""
    rows = clause_rows(messages)
    spoken = [m for m in messages if m.act is not None and split(m.text)[0]]
    layers = remembering.layers([row.text for row in rows])
    scale = _scale(layers)
    words = learn_vocabulary(
        [row.text for row in rows] + [remembering.marked(m.text) for m in spoken], remembering.terms
    )
    clauses = _fit_clauses(_features(rows, layers, scale, words), rows, len(words))
    acts = _fit_acts(spoken, remembering, scale, words)
    columns, roles = _fit_roles(messages, remembering, scale)
    return Heads(words, remembering.tuned, scale, clauses, acts, columns, roles, calibration, fingerprint)


def _scale(layers: Floats) -> Scale:
    """Mean and deviation of every feature, as they will be stored."""
    mean, deviation = layers.mean(axis=0).astype(np.float16), (layers.std(axis=0) + 1e-3).astype(np.float16)
    return Scale(mean.astype(np.float32), deviation.astype(np.float32))


def _features(rows: Sequence[Row], layers: Floats, scale: Scale, vocabulary: Vocabulary) -> Features:
    return features_of(
        scale.of(layers),
        [row.text for row in rows],
        [[row.asked] if row.asked else [] for row in rows],
        [flags_of(row.text, whole=row.whole, only=row.only) for row in rows],
        vocabulary,
    )


def _fit_clauses(features: Features, rows: Sequence[Row], words: int) -> Floats:
    import torch

    labels = torch.tensor([row.labels for row in rows])
    yes_no = torch.tensor([row.yes_no for row in rows], dtype=torch.float32)

    def loss(scores: Any, batch: Any) -> Any:
        return outcome_loss(scores, labels[batch], yes_no[batch])

    return _train(features, OUTCOMES, words, loss, EPOCHS, DECAY)


def outcome_loss(scores: Any, labels: Any, yes_no: Any) -> Any:
    """The loss of a batch over the choices of every fact and the yes-or-no outcomes, what is masked left out."""
    import torch

    total, column = 0.0, 0
    for i, width in enumerate(WIDTHS):
        part = scores[:, column : column + width]
        total = total + torch.nn.functional.cross_entropy(part, labels[:, i], ignore_index=MASKED, reduction="sum")
        column += width
    known = (yes_no >= 0).float()
    each = torch.nn.functional.binary_cross_entropy_with_logits(
        scores[:, column:], yes_no.clamp(min=0), reduction="none"
    )
    return (total + (each * known).sum()) / len(labels)


def _fit_acts(messages: Sequence[Message], remembering: Remembering, scale: Scale, vocabulary: Vocabulary) -> Floats:
    import torch

    rows = [Row(remembering.marked(m.text), m.asked, True, len(split(m.text)[0]) <= 1, (), ()) for m in messages]
    features = _features(rows, remembering.wholes(messages), scale, vocabulary)
    labels = torch.tensor([ACTS.index(str(m.act)) for m in messages])
    counts = np.bincount(labels.numpy(), minlength=len(ACTS))
    # Rare acts weigh more, though less than their rarity.
    weights = torch.tensor((counts.max() / np.maximum(counts, 1)) ** 0.35, dtype=torch.float32)

    def loss(scores: Any, batch: Any) -> Any:
        return torch.nn.functional.cross_entropy(scores, labels[batch], weight=weights)

    return _train(features, len(ACTS), len(vocabulary), loss, ACT_EPOCHS, ACT_DECAY)


def _train(features: Features, width: int, words: int, loss: Any, epochs: int, decay: float) -> Floats:
    """AdamW over shuffled batches with a rate that falls to zero; one linear layer."""
    import torch

    torch.manual_seed(SEED)
    order = np.random.default_rng(SEED)
    total, bags = len(features.dense), _Bags.of(features.words)
    matrix = torch.zeros(DENSE + words, width, requires_grad=True)
    optimiser = torch.optim.AdamW([matrix], lr=RATE, weight_decay=decay, fused=True)
    steps = epochs * -(-total // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps, pct_start=0.1)
    for _ in range(epochs):
        shuffled = order.permutation(total)
        for start in range(0, total, BATCH):
            batch = shuffled[start : start + BATCH]
            optimiser.zero_grad()
            scores = torch.from_numpy(features.dense[batch]) @ matrix[:DENSE] + bags.sums(batch, matrix[DENSE:])
            loss(scores, torch.from_numpy(batch)).backward()
            optimiser.step()
            schedule.step()
    trained: Floats = matrix.detach().numpy()
    return trained


@dataclass(frozen=True)
class _Bags:
    """The words of all rows behind each other: row i has `sizes[i]` of them, from `starts[i]` on."""

    columns: Any
    values: Floats
    starts: Any
    sizes: Any

    @classmethod
    def of(cls, words: Sequence[tuple[Any, Floats]]) -> Self:
        sizes = np.array([len(columns) for columns, _ in words])
        columns, values = (np.concatenate([pair[part] for pair in words]) for part in (0, 1))
        return cls(columns, values, np.cumsum(sizes) - sizes, sizes)

    def sums(self, rows: Any, matrix: Any) -> Any:
        """For some rows the sum of what the matrix says of their words."""
        import torch

        sizes = self.sizes[rows]
        ends = np.cumsum(sizes)
        places = np.arange(ends[-1]) + np.repeat(self.starts[rows] - (ends - sizes), sizes)
        return torch.nn.functional.embedding_bag(
            torch.from_numpy(self.columns[places]),
            matrix,
            torch.from_numpy(ends - sizes),
            mode="sum",
            per_sample_weights=torch.from_numpy(self.values[places]),
        )


def role_rows(message: Message) -> RoleRows:
    """Every quantity of a message, save those that are debatable."""
    texts, features, labels = [], [], []
    clauses, _ = split(message.text)
    quantities = find_quantities(message.text, TODAY)
    asked = [message.asked] if message.asked else []
    for q in quantities:
        role = next((f for f in NUMERIC if f in message.gold and _matches(q, message.gold[f], f)), ROLES[0])
        if role == ROLES[0] and any(_debatable(q, message.maybe[f], f) for f in NUMERIC if f in message.maybe):
            continue
        texts.append(text_around(q, message.text, clauses))
        features.append(role_features(message.text, q, clauses, asked, len(quantities) - 1))
        labels.append(ROLES.index(role))
    return texts, features, labels


def _debatable(quantity: Quantity, values: Any, fact: str) -> bool:
    """Whether a quantity may be what is debated; where nobody wrote the values down, each that could be."""
    if not values:
        return possible(quantity, fact) is not None
    return any(_matches(quantity, value, fact) for value in (values if isinstance(values, list) else [values]))


def _matches(quantity: Quantity, gold: Any, fact: str) -> bool:
    value = possible(quantity, fact)
    if value is None or not isinstance(gold, int | float):
        return False
    return abs(value - gold) <= max(0.03 * gold, 0.35 if fact == "deadline_weeks" else 0)


def _fit_roles(messages: Sequence[Message], remembering: Remembering, scale: Scale) -> tuple[Mapping[str, int], Floats]:
    import torch

    found = [remembering.roles(message) for message in messages]
    texts = [text for some, _, _ in found for text in some]
    features = [names for _, some, _ in found for names in some]
    roles = [role for _, _, some in found for role in some]
    counts = Counter(name for names in features for name in set(names))
    columns = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= RARE_FEATURE))}
    rows = role_features_of(scale.of(remembering.layers(texts)), features, columns)
    labels = torch.tensor(roles)

    def loss(scores: Any, batch: Any) -> Any:
        return torch.nn.functional.cross_entropy(scores, labels[batch])

    return columns, _train(rows, len(ROLES), len(columns), loss, ROLE_EPOCHS, ROLE_DECAY)
