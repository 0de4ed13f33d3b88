"""Sentences with the passages they stand on; what a law or a licence says is marked for counsel.

Only passages that the dossier holds are cited, so that every number in the text is in the list of sources.
"""

from ui.memo.blocks import Cite, Run, Words, clean, said
from ui.memo.dossier import Dossier

# What rests on these has legal weight.
LEGAL = ("regulation", "licence")
COUNSEL = "To be confirmed with counsel."


def on(d: Dossier, sentence: str, *passages: str, strong: bool = False) -> Words:
    """A sentence of our own with its sources."""
    known = [name for name in dict.fromkeys(passages) if name in d.citable]
    words = list(said(sentence, "strong" if strong else "plain"))
    if words and any(d.citable[name].kind in LEGAL for name in known):
        words += for_counsel(sentence)
    return (*words, *(Cite(name) for name in known)) if words else ()


def for_counsel(sentence: str) -> Words:
    """The mark of a legal point, unless the sentence carries it already."""
    return () if "counsel" in clean(sentence).lower() else (Run(f" {COUNSEL}", "quiet"),)
