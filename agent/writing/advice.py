"""The recommendation: verdict and routes first, then why, what would change it, cost, next steps and who did it before.

Every sentence is computed from the assessment, cited, or repeats what the leader said.
"""

from collections.abc import Iterator

from agent.decision.assessment import FACTORS, Assessment, Contribution, RouteWork
from agent.decision.bill import Cost
from agent.decision.wording import ROUTE_NAMES, VERDICT_NAMES, capitalised, day, listing, money, weeks
from agent.writing.phrases import money_range, percent, route_passage
from agent.writing.protocol import Turn
from agent.writing.provenance import Draft

FACTOR_NAMES = {"data": "Data", "strategic_role": "Strategic role", "cost": "Cost", "speed": "Speed"}

MOST_FLIPS = 3
MOST_ASSUMPTIONS = 4
MOST_CAVEATS = 4
MOST_TASKS = 3
MOST_RISKS = 3
SENTENCES_A_FACTOR = 2

# Below this a contribution is noise beside the others (points of a factor score).
SMALLEST_REASON = 0.05


def verdict_line(a: Assessment) -> str:
    """The advice in one sentence."""
    now, later = _names(a.route_now), _names(a.route_later)
    if a.verdict == "prebuilt":
        return f"Use {now} and stay on it"
    if a.verdict == "open_source":
        return f"Run a model of your own: {now}"
    if {w.route for w in a.route_now} == {w.route for w in a.route_later}:
        return f"Run both side by side: {_with_work(a.route_now)}"
    if len(a.route_later) > 1:
        return f"Start on {now}; later run both side by side: {_with_work(a.route_later)}"
    return f"Start on {now} now, and move to {later} once the value is proven"


def certainty(a: Assessment) -> str:
    """How stable the verdict is, in the shares of the draws."""
    share = a.stability[a.verdict]
    others = sorted((v for v in VERDICT_NAMES if v != a.verdict and a.stability[v] > 0), key=lambda v: -a.stability[v])
    rest = listing([f"{VERDICT_NAMES[v]} in {percent(a.stability[v])}" for v in others])
    if a.between:
        return (
            f"This lies between {listing([VERDICT_NAMES[v] for v in a.between])}: of {a.draws:,} draws "
            f"over what I don't know, {VERDICT_NAMES[a.verdict]} holds in {percent(share)}, {rest}."
        )
    if not others:
        return f"It holds in all of {a.draws:,} draws over what I don't know."
    held = f"{capitalised(VERDICT_NAMES[a.verdict])} holds in {percent(share)}"
    return f"{held} of {a.draws:,} draws over what I don't know; {rest}."


def headline(draft: Draft, turn: Turn) -> None:
    """Verdict, certainty, and what the first step costs and needs."""
    a = turn.assessment
    draft.paragraph(
        draft.computed(f"**{capitalised(VERDICT_NAMES[a.verdict])}: {verdict_line(a)}.**", "verdict"),
        draft.computed(certainty(a), "stability"),
    )
    draft.paragraph(*_cost_sentences(draft, turn), _models(draft, a))


def reasons(draft: Draft, turn: Turn) -> None:
    """Why, by factor, the strongest first."""
    a = turn.assessment
    size = {f: sum(abs(c.now) + abs(c.later) for c in a.contributions if c.factor == f) for f in FACTORS}
    items = []
    for factor in sorted(FACTORS, key=lambda f: -size[f]):
        told = list(_strongest(a, factor))
        sentences = [draft.computed(c.sentence, f"contributions.{c.fact}", *_cites(turn, c.passage)) for c in told]
        items.append(f"**{FACTOR_NAMES[factor]}**: {' '.join(sentences)}" if sentences else "")
    draft.bullets("Why", items)
    removed = [
        f"{capitalised(ROUTE_NAMES[route])}: {draft.computed(gate.why, 'removed', *_cites(turn, gate.passage))}"
        for route, gate in a.removed.items()
    ]
    draft.bullets("Ruled out", removed)


def _strongest(a: Assessment, factor: str) -> Iterator[Contribution]:
    """The contributions worth a sentence: the largest known ones, an unknown one only if nothing else speaks."""
    mine = [c for c in a.contributions if c.factor == factor and abs(c.now) + abs(c.later) >= SMALLEST_REASON]
    known = [c for c in mine if not c.assumed]
    yield from sorted(known or mine[:1], key=lambda c: -abs(c.now) - abs(c.later))[:SENTENCES_A_FACTOR]


def flips(draft: Draft, turn: Turn) -> None:
    """The smallest changes that would give another verdict."""
    items = [
        draft.computed(f"{flip.statement.rstrip('.')} → {VERDICT_NAMES[flip.verdict]}.", "flip_points")
        for flip in turn.assessment.flip_points[:MOST_FLIPS]
    ]
    draft.bullets("What would change my mind", items)


def costs(draft: Draft, turn: Turn) -> None:
    """The present bill, break-even in words with what moves it, and the caveats with their numbers."""
    a = turn.assessment
    draft.bullets("What you pay today", [draft.computed(a.present.sentence, "present")] if a.present else [])
    meets = [
        draft.computed(
            f"{point.sentence} {point.decides}".rstrip(), f"break_even.{rival}", *_cites(turn, "cost-break-even")
        )
        for rival, point in a.break_even.items()
    ]
    draft.bullets("Break-even", meets)
    warned = [
        draft.computed(f"{c.said} {c.question}", f"contradictions.{c.id}", *_cites(turn, c.passage))
        for c in a.contradictions
    ]
    warned += [
        draft.computed(c.sentence, f"caveats.{c.kind}", *_cites(turn, c.passage)) for c in a.caveats[:MOST_CAVEATS]
    ]
    draft.bullets("Mind", warned)


def next_steps(draft: Draft, turn: Turn) -> None:
    """The plan with its dates, and the triggers to look again."""
    steps = []
    for step in turn.assessment.plan:
        when = f"by {day(step.end)}" if step.end else ""
        tail = ", ".join(part for part in (step.owner, when) if part)
        steps.append(
            draft.computed(f"{step.what.rstrip('.')}: {step.detail.rstrip('.')}{f' ({tail})' if tail else ''}.", "plan")
        )
    draft.bullets("Next steps", steps)
    draft.bullets("Look again when", [draft.computed(t.sentence, "triggers") for t in turn.assessment.triggers])


def readiness(draft: Draft, turn: Turn) -> None:
    """What has to be there first and takes longest, with its weeks and its cost."""
    told = []
    for task in turn.assessment.readiness[:MOST_TASKS]:
        low, _, high = task.weeks
        takes = weeks(high) if low == high else f"{low:g} to {weeks(high)}"
        per = {"month": " a month", "year": " a year"}.get(task.per, "")
        cost = f", {money(task.cost[0])} to {money(task.cost[2])}{per}" if task.cost else ""
        sentence = f"{task.task}: {takes}{cost} ({task.owner})."
        told.append(draft.computed(sentence, f"readiness.{task.id}", *_cites(turn, task.passage)))
    draft.bullets("Not there yet", told)


def risks(draft: Draft, turn: Turn) -> None:
    """The likeliest things that can go wrong, and what helps."""
    told = [
        draft.computed(f"{risk.title}. {risk.mitigation}", f"risks.{risk.id}", *_cites(turn, risk.passage))
        for risk in turn.assessment.risks[:MOST_RISKS]
    ]
    draft.bullets("What can go wrong", told)


def precedents(draft: Draft, turn: Turn) -> None:
    """Who was in a like position, and what they did."""
    draft.bullets(
        "Who did it before",
        [draft.cited(f"{hit.passage.title}.".replace("..", "."), hit.passage.id) for hit in turn.found.cases],
    )


def assumptions(draft: Draft, turn: Turn) -> None:
    """What was counted with although nobody said it."""
    told = [
        draft.computed(f"{item.what}: {item.value} ({item.reason.rstrip('.')}).", "assumptions")
        for item in turn.assessment.assumptions[:MOST_ASSUMPTIONS]
    ]
    draft.bullets("I assumed", told)


def _names(work: tuple[RouteWork, ...]) -> str:
    return listing([ROUTE_NAMES[w.route] for w in work])


def _with_work(work: tuple[RouteWork, ...]) -> str:
    return listing([f"{ROUTE_NAMES[w.route]} for {w.work}" for w in work])


def _cost_sentences(draft: Draft, turn: Turn) -> Iterator[str]:
    """What the routes cost, now and later."""
    a = turn.assessment
    now = [a.costs[w.route] for w in a.route_now if w.route in a.costs]
    later = [a.costs[w.route] for w in a.route_later if w.route in a.costs and w not in a.route_now]
    if now:
        yield draft.computed(f"Now: {listing([_cost(c) for c in now])}.", "costs", *_cites(turn, *_route_passages(now)))
    if later:
        told = f"Later: {listing([_cost(c) for c in later])}."
        yield draft.computed(told, "costs", *_cites(turn, *_route_passages(later)))


def _route_passages(costs: list[Cost]) -> list[str]:
    return [route_passage(cost.route) for cost in costs]


def _cost(cost: Cost) -> str:
    live = f", live in {cost.live_in}" if cost.live_in else ""
    return f"{ROUTE_NAMES[cost.route]} at **{money_range(cost)}**{live}"


def _models(draft: Draft, a: Assessment) -> str:
    """The models to start with, by name."""
    named = [m.name for m in a.models if m.horizon == "now"][:2]
    return draft.computed(f"Start with {listing(named, 'or')}.", "models") if named else ""


def _cites(turn: Turn, *passages: str) -> tuple[str, ...]:
    """Only passages that exist can be cited."""
    return tuple(p for p in passages if p in turn.found.support)
