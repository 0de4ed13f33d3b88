"""What people say of the myths."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.passages import Passage, PassageError, load_passages, parse_passage

MYTHS = load_passages(kinds=["myth"])
HEAD = 'id: myth-x\nkind: myth\ntitle: A\nfactors: [cost]\nsource: B\nurl: ""\nas_of: "2026"\n'
PHRASES = 'said: ["it is free"]\nnear_misses: ["it is not free"]\nwords: [["free"]]\ncorrection: "It is not."\n'

every_myth = pytest.mark.parametrize("myth", MYTHS, ids=lambda myth: myth.id)


def write(root: Path, head: str) -> Path:
    """A passage in the folder of the myths."""
    path = root / "myths" / "myth-x.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{head}---\nText.\n", encoding="utf-8")
    return path


@every_myth
def test_a_myth_says_how_people_say_it_and_what_is_true(myth: Passage) -> None:
    """Enough phrases to know it by, enough that only sound like it, and one sentence short enough for a remark."""
    assert 12 <= len(set(myth.said)) == len(myth.said) <= 20
    assert 6 <= len(set(myth.near_misses)) == len(myth.near_misses) <= 12
    assert not set(myth.said) & set(myth.near_misses)
    assert len(myth.correction.split()) <= 30 and myth.correction.endswith(".")


@every_myth
def test_the_phrases_of_a_myth_are_not_searched(myth: Passage) -> None:
    """The search finds a myth by its text and its questions alone."""
    assert not {*myth.said, *myth.near_misses, myth.correction} & set(myth.views)


@pytest.mark.parametrize(
    ("phrases", "complaint"),
    [
        (PHRASES.replace('correction: "It is not."\n', ""), "all must be given"),
        (PHRASES.replace('["it is free"]', '"it is free"'), "lists of texts"),
        (PHRASES.replace('["it is not free"]', "[]"), "lists of texts"),
        (PHRASES.replace('[["free"]]', '["free"]'), "list of lists"),
        (PHRASES.replace('"It is not."', '" "'), "must be a sentence"),
    ],
)
def test_a_myth_with_half_its_phrases_is_refused(tmp_path: Path, phrases: str, complaint: str) -> None:
    """All of the four fields are given, each in its form, or none."""
    assert parse_passage(write(tmp_path, HEAD + PHRASES)).said == ("it is free",)
    assert parse_passage(write(tmp_path, HEAD)).said == ()
    with pytest.raises(PassageError, match=complaint):
        parse_passage(write(tmp_path, HEAD + phrases))


def test_only_a_myth_is_said_in_passing(plant: Callable[[str, str, str], Path]) -> None:
    """Phrases in another kind of passage are a slip."""
    path = plant("coffee", "Coffee is paid by the cup", "The machine takes coins.")
    path.write_text(path.read_text().replace("factors:", f"{PHRASES}factors:"))

    with pytest.raises(PassageError, match="the fields must be"):
        parse_passage(path)
