"""The finder: what a question is about, learned from the questions that passages answer."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from knowledge.encoder import Encoder
from knowledge.passages import Passage, load_passages
from knowledge.search.finder import NOTHING, FinderMissing, load_finder, open_finder, save_finder
from knowledge.search.learn_finder import learn, load_questions

EVALUATED = Path(__file__).parents[2] / "evals" / "retrieval_questions.yaml"


def _passage(key: str, title: str) -> Passage:
    return Passage(key, "guidance", title, f"{title}. More on it.", (), "a source", "", "2026")


def test_the_finder_knows_exactly_the_passages_that_are_there() -> None:
    """Whoever adds, renames or removes a passage trains again: `make train-search`."""
    assert set(load_finder().names) == {p.id for p in load_passages()} | {NOTHING}


def test_every_question_belongs_to_a_passage_and_stands_once() -> None:
    """No id that is gone, no question under two passages, plenty for nothing."""
    questions = load_questions()
    assert set(questions) <= {p.id for p in load_passages()} | {NOTHING}
    every = [ask.lower() for asks in questions.values() for ask in asks]
    assert len(every) == len(set(every))
    assert len(questions[NOTHING]) >= 400


def test_no_question_that_measures_the_search_was_trained_on() -> None:
    """What is learned from and what is measured on are kept apart."""
    trained = {ask.lower() for asks in load_questions().values() for ask in asks}
    trained |= {ask.lower() for p in load_passages() for ask in p.asks}
    table = yaml.safe_load(EVALUATED.read_text(encoding="utf-8"))
    measured = {row["ask"].lower() for row in table["answered"]} | {ask.lower() for ask in table["unanswered"]}
    assert measured and not trained & measured


def test_what_is_learned_finds_a_question_in_other_words(encoder: Encoder, tmp_path: Path) -> None:
    """A question goes to the passage whose questions are like it, one about nothing to nothing, also once saved."""
    passages = [
        _passage("power", "Graphics cards draw much power"),
        _passage("leave", "A vendor's contract can be left"),
    ]
    questions = {
        "power": ["what does electricity for GPUs cost", "watts of a card", "energy bill of our own machines"],
        "leave": ["how do we get out of the agreement", "notice period of the vendor", "can we terminate early"],
        NOTHING: ["who won the match last night", "a recipe for bread", "will it rain tomorrow"],
    }
    learned = learn(passages, questions, encoder)
    save_finder(learned, tmp_path / "finder.npz")
    for finder in (learned, load_finder(tmp_path / "finder.npz")):
        for asked, expected in {
            "is the power that cards need expensive?": "power",
            "may I cancel the contract with a supplier?": "leave",
            "how do I bake a loaf?": NOTHING,
        }.items():
            [(_, layers, _, _)] = encoder.encode_deeply([asked])
            scores = finder.scores(asked, layers[0])
            assert max(scores, key=lambda name: scores[name]) == expected


def test_a_question_of_no_known_word_is_still_scored(encoder: Encoder) -> None:
    """Finite numbers for whatever is typed."""
    find = open_finder(encoder)
    for asked in ("", "?", "zzzz qqqq", "👩‍👩‍👧", "a" * 5000):
        assert np.isfinite(list(find(asked).values())).all()


def test_a_broken_file_says_what_to_do(tmp_path: Path) -> None:
    """One sentence names the file and the command."""
    for content in (b"", b"no zip", b"PK\x03\x04 half"):
        broken = tmp_path / "finder.npz"
        broken.write_bytes(content)
        with pytest.raises(FinderMissing, match="make train-search"):
            load_finder(broken)
    with pytest.raises(FinderMissing, match="make train-search"):
        load_finder(tmp_path / "not-there.npz")
