"""The facts of a message from what heads and rules found: one value a fact, with confidence and quote.

Nothing is taken or dropped for certainty here; the thresholds do that.
"""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from typing import Any

from agent.facts import FACTS, FactValue
from agent.reading.answers import CERTAIN, REMOVED, exact_answers
from agent.reading.clauses import split
from agent.reading.evidence import Evidence, Speech
from agent.reading.heads import CATEGORICAL, LAW_OUTCOMES, YES_NO
from agent.reading.lexicon import CARD, laws_named
from agent.reading.notes import pays_today
from agent.reading.protocol import FactReading
from agent.reading.quantity import NUMERIC, Quantity
from agent.reading.roles import ROLES, clause_of, possible
from agent.reading.speech import DONT_KNOW, ENOUGH, NEXT_START, is_question
from agent.reading.titles import title_of

NAMED_LAW = 0.7
UNSUPPORTED = 0.05
WORK, WORK_AMONG_MUCH, WORK_WISHED = 0.5, 0.15, 0.12
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
    work = _work(heard, told)
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
    if "use_case" in facts and _says_no_work(speech, heard):
        del facts["use_case"]
    if speech.act == "next_use_case" and "use_case" not in facts and (work := _announced(heard)):
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
_WISH = re.compile(
    r"\b(?:i|we|they|my \w+|our \w+)(?:['’]d| would)?(?: also| just| really)? "
    r"(?:like|love|want|need|wish|plan|hope|intend|aim)s?\b",
    re.I,
)
# "We sort" is the work, "we get" only its volume.
_DOES = re.compile(
    r"\W*(?:we|i|our \w+|my \w+)(?:['’]d| would)?\s+(?:(?:want|need|plan|hope|wish|like|intend)s? to\s+)?"
    r"(?!have|get|got|had|see|receive|expect|are|were|is|was|do|did|pay|spend|use|make"
    r"|take|would|will|may|might|can|could|run|serve|estimate|think|guess|reckon|count)[a-z]{3,}\s+"
    r"(?:(?:about|around|roughly|some|maybe|nearly|almost|over|up to)\s+)?",
    re.I,
)
# Facts that the words for the work itself may tell; a message that tells others may be an answer to something else.
OF_THE_WORK = frozenset({"audience", "task_difficulty", "customization", "requests_per_month", "seats"})
# A title needs two words beside a number and what belongs to it.
_WORDS = re.compile(r"(?:\b(?!about\b|around\b|roughly\b|maybe\b|some\b)[^\W\d]{3,}\b\W*(?:\w+\W+)*?){2}", re.I)


def _announced(heard: Evidence) -> FactReading | None:
    """The work that follows the words "next use case", whatever the heads say of it."""
    match = NEXT_START.search(heard.text)
    rest = heard.text[match.end() :].strip(" :,.–—-\n") if match else ""
    first = next((clause.text for clause in split(rest)[0]), "")
    return FactReading(title_of(first, rest), first, CERTAIN) if _WORDS.search(first) else None


def _says_no_work(speech: Speech, heard: Evidence) -> bool:
    """Whether a message that was taken to name the work only declines, pushes or does not know."""
    asked = "use_case" in heard.asked
    return speech.act in (("off_topic", "dont_know") if asked else ("off_topic", "restart", "refuse"))


def _choice(heard: Evidence, name: str) -> FactReading | None:
    chances = heard.chances[name] * heard.weight[:, None]
    if name == "data_sensitivity":
        chances = chances.copy()
        chances[[bool(REMOVED.search(text)) for text in heard.texts], -1] *= 0.3
    if name == "strategic_role":
        chances = chances.copy()
        chances[[bool(NOT_THE_PRODUCT.search(text)) for text in heard.texts], -1] *= 0.1
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


def _counted_work(heard: Evidence) -> Iterator[int]:
    """The clauses that say what they do so many times: "We sort 25,000 tickets a month"."""
    for quantity, chances in zip(heard.quantities, heard.roles, strict=True):
        home = clause_of(quantity, heard.clauses)
        if home >= 0 and ROLES[int(chances.argmax())] == "requests_per_month":
            before = heard.text[heard.clauses[home].start : quantity.start]
            if _DOES.fullmatch(before):
                yield home


def _names_something(title: str, heard: Evidence) -> bool:
    """Whether a title has words of its own beside figures and their units."""
    for quantity in heard.quantities:
        title = title.replace(heard.text[quantity.start : quantity.end], " ")
    return bool(_WORDS.search(title))


def _work(heard: Evidence, told: Set[str]) -> FactReading | None:
    """The clause that names the work, and a title from its words."""
    chances = heard.yes_no[: len(heard.clauses), YES_NO.index("names the work")].copy()
    counted = set(_counted_work(heard))
    for home in counted:
        chances[home] = max(chances[home], WORK)
    best = int(chances.argmax())
    chance = float(chances[best])
    answers = len(heard.text.split()) > 1 and not is_question(heard.clauses[best].text)
    if "use_case" in heard.asked and answers and told <= OF_THE_WORK:
        chance = max(chance, 0.9)
    # An opening that tells much names its work somewhere, and a wish is mostly one for the work.
    limit = WORK_AMONG_MUCH if len(told) >= 3 and not heard.asked else WORK
    if chance < (min(limit, WORK_WISHED) if _WISH.search(heard.clauses[best].text) else limit):
        return None
    clause = heard.clauses[best]
    volume = next(
        (q for i, q in enumerate(heard.quantities) if ROLES[int(heard.roles[i].argmax())] == "requests_per_month"), None
    )
    title = title_of(clause.text, heard.text, volume)
    if not (best in counted or _names_something(title, heard)) or DONT_KNOW.search(title) or ENOUGH.search(title):
        return None
    return FactReading(title, clause.text, round(max(chance, WORK), 4))
