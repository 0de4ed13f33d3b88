"""Whether the own documents can be read, and whether the search knows them as they are."""

from pathlib import Path

from agent.settings import Settings
from knowledge.encoder import EncoderMissing
from knowledge.own_documents.documents import INDEX, DocumentStore, passages_of
from knowledge.search.embedder import key_of
from knowledge.vectors.manifest import check_index, read_manifest
from ui.finding import Finding
from ui.index_doctor import indexed

WHAT = "Own documents"


def documents(settings: Settings) -> Finding:
    """How many there are, or what is wrong with them or their index; nothing is made where there are none."""
    store = DocumentStore(settings.documents)
    kept, problems = store.load()
    if problems:
        more = f" So are {len(problems) - 1} more." if len(problems) > 1 else ""
        return Finding(WHAT, "broken", f"{problems[0]}{more}")
    if not kept:
        return Finding(WHAT, "ok", "none; `advisor add PATH --collection NAME` adds some")
    passages = {passage.id: [passage.hash] * len(passage.views) for passage in passages_of(kept)}
    try:
        behind = _behind(settings.documents / INDEX / key_of(settings.embedder), passages)
    except EncoderMissing as error:
        return Finding(WHAT, "broken", str(error))
    if behind:
        return Finding(WHAT, "stale", f"{behind} Run `advisor index`: it is built again from the documents.")
    number = f"{len(kept)} document{'s' if len(kept) != 1 else ''}"
    return Finding(WHAT, "ok", f"{number} in {settings.documents}, {len(passages)} passages")


def _behind(folder: Path, passages: dict[str, list[str]]) -> str | None:
    """Why the index does not hold these passages, given with the hashes of their views; None where it does."""
    problem = check_index(folder)
    if problem:
        return problem.partition(" Run ")[0]
    manifest = read_manifest(folder)
    if manifest is None or manifest.writing:
        return f"their index in {folder} {'is not built yet' if manifest is None else 'was left half-written'}."
    found = indexed(folder / manifest.store)
    number = sum(found.get(name) != passages.get(name) for name in passages.keys() | found.keys())
    return f"{number} of their passages differ from the index." if number else None
