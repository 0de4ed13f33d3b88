"""The labelled messages, and what the heads were trained from."""

import json

import numpy as np
import pytest

from agent.facts import FACTS, check
from agent.reading.examples import FOLDER, MASKED, clause_rows, load_messages
from agent.reading.fingerprint import fingerprint
from agent.reading.heads import CATEGORICAL, HeadsMissing, load_heads
from agent.reading.local import HEADS
from agent.reading.protocol import ACTS
from agent.reading.validation import Judged, Tally, choose_thresholds, same


def test_every_line_has_an_author_a_genre_and_allowed_labels() -> None:
    """The data are whole: seven authors, nothing dropped, every value one that its fact can take."""
    messages = load_messages()
    assert len(messages) >= 3_766
    assert {m.author for m in messages} == set("abcdefg")
    for message in messages:
        assert message.genre
        assert message.act in ACTS
        for name, value in message.gold.items():
            check(name, value)


def test_ids_are_unique() -> None:
    """No line stands twice."""
    ids = [json.loads(line)["id"] for path in FOLDER.glob("*.jsonl") for line in path.read_text().splitlines()]
    assert len(ids) == len(set(ids))


def test_the_heads_belong_to_the_data_and_the_rules() -> None:
    """Whoever changes messages, rules or recipe trains again: `make train`."""
    assert load_heads(HEADS).fingerprint == fingerprint()


def test_rows_cover_the_labels() -> None:
    """Every labelled choice of a message appears in some row of it."""
    messages = load_messages()[::25]
    rows = clause_rows(messages)
    for i, message in enumerate(messages):
        for j, name in enumerate(CATEGORICAL):
            if name in message.gold:
                wanted = FACTS[name].values.index(str(message.gold[name])) + 1
                assert any(row.labels[j] == wanted for row in rows if row.message == i)
    assert any(MASKED in row.labels for row in rows)


def test_missing_heads_say_what_to_do(tmp_path: object) -> None:
    """One sentence names the folder and the command."""
    with pytest.raises(HeadsMissing, match="make train"):
        load_heads(FOLDER)


def test_the_heads_are_finite_numbers() -> None:
    """Half precision overflowed nowhere."""
    heads = load_heads(HEADS)
    for matrix in (heads.clauses, heads.acts, heads.roles, heads.scale.mean, heads.scale.deviation):
        assert np.isfinite(matrix).all()
    assert (heads.scale.deviation > 0).all()


def test_values_are_compared_as_people_would() -> None:
    """Numbers within two percent, dates within three days, lists whole."""
    assert same(10_100, 10_000, "requests_per_month")
    assert not same(10_500, 10_000, "requests_per_month")
    assert same(6.3, 6.0, "deadline_weeks")
    assert same(["gdpr", "hipaa"], ["hipaa", "gdpr"], "regulations")
    assert not same(["gdpr"], [], "regulations")


def test_a_tally_knows_precision_recall_and_f1() -> None:
    """Three right, one wrong, one missed."""
    tally = Tally(3, 1, 1)
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.75, 0.75)


def test_thresholds_without_readings_are_refused_nowhere() -> None:
    """Choosing from nothing gives nothing but the title's own limit."""
    nothing: list[Judged] = []
    assert set(choose_thresholds(nothing).taken) == {"use_case", "asked text"}
