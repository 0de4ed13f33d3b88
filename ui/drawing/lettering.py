"""Words in a chart: how wide they are, where they break, and numbers in the few letters that an axis has room for."""

import math
import unicodedata
from collections.abc import Sequence

from agent.decision.wording import rounded

SIZE = 13
"""Height of all text, px."""

LINE_HEIGHT = 18

# Widths of Inter in parts of its height, by kind of letter and a little generous: another typeface may stand in for it.
_NARROW, _SLIM, _BROAD = frozenset(" !',.:;Iijl|`’"), frozenset('"()-/[]\\frt{}*1'), frozenset("%@MWmw…")
_WIDTHS = {"narrow": 0.31, "slim": 0.43, "usual": 0.63, "capital": 0.74, "broad": 0.97, "full": 1.05}
_BOLD = 1.04

ELLIPSIS = "…"


def shown(text: object) -> str:
    """A text in one line, without what cannot be seen."""
    return "".join(letter for letter in " ".join(str(text).split()) if letter.isprintable())


def width(text: str, *, bold: bool = False) -> float:
    """How wide a text is, in pixels."""
    return sum(_WIDTHS[_kind(letter)] for letter in text) * SIZE * (_BOLD if bold else 1.0)


def _kind(letter: str) -> str:
    if letter in _NARROW:
        return "narrow"
    if letter in _SLIM:
        return "slim"
    if letter in _BROAD:
        return "broad"
    if ord(letter) > 0x2000 and unicodedata.east_asian_width(letter) in "WF":
        return "full"
    return "capital" if letter.isupper() else "usual"


def cut(text: str, room: float, *, bold: bool = False) -> str:
    """A text that fits, with dots where it was cut."""
    if width(text, bold=bold) <= room:
        return text
    kept = text
    while kept and width(kept + ELLIPSIS, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def wrapped(text: str, room: float, most: int) -> list[str]:
    """A text in at most so many lines; what has no room is cut with dots."""
    lines: list[str] = []
    words = shown(text).split()
    while words and len(lines) < most - 1:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1])) <= room:
            taken += 1
        lines.append(cut(" ".join(words[:taken]), room))
        words = words[taken:]
    return [*lines, cut(" ".join(words), room)] if words else lines


def volume(number: float) -> str:
    """A number of requests: 25,000, 2.8 M, 1.2 B."""
    for size, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M")):
        if number >= size * 0.9995:
            return f"{rounded(number / size, 3):,g} {letter}"
    return f"{rounded(number, 6):,.0f}"


def volume_span(low: float, high: float | None) -> str:
    """A range of volumes: 2.0 to 5.3 M."""
    if high is None:
        return f"{volume(rounded(low))} to never"
    first, last = volume(rounded(low)), volume(rounded(high))
    number, _, letter = first.partition(" ")
    return f"{number} to {last}" if letter and last.endswith(f" {letter}") else f"{first} to {last}"


def power(exponent: int, *, short: bool) -> str:
    """A power of ten at an axis: 10,000 or 10 k."""
    if short and 3 <= exponent < 6:
        return f"{10 ** (exponent - 3)} k"
    return volume(10.0**exponent) if exponent >= 0 else f"{10.0**exponent:g}"


def powers(low: float, high: float, most: int) -> list[int]:
    """The exponents of the powers of ten between two numbers, evenly thinned to at most so many."""
    found = range(math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9) + 1)
    step = max(1, math.ceil(len(found) / max(most, 1)))
    return list(found)[::step]


def round_numbers(low: float, high: float) -> list[float]:
    """Once, twice and five times every power of ten around two numbers."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [10.0**exponent * factor for exponent in exponents for factor in (1, 2, 5)]


def round_steps(high: float, most: int) -> list[float]:
    """Numbers from nothing to a highest in round steps, at most so many."""
    rough = high / max(most, 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough * (1 - 1e-9))
    return [step * place for place in range(math.floor(high / step + 1e-9) + 1)]


def widest(texts: Sequence[str], *, bold: bool = False) -> float:
    """The width of the widest of some texts."""
    return max((width(text, bold=bold) for text in texts), default=0.0)
