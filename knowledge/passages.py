"""A passage: one retrievable piece of knowledge in a Markdown file with front matter.

The files are the truth; the index is only a cache of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

KINDS = (
    "framework",
    "guidance",
    "case",
    "myth",
    "route",
    "regulation",
    "licence",
    "model",
    "playbook",
    "glossary",
)

# Where each kind lives below the root.
FOLDERS: Mapping[str, str] = {
    "framework": "framework",
    "guidance": "guidance",
    "case": "cases",
    "myth": "myths",
    "route": "routes",
    "regulation": "regulations",
    "licence": "licences",
    "model": "models",
    "playbook": "playbooks",
    "glossary": "glossary",
}

OUTCOMES = ("prebuilt", "hybrid", "open_source")
ROOT = Path(__file__).parent

_FILE = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_URL = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")
_REQUIRED = {"id", "kind", "title", "factors", "source", "url", "as_of"}
_OPTIONAL = {"asks", "facts", "outcome"}
# What only a myth may have, and then all of it.
_OF_MYTHS = {"said", "near_misses", "words", "correction"}
# A full stop ends a sentence only before a space and a capital, a digit or a quotation mark.
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"$])")
# Parsing 200 files with the loader in plain Python would take most of a second.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PassageError(ValueError):
    """A file that is no passage; the message names the file and what is wrong with it."""


@dataclass(frozen=True)
class Passage:
    """One idea with its source and date.

    `asks` are questions that it answers, in the words of those who ask; they help to find it and are never shown.
    `facts` and `outcome` are set on cases only: the facts of that decision and the class that was chosen. What follows
    them is set on myths only: how people say it in passing, what sounds like it and does not say it, the things that
    must be named to say it, each by any of its words, and one sentence that puts it right. None of it is searched.
    """

    id: str
    kind: str
    title: str
    text: str
    factors: tuple[str, ...]
    source: str
    url: str
    as_of: str
    facts: dict[str, object] = field(default_factory=dict)
    outcome: str = ""
    asks: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    correction: str = ""

    @property
    def views(self) -> tuple[str, ...]:
        """The texts under which it is found: first the whole, then short ones."""
        return (f"{self.title}\n{self.text}", self.title, *self.asks)

    @property
    def hash(self) -> str:
        """Changes exactly when what is searched changes."""
        return sha256("\0".join(self.views).encode()).hexdigest()


@dataclass(frozen=True)
class Hit:
    """A passage found by a search, with its score (0 to 1, comparable between searches)."""

    passage: Passage
    score: float


def hit_to_json(hit: Hit) -> dict[str, object]:
    """What `advisor search --json` prints of a hit."""
    p = hit.passage
    return {
        "id": p.id,
        "kind": p.kind,
        "title": p.title,
        "score": round(hit.score, 4),
        "text": p.text,
        "source": p.source,
        "url": p.url,
        "as_of": p.as_of,
    }


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a text, each on one line; a blank line ends one, a line break alone does not."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return tuple(s.strip() for paragraph in paragraphs for s in _SENTENCE_END.split(paragraph) if s.strip())


def load_passages(root: Path = ROOT, kinds: Iterable[str] = KINDS) -> tuple[Passage, ...]:
    """The passages of these kinds below `root`, by their ids; raise PassageError for a file that is none."""
    passages: dict[str, Passage] = {}
    for path in _files(root, kinds):
        passage = parse_passage(path)
        if passage.id in passages:
            raise PassageError(f"{path}: the id {passage.id!r} stands in two files.")
        passages[passage.id] = passage
    return tuple(passages[key] for key in sorted(passages))


def parse_passage(path: Path) -> Passage:
    """The passage in a file."""
    match = _FILE.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise PassageError(f"{path}: no front matter between two lines of ---.")
    try:
        head = yaml.load(match[1], _LOADER)
    except yaml.YAMLError as error:
        raise PassageError(f"{path}: the front matter is no YAML ({error}).") from error
    if not isinstance(head, dict):
        raise PassageError(f"{path}: the front matter holds no fields.")
    problem = _problem(head, match[2].strip(), path)
    if problem:
        raise PassageError(f"{path}: {problem}")
    return Passage(
        id=head["id"],
        kind=head["kind"],
        title=head["title"],
        text=match[2].strip(),
        factors=tuple(head["factors"]),
        source=head["source"],
        url=head["url"],
        as_of=str(head["as_of"]),
        facts=head.get("facts", {}),
        outcome=head.get("outcome", ""),
        asks=tuple(head.get("asks", ())),
        said=tuple(head.get("said", ())),
        near_misses=tuple(head.get("near_misses", ())),
        words=tuple(tuple(thing) for thing in head.get("words", ())),
        correction=head.get("correction", ""),
    )


def _files(root: Path, kinds: Iterable[str]) -> Iterator[Path]:
    for kind in kinds:
        yield from sorted((root / FOLDERS[kind]).glob("*.md"))


def _problem(head: Mapping[str, Any], text: str, path: Path) -> str | None:
    """What is wrong with a passage, or None."""
    may = _OPTIONAL | (_OF_MYTHS if head.get("kind") == "myth" else set())
    if _REQUIRED - head.keys() or head.keys() - _REQUIRED - may:
        return f"the fields must be {', '.join(sorted(_REQUIRED))}, and may be {', '.join(sorted(may))}."
    if not all(isinstance(head[name], str) for name in _REQUIRED - {"factors", "as_of"}):
        return "every field but factors must be text."
    if head["id"] != path.stem:
        return f"the id {head['id']!r} must equal the file's name."
    if FOLDERS.get(head["kind"]) != path.parent.name:
        return f"a {head['kind']!r} does not belong into the folder {path.parent.name!r}."
    if not isinstance(head["factors"], list) or not isinstance(head.get("asks", []), list):
        return "factors and asks must be lists."
    if not text or not head["title"].strip() or not head["source"].strip():
        return "title, text and source must not be empty."
    if not _DATE.fullmatch(str(head["as_of"])):
        return f"as_of {head['as_of']!r} is no date such as 2026, 2026-09 or 2026-09-24."
    if head["url"] and not _URL.fullmatch(head["url"]):
        return f"url {head['url']!r} is no web address."
    if head["kind"] == "case" and head.get("outcome") not in OUTCOMES:
        return f"outcome must be one of {', '.join(OUTCOMES)}."
    return _problem_of_a_myth(head)


def _problem_of_a_myth(head: Mapping[str, Any]) -> str | None:
    """What is wrong with the fields that only a myth has; it has all of them or none."""
    given = _OF_MYTHS & head.keys()
    if given and given != _OF_MYTHS:
        return f"of {', '.join(sorted(_OF_MYTHS))} all must be given, or none."
    if given and not (_are_texts(head["said"]) and _are_texts(head["near_misses"])):
        return "said and near_misses must be lists of texts."
    if given and not (isinstance(head["words"], list) and head["words"] and all(map(_are_texts, head["words"]))):
        return "words must be a list of lists of texts."
    if given and (not isinstance(head["correction"], str) or not head["correction"].strip()):
        return "correction must be a sentence."
    return None


def _are_texts(given: object) -> bool:
    return isinstance(given, list) and bool(given) and all(isinstance(text, str) and text.strip() for text in given)
