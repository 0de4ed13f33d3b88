"""What happens next: steps with dates and owners, when to look again, models to start with, and who did it before.

Pure functions from records to escaped HTML.
"""

from collections.abc import Sequence
from datetime import date

from agent.decision.assessment import Assessment
from agent.decision.counsel import ModelChoice, Step, Trigger
from agent.decision.wording import day
from knowledge.passages import Passage
from ui.board.drawing import drawing
from ui.board.names import in_words
from ui.markup import ARROW, CHEVRON, FLAG, escape, inline, ours
from ui.sources import Numbered, dated

EXCERPT = 320


def plan_section(a: Assessment, today: date) -> str:
    """The first steps as a list with their dates, then the stages after them."""
    first = [step for step in a.plan if step.phase == "now"]
    rows = "".join(_step(step) for step in first)
    steps = f'<ol class="steps">{rows}</ol>' if rows else ""
    return (
        f'<section data-tab="plan" id="plan"><h2>{_title(first, today)}</h2>{drawing("timeline", a)}{steps}'
        f"{_after(a.plan, a.triggers)}"
        f"{_measured(a.triggers)}{_models(a.models)}</section>"
    )


def cases_section(cases: Sequence[Passage], numbered: Numbered) -> str:
    """Who decided in a like position, and what became of it."""
    if not cases:
        return ""
    cards = "".join(_case(passage, numbered) for passage in cases)
    return f'<section data-tab="plan" id="cases"><h2>Who did it before</h2><div class="cases">{cards}</div></section>'


def _title(steps: Sequence[Step], today: date) -> str:
    ends = [step.end for step in steps if step.end]
    if not ends:
        return "The next steps"
    weeks = max(1, round((max(ends) - today).days / 7))
    return "The next week" if weeks == 1 else f"The next {in_words(weeks)} weeks"


def _step(step: Step) -> str:
    when = _when(step)
    dated = f'<p class="when">{escape(when)}</p>' if when else ""
    owner = f' <span class="owner">{ours(step.owner)}</span>' if step.owner else ""
    return (
        f'<li>{dated}<p class="what"><strong>{inline(step.what, {})}</strong></p><p>'
        f"{inline(step.detail, {})}{owner}</p></li>"
    )


def _when(step: Step) -> str:
    if step.start and step.end:
        if step.start.year == step.end.year:
            return f"{step.start.day} {step.start:%B} to {day(step.end)}"
        return f"{day(step.start)} to {day(step.end)}"
    return f"By {day(step.end)}" if step.end else f"From {day(step.start)}" if step.start else ""


def _after(plan: Sequence[Step], triggers: Sequence[Trigger]) -> str:
    """Three stages with arrows: prove, look again when, then; the last one is dashed."""
    stages = []
    prove = [step for step in plan if step.phase == "prove"]
    scale = [step for step in plan if step.phase == "scale"]
    if prove:
        stages.append(_stage("Prove", prove, "stage"))
    if triggers:
        rows = "".join(f"<li>{FLAG}<span>{inline(t.sentence, {})}</span></li>" for t in triggers)
        stages.append(f'<div class="stage"><p class="when">Look again when</p><ul class="triggers">{rows}</ul></div>')
    if scale:
        stages.append(_stage("Then", scale, "stage later"))
    if not stages:
        return ""
    arrow = f'<span class="to">{ARROW}</span>'
    return f'<h2 class="second-title">After that</h2><div class="stages">{arrow.join(stages)}</div>'


def _measured(triggers: Sequence[Trigger]) -> str:
    """How each trigger is measured, and what follows from it."""
    if not triggers:
        return ""
    rows = "".join(
        f'<tr class="group"><th scope="rowgroup" colspan="2">{inline(t.sentence, {})}</th></tr>'
        f'<tr><th scope="row">Measured by</th><td>{inline(t.check, {})} '
        f'<span class="owner">{ours(t.owner)}</span></td></tr>'
        f'<tr><th scope="row">If met</th><td>{inline(t.met, {})}</td></tr>'
        f'<tr><th scope="row">If not</th><td>{inline(t.missed, {})}</td></tr>'
        for t in triggers
    )
    return (
        f'<details class="more"><summary>{CHEVRON}How each is measured, and what follows</summary>'
        f'<div class="scroll" tabindex="0"><table class="lines"><tbody>{rows}</tbody></table></div></details>'
    )


def _stage(name: str, steps: Sequence[Step], style: str) -> str:
    rows = "".join(f'<p class="what">{inline(step.what, {})}</p><p>{inline(step.detail, {})}</p>' for step in steps)
    when = _when(steps[0])
    return (
        f'<div class="{style}"><p class="when">{name}{", " + escape(when[:1].lower() + when[1:]) if when else ""}</p>'
        f"{rows}</div>"
    )


def _models(models: Sequence[ModelChoice]) -> str:
    """The short list of models with licence and hardware."""
    if not models:
        return ""
    rows = "".join(
        f'<li><p class="what"><strong>{ours(m.name)}</strong> <span class="when">{escape(m.horizon)}</span></p>'
        f"<p>{inline(_sentence(m.why), {})}{_aside(m)}</p></li>"
        for m in models
    )
    return f'<h2 class="second-title">Models to start with</h2><ul class="models">{rows}</ul>'


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _aside(model: ModelChoice) -> str:
    parts = [part for part in (model.licence, model.hardware) if part]
    return f' <span class="owner">{escape("; ".join(parts))}</span>' if parts else ""


def _case(passage: Passage, numbered: Numbered) -> str:
    text = " ".join(passage.text.split())
    if len(text) > EXCERPT:
        text = text[:EXCERPT].rsplit(" ", 1)[0] + " …"
    return (
        f'<article class="case"><p class="name">{escape(passage.title)}{numbered.chips(passage.id)}</p>'
        f"<p>{inline(text, {})}</p>"
        f'<p class="when">{escape(passage.source)}, {escape(dated(passage.as_of))}</p></article>'
    )
