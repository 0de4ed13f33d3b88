"""The sentences of a document that state a rule of its owner, and the facts that such a rule states.

A document is prose about many things, so exact words decide which sentences are read at all, and the local reader what
they say. Little is heard rather than anything wrong: whoever is asked about a rule that is none stops trusting.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from agent.facts import FactValue
from agent.reading.heads import Encodes
from agent.reading.local import LocalReader
from agent.reading.protocol import FactReading, Reading
from knowledge.own_documents.documents import Document, Part, Policy
from knowledge.passages import sentences_of

Read = Callable[[str], Reading]

LONGEST = 400
"""Characters of a sentence; a longer one holds more thoughts than can be told apart."""

_I = re.IGNORECASE
_ITEM = re.compile(r"\n+(?=\s*(?:[-*•–]|\(?(?:\d+(?:\.\d+)*|[a-z])[.)]|#+)\s)")
_MARKER = re.compile(r"^\s*(?:(?:[-*•–>]|#+|\(?(?:\d+(?:\.\d+)*|[a-z])[.)]|\d+(?:\.\d+)+)\s+)*")

_RULES = re.compile(
    r"\b(?:must|shall|may not|may (?:\w+ ){0,5}only|only (?:[\w'’-]+ ){1,16}may|no (?:[\w'’-]+ ){1,8}(?:may|shall|can)"
    r"|never|not (?:allowed|permitted)|(?:allowed|permitted) only|only (?:allowed|permitted)|prohibited|forbidden"
    r"|banned|(?:is|are) required|our (?:[\w'’-]+ ){1,4}requires?|subject to|falls? under|governed by|bound by"
    r"|covered (?:entity|by)|compl(?:y|ies) with|appl(?:y|ies) to (?:us|our|all|this|every)|trade secrets?"
    r"|classified as)\b|\bonly\W*$|\b(?:stays?|remains?|kept) (?:\w+ ){1,3}(?:we|our)\b",
    _I,
)
# What was a rule, may become one, holds for some and not for others, or is about paper and post.
_LOOSE = re.compile(
    r"\b(?:if|whether|where|would|could|might|was|were|used to|until|formerly|previous(?:ly)?|old|no longer|withdrawn"
    r"|repealed|superseded|draft|proposed|proposal|planned|plans?|for example|e\.g\.|in (?:19|20)\d\d"
    r"|training|course|exam|e-?mail|telephone|paper|print(?:ed|s)?|usb)\b",
    _I,
)
_DATA = re.compile(
    r"\b(?:data|information|records?|files?|documents?|contracts?|drawings?|source code|prompts?|inputs?|workloads?"
    r"|content|correspondence|transcripts?|recordings?|processing)\b",
    _I,
)
_BAN = re.compile(
    r"\b(?:no|not|never|neither|nor|cannot|none|prohibited|forbidden|banned|disallowed)\b|n['’]t\b",
    _I,
)
# Outsiders of every kind; a ban on those "outside the EU" or "that train on it" leaves the others.
_OUTSIDERS = re.compile(
    r"\b(?:external|third[- ]part(?:y|ies)|outside (?!the\b|of\b)|vendors?|providers?)\b"
    r"(?!.*\b(?:in|outside|that|which|who|whose|under|from|based|located)\b)",
    _I,
)
_UNDER_CONDITIONS = re.compile(
    r"\b(?:without|unless|except|excepting|other than|provided that|un(?:approved|authori[sz]ed)|non-approved|prior"
    r"|consent|permission)\b",
    _I,
)
_APPLIES = re.compile(
    r"\b(?:subject to|falls? (?:under|within)|governed by|bound by|covered (?:entity|by)|in (?:the )?scope (?:of|for)"
    r"|(?:must|shall|has to|have to|required to|obliged to) (?:\w+ )?(?:comply|be compliant|adhere|conform)"
    r"|compl(?:y|ies) with|appl(?:y|ies) to (?:us|our|all|the|this|every)|requires?)\b",
    _I,
)
_OURS = re.compile(
    r"\b(?:we|us|our|ours|the (?:company|organi[sz]ation|group|bank|firm|hospital|agency|authority|clinic|university"
    r"|insurer|institution)|all (?:staff|employees))\b",
    _I,
)
_THEIRS = re.compile(
    r"\b(?:competitors?|rivals?|suppliers?|vendors?|contractors?|subcontractors?|partners?|bidders?|tenderers?|licensors?"
    r"|banks|hospitals|companies|organi[sz]ations|firms|entities|others?|some|many|most)\b",
    _I,
)
_WE = re.compile(r"\bwe\b", _I)
_CLASSIFIES = re.compile(r"\b(?:trade secrets?|proprietary|classified as|(?:treated|handled) as|confidential)\b", _I)

GUARDED = ("proprietary", "regulated")

CLEAR = 0.7
"""The chance from which the kind of data that a rule is about is offered beside the rule."""


def with_policies(documents: Sequence[Document], encoder: Encodes, today: date) -> tuple[Document, ...]:
    """The documents with the rules that their passages state; only the local reader reads them, whatever is set."""
    local: LocalReader | None = None

    def read(sentence: str) -> Reading:
        nonlocal local
        local = local or LocalReader(encoder)
        return local.read(sentence, today=today)

    return tuple(
        replace(document, passages=tuple(_with_policies(part, read) for part in document.passages))
        for document in documents
    )


def policies_in(text: str, read: Read) -> tuple[Policy, ...]:
    """The facts that the rules of a text state, each with its sentence."""
    found = (policy for sentence in _rules(text) for policy in _stated(sentence, read(sentence)))
    return tuple({(policy.fact, policy.quote): policy for policy in found}.values())


def _with_policies(part: Part, read: Read) -> Part:
    return replace(part, policies=policies_in(part.text, read))


def _rules(text: str) -> Iterator[str]:
    """The sentences that state a rule about data or a regulation, as they hold today; a semicolon parts two."""
    lines = (line for item in _ITEM.split(text) for line in sentences_of(item))
    firm = (_MARKER.sub("", line) for line in lines if len(line) <= LONGEST and not _LOOSE.search(line))
    for sentence in (part for line in firm for part in line.split("; ")):
        if _RULES.search(sentence) and (_DATA.search(sentence) or _APPLIES.search(sentence)):
            yield sentence


def _stated(sentence: str, reading: Reading) -> Iterator[Policy]:
    """What a sentence states beyond doubt. What kind of data it is counts beside a rule, or where it is classified."""
    if reading.act != "inform" or reading.questions or sentence.rstrip().endswith("?"):
        return
    boundary = _boundary(sentence, reading.facts.get("data_boundary"))
    laws = _laws(sentence, reading.facts.get("regulations"))
    kind = reading.facts.get("data_sensitivity")
    if boundary:
        yield Policy("data_boundary", boundary, sentence)
    if laws:
        yield Policy("regulations", laws, sentence)
    if kind is None or kind.value not in GUARDED:
        return
    if _CLASSIFIES.search(sentence) or ((boundary or laws) and kind.confidence >= CLEAR):
        yield Policy("data_sensitivity", str(kind.value), sentence)


def _boundary(sentence: str, read: FactReading | None) -> str | None:
    """Where the sentence lets data go: a ban on outsiders leaves only systems of one's own."""
    if read is None or not _DATA.search(sentence):
        return None
    banned = bool(_BAN.search(sentence))
    if banned and _UNDER_CONDITIONS.search(sentence):
        return None
    if read.value != "any_vendor" or not banned:
        return str(read.value)
    return "own_infrastructure" if _OUTSIDERS.search(sentence) else None


def _laws(sentence: str, read: FactReading | None) -> list[str] | None:
    """The regulations that the sentence says apply to its owner, not to others or in general."""
    applies = _APPLIES.search(sentence)
    if read is None or applies is None:
        return None
    subject = sentence[: applies.start()]
    whole = subject + sentence[applies.end() :] if applies.group().lower().startswith("appl") else subject
    theirs = _THEIRS.search(subject) and not _WE.search(subject)
    ours = _OURS.search(whole) or _DATA.search(subject)
    if theirs or not ours or _BAN.search(subject[-12:]):
        return None
    return _named(read.value) or None


def _named(value: FactValue) -> list[str]:
    return list(value) if isinstance(value, list) else []
