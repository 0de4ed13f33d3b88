"""How fast a volume grows: "5 % a month", "doubles every six months", "50 % over two years".

The months that a change takes are put beside it; what it comes to in a year is arithmetic of the quantity.
"""

import re
from dataclasses import replace

from agent.reading.periods import small_number
from agent.reading.quantity import Quantity

_MONTHS = {"week": 12 / 52, "month": 1.0, "quarter": 3.0, "year": 12.0}
_SHORT = {"mom": "month", "m/m": "month", "qoq": "quarter", "q/q": "quarter", "yoy": "year", "y/y": "year"}
_PACE = re.compile(
    r"^\s*(?:growth|more|increase|up|in (?:size|volume)|again)?\s*"
    r"(?:(?:every|each|per|an?|/)\s?(?:(?P<n>\d{1,2}|[a-z]+)\s+)?(?P<every>week|month|quarter|year)s?"
    r"|(?P<on>week|month|quarter|year)[- ](?:on|over|by)[- ](?:week|month|quarter|year)"
    r"|(?P<adverb>week|month|quarter|year)ly|(?P<short>mom|qoq|yoy|m/m|q/q|y/y)"
    r"|(?:over|in|within)\s+(?:the (?:next|coming)\s+)?"
    r"(?:(?P<years>\d{1,2}|[a-z]+)\s+(?P<long>year)s|(?:12|twelve) months))\b",
    re.I,
)


def paced(text: str, q: Quantity) -> Quantity:
    """The change with the months that it takes, where they are told and are not a year."""
    match = _PACE.match(text[q.end : q.end + 45]) if q.unit in ("percent", "times", "growth") else None
    if match is None:
        return q
    unit = next(filter(None, map(match.group, ("every", "on", "adverb", "long"))), "").lower()
    unit = unit or _SHORT.get((match["short"] or "").lower(), "year")
    said = match["n"] or match["years"]
    count = small_number(said) if said else 1.0
    months = _MONTHS[unit] * count if count else 12.0
    return replace(q, end=q.end + match.end(), detail={**q.detail, "months": months})
