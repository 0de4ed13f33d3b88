"""The right passage is near the top, and what nothing here answers is refused."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.library import Library

QUESTIONS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", QUESTIONS["answered"][:20], ids=lambda row: row["ask"][:40])
def test_a_question_finds_its_passage_among_the_first_five(library: Library, row: dict[str, Any]) -> None:
    """Twenty questions as leaders ask them."""
    assert {hit.passage.id for hit in library.search(row["ask"])} & set(row["ids"])


def test_the_questions_name_passages_that_exist(library: Library) -> None:
    """A passage that was renamed must be renamed here too."""
    named = {key for row in QUESTIONS["answered"] for key in row["ids"]}
    assert not {key for key in named if library.get(key) is None}


def test_nearly_every_question_finds_its_passage(library: Library) -> None:
    """Over all questions: 95 in 100 have a right passage among five, 80 in 100 have it first."""
    found = [([hit.passage.id for hit in library.search(row["ask"])], row["ids"]) for row in QUESTIONS["answered"]]
    assert sum(bool(set(ids) & set(right)) for ids, right in found) >= 0.95 * len(found)
    assert sum(ids[0] in right for ids, right in found) >= 0.80 * len(found)


def test_what_nothing_answers_is_refused_and_what_is_known_is_not(library: Library) -> None:
    """At most one in twenty answerable questions is refused, at least nine in ten of the others."""
    answered, unanswered = QUESTIONS["answered"], QUESTIONS["unanswered"]
    assert sum(not library.answers(row["ask"]) for row in answered) <= 0.05 * len(answered)
    assert sum(not library.answers(ask) for ask in unanswered) >= 0.90 * len(unanswered)
