"""All quantities of a message: measured numbers, days, phrases, and what is made of them.

Which fact a quantity answers is not decided here (`roles` does).
"""

from collections.abc import Iterable
from datetime import date

from agent.reading.composites import counted_twice, for_all, products, ratios, shares
from agent.reading.dates import find_days
from agent.reading.ellipses import filled_in
from agent.reading.numbers import find_numbers
from agent.reading.pace import paced
from agent.reading.phrases import growth_words, lone_units, people_named, rates
from agent.reading.quantity import Quantity
from agent.reading.set_aside import set_aside
from agent.reading.sums import sums
from agent.reading.units import measured


def find_quantities(text: str, today: date) -> list[Quantity]:
    """All quantities of a text, the made ones (sums, products, ratios) among them, in the order of the text."""
    days = find_days(text, today)
    every = rates(text)
    taken = [*((d.start, d.end) for d in days), *((q.start, q.end) for q in every)]
    numbers = [n for n in find_numbers(text) if not any(a < n.end and n.start < b for a, b in taken)]
    plain = _free(measured(text, numbers))
    lone = [q for q in lone_units(text) if not any(a.start < q.end and q.start < a.end for a in plain)]
    plain = [paced(text, set_aside(text, q)) for q in sorted([*plain, *lone], key=lambda q: q.start)]
    plain = filled_in(text, plain)
    dates = [Quantity(d.start, d.end, d.weeks(today), "date", form=d.form) for d in days if d.counts(today)]
    made = [
        *sums(text, plain),
        *counted_twice(text, plain),
        *shares(text, plain),
        *products(text, plain),
        *for_all(text, plain),
        *people_named(text),
        *every,
        *(paced(text, q) for q in growth_words(text)),
        *ratios(text, plain),
    ]
    return sorted([*plain, *dates, *made], key=lambda q: (q.start, q.end))


def _free(plain: Iterable[Quantity]) -> list[Quantity]:
    """Quantities that are not part of another's period: the months of "$18,000 over twelve months" are none."""
    free: list[Quantity] = []
    for q in plain:
        if not free or q.start >= free[-1].end or not free[-1].period:
            free.append(q)
    return free
