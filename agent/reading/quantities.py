"""All quantities of a message: measured numbers, days, phrases, and what is made of them.

Which fact a quantity answers is not decided here (`roles` does).
"""

from datetime import date

from agent.reading.composites import counted_twice, products, ratios, sums
from agent.reading.dates import find_days
from agent.reading.numbers import find_numbers
from agent.reading.phrases import growth_words, lone_units, rates
from agent.reading.quantity import Quantity
from agent.reading.units import measured


def find_quantities(text: str, today: date) -> list[Quantity]:
    """All quantities of a text, the made ones (sums, products, ratios) among them, in the order of the text."""
    days = find_days(text, today)
    taken = [(day.start, day.end) for day in days]
    numbers = [n for n in find_numbers(text) if not any(a < n.end and n.start < b for a, b in taken)]
    plain = [q for number in numbers if (q := measured(text, number, numbers)) is not None]
    dates = [Quantity(d.start, d.end, d.weeks(today), "date", form=d.form) for d in days if d.weeks(today) >= 0]
    lone = [q for q in lone_units(text) if not any(a.start < q.end and q.start < a.end for a in plain)]
    plain = sorted([*plain, *lone], key=lambda q: q.start)
    made = [
        *sums(text, plain),
        *counted_twice(text, plain),
        *products(text, plain),
        *rates(text),
        *growth_words(text),
        *ratios(text, plain),
    ]
    return sorted([*plain, *dates, *made], key=lambda q: (q.start, q.end))
