"""What stands around a number: its currency, unit, noun, and the period it is counted over.

Only the words beside the number are looked at; currencies other than dollars are named, never converted.
"""

import re
from collections.abc import Sequence

from agent.reading.lexicon import CURRENCIES, DOLLAR, OTHER_MONEY
from agent.reading.numbers import Number
from agent.reading.periods import Period, period_before, period_behind
from agent.reading.quantity import WEEKS_PER, Quantity

_UNITS: tuple[tuple[str, str], ...] = (
    ("tokens", r"(?:tokens?|tokns?|toks?|tks?)\b(?!\s?(?:/|per|a)\s?s(?:ec(?:ond)?)?\b)"),
    ("speed", r"(?:t/s|tok(?:en)?s?/s(?:ec)?|tokens? (?:per|a) sec(?:ond)?|tps\b)"),
    ("words", r"words?\b"),
    ("pages", r"(?:[- ]?pages?|[- ]?paged|sheets?|pp\b|sides of a4)\b"),
    ("characters", r"(?:characters?|chars)\b"),
    ("percent", r"(?:%|percent\b|per cent\b|pct\b)"),
    ("times", r"(?:x\b|×|-?fold\b|times\b)(?!\s?(?:a|per|h\d|a\d|nvidia|rtx|l\d|t4|v100)\b)"),
    ("weeks", r"-?(?:weeks?|wks?|w)\b"),
    ("fortnights", r"fortnights?\b"),
    ("sprints", r"-?sprints?\b"),
    ("months", r"-?(?:months?|mths?|mo)\b"),
    ("quarters", r"-?quarters?\b"),
    ("years", r"-?(?:years?|yrs?)\b"),
    ("days", r"-?(?:working |business )?(?:days?|d)\b"),
    ("hours", r"-?(?:hours?|hrs?|h)\b"),
    ("minutes", r"-?(?:minutes?|mins?|seconds?|secs?|s|ms)\b"),
    (
        "tech",
        r"(?:gb|gib|tb|mb|kb|vram|[kmg]?hz|kw|kwh|watts?|w\b|cores?|vcpus?|params?|parameters?|bits?|dpi|km|m²|sqm|°"
        r"|context (?:window|length|limit))\b",
    ),
    (
        "people",
        r"(?:users?|people|persons?|staff|employees|seats?|licen[cs]es?|colleagues|developers|devs|engineers|agents"
        r"|lawyers|teachers|clinicians|doctors|nurses|analysts|accounts|log-?ins|reps|advisers|advisors|clerks"
        r"|operators|students|pupils|heads|fte|folks|of us|attorneys|paralegals|caseworkers|recruiters|researchers"
        r"|technicians|managers|officers|handlers|dispatchers|members|testers|assistants|apprentices)\b",
    ),
    (
        "calls",
        r"(?:api |model |llm )?(?:requests?|reqs?|calls?|prompts?|queries|invocations|generations|completions|lookups"
        r"|questions|turns|messages|chats|conversations|sessions)\b",
    ),
    (
        "cards",
        r"(?:x\b|×|x(?=[a-z]{1,4}\d))|(?:nvidia|amd|gpus?|cards?|h100s?|a100s?|l40s?|rtx|v100s?|t4s?|l4s?|h200s?|b200s?|[34]090s?"
        r"|a6000s?|accelerators?)\b",
    ),
    (
        "things",
        r"(?:countries|offices|sites|branches|stores|shops|locations|cities|districts|regions|languages|properties"
        r"|hotels|hospitals|clinics|schools|campuses|plants|factories|warehouses|floors|rooms|beds|buildings|lorries"
        r"|trucks|vehicles|servers|nodes|vendors|suppliers|categories|fields|skus|subsidiaries|brands|models|stars|tools|projects|pilots|systems|clusters|nines)\b",
    ),
)
_UNIT_RE = {name: re.compile(pattern, re.I) for name, pattern in _UNITS}
_MONEY_BEFORE = re.compile(
    rf"(?<![a-z])(?:(?P<dollar>{DOLLAR})|(?P<other>{OTHER_MONEY}))\)?\s?(?:[:=]\s?|budget (?:of |is )?)?$", re.I
)
_MONEY_AFTER = re.compile(
    rf"\s?(?:,\s)?(?:of\s|in\s|\()?(?:(?P<dollar>{DOLLAR}(?! (?:canadian|australian)))|(?P<other>{OTHER_MONEY}))"
    r"(?![a-z])",
    re.I,
)
_FILLER = re.compile(
    r"[\s-]*(?:(?:or so|odd|plus|\+|full|calendar|working|such|of (?:these|those|them|our|the)|named|additional|more"
    r"|or more|concurrent|average|avg|max)\s+)*",
    re.I,
)
_NOUN = re.compile(r"[\s-]*([a-zA-Z][a-zA-Z'-]+)")
_JOINING = re.compile(r"\b(?:a|per|each|every|in|for|of|and|or|by|to|from|with)\b", re.I)
_YEAR_CUE = re.compile(
    r"\b(?:in|since|until|till|by|before|after|of|during|from|between|to|for|the|fy|calendar|year|early|mid|late"
    r"|spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november"
    r"|december)[\s-]*$",
    re.I,
)
# "One per branch": then the branches count the people.
_ONE_EACH = re.compile(
    r"\b(?:one|1|a person|somebody|someone) (?:per|for each|in each|at each|for every|in every)\b", re.I
)
_COUNTED = re.compile(r"\s[a-z][a-z-]*s\b")


def measured(text: str, numbers: Sequence[Number]) -> list[Quantity]:
    """Each number with its currency, unit, noun and period; years are left out."""
    found = []
    for i, number in enumerate(numbers):
        previous = numbers[i - 1].end if i else 0
        following = numbers[i + 1].start if i + 1 < len(numbers) else len(text)
        quantity = _measured(text, number, previous, following)
        if quantity is not None:
            found.append(quantity)
    return found


def _measured(text: str, number: Number, previous: int, following: int) -> Quantity | None:
    """A number between the end of the one before and the start of the next."""
    after = text[number.end : min(number.end + 70, following)]
    before = text[max(0, number.start - 45, previous) : number.start]
    unit, end, noun, detail = _unit(text, number, before)
    is_money = unit in ("money", "other_money")
    # A sum is often named far from "annual".
    head = text[max(0, number.start - 90, previous) : number.start] if is_money else before
    period = _period(after, text[number.end : number.end + 90], head, unit, previous >= max(number.start - 45, 1))
    if unit == "plain" and _is_year(text, number, period):
        return None
    if unit == "things" and (period.name or _ONE_EACH.search(text)):
        unit = "plain"
    return Quantity(
        number.start,
        max(end, number.end + period.end),
        period.each(number.value),
        unit,
        period.name,
        number.form,
        noun,
        detail,
        number.end,
    )


def _is_year(text: str, number: Number, period: Period) -> bool:
    """Whether four digits are a year: nothing is counted by them."""
    if not number.is_year:
        return False
    if _YEAR_CUE.search(text[max(0, number.start - 12) : number.start]):
        return True
    return not period.name and not (number.value % 50 == 0 and _COUNTED.match(text, number.end))


def _unit(text: str, number: Number, before: str) -> tuple[str, int, str, dict[str, str]]:
    """The unit of a number, where it ends, the noun that follows, and the currency if it is not the dollar."""
    tail, said = text[number.end :], text[number.start : number.end].lower()
    money = _currency(before, tail)
    if money:
        name, length = money
        kind, detail = ("other_money", {"currency": name}) if name else ("money", {})
        return kind, number.end + length, "", detail
    if said.endswith("grand"):
        return "money", number.end, "", {}
    if said.endswith("b") and number.value >= 1e9 and not re.match(r"\s*(?:tokens|requests|calls)", tail):
        return "tech", number.end, "", {}
    gap = _FILLER.match(tail)
    skip = gap.end() if gap else 0
    noun_match = _NOUN.match(tail, skip)
    noun = noun_match[1].lower() if noun_match else ""
    for name, pattern in _UNIT_RE.items():
        found = pattern.match(tail, skip) or pattern.match(tail)
        if found:
            return name, number.end + found.end(), noun, {}
    apart = _unit_apart(tail, skip)
    if apart:
        return apart[0], number.end + apart[1], noun, {}
    return "plain", number.end + (noun_match.end() if noun_match else 0), noun, {}


def _currency(before: str, tail: str) -> tuple[str, int] | None:
    """The name of a currency beside a number, empty for US dollars, and its length behind the number."""
    ahead, behind = _MONEY_BEFORE.search(before), _MONEY_AFTER.match(tail)
    # "$5,000 CAD": what follows says which dollars.
    for match, length in ((behind, behind.end() if behind else 0), (ahead, 0)):
        if match and match["other"]:
            return _named(match["other"]), length
    if behind or ahead:
        return "", behind.end() if behind else 0
    return None


def _named(said: str) -> str:
    return next(name for name, pattern in CURRENCIES.items() if re.fullmatch(pattern, said, re.I))


def _unit_apart(tail: str, skip: int) -> tuple[str, int] | None:
    """A unit behind one or two words: "12,000 support requests", "30 mechanical engineers"."""
    second = re.match(r"[\s-]*[a-zA-Z'’-]+\s+(?:[a-zA-Z'’-]+\s+)?", tail[skip:])
    if not second:
        return None
    for name in ("people", "calls", "tokens", "words", "pages"):
        for match in re.finditer(r"\s", second.group()):
            found = _UNIT_RE[name].match(tail, skip + match.end())
            if found and not _JOINING.search(tail[: skip + match.end()]):
                return name, found.end()
    return None


def _period(after: str, rest: str, before: str, unit: str, follows_number: bool) -> Period:
    if unit in WEEKS_PER or unit in ("percent", "times", "date", "tech", "hours", "minutes"):
        return Period()
    found = period_behind(after, rest, unit in ("money", "other_money"))
    return found or period_before(before, follows_number)
