"""Answers to questions about the advice itself, from the assessment: why, why not, how sure, what would change it.

Every sentence is computed; the route that a named model belongs to is what is judged, not the model.
"""

from collections.abc import Sequence

from agent.decision.assessment import Assessment, Contribution, FlipPoint, NextQuestion
from agent.decision.wording import ROUTE_NAMES, VERDICT_NAMES, capitalised, listing, lowered
from agent.facts import FACTS
from agent.writing import advice
from agent.writing.kinds import CHANGE, RULED_OUT, SURE, WHY_NOT
from agent.writing.phrases import money_range
from agent.writing.protocol import Inquiry, Turn
from agent.writing.provenance import Draft
from knowledge.things import Thing

OPEN = ("self_hosted", "own_machines")

REASONS = 3
FLIPS = 2
UNKNOWNS = 2


def speak_of_advice(draft: Draft, turn: Turn, inquiry: Inquiry) -> None:
    """Answer one question about the advice."""
    routed = [thing for thing in inquiry.things if thing.routes]
    if SURE.search(inquiry.question):
        _how_sure(draft, turn)
    elif CHANGE.search(inquiry.question):
        _what_would_change(draft, turn, routed)
    elif routed and (WHY_NOT.search(inquiry.question) or RULED_OUT.search(inquiry.question)):
        for thing in routed[:2]:
            _why_not(draft, turn, thing)
    elif RULED_OUT.search(inquiry.question):
        _ruled_out(draft, turn)
    else:
        _why(draft, turn)


def _lean(draft: Draft, turn: Turn) -> str:
    a = turn.assessment
    lean = "The advice is" if turn.heard.conversation.case.verdict else "So far it leans to"
    return draft.computed(f"{lean} **{VERDICT_NAMES[a.verdict]}**: {advice.verdict_line(a)}.", "verdict")


def _why(draft: Draft, turn: Turn) -> None:
    """What decides it, and what would change it."""
    draft.paragraph(_lean(draft, turn), draft.computed(advice.certainty(turn.assessment), "stability"))
    told = sorted((c for c in turn.assessment.contributions if not c.assumed), key=_size)[:REASONS]
    draft.bullets("What decides it", [_reason(draft, turn, c) for c in told])
    draft.bullets("What would change my mind", _changes(draft, turn.assessment.flip_points[:FLIPS]))


def _how_sure(draft: Draft, turn: Turn) -> None:
    """The share of the draws, and the answers that would still move it."""
    a = turn.assessment
    draft.paragraph(_lean(draft, turn), draft.computed(advice.certainty(a), "stability"))
    open_ones = [q for q in a.next_questions if q.can_change][:UNKNOWNS]
    if not open_ones:
        draft.paragraph(draft.computed("No single answer that is still open would change it.", "next_questions"))
        return
    told = listing([_could_move(question, a.verdict) for question in open_ones])
    draft.paragraph(draft.computed(f"What I don't know and would move it most: {told}.", "next_questions"))


def _could_move(question: NextQuestion, verdict: str) -> str:
    """An open fact with the answers that would give another verdict."""
    fact = FACTS[question.fact]
    others = [(value, other) for value, other in question.outcomes.items() if other != verdict][:2]
    told = [f"{VERDICT_NAMES[other]} with “{fact.label(value)}”" for value, other in others]
    return f"{fact.title.lower()} ({listing(told, 'or')})"


def _what_would_change(draft: Draft, turn: Turn, routed: Sequence[Thing]) -> None:
    """The smallest changes that give another verdict; where a thing is named, those that bring its routes."""
    flips = turn.assessment.flip_points
    if routed:
        flips = tuple(flip for flip in flips if flip.verdict in _verdicts_of(routed[0].routes, turn.assessment))
    if not flips:
        name = f" that brings {routed[0].name}" if routed else ""
        draft.paragraph(draft.computed(f"I find no change of one or two facts{name}.", "flip_points"))
        return
    draft.paragraph(_lean(draft, turn))
    draft.bullets("What would change my mind", _changes(draft, flips[: advice.MOST_FLIPS]))


def _changes(draft: Draft, flips: Sequence[FlipPoint]) -> list[str]:
    """Changes of facts, each with the verdict that it gives."""
    return [draft.computed(f"{f.statement.rstrip('.')} → {VERDICT_NAMES[f.verdict]}.", "flip_points") for f in flips]


def _ruled_out(draft: Draft, turn: Turn) -> None:
    """The routes that a gate removed, each with its reason."""
    a = turn.assessment
    if not a.removed:
        draft.paragraph(draft.computed("No rule removed a route: all of them are left, by points and cost.", "removed"))
        return
    reasons: dict[tuple[str, str], list[str]] = {}
    for route, gate in a.removed.items():
        reasons.setdefault((gate.why, gate.passage), []).append(ROUTE_NAMES[route])
    draft.bullets(
        "Ruled out",
        [
            f"{capitalised(listing(routes))}: {draft.computed(why, 'removed', *_support(turn, passage))}"
            for (why, passage), routes in reasons.items()
        ],
    )
    late = [
        draft.computed(f"{capitalised(ROUTE_NAMES[r])}: {lowered(g.why)}", "too_late") for r, g in a.too_late.items()
    ]
    draft.bullets("Left, but too late for the deadline", late)


def _why_not(draft: Draft, turn: Turn, thing: Thing) -> None:
    """The routes that a thing belongs to: in the advice, ruled out, or dearer and less fit; and what would bring it."""
    a = turn.assessment
    routes = [route for route in thing.routes if route in ROUTE_NAMES]
    advised = [work.route for work in (*a.route_now, *a.route_later) if work.route in routes]
    names = listing([ROUTE_NAMES[route] for route in routes], "or")
    opening = draft.computed(f"**{capitalised(thing.name)}** would come as {names}.", "routes")
    if advised:
        draft.paragraph(opening, _is_advised(draft, a, thing, advised[0]))
        return
    draft.paragraph(opening, *_removed(draft, turn, routes))
    left = [route for route in routes if route not in a.removed]
    if left:
        draft.paragraph(*_costs(draft, a, left))
        against = sorted((c for c in a.contributions if _pulls_away(c, left, a)), key=_size)[:2]
        draft.bullets("What speaks against it", [_reason(draft, turn, c) for c in against])
    wanted = _verdicts_of(thing.routes, a)
    flips = [flip for flip in a.flip_points if flip.verdict in wanted][:FLIPS]
    draft.bullets("What would bring it", _changes(draft, flips))


def _is_advised(draft: Draft, a: Assessment, thing: Thing, route: str) -> str:
    when = "now" if route in {work.route for work in a.route_now} else "later"
    named = list(dict.fromkeys(m.name for m in a.models if thing.name.split()[0] in m.name))
    also = f" On the short list: {listing(named)}." if named else " Which model it is, your own test set settles."
    return draft.computed(f"That route is in the advice: {ROUTE_NAMES[route]}, {when}.{also}", "route_now")


def _removed(draft: Draft, turn: Turn, routes: Sequence[str]) -> list[str]:
    """Why gates removed routes, each reason once."""
    gates = {gate.why: gate for route, gate in turn.assessment.removed.items() if route in routes}
    out = [route for route in routes if route in turn.assessment.removed]
    named = listing([ROUTE_NAMES[route] for route in out])
    every = "That is ruled out: " if len(out) == len(routes) else f"Ruled out is {named}: "
    return [
        draft.computed(f"{every}{lowered(gate.why)}", "removed", *_support(turn, gate.passage))
        for gate in gates.values()
    ]


def _costs(draft: Draft, a: Assessment, left: Sequence[str]) -> list[str]:
    """What the routes left would cost beside the one advised now."""
    now = a.costs.get(a.route_now[0].route) if a.route_now else None
    told = [f"{ROUTE_NAMES[r]} {money_range(a.costs[r])}" for r in left if r in a.costs and a.costs[r].mid is not None]
    if not told or now is None or now.mid is None:
        return []
    beside = f"{ROUTE_NAMES[now.route]} {money_range(now)}"
    return [draft.computed(f"I compute: {'; '.join(told)}; beside it {beside}.", "costs")]


def _pulls_away(c: Contribution, routes: Sequence[str], a: Assessment) -> bool:
    """Whether a known fact speaks against routes: for a vendor where they are one's own, and the other way round."""
    pull = c.now + c.later
    return not c.assumed and (pull < 0 if set(routes) & set(OPEN) else pull > 0)


def _verdicts_of(routes: Sequence[str], a: Assessment) -> set[str]:
    """The verdicts under which a route would carry work, other than the one given."""
    wanted = {"hybrid"} | ({"open_source"} if set(routes) & set(OPEN) else {"prebuilt"})
    return wanted - {a.verdict}


def _reason(draft: Draft, turn: Turn, c: Contribution) -> str:
    return draft.computed(c.sentence, f"contributions.{c.fact}", *_support(turn, c.passage))


def _size(c: Contribution) -> float:
    return -abs(c.now) - abs(c.later)


def _support(turn: Turn, passage: str) -> tuple[str, ...]:
    return (passage,) if passage in turn.found.support else ()
