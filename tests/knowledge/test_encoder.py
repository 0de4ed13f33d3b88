"""The encoder: exported once, checked, light to run."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.settings import load_settings
from knowledge import encoder as encoders
from knowledge.encoder import (
    DIMENSIONS,
    LAYERS,
    LONGEST,
    Encoder,
    EncoderMissing,
    default_cache,
    encoder_folder,
    missing_export,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The installed export."""
    return Encoder(encoder_folder(default_cache()))


def test_vectors_have_unit_length_and_keep_their_order(encoder: Encoder) -> None:
    """Texts of any length come back in the order they were given, each of length one."""
    texts = ["short", "a much longer sentence about support tickets " * 9, "", "café 🙂", "short"]
    together = encoder.encode(texts)
    assert together.shape == (5, DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for i, text in enumerate(texts):
        np.testing.assert_allclose(together[i], encoder.encode([text])[0], atol=1e-4)


def test_many_texts_come_out_as_each_alone(encoder: Encoder) -> None:
    """Encoded on all cores at once, in full batches, each still gets its own vector."""
    texts = [f"{'Our agents sort the tickets. ' * (n % 9)}Number {n}." for n in range(encoders.MANY)]
    together = encoder.encode(texts)
    for i in range(0, len(texts), 50):
        np.testing.assert_allclose(together[i], encoder.encode([texts[i]])[0], atol=1e-5)


@given(st.lists(st.integers(2, LONGEST)))
def test_batches_hold_every_text_once_and_never_too_many_tokens(lengths: list[int]) -> None:
    """Padding counts, and a text that is too long for company stands alone."""
    batches = encoders._full_batches(lengths)
    assert sorted(i for rows in batches for i in rows) == list(range(len(lengths)))
    assert all(len(rows) * max(lengths[i] for i in rows) <= encoders.TOKENS or len(rows) == 1 for rows in batches)


def test_like_sentences_are_nearer_than_unlike_ones(encoder: Encoder) -> None:
    """The vectors mean something."""
    a, b, c = encoder.encode(
        ["We own eight H100 cards.", "There are eight GPUs in our rack.", "The soup was cold yesterday."]
    )
    assert a @ b > a @ c + 0.2


def test_the_last_layer_is_nearly_the_vector(encoder: Encoder) -> None:
    """The last one, brought to unit length, is the finished vector but for what the integers cost."""
    texts = ["How long is one request?", "Nope."]
    layers = np.zeros((2, len(LAYERS), DIMENSIONS), np.float32)
    for rows, means, states, mask in encoder.encode_deeply(texts):
        assert states.shape == (len(rows), mask.shape[1], DIMENSIONS)
        layers[rows] = means
    last = layers[:, -1] / np.linalg.norm(layers[:, -1], axis=1, keepdims=True)
    assert (last * encoder.encode(texts)).sum(axis=1).min() > 0.95


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    """An empty list is no error."""
    assert encoder.encode([]).shape == (0, DIMENSIONS)


def test_a_missing_export_says_what_to_do(tmp_path: Path) -> None:
    """Without the export there is one sentence that names the folder and the command."""
    folder = encoder_folder(tmp_path)
    problem = missing_export(folder)
    assert problem is not None
    assert str(folder) in problem
    assert "make install" in problem
    with pytest.raises(EncoderMissing, match="make install"):
        Encoder(folder)


def test_a_broken_export_says_what_to_do(tmp_path: Path) -> None:
    """A file that is no model is named as broken."""
    for name in encoders.FILES:
        (tmp_path / name).write_text("not a model")
    with pytest.raises(EncoderMissing, match="broken"):
        Encoder(tmp_path)


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights whose hash is not the published one are never exported."""
    monkeypatch.setattr(encoders, "SHA256", "0" * 64)
    with pytest.raises(EncoderMissing, match="not the published ones"):
        encoders.export_encoder(encoder_folder(tmp_path))
    assert not encoder_folder(tmp_path).exists()


def test_the_default_cache_is_the_one_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The export lies where an advisor without settings looks for it."""
    monkeypatch.delenv("ADVISOR_CACHE", raising=False)
    assert default_cache() == load_settings({}).cache


def test_a_running_reader_imports_neither_torch_nor_sklearn() -> None:
    """Loading the encoder and the reader and reading a message pulls in no training library."""
    code = (
        "import sys; from datetime import date; from agent.reading.local import LocalReader;"
        "from knowledge.encoder import *;"
        "LocalReader(Encoder(encoder_folder(default_cache()))).read('About 400 a day.', today=date(2026, 11, 24));"
        "print([m for m in ('torch', 'sklearn', 'scipy', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
