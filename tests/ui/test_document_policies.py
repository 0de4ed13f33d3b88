"""Rules in own documents through the doors: told when a document is added, and put on the page as a card."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from agent.reply import Card, Reply
from tests.knowledge.own_files import pdf
from ui.cards import open_cards
from ui.cli import main

RULE = "Customer data must not leave systems that we control."
OPENING = "We want AI to summarise the contracts of our customers for our sales people."


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy of three pages beside a data folder of the test's own."""
    monkeypatch.setenv("ADVISOR_DATA", str(tmp_path / "data"))
    path = tmp_path / "policy.pdf"
    path.write_bytes(pdf("Badges must be worn at all times.", "The canteen opens at noon.", RULE))
    return path


def test_what_a_document_states_is_told_when_it_is_added(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence, where it stands, and what it would mean."""
    assert main(["add", str(policy), "--collection", "it"]) == 0

    told = capsys.readouterr().out.splitlines()
    assert told[1:] == [
        f"  policy.pdf, page 3: “{RULE}” → where data may go: Only systems we control. "
        "The advisor will ask you to confirm it."
    ]


def test_a_running_process_offers_what_another_adds_and_no_longer_what_it_removes(policy: Path) -> None:
    """`advisor converse` is open while `advisor add` and `advisor remove` run beside it."""
    command = [sys.executable, "-m", "ui.cli"]
    with subprocess.Popen(
        [*command, "converse"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as running:

        def offered(thread: str) -> list[str]:
            assert running.stdin is not None and running.stdout is not None
            running.stdin.write(json.dumps({"id": 1, "thread": thread, "text": OPENING}) + "\n")
            running.stdin.flush()
            row: dict[str, Any] = json.loads(running.stdout.readline())
            return [card["source"] for card in row["cards"] if card["quote"] == RULE]

        assert offered("before") == []
        subprocess.run([*command, "add", str(policy), "--collection", "it"], check=True)
        assert offered("added") == ["policy.pdf, page 3"]
        subprocess.run([*command, "remove", "policy.pdf"], check=True)
        assert offered("removed") == []
        assert running.stdin is not None
        running.stdin.close()


def test_the_card_says_whose_words_these_are() -> None:
    """The quote and its place, as text; a card of the person's own words has no place."""
    rule = Card(
        "confirm", "data_boundary", "Where?", "It rules routes out.", "own_infrastructure", "<b>", source="a&b.md"
    )
    said = Card("confirm", "team", "Who?", "Somebody has to run it.", "ml", "our analyst")
    both, alone = (
        open_cards(Reply("t", "", "", "", "ask", (), cards, "", 1, None, {})) for cards in ((rule, said), (rule,))
    )

    assert "&#60;b&#62;" in both and "a&#38;b.md" in both and "Did I get this right?" in both
    assert "Your documents say this. Does it hold here?" in alone
