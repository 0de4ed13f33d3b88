"""What documents state as rules, offered as facts: each counts only once the person says that it holds here.

What the person said is never touched, and what they were asked about once is not offered again in that use case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from agent.case import Case, Conversation
from agent.facts import FACTS, FactValue
from agent.hearing import Heard
from agent.reading.protocol import FactReading
from knowledge.own_documents.documents import OwnPassage, Policy

Offers = Mapping[str, FactReading]
"""By fact: the value, the words it stands on, and where those stand."""


def offers_of(passages: Iterable[OwnPassage]) -> Offers:
    """What these passages state together: of one fact the strictest value, and of the regulations all."""
    stated: dict[str, list[tuple[Policy, OwnPassage]]] = {}
    for passage in sorted(passages, key=lambda p: (p.title, p.id)):
        for policy in passage.policies:
            if policy.fact in FACTS:
                stated.setdefault(policy.fact, []).append((policy, passage))
    return {name: _together(name, policies) for name, policies in stated.items()}


def without_lapsed(conversation: Conversation, offers: Offers) -> Conversation:
    """The conversation without suggestions of documents that are gone, or that this asker may not see."""
    cases = {
        key: replace(case, suggested={n: r for n, r in case.suggested.items() if not r.source or _stands(n, r, offers)})
        for key, case in conversation.cases.items()
    }
    return replace(conversation, cases=cases)


def offering(heard: Heard, offers: Offers) -> Heard:
    """What was heard, with everything suggested that documents state and nobody has spoken of yet."""
    case = heard.conversation.case
    new = {name: read for name, read in offers.items() if _is_new(name, case)}
    if not new:
        return heard
    case = replace(case, suggested={**case.suggested, **new})
    return replace(heard, conversation=heard.conversation.with_case(case))


def _is_new(name: str, case: Case) -> bool:
    return name not in case.ledger and name not in case.suggested and name not in case.policies_put


def _stands(name: str, read: FactReading, offers: Offers) -> bool:
    now = offers.get(name)
    return now is not None and (now.value, now.quote, now.source) == (read.value, read.quote, read.source)


def _together(name: str, policies: Sequence[tuple[Policy, OwnPassage]]) -> FactReading:
    values = FACTS[name].values
    if FACTS[name].kind == "choices":
        named = {item for policy, _ in policies for item in policy.value}
        value: FactValue = [item for item in values if item in named]
        return _offer(value, _first_to_name(named, policies))
    strictest = max(policies, key=lambda stated: values.index(str(stated[0].value)))
    return _offer(strictest[0].value, [strictest])


def _first_to_name(named: set[str], policies: Sequence[tuple[Policy, OwnPassage]]) -> list[tuple[Policy, OwnPassage]]:
    """As few of the sentences as name all of it."""
    left, chosen = set(named), []
    for policy, passage in policies:
        if not left.isdisjoint(policy.value):
            chosen.append((policy, passage))
            left -= set(policy.value)
    return chosen


def _offer(value: FactValue, policies: Sequence[tuple[Policy, OwnPassage]]) -> FactReading:
    quotes = dict.fromkeys(policy.quote for policy, _ in policies)
    sources = dict.fromkeys(passage.title for _, passage in policies)
    return FactReading(value, " … ".join(quotes), source="; ".join(sources))
