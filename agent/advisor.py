"""The advisor: the one constructor that puts the parts together, and the one method that takes a turn.

Doors call `reply` and show what it returns; `consultation` rebuilds all they show from the stored turns.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from langchain_core.runnables import RunnableConfig

from agent import ledger as ledgers
from agent.case import Case, Conversation
from agent.decision.assess import Asked, ask
from agent.decision.assess_portfolio import UseCase, assess_portfolio
from agent.decision.assessment import Assessment
from agent.decision.portfolio import Portfolio
from agent.decision.remembered import Remembered
from agent.decision.tool import tool_over
from agent.decision.workload import Present
from agent.graph import Nodes, build_graph
from agent.ledger import Ledger
from agent.own_prices import own_catalogue
from agent.reading.opened import open_reader
from agent.reading.policies import with_policies
from agent.reading.protocol import FactReading
from agent.reply import Card, Provenance, Reply
from agent.settings import Settings, check_writable
from agent.store import SCHEMA, StoreError, ThreadLocks, ThreadMoved, TurnSaver
from agent.writing.local import LocalWriter
from knowledge.encoder import Encoder, encoder_folder
from knowledge.library import Library
from knowledge.myths import load_myths
from knowledge.own_documents.documents import Document
from knowledge.own_documents.own import OwnDocuments
from knowledge.passages import Passage
from knowledge.search.embedder import open_embedder
from knowledge.search.finder import open_finder
from knowledge.search.prepared import Prepared

# How often a turn is taken again when another process was faster in the same thread.
MOST_ATTEMPTS = 20


@dataclass(frozen=True)
class Consultation:
    """A conversation as a door shows it: all turns, and the current use case with its assessment of today.

    `use_cases` are the titles of all use cases by the name under which one turns to them.
    """

    turns: tuple[Reply, ...]
    ledger: Ledger
    suggested: Mapping[str, FactReading]
    notes: tuple[Mapping[str, Any], ...]
    assessment: Assessment
    asked: tuple[str, ...]
    cards: tuple[Card, ...]
    verdict: str | None
    use_case: str
    use_cases: Mapping[str, str]
    current: str


class Advisor:
    """Takes turns in conversations that are kept by thread id."""

    def __init__(self, settings: Settings) -> None:
        check_writable(settings.data, "ADVISOR_DATA")
        if not settings.chroma_url:
            check_writable(settings.index, "ADVISOR_CACHE")
        self._encoder = encoder = Encoder(encoder_folder(settings.cache))
        reader = open_reader(settings, encoder, load_myths(Prepared(encoder)))
        embedder = open_embedder(settings.embedder, encoder)
        self._library = Library(settings.vectors, embedder, own=settings.documents, find=open_finder(encoder))
        self._library.refresh()
        self._saver = TurnSaver(settings.database)
        self._catalogue = own_catalogue(settings)
        self._assess = Remembered(self._catalogue)
        tool = tool_over(self._assess)
        self._graph = build_graph(Nodes(reader, tool, self._library, LocalWriter(), self._catalogue), self._saver)
        self._locks = ThreadLocks()

    def reply(
        self,
        thread: str,
        text: str,
        *,
        answers: Mapping[str, Any] | None = None,
        turn_to: str | None = None,
        today: date | None = None,
        owner: str = "",
    ) -> Reply:
        """Take one turn: `text` was typed, `answers` are exact values that were tapped, `turn_to` names a use case.

        `owner` is the account or browser that asks, whose own documents are searched too; empty where nobody is known.
        """
        turn = {
            "thread": thread,
            "text": text,
            "taps": answers,
            "turn_to": turn_to,
            "owner": owner,
            "today": today or date.today(),
        }
        config: RunnableConfig = {"configurable": {"thread_id": thread}}
        with self._locks.hold(thread):
            for _ in range(MOST_ATTEMPTS):
                self._check_schema(thread)
                try:
                    state = self._graph.invoke(turn, config, durability="exit")
                except ThreadMoved:
                    continue
                return _reply(state)
        raise StoreError("Other messages of this conversation kept coming first. Please send it again.")

    def consultation(self, thread: str, *, today: date | None = None) -> Consultation:
        """The conversation as it stands; an empty one for a thread without turns."""
        turns = tuple(self._turns(thread))
        stored = self._newest(thread)
        conversation = Conversation.from_json(stored["conversation"]) if stored else Conversation()
        case = conversation.case
        return Consultation(
            turns=turns,
            ledger=case.ledger,
            suggested=case.suggested,
            notes=case.notes,
            assessment=self._assessment(case, today or date.today()),
            asked=conversation.waiting.asked,
            cards=turns[-1].cards if turns else (),
            verdict=case.verdict,
            use_case=case.title,
            use_cases={name: each.title for name, each in conversation.cases.items()},
            current=conversation.current,
        )

    def asked(self, thread: str, *, today: date | None = None) -> Asked:
        """What the tool is asked for the current use case, for whoever computes more from the same."""
        stored = self._newest(thread)
        case = (Conversation.from_json(stored["conversation"]) if stored else Conversation()).case
        return ask(
            ledgers.known(case.ledger),
            details=ledgers.details(case.ledger),
            present=Present(**case.present),
            today=today or date.today(),
            catalogue=self._catalogue,
        )

    def portfolio(self, thread: str, *, today: date | None = None) -> Portfolio:
        """The use cases of a conversation together, those of which something is known."""
        stored = self._newest(thread)
        conversation = Conversation.from_json(stored["conversation"]) if stored else Conversation()
        cases = [case for case in conversation.cases.values() if case.ledger]
        use_cases = [
            UseCase(name, ledgers.known(case.ledger), ledgers.details(case.ledger), Present(**case.present))
            for name, case in zip(_names(cases), cases, strict=True)
        ]
        return assess_portfolio(use_cases, today=today or date.today(), catalogue=self._catalogue)

    def passage(self, passage_id: str, *, owner: str = "") -> Passage | None:
        """A passage that a reply cites; of the own documents only one that `owner` may see."""
        return self._library.get(passage_id, owner=owner)

    @property
    def documents(self) -> OwnDocuments:
        """The own documents, for a door that adds, lists and removes them."""
        return self._library.documents

    def with_policies(self, document: Document, *, today: date | None = None) -> Document:
        """A document about to be added, with the rules it states, which conversations then offer to confirm."""
        return with_policies([document], self._encoder, today or date.today())[0]

    def similar_cases(self, thread: str, k: int = 2) -> list[Passage]:
        """Decisions of others whose facts are nearest to the current use case."""
        facts = ledgers.known(self.consultation(thread).ledger)
        return [hit.passage for hit in self._library.similar_cases(facts, k=k)] if facts else []

    def forget(self, thread: str) -> None:
        """Delete every trace of a conversation."""
        with self._locks.hold(thread):
            self._saver.delete_thread(thread)

    def undo(self, thread: str) -> None:
        """Take the last turn back, as if it had not been taken."""
        with self._locks.hold(thread):
            self._saver.delete_last_turn(thread)

    def fork(self, thread: str, turn: int, to: str) -> None:
        """Begin another conversation with what came before a turn (the first is 1); this one stays as it is."""
        with self._locks.hold(to):
            self._saver.copy_turns(thread, turn - 1, to)

    def reading_key(self, thread: str) -> str:
        """A key with which a conversation can be read and not changed; the same one each time."""
        key = hashlib.sha256(f"read {thread}".encode()).hexdigest()[:32]
        self._saver.let_read(key, thread)
        return key

    def read_by(self, key: str) -> str | None:
        """The conversation that a key of `reading_key` reads; None where there is none, or it was deleted."""
        return self._saver.read_by(key)

    def mark(self, thread: str, turn: int, helpful: bool) -> None:
        """Keep with a turn whether it was found helpful."""
        self._saver.mark(thread, turn, helpful)

    def marks(self, thread: str) -> Mapping[int, bool]:
        """Which turns were found helpful, and which not."""
        return self._saver.marks(thread)

    def close(self) -> None:
        """Release the database; nothing is lost."""
        self._saver.close()

    def _turns(self, thread: str) -> Iterator[Reply]:
        """All turns, oldest first: the checkpoint history is the transcript."""
        self._check_schema(thread)
        rows = list(self._saver.list({"configurable": {"thread_id": thread, "checkpoint_ns": ""}}))
        for row in reversed(rows):
            # A conversation that began as a copy holds turns that were taken under another name.
            yield replace(_reply(row.checkpoint["channel_values"]), thread=thread)

    def _newest(self, thread: str) -> Mapping[str, Any] | None:
        row = self._saver.get_tuple({"configurable": {"thread_id": thread, "checkpoint_ns": ""}})
        return row.checkpoint["channel_values"] if row else None

    def _check_schema(self, thread: str) -> None:
        """Refuse politely what a later version has written."""
        stored = self._newest(thread)
        if stored and stored["schema"] > SCHEMA:
            raise StoreError(
                f"This conversation was written by a later version (schema {stored['schema']}; "
                f"this one reads up to {SCHEMA}). Update the advisor, or start a new conversation."
            )

    def _assessment(self, case: Case, today: date) -> Assessment:
        facts, details = ledgers.known(case.ledger), ledgers.details(case.ledger)
        return self._assess(facts, details=details, present=Present(**case.present), today=today).assessment


def _names(cases: Sequence[Case]) -> list[str]:
    """A name of its own for each use case: its title, with its number where it has none or shares it."""
    titles = [case.title for case in cases]
    return [
        title if title and titles.count(title) == 1 else f"{title or 'use case'} ({number})"
        for number, title in enumerate(titles, start=1)
    ]


def _reply(state: Mapping[str, Any]) -> Reply:
    """The reply of a stored state, with the ledger that belongs to it."""
    row = dict(state["reply"])
    case = Conversation.from_json(state["conversation"]).case
    row["cards"] = tuple(Card(**card) for card in row["cards"])
    row["provenance"] = tuple(Provenance(**p) for p in row["provenance"])
    row["asked"], row["passages"] = tuple(row["asked"]), tuple(row["passages"])
    return Reply(**row, ledger=ledgers.to_json(case.ledger), notes=case.notes)
