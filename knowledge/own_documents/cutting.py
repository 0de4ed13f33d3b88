"""Text cut into parts that a search can tell apart: on the borders of paragraphs, of sentences, and last of words.

Pure functions from text to text; no word is lost or changed.
"""

from collections.abc import Callable, Iterable, Iterator

from knowledge.passages import sentences_of

MOST_WORDS = 220
MOST_CHARACTERS = 2_000  # for scripts that put no spaces between words

_Split = Callable[[str], Iterable[str]]


def cut(paragraphs: Iterable[str]) -> Iterator[str]:
    """The paragraphs in parts of at most MOST_WORDS, as few borders crossed as can be."""
    part, words = "", 0
    for paragraph in paragraphs:
        for border, text in _atoms(paragraph, "\n\n", _FINER):
            more = len(text.split())
            if part and (words + more > MOST_WORDS or len(part) + len(border) + len(text) > MOST_CHARACTERS):
                yield part
                part, words = "", 0
            part = f"{part}{border}{text}" if part else text
            words += more
    if part:
        yield part


def _atoms(text: str, border: str, finer: tuple[tuple[str, _Split], ...]) -> Iterator[tuple[str, str]]:
    """Pieces that fit, each with the border before it; a text is only taken apart where it does not fit."""
    if _fits(text) or not finer:
        if text.strip():
            yield border, text
        return
    (inner, split), *rest = finer
    for number, piece in enumerate(split(text)):
        yield from _atoms(piece, inner if number else border, tuple(rest))


def _fits(text: str) -> bool:
    return len(text) <= MOST_CHARACTERS and len(text.split()) <= MOST_WORDS


def _slices(word: str) -> Iterator[str]:
    return (word[start : start + MOST_CHARACTERS] for start in range(0, len(word), MOST_CHARACTERS))


_FINER: tuple[tuple[str, _Split], ...] = (
    (" ", sentences_of),
    (" ", str.split),
    ("", _slices),
)
