"""Where owning breaks even, what moves the point, and how it differs from a published rule of thumb.

Pure functions from records to escaped HTML.
"""

from agent.decision.assessment import Assessment
from agent.decision.bill import BreakEven, Walk, WalkStep
from agent.decision.wording import FIGURES, count, figure, rounded
from ui.board.drawing import drawing
from ui.markup import CHEVRON, escape, inline, ours
from ui.sources import Numbered

RIVALS = {"vendor_api": "a vendor’s API", "managed_open": "a hosted API of the same open weights"}
MOST_MOVERS = 5


def break_even_section(a: Assessment, numbered: Numbered) -> str:
    """Where a model of one's own meets its rivals; never is an answer."""
    if not a.break_even:
        return ""
    point = a.break_even.get("vendor_api") or next(iter(a.break_even.values()))
    title = (
        "Owning does not pay for itself at any volume you would run"
        if point.requests_per_month is None
        else f"Self-hosting breaks even near {_volume(point.requests_per_month)} requests a month"
    )
    rows = "".join(_row(p) for p in a.break_even.values())
    licences = f'<p class="note">{ours(a.licences.sentence)}</p>' if a.licences else ""
    charts = f"{drawing('break-even', a)}{drawing('months', a)}"
    return (
        f'<section data-tab="cost" id="break-even"><h2>{ours(title)}</h2><ul class="meets">{rows}</ul>'
        f"{charts}{_movers(point)}{''.join(_walk(walk) for walk in a.reconciliation)}{licences}"
        f'<p class="note">How such thresholds come about{numbered.chips("cost-break-even")}</p></section>'
    )


def _row(point: BreakEven) -> str:
    return (
        f"<li><h3>Against {RIVALS.get(point.rival, escape(point.rival))}</h3><p>{inline(point.sentence, {})}</p></li>"
    )


def _volume(volume: float | None) -> str:
    return "never" if volume is None else count(rounded(volume))


def _movers(point: BreakEven) -> str:
    """Each uncertain figure at its two ends with the break-even there, the strongest first."""
    if not point.movers:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{ours(FIGURES[m.what].title)}</th>'
        f"<td>{ours(figure(m.what, m.low))}</td><td>{_volume(m.at_low)}</td>"
        f"<td>{ours(figure(m.what, m.high))}</td><td>{_volume(m.at_high)}</td></tr>"
        for m in point.movers[:MOST_MOVERS]
    )
    return (
        f'<h3 class="second-title">What moves this point</h3><p class="lede">{ours(point.decides)}</p>'
        '<div class="scroll" tabindex="0"><table class="lines moves">'
        '<thead><tr><th scope="col" class="head">Figure</th><th scope="col" class="head">At</th>'
        '<th scope="col" class="head">Requests a month</th><th scope="col" class="head">At</th>'
        f'<th scope="col" class="head">Requests a month</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _walk(walk: Walk) -> str:
    """From a published rule of thumb to this case, assumption by assumption."""
    first = WalkStep("as published", "", "", walk.published)
    rows = "".join(
        f'<tr><th scope="row">{ours(step.assumption)}</th><td>{_change(step)}</td>'
        f'<td class="amount">{_tokens(step.tokens_per_month)}</td></tr>'
        for step in (first, *walk.steps)
    )
    return (
        f'<details class="more"><summary>{CHEVRON}Why this differs from a published rule of thumb</summary>'
        f"<p>{ours(walk.sentence)}</p>"
        '<div class="scroll" tabindex="0"><table class="lines walk"><thead><tr>'
        '<th scope="col" class="head">Assumption</th><th scope="col" class="head">Theirs, then mine</th>'
        '<th scope="col" class="head">Tokens a month</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _change(step: WalkStep) -> str:
    return f"{ours(step.was)}; {ours(step.now)}" if step.now else ""


def _tokens(threshold: float | None) -> str:
    return "never" if threshold is None else count(rounded(threshold, 3))
