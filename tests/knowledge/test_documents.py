"""Own documents: found by whom they are for, gone once removed, and never there by half."""

import json
import multiprocessing
import os
import resource
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import Encoder, Vectors
from knowledge.library import Library
from knowledge.own_documents.converting import convert, text_of
from knowledge.own_documents.documents import INDEX, Document, DocumentError, DocumentStore
from knowledge.own_documents.own import OwnDocuments
from knowledge.vectors.manifest import check_index

Plant = Callable[[str, str, str], Path]
RULE = "A model may only be bought after 411 flamingos have voted on it. The vote is secret."
QUESTION = "How many flamingos have to vote before a model may be bought?"


def document(text: str = RULE, name: str = "rules.md", owner: str | None = None, collection: str = "rules") -> Document:
    """A document of one heading."""
    content = f"# Buying\n\n{text}\n".encode()
    return convert(content, name, collection=collection, owner=owner, added=date(2026, 11, 27), read=text_of).document


@pytest.fixture
def own(tmp_path: Path, encoder: Encoder) -> OwnDocuments:
    """The documents of a data folder, as the command line opens them."""
    return OwnDocuments(tmp_path / "documents", encoder)


@pytest.fixture
def library(tmp_path: Path, encoder: Encoder, plant: Plant) -> Library:
    """A running library over two passages about a kitchen and a lift, on the same data folder."""
    library = Library(tmp_path / "index", encoder, tmp_path / "passages", tmp_path / "documents")
    library.refresh()
    return library


def told(library: Library, owner: str | None = None, question: str = QUESTION) -> list[str]:
    """Where the answers to the question stand."""
    return [hit.passage.source for hit in library.answers(question, owner=owner)]


def test_a_planted_fact_is_found_with_its_place_and_gone_once_it_is_removed(
    library: Library, own: OwnDocuments
) -> None:
    """Only the document could have known it; a library that is already running notices both."""
    assert told(library) == []
    own.add([document()])
    [hit] = library.answers(QUESTION)
    assert (hit.passage.kind, hit.passage.source, hit.passage.url, hit.passage.as_of) == (
        "document",
        "rules.md, Buying",
        "",
        "2026-11-27",
    )
    assert library.excerpt(QUESTION, hit.passage)[0].startswith("A model may only be bought after 411")
    assert library.get(hit.passage.id) == hit.passage
    own.remove([document()])
    assert told(library) == [] and library.get(hit.passage.id) is None
    assert list((own.store.folder).glob("rules*")) == []


def test_a_document_of_an_account_is_found_by_that_account_alone(library: Library, own: OwnDocuments) -> None:
    """By no search, no ranking and no id does anybody else come to it."""
    own.add([document(owner="ann"), document("The lift is for penguins.", "lift.md")])
    [hit] = library.answers(QUESTION, owner="ann")

    assert hit.passage.source == "rules.md, Buying"
    assert library.get(hit.passage.id, owner="ann") == hit.passage
    for reader in (None, "", "bob", "Ann", "ann "):
        assert told(library, reader) == []
        assert library.get(hit.passage.id, owner=reader) is None
        assert hit.passage.id not in library.by_meaning(QUESTION, 100, owner=reader)
        assert hit.passage.id not in library.by_words(QUESTION, 100, owner=reader)
        assert hit.passage.id not in [h.passage.id for h in library.search(QUESTION, k=100, owner=reader)]
        assert told(library, reader, "Who is the lift for, penguins?") == ["lift.md, Buying"]
    assert hit.passage.id in library.by_meaning(QUESTION, 1, owner="ann")
    assert hit.passage.id in library.by_words(QUESTION, 1, owner="ann")


def test_one_name_of_two_accounts_is_two_documents(library: Library, own: OwnDocuments) -> None:
    """Neither takes the other's place."""
    own.add([document(owner="ann"), document("411 flamingos vote on models; 12 of them abstain.", owner="bob")])

    assert len(own.store.load()[0]) == 2
    assert told(library, "ann") == told(library, "bob") == ["rules.md, Buying"]


def test_a_document_that_is_added_again_takes_the_place_of_the_earlier_one(library: Library, own: OwnDocuments) -> None:
    """The old text is gone, and what did not change keeps its id, so that earlier citations still open it."""
    own.add([document(f"{RULE}\n\n# Lift\n\nThe lift is slow.")])
    before = {hit.passage.source: hit.passage.id for hit in library.search("lift flamingos", kinds=["document"])}
    own.add([document("Ask the secretary.\n\n# Lift\n\nThe lift is slow.")])
    after = {hit.passage.source: hit.passage.id for hit in library.search("lift flamingos", kinds=["document"])}

    assert told(library) == [] and len(own.store.load()[0]) == 1
    assert after["rules.md, Lift"] == before["rules.md, Lift"]
    assert after["rules.md, Buying"] != before["rules.md, Buying"]


class DiesAfterKeeping(DocumentStore):
    """A store whose process ends as soon as a document is kept."""

    def write(self, document: Document) -> None:
        """Keep it, and end."""
        super().write(document)
        os._exit(9)


class DiesBeforeKeeping(DocumentStore):
    """A store whose process ends when the index knows a document that is not kept yet."""

    def write(self, document: Document) -> None:
        """End."""
        os._exit(9)


def _add_elsewhere(folder: Path, cache: Path, how: str) -> None:
    own = OwnDocuments(folder, Encoder(cache))
    if how == "remove":
        own.remove([document()])
        return
    if how == "die before it is kept":
        own.store = DiesBeforeKeeping(folder)
    if how == "die after it is kept":
        own.store = DiesAfterKeeping(folder)
    if how == "full disk":
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    try:
        own.add([document()])
    except DocumentError:
        os._exit(7)


def elsewhere(own: OwnDocuments, cache: Path, how: str) -> int:
    """Do something with documents in a process of its own; its exit status."""
    process = multiprocessing.get_context("spawn").Process(target=_add_elsewhere, args=(own.store.folder, cache, how))
    process.start()
    process.join(240)
    assert process.exitcode is not None
    return process.exitcode


def test_another_process_adds_and_removes_before_our_eyes(
    library: Library, own: OwnDocuments, encoder_export: Path
) -> None:
    """`advisor add` in a terminal, while the page is running."""
    assert elsewhere(own, encoder_export, "add") == 0
    assert told(library) == ["rules.md, Buying"]
    assert elsewhere(own, encoder_export, "remove") == 0
    assert told(library) == []


@pytest.mark.parametrize(("how", "status", "there"), [("before", 9, False), ("after", 9, True)])
def test_a_process_that_dies_leaves_all_of_a_document_or_nothing(
    library: Library, own: OwnDocuments, encoder: Encoder, encoder_export: Path, how: str, status: int, there: bool
) -> None:
    """The next process finds it whole or not at all, and the index is sound."""
    own.add([document("The lift is for penguins.", "lift.md")])
    assert elsewhere(own, encoder_export, f"die {how} it is kept") == status
    later = OwnDocuments(own.store.folder, encoder)
    later.refresh()

    assert [d.name for d in later.store.load()[0]] == ["lift.md", *(["rules.md"] if there else [])]
    assert told(library) == (["rules.md, Buying"] if there else [])
    assert list(own.store.folder.glob("*/*.new")) == []
    assert later.refresh().added == later.refresh().removed == ()


def test_a_full_disk_adds_nothing_and_is_told(
    library: Library, own: OwnDocuments, encoder: Encoder, encoder_export: Path
) -> None:
    """The system refuses to write more than a few bytes to a file; afterwards everything goes on as before."""
    own.add([document("The lift is for penguins.", "lift.md")])

    assert elsewhere(own, encoder_export, "full disk") == 7
    assert [d.name for d in own.store.load()[0]] == ["lift.md"]
    assert told(library, None, "Who is the lift for, penguins?") == ["lift.md, Buying"]
    own.add([document()])
    assert told(library) == ["rules.md, Buying"]


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path, encoder: Encoder) -> None:
    """A file stands where the collection should be; what was added before stays."""
    own = OwnDocuments(tmp_path / "documents", encoder)
    own.add([document("The lift is for penguins.", "lift.md")])
    (own.store.folder / "blocked").write_text("")
    [problem] = own.add([document(collection="blocked")])

    assert str(problem).startswith("rules.md cannot be kept in ") and "add it again" in str(problem)
    assert [d.name for d in own.store.load()[0]] == ["lift.md"] and own.count() == 1
    (tmp_path / "file").write_text("")
    with pytest.raises(DocumentError, match=r"Nothing was kept of rules\.md"):
        OwnDocuments(tmp_path / "file" / "documents", encoder).add([document()])


class OtherEncoder:
    """Vectors that have nothing to do with those of the real one."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Random directions, the same for the same number of texts."""
        rows = np.random.default_rng(len(texts)).normal(size=(len(texts), 384))
        vectors: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return vectors


@pytest.mark.parametrize("file", ["manifest.json", "chroma.sqlite3"])
def test_a_broken_index_is_built_again_from_the_documents_and_nobody_is_told(
    tmp_path: Path, library: Library, own: OwnDocuments, encoder: Encoder, file: str
) -> None:
    """At the start, and also under a library that is running."""
    own.add([document()])
    assert told(library) == ["rules.md, Buying"]
    for start in (lambda: OwnDocuments(own.store.folder, encoder).refresh(), lambda: None):
        [broken] = (own.store.folder / INDEX).rglob(file)
        broken.write_bytes(b"garbage")
        (own.store.folder / INDEX / "manifest.json").touch()
        start()
        assert told(library) == ["rules.md, Buying"]
        assert check_index(own.store.folder / INDEX) is None


def test_an_index_of_another_embedder_is_built_again(library: Library, own: OwnDocuments) -> None:
    """Vectors of two encoders are never compared."""
    OwnDocuments(own.store.folder, OtherEncoder()).add([document()])

    assert told(library) == ["rules.md, Buying"]


@pytest.mark.parametrize("damage", ["no json", "{}", '{"format": 99}', "[]"])
def test_a_damaged_document_is_told_and_the_others_are_found(library: Library, own: OwnDocuments, damage: str) -> None:
    """The file is named, with what to do."""
    own.add([document(), document("The lift is for penguins.", "lift.md")])
    [path] = (p for p in own.store.folder.glob("rules/*.json") if json.loads(p.read_text())["name"] == "lift.md")
    path.write_text(damage)
    documents, [problem] = own.store.load()

    assert [d.name for d in documents] == ["rules.md"]
    assert str(path) in str(problem) and "Add the document again, or delete that file." in str(problem)
    assert told(library) == ["rules.md, Buying"]
    assert own.count() == 1


def test_nothing_is_made_where_nobody_has_documents(tmp_path: Path, library: Library) -> None:
    """Searching leaves the data folder alone."""
    library.search(QUESTION)

    assert not (tmp_path / "documents").exists()
