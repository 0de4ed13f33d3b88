"""The conversation in a terminal."""

from collections.abc import Iterator

import pytest

from agent.advisor import Advisor
from agent.settings import Settings
from ui.chat import talk


def typed(*lines: str) -> Iterator[str]:
    """Lines that are typed one after the other; then the input ends."""
    yield from lines
    raise EOFError


@pytest.mark.parametrize("last", ["quit", "exit", " Quit ", "EXIT"])
def test_quit_and_exit_end_the_chat(session_settings: Settings, thread: str, last: str) -> None:
    """Alone on a line they are no message, and how to go on later is said."""
    lines, shown = typed("We want to summarise contracts for our lawyers.", last, "never read"), list[str]()

    assert talk(Advisor(session_settings), thread, lambda _: next(lines), shown.append) == 0

    assert next(lines) == "never read"
    assert shown[-1] == f"Go on later with: advisor chat --thread {thread}"
    assert not any("outside what I know" in line for line in shown)


def test_the_end_of_the_input_ends_the_chat(session_settings: Settings, thread: str) -> None:
    """As before, with the same last line."""

    def ask(_: str) -> str:
        raise EOFError

    shown: list[str] = []
    assert talk(Advisor(session_settings), thread, ask, shown.append) == 0
    assert shown[-1].startswith("Go on later with")


def test_quit_within_a_message_is_a_message(session_settings: Settings, thread: str) -> None:
    """Only the word alone ends the chat."""
    lines, shown = typed("Two of our clerks quit; we want their letters sorted.", "quit"), list[str]()

    talk(Advisor(session_settings), thread, lambda _: next(lines), shown.append)

    assert any("letters" in line for line in shown)
