"""`make eval-retrieval`: how well the search finds what answers a question, and refuses what nothing here answers.

The questions were written without the passages at hand. Meaning alone, words alone, and both together are compared.
Exit status 1 where the search as it runs falls short of its promise.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ir_measures
import yaml
from ir_measures import RR, R, Success, nDCG

from agent.settings import load_settings
from knowledge.encoder import Encoder, encoder_folder
from knowledge.library import Library
from knowledge.search.embedder import open_embedder
from knowledge.search.finder import open_finder

FOLDER = Path(__file__).parent
QUESTIONS, REPORT = FOLDER / "retrieval_questions.yaml", FOLDER / "RETRIEVAL.md"

FOUND, RANKED = 0.95, 0.85
"""Recall among the first five, and nDCG among the first ten, that are promised."""

REFUSED, WRONGLY_REFUSED = 0.90, 0.05
"""Shares of the questions that nothing answers, and of those that something does."""

DEPTH = 10
MEASURES = (R @ 5, nDCG @ 10, RR @ 10, Success @ 5)


@dataclass(frozen=True)
class Questions:
    """What is asked: with the passages that answer it, or with none."""

    answered: Mapping[str, Sequence[str]]
    unanswered: Sequence[str]


def load_questions() -> Questions:
    """The questions of the table."""
    table = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return Questions({row["ask"]: row["ids"] for row in table["answered"]}, table["unanswered"])


def measured(rank: Callable[[str], Sequence[str]], questions: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """The measures of a ranking over the questions that something answers."""
    truth = [ir_measures.Qrel(ask, key, 1) for ask, ids in questions.items() for key in ids]
    run = [ir_measures.ScoredDoc(ask, key, 1 / (1 + place)) for ask in questions for place, key in enumerate(rank(ask))]
    found = ir_measures.calc_aggregate(MEASURES, truth, run)
    return {str(measure): found[measure] for measure in MEASURES}


def missed(library: Library, questions: Mapping[str, Sequence[str]]) -> list[str]:
    """The questions of which no right passage is among the first five."""
    return [ask for ask, ids in questions.items() if not {h.passage.id for h in library.search(ask)} & set(ids)]


def main() -> int:
    """Measure, write the report, and say whether the promise is kept."""
    settings, questions = load_settings(), load_questions()
    encoder = Encoder(encoder_folder(settings.cache))
    embedder = open_embedder(settings.embedder, encoder)
    library = Library(settings.vectors, embedder, find=open_finder(encoder))
    library.refresh()
    rankings: Mapping[str, Callable[[str], Sequence[str]]] = {
        "meaning alone": lambda ask: library.by_meaning(ask, DEPTH),
        "words alone": lambda ask: library.by_words(ask, DEPTH),
        "as it runs": lambda ask: [hit.passage.id for hit in library.search(ask, k=DEPTH)],
    }
    table = {name: measured(rank, questions.answered) for name, rank in rankings.items()}
    refused = [ask for ask in questions.unanswered if not library.answers(ask)]
    wrongly = [ask for ask in questions.answered if not library.answers(ask)]
    shares = len(refused) / len(questions.unanswered), len(wrongly) / len(questions.answered)
    REPORT.write_text(_report(table, questions, shares, missed(library, questions.answered), wrongly), encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))
    best = table["as it runs"]
    kept = best[str(R @ 5)] >= FOUND and best[str(nDCG @ 10)] >= RANKED
    return 0 if kept and shares[0] >= REFUSED and shares[1] <= WRONGLY_REFUSED else 1


def _report(
    table: Mapping[str, Mapping[str, float]],
    questions: Questions,
    shares: tuple[float, float],
    missed: Sequence[str],
    wrongly: Sequence[str],
) -> str:
    names = list(next(iter(table.values())))
    rows = [f"| {name} | {' | '.join(f'{row[n]:.3f}' for n in names)} |" for name, row in table.items()]
    return _TEXT.format(
        answered=len(questions.answered),
        unanswered=len(questions.unanswered),
        names=" | ".join(names),
        rule="---|" * len(names),
        rows="\n".join(rows),
        refused=shares[0],
        wrongly=shares[1],
        missed="\n".join(f"- {ask}" for ask in missed) or "- none",
        unheard="\n".join(f"- {ask}" for ask in wrongly) or "- none",
    )


_TEXT = """# How well the search finds

Written by `make eval-retrieval`. {answered} questions that passages answer, at most three for each, and
{unanswered} that nothing here answers. The questions were written by people who had not seen the passages; others,
who had read them all, said which answer. Measures by ir-measures; `R@5` is the share of the right passages among
the first five, `Success@5` the share of questions with at least one.

| | {names} |
|---|{rule}
{rows}

Refused of what nothing answers: {refused:.3f}. Refused of what something answers: {wrongly:.3f}.

## No right passage among the first five

{missed}

## Refused although answered

{unheard}
"""


if __name__ == "__main__":
    sys.exit(main())
