"""The things that people name in a question: models, makers, GPUs, plans, engines, techniques, laws, ways to source.

They come from the tables of prices and from `catalogue/things.yaml`; what is not there is not known by name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from knowledge.catalogue import FOLDER, read_table
from knowledge.tables import Catalogue, OpenModel, VendorModel

# Where a vendor's model and open weights can be had.
CLOSED, OPEN = ("vendor_api", "vendor_tenancy"), ("managed_open", "self_hosted", "own_machines")

# How a plan is asked for, beside its whole name.
PLANS: Mapping[str, tuple[str, ...]] = {
    "ChatGPT Business": ("chatgpt", "chat gpt", "chatgpt team"),
    "Microsoft 365 Copilot": ("copilot", "m365 copilot", "microsoft copilot"),
    "Claude Team Standard": ("claude team",),
    "GitHub Copilot Business": ("github copilot",),
}


@dataclass(frozen=True)
class Thing:
    """A thing with its kind, the words for it, its rows in the tables, and the routes it belongs to."""

    name: str
    kind: str
    words: tuple[str, ...]
    rows: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mention:
    """Where a text names a thing."""

    thing: Thing
    start: int
    end: int


class Vocabulary:
    """Finds the things that a text names, the longest words first."""

    def __init__(self, things: Iterable[Thing]) -> None:
        known = list(things)
        self._by_word = {_plain(word): thing for thing in reversed(known) for word in thing.words}
        longest = sorted({word for thing in known for word in thing.words}, key=len, reverse=True)
        # A plural and a genitive name the same thing; a hyphen and a space are one.
        words = "|".join(re.escape(word).replace(r"\-", "[- ]?").replace(r"\ ", "[- ]") for word in longest)
        self._pattern = re.compile(rf"(?<![\w.-])({words})(?=(?:['’]?s)?(?![\w-]|\.\d))", re.IGNORECASE)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The things named, in order; one that is named twice is there twice."""
        found = self._pattern.finditer(text)
        return tuple(Mention(self._by_word[_plain(match[1])], match.start(), match.end()) for match in found)

    def things(self, text: str) -> tuple[Thing, ...]:
        """The things named, each once, in order."""
        return tuple(dict.fromkeys(mention.thing for mention in self.mentions(text)))


@lru_cache(maxsize=8)
def vocabulary(catalogue: Catalogue) -> Vocabulary:
    """What is known by name; of two things with the same word the first one is meant."""
    return Vocabulary([*_listed(), *_plans(catalogue), *_models(catalogue), *_gpus(catalogue)])


def _listed() -> Iterator[Thing]:
    for name, row in read_table(FOLDER, "things")["things"].items():
        yield Thing(name, row["kind"], tuple(row["words"]), routes=tuple(row.get("routes", ())))


def _plans(catalogue: Catalogue) -> Iterator[Thing]:
    for name in catalogue.seats:
        yield Thing(name, "plan", (name.lower(), *PLANS.get(name, ())), (name,), ("seats",))


def _models(catalogue: Catalogue) -> Iterator[Thing]:
    """Each model under its own names; the bare name of a family means the one that its maker sells first.

    Without its last figure a version means the newest one of it: "DeepSeek V3" is V3.2.
    """
    rows: list[VendorModel | OpenModel] = [*catalogue.vendor_models.values(), *catalogue.open_models.values()]
    for row in rows:
        family = row.family.lower()
        short = {f"{family} {alias}" for alias in row.aliases if not alias.startswith(family)}
        words = {row.name.lower(), row.id, *row.aliases, *short} - {family}
        yield Thing(row.name, "model", tuple(sorted(words)), (row.id,), _routes([row]))
    for row in reversed(rows):
        version = re.sub(r"\.\d+$", "", row.name.lower())
        yield Thing(row.name, "model", (version,), (row.id,), _routes([row]))
    for family, members in groupby(sorted(rows, key=lambda row: row.family), key=lambda row: row.family):
        same = list(members)
        first = next((row for row in same if family.lower() in row.aliases), None)
        known = [first] if first else same
        yield Thing(family, "model", (family.lower(),), tuple(row.id for row in known), _routes(same))


def _routes(rows: Iterable[VendorModel | OpenModel]) -> tuple[str, ...]:
    """Where models can be had: closed ones from their vendor, open weights from hosts and on GPUs."""
    kinds = {isinstance(row, VendorModel) for row in rows}
    return (*(CLOSED if True in kinds else ()), *(OPEN if False in kinds else ()))


def _gpus(catalogue: Catalogue) -> Iterator[Thing]:
    for name, gpu in catalogue.gpus.items():
        yield Thing(name.removesuffix("-SXM"), "gpu", (name.lower(), *(a.lower() for a in gpu.aliases)), (name,))


def _plain(words: str) -> str:
    return re.sub(r"[- ]", "", words.lower())
