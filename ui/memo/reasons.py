"""Why: what each factor pulls to, which routes are ruled out, and what would change the advice."""

from collections.abc import Iterator, Sequence

from agent.decision.assessment import FACTORS, Contribution
from agent.decision.wording import VERDICT_NAMES, capitalised, listing
from agent.writing.advice import FACTOR_NAMES, SENTENCES_A_FACTOR
from ui.board.drawn import factors_in_words
from ui.board.names import HANGS_ON, ROUTES, VERDICTS
from ui.memo.blocks import Block, Bullets, Chart, Heading, Paragraph, Table, Words, joined, said, typeset
from ui.memo.citing import on
from ui.memo.dossier import Dossier


def reasons(d: Dossier) -> Iterator[Block]:
    """The four factors, the strongest first, with their sentences; then what a gate rules out."""
    a = d.assessment
    by_factor = {factor: [c for c in a.contributions if c.factor == factor] for factor in FACTORS}
    ranked = sorted(FACTORS, key=lambda factor: -abs(a.scores["now"][factor]) - abs(a.scores["later"][factor]))
    yield Heading("Why")
    yield Chart("factors", "Which way each factor pulls, now and later", typeset(factors_in_words(a)))
    yield Bullets(tuple(_factor(d, factor, by_factor[factor]) for factor in ranked))
    if a.removed:
        yield Heading("Ruled out", 2)
        yield Bullets(
            tuple(
                joined(said(f"{ROUTES[route]}.", "strong"), on(d, gate.why, gate.passage))
                for route, gate in a.removed.items()
            )
        )


def changes(d: Dossier) -> Iterator[Block]:
    """The smallest changes that give another verdict, and what nobody has said yet."""
    a = d.assessment
    yield Heading("What would change this advice")
    if a.flip_points:
        rows = tuple((said(flip.statement.rstrip(".")), said(VERDICTS[flip.verdict])) for flip in a.flip_points)
        yield Table("The smallest changes that give another verdict", ("If", "Then the verdict is"), rows, (84, 24))
    else:
        yield Paragraph(said(f"No change of one or two facts gives another verdict than {VERDICT_NAMES[a.verdict]}."))
    still_open = [HANGS_ON.get(question.fact, question.fact) for question in a.next_questions if question.can_change]
    if still_open:
        yield Paragraph(said(f"Not known yet, and able to change it: {listing(still_open)}."))


def _factor(d: Dossier, factor: str, mine: Sequence[Contribution]) -> Words:
    known = [c for c in mine if not c.assumed] or list(mine[:1])
    strongest = sorted(known, key=lambda c: -_size(c))[:SENTENCES_A_FACTOR]
    name = said(f"{FACTOR_NAMES[factor]}:", "strong")
    return joined(name, *(on(d, capitalised(c.sentence), c.passage) for c in strongest))


def _size(c: Contribution) -> float:
    return abs(c.now) + abs(c.later)
