"""Quantities whose own words say that they are no fact, or less than they seem, set aside.

Shares of something else, times gone by, prices and one-off sums, and the load at its peak.
"""

import re
from dataclasses import replace

from agent.reading.quantity import TOKENS_PER, WEEKS_PER, Quantity

_LESS = re.compile(
    r"\b(?:down|shrink\w*|fewer|less|declin\w*|drop\w*|decreas\w*|fall\w*|lower|reduc\w*|minus)\b|[-−–]$", re.I
)
_LEVEL = re.compile(r"\bto\s+(?:about|around|roughly|some)?\s*$", re.I)
_SHARE_AFTER = re.compile(
    r"^\s*(?:f1\b|score\b|of\b(?! (?:what|today|now|(?:the |this )?(?:present|current|today|year)))|accura\w+|precision"
    r"|recall|correct|right|wrong|up-?time|availab\w+|errors?\b|(?:error|hit|pass|success) rate|utili[sz]ation|busy"
    r"|confiden\w+|sure\b|certain|discount|off\b|vat\b|tax|interest|margin|coverage|(?:faster|quicker|cheaper|better)\b"
    r"|overhead|savings?\b|agreement|from abroad|on display)",
    re.I,
)
_SHARE_BEFORE = re.compile(
    r"\b(?:accuracy|precision|recall|f1|up-?time|availability|utili[sz]ation|(?:error|hit|pass|success|tax) rate"
    r"|sla|slo|errors?|discount|vat|tax(?:es)?|margin|savings?|save[sd]?|confidence|coverage|agreement|uplift|overhead|scored?"
    r"|threshold|containment|ratio|contingency)\b[^.;\d]{0,20}$",
    re.I,
)
_GONE_BEFORE = re.compile(
    r"\b(?:last|past|previous|retain\w*|retention(?: of)?|kept|keep|stored?|since|took|taken|lasted)\s+(?:for\s+)?"
    r"(?:the\s+)?(?:about\s+|some\s+)?$",
    re.I,
)
_GONE_AFTER = re.compile(
    r"^\s*(?:ago\b|earlier\b|[- ]?old\b|back\b|and older\b|(?:retention|warranty|guarantee|contract|lease|agreement"
    r"|commitment|trial|pilot)\b"
    r"|(?:of|['’]s?)\s+(?:\w+\s+)?(?:experience|data|history|tickets|logs|e-?mails|records|archives?|conversations"
    r"|transcripts|documents|service|invoices|contracts|claims|files|reports|letters|cases)\b|(?:in|with) (?:business"
    r"|operation)\b)",
    re.I,
)
_PRICE_AFTER = re.compile(
    r"\s*(?:/|per\b|an?\b|each\b|for (?:each|every|an?)\b)?\s*(?:(?:1|one|single|thousand|million|[1m]?m|1?k"
    r"|1,?000(?:,000)?)\s*)?(?:m?toks?\b|mtok\b|m?tokens?\b|calls?\b|requests?\b|queries|prompts?\b|pages?\b"
    r"|documents?\b|images?\b|gpus?\b|cards?\b|h100\b|a100\b|gpu[- ]hours?\b|hours?\b|hrs?\b|h\b|kwh\b|minutes?\b|min\b"
    r"|seconds?\b)",
    re.I,
)
_EACH_HEAD = re.compile(
    r"^[^.;!?\n\d]{0,25}(?:/|\bper|\bfor each|\bfor every|\ba|\beach)\s?(?:seat|user|head|person|employee|licen[cs]e"
    r"|member|colleague)\b",
    re.I,
)
# "$3 per 1M tokens": these tokens are no size of a request.
_PER_BEFORE = re.compile(r"(?:/|\bper)\s*$", re.I)
_AT_ONCE = re.compile(r"\b(?:concurrent|parallel|simultaneous)\b", re.I)
_ONCE = re.compile(r"\bone[- ]?(?:off|time)\b|\bup[- ]?front\b|\blump[- ]sum\b|\bcapex\b|\bonce only\b", re.I)
_NOT_SPENT = re.compile(
    r"\b(?:revenues?|turnover|sales|turned over|market|valuation|raised|series [a-d]|funding round|profits?|endowment"
    r"|fined|fines)\b",
    re.I,
)
_PEAK_BEFORE = re.compile(
    r"\b(?:peak(?:s|ed|ing)?|bursts?|bursting|spik(?:es?|ing)|worst case)\b(?:\s+(?:is|are|at|of|to|load|traffic|rate"
    r"|volume|hours?|day|about|around|was|seen|up)|\s*[:=(])*\s*$",
    re.I,
)
_MOST_BEFORE = re.compile(
    r"\bmax(?:imum)?\.?\b(?:\s+(?:is|of|seen|ever|was|about)|\s*[:=(]|\s*\([\w\s]{0,20}\)\s*was)*\s*$", re.I
)
_PEAK_AFTER = re.compile(
    r"^[^.;,\d>|\n]{0,25}\b(?:(?:at|in|during|under) (?:the |our )?(?:very )?peak|in bursts?"
    r"|at (?:the )?(?:same time|once)|simultaneous\w*)\b|^\s*(?:\w+\s)?\(?peak\b(?!\s*(?:[:=]|is|of|was)?\s*~?\d)",
    re.I,
)
_MOST_AFTER = re.compile(r"^\s*(?:max(?:imum)?|at most|tops)\b", re.I)
_AVERAGE = re.compile(r"\b(?:averag\w+|avg|mean|normal\w*|typical\w*)\b", re.I)


def set_aside(text: str, q: Quantity) -> Quantity:
    """The quantity with what its words say of it: another unit, or a detail."""
    before, after = text[max(0, q.start - 45) : q.start], text[q.end : q.end + 45]
    if q.unit == "percent":
        return _percentage(text, q, before, after)
    if q.unit in WEEKS_PER and (_GONE_BEFORE.search(before) or _GONE_AFTER.match(after)):
        return replace(q, unit="elapsed")
    if (q.unit in TOKENS_PER or q.unit == "calls") and _PER_BEFORE.search(before):
        return replace(q, unit="price")
    if q.unit in ("money", "other_money") and _is_no_budget(text, q, before):
        return replace(q, unit="price")
    if q.unit in ("plain", "calls", "people") and _is_peak(text, q, before):
        return replace(q, detail={**q.detail, "peak": True})
    return q


def _percentage(text: str, q: Quantity, before: str, after: str) -> Quantity:
    """A change with its sign, a level ("to 80 % of today's"), or the share of something else."""
    level = bool(_LEVEL.search(before)) and bool(re.search(r"\bof\b", after[:20]))
    clause = re.split(r"[.;\n]\s", before)[-1]
    if not level and (_SHARE_AFTER.match(after) or _SHARE_BEFORE.search(clause)):
        return replace(q, unit="share")
    sign = -1 if _LESS.search(before + text[q.start : q.end + 30]) or _LESS.search(before) else 1
    return replace(q, detail={"sign": sign, "level": level})


def _is_no_budget(text: str, q: Quantity, before: str) -> bool:
    """Whether a sum is a price for one of something, paid once, or no spending at all."""
    tail = text[q.tail : q.tail + 45]
    behind = re.split(r"[.;!?\n]\s", tail[:30])[0]
    clause = re.split(r"[.;!?\n]\s", before)[-1]
    if any(_PRICE_AFTER.match(text, at) for at in (q.tail, q.end)) or _EACH_HEAD.match(tail):
        return True
    if q.period in ("second", "minute", "hour"):
        return True
    once = not q.period and (_ONCE.search(clause[-25:]) or _ONCE.search(behind))
    return bool(once or _NOT_SPENT.search(clause) or _NOT_SPENT.search(behind[:25]))


def _is_peak(text: str, q: Quantity, before: str) -> bool:
    """Whether a load is the peak; a maximum is one where an average is told beside it."""
    behind = text[q.tail : q.tail + 45]
    if _PEAK_BEFORE.search(before) or _PEAK_AFTER.match(behind):
        return True
    if q.unit == "calls" and _AT_ONCE.search(text[q.tail : q.end]):
        return True
    most = _MOST_BEFORE.search(before) or _MOST_AFTER.match(behind)
    return bool(most and _AVERAGE.search(text[max(0, q.start - 80) : q.end + 80]))
