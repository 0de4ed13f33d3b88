"""The questions of a reply in words, for doors that show no cards."""

from collections.abc import Sequence

from agent.facts import FACTS
from agent.reply import Card


def render_cards(cards: Sequence[Card]) -> str:
    """Each card as a line: the question with its choices, and why it is asked."""
    lines = [_line(card) for card in cards]
    if len(lines) > 1:
        lines = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    heading = confirm_heading(cards)
    return "\n".join([f"{heading}\n", *lines] if heading else lines)


def confirm_heading(cards: Sequence[Card]) -> str:
    """The question above what is to be confirmed; nothing where nothing is."""
    confirm = [card for card in cards if card.kind == "confirm"]
    if confirm and all(card.source for card in confirm):
        return "Your documents say this. Does it hold here?"
    return "Did I get this right?" if confirm else ""


def _line(card: Card) -> str:
    if card.kind == "confirm":
        fact = FACTS[card.fact]
        source = f", {card.source}" if card.source else ""
        quote = f" (“{card.quote}”{source})" if card.quote else ""
        doubt = f" {card.doubt}" if card.doubt else ""
        return f"**{fact.title}: {fact.label(card.value)}**{quote}.{doubt} *({card.why})*"
    return f"**{card.question}**{_choices(card)} *({card.why})*"


def _choices(card: Card) -> str:
    fact = FACTS.get(card.fact)
    if card.kind != "ask" or fact is None or not fact.choices:
        return ""
    return " " + " · ".join(choice.label for choice in fact.choices) + "."
