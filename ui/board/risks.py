"""What has to be there first, what passes a test, and what can go wrong.

Pure functions from records to escaped HTML.
"""

from collections.abc import Sequence

from agent.decision.assessment import Assessment
from agent.decision.counsel import Evaluation, Risk, Task
from agent.decision.wording import capitalised, weeks
from ui.board.names import in_words, money_span
from ui.markup import CHEVRON, escape, inline, ours
from ui.sources import Numbered

LEVELS = {"high": "likely", "medium": "possible", "low": "unlikely"}
PER = {"once": "", "month": " a month", "year": " a year"}


def readiness_section(a: Assessment, numbered: Numbered) -> str:
    """The gaps as tasks with weeks and cost, and the test that the models have to pass."""
    if not a.readiness and a.evaluation is None:
        return ""
    head = f"<h2>{_title(a.readiness)}</h2>"
    rows = "".join(_task(task, numbered) for task in a.readiness)
    tasks = f'<ul class="tasks">{rows}</ul>' if rows else ""
    return f'<section data-tab="plan" id="readiness">{head}{tasks}{_evaluation(a.evaluation, numbered)}</section>'


def risks_section(risks: Sequence[Risk], numbered: Numbered) -> str:
    """What can go wrong, the likeliest first, each with what helps."""
    if not risks:
        return ""
    rows = "".join(_risk(risk, numbered) for risk in risks)
    return (
        '<section data-tab="plan" id="risks"><h2>What can go wrong</h2>'
        f'<p class="lede">The likeliest first, with what helps.</p><ul class="risks">{rows}</ul></section>'
    )


def _title(tasks: Sequence[Task]) -> str:
    if not tasks:
        return "What the models have to pass"
    if len(tasks) == 1:
        return "One thing is not there yet"
    return f"{capitalised(in_words(len(tasks)))} things are not there yet"


def _task(task: Task, numbered: Numbered) -> str:
    low, _, high = task.weeks
    takes = f"{low:g} to {weeks(high)}" if low < high else weeks(high)
    cost = f", {money_span(task.cost[0], task.cost[2])}{PER[task.per]}" if task.cost else ""
    return (
        f'<li><p class="what"><strong>{ours(task.task)}</strong> <span class="owner">{ours(task.owner)}</span></p>'
        f'<p class="when">{escape(takes)}{cost}</p>'
        f"<p>{inline(task.detail, {})}{numbered.chips(task.passage)}</p></li>"
    )


def _risk(risk: Risk, numbered: Numbered) -> str:
    return (
        f'<li><p class="what"><strong>{ours(risk.title)}</strong> '
        f'<span class="level {escape(risk.likelihood)}">{LEVELS.get(risk.likelihood, "possible")}</span></p>'
        f"<p>{inline(capitalised(risk.because), {})}. {inline(risk.effect, {})}</p>"
        f'<p class="helps"><span>What helps:</span> {inline(risk.mitigation, {})}'
        f"{numbered.chips(risk.passage)}</p></li>"
    )


def _evaluation(tested: Evaluation | None, numbered: Numbered) -> str:
    """The starter evaluation: prompts of each kind, what passes, and when parity may be claimed."""
    if tested is None:
        return ""
    prompts = "".join(
        f'<tr><th scope="row">{ours(p.kind)}</th><td class="amount">{p.count:,}</td><td>{ours(p.what)}</td></tr>'
        for p in tested.prompts
    )
    rubric = "".join(
        f'<tr><th scope="row">{ours(c.criterion)}</th><td>{ours(c.scale)}</td><td>{ours(c.passes)}</td></tr>'
        for c in tested.rubric
    )
    return (
        f'<h2 class="second-title">The test to begin with: {tested.starter:,} prompts</h2>'
        f'<p class="lede">{inline(tested.claim, {})}{numbered.chips(tested.passage)}</p>'
        f'<details class="more"><summary>{CHEVRON}Which prompts, and what passes</summary>'
        f'<div class="scroll" tabindex="0"><table class="lines"><tbody>{prompts}</tbody></table>'
        f'<table class="lines"><tbody>{rubric}</tbody></table></div></details>'
    )
