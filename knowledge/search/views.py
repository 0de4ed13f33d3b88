"""The names under which the views of passages stand in an index: the passage's id and the number of the view."""

from collections.abc import Iterable

from knowledge.passages import Passage


def views_of(passages: Iterable[Passage]) -> dict[str, tuple[str, str]]:
    """Hash and text of each view of these passages, as an index takes them."""
    hashed = ((p, p.hash) for p in passages)
    return {view(p.id, n): (digest, text) for p, digest in hashed for n, text in enumerate(p.views)}


def view(passage_id: str, number: int) -> str:
    """The name of a view; number 0 is the whole passage."""
    return f"{passage_id}#{number}"


def passage_of(view: str) -> str:
    """The id of the passage that a view belongs to."""
    return view.rpartition("#")[0]


def is_whole(view: str) -> bool:
    """Whether a view is that of the whole passage; each passage has one."""
    return view.endswith("#0")
