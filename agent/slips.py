"""Figures that look like a slip of the pen: off by about a factor of a thousand from what such work usually takes.

They are asked about before they count; who means them says so. What lies beyond all that can be computed with is asked
about as well, and never counts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agent.facts import FACTS, FactValue, figure

# Requests a month for each person at a desk: the usual ones, and those beyond which a slip is likelier.
USUAL_A_PERSON = (10.0, 1_000.0)
ODD_A_PERSON = (0.1, 100_000.0)


@dataclass(frozen=True)
class Slip:
    """The facts whose figures do not go with the usual range, and the question whether they are meant."""

    facts: tuple[str, ...]
    usual: tuple[float, float]
    question: str


def slips(facts: Mapping[str, FactValue]) -> tuple[Slip, ...]:
    """Every figure, alone or beside another, that looks like a slip."""
    numbers = {name: value for name, value in facts.items() if isinstance(value, int | float)}
    return (*_for_each_person(numbers, facts), *_alone(numbers))


def beyond(name: str, value: FactValue) -> str:
    """What is wrong with a figure beyond what the tool computes with."""
    fact, value = FACTS[name], float(str(value))
    low, high = fact.limits
    if name == "deadline_weeks" and value < 0:
        return f"That deadline is {figure(round(-value, 1))} weeks past"
    way = "more" if value > high else "less"
    return f"{fact.label(value)} is {way} than I can compute with ({figure(low)} to {figure(high)} {fact.unit})"


def _alone(numbers: Mapping[str, float]) -> Iterator[Slip]:
    for name, value in numbers.items():
        fact = FACTS[name]
        below, above = fact.odd
        if 0 < value < below or value > above:
            low, _, high = fact.prior
            usual = f"{figure(low)} to {figure(high)} {fact.unit}"
            yield Slip((name,), (low, high), _question(fact.label(value), value > above, usual))


def _for_each_person(numbers: Mapping[str, float], facts: Mapping[str, FactValue]) -> Iterator[Slip]:
    """Requests beside the people who make them; those of customers are nobody's at a desk."""
    requests, people = numbers.get("requests_per_month"), numbers.get("seats")
    if requests is None or people is None:
        return
    below, above = ODD_A_PERSON
    if requests < below * people or (requests > above * people and facts.get("audience") == "employees"):
        low, high = USUAL_A_PERSON
        told = f"{figure(requests)} {'request' if requests == 1 else 'requests'} a month for {figure(people)} people"
        question = _question(told, requests > above * people, f"{low:g} to {high:,g} a person")
        yield Slip(("requests_per_month", "seats"), USUAL_A_PERSON, question)


def _question(told: str, is_more: bool, usual: str) -> str:
    return f"{told} is far {'above' if is_more else 'below'} the usual {usual}. Is it meant?"
