"""A draft that remembers where each sentence comes from and numbers the passages it cites.

It knows no move; `local` decides what is said.
"""

from collections.abc import Iterable

from agent.reply import Provenance


class Draft:
    """Collects paragraphs and lists; a sentence is computed, cited or said by the leader."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._passages: list[str] = []
        self._provenance: list[Provenance] = []

    def computed(self, sentence: str, field: str, *passages: str) -> str:
        """A sentence computed from a field of the assessment, with the passages that its rule stands on."""
        self._provenance.append(Provenance(sentence, "computed", field))
        return self._mark(sentence, passages)

    def cited(self, sentence: str, *passages: str) -> str:
        """A sentence that stands in a passage."""
        self._provenance += [Provenance(sentence, "cited", passage) for passage in passages]
        return self._mark(sentence, passages)

    def said(self, sentence: str, fact: str) -> str:
        """A sentence that repeats what the leader said of a fact."""
        self._provenance.append(Provenance(sentence, "said", fact))
        return sentence

    def paragraph(self, *sentences: str) -> None:
        """Add a paragraph of the sentences that are not empty."""
        text = " ".join(sentence for sentence in sentences if sentence)
        if text:
            self._blocks.append(text)

    def bullets(self, heading: str, items: Iterable[str]) -> None:
        """Add a list under a bold heading, unless it is empty."""
        lines = [f"- {item}" for item in items if item]
        if lines:
            self._blocks.append("\n".join([f"**{heading}**", *lines]))

    def take(self) -> str:
        """The text so far, and start a new one; passages and provenance stay."""
        text, self._blocks = "\n\n".join(self._blocks), []
        return text

    @property
    def passages(self) -> tuple[str, ...]:
        """The ids cited, in the order of their numbers."""
        return tuple(self._passages)

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Where each sentence comes from."""
        return tuple(self._provenance)

    def _mark(self, sentence: str, passages: Iterable[str]) -> str:
        marks = [f"[{self._number(passage)}]" for passage in passages if passage]
        return " ".join([sentence, *marks])

    def _number(self, passage: str) -> int:
        if passage not in self._passages:
            self._passages.append(passage)
        return self._passages.index(passage) + 1
