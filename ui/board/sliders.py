"""Figures to be moved under the break-even chart, and what moving them does, in a sentence.

Pure functions from records to escaped HTML; the page sends what was moved, and the server computes.
"""

import math
from dataclasses import dataclass

from agent.decision.curves import Crossing, Curves
from agent.decision.wording import VERDICT_NAMES, count, listing, rounded, unit_price
from ui.markup import ours

STEPS = 200


@dataclass(frozen=True)
class WhatIf:
    """Figures that a slider moved; None where it stands at what is real."""

    requests: float | None = None
    usd_hour: float | None = None
    people: float | None = None

    @property
    def moved(self) -> dict[str, float]:
        """The figures that differ."""
        given = {"requests": self.requests, "usd_hour": self.usd_hour, "people": self.people}
        return {name: value for name, value in given.items() if value is not None}


def what_if_sentence(what_if: WhatIf, real: Curves, other: Curves, verdict: str, verdict_if: str) -> str:
    """Where the lines meet then and now, and whether the advice stays."""
    words = {
        "requests": lambda value: f"{count(value)} requests a month",
        "usd_hour": lambda value: f"GPUs at {unit_price(value)} an hour",
        "people": lambda value: f"{value:g} people to run it",
    }
    changed = listing([words[name](value) for name, value in what_if.moved.items()])
    then, now = _meet(other.crossing), _meet(real.crossing)
    meets = f"they {then}, as they do now" if then == now else f"they {then}; now they {now}"
    if verdict == verdict_if:
        return f"With {changed} {meets}. The advice stays {VERDICT_NAMES[verdict]}."
    would = f"The advice would be {VERDICT_NAMES[verdict_if]} instead of {VERDICT_NAMES[verdict]}."
    return f"With {changed} {meets}. {would}"


def _meet(crossing: Crossing | None) -> str:
    if crossing is None:
        return "do not meet"
    return f"meet near {count(rounded(crossing.requests))} requests a month"


def sliders(requests: float, is_known: bool, usd_hour: float | None, people: float) -> str:
    """A slider for the volume, the rent of a GPU where one is rented, and the people who run it."""
    rows = [
        _slider("requests", "Volume a month", requests, 100.0, 1e9, "yours" if is_known else "assumed"),
        _slider("usd_hour", "Rent of a GPU, US$ an hour", usd_hour, 0.2, 20.0, "usual") if usd_hour else "",
        _slider("people", "People who run it", people, 0.05, 5.0, "usual"),
    ]
    return (
        f'<div class="sliders" role="group" aria-label="What if">{"".join(rows)}'
        '<p class="slid" role="status"></p>'
        '<button type="button" class="quiet" data-act="reset-sliders" hidden>Back to what is real</button></div>'
    )


def _slider(name: str, title: str, real: float, low: float, high: float, what: str) -> str:
    """A range over a logarithmic scale."""
    place = round(math.log(min(max(real, low), high) / low) / math.log(high / low) * STEPS)
    return (
        f'<label class="slider"><span class="slider-title">{ours(title)}</span>'
        f'<output>{_shown(name, real)}</output><span class="slider-real">{what}: {_shown(name, real)}</span>'
        f'<input type="range" min="0" max="{STEPS}" value="{place}" data-name="{name}" data-real="{real!r}" '
        f'data-place="{place}" data-low="{low!r}" data-high="{high!r}"></label>'
    )


def _shown(name: str, value: float) -> str:
    if name == "requests":
        return f"{value:,.0f}"
    return f"${value:,.2f}" if name == "usd_hour" else f"{value:g}"
