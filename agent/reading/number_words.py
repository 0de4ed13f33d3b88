"""Numbers written in words: "twenty-five hundred", "one and a half million", "a couple of thousand", "two lakh fifty".

Works on a list of lower-case words; where they stand in a text is not known here.
"""

from collections.abc import Sequence

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS = {word: float(i) for i, word in enumerate(_SMALL.split())}
TENS = {word: 10.0 * (i + 2) for i, word in enumerate(_TENS.split())} | {"fourty": 40.0}
LARGE = {
    "hundred": 1e2,
    "dozen": 12.0,
    "dozens": 12.0,
    "thousand": 1e3,
    "thousnd": 1e3,
    "grand": 1e3,
    "lakh": 1e5,
    "lakhs": 1e5,
    "lac": 1e5,
    "lacs": 1e5,
    "million": 1e6,
    "millions": 1e6,
    "crore": 1e7,
    "crores": 1e7,
    "billion": 1e9,
    "trillion": 1e12,
}
_VAGUE: tuple[tuple[str, float], ...] = (
    ("a couple of", 2.0),
    ("couple of", 2.0),
    ("a couple", 2.0),
    ("couple", 2.0),
    ("a good few", 3.0),
    ("a few", 3.0),
    ("few", 3.0),
)
_PARTS: tuple[tuple[str, float], ...] = (
    ("three quarters of a", 0.75),
    ("three quarters of", 0.75),
    ("a quarter of a", 0.25),
    ("quarter of a", 0.25),
    ("a third of a", 1 / 3),
    ("half a", 0.5),
    ("a half", 0.5),
    ("half", 0.5),
    ("a quarter", 0.25),
    ("quarter", 0.25),
)
_AND_PARTS: tuple[tuple[str, float], ...] = (
    ("a half", 0.5),
    ("half", 0.5),
    ("a quarter", 0.25),
    ("three quarters", 0.75),
    ("a third", 1 / 3),
)
_FIRST = frozenset({"a", *UNITS, *TENS, *LARGE, *(opening.split()[0] for opening, _ in (*_VAGUE, *_PARTS))})
"""The words that a number in words can begin with."""

# Before these a scale says no number: "several hundred", "many thousand".
_UNCOUNTED = frozenset({"several", "many", "some", "the", "multiple", "hundreds", "thousands"})


def number_in_words(words: Sequence[str], before: str = "") -> tuple[float, int, bool]:
    """The value of the number at the beginning of some words, how many of them it takes, and whether it is vague.

    `before` is the word that precedes them.
    """
    if not words or words[0] not in _FIRST:
        return 0.0, 0, False
    for opening, value in _VAGUE:
        used = _opens(words, opening)
        scale, more = _scales(words[used:])
        if used and (more or opening.startswith("a ") or opening.endswith("of")):
            return value * scale, used + more, True
    for opening, value in _PARTS:
        used = _opens(words, opening)
        scale, more = _scales(words[used:])
        if used and more and words[used] != "grand":
            return value * scale, used + more, False
    if words[:1] == ["a"] and words[1:2] and words[1] in LARGE:
        value, used = _cardinal(["one", *words[1:]])
        return value, used, False
    if words[:1] == ["hundred"] and before not in _UNCOUNTED:
        value, used = _cardinal(["one", *words])
        return value, used - 1, False
    value, used = _cardinal(words)
    return value, used, False


def _opens(words: Sequence[str], opening: str) -> int:
    """The number of words of an opening, 0 where the words do not begin with it."""
    said = opening.split()
    return len(said) if list(words[: len(said)]) == said else 0


def _scales(words: Sequence[str]) -> tuple[float, int]:
    """Scales in a row, multiplied: "hundred thousand"."""
    scale, used = 1.0, 0
    while used < len(words) and words[used] in LARGE:
        scale *= LARGE[words[used]]
        used += 1
    return scale, used


def _cardinal(words: Sequence[str]) -> tuple[float, int]:
    """The longest number word by word: groups below a thousand, each closed by its scale."""
    total, group, scale, used = 0.0, 0.0, 0.0, 0
    position = 0
    while position < len(words):
        word = words[position]
        if word in UNITS and _fits(group, UNITS[word], scale):
            group += UNITS[word]
        elif word in TENS and _fits(group, TENS[word], scale):
            group += TENS[word]
        elif word in LARGE and used:
            total, group, scale = _scaled(total, group, LARGE[word])
        elif word == "point" and used and (tail := _decimals(words[position + 1 :])):
            group += tail[0]
            position += tail[1]
        elif word == "and" and used and (part := _and_a_part(words[position + 1 :])):
            group += part[0] * (scale if scale >= 1e3 and not group else 1.0)
            position += part[1]
        elif word == "and" and used and scale and _is_small(words[position + 1 :]):
            position += 1
            continue
        else:
            break
        position += 1
        used = position
    # "Zero" alone is a word of emphasis more often than a figure.
    return (0.0, 0) if used == 1 and words[0] == "zero" else (total + group, used)


def _fits(group: float, value: float, scale: float) -> bool:
    """Whether a small number may follow in its group: "twenty" and "five" do, "five" and "six" are two numbers."""
    last = group % 100
    if not group and not scale:
        return True
    return last == 0 or (last >= 20 and last % 10 == 0 and 0 < value < 10)


def _scaled(total: float, group: float, scale: float) -> tuple[float, float, float]:
    """Total, open group and scale after a scale word."""
    if scale < 1e3:
        return total, (group or 1.0) * scale, scale
    if group:
        return total + group * scale, 0.0, scale
    return total * scale, 0.0, scale


def _decimals(words: Sequence[str]) -> tuple[float, int] | None:
    """ "Point two five"."""
    digits = ""
    for word in words:
        if word not in UNITS or UNITS[word] > 9:
            break
        digits += str(int(UNITS[word]))
    return (float(f"0.{digits}"), len(digits)) if digits else None


def _and_a_part(words: Sequence[str]) -> tuple[float, int] | None:
    """ "And a half"."""
    return next(((value, used) for part, value in _AND_PARTS if (used := _opens(words, part))), None)


def _is_small(words: Sequence[str]) -> bool:
    return bool(words) and (words[0] in UNITS or words[0] in TENS)
