"""The labelled messages, and what the heads were trained from."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.facts import FACTS, check
from agent.reading.calibration import SURE, Calibration, fit_lines, lowest
from agent.reading.examples import DEVELOPMENT, FOLDER, MASKED, clause_rows, load_messages, read_messages
from agent.reading.fingerprint import fingerprint
from agent.reading.heads import CATEGORICAL, HeadsMissing, load_heads
from agent.reading.local import HEADS
from agent.reading.protocol import ACTS
from agent.reading.remembering import EncodesOnce
from agent.reading.tuning import EPOCHS, turns_of
from agent.reading.validation import Tally, same
from knowledge.encoder import Encoder, default_cache, encoder_folder


def test_every_line_has_an_author_a_genre_and_allowed_labels() -> None:
    """The data are whole: nothing dropped, every value one that its fact can take."""
    messages = [*load_messages(), *read_messages(DEVELOPMENT)]
    assert {m.author for m in messages} == set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR")
    for message in messages:
        assert message.genre
        assert message.act is None or message.act in ACTS
        assert not set(message.gold) & set(message.maybe)
        for name, value in message.gold.items():
            check(name, value)


def test_ids_are_unique() -> None:
    """No line stands twice."""
    ids = [
        json.loads(line)["id"]
        for path in (*FOLDER.glob("*.jsonl"), DEVELOPMENT)
        for line in path.read_text().splitlines()
    ]
    assert len(ids) == len(set(ids))


def test_the_development_set_is_never_trained_on() -> None:
    """Its author wrote no training line, and none of its texts stands among them."""
    trained = load_messages()
    kept_apart = read_messages(DEVELOPMENT)
    assert len(kept_apart) >= 150
    assert not {m.author for m in kept_apart} & {m.author for m in trained}
    assert not {m.text for m in kept_apart} & {m.text for m in trained}


def test_the_heads_belong_to_the_data_and_the_rules() -> None:
    """Whoever changes messages, rules or recipe trains again: `make train`."""
    assert load_heads(HEADS).fingerprint == fingerprint()


def test_a_text_that_was_encoded_once_comes_out_alike_again() -> None:
    """What is kept is what the encoder gave, but for half precision and how much was padded."""
    texts = ["Two of us run it.", "Nobody here ever trained a model, and nobody will.", "no"]
    encoder = Encoder(encoder_folder(default_cache()))
    once = EncodesOnce(encoder)
    for _ in range(2):
        for rows, layers, states, mask in once.encode_deeply(texts):
            assert states.shape[:2] == mask.shape
            for row, means, tokens, present in zip(rows, layers, states, mask, strict=True):
                [(_, alone, own, _)] = encoder.encode_deeply([texts[row]])
                assert np.corrcoef(means.ravel(), alone.ravel())[0, 1] > 0.99
                assert present.sum() == own.shape[1]
                assert not tokens[int(present.sum()) :].any()
                assert np.array_equal(once.states([texts[row]])[0], tokens[: int(present.sum())])


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


def test_what_our_splitting_cut_is_marked() -> None:
    """Pieces that people labelled are told from those that follow from them."""
    messages = [message for message in load_messages() if message.clauses][::25]
    rows = clause_rows(messages)
    for row in rows:
        labelled = {text for text, _ in messages[row.message].clauses}
        assert row.cut == (row.text not in labelled and not row.whole)
    assert {row.cut for row in rows} == {True, False}


def test_each_epoch_goes_over_all_that_states_something_and_a_part_of_the_rest() -> None:
    """What states nothing is seen once in all."""
    rows = clause_rows(load_messages()[::50])
    turns = [list(turn) for turn in turns_of(rows, np.random.default_rng(0))]
    stating = [i for i, row in enumerate(rows) if row.states_something]
    silent = [i for i, row in enumerate(rows) if not row.states_something]
    assert len(turns) == EPOCHS and stating and silent
    assert all(set(stating) <= set(turn) for turn in turns)
    assert sorted(i for turn in turns for i in turn if not rows[i].states_something) == silent


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
    """Numbers within a tenth, dates within three days, lists whole."""
    assert same(10_100, 10_000, "requests_per_month")
    assert not same(11_500, 10_000, "requests_per_month")
    assert same(6.3, 6.0, "deadline_weeks")
    assert same(["gdpr", "hipaa"], ["hipaa", "gdpr"], "regulations")
    assert not same(["gdpr"], [], "regulations")


def test_a_tally_knows_precision_recall_and_f1() -> None:
    """Three right, one wrong, one missed."""
    tally = Tally(3, 1, 1)
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.75, 0.75)


def test_a_calibration_turns_confidence_into_a_chance() -> None:
    """A head that is right in half the cases where it says 0.9 is worth 0.5 there; rare keys follow all others."""
    seen = [("team", 0.9, n % 2 == 0) for n in range(400)] + [("team", 0.1, n % 20 == 0) for n in range(400)]
    calibration = Calibration(fit_lines(seen), 0.9, 0.3)
    assert calibration.chance("team", False, 0.9) == pytest.approx(0.5, abs=0.03)
    assert calibration.chance("team", False, 0.1) == pytest.approx(0.05, abs=0.02)
    assert calibration.chance("team", False, SURE) == SURE


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_confidence_is_never_less_of_a_chance(low: float, high: float) -> None:
    """The saved calibration keeps the order of confidences for every fact, asked or not."""
    calibration = load_heads(HEADS).calibration
    low, high = sorted((low, high))
    for fact in FACTS:
        for asked in (False, True):
            assert calibration.chance(fact, asked, low) <= calibration.chance(fact, asked, high)


def test_the_limit_is_the_lowest_that_keeps_the_precision() -> None:
    """Nine of ten right above the limit, and nothing lower does."""
    chances = [(0.9, True)] * 9 + [(0.8, False)] + [(0.7, False)]
    assert lowest(chances, 0.9) == 0.8
    assert lowest([(0.5, False)], 0.9) == SURE
