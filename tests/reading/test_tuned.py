"""Our own layers above the encoder's: the numpy that runs is the torch that was trained."""

from pathlib import Path

import numpy as np
import pytest

from agent.reading.heads import Ear
from agent.reading.local import HEADS
from agent.reading.tuned import ALL, load_tuned, save_tuned
from agent.reading.tuning import _network, _taken_out
from knowledge.encoder import DIMENSIONS, LAYERS, Encoder, default_cache, encoder_folder

TEXTS = ("Nothing leaves our own racks.", "ok", "We get about 25,000 support tickets a month, and nobody sorts them.")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The exported encoder."""
    return Encoder(encoder_folder(default_cache()))


def test_untrained_layers_continue_as_the_encoder_does(encoder: Encoder) -> None:
    """Before training ours are the encoder's last three, so the mean at the last is nearly the encoder's own."""
    layers = Ear(encoder, _taken_out(_network())).layers(TEXTS)
    assert layers.shape == (len(TEXTS), ALL, DIMENSIONS)
    np.testing.assert_allclose(layers[:, ALL - 1], layers[:, len(LAYERS) - 1], atol=0.02)


def test_a_text_is_heard_alike_alone_and_among_others(encoder: Encoder) -> None:
    """Padding beside a longer text changes nothing."""
    ear = Ear(encoder, load_tuned(HEADS))
    together = ear.layers(TEXTS)
    for i, text in enumerate(TEXTS):
        np.testing.assert_allclose(together[i], ear.layers([text])[0], atol=1e-3)


def test_what_is_saved_is_near_what_was_trained(encoder: Encoder, tmp_path: Path) -> None:
    """Bytes for the matrices cost next to nothing, and saving again changes nothing more."""
    exact = _taken_out(_network())
    save_tuned(exact, tmp_path)
    loaded = load_tuned(tmp_path)
    before, after = Ear(encoder, exact).layers(TEXTS), Ear(encoder, loaded).layers(TEXTS)
    for a, b in zip(before[:, -1], after[:, -1], strict=True):
        assert a @ b / (np.linalg.norm(a) * np.linalg.norm(b)) > 0.995
    save_tuned(loaded, tmp_path / "again")
    np.testing.assert_allclose(after, Ear(encoder, load_tuned(tmp_path / "again")).layers(TEXTS), atol=1e-3)
    assert (tmp_path / "tuned.npz").stat().st_size < 7e6
