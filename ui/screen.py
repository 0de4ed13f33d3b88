"""The whole screen of a conversation, built again from what is stored: the HTML of every part that changes.

Pure functions from a consultation to HTML; nothing here takes a turn.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ui.board.break_even import break_even_section
from ui.board.costs import cost_section
from ui.board.facts import facts_section
from ui.board.plan import cases_section, plan_section
from ui.board.portfolio import portfolio_section
from ui.board.reasons import factors_section, flips_section
from ui.board.risks import readiness_section, risks_section
from ui.board.verdict import empty_section, strip, verdict_section
from ui.conversation import transcript
from ui.markup import escape
from ui.sources import Numbered, number_passages, popovers, precedents, source_list

if TYPE_CHECKING:
    from agent.advisor import Advisor, Consultation


@dataclass(frozen=True)
class Screen:
    """The HTML of every part that changes, in the order of the outputs."""

    strip: str = ""
    transcript: str = ""
    verdict: str = ""
    portfolio: str = ""
    factors: str = ""
    flips: str = ""
    cost: str = ""
    break_even: str = ""
    plan: str = ""
    readiness: str = ""
    cases: str = ""
    risks: str = ""
    facts: str = ""
    sources: str = ""
    passages: str = ""
    status: str = ""

    def values(self) -> list[str]:
        """The parts in the order of the outputs."""
        return [getattr(self, name) for name in self.__dataclass_fields__]


def blank(event: str = "") -> Screen:
    """The page before the first message."""
    return Screen(verdict=empty_section(), status=status(event))


def show(
    advisor: "Advisor",
    thread: str,
    event: str,
    owner: str = "",
    *,
    failed: str = "",
    reading: bool = False,
    reader: str = "",
) -> Screen:
    """The whole screen of a conversation; `reading` for somebody who may not change it, `reader` is a key for one.

    `owner` is the account that looks: what a reply cites of another's documents is not opened to it.
    """
    c, today = advisor.consultation(thread), date.today()
    if not c.turns:
        return Screen(
            transcript=f'<div class="turns">{failed}</div>' if failed else "",
            verdict=empty_section(),
            status=status(event, failed=bool(failed)),
        )
    a, advised = c.assessment, c.verdict is not None
    more = [*a.passages, "cost-vendor-api", "cost-self-hosting", "cost-break-even"] if advised else []
    numbered = number_passages(c.turns, more, partial(advisor.passage, owner=owner))
    screen = Screen(
        strip=strip(a, advised),
        transcript=transcript(c.turns, numbered, advisor.marks(thread), reading=reading) + failed,
        verdict=verdict_section(c.turns, a, advised, today, numbered),
        portfolio=portfolio_section(advisor.portfolio(thread)) if len(c.use_cases) > 1 else "",
        facts=facts_section(c.ledger, c.suggested, c.asked, c.notes, a if advised else None),
        sources=source_list(numbered),
        passages=popovers(numbered),
        status=status(event, consultation=c, failed=bool(failed), reader=reader),
    )
    return screen if not advised else _advised(screen, c, today, numbered)


def _advised(screen: Screen, c: "Consultation", today: date, numbered: Numbered) -> Screen:
    """The screen with all that comes with the advice."""
    a = c.assessment
    return replace(
        screen,
        factors=factors_section(a, numbered),
        flips=flips_section(a.flip_points, a.verdict),
        cost=cost_section(a, numbered),
        break_even=break_even_section(a, numbered),
        plan=plan_section(a, today),
        readiness=readiness_section(a, numbered),
        risks=risks_section(a.risks, numbered),
        cases=cases_section(precedents(c.turns, numbered.passages.get), numbered),
    )


def status(event: str, consultation: "Consultation | None" = None, failed: bool = False, reader: str = "") -> str:
    """What the script of the page needs to know of the screen."""
    c = consultation
    turns = len(c.turns) if c else 0
    values: Mapping[str, object] = {
        "event": event,
        "turns": turns,
        "advised": bool(c and c.verdict),
        "move": c.turns[-1].move if c and turns else "",
        "verdict": (c.verdict or "") if c else "",
        "cases": json.dumps([{"name": name, "title": title} for name, title in c.use_cases.items()]) if c else "[]",
        "case": c.current if c else "",
        "title": c.use_case if c else "",
        "facts": len(c.ledger) if c else 0,
        "failed": failed,
        "reader": reader,
    }
    attributes = " ".join(f'data-{key}="{escape(value)}"' for key, value in values.items())
    return f'<div id="status" hidden {attributes}></div>'
