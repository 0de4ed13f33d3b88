"""The facts of a message from what heads and rules found: one value a fact, with confidence and quote.

Nothing is taken or dropped for certainty here; the thresholds do that.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.facts import FACTS, FactValue
from agent.reading.answers import REMOVED, exact_answers
from agent.reading.evidence import Evidence, Speech
from agent.reading.heads import CATEGORICAL, LAW_OUTCOMES
from agent.reading.lexicon import CARD, laws_named
from agent.reading.notes import pays_today
from agent.reading.protocol import FactReading
from agent.reading.quantity import NUMERIC, Quantity
from agent.reading.roles import ROLES, clause_of, possible
from agent.reading.speech import is_question
from agent.reading.work import says_no_work, work_announced, work_named

NAMED_LAW = 0.7
UNSUPPORTED = 0.05
NEGATED = re.compile(
    r"\b(?:no|not|never|without|isn't|aren't|doesn't|don't|neither|nor|none|out of scope|nothing to do with|exempt"
    r"|irrelevant|unrelated)\b[^.;!?]{0,40}$",
    re.I,
)


NEGATED_AFTER = re.compile(
    r"^[^.;!?]{0,25}\b(?:isn't|aren't|wasn't|doesn't|don't|didn't|won't|is not|are not|does not|do not|was ruled out"
    r"|ruled out|not relevant|out of scope|no longer|exempt|irrelevant)\b",
    re.I,
)
NONE_APPLY = re.compile(
    r"^\W*(?:no\b[.,!]?$|none\b|nothing\b|no (?:named |such |special |particular |specific )?(?:rules?|regulations?"
    r"|laws?|regimes?)\b|not? regulat\w+|neither\b|not that|there (?:aren't|are no|is no))"
    r"|\bno (?:named )?(?:rules?|regulations?|laws?|regimes?) (?:at all|applies|apply|applicable|covers?|touch(?:es)?"
    r"|that)\b|\bnone (?:of (?:them|these|those|the above) )?(?:apply|applies)\b|\bfree of regulation\b"
    r"|\bnothing regulated\b",
    re.I,
)


def facts_of(heard: Evidence, known: Mapping[str, FactValue]) -> dict[str, FactReading]:
    """The likeliest value of every fact that the message may state."""
    facts: dict[str, FactReading] = {}
    for name in CATEGORICAL:
        read = _choice(heard, name)
        if read:
            facts[name] = read
    facts |= _numbers(heard)
    laws = _laws(heard)
    if laws:
        facts["regulations"] = laws
    exact = exact_answers(heard, known)
    certain = {read.quote for name, read in exact.items() if name in NUMERIC}
    # A number that is surely one fact is no other.
    facts = {name: read for name, read in facts.items() if name not in NUMERIC or read.quote not in certain} | exact
    told = {name for name, read in facts.items() if read.confidence > 0.5}
    work = work_named(heard, told)
    if work:
        facts["use_case"] = work
    return {name: facts[name] for name in FACTS if name in facts}


def in_light_of(
    speech: Speech, heard: Evidence, facts: Mapping[str, FactReading], known: Mapping[str, FactValue]
) -> dict[str, FactReading]:
    """The facts once the acts are known: less sure where the message does not mean to tell, multiples in a what-if."""
    facts = dict(facts)
    if "what_if" in speech.acts:
        facts = _multiples(heard, facts, known)
    if "use_case" in facts and says_no_work(speech, heard):
        del facts["use_case"]
    if speech.act == "next_use_case" and "use_case" not in facts and (work := work_announced(heard)):
        facts["use_case"] = work
    if not speech.caution:
        return facts
    return {
        name: replace(read, confidence=round(max(read.confidence - speech.caution, 0.0), 4))
        for name, read in facts.items()
    }


NOT_THE_PRODUCT = re.compile(
    r"\b(?:not|isn.t|is not|no|nor|never|hardly|rather than)\b.{0,25}"
    r"\b(?:product|what we sell|core|our business|sell|differentiat\w+|sets? us apart)\b",
    re.I,
)
IN_OTHER_HANDS = re.compile(
    r"^(?!.*\b(?:not|never|no longer)\b).*\b(?:stays?|remains?|kept|keep|lies?|goes?|sits?|held|be|is|are|only|hosted)"
    r" (?:\w+ ){0,2}?(?:with|at|by) (?:(?:an?|any|some|the|one) )?(?:\w+ ){0,2}?"
    r"(?:provider|vendor|supplier|company|firm|processor|host|hoster|somebody|someone|anyone|anybody|whoever)\b",
    re.I | re.S,
)
AGAINST: Mapping[str, tuple[re.Pattern[str], tuple[str, ...], float]] = {
    "data_sensitivity": (REMOVED, ("regulated",), 0.3),
    "strategic_role": (NOT_THE_PRODUCT, ("core",), 0.1),
    "data_boundary": (IN_OTHER_HANDS, ("own_infrastructure", "air_gapped"), 0.1),
}
"""Words that speak against some values of a fact, and what is left of their chances beside such words."""


def _choice(heard: Evidence, name: str) -> FactReading | None:
    chances = heard.chances[name] * heard.weight[:, None]
    if name in AGAINST:
        pattern, values, left = AGAINST[name]
        rows = [bool(pattern.search(text)) for text in heard.texts]
        for spoken_against in values:
            chances[rows, FACTS[name].values.index(spoken_against) + 1] *= left
    count = len(heard.clauses)
    best = chances[:, 1:].max(axis=0)
    value = int(best.argmax())
    clause = int(chances[:count, value + 1].argmax())
    confidence = float(best[value])
    if chances[clause, value + 1] < UNSUPPORTED:
        # Only the message as a whole sounds like it: there are no words to quote.
        confidence *= 0.5
    if confidence < 0.02:
        return None
    quote = heard.clauses[clause].text
    detail = _cards(quote) if name == "gpus" else {}
    return FactReading(FACTS[name].values[value], quote, round(confidence, 4), detail=detail)


def _cards(quote: str) -> dict[str, Any]:
    """Type and number of the cards that a quote names."""
    match = CARD.search(quote)
    if not match:
        return {}
    count = re.search(
        r"(\d{1,4}|two|three|four|six|eight|ten|sixteen|dual)\s?(?:x|×)?\s*(?:nvidia\s*)?$",
        quote[: match.start()],
        re.I,
    )
    words = {"two": 2, "dual": 2, "three": 3, "four": 4, "six": 6, "eight": 8, "ten": 10, "sixteen": 16}
    detail: dict[str, Any] = {"type": match.group().strip()}
    if count:
        said = count[1].lower()
        detail["count"] = words.get(said) or int(said)
    return detail


def _numbers(heard: Evidence) -> dict[str, FactReading]:
    """The best quantity for each numeric fact."""
    facts: dict[str, FactReading] = {}
    for i, quantity in enumerate(heard.quantities):
        for fact in _fitting(heard, i):
            value = possible(quantity, fact)
            chance = float(heard.roles[i, ROLES.index(fact)]) * _trust(heard, quantity, fact)
            if value is None or chance < 0.05 or (fact in facts and facts[fact].confidence >= chance):
                continue
            facts[fact] = FactReading(
                round(value, 2), _quote(heard, quantity), round(chance, 4), detail=_detail(quantity, fact)
            )
    for fact, form in (("requests_per_month", "product"), ("tokens_per_request", "sum")):
        if fact in facts:
            facts[fact] = _whole(heard, fact, form, facts[fact])
    return facts


def _fitting(heard: Evidence, index: int) -> tuple[str, ...]:
    """The one fact that a quantity answers best, what was asked before what was not."""
    chances = {fact: float(heard.roles[index, ROLES.index(fact)]) + 0.2 * (fact in heard.asked) for fact in NUMERIC}
    allowed = [fact for fact in NUMERIC if possible(heard.quantities[index], fact) is not None]
    return (max(allowed, key=lambda fact: chances[fact]),) if allowed else ()


def _trust(heard: Evidence, quantity: Quantity, fact: str) -> float:
    """Less where others are spoken of, or a budget is what they pay today."""
    home = clause_of(quantity, heard.clauses)
    if home < 0:
        return 1.0
    paying = fact == "budget_per_month" and pays_today(heard.clauses[home].text)
    return float(heard.weight[home]) * (0.4 if paying else 1.0)


def _whole(heard: Evidence, fact: str, form: str, read: FactReading) -> FactReading:
    """A product or sum in place of its part, unless they gave the total themselves."""
    column = ROLES.index(fact)
    chances = heard.roles[:, column]
    best = heard.quantities[int(chances.argmax())]
    for quantity in heard.quantities:
        around = quantity.form == form and quantity.start <= best.start and best.end <= quantity.end + 5
        value = possible(quantity, fact)
        if around and value is not None and best.form != form and value > float(str(read.value)):
            total = any(
                chance > 0.4
                and not quantity.start <= q.start < quantity.end
                and (possible(q, fact) or 0) > float(str(read.value)) * 0.9
                for q, chance in zip(heard.quantities, chances, strict=True)
            )
            if not total:
                return replace(
                    read, value=round(value, 2), quote=_quote(heard, quantity), detail=_detail(quantity, fact)
                )
    return read


def _quote(heard: Evidence, quantity: Quantity) -> str:
    home = clause_of(quantity, heard.clauses)
    clause = heard.clauses[home] if home >= 0 else None
    if clause is None or quantity.end > clause.end:
        start = clause.start if clause else quantity.start
        return heard.text[start : max(quantity.end, clause.end if clause else 0)]
    return clause.text


def _detail(quantity: Quantity, fact: str) -> dict[str, Any]:
    return dict(quantity.detail) if fact == "tokens_per_request" and "input" in quantity.detail else {}


_OF_WHAT: Mapping[str, re.Pattern[str]] = {
    "budget_per_month": re.compile(r"\bbudget|money|spend", re.I),
    "seats": re.compile(r"\busers?\b|people|seats|licen[cs]es|staff", re.I),
    "tokens_per_request": re.compile(r"\btokens|prompts?|documents? (?:were|was)|length|longer", re.I),
    "requests_per_month": re.compile(
        r"volume|traffic|requests|calls|load|queries|tickets|usage|use\b|demand|times (?:as many|that|the)", re.I
    ),
}


def _multiples(
    heard: Evidence, facts: dict[str, FactReading], known: Mapping[str, FactValue]
) -> dict[str, FactReading]:
    """ "Ten times the volume": the multiple of what is known, or growth where nothing is."""
    if re.search(r"\bgrow|\byear\b|\bmonths\b|\bautumn\b|\bnext\b", heard.text, re.I):
        return facts
    for quantity in heard.quantities:
        factor = possible(quantity, "growth_12m")
        if quantity.unit not in ("times", "growth", "percent") or factor is None:
            continue
        for fact, words in _OF_WHAT.items():
            old = known.get(fact)
            if not words.search(heard.text) or fact in facts:
                continue
            rest = {name: read for name, read in facts.items() if name != "growth_12m"}
            if isinstance(old, int | float):
                return rest | {fact: FactReading(float(old) * factor, _quote(heard, quantity), 0.9)}
            if fact == "requests_per_month":
                return rest | {"growth_12m": FactReading(factor, _quote(heard, quantity), 0.9)}
    return facts


def _laws(heard: Evidence) -> FactReading | None:
    """The rules that apply: named ones by name, described ones by the heads, or that none does."""
    chances = heard.yes_no[:, : len(LAW_OUTCOMES)] * heard.weight[:, None]
    count = len(heard.clauses)
    sure: dict[str, tuple[float, str]] = {}
    for i, clause in enumerate(heard.clauses):
        named = laws_named(clause.text)
        for j, law in enumerate(LAW_OUTCOMES[:-1]):
            chance = float(chances[i, j])
            match = named.get(law)
            if match:
                plain = clause.text.replace("’", "'")
                before, after = plain[: match.start()], plain[match.end() :]
                denied = NEGATED.search(before) or NEGATED_AFTER.search(after) or is_question(plain)
                chance = min(chance, 0.3) if denied else max(chance, NAMED_LAW + (1 - NAMED_LAW) * chance)
            elif law != "other":
                # Without its name a rule has to be described beyond doubt.
                chance *= 0.9
            if chance > sure.get(law, (0.0, ""))[0]:
                sure[law] = (chance, clause.text)
    best = [(law, chance, quote) for law, (chance, quote) in sure.items() if chance >= 0.5]
    if best:
        quotes = [quote for _, _, quote in sorted(best, key=lambda b: -b[1])]
        return FactReading(
            [law for law in LAW_OUTCOMES if law in {b[0] for b in best}], quotes[0], round(min(b[1] for b in best), 4)
        )
    none = chances[:, -1].copy()
    if "regulations" in heard.asked:
        for i, clause in enumerate(heard.clauses):
            if NONE_APPLY.search(clause.text.replace("’", "'")):
                none[i] = max(none[i], 0.9)
    top = max(sure.items(), key=lambda item: item[1][0], default=("", (0.0, "")))
    if float(none.max()) >= max(0.1, top[1][0]):
        return FactReading([], heard.clauses[int(none[:count].argmax())].text, round(float(none.max()), 4))
    if top[1][0] >= 0.1:
        return FactReading([top[0]], top[1][1], round(top[1][0], 4))
    return None
