"""Myths uttered in passing: clauses that state what some myth's phrases say.

A clause says a myth where it names what the myth is about and what it claims, and lies near the myth's phrases, nearer
than to what only sounds like them. Which one is put right, and how, is decided elsewhere.
"""

import re
from collections.abc import Sequence

import numpy as np

from agent.reading.speech import OTHERS, WHAT_IF, is_question
from agent.reading.words import fold
from knowledge.encoder import LAYERS, Vectors
from knowledge.myths import Myth

# Fitted on the phrases, each left out in turn, and on the labelled messages: evals/MYTHS.md.
NEAR = 0.55
"""The cosine from which a clause is near a phrase."""

CLOSER = 0.05
"""By so much what only sounds like a myth may be closer than its phrases."""

FINISHED = LAYERS.index(max(LAYERS))

MOST_WORDS_BETWEEN = 6
"""Words that an ellipsis (…) in a myth's words may stand for."""

DENIED_WITHIN = 3
"""Words that may stand between a no and what it denies."""

_TOKEN = re.compile(r",|[a-z0-9$&][a-z0-9$&.']*[a-z0-9$&']|[a-z0-9$&]")
_NO = re.compile(
    r"(?<!\S)(?:not|never|no|hardly|without|neither|nor|nobody|none|nothing|cannot|\S+n't|dont|doesnt|isnt|wont|cant"
    r"|didnt)(?!\S)"
)
_NEW_THOUGHT = re.compile(r",|(?<!\S)(?:because|so|since|but|and)(?!\S)")
_HEARSAY = re.compile(
    r"\b(?:they|he|she|people|some|many|others?|competitors?|rivals?|vendors?|sales(?:people|m[ae]n)?|consultants?"
    r"|the press|newspapers?|whoever) (?:\w+ )?(?:say|says|said|think|thinks|thought|believed?|believes|claim(?:s|ed)?"
    r"|argues?|assumes?|tells? (?:us|me))\b|\b(?:supposedly|allegedly|reportedly|rumou?rs?)\b",
    re.I,
)
_KNOWS_BETTER = re.compile(
    r"\b(?:i|we) (?:\w+ )?(?:know|knew|realise|realize|understand|doubt|learned|learnt|wonder|hope|wish)\b"
    r"|\b(?:isn't|is not|not|hardly) (?:true|the case)\b|\b(?:myth|nonsense|misconception|aware|unsure|whether)\b"
    r"|\b(?:is|was|that's|it's) (?:just |plain |simply )?wrong\b|\b(?:not sure|don't know|not (?:that|because|as if)"
    r"|consider that|instead of|unless|only if|provided|as long as)\b",
    re.I,
)
# Somebody of theirs, or what they must or want: "own servers only, because of GDPR" says where their data may go.
_THEIRS = re.compile(
    r"\b(?:we|we're|we've|we'd|we'll|our|ours|us|i|i'm|i've|i'd|i'll|my|mine|me|own|must|ha(?:s|ve) to|needs?|only"
    r"|required?|want(?:s|ed)?|stays?|leave)\b",
    re.I,
)


class Myths:
    """Hears in the clauses of a message which myths it states."""

    def __init__(self, myths: Sequence[Myth]) -> None:
        self._ids = tuple(myth.id for myth in myths)
        self._things = tuple(tuple(map(_pattern, myth.words)) for myth in myths)
        self._said = _Phrases([myth.said for myth in myths])
        self._near_misses = _Phrases([myth.near_misses for myth in myths])

    def said_in(self, clauses: Sequence[str], vectors: Vectors) -> dict[str, str]:
        """The ids of the myths that these clauses state, the clearest first, each with the clause that states it
        clearest; `vectors` are a row a clause."""
        if not self._ids:
            return {}
        said, missed = self._said.nearest(vectors), self._near_misses.nearest(vectors)
        likely = np.where((said >= NEAR) & (said >= missed - CLOSER), said, 0.0)
        clearest: dict[str, tuple[float, str]] = {}
        for row, column in np.argwhere(likely):
            if _names(clauses[row], self._things[column]) and states(clauses[row]):
                name = self._ids[column]
                clearest[name] = max((float(likely[row, column]), clauses[row]), clearest.get(name, (0.0, "")))
        return {name: clearest[name][1] for name in sorted(clearest, key=lambda name: -clearest[name][0])}


class _Phrases:
    """The phrases of all myths, one below the other."""

    def __init__(self, vectors: Sequence[Vectors]) -> None:
        self._rows = np.concatenate(vectors).T if vectors else np.zeros((0, 0), np.float32)
        self._starts = np.cumsum([0, *map(len, vectors)])[:-1]

    def nearest(self, vectors: Vectors) -> Vectors:
        """For each clause (rows) the cosine of the nearest phrase of each myth (columns)."""
        nearest: Vectors = np.maximum.reduceat(vectors @ self._rows, self._starts, axis=1)
        return nearest


def is_of_the_world(clause: str) -> bool:
    """Whether a clause speaks of nothing of theirs, such as "open source is free anyway"."""
    return not _THEIRS.search(clause.replace("’", "'"))


def finished(layers: Vectors) -> Vectors:
    """What the encoder itself makes of texts, of unit length, from all their layers (texts × layers × dimensions)."""
    last = layers[:, FINISHED]
    vectors: Vectors = last / np.linalg.norm(last, axis=1, keepdims=True).clip(min=1e-6)
    return vectors


def states(clause: str) -> bool:
    """Whether a clause states something as the speaker's own: no question, no what-if, nothing heard or doubted."""
    plain = clause.replace("’", "'")
    asks = is_question(plain) or WHAT_IF.search(plain)
    return not (asks or OTHERS.search(plain) or _HEARSAY.search(plain) or _KNOWS_BETTER.search(plain))


def _names(clause: str, things: Sequence[re.Pattern[str]]) -> bool:
    """Whether each thing is named, and not only to deny it; a no that belongs to a thing's own words denies nothing."""
    plain = _plain(clause)
    found = [[match.span() for match in thing.finditer(plain)] for thing in things]
    if not all(found):
        return False
    own = [span for spans in found for span in spans]
    noes = [
        match.span() for match in _NO.finditer(plain) if not any(start <= match.start() < end for start, end in own)
    ]
    return all(any(not _is_denied(plain, span, noes) for span in spans) for spans in found)


def _is_denied(plain: str, span: tuple[int, int], noes: Sequence[tuple[int, int]]) -> bool:
    """Whether a no stands shortly before the words, in the same thought."""
    before = (plain[end : span[0]] for _, end in noes if end <= span[0])
    return any(len(gap.split()) <= DENIED_WITHIN and not _NEW_THOUGHT.search(gap) for gap in before)


def _plain(text: str) -> str:
    """Words in small letters with a space between them; commas stay, hyphens part words."""
    return " ".join(_TOKEN.findall(fold(text).replace("-", " ")))


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Any of the words: a star ends what may go on, an ellipsis stands for a few words; longer ones come first."""
    ways = sorted((_way(each) for each in words), key=lambda way: -len(way))
    return re.compile(rf"(?<!\S)(?:{'|'.join(ways)})(?!\S)")


def _way(words: str) -> str:
    between = rf"(?:\S+ ){{0,{MOST_WORDS_BETWEEN}}}?"
    parts = [between if word == "…" else re.escape(word).replace(r"\*", r"\S*") + " " for word in words.split()]
    return "".join(parts).removesuffix(" ")
