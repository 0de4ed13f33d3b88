"""Notes by exact rules: what they pay today, which model they use today, how many customers it would reach, and a
budget or bill in another currency than the US dollar.

Worth showing and no fact; each with the words it stands on.
"""

import re
from collections.abc import Sequence

from agent.facts import figure
from agent.reading.clauses import Clause
from agent.reading.lexicon import MODEL
from agent.reading.protocol import Note
from agent.reading.quantity import PER_MONTH, Quantity

_PAYING = re.compile(
    r"\b(?:(?:we|i|they|it|which)(?:'re| are| is)? (?:currently |already |now |presently )?(?:pay(?:ing|s)?"
    r"|spend(?:ing|s)?)|costs? (?:us|me)|cost (?:me|us)|(?:current|present|monthly|last|our|api|openai|cloud|azure"
    r"|the) (?:\w+ )?(?:bill|invoice|spend|costs?)|bill (?:is|was|of|runs)"
    r"|(?:burn(?:ing|s)?|runs? (?:us|at)|are paying|is costing|we(?:'re| are) at) )",
    re.I,
)
_NOT_PAYING = re.compile(
    r"\b(?:could|would|can|may|up to|willing|budget|ceiling|might|will|should|no more than|at most|if|quoted"
    r"|would cost|competitor|approved|allowed)\b",
    re.I,
)
_USING = re.compile(
    r"\b(?:us(?:e|es|ing)|run(?:s|ning)?|on|with|call(?:s|ing)?|through|via|built on|based on|powered by|rely on"
    r"|calls?|today|currently|already|now|sent to|sends? .{1,20} to|model:|llm:|have)\b",
    re.I,
)
_NOT_USING = re.compile(
    r"\b(?:should|would|could|if|instead|versus|vs|or|consider\w*|looking at|thinking|compare\w*|want to|plan\w*"
    r"|tried|evaluat\w+|alternative|replace\w*|switch to|move to|heard|competitor\w*|recommend|enough|better|will"
    r"|like|going to|prefer|against)\b|\?",
    re.I,
)
_PUBLIC = re.compile(
    r"\b(?:customers|subscribers|members|visitors|citizens|patients|households|shoppers|consumers|end[- ]users"
    r"|passengers|guests|readers|residents|clients|policy ?holders|account holders|pupils|active users|mau"
    r"|registered users|travell?ers|players)\b",
    re.I,
)
# A sum of money speaks of a budget where one of these stands beside it, or little else does.
_BUDGET = re.compile(
    r"\b(?:budget\w*|ceiling|cap|limit|afford|spend(?:ing)?|allow(?:ed|ance)?|allocat\w+|set aside|max(?:imum)?|at most"
    r"|up to|(?:no|not) (?:more|one \w+) (?:than|more)|not one \w+ more|dispose of|sanction\w*|approved|running|willing"
    r"|(?:can|could|may) (?:do|pay|give|go|cost)|per month for it)\b",
    re.I,
)
_NO_BUDGET = re.compile(
    r"\b(?:costs?|price[ds]?|quot(?:e[ds]?|ation)|fees?|rent|lease|contract|turnover|revenues?|salar(?:y|ies)|grants?"
    r"|invested|assets|worth|loan|value)\b",
    re.I,
)
_FEW_WORDS = 4


def find_notes(text: str, clauses: Sequence[Clause], quantities: Sequence[Quantity]) -> tuple[Note, ...]:
    """The notes of a message, at most one of a kind."""
    found: dict[str, Note] = {}
    for clause in clauses:
        within = [q for q in quantities if clause.start <= q.start < clause.end]
        for note in (
            _bill(clause, within),
            _model(clause),
            _end_users(text, clause, within),
            _other_currency(text, clause, within),
        ):
            if note and note.what not in found:
                found[note.what] = note
    return tuple(found.values())


def pays_today(clause: str) -> bool:
    """Whether a clause speaks of what is paid now."""
    return bool(_PAYING.search(clause)) and not _NOT_PAYING.search(clause) and "?" not in clause


def _bill(clause: Clause, within: Sequence[Quantity]) -> Note | None:
    sums = [q for q in within if q.unit == "money"]
    if not sums or not pays_today(clause.text):
        return None
    q = sums[0]
    return Note("present_bill", clause.text, round(q.value * PER_MONTH.get(q.period, 1.0), 2))


def _other_currency(text: str, clause: Clause, within: Sequence[Quantity]) -> Note | None:
    """A budget or a bill in a currency that is not ours; prices and fortunes of others are none."""
    for q in within:
        if q.unit != "other_money":
            continue
        rest = re.findall(r"[a-z]{2,}", f"{text[clause.start : q.start]} {text[q.end : clause.end]}", re.I)
        # What is paid without a period is one invoice, no bill.
        told = q.period if pays_today(clause.text) else _BUDGET.search(clause.text)
        if told and (re.search(r"\bbudget", clause.text, re.I) or not _NO_BUDGET.search(clause.text)):
            return Note("other_currency", clause.text, _spoken(q))
        only = q.period or (not rest and clause.text == text.strip())
        if only and len(rest) <= _FEW_WORDS and not _NO_BUDGET.search(clause.text):
            return Note("other_currency", clause.text, _spoken(q))
    return None


def _spoken(q: Quantity) -> str:
    """A sum as one says it: "5,000 euros a month"."""
    period = f" {'an' if q.period == 'hour' else 'a'} {q.period}" if q.period else ""
    return f"{figure(round(q.value, 2))} {q.detail['currency']}{period}"


def _model(clause: Clause) -> Note | None:
    match = MODEL.search(clause.text)
    if not match or _NOT_USING.search(clause.text) or not _USING.search(clause.text.replace(match.group(), " ")):
        return None
    return Note("model_in_use", clause.text, match.group().strip())


def _end_users(text: str, clause: Clause, within: Sequence[Quantity]) -> Note | None:
    for q in within:
        if q.unit not in ("plain", "people") or q.period or q.value < 20 or q.form in ("sum", "product"):
            continue
        if _PUBLIC.search(text[q.tail or q.start : min(q.end + 25, clause.end)]):
            return Note("end_users", clause.text, q.value)
    return None
