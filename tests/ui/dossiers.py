"""Dossiers of real cases for the tests of the memo, and the numbers that a text tells."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from agent.decision.assess import ask, assessed
from agent.decision.given import facts_of
from agent.decision.record import with_record
from agent.decision.wording import count, money, percent, rounded, unit_price
from agent.ledger import Entry
from knowledge.passages import Passage, load_passages
from knowledge.search.similar import likeness
from ui.memo.blocks import Block, Chart, Heading, KeyFigures, Memo, Pair, Table, plain_text, words_of
from ui.memo.dossier import Dossier, passage_ids

TODAY = date(2026, 11, 24)

HOSTILE = (
    '#import "x.typ": * $x^2$ ] } \\ #panic() <script>alert(1)</script> | `code` **bold** [1] =HYPERLINK("http://e.vil")'
    " \u202eabc\u0007\ud800 שלום عربي 😀 漢字 " + "W" * 180
)

TRIAGE = {
    "use_case": "Ticket triage for our support staff",
    "audience": "employees",
    "requests_per_month": 25_000,
    "strategic_role": "important",
    "data_sensitivity": "internal",
    "team": "software",
    "deadline_weeks": 6,
    "tokens_per_request": {"value": 1_200, "detail": {"input": 1_000, "output": 200}},
}

CASES: Mapping[str, Mapping[str, Any]] = {
    "rich": {
        "use_case": "Sort 900,000 support tickets a month by topic and urgency, and suggest the next step",
        "audience": "employees",
        "strategic_role": "core",
        "data_sensitivity": "proprietary",
        "data_boundary": "approved_cloud",
        "regulations": ["gdpr", "eu_ai_act"],
        "customization": "fine_tuning",
        "requests_per_month": {"value": 900_000, "detail": {"peak_per_second": 3}},
        "tokens_per_request": {"value": 1_200, "detail": {"input": 1_000, "output": 200}},
        "seats": 120,
        "growth_12m": 2,
        "deadline_weeks": 26,
        "team": "ml",
        "gpus": "cloud",
        "stage": "validated",
        "budget_per_month": 40_000,
        "task_difficulty": "narrow",
    },
    "triage": TRIAGE,
    "bare": {"use_case": "Something with documents"},
    "nothing": {},
    "air-gapped": {
        "use_case": "Summarise radio traffic",
        "data_boundary": "air_gapped",
        "data_sensitivity": "regulated",
        "regulations": ["itar", "fedramp"],
        "team": "ml_platform",
        "gpus": {"value": "owned", "detail": {"type": "H100", "count": 8}},
        "requests_per_month": 2_000_000,
        "strategic_role": "core",
        "task_difficulty": "general",
        "stage": "production",
    },
    "hybrid": {**TRIAGE, "task_difficulty": "narrow", "strategic_role": "core", "stage": "pilot"},
    "hostile": {"use_case": HOSTILE, "audience": "customers"},
    "long": {**TRIAGE, "use_case": " ".join(["internationalisation"] * 20)},
}


@cache
def passages() -> Mapping[str, Passage]:
    """All passages by their ids."""
    return {passage.id: passage for passage in load_passages()}


@cache
def dossier(name: str) -> Dossier:
    """One of the cases, each fact stated in words that hold its value."""
    return dossier_of(CASES[name])


def dossier_of(given: Mapping[str, Any]) -> Dossier:
    """The dossier of any facts."""
    facts, details = facts_of(given)
    asked = ask(facts, details=details, today=TODAY)
    a = assessed(asked, "full")
    cases = [p for p in passages().values() if p.kind == "case"]
    like = tuple(sorted(cases, key=lambda p: (-likeness(facts, p.facts, None), p.id))[:2]) if facts else ()
    cited = {i: passages()[i] for i in (*passage_ids(a), *(p.id for p in like)) if i in passages()}
    ledger = {name: Entry(value, "stated", quote=f"it is {value}") for name, value in asked.facts.items()}
    return Dossier(asked, a, str(facts.get("use_case", "")), TODAY, ledger, like, cited)


def texts(memo: Memo) -> Iterator[str]:
    """Every text of a memo that is no source, in the order in which it is read."""
    yield from (memo.title, memo.subject, memo.certainty)
    for block in memo.blocks:
        yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield block.text
        case Table():
            yield from (block.caption, *block.head)
        case Chart():
            yield from (block.caption, block.alt)
        case Pair():
            yield from (*_texts(block.left), *_texts(block.right))
        case KeyFigures():
            yield from (f"{figure.label} {figure.value} {figure.note}" for figure in block.figures)
        case _:
            pass
    yield from map(plain_text, words_of(block))


_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATES = re.compile(rf"\d{{1,2}} {_MONTH}(?: \d{{4}})?|\d{{4}}-\d\d(?:-\d\d)?")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?: (?:million|billion|trillion)|\s?%)?")


def numbers(text: str) -> set[str]:
    """The numbers of a text as they are written, with their size or percent sign; dates aside."""
    found = _NUMBER.findall(_DATES.sub(" ", text))
    return {re.sub(r"\s", " ", number.rstrip(",")) for number in found}


def numbers_behind(d: Dossier) -> set[str]:
    """The numbers of the decision record, written in every way that the wording functions write them, of the passages
    that are cited, and of the leader's own words."""
    words = [text for p in d.passages.values() for text in (p.title, p.text)]
    words += [entry.quote for entry in d.ledger.values()]
    known: set[str] = set()
    for leaf in _leaves(with_record(d.assessment, d.asked)):
        known |= numbers(leaf if isinstance(leaf, str) else " ; ".join(_ways(float(leaf))))
    return known.union(*map(numbers, words))


def _ways(value: float) -> Iterator[str]:
    size = abs(value)
    yield from (f"{size:g}", f"{size:,.0f}", f"{size:.2f}", f"{rounded(size, 3):g}", unit_price(size))
    yield from (count(size), count(rounded(size)), count(rounded(size, 3)), money(size))
    yield from (percent(size), f"{round(size)}")


def _leaves(value: Any) -> Iterator[str | float]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from (str(key), *_leaves(item))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str | int | float):
        yield value
