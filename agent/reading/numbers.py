"""Numbers as people write them: digits of every grouping, words, scales, ranges.

A number here has no unit yet; names, versions and years are left out or marked.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise

from agent.reading.named_numbers import named
from agent.reading.number_words import LARGE, number_in_words

SCALES = LARGE | {
    "tsd": 1e3,
    "k": 1e3,
    "mio": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "m": 1e6,
    "mm": 1e6,
    "cr": 1e7,
    "mrd": 1e9,
    "bn": 1e9,
    "b": 1e9,
}
GLUED = ("k", "m", "mm", "mn", "mio", "mln", "b", "bn", "mrd", "cr", "tsd", *LARGE)
# Standing apart, these are something else at least as often: metres, billions of parameters.
_APART = frozenset(SCALES) - {"m", "b", "mm"}

_ABBREVIATED = ("mio", "mrd", "tsd")

_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_SPACES = "\u00a0\u2009\u202f "
_DIGITS = (
    rf"\d{{1,2}}(?:,\d{{2}})+,\d{{3}}(?!\d)|\d{{1,3}}(?:[,.'’{_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
    rf"|\d+(?:[.,]\d+)?(?:\s?[{''.join(_FRACTIONS)}])?|[{''.join(_FRACTIONS)}]"
)
_TOKEN = re.compile(rf"(?P<digits>{_DIGITS})(?P<glued>[A-Za-z]+(?=\b|/))?|(?P<word>[A-Za-z]+)", re.A)
_GAP = re.compile(r"(?:[\s-]|\u00a0)*")
_MONEY_SIGN = r"(?:(?:[$€£₹]|US\$|USD|EUR|GBP)\s?)?"
_RANGE = re.compile(
    r"\s*(?P<sign>[$€£₹%]|percent|per cent)?\s*(?P<word>-|–|—|to|or|and|bis)\s*(?:about |around |maybe )?"
    rf"{_MONEY_SIGN}",
    re.I,
)
_BETWEEN = re.compile(rf"\bbetween\s+(?:\w+\s+)?{_MONEY_SIGN}$", re.I)
_FROM = re.compile(r"\bfrom\s+(?:about |some )?$", re.I)
_GROWS = re.compile(r"\b(?:grow|rise|rising|go|going|increas|expand|climb|scal)\w*\b", re.I)
_BY_THEN = re.compile(
    r"^[^.;!?\n]{0,25}\b(?:next (?:year|spring|summer|autumn|fall|winter)|within|in (?:a|one|12|twelve)\b|by )", re.I
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)$", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Number:
    """A number and where it stands; `form` is digits, words, vague ("a few") or range."""

    start: int
    end: int
    value: float
    form: str
    is_year: bool = False
    scale: float = 1.0


def find_numbers(text: str) -> list[Number]:
    """All numbers of a text in order, ranges joined to their middle."""
    hidden = _Spans(named(text))
    found: list[Number] = []
    tokens = list(_TOKEN.finditer(text))
    index = 0
    while index < len(tokens):
        number, used = _number_at(text, tokens, index)
        if number and not hidden.touch(number.start, number.end):
            found.append(number)
            index += used
        else:
            index += 1
    return _ranges(text, _added_up(text, found))


class _Spans:
    """Spans of a text, joined where they overlap, so that a long text is searched in no time."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        joined: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        self._starts = [start for start, _ in joined]
        self._ends = [end for _, end in joined]

    def touch(self, start: int, end: int) -> bool:
        """Whether a span lies partly in one of them."""
        index = bisect_left(self._starts, end) - 1
        return index >= 0 and self._ends[index] > start


def _number_at(text: str, tokens: list[re.Match[str]], index: int) -> tuple[Number | None, int]:
    token = tokens[index]
    before = text[token.start() - 1 : token.start()]
    if token["digits"]:
        return (None, 1) if before.isalnum() or before == "_" else _digits_at(text, tokens, index)
    return (None, 1) if before in ("_", "'", "’") and before else _words_at(text, tokens, index)


def _digits_at(text: str, tokens: list[re.Match[str]], index: int) -> tuple[Number | None, int]:
    token = tokens[index]
    end, glued = token.end("digits"), (token["glued"] or "").lower()
    if _ORDINAL.fullmatch(glued):
        return None, 1
    scale, used = 1.0, 1
    if glued in GLUED or token["glued"] == "L":
        scale, end = SCALES.get(glued, SCALES["lakh"]), token.end()
    elif not glued and index + 1 < len(tokens):
        following = tokens[index + 1]
        gap = text[end : following.start()]
        if _is_scale(following["word"] or "") and _GAP.fullmatch(gap) and len(gap) <= 2:
            scale, end, used = SCALES[(following["word"]).lower()], following.end(), 2
    if text[end - 3 : end].lower() in _ABBREVIATED and text[end : end + 1] == ".":
        end += 1
    value = parse_digits(token["digits"], scaled=scale > 1) * scale
    bare_year = scale == 1 and not glued and bool(_YEAR.fullmatch(token["digits"]))
    return Number(token.start(), end, value, "digits", bare_year, scale), used


def _is_scale(word: str) -> bool:
    """Whether a word apart from its number scales it; a capital M does where a small one may be metres."""
    return word.lower() in _APART or word == "M"


def parse_digits(digits: str, scaled: bool = False) -> float:
    """The value of written digits, whatever groups them; a single dot before three digits groups unless scaled."""
    if digits[-1] in _FRACTIONS:
        whole = digits[:-1].strip()
        return (parse_digits(whole) if whole else 0.0) + _FRACTIONS[digits[-1]]
    if re.fullmatch(r"\d{1,2}(?:,\d{2})+,\d{3}", digits):
        return float(digits.replace(",", ""))
    grouped = re.fullmatch(rf"(\d{{1,3}}(?:([,.'’{_SPACES}])\d{{3}})(?:\2\d{{3}})*)(?:[.,](\d{{1,2}}))?", digits)
    if grouped and not digits.startswith("0") and not (scaled and grouped[2] in ",." and digits.count(grouped[2]) == 1):
        return float(re.sub(r"\D", "", grouped[1]) + f".{grouped[3] or 0}")
    parts = re.split(rf"[.,'’{_SPACES}]", digits)
    # Only a dot or a comma can stand before decimals: "0 000" is nought.
    has_decimals = len(parts) == 2 and digits[len(parts[0])] in ".,"
    return float(".".join(parts) if has_decimals else "".join(parts))


def _words_at(text: str, tokens: list[re.Match[str]], index: int) -> tuple[Number | None, int]:
    """A number in words beginning at a token."""
    words: list[str] = []
    for i in range(index, min(index + 12, len(tokens))):
        if not tokens[i]["word"] or (i > index and not _GAP.fullmatch(text[tokens[i - 1].end() : tokens[i].start()])):
            break
        words.append(tokens[i]["word"].lower())
    previous = (tokens[index - 1]["word"] or "").lower() if index else ""
    value, used, vague = number_in_words(words, previous)
    if not used:
        return None, 1
    scale = LARGE.get(words[used - 1], 1.0)
    end = tokens[index + used - 1].end()
    return Number(tokens[index].start(), end, value, "vague" if vague else "words", scale=scale), used


def _added_up(text: str, numbers: list[Number]) -> list[Number]:
    """Join a number and its smaller rest: "2 lakh 50 thousand", "4 million 200 thousand"."""
    joined: list[Number] = []
    for number in numbers:
        last = joined[-1] if joined else None
        if last and last.scale > number.scale >= 1e3 and text[last.end : number.start].strip() in ("", "and"):
            joined[-1] = replace(last, end=number.end, value=last.value + number.value, scale=number.scale)
        else:
            joined.append(number)
    return joined


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
    match = _RANGE.fullmatch(text[left.end : right.start])
    if not match or left.is_year or right.is_year:
        return None
    word = match["word"].lower()
    if word == "and" and not _BETWEEN.search(text[max(0, left.start - 40) : left.start]):
        return None
    # "From 200 to 600 next year" grows, and is no range.
    around = text[max(0, left.start - 25) : left.start], text[right.end : right.end + 40]
    if word == "to" and _FROM.search(around[0]) and (_GROWS.search(around[0]) or _BY_THEN.search(around[1])):
        return None
    low, high = left.value, right.value
    # "20 to 30k": the scale of the second belongs to both.
    for factor in (right.scale, 1e3, 1e6, 1e9, 1e5, 1e2):
        if left.scale == 1 and low < 1000 and low * factor <= high * 1.001 < low * factor * 12 and high / factor >= 1:
            low *= factor
            break
    if not 0 < low < high or high > 12 * low or (word == "or" and high > 3 * low):
        return None
    return (low + high) / 2
