"""Several use cases at a glance: a verdict each, the GPUs they could share, and one sequence of work.

Pure functions from records to escaped HTML.
"""

from collections.abc import Sequence

from agent.decision.portfolio import Portfolio, Row, SequenceStep
from agent.decision.wording import capitalised, day, listing, percent, weeks
from ui.board.names import in_words, money_span, verdict_tag
from ui.markup import CHEVRON, INFO, escape, inline, ours


def portfolio_section(found: Portfolio) -> str:
    """One row for each use case, what sharing GPUs would do, and who does what when."""
    title = f"{capitalised(in_words(len(found.table)))} use cases together"
    rows = "".join(_row(row) for row in found.table)
    shared = found.pool.sentence if found.pool else found.no_pool
    conflicts = "".join(f"<li>{INFO}<p>{inline(conflict.question, {})}</p></li>" for conflict in found.conflicts)
    return (
        f'<section data-tab="advice" id="portfolio"><h2>{title}</h2>'
        '<div class="scroll" tabindex="0"><table class="lines portfolio"><thead><tr>'
        '<th scope="col" class="head">Use case</th><th scope="col" class="head">Verdict so far</th>'
        '<th scope="col" class="head">Now</th><th scope="col" class="head">Later</th>'
        '<th scope="col" class="head amount">A month now</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
        + (f'<ul class="caveats">{conflicts}</ul>' if conflicts else "")
        + (f'<h3 class="second-title">One pool of GPUs</h3><p class="lede">{ours(shared)}</p>' if shared else "")
        + _sequence(found.sequence)
        + "</section>"
    )


def _row(row: Row) -> str:
    return (
        f'<tr><th scope="row">{escape(row.use_case)}</th><td>{verdict_tag(row.verdict)} {ours(percent(row.holds))}</td>'
        f"<td>{ours(capitalised(row.now))}</td><td>{ours(capitalised(row.later))}</td>"
        f'<td class="amount">{money_span(row.low, row.high)}</td></tr>'
    )


def _sequence(steps: Sequence[SequenceStep]) -> str:
    """The steps in their order, folded: who, when, for which use cases."""
    if not steps:
        return ""
    rows = "".join(_step(step) for step in steps)
    return (
        f'<details class="more"><summary>{CHEVRON}One sequence of work</summary><ol class="steps">{rows}</ol></details>'
    )


def _step(step: SequenceStep) -> str:
    late = f', <span class="warned">{weeks(step.late_weeks)} late</span>' if step.late_weeks else ""
    return (
        f'<li><p class="when">{escape(day(step.start))} to {escape(day(step.end))}{late}</p>'
        f'<p class="what"><strong>{inline(step.what, {})}</strong></p>'
        f'<p>{escape(listing(step.use_cases))} <span class="owner">{ours(step.owner)}</span></p></li>'
    )
