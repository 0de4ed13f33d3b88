"""Which names a text speaks of, and which name of a question nothing here speaks of."""

import re
from collections.abc import Iterable, Sequence

from agent.research.desk import Desk
from knowledge.passages import Hit, Passage

# A word that is a name by its look: capitals inside, or letters and digits together.
_WORD = r"(?:[A-Z][a-z]+(?:[A-Z]\w*)?|[A-Z]+\d[\w-]*|[A-Z][A-Z]+)"
_NAME = re.compile(rf"(?<![\w-]){_WORD}(?: {_WORD})*(?![\w-])")


def speaks_of(passage: Passage, words: Sequence[str], *, asked: bool = False) -> bool:
    """Whether a passage names a thing; where `asked`, its questions count too."""
    return names_in("\n".join((passage.title, passage.text, *(passage.asks if asked else ()))), words)


def names_in(text: str, words: Iterable[str]) -> bool:
    """Whether a text names a thing by one of its words."""
    plain = text.lower()
    return any(re.search(rf"(?<![\w-]){re.escape(word.removeprefix('the '))}(?![\w-])", plain) for word in words)


def unknown_name(question: str, hits: Sequence[Hit], desk: Desk) -> str:
    """A name in the question that no table knows and no passage speaks of; nothing where there is none.

    The first word of a sentence has a capital anyway.
    """
    known = [(mention.start, mention.end) for mention in desk.names.mentions(question)]
    for match in _NAME.finditer(question):
        start = match.start()
        if start == 0 or question[:start].rstrip()[-1:] in ".?!:":
            start += len(match.group().split()[0]) + 1 if match.group().split()[0].istitle() else 0
        name = question[start : match.end()]
        if not name or any(begin < match.end() and start < end for begin, end in known):
            continue
        found = [*(hit.passage for hit in hits), *(hit.passage for hit in desk.near(name, least=0.0))]
        if not any(speaks_of(passage, (name.split()[0].lower(),), asked=True) for passage in found):
            return name
    return ""
