"""The questions of a reply in words, for doors that show no cards."""

from collections.abc import Sequence

from agent.facts import FACTS
from agent.reply import Card


def render_cards(cards: Sequence[Card]) -> str:
    """Each card as a line: the question with its choices, and why it is asked."""
    lines = [_line(card) for card in cards]
    if len(lines) > 1:
        lines = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    to_confirm = any(card.kind == "confirm" for card in cards)
    return "\n".join(["Did I get this right?\n", *lines] if to_confirm else lines)


def _line(card: Card) -> str:
    if card.kind == "confirm":
        fact = FACTS[card.fact]
        quote = f" (“{card.quote}”)" if card.quote else ""
        doubt = f" {card.doubt}" if card.doubt else ""
        return f"**{fact.title}: {fact.label(card.value)}**{quote}.{doubt} *({card.why})*"
    return f"**{card.question}**{_choices(card)} *({card.why})*"


def _choices(card: Card) -> str:
    fact = FACTS.get(card.fact)
    if card.kind != "ask" or fact is None or not fact.choices:
        return ""
    return " " + " · ".join(choice.label for choice in fact.choices) + "."
