"""One checkpoint a turn, none for a failed one, and nothing lost between processes."""

import sqlite3
from pathlib import Path
from typing import Any, TypedDict

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.graph import END, START, StateGraph

from agent.store import StoreError, ThreadMoved, TurnSaver

CONFIG: RunnableConfig = {"configurable": {"thread_id": "t"}}


class State(TypedDict, total=False):
    """A counter that a turn raises."""

    count: int
    reply: str


def counting_graph(saver: TurnSaver, *, fails: bool = False) -> Any:
    """A graph of two nodes whose second one writes the reply, or raises."""

    def add(state: State) -> State:
        return {"count": state.get("count", 0) + 1}

    def speak(state: State) -> State:
        if fails:
            raise RuntimeError("no words")
        return {"reply": f"turn {state['count']}"}

    graph = StateGraph(State)
    graph.add_node("add", add)
    graph.add_node("speak", speak)
    graph.add_edge(START, "add")
    graph.add_edge("add", "speak")
    graph.add_edge("speak", END)
    return graph.compile(checkpointer=saver)


def rows(path: Path) -> int:
    """How many checkpoints the file holds."""
    with sqlite3.connect(path) as conn:
        count: int = conn.execute("SELECT count(*) FROM checkpoints").fetchone()[0]
    conn.close()
    return count


def test_a_turn_leaves_exactly_one_checkpoint(tmp_path: Path) -> None:
    """Two turns, two rows."""
    saver = TurnSaver(tmp_path / "c.sqlite")
    graph = counting_graph(saver)

    for _ in range(2):
        graph.invoke({}, CONFIG, durability="exit")

    assert rows(tmp_path / "c.sqlite") == 2
    saver.close()


def test_a_failed_turn_leaves_no_trace(tmp_path: Path) -> None:
    """After a node raised, the thread stands where it stood."""
    saver = TurnSaver(tmp_path / "c.sqlite")
    counting_graph(saver).invoke({}, CONFIG, durability="exit")

    with pytest.raises(RuntimeError):
        counting_graph(saver, fails=True).invoke({}, CONFIG, durability="exit")

    assert rows(tmp_path / "c.sqlite") == 1
    assert counting_graph(saver).get_state(CONFIG).values["count"] == 1
    saver.close()


def test_a_turn_on_an_outdated_parent_is_refused(tmp_path: Path) -> None:
    """A process that did not see the newest turn cannot overwrite it."""
    saver, other = TurnSaver(tmp_path / "c.sqlite"), TurnSaver(tmp_path / "c.sqlite")
    graph = counting_graph(saver)
    graph.invoke({}, CONFIG, durability="exit")
    stale = saver.get_tuple(CONFIG)
    counting_graph(other).invoke({}, CONFIG, durability="exit")

    assert stale is not None
    config: RunnableConfig = {"configurable": {**stale.config["configurable"], "checkpoint_ns": ""}}
    checkpoint = {**stale.checkpoint, "id": "zzz"}
    with pytest.raises(ThreadMoved):
        saver.put(config, checkpoint, stale.metadata, {"reply": "1"})  # type: ignore[arg-type]

    assert rows(tmp_path / "c.sqlite") == 2
    saver.close()
    other.close()


def test_deleting_a_thread_removes_its_text_from_every_file(tmp_path: Path) -> None:
    """Nothing of a deleted conversation can be found in the database or its log."""
    saver = TurnSaver(tmp_path / "c.sqlite")
    graph = counting_graph(saver)
    graph.update_state(CONFIG, {"reply": "a secret nobody should find"})

    saver.delete_thread("t")

    assert all(b"a secret nobody" not in file.read_bytes() for file in tmp_path.iterdir())
    saver.close()


def test_a_file_that_is_no_database_is_named_in_one_sentence(tmp_path: Path) -> None:
    """A broken file gives a sentence with its path and what to do."""
    path = tmp_path / "c.sqlite"
    path.write_text("not a database, but long enough to be looked at" * 40)

    with pytest.raises(StoreError, match=r"c\.sqlite cannot be opened"):
        TurnSaver(path)


def taken(saver: TurnSaver, thread: str, turns: int) -> Any:
    """The graph after so many turns of a thread."""
    graph = counting_graph(saver)
    for _ in range(turns):
        graph.invoke({}, {"configurable": {"thread_id": thread}}, durability="exit")
    return graph


def count_in(graph: Any, thread: str) -> int:
    """What the counter of a thread stands at."""
    found: int = graph.get_state({"configurable": {"thread_id": thread}}).values.get("count", 0)
    return found


def test_a_turn_that_is_taken_back_leaves_the_one_before(tmp_path: Path) -> None:
    """The next turn goes on from there; a thread may be taken back to nothing."""
    saver = TurnSaver(tmp_path / "c.sqlite")
    graph = taken(saver, "t", 3)
    saver.mark("t", 3, True)
    saver.delete_last_turn("t")

    assert (count_in(graph, "t"), saver.marks("t")) == (2, {})
    graph.invoke({}, CONFIG, durability="exit")
    assert count_in(graph, "t") == 3
    for _ in range(4):
        saver.delete_last_turn("t")
    assert rows(tmp_path / "c.sqlite") == 0
    saver.close()


def test_a_copy_goes_its_own_way(tmp_path: Path) -> None:
    """It begins with the first turns of another thread, which stays as it is."""
    saver = TurnSaver(tmp_path / "c.sqlite")
    graph = taken(saver, "t", 3)
    saver.copy_turns("t", 1, "copy")
    graph.invoke({}, {"configurable": {"thread_id": "copy"}}, durability="exit")

    assert (count_in(graph, "copy"), count_in(graph, "t")) == (2, 3)
    with pytest.raises(StoreError, match="there already"):
        saver.copy_turns("t", 1, "copy")
    saver.close()


def test_nothing_is_kept_beside_turns_that_are_not_there(tmp_path: Path) -> None:
    """A made-up thread or turn leaves no row."""
    saver = TurnSaver(tmp_path / "c.sqlite")
    taken(saver, "t", 1)
    saver.let_read("key", "made-up")
    saver.mark("made-up", 1, True)
    for turn in (0, 2):
        saver.mark("t", turn, True)

    assert (saver.read_by("key"), saver.marks("made-up"), saver.marks("t")) == (None, {}, {})
    saver.close()


def test_deleting_a_thread_takes_its_links_and_marks_with_it(tmp_path: Path) -> None:
    """Nothing of it is found in the file or in the write-ahead log, and the copy of another thread stays."""
    path = tmp_path / "c.sqlite"
    saver = TurnSaver(path)
    graph = taken(saver, "secret-thread", 2)
    saver.copy_turns("secret-thread", 2, "copy")
    saver.let_read("reading-key", "secret-thread")
    saver.mark("secret-thread", 1, False)
    saver.mark("secret-thread", 1, True)

    assert (saver.read_by("reading-key"), saver.marks("secret-thread")) == ("secret-thread", {1: True})
    saver.delete_thread("secret-thread")

    assert (saver.read_by("reading-key"), saver.marks("secret-thread")) == (None, {})
    assert count_in(graph, "copy") == 2
    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"secret-thread" not in files
    assert b"reading-key" not in files
    saver.close()
