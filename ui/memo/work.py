"""What is to be done: the plan with its triggers, what is not there yet, the test to begin with, and the risks."""

from collections.abc import Iterator

from agent.decision.counsel import Evaluation, Step, Task, Trigger
from agent.decision.wording import capitalised, day, money, weeks
from ui.board.drawn import timeline_in_words
from ui.board.risks import LEVELS, PER
from ui.memo.blocks import Block, Chart, Heading, Paragraph, Table, Words, joined, said, typeset
from ui.memo.citing import on
from ui.memo.dossier import Dossier
from ui.memo.opening import models

PHASES = {"now": "Now", "prove": "Prove", "scale": "Then"}


def plan(d: Dossier) -> Iterator[Block]:
    """The steps with dates and owners, the models, and when to look at the decision again."""
    a = d.assessment
    if a.plan:
        yield Heading("The plan")
        yield Chart("timeline", "The steps and their dates", typeset(timeline_in_words(a.plan, d.today)))
        steps = tuple((said(_when(step)), _step(step), said(capitalised(step.owner))) for step in a.plan)
        yield Table("The steps", ("When", "What", "Owner"), steps, (22, 66, 20))
        yield from models(d)
    if a.triggers:
        yield Heading("Look again when")
        rows = tuple(_trigger(d, trigger) for trigger in a.triggers)
        head = ("Trigger", "Measured by", "If met", "If not")
        yield Table("Triggers to look at the decision again", head, rows, (32, 26, 28, 24), dense=True)


def readiness(d: Dossier) -> Iterator[Block]:
    """The gaps as tasks with weeks and cost, and the test that the models have to pass."""
    a = d.assessment
    if a.readiness:
        yield Heading("What is not there yet")
        rows = tuple(_task(d, task) for task in a.readiness)
        yield Table("Tasks", ("Task", "Time", "US$", "Owner"), rows, (58, 16, 19, 19))
    if a.evaluation:
        yield from _evaluation(d, a.evaluation)


def risks(d: Dossier) -> Iterator[Block]:
    """What can go wrong, the likeliest first, with what helps."""
    if not d.assessment.risks:
        return
    yield Heading("What can go wrong")
    rows = tuple(
        (
            joined(said(f"{risk.title}.", "strong"), said(f"{capitalised(risk.because).rstrip('.')}. {risk.effect}")),
            said(LEVELS.get(risk.likelihood, "possible")),
            on(d, risk.mitigation, risk.passage),
        )
        for risk in d.assessment.risks
    )
    yield Table("Risks", ("Risk", "Likelihood", "What helps"), rows, (54, 14, 48), dense=True)


def _when(step: Step) -> str:
    """The dates of a step, or its phase where none follows from the facts."""
    phase = PHASES.get(step.phase, step.phase)
    if step.start and step.end:
        first = f"{step.start.day} {step.start:%B}" if step.start.year == step.end.year else day(step.start)
        return f"{first} to {day(step.end)}"
    if step.end:
        return f"By {day(step.end)}"
    return f"From {day(step.start)}" if step.start else phase


def _step(step: Step) -> Words:
    return joined(said(f"{step.what.rstrip('.')}.", "strong"), said(step.detail))


def _trigger(d: Dossier, trigger: Trigger) -> tuple[Words, ...]:
    return (
        on(d, trigger.sentence, trigger.passage, strong=True),
        joined(said(f"{capitalised(trigger.check)}."), said(f"{capitalised(trigger.owner)}.", "quiet")),
        said(trigger.met),
        said(trigger.missed),
    )


def _task(d: Dossier, task: Task) -> tuple[Words, ...]:
    low, _, high = task.weeks
    return (
        joined(said(f"{task.task}.", "strong"), on(d, task.detail, task.passage)),
        said(weeks(high) if low == high else f"{low:g} to {weeks(high)}"),
        said(_price(task)),
        said(capitalised(task.owner)),
    )


def _price(task: Task) -> str:
    if task.cost is None:
        return "attention only"
    low, high = money(task.cost[0]), money(task.cost[2])
    return f"{low if low == high else f'{low} – {high}'}{PER.get(task.per, '')}"


def _evaluation(d: Dossier, tested: Evaluation) -> Iterator[Block]:
    yield Heading(f"The test to begin with: {tested.starter:,} prompts", 2)
    yield Paragraph(on(d, tested.claim, tested.passage), "intro")
    prompts = tuple((said(capitalised(p.kind), "strong"), said(f"{p.count:,}"), said(p.what)) for p in tested.prompts)
    yield Table("Prompts of the test", ("Kind", "Prompts", "What"), prompts, (18, 12, 78), (1,), dense=True)
    judged = "; ".join(f"{c.criterion} ({c.scale}; passes: {c.passes})" for c in tested.rubric)
    yield Paragraph(said(f"Each answer is judged by: {judged}."))
