"""A short title of the work, in the speaker's own words.

Cuts and trims only; which clause names the work is decided by the trained head.
"""

import re
from collections.abc import Sequence

from agent.reading.quantity import Quantity

LONGEST = 80

_LEAD = re.compile(
    r"^\W*(?:(?:hi|hello|hey|dear)\b[^,.!]{0,30}[,.!]\s*)?(?:(?:so|and|but|well|ok(?:ay)?|basically|now|then|also"
    r"|for (?:this|us)|next use case|use case|the idea|idea|task|goal|purpose|summary|description|what i want"
    r"|problem)\b\s*[,:–-]?\s*)*"
    r"(?:(?:i|we|they|my \w+|our \w+|the \w+)(?:'d|'re|'ve| would| are| have| am|'m)?\s+(?:also |just |really "
    r"|currently |basically )?"
    r"(?:like|love|want(?:s|ed)?|need(?:s)?|wish(?:es)?|plan(?:s|ning)?|hop(?:e|ing)|look(?:ing)?|think(?:ing)?"
    r"|aim(?:ing)?|try(?:ing)?|intend(?:s)?|consider(?:ing)?|wonder(?:ing)?|dream(?:ing)?|building|asked)\s+"
    r"(?:for |about |of |at |to (?:have|use|build|get|see|let|make|create|develop|set up) |to |having |building "
    r"|using |that )?"
    r"(?:(?:an? |the |some )?(?:ai|llm|model|assistant|system|tool|bot|computer|machine|something|it"
    r"|chatbot)(?: (?:to|that(?: can| would| will)?|which|for))?\s+)?"
    r"|(?:it|this|that|the (?:model|tool|bot|system|assistant|ai|idea|plan))(?:'s|'d| is| was| will| would| should"
    r"| must| has to| can)\s+(?:to |be )?|should (?:we|i) |can (?:we|i|you) )?",
    re.I,
)
_COUNT = re.compile(
    r",?\s+(?:about |around |roughly |some |approx\.? )?\d[\d,.]*\s?(?:k|m|thousand|million)?\s[\w ]{0,30}\b(?:a|an"
    r"|per|each|every) (?:hour|day|week|month|year)\W*$",
    re.I,
)
# What is left of "We sort 25,000 tickets a month" without its count names nothing.
_BARE_VERB = re.compile(r"(?:we|i|they|(?:our|my) \w+) \w+", re.I)
_REFERS = re.compile(r"\b(?:each one|each of them|every one|them|these|those|each)\b", re.I)
_THINGS = re.compile(
    r"^\s*((?:[a-zA-Z][\w'-]*\s+){0,3}?[a-zA-Z][\w'-]*?s)\b(?=\s+(?:a|an|per|each|every|in|daily|weekly|monthly|come"
    r"|arrive|from|and)\b|[,.;]|$)"
)


def title_of(clause: str, text: str, volume: Quantity | None = None) -> str:
    """The work that a clause names, at most LONGEST characters."""
    plain = " ".join(clause.split())
    rest = _without_lead(_COUNT.sub("", plain))
    if len(rest.split()) < 2 or _BARE_VERB.fullmatch(rest):
        rest = _without_lead(plain)
    if len(rest.split()) < 2:
        rest = plain.strip(" .,:;!-–—*•\"'")
    if volume is not None and _REFERS.search(rest):
        things = _THINGS.match(text[volume.tail or volume.end : (volume.tail or volume.end) + 60])
        if things and things[1].lower() not in rest.lower():
            rest = f"{things[1].strip()}: {rest}"
    return _shortened(rest)


def _without_lead(words: str) -> str:
    return _LEAD.sub("", words.replace("’", "'"), count=1).strip(" .,:;!-–—*•\"'")


def _shortened(words: str) -> str:
    if len(words) > LONGEST:
        kept = words[: LONGEST - 1]
        stops = [m.start() for m in re.finditer(r"[,;:]\s|\s[-–—]\s", kept)]
        cut: Sequence[int] = [s for s in stops if s >= LONGEST // 2] or [kept.rfind(" ")]
        kept = kept[: cut[-1]] if cut[-1] > 0 else kept
        words = kept.rstrip(" ,;:-–—") + ("" if stops and cut[-1] in stops else "…")
    return words[:1].upper() + words[1:]
