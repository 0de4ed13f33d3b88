"""Numbers as people write them: digits of every grouping, words, scales, ranges.

A number here has no unit yet; names, versions and years are left out or marked.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from agent.reading.lexicon import CARD, MODEL

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS = {word: float(i) for i, word in enumerate(_SMALL.split(" "))} | {"thousnd": 1000.0}
TENS = {word: 10.0 * (i + 2) for i, word in enumerate(_TENS.split(" "))} | {"fourty": 40.0}
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "thousnd": 1e3,
    "tsd": 1e3,
    "grand": 1e3,
    "k": 1e3,
    "lakh": 1e5,
    "lakhs": 1e5,
    "lac": 1e5,
    "lacs": 1e5,
    "million": 1e6,
    "millions": 1e6,
    "mio": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "m": 1e6,
    "mm": 1e6,
    "crore": 1e7,
    "crores": 1e7,
    "cr": 1e7,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "dozen": 12.0,
    "trillion": 1e12,
}
GLUED = ("k", "m", "mm", "mn", "mio", "mln", "b", "bn", "cr", "thousand", "million", "billion", "lakh", "lakhs", "lac")

_DIGITS = (
    r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d{1,3}(?:[,.'’\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
)
_TOKEN = re.compile(rf"(?P<digits>{_DIGITS})(?P<glued>[A-Za-z]+(?=\b|/))?|(?P<word>[A-Za-z]+)", re.A)
_GAP = re.compile(r"(?:[\s-]|\u00a0)*")
_RANGE = re.compile(r"\s*(?:-|–|—|to|or|and|bis)\s*(?:[$€£]\s?)?", re.I)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)$", re.I)
_VERSION = re.compile(
    r"(?:\b\d+(?:\.\d+){2,}\b|\b\d{1,2}:\d{2}\b|\b24/7\b|\b24x7\b|\bv\d+(?:\.\d+)*|#\d+|[A-Za-z]\d[\w.-]*"
    r"|[A-Za-z]{2,}-\d[\w.-]*)"
)
_LIST_MARK = re.compile(
    r"(?m)^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|\(\d{1,2}\)|\d{1,2}\.\d{1,2}(?:\.\d+)?)(?=\s)(?! ?(?:million|k\b))"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Number:
    """A number and where it stands; `form` is digits, words, vague ("a few") or range."""

    start: int
    end: int
    value: float
    form: str
    is_year: bool = False


def find_numbers(text: str) -> list[Number]:
    """All numbers of a text in order, ranges joined to their middle."""
    hidden = _hidden(text)
    found: list[Number] = []
    position = 0
    tokens = list(_TOKEN.finditer(text))
    index = 0
    while index < len(tokens):
        number, used = _number_at(text, tokens, index)
        if number and number.start >= position and not any(a < number.end and number.start < b for a, b in hidden):
            found.append(number)
            position = number.end
            index += used
        else:
            index += 1
    return _ranges(text, found)


def _hidden(text: str) -> list[tuple[int, int]]:
    """Spans whose digits belong to a name, a version, a clock or a list."""
    spans = [m.span() for pattern in (_VERSION, CARD, MODEL) for m in pattern.finditer(text)]
    return spans + [m.span() for m in _LIST_MARK.finditer(text) if m.end() < len(text)]


def _number_at(text: str, tokens: list[re.Match[str]], index: int) -> tuple[Number | None, int]:
    token = tokens[index]
    if token["digits"]:
        return _digits_at(text, tokens, index)
    return _words_at(text, tokens, index)


def _digits_at(text: str, tokens: list[re.Match[str]], index: int) -> tuple[Number | None, int]:
    token = tokens[index]
    start, end, glued = token.start(), token.end("digits"), (token["glued"] or "").lower()
    if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        return None, 1
    if glued and _ORDINAL.fullmatch(glued):
        return None, 1
    scale, used = 1.0, 1
    if glued in GLUED:
        scale, end = SCALES[glued], token.end()
    elif not glued and index + 1 < len(tokens):
        following = tokens[index + 1]
        word = (following["word"] or "").lower()
        gap = text[end : following.start()]
        if word in SCALES and word not in ("m", "b", "mm", "k") and _GAP.fullmatch(gap) and len(gap) <= 2:
            scale, end, used = SCALES[word], following.end(), 2
    value = parse_digits(token["digits"], scaled=scale > 1) * scale
    bare_year = scale == 1 and not glued and bool(_YEAR.fullmatch(token["digits"]))
    return Number(start, end, value, "digits", bare_year), used


def parse_digits(digits: str, scaled: bool = False) -> float:
    """The value of written digits, whatever groups them; a single dot before three digits groups unless scaled."""
    if re.fullmatch(r"\d{1,2}(?:,\d{2})+,\d{3}", digits):
        return float(digits.replace(",", ""))
    grouped = re.fullmatch(r"(\d{1,3}(?:([,.'’\u00a0\u202f ])\d{3})(?:\2\d{3})*)(?:[.,](\d{1,2}))?", digits)
    if grouped and not digits.startswith("0") and not (scaled and grouped[2] in ",." and digits.count(grouped[2]) == 1):
        whole = re.sub(r"\D", "", grouped[1])
        return float(f"{whole}.{grouped[3] or 0}")
    parts = re.split(r"[.,'’\u00a0\u202f ]", digits)
    return float(digits.replace(",", ".")) if len(parts) <= 2 else float("".join(parts))


def _words_at(text: str, tokens: list[re.Match[str]], index: int) -> tuple[Number | None, int]:
    """A number in words beginning at a token: "twenty-five hundred", "half a million", "a couple of thousand"."""
    words: list[str] = []
    for i in range(index, min(index + 10, len(tokens))):
        if not tokens[i]["word"] or (i > index and not _GAP.fullmatch(text[tokens[i - 1].end() : tokens[i].start()])):
            break
        words.append(tokens[i]["word"].lower())
    start = tokens[index].start()
    if start and text[start - 1] in "_'’":
        return None, 1
    for opening, value in _PHRASES:
        if tuple(words[: len(opening)]) == opening:
            used = len(opening)
            while used < len(words) and words[used] in _LARGE:
                value *= SCALES[words[used]]
                used += 1
            vague = opening[-1] in ("few", "several") or "couple" in opening
            return Number(start, tokens[index + used - 1].end(), value, "vague" if vague else "words"), used
    if words[:1] == ["a"] and words[1:2] and words[1] in _LARGE:
        words[0] = "one"
    amount, used = _plain_words(words)
    if not used:
        return None, 1
    return Number(start, tokens[index + used - 1].end(), amount, "words"), used


_LARGE = ("hundred", "thousand", "million", "billion", "lakh", "lakhs", "crore", "crores", "grand", "dozen")
_PHRASES: tuple[tuple[tuple[str, ...], float], ...] = tuple(
    (tuple(words.split()), value * SCALES.get(words.split()[-1], 1.0))
    for words, value in (
        *(
            (f"{lead} a {scale}", 0.5)
            for lead in ("half",)
            for scale in ("million", "billion", "thousand", "dozen", "lakh", "crore")
        ),
        *((f"a quarter of a {scale}", 0.25) for scale in ("million", "billion")),
        *((f"quarter of a {scale}", 0.25) for scale in ("million", "billion")),
        *((f"{lead} quarter {scale}", 0.25) for lead in ("a",) for scale in ("million", "billion")),
        *((f"{lead} half {scale}", 0.5) for lead in ("a",) for scale in ("million", "billion")),
        *((f"half {scale}", 0.5) for scale in ("million", "billion")),
        *((f"three quarters of a {scale}", 0.75) for scale in ("million", "billion")),
        ("a couple of", 2.0),
        ("couple of", 2.0),
        ("a couple", 2.0),
        ("a few", 3.0),
    )
)


def _plain_words(words: list[str]) -> tuple[float, int]:
    """The value of the longest run of number words, and how many words it takes."""
    total = current = 0.0
    used = 0
    after_scale = False
    for i, word in enumerate(words):
        if word in UNITS and not (current % 10 and current % 100 != 0 and not after_scale):
            if current and current % 100 and (current % 100 < 20 or UNITS[word] >= 10):
                break
            current += UNITS[word]
        elif word in TENS:
            if current % 100:
                if total == 0 and current in range(10, 100):
                    break
                break
            current += TENS[word]
        elif word in _LARGE and used:
            scale = SCALES[word]
            if scale == 100 or word == "dozen":
                current = (current or 1) * scale
            else:
                total += (current or total or 1) * scale
                current = 0.0
        elif word == "hundred" and not used:
            current = 100.0
        elif word == "and" and used and i + 1 < len(words):
            tail = _half(words[i + 1 :])
            if tail:
                value = total + current + tail[0]
                extra = used + 1 + tail[1]
                while extra < len(words) and words[extra] in _LARGE:
                    value *= SCALES[words[extra]]
                    extra += 1
                return value, extra
            if words[i - 1] in ("hundred", "thousand", "million", "lakh") and (
                words[i + 1] in UNITS or words[i + 1] in TENS
            ):
                continue
            break
        else:
            break
        after_scale = word in _LARGE
        used = i + 1
    if used == 1 and words[0] in ("zero",):
        return 0.0, 0
    return total + current, used


def _half(words: list[str]) -> tuple[float, int] | None:
    if words[:2] == ["a", "half"]:
        return 0.5, 2
    if words[:2] == ["a", "quarter"]:
        return 0.25, 2
    return None


def _ranges(text: str, numbers: list[Number]) -> list[Number]:
    """Join "20-30k" and "between 40,000 and 60,000" to their middle."""
    joined: list[Number] = []
    skip = False
    for left, right in pairwise([*numbers, None]):
        if skip or left is None:
            skip = False
            continue
        if right is not None and (value := _range_value(text, left, right)) is not None:
            joined.append(Number(left.start, right.end, value, "range"))
            skip = True
        else:
            joined.append(left)
    return joined


def _range_value(text: str, left: Number, right: Number) -> float | None:
    between = text[left.end : right.start]
    match = _RANGE.fullmatch(between)
    if not match or left.is_year or right.is_year:
        return None
    word = between.strip(" $€£").lower()
    if word == "and" and not re.search(r"\bbetween\s+(?:\w+\s+)?[$€£]?\s*$", text[: left.start], re.I):
        return None
    low, high = left.value, right.value
    scale = 10 ** len(str(int(high))) if high < 1 else 1.0
    for factor in (1e3, 1e6, 1e9, 1e5, 1e2):
        # "20 to 30k": the scale of the second belongs to both.
        if low < 1000 and low * factor <= high * 1.001 < low * factor * 12 and high / factor >= 1:
            scale = factor
            low *= scale
            break
    if not 0 < low < high or high > 12 * low:
        return None
    if word == "or" and high > 3 * low:
        return None
    return (low + high) / 2
