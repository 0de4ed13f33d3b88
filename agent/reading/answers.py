"""Answers that leave nothing to interpret: a choice in its own words, a bare number, a plain no, "40k, not 25k".

Each is certain by its form; what only sounds like an answer is left to the heads.
"""

import re
from collections.abc import Mapping

from agent.facts import FACTS, FactValue
from agent.reading.evidence import Evidence
from agent.reading.lexicon import OTHER_MONEY
from agent.reading.numbers import find_numbers
from agent.reading.protocol import FactReading
from agent.reading.quantity import NUMERIC, Quantity
from agent.reading.roles import possible
from agent.reading.words import fold

CERTAIN = 1.0
PLAIN_NO: Mapping[str, FactValue] = {"gpus": "none", "team": "none", "regulations": []}

_NO = re.compile(
    r"^(?:no|none|nope|nah|nothing|nobody|no one|not any|zero|we don t|we do not|no we don t|no we do not|not at all"
    r"|none of (?:these|them|those|the above)|we (?:don t|do not) have (?:any|anybody|anyone)|none at all|neither"
    r"|none apply)$"
)
_FILLER = re.compile(
    r"\b(?:about|around|roughly|approx|approximately|maybe|say|some|only|just|ca|circa|i d say|probably|perhaps|or so"
    r"|people|users|seats|licences|licenses|requests|calls|tickets|tokens|weeks|wks|times|x|a|per|month|dollars|usd)\b"
)
_OTHER_MONEY = re.compile(rf"(?<![a-z])(?:{OTHER_MONEY})(?![a-z])", re.I)
_INSTEAD = re.compile(
    r"\b(?:not|rather than|instead of|and not|was|no longer|from)\s+(?:[$€£]\s?)?(?:about "
    r"|around )?$",
    re.I,
)
_ORDINARY = re.compile(
    r"\b(?:ordinary|normal|everyday|routine|usual|run of the mill|regular)\b.{0,20}\b(?:stuff|things?|data|business"
    r"|matters|content|office|documents?|mail|e?mails)\b"
    r"|\bbusiness as usual\b|\bnothing (?:special|secret|sensitive|confidential)\b",
    re.I,
)
REMOVED = re.compile(
    r"\b(?:filtered|stripped|taken|left|removed|redacted|anonymi[sz]ed|pseudonymi[sz]ed|masked|excluded|scrubbed"
    r"|blanked|deleted)\b",
    re.I,
)


def plain(text: str) -> str:
    """Lower case, without accents and punctuation."""
    return re.sub(r"[^\w]+", " ", fold(text)).strip()


def exact_answers(heard: Evidence, known: Mapping[str, FactValue]) -> dict[str, FactReading]:
    """The facts that are answered beyond doubt."""
    facts = _ordinary(heard) | _labels(heard) | _plain_no(heard) | _bare_number(heard)
    return facts | _old_and_new(heard, known)


def _labels(heard: Evidence) -> dict[str, FactReading]:
    """Answers in exactly the words of a choice of the facts that were asked."""
    said = {plain(c.text): c.text for c in heard.clauses} | {plain(heard.text): heard.text.strip()}
    facts: dict[str, FactReading] = {}
    for name in heard.asked:
        fact = FACTS[name]
        offered = [(choice.label, choice.value) for choice in fact.choices] + [(c.value, c.value) for c in fact.choices]
        if fact.kind == "choice":
            for label, value in offered:
                if quote := said.get(plain(label)):
                    facts.setdefault(name, FactReading(value, quote, CERTAIN))
        for label, number in fact.ranges:
            if quote := said.get(plain(label)):
                facts[name] = FactReading(float(number), quote, CERTAIN)
        if fact.kind == "choices" and (values := _listed(heard.text, dict(offered), fact.values)) is not None:
            facts[name] = FactReading(values, heard.text.strip(), CERTAIN)
    return facts


def _listed(text: str, offered: Mapping[str, str], order: tuple[str, ...]) -> list[str] | None:
    """A list of labels and nothing else: "GDPR, HIPAA"."""
    by_label = {plain(label): value for label, value in offered.items()}
    parts = [plain(part) for part in re.split(r"[,;/&+]|\band\b", text) if plain(part)]
    if parts and all(part in by_label for part in parts):
        return [value for value in order if value in {by_label[part] for part in parts}]
    return None


def _plain_no(heard: Evidence) -> dict[str, FactReading]:
    """A no to the one thing that was asked and can be none."""
    names = [name for name in heard.asked if name in PLAIN_NO]
    if len(names) != 1 or not _NO.match(plain(heard.text)):
        return {}
    return {names[0]: FactReading(PLAIN_NO[names[0]], heard.text.strip(), CERTAIN)}


def _bare_number(heard: Evidence) -> dict[str, FactReading]:
    """A number and nothing else, in the unit that the question asks for."""
    names = [name for name in heard.asked if name in NUMERIC]
    numbers = find_numbers(heard.text) if len(names) == 1 else []
    if len(numbers) != 1:
        return {}
    number, fact = numbers[0], FACTS[names[0]]
    rest = heard.text[: number.start] + " " + heard.text[number.end :]
    # What says a unit of its own is measured, not taken as it stands; other money is no dollars.
    if _OTHER_MONEY.search(rest):
        return {}
    if (
        re.search(
            r"[%€£/]|\b(?:day|week|year|quarter|hour|page|word"
            r"|month)s?\b",
            rest,
            re.I,
        )
        and names[0] != "deadline_weeks"
    ):
        return {}
    if re.search(r"[%€£/]|\b(?:day|year|quarter|month|hour)s?\b", rest, re.I) or plain(_FILLER.sub(" ", plain(rest))):
        return {}
    low, high = fact.bounds
    if not low <= number.value <= high:
        return {}
    return {fact.name: FactReading(float(number.value), heard.text.strip(), CERTAIN)}


def _old_and_new(heard: Evidence, known: Mapping[str, FactValue]) -> dict[str, FactReading]:
    """ "It's 40k, not 25k" where 25k is what we know: the new number is that fact's."""
    for old in heard.quantities:
        if not _INSTEAD.search(heard.text[: old.start]):
            continue
        for fact in NUMERIC:
            if not _is_known(old, fact, known.get(fact)):
                continue
            for new in heard.quantities:
                value = _like(new, old, fact)
                if new is not old and value is not None and new.form == old.form and abs(new.start - old.start) < 80:
                    start, end = min(new.start, old.start), max(new.end, old.end)
                    return {fact: FactReading(value, heard.text[start:end], CERTAIN)}
    return {}


def _is_known(quantity: Quantity, fact: str, value: FactValue | None) -> bool:
    worth = (possible(quantity, fact), quantity.value)
    return isinstance(value, int | float) and any(w is not None and abs(w - value) <= 0.01 * value for w in worth)


def _like(new: Quantity, old: Quantity, fact: str) -> float | None:
    """The new number counted as the old one was."""
    value = possible(new, fact)
    if value is None or (new.unit != old.unit and "plain" not in (new.unit, old.unit)):
        return None
    return round(value, 2)


def _ordinary(heard: Evidence) -> dict[str, FactReading]:
    """ "Ordinary stuff" as an answer about the data."""
    if "data_sensitivity" not in heard.asked:
        return {}
    for clause in heard.clauses:
        if _ORDINARY.search(clause.text) and "?" not in clause.text:
            return {"data_sensitivity": FactReading("internal", clause.text, 0.95)}
    return {}
