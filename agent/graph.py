"""One turn: read, assess, decide, retrieve, write.

The graph holds no logic of its own; each node calls one part and hands its record to the next.
"""

import itertools
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from typing import Annotated, Any, Protocol, TypedDict

from langchain_core.tools import BaseTool
from langgraph.channels import UntrackedValue
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agent import ledger as ledgers
from agent.case import Conversation
from agent.decision.assessment import Assessment
from agent.decision.sums import Known
from agent.facts import FactValue
from agent.following import Before, Followed, follow
from agent.general import in_light_of_answers, without_what_is_general
from agent.hearing import Heard, doubted, hear, turn_to
from agent.interview import Decision, decide
from agent.offers import offering, offers_of, without_lapsed
from agent.reading.protocol import Reader, Reading
from agent.reading.taps import from_taps
from agent.reply import Reply
from agent.research.desk import Desk, Finds
from agent.research.gather import questions_in, research
from agent.store import SCHEMA
from agent.writing.phrases import route_passage
from agent.writing.protocol import Found, Inquiry, Turn, Words, Writer
from agent.writing.questions import render_cards
from knowledge.own_documents.documents import OwnPassage
from knowledge.passages import Hit
from knowledge.tables import Catalogue
from knowledge.things import vocabulary

CASES_CITED = 2


class State(TypedDict, total=False):
    """What a turn carries. Only `schema`, `conversation` and `reply` are stored; the rest lives for one turn."""

    thread: Annotated[str, UntrackedValue]
    text: Annotated[str, UntrackedValue]
    taps: Annotated[Mapping[str, Any] | None, UntrackedValue]
    turn_to: Annotated[str | None, UntrackedValue]
    owner: Annotated[str, UntrackedValue]
    today: Annotated[date, UntrackedValue]
    followed: Annotated[Followed | None, UntrackedValue]
    reading: Annotated[Reading, UntrackedValue]
    heard: Annotated[Heard, UntrackedValue]
    assessment: Annotated[Assessment, UntrackedValue]
    before: Annotated[Assessment | None, UntrackedValue]
    what_if: Annotated[Assessment | None, UntrackedValue]
    decision: Annotated[Decision, UntrackedValue]
    found: Annotated[Found, UntrackedValue]
    schema: int
    conversation: dict[str, Any]
    reply: dict[str, Any]


class Search(Finds, Protocol):
    """What the graph needs of the knowledge: what research needs, cases like one's own, and the rules of one's own."""

    def similar_cases(self, facts: Mapping[str, FactValue], *, k: int) -> list[Hit]:
        """Cases whose facts are nearest."""
        ...

    def stating(self, *, owner: str | None = None) -> list[OwnPassage]:
        """The passages of own documents that state facts as rules."""
        ...


@dataclass(frozen=True)
class Nodes:
    """The five steps over the parts they call."""

    reader: Reader
    assess_use_case: BaseTool
    library: Search
    writer: Writer
    catalogue: Catalogue

    def read(self, state: State) -> State:
        """What the message says, and the conversation after it."""
        offers = offers_of(self.library.stating(owner=state.get("owner")))
        conversation = without_lapsed(_conversation(state), offers)
        waiting = conversation.waiting
        taps, turned = state.get("taps"), state.get("turn_to")
        if turned:
            heard = offering(turn_to(conversation, turned), offers)
            return {"reading": Reading("go_back", ("go_back",)), "heard": heard}
        followed = None if taps else self._followed(conversation, state)
        if taps:
            reading = from_taps(taps, state["text"])
        elif followed:
            reading = followed.reading(state["text"])
        else:
            reading = self.reader.read(
                state["text"],
                asked=waiting.asked,
                known=ledgers.known(conversation.case.ledger),
                confirming=bool(waiting.confirming or waiting.pending or doubted(conversation)),
                today=state["today"],
            )
            reading = without_what_is_general(reading, state["text"], waiting.asked)
            answers = partial(self.library.answers, owner=state.get("owner"))
            reading = in_light_of_answers(reading, state["text"], waiting.asked, answers)
        return {"reading": reading, "heard": offering(hear(conversation, reading), offers), "followed": followed}

    def assess(self, state: State) -> State:
        """What the deterministic tool says of the facts: as they are, as they were, and as they might be."""
        heard, today = state["heard"], state["today"]
        case = heard.conversation.case
        facts, details, present = ledgers.known(case.ledger), ledgers.details(case.ledger), case.present
        # A verdict under no facts at all has no bearing; it is only compared where something was corrected.
        before = self._run(heard.before, details, present, today) if heard.corrections else None
        supposed = {**facts, **heard.hypothetical}
        what_if = self._run(supposed, details, present, today) if heard.hypothetical else None
        return {"assessment": self._run(facts, details, present, today), "before": before, "what_if": what_if}

    def decide(self, state: State) -> State:
        """The move."""
        return {"decision": decide(state["heard"], state["reading"], state["assessment"])}

    def retrieve(self, state: State) -> State:
        """Exactly the passages that the move will cite."""
        decision, assessment, heard = state["decision"], state["assessment"], state["heard"]
        inquiries = self._inquiries(state) if decision.answers else ()
        cases = self.library.similar_cases(assessment.facts, k=CASES_CITED) if decision.advises else []
        ids = _ids_of_rules(assessment) if decision.advises or decision.answers or heard.myth else []
        ids += [found.passage for inquiry in inquiries for found in (*inquiry.sums, *inquiry.own) if found.passage]
        support = {passage.id: passage for passage in map(self.library.get, ids) if passage is not None}
        myth = self.library.get(heard.myth) if heard.myth else None
        return {"found": Found(inquiries, support, tuple(cases), myth)}

    def write(self, state: State) -> State:
        """The words, and everything that is stored of the turn."""
        turn = Turn(
            said=state["text"],
            today=state["today"],
            reading=state["reading"],
            heard=state["heard"],
            decision=state["decision"],
            assessment=state["assessment"],
            before=state["before"],
            what_if=state["what_if"],
            found=state["found"],
        )
        words = self.writer.write(turn)
        conversation = replace(state["decision"].conversation, topic=words.topic)
        return {
            "schema": SCHEMA,
            "conversation": conversation.to_json(),
            "reply": _reply(state["thread"], turn, words),
        }

    def _followed(self, conversation: Conversation, state: State) -> Followed | None:
        """The full question of a message that goes on from the last reply, where it does."""
        volume = ledgers.known(conversation.case.ledger).get("requests_per_month")
        waits = bool(conversation.waiting.asked or conversation.waiting.confirming or conversation.waiting.pending)
        before = Before(conversation.topic, state["today"], volume if isinstance(volume, float) else None, waits)
        return follow(state["text"], before, vocabulary(self.catalogue))

    def _inquiries(self, state: State) -> tuple[Inquiry, ...]:
        """What is found for each question of the message."""
        conversation, assessment, followed = state["heard"].conversation, state["assessment"], state.get("followed")
        details = ledgers.details(conversation.case.ledger)
        known = Known(self.catalogue, state["today"], assessment.facts, details)
        asked = [followed] if followed else questions_in(state["text"], state["reading"].questions)
        owner, myth = state.get("owner"), state["heard"].myth
        return research(asked, Desk(self.library, known, assessment, conversation.topic, owner, myth))

    def _run(
        self, facts: Mapping[str, FactValue], details: Mapping[str, Any], present: Mapping[str, Any], today: date
    ) -> Assessment:
        call = {"facts": dict(facts), "details": dict(details), "today": today.isoformat()}
        if present:
            call["present"] = dict(present)
        message = self.assess_use_case.invoke(
            {"type": "tool_call", "id": "turn", "name": self.assess_use_case.name, "args": call}
        )
        assessment: Assessment = message.artifact
        return assessment


def build_graph(nodes: Nodes, saver: BaseCheckpointSaver[Any] | None = None) -> CompiledStateGraph[Any, Any, Any, Any]:
    """The compiled graph: five steps in a row."""
    graph = StateGraph(State)
    steps = (nodes.read, nodes.assess, nodes.decide, nodes.retrieve, nodes.write)
    for step in steps:
        graph.add_node(step.__name__, step)
    names = [START, *[step.__name__ for step in steps], END]
    for source, target in itertools.pairwise(names):
        graph.add_edge(source, target)
    return graph.compile(checkpointer=saver)


def _conversation(state: State) -> Conversation:
    stored = state.get("conversation")
    return Conversation.from_json(stored) if stored else Conversation()


def _ids_of_rules(assessment: Assessment) -> list[str]:
    """The passages that the assessment's sentences stand on."""
    routes = [route_passage(work.route) for work in (*assessment.route_now, *assessment.route_later)]
    return list(dict.fromkeys([*assessment.passages, *routes, "cost-break-even", "cost-self-hosting"]))


def _reply(thread: str, turn: Turn, words: Words) -> dict[str, Any]:
    """What is stored of a reply: all of it but the ledger, which the conversation holds."""
    decision = turn.decision
    case = decision.conversation.case
    questions = render_cards(decision.cards)
    open_questions = [q for q in turn.assessment.next_questions if q.fact not in case.ledger]
    reply = Reply(
        thread=thread,
        said=turn.said,
        text="\n\n".join(part for part in (words.lead, words.body, questions) if part),
        lead=words.lead,
        move=decision.move,
        asked=decision.asked,
        cards=decision.cards,
        use_case=case.title,
        turn=decision.conversation.turn,
        verdict=case.verdict,
        ledger={},
        comparison=_comparison(turn),
        passages=words.passages,
        provenance=words.provenance,
        more_questions=sum(q.can_change for q in open_questions),
        other_questions=sum(not q.can_change for q in open_questions),
        stability=turn.assessment.stability,
    )
    row = asdict(reply)
    del row["ledger"], row["notes"]
    return row


def _comparison(turn: Turn) -> dict[str, Any] | None:
    if turn.what_if is None or turn.decision.move != "compare":
        return None
    return {"facts": dict(turn.heard.hypothetical), "verdict": turn.what_if.verdict}
