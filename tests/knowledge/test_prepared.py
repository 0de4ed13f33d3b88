"""The vectors that ship: those of the encoder, of all texts that are there, and of nothing else."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import Encoder, EncoderMissing, Vectors
from knowledge.passages import load_passages
from knowledge.search.prepared import FILE, Prepared, Rows, read_rows, texts_of, write_rows

SHIPPED = list(dict.fromkeys(texts_of(load_passages())))
CLOSE = 0.9999


class Counting(Encoder):
    """The encoder, which remembers what it was asked for."""

    asked: tuple[str, ...] = ()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder does."""
        self.asked += tuple(texts)
        return super().encode(texts)


@pytest.fixture
def counting(encoder_export: Path) -> Counting:
    """A fresh one."""
    return Counting(encoder_export)


def test_every_text_that_ships_is_prepared(counting: Counting) -> None:
    """After a passage was changed: `make train-search`."""
    Prepared(counting).encode(SHIPPED)
    assert counting.asked == ()


def test_what_is_prepared_is_what_the_encoder_says(encoder: Encoder) -> None:
    """A byte for each number loses nothing that a search would notice."""
    some = SHIPPED[::97]
    cosines = np.sum(Prepared(encoder).encode(some) * encoder.encode(some), axis=1)
    assert len(some) > 100 and cosines.min() > CLOSE


def test_what_is_not_prepared_is_encoded_among_what_is(counting: Counting) -> None:
    """In the order given; the same text twice is two rows."""
    texts = [SHIPPED[0], "Nobody wrote this before.", SHIPPED[5], "Nor this."]
    vectors = Prepared(counting).encode(texts)
    assert counting.asked == ("Nobody wrote this before.", "Nor this.")
    assert np.sum(vectors * counting.encode(texts), axis=1).min() > CLOSE
    assert Prepared(counting).encode([]).shape == (0, 384)


def test_a_file_that_is_missing_or_broken_is_one_sentence(tmp_path: Path, encoder: Encoder) -> None:
    """It says how to mend it."""
    for content in (None, b"broken", FILE.read_bytes()[:5_000]):
        file = tmp_path / f"{content is None}-{len(content or b'')}.npz"
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(EncoderMissing, match="make train-search"):
            Prepared(encoder, file)


def test_rows_survive_writing(tmp_path: Path) -> None:
    """Rounded once, then exactly the same."""
    rows = Rows.of(["a", "b"], np.array([[0.6, -0.8], [1.0, 0.0]], np.float32))
    write_rows(rows, tmp_path / "rows.npz")
    read = read_rows(tmp_path / "rows.npz")
    assert np.array_equal(read.vectors([1, 0]), rows.vectors([1, 0]))
    assert rows.vectors([0]) == pytest.approx(np.array([[0.6, -0.8]]), abs=0.01)
