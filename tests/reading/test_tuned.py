"""Our own layers above the encoder's: the graph that runs is the network that was trained."""

from pathlib import Path

import numpy as np
import pytest

from agent.reading.heads import Ear, Floats
from agent.reading.local import HEADS
from agent.reading.tuned import ALL, TUNED_FILE, Tuned, load_tuned, save_tuned
from agent.reading.tuning import as_graph, network
from knowledge.encoder import DIMENSIONS, LAYERS, Encoder, default_cache, encoder_folder

TEXTS = ("Nothing leaves our own racks.", "ok", "We get about 25,000 support tickets a month, and nobody sorts them.")
ALIKE = 0.94
"""A cosine: integers are a little off, most of all for single words."""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The exported encoder."""
    return Encoder(encoder_folder(default_cache()))


@pytest.fixture(scope="module")
def untrained() -> Tuned:
    """Our layers as training begins."""
    return as_graph(network())


def test_untrained_layers_continue_as_the_encoder_does(encoder: Encoder, untrained: Tuned) -> None:
    """Before training ours are the encoder's last three, so the mean at the last is nearly the encoder's own."""
    layers = Ear(encoder, untrained).layers(TEXTS)
    assert layers.shape == (len(TEXTS), ALL, DIMENSIONS)
    assert cosines(layers[:, ALL - 1], layers[:, len(LAYERS) - 1]).min() > ALIKE


def test_a_text_is_heard_alike_alone_and_among_others(encoder: Encoder) -> None:
    """Padding beside a longer text changes next to nothing."""
    ear = Ear(encoder, load_tuned(HEADS))
    together = ear.layers(TEXTS)
    for i, text in enumerate(TEXTS):
        assert cosines(together[i], ear.layers([text])[0]).min() > ALIKE


def test_what_is_saved_is_what_is_loaded(encoder: Encoder, untrained: Tuned, tmp_path: Path) -> None:
    """The file is small, and gives the same layers again."""
    save_tuned(untrained, tmp_path)
    np.testing.assert_array_equal(
        Ear(encoder, untrained).layers(TEXTS), Ear(encoder, load_tuned(tmp_path)).layers(TEXTS)
    )
    assert (tmp_path / TUNED_FILE).stat().st_size < 7e6


def test_a_file_that_is_no_graph_is_named(tmp_path: Path) -> None:
    """A broken file is a ValueError that says which."""
    (tmp_path / TUNED_FILE).write_bytes(b"no graph")
    with pytest.raises(ValueError, match=TUNED_FILE):
        load_tuned(tmp_path)


def cosines(a: Floats, b: Floats) -> Floats:
    """The cosine of each row of one with the same row of the other."""
    result: Floats = (a * b).sum(axis=-1) / (np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1))
    return result
