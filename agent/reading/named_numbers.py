"""Digits that belong to a name and count nothing: versions, articles, clocks, telephone numbers, links, scores.

Only where the words beside them leave no doubt.
"""

import re

from agent.reading.lexicon import CARD, MODEL

_NOT_COUNTED_ON = r"(?![,.]?\d|\s*(?:%|k\b|[km]n?\b|thousand|lakh|million|per\b|an? (?:day|week|month|year)|/))"
_LABELS = (
    r"version|release|rev(?:ision)?\.?|build|python|windows|android|ios|java|node|iso(?:/iec)?|soc|din|rfc|nist"
    r"|pci(?:[- ]dss)?(?: v)?|tls|articles?|art\.|sections?|sec\.|clause|chapter|annex|appendix|paragraph|para\."
    r"|schedule|page|figure|fig\.|table|slide|item|room|floor|building|gate|level|tier|class|grade|phase|step|stage"
    r"|option|lot|lane|sprint|port|field|ticket|case|nr\.|issue|milestone|invoice|ref(?:erence)?|extension|ext\.?"
    r"|route|highway|zone|ward|cfr|directive|form|batch|epoch|rank|alpha|seed|web|industry"
)
_PATTERNS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (
            r"\b(?!\d{1,3}(?:\.\d{3})+(?!\.?\d))\d+(?:\.\d+){2,}\b|\b\d{1,2}:\d{2}\b|\b24/7\b|\b24x7\b"
            r"|\bv\d+(?:\.\d+)*|#\d+|[A-Za-z]\d[\w.-]*|[A-Za-z]{2,}-\d[\w.-]*",
            0,
        ),
        (
            rf"\b(?:{_LABELS})\s*[:#]?\s*\d{{1,5}}(?:\.\d+)*\b{_NOT_COUNTED_ON}(?:\s*(?:and|or|to|[&,–-])\s*\d{{1,3}}\b"
            rf"{_NOT_COUNTED_ON})?",
            re.I,
        ),
        (r"\b(?:phase|step|stage|level|tier|option|part|plan|lot) (?:one|two|three|four|five)\b", re.I),
        (r"§+\s?\d+[a-z]?|\b\d+ (?:cfr|u\.?s\.?c)\b\.?(?: (?:part )?\d+)?|\b[nkp]\s?=\s?\d[\d,.]*", re.I),
        (
            r"\+\d(?:[\d ()/-]|\.(?=\d)){7,}\d|\(\d{3}\)\s?\d{3}[- ]\d{4}|\b\d{3}-\d{3}-\d{4}\b"
            r"|\b0\d{2,4}[ /-]\d[\d -]{3,}\d"
            r"|\b(?:(?:tele)?phone|tel|fax|mobile|whatsapp|(?:call|ring|reach) (?:me|us|him|her))\b\.?"
            r"(?:\s?(?:no\.?|number|is|at|on|:))*\s*\d(?:[\d ()/-]|\.(?=\d)){5,}\d",
            re.I,
        ),
        (r"\bhttps?://\S+|\bwww\.\S+|\S+@\S+\.\w+", re.I),
        (
            r"(?<![$€£,.\d])\b(?:1[0-2]|0?[1-9])(?:[.:]\d\d)?\s?(?:am\b|pm\b|a\.m\.|p\.m\.)"
            r"|\b\w+ o['’]?clock\b|\b(?:9|nine)\s?(?:-|–|to)\s?(?:5|five)\b|\b\d{1,2}(?:[.:]\d\d)?\s?uhr\b",
            re.I,
        ),
        (
            r"\b(?:f1|f-?score|accuracy|precision|recall|auc|bleu|rouge|wer|score|kappa|temperature|temp|top_p)\b"
            r"[^.;\d%]{0,12}\d?\.\d+(?!\s?%)",
            re.I,
        ),
        # A ratio: "one in five", "2 of 3", "80/20", "1/3".
        (
            r"\b(?:one|1) in (?:every )?(?:two|three|four|five|ten|twenty|\d{1,3})\b"
            r"(?!\s*(?:out|days?|weeks?|months?|%))"
            r"|\b(?:\d{1,2}|one|two|three|four|five) out of (?:\d{1,3}|three|four|five|ten)\b"
            r"|\b\d of \d\b|(?<![\d/.,])\d{1,2}/(?:\d{1,2}|100)(?![\d/.,]\d|\d)",
            re.I,
        ),
        (r"\b\d{1,3}[- ]years?[- ]olds?\b|\baged? \d{1,3}\b|\b(?:am|is|are|turns?|turned) \d{1,2} years\b", re.I),
    )
)
# "1.", "(2)", and "1.1 The Authority" but not "1.1 pages".
_LIST_MARK = re.compile(
    r"(?m)^\s*(?:(?:\d{1,2}(?:\.\d{1,2})*[.)]|\(\d{1,2}\))(?=\s)"
    r"|\d{1,2}\.\d{1,2}(?:\.\d+)?(?=\s+(?![A-Z]{2,3}\b|[MK]\b|Mio)[A-Z“\"(]))"
)
# "No one", "that one": a pronoun.
_PRONOUN = re.compile(
    r"\b(?:no|any|this|that|which|another|every|some)[ -]one\b(?! (?:hundred|thousand|million))"
    r"|\bone (?:would|should|could|might|can|cannot|another|or the other)\b|\bone[- ](?:off|time|way|stop)\b",
    re.I,
)


def named(text: str) -> list[tuple[int, int]]:
    """The spans of a text whose numbers belong to a name."""
    patterns = (*_PATTERNS, _PRONOUN, CARD, MODEL)
    spans = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    return spans + [match.span() for match in _LIST_MARK.finditer(text) if match.end() < len(text)]
