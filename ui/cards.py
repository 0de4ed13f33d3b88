"""Question cards: every question of a reply with its answers to tap, and the answered ones as they stay in place.

Pure functions from cards to HTML; what a tap sends is checked in `answers`.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from agent.facts import FACTS, Fact, FactValue
from agent.reply import Card, Reply
from agent.writing.questions import confirm_heading
from ui.answers import LONGEST_TEXT, QUIET, value_label
from ui.markup import CHECK, escape, ours

# Ways to enter a number: what is shown, and what a value in it is multiplied with.
_UNITS: Mapping[str, tuple[tuple[str, float], ...]] = {
    "requests_per_month": (("a month", 1), ("a week", 4.33), ("a day", 30), ("an hour", 720), ("a year", 1 / 12)),
    "tokens_per_request": (("words", 1.3), ("pages", 650), ("tokens", 1)),
    "seats": (("people", 1),),
    "growth_12m": (("times today", 1),),
    "deadline_weeks": (("weeks", 1), ("months", 4.33), ("days", 1 / 7)),
    "budget_per_month": (("US$ a month", 1), ("US$ a year", 1 / 12)),
}

# A reply to a yes-or-no question is repeated on its card only if it is as short as one.
SHORT = 40

_USE_CASES = (
    "Sort support tickets",
    "Answer customers' questions",
    "Draft marketing texts",
    "Summarise our documents",
)


def open_cards(reply: Reply) -> str:
    """The cards of the last reply, to be answered by tap, by entry or by words."""
    if not reply.cards:
        return ""
    confirm = [card for card in reply.cards if card.kind == "confirm"]
    others = [card for card in reply.cards if card.kind != "confirm"]
    sends_at_once = len(reply.cards) == 1 and bool(others) and _is_one_tap(others[0])
    parts = [_confirm_group(confirm)] if confirm else []
    parts += [_question(card) for card in others]
    mode = "tap" if sends_at_once else "confirm" if confirm and not others else "batch"
    label = {"tap": "", "confirm": "Yes", "batch": "Send"}[mode]
    return f'<div class="card" data-mode="{mode}" data-turn="{reply.turn}">{"".join(parts)}{_foot(reply, label)}</div>'


def answered_cards(reply: Reply, after: Reply) -> str:
    """The cards of an earlier reply in their place, each with the answer that the next turn brought."""
    rows = "".join(_answered(card, after) for card in reply.cards)
    return f'<div class="card answered">{rows}</div>' if rows else ""


def _is_one_tap(card: Card) -> bool:
    return card.kind == "yes_no" or FACTS[card.fact].kind in ("choice", "text")


def _foot(reply: Reply, label: str) -> str:
    """How many answers could still change the advice, and the one button of the card."""
    more, others = reply.more_questions, reply.other_questions
    count = ""
    if more and any(card.kind == "ask" and card.fact != "use_case" for card in reply.cards):
        rest = f" {others} {'other' if others == 1 else 'others'} would not." if others else ""
        count = (
            f"<span><strong>{more} more answer{'' if more == 1 else 's'}</strong> could still change this.{rest}</span>"
        )
    button = f'<button type="button" class="primary" data-act="send-card">{label}</button>' if label else ""
    return f'<div class="card-foot">{count or "<span></span>"}{button}</div>' if count or button else ""


def _question(card: Card) -> str:
    """One question with its reason and its answers."""
    fact = FACTS.get(card.fact)
    kind = "yes_no" if fact is None or card.kind == "yes_no" else fact.kind
    title = fact.title if fact else ""
    quiet = "" if kind in ("yes_no", "text") else _quiet()
    why = f'<p class="why">Why I ask: {ours(card.why)}</p>' if card.why else ""
    return (
        f'<div class="q" data-fact="{escape(card.fact)}" data-kind="{kind}" data-title="{escape(title)}" role="group" '
        f'aria-label="{ours(card.question)}"><h2 class="q-title">{ours(card.question)}</h2>{why}'
        f"{_answers(kind, fact)}{quiet}</div>"
    )


def _answers(kind: str, fact: Fact | None) -> str:
    if kind == "yes_no" or fact is None:
        return '<div class="chips"><button type="button" class="chip" data-say="Yes">Yes</button>' + (
            '<button type="button" class="chip" data-say="No">No</button></div>'
        )
    if kind == "text":
        return _chips([_chip(name, name) for name in _USE_CASES]) + '<p class="hint">Or write it in your own words.</p>'
    if kind == "number":
        return _number(fact)
    chips = [_chip(choice.value, choice.label, title=choice.description) for choice in fact.choices]
    if kind == "choices":
        chips.append('<button type="button" class="chip" data-none="" aria-pressed="false">None of these</button>')
    return _chips(chips)


def editor(name: str, value: FactValue | None) -> str:
    """A fact with its value to be changed: chips, a number with its unit, or words; and to leave it open."""
    fact = FACTS[name]
    quiet = "" if fact.kind == "text" else _quiet()
    return (
        f'<div class="q" data-fact="{name}" data-kind="{fact.kind}" data-title="{ours(fact.title)}" role="group" '
        f'aria-label="{ours(fact.title)}">{_editable(fact, value)}{quiet}</div>'
    )


def _editable(fact: Fact, value: FactValue | None) -> str:
    if fact.kind == "text":
        return (
            f'<input class="text" type="text" maxlength="{LONGEST_TEXT}" aria-label="{ours(fact.title)}" '
            f'value="{escape(value or "")}">'
        )
    if fact.kind == "number":
        return _number(fact, value if isinstance(value, int | float) else None)
    chosen = value if isinstance(value, list) else [value]
    chips = [_chip(choice.value, choice.label, small=True, chosen=choice.value in chosen) for choice in fact.choices]
    if fact.kind == "choices":
        none = str(value == []).lower()
        chips.append(
            f'<button type="button" class="chip small" data-none="" aria-pressed="{none}">None of these</button>'
        )
    return _chips(chips)


def _number(fact: Fact, value: float | None = None) -> str:
    """A field with its unit, what the entry means, and ranges for those who know only the order of magnitude."""
    units = _UNITS[fact.name]
    # A value that is there already stands in the fact's own unit.
    options = "".join(
        f'<option value="{times!r}"{" selected" if value is not None and times == 1 else ""}>{ours(name)}</option>'
        for name, times in units
    )
    unit = (
        f'<select class="unit" aria-label="Unit of {ours(fact.title.lower())}">{options}</select>'
        if len(units) > 1
        else f'<span class="unit fixed">{ours(units[0][0])}</span>'
    )
    low, high = fact.limits
    # A deadline may be told as the day itself.
    day = '<input class="day" type="date" aria-label="Or the day itself">' if fact.name == "deadline_weeks" else ""
    return (
        '<div class="entry"><input class="number" type="text" inputmode="decimal" autocomplete="off" '
        f'value="{"" if value is None else f"{value:,.12g}"}" data-min="{low!r}" '
        f'data-max="{high!r}" data-times="{units[0][1]!r}" aria-label="{ours(fact.title)}">{unit}{day}'
        '<span class="means" role="status"></span></div>'
        f"{_chips([_chip(number, value_label(fact.name, number), small=True) for _, number in fact.ranges])}"
    )


def _confirm_group(cards: Sequence[Card]) -> str:
    """What was read with less certainty: a row a fact, the likely value chosen."""
    rows = "".join(_confirm_row(card) for card in cards)
    return f'<div class="confirm"><h2 class="q-title">{ours(confirm_heading(cards))}</h2>{rows}</div>'


def _confirm_row(card: Card) -> str:
    fact = FACTS[card.fact]
    source = f'<p class="why">{escape(card.source)}</p>' if card.source else ""
    quote = f'<p class="quote">“{escape(card.quote)}”</p>{source}' if card.quote else ""
    doubt = f'<p class="why">{ours(card.doubt)}</p>' if card.doubt else ""
    not_said = '<button type="button" class="chip small" data-skip="" aria-pressed="false">not said</button>'
    return (
        f'<div class="q" data-fact="{fact.name}" data-kind="{fact.kind}" data-title="{ours(fact.title)}" role="group" '
        f'aria-label="{ours(fact.title)}"><p class="q-fact">{ours(fact.title)}</p>{quote}{doubt}'
        f"{_chips([*_likely(fact, card.value), not_said])}</div>"
    )


def _likely(fact: Fact, value: FactValue) -> list[str]:
    """The values of a fact as chips, the likely one chosen."""
    if fact.kind == "choices":
        chosen = value if isinstance(value, list) else []
        return [_chip(c.value, c.label, small=True, chosen=c.value in chosen) for c in fact.choices]
    if fact.kind == "choice":
        return [_chip(c.value, c.label, small=True, chosen=c.value == value) for c in fact.choices]
    ranges = [_chip(n, value_label(fact.name, n), small=True) for _, n in fact.ranges if n != value]
    return [_chip(value, fact.label(value), small=True, chosen=True), *ranges]


def _chips(chips: Sequence[str]) -> str:
    return f'<div class="chips">{"".join(chips)}</div>'


def _chip(value: FactValue, label: str, *, small: bool = False, chosen: bool = False, title: str = "") -> str:
    about = f' title="{escape(title)}"' if title else ""
    pressed = str(chosen).lower()
    likely = ' data-likely=""' if chosen else ""
    return (
        f'<button type="button" class="chip{" small" if small else ""}" data-value="{escape(json.dumps(value))}" '
        f'aria-pressed="{pressed}"{likely}{about}>{ours(label)}</button>'
    )


def _quiet() -> str:
    buttons = "".join(
        f'<button type="button" class="quiet" data-quiet="{status}" aria-pressed="false">{ours(words)}</button>'
        for status, words in QUIET.items()
    )
    return f'<div class="quiets">{buttons}</div>'


def _answered(card: Card, after: Reply) -> str:
    """A question with the answer chosen in ink and the others beside it."""
    if card.kind == "yes_no" or card.fact not in FACTS:
        said = after.said.strip()
        return _answered_row(
            card.question, [(said, True) if 0 < len(said) <= SHORT else ("In your own words, below", False)]
        )
    fact = FACTS[card.fact]
    entry = after.ledger.get(card.fact)
    question = fact.title if card.kind == "confirm" else card.question
    if entry is None:
        again = any(card.fact == other.fact for other in after.cards)
        return _answered_row(question, [("Still open, see below" if again else "Not answered", False)])
    return _answered_row(question, _answer_words(fact, entry))


def _answer_words(fact: Fact, entry: Mapping[str, Any]) -> list[tuple[str, bool]]:
    value = entry["value"]
    if value is None:
        return [(QUIET.get(entry["status"], "Left open"), True)]
    if fact.kind == "choice":
        return [(choice.label, choice.value == value) for choice in fact.choices]
    return [(value_label(fact.name, value), True)]


def _answered_row(question: str, words: Sequence[tuple[str, bool]]) -> str:
    spans = "".join(
        f'<span class="is">{CHECK}<span class="sr-only">Your answer: </span>{ours(text)}</span>'
        if chosen
        else f'<span class="was">{ours(text)}</span>'
        for text, chosen in words
    )
    return f'<div class="q"><h2 class="q-title">{escape(question)}</h2><div class="choices">{spans}</div></div>'
