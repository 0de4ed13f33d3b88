"""Cut a message into the verbatim clauses that are read one by one, within the caps on length.

No meaning is looked at here; the pieces in order cover everything that is read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.reading.protocol import MAX_CHARACTERS, MAX_CLAUSES

# A longer sentence is cut further, at words that begin a thought of their own.
LONG = 90
SHORT = 18

WHOLE_IS_SHORT = 300
"""A message up to this length is also heard in one piece."""

_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|ca|no|nr|vs|mr|mrs|ms|dr|prof|st|inc|ltd|co|corp|dept|est|max|min|incl|resp|u\.s"
    r"|a\.m|p\.m|mo|yr|rs|art|sec|fig|p|pp)"
    r"|\b[A-Za-z]|^\s*\d{1,2})\.$",
    re.I,
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|\n+|;(?=\s)|(?<=[.!?])\s(?=[-•*>])")
_TURN = re.compile(
    r",\s+(?=(?:and|but|so|while|whereas|because|since|which|where|plus|although|though|yet|or|we|our|it|they|i|then"
    r"|also|no|not|only)\b)"
    r"|\s+(?=and\s+(?:it|we|they|our|this|that|i|nothing|nobody|everything)\s)"
    r"|\s+(?=(?:but|because|while|whereas|although)\s)"
    r"|\s[-–—]+\s|(?<=\w)—(?=\w)|:\s+(?=\S)|,\s+(?=(?:however|please|roughly|about|around)\b)|\s\|\s",
    re.I,
)
_SAYS = re.compile(r"\w|[?€$£%]")


@dataclass(frozen=True)
class Clause:
    """A verbatim piece of the message and where it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The position behind its last character."""
        return self.start + len(self.text)


def split(message: str) -> tuple[tuple[Clause, ...], int]:
    """The clauses that are read, and how many characters at the end are not."""
    text = message[:MAX_CHARACTERS]
    pieces = [piece for start, end in _sentences(text) for piece in _thoughts(text, start, end)]
    clauses = [clause for start, end in pieces if (clause := _clause(text, start, end))]
    read = clauses[:MAX_CLAUSES]
    stopped = read[-1].end if len(clauses) > MAX_CLAUSES else len(text)
    return tuple(read), len(message) - stopped


def pieces_of(message: str, clauses: Sequence[Clause]) -> list[str]:
    """What is heard of a message: its clauses, and the message itself where it is short and more than one clause."""
    whole = [message] if len(clauses) > 1 and len(message) <= WHOLE_IS_SHORT else []
    return [*(clause.text for clause in clauses), *whole]


def _sentences(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in _END.finditer(text):
        end = match.end()
        if match.group().startswith(".") and _ABBREVIATED.search(text[max(start, end - 12) : end]):
            continue
        spans.append((start, end))
        start = end
    return [*spans, (start, len(text))]


def _thoughts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= LONG:
        return [(start, end)]
    spans, begin = [], start
    for match in _TURN.finditer(text, start, end):
        if match.start() - begin >= SHORT and end - match.end() >= SHORT:
            spans.append((begin, match.end()))
            begin = match.end()
    return [*spans, (begin, end)]


def _clause(text: str, start: int, end: int) -> Clause | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not _SAYS.search(stripped):
        return None
    return Clause(stripped, start + piece.index(stripped))
