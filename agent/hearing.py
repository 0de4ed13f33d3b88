"""What a reading changes: pure functions from a conversation and a reading to the next conversation.

Which move follows is decided in `interview`; nothing here assesses or writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from agent.case import Case, Conversation, Waiting
from agent.facts import FACTS, FactValue
from agent.ledger import Entry, Status, known
from agent.reading.protocol import FactReading, Reading
from agent.slips import slips

Event = Literal[
    "", "restart_asked", "restarted", "kept", "next_use_case", "turned", "went_back", "what_if", "enough", "stands"
]

# A suggestion that was put twice without an answer is let go.
MOST_TIMES_ASKED = 2


@dataclass(frozen=True)
class Change:
    """A fact whose entry is new, different or gone."""

    fact: str
    before: Entry | None
    after: Entry | None

    @property
    def is_correction(self) -> bool:
        """Whether a value that was known is now another or gone."""
        was = self.before.value if self.before else None
        return was is not None and (self.after is None or self.after.value != was)


@dataclass(frozen=True)
class Heard:
    """A conversation after a message, what changed in it, and what else the message did.

    `before` holds the known facts of the current case before the message, `hypothetical` the facts of a what-if;
    `beyond` are the figures of the message that nothing can be computed with, `myth` one that it states in passing and
    that was not put right before.
    """

    conversation: Conversation
    changes: tuple[Change, ...] = ()
    event: Event = ""
    about: str | None = None
    before: Mapping[str, FactValue] = field(default_factory=dict)
    hypothetical: Mapping[str, FactValue] = field(default_factory=dict)
    beyond: Mapping[str, FactReading] = field(default_factory=dict)
    myth: str | None = None

    @property
    def corrections(self) -> tuple[Change, ...]:
        """The changes that replaced or removed what was known."""
        return tuple(change for change in self.changes if change.is_correction)


def hear(conversation: Conversation, reading: Reading) -> Heard:
    """Return the conversation as it stands after the message."""
    # What is beside the point states nothing.
    beyond = {} if reading.act in ("off_topic", "restart") else reading.beyond
    return _noticing(reading.myths, replace(_hear(conversation, reading), beyond=beyond))


def _noticing(myths: Sequence[str], heard: Heard) -> Heard:
    """Notice the clearest myth that was not put right in this conversation; one a message is enough."""
    new = [myth for myth in myths if myth not in heard.conversation.corrected]
    if not new or heard.event in ("restart_asked", "restarted"):
        return heard
    corrected = (*heard.conversation.corrected, new[0])
    return replace(heard, conversation=replace(heard.conversation, corrected=corrected), myth=new[0])


def _hear(conversation: Conversation, reading: Reading) -> Heard:
    conversation = replace(conversation, turn=conversation.turn + 1)
    pending = conversation.waiting.pending
    if pending == "restart" and "affirm" in reading.acts:
        return Heard(Conversation(turn=conversation.turn), event="restarted")
    if reading.act == "restart":
        return Heard(conversation, event="restart_asked")
    if "what_if" in reading.acts:
        values = {name: read.value for name, read in {**reading.suggested, **reading.facts}.items()}
        values.pop("use_case", None)
        return Heard(conversation, event="what_if", before=known(conversation.case.ledger), hypothetical=values)
    if reading.act == "off_topic":
        # What is beside the point, or pushes for an answer, states nothing about the case.
        return Heard(conversation, before=known(conversation.case.ledger))
    if reading.act == "next_use_case":
        conversation = _open_next(conversation)
        return _take(conversation, reading, event="next_use_case")
    return _take(conversation, reading, event=_event(pending, reading))


def turn_to(conversation: Conversation, name: str) -> Heard:
    """The conversation at another of its use cases, in which nothing changes; a ValueError where there is none."""
    if name not in conversation.cases:
        raise ValueError(f"use case {name!r} is not in this conversation")
    turned = replace(conversation, current=name, waiting=Waiting(), turn=conversation.turn + 1)
    return Heard(turned, event="turned", before=known(turned.case.ledger))


def _event(pending: str, reading: Reading) -> Event:
    if pending == "restart" and "deny" in reading.acts:
        return "kept"
    if "go_back" in reading.acts:
        return "went_back"
    if "refuse" in reading.acts and not reading.withheld:
        return "enough"
    return ""


def _take(conversation: Conversation, reading: Reading, event: Event) -> Heard:
    """Put what the message says into the current case."""
    case, waiting = conversation.case, conversation.waiting
    entries = _entries(case, reading, waiting, conversation.turn)
    new_ledger = {name: entry for name, entry in {**case.ledger, **entries}.items() if entry is not None}
    changes = tuple(
        Change(name, case.ledger.get(name), entry)
        for name, entry in entries.items()
        if not _same(case.ledger.get(name), entry)
    )
    case_after = replace(
        case,
        ledger=new_ledger,
        suggested=_suggestions(case, reading, new_ledger, changes),
        notes=_notes(case, reading),
        hurried=case.hurried or event == "enough",
    )
    about = reading.about
    if not event and not changes and (name := _upheld(conversation, reading)):
        event, about = "stands", name
    return Heard(conversation.with_case(case_after), changes, event, about=about, before=known(case.ledger))


def doubted(conversation: Conversation) -> str | None:
    """The fact that they told and were asked about again: it does not go with another, or they went back to it."""
    told, waiting = known(conversation.case.ledger), conversation.waiting
    names = [name for name in waiting.asked if name in told and name not in waiting.confirming]
    return names[0] if len(names) == 1 else None


def _upheld(conversation: Conversation, reading: Reading) -> str | None:
    """The fact that was doubted and stands: they say no, or the same again."""
    name = doubted(conversation)
    if name is None:
        return None
    said = reading.facts.get(name)
    again = said is not None and said.value == known(conversation.case.ledger)[name]
    return name if again or "deny" in reading.acts else None


def _entries(case: Case, reading: Reading, waiting: Waiting, turn: int) -> dict[str, Entry | None]:
    """The rows that the message sets; None removes a row."""
    rows: dict[str, Entry | None] = dict.fromkeys(reading.cleared)
    rows |= {name: Entry(None, "unknown", turn=turn) for name in reading.unknown}
    rows |= {name: Entry(None, "withheld", turn=turn) for name in reading.withheld}
    if waiting.pending == "carry":
        rows |= _carried(case, reading, turn)
    if "affirm" in reading.acts:
        rows |= {name: _entry(case.suggested[name], turn) for name in waiting.confirming if name in case.suggested}
    facts = {**_said_again(case, reading), **reading.facts}
    odd = _odd_figures(case, facts)
    rows |= {
        name: _entry(_offered(name, read, case, waiting) or read, turn)
        for name, read in facts.items()
        if name not in odd and _counts(name, read, case, reading, waiting)
    }
    return rows


def _odd_figures(case: Case, facts: Mapping[str, FactReading]) -> set[str]:
    """Figures of the message that look like a slip; one that was put already and is said again is meant."""
    told = {**known(case.ledger), **{name: read.value for name, read in facts.items()}}
    new = {
        name
        for name, read in facts.items()
        if not (name in case.suggested and case.suggested[name].value == read.value)
    }
    found = (next((name for name in slip.facts if name in new), None) for slip in slips(told))
    return {name for name in found if name}


def _said_again(case: Case, reading: Reading) -> dict[str, FactReading]:
    """Suggestions that the message repeats: who answers the same twice has confirmed it."""
    return {
        name: read
        for name, read in reading.suggested.items()
        if name in case.suggested and case.suggested[name].value == read.value
    }


def _offered(name: str, read: FactReading, case: Case, waiting: Waiting) -> FactReading | None:
    """What a document states and they were asked about, where they answer the same: its words are the quote."""
    offer = case.suggested.get(name)
    return offer if offer and offer.source and name in waiting.confirming and offer.value == read.value else None


def _entry(read: FactReading, turn: int) -> Entry:
    status: Status = "inferred" if read.inferred else "stated"
    return Entry(read.value, status, read.quote, turn, read.detail, source=read.source)


def _counts(name: str, read: FactReading, case: Case, reading: Reading, waiting: Waiting) -> bool:
    """Whether a fact read may be set: one that contradicts what was stated has to be asked for or be a correction."""
    if name in waiting.confirming and "affirm" in reading.acts and "correct" not in reading.acts:
        return False  # the yes was to the value on the card
    old = case.ledger.get(name)
    if old is None or old.value is None or old.status == "assumed" or old.value == read.value:
        return not (old and old.status == "stated" and read.inferred)
    if "correct" in reading.acts or name in waiting.asked or name in waiting.confirming:
        return True
    return old.status == "inferred" and not read.inferred and name != "use_case"


def _carried(case: Case, reading: Reading, turn: int) -> dict[str, Entry | None]:
    """What a yes or a no to carried-over facts does."""
    names = [name for name, entry in case.ledger.items() if entry.status == "assumed"]
    if "affirm" in reading.acts:
        return {name: replace(case.ledger[name], status="stated", turn=turn, reason="") for name in names}
    if "deny" in reading.acts:
        return dict.fromkeys(names)
    return {}


def _suggestions(
    case: Case, reading: Reading, ledger: Mapping[str, Entry], changes: tuple[Change, ...]
) -> dict[str, FactReading]:
    """What is only suggested after this message: new readings, contradictions, and older ones not yet answered."""
    changed = {change.fact for change in changes}
    kept = {
        name: read
        for name, read in case.suggested.items()
        if "deny" not in reading.acts and case.times_asked.get(name, 0) < MOST_TIMES_ASKED
    }
    new = {name: read for name, read in {**reading.suggested, **reading.facts}.items() if name != "use_case"}
    return {
        name: read
        for name, read in {**kept, **new}.items()
        if name not in changed and (name not in ledger or _contradicts(ledger[name], read, name in reading.facts))
    }


def _contradicts(entry: Entry, read: FactReading, certain: bool) -> bool:
    return certain and not read.inferred and entry.value is not None and entry.value != read.value


def _notes(case: Case, reading: Reading) -> tuple[Mapping[str, object], ...]:
    """Notes by what they are about; a newer one replaces an older."""
    new = {note.what: {"what": note.what, "quote": note.quote, "value": note.value} for note in reading.notes}
    old = [note for note in case.notes if note["what"] not in new]
    return (*old, *new.values())


def _open_next(conversation: Conversation) -> Conversation:
    """A new ledger for the next use case, with what belongs to the organisation carried over as assumed."""
    previous = conversation.case
    name = str(len(conversation.cases) + 1)
    carried = {
        fact: replace(entry, status="assumed", reason=f"as for {previous.title or 'the use case before'}")
        for fact, entry in previous.ledger.items()
        if FACTS[fact].scope == "organisation" and entry.value is not None
    }
    cases = {**conversation.cases, name: Case(ledger=carried)}
    return replace(conversation, cases=cases, current=name, waiting=Waiting())


def _same(before: Entry | None, after: Entry | None) -> bool:
    if before is None or after is None:
        return before is after
    return (before.value, before.status) == (after.value, after.status)
