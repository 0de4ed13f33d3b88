"""The local reader: trained heads over sentence vectors, joined with exact rules.

It needs no key and no network; what it is not certain of it only suggests.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Self

import numpy as np

from agent.facts import FACTS, FactValue
from agent.reading import acts, found
from agent.reading.clauses import Clause, pieces_of, split
from agent.reading.evidence import Evidence
from agent.reading.heads import (
    Ear,
    Encodes,
    Features,
    Floats,
    Heads,
    Hears,
    features_of,
    flags_of,
    load_heads,
    whole_of,
)
from agent.reading.language import language_of
from agent.reading.myths import Myths, finished, is_of_the_world
from agent.reading.notes import find_notes
from agent.reading.protocol import FactReading, Note, Reading
from agent.reading.quantities import find_quantities
from agent.reading.roles import ROLES, role_features, text_around
from agent.reading.speech import OTHERS, marked
from agent.reading.work import WORK
from knowledge.myths import Myth

HEADS = Path(__file__).parent / "heads"
GUESS = 0.1
OF_OTHERS = 0.4
MOST_QUANTITIES = 60
"""Nobody tells more figures in a message than this; a pasted table would take seconds."""


class LocalReader:
    """Reads one message in the light of what was just asked."""

    def __init__(self, encoder: Encodes, folder: Path = HEADS, myths: Sequence[Myth] = ()) -> None:
        self._heads = load_heads(folder)
        self._ear: Hears = Ear(encoder, self._heads.tuned)
        self._myths = Myths(myths)

    @classmethod
    def of(cls, ear: Hears, heads: Heads) -> Self:
        """A reader of heads that were just trained."""
        reader = cls.__new__(cls)
        reader._heads, reader._ear, reader._myths = heads, ear, Myths(())
        return reader

    def read(
        self,
        text: str,
        *,
        asked: Sequence[str] = (),
        known: Mapping[str, FactValue] | None = None,
        confirming: bool = False,
        today: date,
    ) -> Reading:
        """Return what `text` says."""
        clauses, unread = split(text)
        if not clauses:
            return Reading("off_topic", ("off_topic",), unread=unread)
        asked = tuple(name for name in asked if name in FACTS)
        heard = self.hear(text[: len(text) - unread], clauses, asked, today)
        found_facts = found.facts_of(heard, known or {})
        speech = acts.decide(heard, found_facts, confirming=confirming)
        facts = found.in_light_of(speech, heard, found_facts, known or {})
        notes = find_notes(heard.text, clauses, heard.quantities)
        taken, suggested = self._sorted(_without_present_bill(facts, notes, asked), asked)
        if "what_if" in speech.acts and not taken and not suggested:
            suggested = _best_guess(facts)
        speech = acts.settle(speech, taken, suggested, known or {}, asked)
        return Reading(
            act=speech.act,
            acts=speech.acts,
            facts=taken,
            suggested=suggested,
            unknown=acts.unknown(heard, speech, taken),
            withheld=acts.withheld(heard, speech, taken),
            cleared=acts.cleared(heard, taken, suggested),
            about=acts.about(heard, speech),
            questions=speech.questions,
            notes=notes,
            language=language_of(heard.text),
            unread=unread,
            myths=heard.myths,
        )

    def hear(self, text: str, clauses: tuple[Clause, ...], asked: tuple[str, ...], today: date) -> Evidence:
        """Run the heads and the exact rules over a message."""
        texts, only = pieces_of(text, clauses), len(clauses) == 1
        said = texts[: len(clauses)]
        distinct = list(dict.fromkeys(texts))
        layers = dict(zip(distinct, self._ear.layers(distinct), strict=True))
        layers[text] = whole_of(np.stack([layers[t] for t in texts]), texts, len(clauses))
        vectors = dict(zip(layers, self._heads.scale.of(np.stack(list(layers.values()))), strict=True))
        flags = [flags_of(t, whole=i >= len(clauses), only=only) for i, t in enumerate(texts)]
        heads = self._heads
        rows = features_of(np.stack([vectors[t] for t in texts]), texts, [asked] * len(texts), flags, heads.vocabulary)
        chances, yes_no = heads.clause_outcomes(rows)
        quantities = tuple(find_quantities(text, today)[:MOST_QUANTITIES])
        homes = [vectors[text_around(q, text, clauses)] for q in quantities]
        names = [role_features(text, q, clauses, asked, len(quantities) - 1) for q in quantities]
        myths = self._myths.said_in(said, finished(np.stack([layers[clause] for clause in said])))
        return Evidence(
            text=text,
            clauses=clauses,
            texts=tuple(texts),
            asked=asked,
            chances=chances,
            yes_no=yes_no,
            weight=_weights(texts, myths.values()) * heads.knows(texts),
            acts=heads.act_chances(self._act_row(text, vectors[text], asked, only))[0],
            quantities=quantities,
            roles=heads.role_chances(np.stack(homes), names) if homes else np.zeros((0, len(ROLES)), np.float32),
            myths=tuple(myths),
        )

    def _act_row(self, text: str, vector: Floats, asked: Sequence[str], only: bool) -> Features:
        said = marked(text)
        flags = [flags_of(said, whole=True, only=only)]
        return features_of(vector[None], [said], [asked], flags, self._heads.vocabulary)

    def _sorted(
        self, facts: Mapping[str, FactReading], asked: Sequence[str]
    ) -> tuple[dict[str, FactReading], dict[str, FactReading]]:
        """What is certain enough to be taken, and what is only suggested; the confidence becomes a chance."""
        calibration = self._heads.calibration
        taken: dict[str, FactReading] = {}
        suggested: dict[str, FactReading] = {}
        for name, read in facts.items():
            if name == "use_case":
                if read.confidence >= WORK:
                    taken[name] = read
                continue
            chance = round(calibration.chance(name, name in asked, read.confidence), 4)
            read = replace(read, confidence=chance)
            if chance >= calibration.taken:
                taken[name] = read
            elif chance >= calibration.suggested:
                suggested[name] = read
        return taken, suggested


def _weights(texts: Sequence[str], myths: Iterable[str]) -> Floats:
    """How much each text says of their own case: little where others are spoken of, nothing where a myth is told of
    the world."""
    general = [clause for clause in myths if is_of_the_world(clause)]

    def weight(text: str) -> float:
        if any(clause in text for clause in general):
            return 0.0
        return OF_OTHERS if OTHERS.search(text) else 1.0

    return np.array([weight(text) for text in texts], np.float32)


def _without_present_bill(
    facts: Mapping[str, FactReading], notes: Sequence[Note], asked: Sequence[str]
) -> dict[str, FactReading]:
    """The facts without a budget that is only what they pay today."""
    bills = {note.value for note in notes if note.what == "present_bill"}
    budget = facts.get("budget_per_month")
    paid = budget is not None and budget.value in bills and "budget_per_month" not in asked
    return {name: read for name, read in facts.items() if not (paid and name == "budget_per_month")}


def _best_guess(facts: Mapping[str, FactReading]) -> dict[str, FactReading]:
    """The likeliest fact of a what-if: nothing is stored of it, so it may be compared on less evidence."""
    guesses = {name: read for name, read in facts.items() if name != "use_case" and read.confidence >= GUESS}
    name = max(guesses, key=lambda name: guesses[name].confidence, default="")
    return {name: guesses[name]} if name else {}
