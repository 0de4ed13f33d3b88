"""The top of the panel: where the decision stands, its routes, how certain it is, and what it hangs on.

Pure functions from records to escaped HTML.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from agent.decision.assessment import Assessment, RouteWork
from agent.decision.wording import day, listing
from agent.facts import FACTS
from agent.reply import Reply
from agent.writing.advice import certainty
from agent.writing.phrases import money_range, percent
from ui.answers import value_label
from ui.board.names import HANGS_ON, VERDICTS, headline, route_tag, shown_order, verdict_tag
from ui.markup import ARROW, INFO, escape, glyph, inline, ours
from ui.sources import Numbered

# Below this share the panel says that two verdicts are still open instead of leaning to one.
LEANS_FROM = 0.55


def empty_section() -> str:
    """The panel before the first message."""
    names = "".join(f"<li>{glyph(v)}{VERDICTS[v]}</li>" for v in shown_order())
    return (
        '<section data-tab="advice" id="advice"><p class="eyebrow">Before your first message</p>'
        '<h2 class="headline">The decision forms here</h2><div class="bar empty"></div>'
        f'<ul class="key">{names}</ul><p class="lede">Each answer narrows it. Every figure says '
        "where it comes from, and "
        "the facts I rely on are listed with your own words, so that you can correct them.</p></section>"
    )


def verdict_section(turns: Sequence[Reply], a: Assessment, advised: bool, today: date, numbered: Numbered) -> str:
    """Verdict, routes and certainty; before the advice also what it hangs on, afterwards what to mind."""
    last = turns[-1]
    top = _advised_top(a, today) if advised else _forming_top(turns, a)
    routes = f'<div class="real">{_routes(a, advised)}{_stability(turns, a, advised)}</div>'
    shown = routes
    if last.move == "compare" and last.comparison:
        shown = f'<div class="with-what-if">{_what_if(a, last.comparison, last.said)}{routes}</div>'
    tail = (_between(a) + _caveats(a, numbered)) if advised else _hangs_on(a, last)
    return f'<section data-tab="advice" id="advice">{top}{shown}{tail}</section>'


def strip(a: Assessment | None, advised: bool) -> str:
    """The line over the chat on a phone: verdict so far, bar and share; a tap opens the advice."""
    if a is None:
        return ""
    leaning = "Still open" if _is_open(a) else f"Leaning {VERDICTS[a.verdict].lower()}"
    name = VERDICTS[a.verdict] if advised else leaning
    return (
        f'<button type="button" class="strip" data-view="advice">{glyph(a.verdict)}<span class="name">{name}</span>'
        f'{_bar(a.stability)}<span class="share">{ours(percent(a.stability[a.verdict]))}</span></button>'
    )


def _advised_top(a: Assessment, today: date) -> str:
    prices = f", prices of {_price_day(a.prices_as_of)}" if a.prices_as_of else ""
    return (
        f'<div class="eyebrow-row">{verdict_tag(a.verdict)}<p class="eyebrow">{escape(day(today))}{prices}</p></div>'
        f'<h2 class="headline">{ours(headline(a))}</h2>'
    )


def _price_day(text: str) -> str:
    try:
        return escape(day(date.fromisoformat(text[:10])))
    except ValueError:
        return ours(text)


def _forming_top(turns: Sequence[Reply], a: Assessment) -> str:
    """Where we are, and which way it leans."""
    if len(turns) == 1:
        eyebrow = "After your first message"
    elif turns[-1].more_questions == 1 and turns[-1].cards:
        eyebrow = "Before the last answer"
    else:
        eyebrow = f"After {len(turns)} messages"
    return f'<p class="eyebrow">{eyebrow}</p><h2 class="headline">{_leaning(a)}</h2>'


def _is_open(a: Assessment) -> bool:
    """Whether no verdict stands out yet."""
    return bool(a.between) or max(a.stability.values()) < LEANS_FROM


def _leaning(a: Assessment) -> str:
    ranked = sorted(shown_order(), key=lambda v: -a.stability[v])
    if _is_open(a):
        pair = a.between or tuple(ranked[:2])
        first, second = (_word(v) for v in shown_order() if v in pair)
        return f"Still open between {first} and {second}"
    what = {
        "prebuilt": "a vendor’s model, and it stays",
        "hybrid": "a vendor’s model now, perhaps one of your own later",
        "open_source": "a model of your own",
    }[a.verdict]
    return f"Leaning {_word(a.verdict)}: {what}"


def _word(verdict: str) -> str:
    return f'<span class="word {verdict}">{VERDICTS[verdict].lower()}</span>'


def _routes(a: Assessment, advised: bool) -> str:
    """The route now, solid, and the route later, dashed until it is decided."""
    same = {w.route for w in a.route_now} == {w.route for w in a.route_later}
    condition = "" if same else ", if the triggers are met" if advised else ", if it proves itself"
    now = _route_card("Route now", a.route_now, a, "decided")
    if same:
        later = (
            '<div class="route later"><p class="when">Route later</p><p class="what">The same</p>'
            '<p class="how">12 to 24 months from now nothing speaks for a move.</p></div>'
        )
    else:
        later = _route_card(f"Route later{condition}", a.route_later, a, "later")
    return f'<div class="routes">{now}<span class="to">{ARROW}</span>{later}</div>'


def _route_card(when: str, works: Sequence[RouteWork], a: Assessment, style: str) -> str:
    rows = "".join(
        f'<p class="what">{route_tag(w.route, a.facts)}</p><p class="how">{_how(w, a, len(works) > 1)}</p>'
        for w in works
    )
    return f'<div class="route {style}"><p class="when">{when}</p>{rows}</div>'


def _how(work: RouteWork, a: Assessment, with_work: bool) -> str:
    """The work it carries, what it costs and when it is there."""
    cost = a.costs.get(work.route)
    parts = [f"For {work.work}"] if with_work else []
    if cost:
        parts += [money_range(cost)] if cost.mid is not None else []
        parts += [f"live in {cost.live_in}"] if cost.live_in else []
    text = ", ".join(parts)
    return escape(text[:1].upper() + text[1:])


def _stability(turns: Sequence[Reply], a: Assessment, advised: bool) -> str:
    """The bar with its key, and what the shares are of."""
    key = "".join(
        f"<li>{glyph(v)}{VERDICTS[v]} <strong>{ours(percent(a.stability[v]))}</strong></li>" for v in shown_order()
    )
    before = turns[-2].stability.get(a.verdict) if len(turns) > 1 and not advised else None
    of = f"of {a.draws:,} draws over what I don’t know"
    if before is not None and round(before * 100) != round(a.stability[a.verdict] * 100):
        of = f"of {a.draws:,} draws; {VERDICTS[a.verdict].lower()} had {percent(before)} before"
    return f'{_bar(a.stability)}<div class="key-row"><ul class="key">{key}</ul><p class="of">{ours(of)}</p></div>'


def _bar(shares: Mapping[str, float]) -> str:
    words = ", ".join(f"{VERDICTS[v].lower()} {percent(shares[v])}" for v in shown_order())
    parts = "".join(
        f'<span class="{v}" style="flex-grow:{shares[v]:.4f}"></span>' for v in shown_order() if shares[v] > 0
    )
    return f'<div class="bar" role="img" aria-label="Share of draws: {ours(words)}">{parts}</div>'


def _hangs_on(a: Assessment, last: Reply) -> str:
    """What could still change the verdict, and what the answers to the first of it would do."""
    open_now = [q for q in a.next_questions if q.can_change]
    asked = [q for q in open_now if q.fact in last.asked] or open_now
    if not asked:
        return ""
    names = listing([HANGS_ON.get(q.fact, q.fact) for q in asked[:2]])
    return (
        f'<p class="lede"><strong>It hangs on {ours(names)}.</strong>'
        f" {ours(_effects(asked[0].fact, asked[0].outcomes))}</p>"
    )


def _effects(fact: str, outcomes: Mapping[str, str]) -> str:
    """Which answers lead where, in one sentence."""
    told: dict[str, list[str]] = {}
    for value, verdict in outcomes.items():
        told.setdefault(verdict, []).append(FACTS[fact].label(value).lower())
    if len(told) < 2:
        return "An answer would move these shares."
    parts = [f"{VERDICTS[v].lower()} with “{listing(told[v], 'or')}”" for v in shown_order() if v in told]
    return f"As things stand it is {'; '.join(parts)}."


def _between(a: Assessment) -> str:
    """What the draws say where two verdicts are near, and why nothing more is asked."""
    told = [certainty(a)] if a.between else []
    return f'<p class="lede">{ours(" ".join([*told, a.stop]))}</p>' if told or a.stop else ""


def _caveats(a: Assessment, numbered: Numbered) -> str:
    """What the leader must know beside the verdict."""
    told = [(f"{c.said} {c.question}", c.passage) for c in a.contradictions]
    told += [(c.sentence, c.passage) for c in a.caveats]
    rows = "".join(f"<li>{INFO}<p>{inline(said, {})}{numbered.chips(passage)}</p></li>" for said, passage in told)
    return f'<ul class="caveats">{rows}</ul>' if rows else ""


def _what_if(a: Assessment, comparison: Mapping[str, Any], said: str) -> str:
    """A what-if beside the real case; nothing of it is stored."""
    facts, verdict = comparison["facts"], comparison["verdict"]
    rows = [("Verdict", verdict_tag(a.verdict), verdict_tag(verdict) if verdict != a.verdict else "")]
    for name, value in facts.items():
        real = a.facts.get(name)
        known = escape(value_label(name, real)) if real is not None else "not known"
        rows.append((FACTS[name].title, known, "" if value == real else escape(value_label(name, value))))
    body = "".join(
        f'<tr><th scope="row">{ours(name)}</th><td>{real}</td>'
        + (f"<td><strong>{other}</strong></td></tr>" if other else '<td class="same">the same</td></tr>')
        for name, real, other in rows
    )
    return (
        '<div class="what-if"><div class="what-if-head"><p class="when">What if, not saved</p>'
        f'<p class="quote">“{escape(said)}”</p></div><table><thead><tr><td></td><th scope="col">Your case</th>'
        '<th scope="col">What if</th></tr></thead>'
        f'<tbody>{body}</tbody></table><div class="what-if-foot">'
        f'<button type="button" class="primary" data-answers="{escape(json.dumps(facts))}">Make this my case</button>'
        '<button type="button" class="quiet" data-act="hide-what-if">Back to the advice</button></div></div>'
    )
