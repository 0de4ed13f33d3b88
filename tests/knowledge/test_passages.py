"""What every passage must be, and what the loader refuses."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.facts import FACTS, check
from knowledge.passages import FOLDERS, KINDS, OUTCOMES, ROOT, Passage, PassageError, load_passages, parse_passage
from knowledge.search.similar import ORDERED, WEIGHTS

PASSAGES = load_passages()
ARTICLE = "Start Fast, Scale Smart: The Hybrid AI Model Strategy that works"
FACTORS = {"data", "strategic_role", "cost", "speed"}
# What guidance may be called besides "guidance-…": the subjects that rules and replies cite by name.
PREFIXES = {"guidance": ("guidance-", "cost-", "boundary-")}

every_passage = pytest.mark.parametrize("passage", PASSAGES, ids=lambda p: p.id)


@every_passage
def test_a_passage_says_where_it_is_from_and_of_when(passage: Passage) -> None:
    """Each has a source, a date, and an address unless it stands on the article or on our own definitions after it."""
    assert passage.source.strip() and re.fullmatch(r"\d{4}(-\d\d){0,2}", passage.as_of)
    assert "2010" <= passage.as_of <= "2026-11-24"
    assert passage.url.startswith("https://") or ARTICLE in passage.source


@every_passage
def test_a_passage_holds_one_idea_of_readable_length(passage: Passage) -> None:
    """The title is a finding on one line, the text short enough to be read at once."""
    assert 60 <= len(passage.text.split()) <= 220
    assert 10 <= len(passage.title) <= 150 and "\n" not in passage.title


@every_passage
def test_an_id_tells_the_kind(passage: Passage) -> None:
    """Ids are kebab-case and start with their kind."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", passage.id)
    assert passage.id.startswith(PREFIXES.get(passage.kind, (f"{passage.kind}-",)))
    assert passage.factors and set(passage.factors) <= FACTORS


@every_passage
def test_a_passage_is_found_under_questions_of_its_own(passage: Passage) -> None:
    """Each names at least one question that it answers, none twice."""
    assert passage.asks and len(set(passage.asks)) == len(passage.asks)


@pytest.mark.parametrize("case", [p for p in PASSAGES if p.kind == "case"], ids=lambda p: p.id)
def test_the_facts_of_a_case_are_facts_of_the_advisor(case: Passage) -> None:
    """Cases speak of the same facts and values as a ledger, so that the two can be compared."""
    assert case.outcome in OUTCOMES and case.facts
    for name, value in case.facts.items():
        check(name, float(value) if isinstance(value, int) else value)


def test_no_title_stands_twice() -> None:
    """Two passages with one title would be one idea in two files."""
    assert not [title for title, count in Counter(p.title for p in PASSAGES).items() if count > 1]


def test_there_is_enough_of_every_kind() -> None:
    """The framework, the cases and the guidance are there in breadth, and no kind is empty."""
    counts = Counter(p.kind for p in PASSAGES)
    assert set(counts) == set(KINDS) == set(FOLDERS)
    assert counts["framework"] + counts["myth"] >= 25 and counts["case"] >= 25 and counts["guidance"] >= 25


def test_every_markdown_file_is_loaded() -> None:
    """A file in a folder that nobody reads would be knowledge lost; the messages' guide is for people."""
    assert {p.stem for p in ROOT.rglob("*.md") if p.parent.name != "utterances"} == {p.id for p in PASSAGES}


def test_the_order_of_values_is_that_of_the_facts() -> None:
    """Likeness counts how far apart values are, so its order must be the advisor's."""
    assert set(WEIGHTS) <= set(FACTS)
    assert {name: FACTS[name].values for name in ORDERED} == dict(ORDERED)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("id: guidance-coffee", "id: guidance-tea"), "must equal the file's name"),
        (("kind: guidance", "kind: myth"), "does not belong"),
        (('as_of: "2026"', 'as_of: "soon"'), "no date"),
        (("https://example.org/", "example"), "no web address"),
        (("source: A test", 'source: ""'), "must not be empty"),
        (("factors: [cost]\n", ""), "the fields must be"),
        (("title: Coffee", "title: [Coffee"), "no YAML"),
        (("---\nid", "id"), "no front matter"),
    ],
)
def test_a_file_that_is_no_passage_is_refused_with_its_name(
    plant: Callable[[str, str, str], Path], change: tuple[str, str], complaint: str
) -> None:
    """The message names the file and what is wrong."""
    path = plant("coffee", "Coffee is paid by the cup", "The machine takes coins.")
    path.write_text(path.read_text().replace(*change, 1))
    with pytest.raises(PassageError, match=complaint) as refused:
        parse_passage(path)
    assert str(path) in str(refused.value)


def test_an_id_in_two_files_is_refused(tmp_path: Path) -> None:
    """Ids are what replies cite, so they must be one passage's alone."""
    for kind, folder in (("guidance", "guidance"), ("myth", "myths")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "myth-x.md").write_text(
            f'---\nid: myth-x\nkind: {kind}\ntitle: A\nfactors: []\nsource: B\nurl: ""\nas_of: "2026"\n---\nText.\n'
        )
    with pytest.raises(PassageError, match="two files"):
        load_passages(tmp_path)
