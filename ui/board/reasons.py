"""Why: the four factors with their bars and the table behind them, and what would change the verdict.

Pure functions from records to escaped HTML; the bars are drawn as boxes, the numbers stand beside them in words.
"""

from collections.abc import Mapping, Sequence

from agent.decision.assessment import FACTORS, Assessment, Contribution, FlipPoint
from agent.decision.wording import listing
from agent.facts import FACTS
from agent.writing.advice import FACTOR_NAMES
from ui.board.names import verdict_tag
from ui.markup import CHEVRON, escape, inline, ours
from ui.sources import Numbered
from ui.what_if import question_for

# A factor below this is level: it permits either.
LEVEL = 0.1
SENTENCES = 2
# Half of the axis in points; a factor beyond it stretches all four alike.
SCALE = 1.0


def factors_section(a: Assessment, numbered: Numbered) -> str:
    """Four factors, the strongest first, filled now and outlined later."""
    by_factor = {f: [c for c in a.contributions if c.factor == f] for f in FACTORS}
    ranked = sorted(FACTORS, key=lambda f: -_weight(by_factor[f]))
    scale = max([SCALE, *(_reach(by_factor[f]) for f in FACTORS)])
    first_now = max(FACTORS, key=lambda f: abs(_sum(by_factor[f], "now")))
    first_later = max(FACTORS, key=lambda f: abs(_sum(by_factor[f], "later")))
    rows = "".join(
        _factor(f, by_factor[f], scale, numbered, decides_now=f == first_now, decides_later=f == first_later)
        for f in ranked
    )
    return (
        '<section data-tab="advice" id="factors"><h2>Four factors, and which way each pulls</h2>'
        '<p class="lede">Filled bars are today, outlined bars 12 to 24 months from '
        "now; a gap in a bar separates two facts.</p>"
        '<div class="factors"><div class="factor-head"><span>Vendor’s model</span><span>Your own</span></div>'
        f"{rows}</div>{_table(a.contributions)}</section>"
    )


def flips_section(points: Sequence[FlipPoint], verdict: str) -> str:
    """The smallest changes that give another verdict, each to be tried."""
    if not points:
        return (
            '<section data-tab="advice" id="flips"><h2>What would change my mind</h2><p class="lede">'
            "No change of one or two "
            f"facts gives another verdict than {verdict_tag(verdict)}.</p></section>"
        )
    rows = "".join(_flip(point) for point in points)
    return (
        '<section data-tab="advice" id="flips"><h2>What would change my mind</h2>'
        f'<p class="lede">The smallest changes that give another verdict.</p><ul class="flips">{rows}</ul></section>'
    )


def _flip(point: FlipPoint) -> str:
    count = (
        "One fact"
        if len(point.changes) == 1
        else "Two facts"
        if len(point.changes) == 2
        else f"{len(point.changes)} facts"
    )
    names = listing([FACTS[name].title.lower() for name in point.changes if name in FACTS])
    say = escape(question_for(point.changes))
    return (
        f'<li><div><p class="change">{inline(point.statement.rstrip("."), {})}</p><p class="facts">'
        f"{count}: {ours(names)}.</p></div>"
        f'{verdict_tag(point.verdict)}<button type="button" class="second" data-say="{say}">Try it'
        f'<span class="sr-only">: {inline(point.statement, {})}</span></button></li>'
    )


def _factor(
    factor: str,
    mine: Sequence[Contribution],
    scale: float,
    numbered: Numbered,
    *,
    decides_now: bool,
    decides_later: bool,
) -> str:
    told = sorted(_told(mine), key=lambda c: -abs(c.now) - abs(c.later))[:SENTENCES]
    sentences = " ".join(f"{inline(c.sentence, {})}{numbered.chips(c.passage)}" for c in told)
    part = _part(_sum(mine, "now"), _sum(mine, "later"), decides_now, decides_later)
    return (
        f'<div class="factor"><div class="factor-words"><h3>{FACTOR_NAMES[factor]} <span>{part}</span></h3>'
        f"<p>{sentences}</p></div>{_bars(FACTOR_NAMES[factor], mine, scale)}</div>"
    )


def _told(mine: Sequence[Contribution]) -> list[Contribution]:
    """What is known speaks; what is not known only where nothing else does."""
    return [c for c in mine if not c.assumed] or list(mine[:1])


def _part(now: float, later: float, decides_now: bool, decides_later: bool) -> str:
    """The part of a factor in the decision."""
    if abs(now) < LEVEL and abs(later) < LEVEL:
        return "permits either"
    if decides_now and decides_later:
        return "decides both steps"
    if decides_now:
        return "decides the first step"
    if decides_later:
        return "decides the later step"
    if now * later < 0:
        return "changes sides later"
    return "speaks for a vendor" if now + later < 0 else "speaks for your own"


def _bars(name: str, mine: Sequence[Contribution], scale: float) -> str:
    now, later = _sum(mine, "now"), _sum(mine, "later")
    words = f"{name}: now {_signed(now)}, later {_signed(later)}; minus pulls to a vendor’s model"
    return (
        f'<div class="pulls" role="img" aria-label="{ours(words)}">'
        f"{_row('now', mine, scale)}{_row('later', mine, scale)}</div>"
    )


def _row(horizon: str, mine: Sequence[Contribution], scale: float) -> str:
    """One bar from the middle axis: a part a fact, the label on the free side."""
    values = sorted((_value(c, horizon) for c in mine if abs(_value(c, horizon)) >= 0.005), key=lambda v: -abs(v))
    left = "".join(_piece(v, scale) for v in reversed(values) if v < 0)
    right = "".join(_piece(v, scale) for v in values if v > 0)
    side = "left" if sum(values) > 0 else "right"
    label = f'<span class="horizon">{horizon}</span>'
    if side == "left":
        return (
            f'<div class="pull {horizon}"><div class="side vendor">{label}{left}</div><div class="side own">'
            f"{right}</div></div>"
        )
    return (
        f'<div class="pull {horizon}"><div class="side vendor">{left}</div><div class="side own">{right}{label}</div>'
        "</div>"
    )


def _piece(value: float, scale: float) -> str:
    return f'<i style="width:{min(abs(value) / scale, 1) * 100:.1f}%"></i>'


def _table(contributions: Sequence[Contribution]) -> str:
    """What each fact adds, the largest first."""
    shown = sorted(
        (c for c in contributions if abs(c.now) + abs(c.later) >= 0.005), key=lambda c: -abs(c.now) - abs(c.later)
    )
    rows = "".join(
        f"<tr><td>{ours(_fact_words(c))}</td><td>{FACTOR_NAMES[c.factor]}</td><td>{_signed(c.now)}</td><td>"
        f"{_signed(c.later)}</td></tr>"
        for c in shown
    )
    return (
        f'<details class="more"><summary>{CHEVRON}What each fact adds</summary><div class="scroll" tabindex="0">'
        '<table class="adds">'
        '<thead><tr><th scope="col">Fact</th><th scope="col">Factor</th><th scope="col">Now</th><th scope="col">'
        "Later</th></tr></thead>"
        f'<tbody>{rows}</tbody></table></div><p class="note">Minus pulls towards a vendor’s model, plus '
        "towards your own. "
        "What is not known counts with its expectation.</p></details>"
    )


def _fact_words(c: Contribution) -> str:
    fact = FACTS[c.fact]
    value = "not known" if c.value is None else fact.label(c.value)
    return f"{fact.title}: {value[:1].lower()}{value[1:]}" if not value.isupper() else f"{fact.title}: {value}"


def _signed(value: float) -> str:
    return "0.00" if abs(value) < 0.005 else f"{'+' if value > 0 else '−'}{abs(value):.2f}"


def _value(c: Contribution, horizon: str) -> float:
    return c.now if horizon == "now" else c.later


def _sum(mine: Sequence[Contribution], horizon: str) -> float:
    return sum(_value(c, horizon) for c in mine)


def _weight(mine: Sequence[Contribution]) -> float:
    return abs(_sum(mine, "now")) + abs(_sum(mine, "later"))


def _reach(mine: Sequence[Contribution]) -> float:
    """The longest side of a factor's bars."""
    sides: Mapping[tuple[str, bool], float] = {
        (horizon, up): sum(abs(_value(c, horizon)) for c in mine if (_value(c, horizon) > 0) == up)
        for horizon in ("now", "later")
        for up in (True, False)
    }
    return max(sides.values(), default=0.0)
