"""What kind of answer a question asks for: about the advice, a comparison, cases of others, or what passages say.

Words only; what is found for a question is gathered in `research`.
"""

import re
from typing import Literal

from knowledge.things import Mention, Vocabulary

Kind = Literal["why_asked", "advice", "comparison", "cases", "passages"]

_WHY_ASK = re.compile(r"\bwhy\b.{0,30}\b(ask|need (to know|that|this)|want to know|matter|relevant)\b", re.I)

SURE = re.compile(r"\bhow (?:sure|certain|confident|stable|robust|reliable|firm)\b|\bare you sure\b", re.I)
CHANGE = re.compile(
    r"\bwhat (?:would|could|might|will|can) (?:it take|change|flip|bring|make|move|tip)\b|\bchange your mind\b"
    r"|\bwhat (?:would|could) have to (?:change|happen|be true)\b|\bwhen would .{0,40}\b(?:switch|change|flip)\b"
    r"|\bwhat would bring\b",
    re.I,
)
RULED_OUT = re.compile(
    r"\b(?:rul(?:e|ed|es|ing) out|exclud\w*|eliminat\w*|remov\w*|gates?|not allowed|off the table)\b", re.I
)
WHY_NOT = re.compile(
    r"\bwhy (?:not|can't we|can we not|shouldn't (?:we|i)|don't (?:we|i|you)|didn't you|wouldn't (?:we|i|you))\b"
    r"|\bwhy (?:did|do) you (?:not|reject|rule out|advise against)\b|\bwhat (?:is|'s) wrong with\b"
    r"|\bwhat (?:speaks|is there) against\b|\bwouldn't .{2,40} be (?:better|cheaper|enough)\b",
    re.I,
)
_WHY_THAT = re.compile(
    r"\bwhy\b.{0,40}\b(?:hybrid|prebuilt|open[- ]source|self[- ]?host\w*|that|this|vendor|own|api|now|later|advise"
    r"|recommend|suggest)\b|\bwhat (?:do|would|should|can|will)\b.{0,20}\b(?:advise|recommend|suggest)"
    r"|\byour (?:advice|recommendation|verdict|reasons?|reasoning)\b|\bwhy: what do you advise\b",
    re.I,
)

_RIVALS = (
    r"(?P<a>.+?),? (?:vs\.?|versus) (?P<b>.+)",
    r"(?:what(?:'s| is) |explain |is there )?(?:the |a )?(?:main |real )?differences? between (?P<a>.+?) and (?P<b>.+)",
    r"(?:compare|comparing|comparison of|compared?:?) (?P<a>.+?) (?:and|with|to|against) (?P<b>.+)",
    r"(?P<a>.+?),? (?:compared|in comparison|as opposed) (?:with|to) (?P<b>.+)",
    r"(?:how (?:does|do|is|are) )(?P<a>.+?) (?:compare|stack up|different) (?:with|to|against|from) (?P<b>.+)",
)
_CHOICE = re.compile(r"(?P<a>.+?),? or (?P<b>.+)", re.I)
_BETTER = re.compile(
    r"(?:is|are) (?P<a>.+?) (?:better|cheaper|safer|faster|more \w+|less \w+|worse) than (?P<b>.+)", re.I
)

_WHO = re.compile(
    r"\b(?:who|(?:has|have|did|does) (?:anybody|anyone|somebody|someone|others)|anyone|anybody) (?:else )?"
    r"(?:has|have|had|already|did|does|do|moved|switched|went|goes|uses?|used|runs?|ran|chose|picked|stayed|replaced|left|built"
    r"|started|trained|tried|done|made|regret\w*|failed|succeeded|saved|hosts?|adopted|rolled)\b"
    r"|\b(?:which|what|any) (?:other |large |big |european |american |german |french )?(?!vendors?\b|models?\b"
    r"|providers?\b|routes?\b|licen|gpus?\b|cards?\b|laws?\b|rules?\b|regulations?\b|questions?\b|facts?\b|factors?\b"
    r"|costs?\b|things?\b|steps?\b|hosts?\b|clouds?\b|engines?\b|prices?\b|terms?\b|plans?\b|options?\b|tasks?\b)"
    r"(?P<who>[a-z]+s) (?:that |who |already )?(?:has|have|had|did|do|moved|switched|went|use|used|run|ran|chose|picked"
    r"|stayed|replaced|left|built|started|trained|tried|done|host)\b",
    re.I,
)
_EXAMPLE = re.compile(
    r"\b(?:examples?|case stud(?:y|ies)|success stor(?:y|ies)|cautionary tales?|real(?:-world)? cases?|precedents?"
    r"|reference customers?)\b(?! (?:do we need|should|of a (?:prompt|request|trigger))| we need)",
    re.I,
)
_ONE = re.compile(r"\b(?:an?|one|another) (?:\w+ )?(?:example|case|company|firm|bank|precedent|story)\b", re.I)
_ANYBODY = ("companies", "firms", "organisations", "organizations", "others", "businesses", "enterprises", "examples")
_HOW_MANY = re.compile(r"\bhow many\b", re.I)

MOST_SIDE_WORDS = 5


def kind_of(question: str, names: Vocabulary, *, has_case: bool) -> Kind:
    """The kind of a question; about the advice only where something is known of a case."""
    if _WHY_ASK.search(question):
        return "why_asked"
    if has_case and about_advice(question):
        return "advice"
    if sides_of(question, names):
        return "comparison"
    return "cases" if asks_for_cases(question) else "passages"


def about_advice(question: str) -> bool:
    """Whether a question is about the advice or what it leaves out."""
    return any(pattern.search(question) for pattern in (SURE, CHANGE, RULED_OUT, WHY_NOT, _WHY_THAT))


def asks_for_cases(question: str) -> bool:
    """Whether a question wants to know who did it."""
    return bool(_WHO.search(question) or (_EXAMPLE.search(question) and not _HOW_MANY.search(question)))


def asks_for_one(question: str) -> bool:
    """Whether a single example is asked for."""
    return bool(_ONE.search(question))


def whose(question: str) -> str:
    """What those who are asked for are, in the singular: "bank" of "which banks"; nothing where it is not said."""
    match = _WHO.search(question)
    plural = match["who"] if match and match["who"] else ""
    return "" if plural.lower() in _ANYBODY else re.sub(r"(?:ie)?s$", "", plural.lower())


def sides_of(question: str, names: Vocabulary) -> tuple[str, ...]:
    """The two or three things that a question compares, as they are named in it; none where it compares nothing."""
    asked = re.sub(r"[\s?!.]+$", "", " ".join(question.split()))
    for pattern in _RIVALS:
        match = re.search(pattern, asked, re.I)
        if match:
            return _sides(match["a"], match["b"], names, certain=True)
    better = _BETTER.search(asked)
    if better:
        return _sides(better["a"], better["b"], names, certain=False)
    choice = _CHOICE.search(asked)
    return _sides(choice["a"], choice["b"], names, certain=False) if choice else ()


def _sides(before: str, behind: str, names: Vocabulary, *, certain: bool) -> tuple[str, ...]:
    """The last thing before the word that compares and the first behind it, of one kind where both are known."""
    ahead, after = names.mentions(before), names.mentions(behind)
    left = [before[m.start : m.end] for m in _listed(before, ahead)] if ahead else [_tail(before)]
    right = [behind[after[0].start : after[0].end]] if after and after[0].start < 25 else [_head(behind)]
    if not certain and not (ahead and after and after[0].start < 25):
        # "Claude or Foo" compares; "now or never" does not: one must be known, the other look like a name.
        other = right[0] if ahead else left[-1]
        if not (ahead or after) or not re.search(r"[A-Z]", other) or len(other.split()) > 2:
            return ()
    sides = [side for side in (*left, *right) if side]
    known = {names.things(side)[0].name if names.things(side) else side.lower() for side in sides}
    return tuple(sides) if len(known) == len(sides) > 1 else ()


def _listed(before: str, mentions: tuple[Mention, ...]) -> list[Mention]:
    """The last thing, and the one listed before it: "GPT, Claude or Gemini"."""
    last = mentions[-1]
    if len(mentions) > 1 and re.fullmatch(r", ?(?:or |and )?| (?:or|and) ", before[mentions[-2].end : last.start]):
        return [mentions[-2], last]
    return [last]


_OPENING = re.compile(
    r"^.*\b(?:is|are|should|shall|do|does|would|can|use|using|take|choose|pick|prefer|want|need|buy|between|better|of"
    r"|cheaper|safer|for|with|on|we|i|the|:|,)\s+",
    re.I,
)
_CLOSING = re.compile(
    r"\s*(?:[,:;(]|\b(?:for|in|on|with|at|to|as|is|are|when|if|which|what|have|has|do|does|can|should|will|better|cheaper|safer|faster|and|from|first"
    r"|instead|today|now|that)\b).*$",
    re.I,
)


def _tail(before: str) -> str:
    """The name at the end of what comes before."""
    words = _OPENING.sub("", before).strip()
    return words if 0 < len(words.split()) <= MOST_SIDE_WORDS else ""


def _head(behind: str) -> str:
    """The name at the beginning of what follows."""
    words = _CLOSING.sub("", re.sub(r"^(?:the|an?|some) ", "", behind.strip(), flags=re.I)).strip()
    return words if 0 < len(words.split()) <= MOST_SIDE_WORDS else ""
