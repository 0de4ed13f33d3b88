"""What the search stands on: its embedder, and its index in a folder or on a server."""

import sqlite3
from contextlib import closing
from pathlib import Path

from agent.settings import Settings
from knowledge.encoder import EncoderMissing
from knowledge.passages import PassageError, load_passages
from knowledge.search.embedder import embedder_folder, key_of
from knowledge.vectors.manifest import read_manifest
from knowledge.vectors.place import Server, place_of
from ui.checks import unusable_index
from ui.finding import Finding


def embedder(settings: Settings) -> Finding:
    """Whether the model that the search embeds with is there; it is not loaded."""
    what = "Embedder"
    if settings.embedder is None:
        return Finding(what, "ok", "none is set, the search embeds with the encoder")
    try:
        folder = embedder_folder(settings.embedder)
    except EncoderMissing as error:
        return Finding(what, "broken", str(error))
    return Finding(what, "info", f"{folder}; when nothing is an answer was fitted to the default one")


def index(settings: Settings) -> Finding:
    """Whether the index can be used and holds what the files say."""
    what = "Search index"
    try:
        passages = {passage.id: [passage.hash] * len(passage.views) for passage in load_passages()}
    except PassageError as error:
        return Finding(what, "broken", str(error))
    problem = unusable_index(settings)
    if problem:
        return Finding(what, "broken", problem)
    place = place_of(settings.vectors, key_of(settings.embedder))
    if isinstance(place, Server):
        return Finding(what, "ok", f"the Chroma server {place.url} answers; the index is {place.collection} on it")
    mend = "Run `advisor index`."
    manifest = read_manifest(place)
    if manifest is None or manifest.writing:
        state = "is not built yet." if manifest is None else "was left half-written."
        return Finding(what, "stale", f"{place} {state}", mend)
    held = indexed(place / manifest.store)
    behind = sum(held.get(name) != passages.get(name) for name in passages.keys() | held.keys())
    if behind:
        return Finding(what, "stale", f"{behind} passages differ from the files.", mend)
    return Finding(what, "ok", f"{len(held)} passages in {place}")


def indexed(store: Path) -> dict[str, list[str]]:
    """The hashes kept for each passage, one a view, read without opening the store for writing as Chroma would."""
    query = """SELECT e.embedding_id, m.string_value FROM embeddings e
               LEFT JOIN embedding_metadata m ON m.id = e.id AND m.key = 'hash'"""
    hashes: dict[str, list[str]] = {}
    with closing(read_only(store / "chroma.sqlite3")) as conn:
        for view, digest in conn.execute(query):
            hashes.setdefault(view.partition("#")[0], []).append(digest)
    return hashes


def read_only(database: Path) -> sqlite3.Connection:
    """A connection that changes nothing."""
    return sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=5)
