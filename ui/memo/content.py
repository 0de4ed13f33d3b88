"""The content of the memo, once for all formats: a dossier in, blocks out, with every cited passage numbered."""

from collections.abc import Callable, Iterator
from datetime import date

from agent.decision.wording import day
from agent.writing.advice import certainty
from ui.board.names import VERDICTS, headline
from ui.memo import appendix, money, opening, reasons, work
from ui.memo.blocks import Block, Memo, cited_in, clean, typeset
from ui.memo.dossier import Dossier

Section = Callable[[Dossier], Iterator[Block]]

# In the order in which a board reads: the advice, why, the money, the work, what could go wrong, what it stands on.
SECTIONS: tuple[Section, ...] = (
    opening.opening,
    reasons.reasons,
    money.costs,
    money.break_even,
    work.plan,
    work.readiness,
    work.risks,
    reasons.changes,
    appendix.cases,
    appendix.assumptions,
    money.walks,
    appendix.facts,
)

VOICE = "“You” is the organisation that decides, “I” the advisor that computed this."


def memo_of(d: Dossier) -> Memo:
    """The memo on a decision."""
    a = d.assessment
    blocks = [block for section in SECTIONS for block in section(d)]
    numbers = {name: place for place, name in enumerate(dict.fromkeys(cited_in(blocks)), 1)}
    blocks += [*appendix.sources(d, numbers), *appendix.method(d)]
    prices = f", prices of {_price_day(a.prices_as_of)}" if a.prices_as_of else ""
    return Memo(
        title=typeset(headline(a)),
        verdict=a.verdict,
        verdict_name=VERDICTS[a.verdict],
        subject=clean(d.use_case),
        made_on=d.today,
        dated=f"{day(d.today)}{prices}",
        certainty=typeset(certainty(a)),
        note=VOICE,
        blocks=tuple(blocks),
        numbers=numbers,
    )


def _price_day(text: str) -> str:
    try:
        return day(date.fromisoformat(text[:10]))
    except ValueError:
        return clean(text)
