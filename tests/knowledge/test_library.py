"""The library: what it finds, what it forgets, what several processes see, and how it breaks."""

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import Encoder, Vectors
from knowledge.library import IndexBroken, Library, check_index, hit_to_json

Plant = Callable[[str, str, str], Path]
FLAMINGOS = ("flamingos", "Flamingos decide which model is bought", "On Tuesdays 411 flamingos vote on the model.")
QUESTION = "Which birds vote on the model?"


class CountingEncoder:
    """The real encoder, which counts what it was given."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the real one."""
        self.texts += texts
        return self._encoder.encode(texts)


class OtherEncoder:
    """An encoder whose vectors have nothing to do with those of the real one."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Random directions, the same for the same number of texts."""
        rows = np.random.default_rng(len(texts)).normal(size=(len(texts), 384))
        vectors: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return vectors


@pytest.fixture
def small(tmp_path: Path, encoder: Encoder, plant: Plant) -> Library:
    """A library over two passages about a kitchen and a lift."""
    library = Library(tmp_path / "index", encoder, tmp_path / "passages")
    library.refresh()
    return library


def found(library: Library, query: str) -> list[str]:
    """The ids a search returns."""
    return [hit.passage.id for hit in library.search(query)]


def test_a_planted_passage_is_found_and_gone_once_it_is_removed(small: Library, plant: Plant) -> None:
    """Only the files could have known that flamingos vote."""
    path = plant(*FLAMINGOS)
    assert small.refresh().added == ("guidance-flamingos",)
    assert found(small, QUESTION)[0] == "guidance-flamingos"
    assert small.answers(QUESTION)[0].passage.text == FLAMINGOS[2]
    path.unlink()
    assert small.refresh().removed == ("guidance-flamingos",)
    assert "guidance-flamingos" not in found(small, QUESTION)
    assert small.get("guidance-flamingos") is None


def test_only_what_changed_is_embedded_again(tmp_path: Path, encoder: Encoder, plant: Plant) -> None:
    """The content's hash decides: an unchanged file costs nothing, a changed one is embedded once."""
    counting = CountingEncoder(encoder)
    library = Library(tmp_path / "index", counting, tmp_path / "passages")
    assert library.refresh().added == ("guidance-coffee", "guidance-lift")
    counting.texts.clear()
    report = library.refresh()
    assert (report.added, report.changed, report.removed, counting.texts) == ((), (), (), [])
    plant("coffee", "Coffee is free", "The machine in the kitchen takes no coins any more.")
    assert library.refresh().changed == ("guidance-coffee",)
    assert all("offee" in text for text in counting.texts) and len(counting.texts) == 2


def test_a_second_library_on_the_folder_sees_a_change_at_its_next_search(
    tmp_path: Path, encoder: Encoder, small: Library, plant: Plant
) -> None:
    """Two doors in one process share a folder."""
    other = Library(tmp_path / "index", encoder, tmp_path / "passages")
    assert found(other, QUESTION)[0] != "guidance-flamingos"
    path = plant(*FLAMINGOS)
    small.refresh()
    assert found(other, QUESTION)[0] == "guidance-flamingos"
    path.unlink()
    small.refresh(rebuild=True)
    assert "guidance-flamingos" not in found(other, QUESTION)


def _refresh_elsewhere(index: Path, passages: Path, cache: Path, rebuild: bool) -> None:
    Library(index, Encoder(cache), passages).refresh(rebuild)


@pytest.mark.parametrize("rebuild", [False, True])
def test_another_process_sees_and_is_seen(
    tmp_path: Path, small: Library, plant: Plant, encoder_export: Path, rebuild: bool
) -> None:
    """What `advisor index` does in a terminal, a page that is already running finds, also after a rebuild."""
    path = plant(*FLAMINGOS)
    spawn = multiprocessing.get_context("spawn")
    for expected in (True, False):
        arguments = (tmp_path / "index", tmp_path / "passages", encoder_export, rebuild)
        process = spawn.Process(target=_refresh_elsewhere, args=arguments)
        process.start()
        process.join(120)
        assert process.exitcode == 0
        assert ("guidance-flamingos" in found(small, QUESTION)) == expected
        path.unlink(missing_ok=True)


def test_an_index_that_nobody_built_is_built_at_the_first_search(
    tmp_path: Path, encoder: Encoder, plant: Plant
) -> None:
    """A caller that forgot to refresh still gets its answer."""
    library = Library(tmp_path / "index", encoder, tmp_path / "passages")
    assert found(library, "What does coffee cost?")[0] == "guidance-coffee"


def test_a_change_that_was_cut_off_is_made_good(tmp_path: Path, encoder: Encoder, small: Library, plant: Plant) -> None:
    """Killed while writing, the index is built afresh at the next start and nobody is told."""
    manifest = tmp_path / "index" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"writing": True, "files": {}}))
    assert check_index(tmp_path / "index") is None
    later = Library(tmp_path / "index", encoder, tmp_path / "passages")
    assert later.refresh().added == ("guidance-coffee", "guidance-lift")
    assert found(later, "What does coffee cost?")[0] == "guidance-coffee"


def _garble(path: Path) -> None:
    path.write_bytes(os.urandom(4096))


@pytest.mark.parametrize("file", ["manifest.json", "chroma.sqlite3"])
@pytest.mark.parametrize("damage", [_garble, Path.unlink], ids=["garbage", "missing"])
def test_a_broken_index_is_one_sentence_and_a_rebuild_mends_it(
    tmp_path: Path, encoder: Encoder, small: Library, file: str, damage: Callable[[Path], object]
) -> None:
    """Nobody sees a traceback, and what to do is said."""
    (broken,) = (tmp_path / "index").rglob(file)
    damage(broken)
    again = Library(tmp_path / "index", encoder, tmp_path / "passages")
    if file == "manifest.json" and not broken.exists():
        assert check_index(tmp_path / "index") is None  # as good as not built
    else:
        problem = check_index(tmp_path / "index")
        assert problem and "advisor index --rebuild" in problem and "\n" not in problem
        with pytest.raises(IndexBroken, match="advisor index --rebuild"):
            again.refresh()
    again.refresh(rebuild=True)
    assert check_index(tmp_path / "index") is None
    assert found(again, "What does coffee cost?")[0] == "guidance-coffee"


def test_a_damaged_graph_is_noticed_before_it_is_opened(
    tmp_path: Path, encoder: Encoder, library: Library, index_folder: Path
) -> None:
    """From a thousand vectors on Chroma keeps its graph in files, and a broken one would end the process."""
    index = tmp_path / "index"
    shutil.copytree(index_folder, index)
    assert check_index(index) is None
    graphs = list(index.rglob("data_level0.bin"))
    if not any((graph.parent / "index_metadata.pickle").exists() for graph in graphs):
        pytest.skip("too few vectors for a graph on disk")
    content = bytearray(graphs[0].read_bytes())
    content[len(content) // 2] ^= 0xFF
    graphs[0].write_bytes(content)
    assert "data_level0.bin is damaged" in str(check_index(index))
    with pytest.raises(IndexBroken, match="damaged"):
        Library(index, encoder).search("Is open source free?")


def test_an_index_of_another_encoder_is_refused(tmp_path: Path, small: Library) -> None:
    """Vectors of two encoders must never be compared."""

    other = Library(tmp_path / "index", OtherEncoder(), tmp_path / "passages")
    with pytest.raises(IndexBroken, match="another embedder"):
        other.refresh()
    assert found(small, "What does coffee cost?")[0] == "guidance-coffee"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path, encoder: Encoder) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "index").write_text("")
    with pytest.raises(IndexBroken, match="cannot be written"):
        Library(tmp_path / "index", encoder)


def test_checking_an_index_imports_neither_chroma_nor_the_word_index(tmp_path: Path) -> None:
    """A door checks before it listens, and must not pay a second for it."""
    code = (
        "import sys; from pathlib import Path; from knowledge.library import check_index; "
        f"assert check_index(Path({str(tmp_path)!r})) is None; print('chromadb' in sys.modules, 'bm25s' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_hits_are_ranked_scored_and_limited(library: Library) -> None:
    """Best first, scores between 0 and 1, as many as asked for, none for nothing."""
    scores = [hit.score for hit in library.search("What does it cost to run our own model?", k=8)]
    assert len(scores) == 8 and scores == sorted(scores, reverse=True) and all(0 <= s <= 1 for s in scores)
    assert library.search("cost", k=0) == [] and library.search("  ") == []
    assert library.search("cost", k=10_000)


def test_a_search_can_be_limited_to_kinds_and_factors(library: Library) -> None:
    """Filters hold for all that is returned, also where the nearest passages are of other kinds."""
    cases = library.search("What is the licence of Llama?", kinds=["case"])
    assert len(cases) == 5 and all(hit.passage.kind == "case" for hit in cases)
    speed = library.search("What is the licence of Llama?", kinds=["playbook"], factors=["speed"])
    assert speed and all(h.passage.kind == "playbook" and "speed" in h.passage.factors for h in speed)
    assert library.search("What is the licence of Llama?", kinds=["poem"]) == []


@pytest.mark.parametrize(
    "query",
    ["?", "🙂🙂🙂", "<script>alert(1)</script>", "a" * 100_000, "the of and", "Wie hoch sind die Kosten?", "\x00"],
)
def test_odd_queries_are_searched_like_any_other(library: Library, query: str) -> None:
    """Nothing a person can type breaks a search."""
    assert len(library.search(query)) == 5


def test_a_hit_becomes_the_json_of_the_contract(library: Library) -> None:
    """The keys that `advisor search --json` promises."""
    row = hit_to_json(library.search("Is open source free?", k=1)[0])
    assert list(row) == ["id", "kind", "title", "score", "text", "source", "url", "as_of"]
    assert row["id"] == "myth-open-source-is-free"


def test_cases_are_found_by_their_facts(library: Library) -> None:
    """The boundary and the role count, in any order, and so does the use case by its words."""
    gapped = {"data_boundary": "air_gapped", "gpus": "owned", "data_sensitivity": "regulated", "team": "ml_platform"}
    hits = library.similar_cases(gapped, k=4)
    assert [h.passage.facts["data_boundary"] for h in hits] == ["air_gapped"] * 4
    backwards = dict(reversed(gapped.items()))
    assert [h.passage.id for h in library.similar_cases(backwards, k=4)] == [h.passage.id for h in hits]
    triage = library.similar_cases({"use_case": "sort support tickets", "task_difficulty": "narrow"}, k=1)
    assert triage[0].passage.id == "case-saas-triage"
    assert library.similar_cases({}, k=3) == []
