"""Another embedder for the search: real sentence-transformers models, each with an index of its own."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agent.settings import load_settings
from knowledge.encoder import Encoder, EncoderMissing, packaged_weights
from knowledge.library import IndexBroken, Library
from knowledge.search.embedder import Embedder, embedder_folder, embedder_key, key_of, open_embedder
from knowledge.vectors.index import PROBE
from tests.knowledge.test_library import CountingEncoder, Plant, found

ROOT = Path(__file__).parents[2]
LAYERS_KEPT = 3


@pytest.fixture(scope="module")
def whole() -> Embedder:
    """The published model, run by sentence-transformers."""
    return Embedder(packaged_weights())


@pytest.fixture(scope="module")
def shallow_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another model: the first layers of the published one."""
    from sentence_transformers import SentenceTransformer

    folder = tmp_path_factory.mktemp("shallow")
    model: Any = SentenceTransformer(str(packaged_weights()), device="cpu", local_files_only=True)
    bert = model[0].auto_model
    bert.encoder.layer = bert.encoder.layer[:LAYERS_KEPT]
    bert.config.num_hidden_layers = LAYERS_KEPT
    model.save(str(folder), create_model_card=False)
    return folder


@pytest.fixture(scope="module")
def shallow(shallow_folder: Path) -> Embedder:
    """That model, opened."""
    return Embedder(shallow_folder)


def test_a_model_gives_unit_vectors_that_mean_something(whole: Embedder, encoder: Encoder) -> None:
    """The published model says what our export of it says."""
    texts = ["How many requests would it handle in a month?", "", "café 🙂"]

    np.testing.assert_allclose(whole.encode(texts), encoder.encode(texts), atol=1e-4)
    assert whole.encode([]).shape[0] == 0


def test_two_models_are_told_apart_by_what_they_are_made_of(
    whole: Embedder, shallow: Embedder, shallow_folder: Path, tmp_path: Path
) -> None:
    """A copy elsewhere is the same model; another tokenizer, or a changed weight, is not."""
    copy = tmp_path / "copy"
    shutil.copytree(shallow_folder, copy)
    (copy / "README.md").write_text("Words about the model.")

    assert whole.key != shallow.key == embedder_key(copy)
    content = bytearray((copy / "model.safetensors").read_bytes())
    content[-1] ^= 1
    (copy / "model.safetensors").write_bytes(content)
    assert embedder_key(copy) != shallow.key


def test_swapping_the_embedder_indexes_anew_and_swapping_back_finds_the_old_index(
    tmp_path: Path, encoder: Encoder, shallow: Embedder, plant: Plant
) -> None:
    """Each works on vectors of its own, in one folder."""
    counting = CountingEncoder(encoder)
    usual = Library(tmp_path / "index", counting, tmp_path / "passages")
    assert usual.refresh().added == ("guidance-coffee", "guidance-lift")

    other = Library(tmp_path / "index", shallow, tmp_path / "passages")
    assert other.refresh().added == ("guidance-coffee", "guidance-lift")
    assert found(other, "What does coffee cost?")[0] == "guidance-coffee"

    counting.texts.clear()
    back = Library(tmp_path / "index", counting, tmp_path / "passages")
    assert back.refresh().added == () and counting.texts == [PROBE]
    assert found(back, "What does coffee cost?")[0] == "guidance-coffee"
    assert Library(tmp_path / "index", shallow, tmp_path / "passages").refresh().added == ()


def test_a_change_while_another_embedder_was_in_use_is_made_good_by_its_hash(
    tmp_path: Path, encoder: Encoder, shallow: Embedder, plant: Plant
) -> None:
    """The old index is brought up to date, and only what is new is embedded."""
    Library(tmp_path / "index", encoder, tmp_path / "passages").refresh()
    plant("tea", "Tea is free", "The pot stands beside the machine.")
    Library(tmp_path / "index", shallow, tmp_path / "passages").refresh()
    counting = CountingEncoder(encoder)

    assert Library(tmp_path / "index", counting, tmp_path / "passages").refresh().added == ("guidance-tea",)
    assert len([text for text in counting.texts if "Tea" in text]) == 2
    assert not [text for text in counting.texts if "Coffee" in text]


def test_excerpts_are_chosen_by_the_embedder_of_the_search(tmp_path: Path, whole: Embedder, plant: Plant) -> None:
    """Not by the reader's encoder."""

    class Watched:
        """The embedder, which keeps what it was asked."""

        key = whole.key
        asked: tuple[str, ...] = ()

        def encode(self, texts: Any) -> Any:
            """As the real one."""
            self.asked += tuple(texts)
            return whole.encode(texts)

    plant("long", "Tea", "Tea is free. Coffee is paid by the cup. The lift is slow. Nobody waits for it.")
    watched = Watched()
    library = Library(tmp_path / "index", watched, tmp_path / "passages")
    library.refresh()
    passage = library.get("guidance-long")
    assert passage is not None
    watched.asked = ()

    assert any("paid by the cup" in sentence for sentence in library.excerpt("What does coffee cost?", passage))
    assert "Tea is free." in watched.asked


def test_an_index_that_was_moved_below_another_embedder_is_refused(
    tmp_path: Path, encoder: Encoder, shallow: Embedder, plant: Plant
) -> None:
    """Whatever the folder is called, vectors of two models are never compared."""
    Library(tmp_path / "index", encoder, tmp_path / "passages").refresh()
    (tmp_path / "moved").mkdir()
    shutil.move(tmp_path / "index", tmp_path / "moved" / shallow.key)

    with pytest.raises(IndexBroken, match="another embedder"):
        Library(tmp_path / "moved", shallow, tmp_path / "passages").refresh()


def test_without_a_name_the_search_keeps_the_encoder(encoder: Encoder) -> None:
    """And the index stays where it was."""
    texts = ["It was never said before.", "Nor was this."]
    assert np.array_equal(open_embedder(None, encoder).encode(texts), encoder.encode(texts))
    assert key_of(None) == ""
    assert load_settings({"ADVISOR_EMBEDDER": ""}).embedder is None


@pytest.mark.parametrize("name", ["nobody/has-this-model", "no-such-model", "/no/such/folder", "two words?"])
def test_a_model_that_is_not_here_is_one_sentence_and_nothing_is_downloaded(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says how to fetch one."""

    def refuse(*_: object) -> None:
        pytest.fail("something was connected to")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(EncoderMissing, match="hf download") as refused:
        embedder_folder(name)
    assert name in str(refused.value) and "\n" not in str(refused.value)


def test_a_model_in_the_local_cache_is_found_by_its_name(
    tmp_path: Path, shallow_folder: Path, shallow: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `hf download` leaves it there; a name alone is one of sentence-transformers'."""
    snapshot = tmp_path / "models--sentence-transformers--shallow" / "snapshots" / ("0" * 40)
    shutil.copytree(shallow_folder, snapshot)
    (snapshot.parents[1] / "refs").mkdir()
    (snapshot.parents[1] / "refs" / "main").write_text("0" * 40)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))

    assert embedder_folder("shallow") == embedder_folder("sentence-transformers/shallow") == snapshot
    assert key_of("shallow") == shallow.key


def test_a_folder_that_is_no_model_is_one_sentence(tmp_path: Path) -> None:
    """Empty, or with weights that are none."""
    with pytest.raises(EncoderMissing, match="no sentence-transformers model"):
        embedder_folder(str(tmp_path))
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(EncoderMissing, match="cannot be loaded") as refused:
        Embedder(embedder_folder(str(tmp_path)))
    assert "\n" not in str(refused.value) and "ADVISOR_EMBEDDER" in str(refused.value)


@pytest.mark.parametrize("named", [False, True])
def test_torch_is_loaded_only_where_an_embedder_is_named(tmp_path: Path, plant: Plant, named: bool) -> None:
    """A search without one starts as fast as ever."""
    name = repr(str(packaged_weights())) if named else "None"
    code = (
        "import sys; from pathlib import Path; from knowledge.search.embedder import open_embedder;"
        "from knowledge.encoder import *; from knowledge.library import Library;"
        f"embedder = open_embedder({name}, Encoder(encoder_folder(default_cache())));"
        f"library = Library(Path({str(tmp_path / 'index')!r}), embedder, Path({str(tmp_path / 'passages')!r}));"
        "print(library.search('coffee')[0].passage.id);"
        "print([m for m in ('torch', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["guidance-coffee", str(["torch", "sentence_transformers"] if named else [])]
