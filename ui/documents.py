"""Own documents from the command line: added, listed and removed, a line each.

How a file is read and kept is decided in `knowledge`.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from agent.facts import FACTS
from agent.settings import Settings, SettingsError, check_writable
from knowledge.own_documents.apart import text_apart
from knowledge.own_documents.converting import Converted, convert
from knowledge.own_documents.documents import Document, DocumentError, DocumentStore, check_collection
from knowledge.own_documents.files import File, content_of, files_in

if TYPE_CHECKING:
    from knowledge.encoder import Encoder
    from knowledge.own_documents.own import OwnDocuments

TOGETHER = 500
"""Passages that are indexed at once."""


def add(settings: Settings, paths: Sequence[Path], collection: str, account: str | None, today: date) -> int:
    """Add the files at these paths; exit status 1 if one of them could not be added."""
    account = account if account is None else account.strip()
    if account == "":
        raise SettingsError("--for names no account. Name one, or leave it out for everybody on this installation.")
    check_collection(collection)
    check_writable(settings.data, "ADVISOR_DATA")
    own = _own(settings)
    encoder = _encoder(settings)
    earlier = frozenset(document.id for document in own.store.load()[0])
    failed = 0
    for batch in _batches(_converted(paths, collection, account, today)):
        failed += sum(isinstance(each, DocumentError) for each in batch)
        converted = [each for each in batch if isinstance(each, Converted)]
        failed += _keep(own, _with_policies(converted, encoder, today), earlier)
    return 1 if failed else 0


def show(settings: Settings, *, as_json: bool) -> int:
    """List the documents; exit status 1 if one of them cannot be read."""
    documents, problems = DocumentStore(settings.documents).load()
    if as_json:
        print(json.dumps([_row(document) for document in documents], ensure_ascii=False, indent=2))
    elif not documents and not problems:
        print("No documents yet. Add some with: advisor add PATH --collection NAME")
    else:
        for document in documents:
            print(f"{document.collection}: {_told(document)}, added {document.added}, {_seen(document)}")
    for problem in problems:
        _complain(problem)
    return 1 if problems else 0


def remove(settings: Settings, name: str, collection: str | None, account: str | None) -> int:
    """Remove the document of a name; DocumentError where there is none, or more than one."""
    documents, _ = DocumentStore(settings.documents).load()
    found = [
        document
        for document in documents
        if name in (document.name, document.id)
        and collection in (None, document.collection)
        and account in (None, document.owner)
    ]
    document = _the_one(found, name)
    _own(settings).remove([document])
    print(f"{document.collection}: {document.name} is removed.")
    return 0


def _own(settings: Settings) -> "OwnDocuments":
    from knowledge.own_documents.own import OwnDocuments
    from knowledge.search.embedder import open_embedder

    return OwnDocuments(settings.documents, open_embedder(settings.embedder, _encoder(settings)))


def _encoder(settings: Settings) -> "Encoder":
    from knowledge.encoder import Encoder, encoder_folder

    return Encoder(encoder_folder(settings.cache))


def _with_policies(converted: Sequence[Converted], encoder: "Encoder", today: date) -> list[Converted]:
    """The same with the rules that the documents state."""
    from agent.reading.policies import with_policies

    documents = with_policies([each.document for each in converted], encoder, today)
    return [replace(each, document=document) for each, document in zip(converted, documents, strict=True)]


def _converted(
    paths: Iterable[Path], collection: str, account: str | None, today: date
) -> Iterator[Converted | DocumentError]:
    """The documents at these paths; what cannot be used is told at once."""
    names: dict[str, Path] = {}
    for file in (file for path in paths for file in files_in(path)):
        try:
            if isinstance(file, DocumentError):
                raise file
            _refuse_second(file, names)
            yield _read(file, collection, account, today)
        except DocumentError as error:
            _complain(error)
            yield error


def _read(file: File, collection: str, account: str | None, today: date) -> Converted:
    return convert(
        content_of(file),
        file.name,
        collection=collection,
        owner=account,
        added=today,
        read=text_apart,
        shown=str(file.path),
    )


def _refuse_second(file: File, names: dict[str, Path]) -> None:
    """Two files of one name would be one document, of which only the second would be left."""
    first = names.setdefault(file.name, file.path)
    if first != file.path:
        raise DocumentError(
            f"{file.path} has the name of {first}, which was just added. "
            "Add it to another collection, or add the folder above both."
        )


def _batches(converted: Iterable[Converted | DocumentError]) -> Iterator[list[Converted | DocumentError]]:
    """What is indexed together: each batch ends as soon as it has enough passages."""
    batch: list[Converted | DocumentError] = []
    passages = 0
    for each in converted:
        batch.append(each)
        passages += len(each.document.passages) if isinstance(each, Converted) else 0
        if passages >= TOGETHER:
            yield batch
            batch, passages = [], 0
    if batch:
        yield batch


def _keep(own: "OwnDocuments", converted: Sequence[Converted], earlier: Set[str]) -> int:
    """Keep documents and tell it; how many of them could not be kept."""
    if not converted:
        return 0
    problems = own.add([each.document for each in converted])
    for problem in problems:
        _complain(problem)
    kept = {document.id for document in own.store.load()[0]} if problems else None
    for each in converted:
        document = each.document
        if kept is None or document.id in kept:
            replaced = "in place of the earlier one" if document.id in earlier else ""
            notes = ", ".join(filter(None, (_told(document), each.note, replaced, _seen(document))))
            print(f"{document.collection}: {notes}", flush=True)
            for line in _stated(document):
                print(line, flush=True)
    return len(problems)


def _the_one(found: Sequence[Document], name: str) -> Document:
    if not found:
        raise DocumentError(f"There is no document called {name!r} there. `advisor documents` lists them.")
    if len(found) > 1:
        where = "; ".join(f"--collection {document.collection}, {_seen(document)}" for document in found)
        raise DocumentError(
            f"{len(found)} documents are called {name!r} ({where}). Say which with --collection or --for."
        )
    return found[0]


def _stated(document: Document) -> Iterator[str]:
    """A line for each rule that was found in a document."""
    for passage in document.as_passages():
        for policy in passage.policies:
            fact = FACTS[policy.fact]
            value = f"{fact.title.lower()}: {fact.label(policy.value)}"
            yield f"  {passage.title}: “{policy.quote}” → {value}. The advisor will ask you to confirm it."


def _told(document: Document) -> str:
    number = len(document.passages)
    return f"{document.name}, {number} passage{'s' if number != 1 else ''}"


def _seen(document: Document) -> str:
    return f"for {document.owner} alone" if document.owner else "for everybody"


def _row(document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "collection": document.collection,
        "name": document.name,
        "added": document.added,
        "owner": document.owner,
        "passages": len(document.passages),
        "sha256": document.sha256,
    }


def _complain(problem: DocumentError) -> None:
    print(f"advisor: {problem}", file=sys.stderr, flush=True)
