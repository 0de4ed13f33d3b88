"""All quantities of a message: measured numbers, days, phrases, and what is made of them.

Which fact a quantity answers is not decided here (`roles` does).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from agent.reading.composites import counted_twice, for_all, products, ratios, shares
from agent.reading.dates import find_days
from agent.reading.ellipses import filled_in
from agent.reading.numbers import find_numbers
from agent.reading.pace import paced
from agent.reading.phrases import growth_words, lone_units, people_named, rates
from agent.reading.quantity import WEEKS_PER, Quantity
from agent.reading.set_aside import set_aside
from agent.reading.sums import sums
from agent.reading.units import measured


def find_quantities(text: str, today: date) -> list[Quantity]:
    """All quantities of a text, the made ones (sums, products, ratios) among them, in the order of the text."""
    days = find_days(text, today)
    every = rates(text)
    lone = lone_units(text)
    # The two of "a month or two" is no number of its own.
    whole = [*every, *(q for q in lone if text.endswith("two", 0, q.end))]
    taken = [*((d.start, d.end) for d in days), *((q.start, q.end) for q in whole)]
    numbers = [n for n in find_numbers(text) if not any(a < n.end and n.start < b for a, b in taken)]
    plain = _free(measured(text, numbers))
    lone = [q for q in lone if not any(a.start < q.end and q.start < a.end for a in plain)]
    plain = [paced(text, set_aside(text, q)) for q in sorted([*plain, *lone], key=lambda q: q.start)]
    growth = [paced(text, q) for q in growth_words(text)]
    plain = [q for q in filled_in(text, plain) if not _tells_pace(q, [*growth, *plain])]
    dates = [Quantity(d.start, d.end, d.weeks(today), "date", form=d.form) for d in days if d.counts(today)]
    made = [
        *sums(text, plain),
        *counted_twice(text, plain),
        *shares(text, plain),
        *products(text, plain),
        *for_all(text, plain),
        *people_named(text),
        *every,
        *growth,
        *ratios(text, plain),
    ]
    return sorted([*plain, *dates, *made], key=lambda q: (q.start, q.end))


def _tells_pace(q: Quantity, others: Sequence[Quantity]) -> bool:
    """Whether a time only says how fast something grows: "doubles every 2 years"."""
    return q.unit in WEEKS_PER and any("months" in o.detail and o.start < q.start < o.end for o in others)


def _free(plain: Iterable[Quantity]) -> list[Quantity]:
    """Quantities that are not part of another's period: the months of "$18,000 over twelve months" are none."""
    free: list[Quantity] = []
    for q in plain:
        if not free or q.start >= free[-1].end or not free[-1].period:
            free.append(q)
    return free
