"""A text under its headings, put together as it is read from top to bottom."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.own_documents.plain import clean

BETWEEN = " › "
HEADINGS_NAMED = 2  # a heading and the one above it; more would be longer than what stands below
LONGEST_HEADING = 120


@dataclass(frozen=True)
class Section:
    """Paragraphs that stand at one place; `place` is empty where the text has no places."""

    place: str
    paragraphs: tuple[str, ...]


@dataclass
class Outline:
    """Collects headings and what stands below each."""

    _path: list[tuple[int, str]] = field(default_factory=list)
    _paragraphs: list[str] = field(default_factory=list)
    _sections: list[Section] = field(default_factory=list)

    def heading(self, level: int, text: str) -> None:
        """A heading begins; those of its level and deeper end."""
        heading = clean(text)[:LONGEST_HEADING]
        if heading:
            self._close(ends=not self._path or level <= self._path[-1][0])
            self._path = [(depth, name) for depth, name in self._path if depth < level] + [(level, heading)]

    def paragraphs(self, *texts: str) -> None:
        """Paragraphs, lines of a list or rows of a table."""
        self._paragraphs += filter(None, map(clean, texts))

    def sections(self) -> Iterator[Section]:
        """All that was collected."""
        self._close(ends=True)
        yield from self._sections

    def _close(self, ends: bool) -> None:
        """Put what is open away; a heading that ends with nothing below it is all that there is to say."""
        names = [name for _, name in self._path]
        if ends and names and not self._paragraphs:
            self._paragraphs = [names[-1]]
        if self._paragraphs:
            self._sections.append(Section(BETWEEN.join(names[-HEADINGS_NAMED:]), tuple(self._paragraphs)))
        self._paragraphs = []
