"""Plays scripts with the real advisor on a data folder of their own, and grades what was played.

No model judges another: every grade is a yes or no of `checks`.
"""

import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from agent.reply import Reply
from agent.settings import Settings, load_settings
from evals.checks import grade
from evals.played import Exchange, Played, PlayedCase, Result, Run, Why
from evals.report import compare, html_page, junit, read_last, table, to_json, write
from evals.scripts import Expectation, Script, UseCase, load_scripts
from evals.user import SimulatedUser

MOST_TURNS = 40
"""A conversation that has no advice by then never will."""


class Advises(Protocol):
    """What a play needs of the advisor."""

    def reply(self, thread: str, text: str, *, today: date | None = None) -> Reply:
        """Take one turn."""
        ...

    def consultation(self, thread: str, *, today: date | None = None) -> Any:
        """The conversation as it stands."""
        ...

    def passage(self, passage_id: str) -> Any:
        """A passage, None where there is none."""
        ...


class Stage:
    """One thread in which a script is played; it keeps what was said."""

    def __init__(self, advisor: Advises, thread: str, today: date) -> None:
        self._advisor, self._thread, self._today = advisor, thread, today
        self.exchanges: list[Exchange] = []

    def say(self, text: str, why: Why, expect: Expectation | None = None) -> Reply:
        """Say something and keep the reply."""
        start = time.perf_counter()
        reply = self._advisor.reply(self._thread, text, today=self._today)
        self.exchanges.append(Exchange(text, why, reply, time.perf_counter() - start, expect or Expectation()))
        return reply

    def close_case(self) -> PlayedCase:
        """What was said since the last case was closed, with the routes as they stand."""
        assessment = self._advisor.consultation(self._thread, today=self._today).assessment
        exchanges, self.exchanges = tuple(self.exchanges), []
        now, later = (tuple(work.route for work in works) for works in (assessment.route_now, assessment.route_later))
        return PlayedCase(exchanges, now, later)


def play(advisor: Advises, script: Script, thread: str) -> Played:
    """Play one script in a fresh thread; what raises ends it and is kept as its error."""
    stage = Stage(advisor, thread, script.today or date.today())
    cases: list[PlayedCase] = []
    try:
        for case in script.cases:
            _play_case(stage, case)
            cases.append(stage.close_case())
        if script.questions:
            for question in script.questions:
                stage.say(question.text, "asked", question.expect)
            cases.append(stage.close_case())
    except Exception as error:  # one broken conversation must not end the run; it fails with its reason
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        said = f" after {stage.exchanges[-1].said!r}" if stage.exchanges else ""
        kept = [PlayedCase(tuple(stage.exchanges))] if stage.exchanges else []
        return Played((*cases, *kept), f"{type(error).__name__}: {error} ({place}){said}")
    cited = {passage for case in cases for exchange in case.exchanges for passage in exchange.reply.passages}
    return Played(tuple(cases), missing=tuple(sorted(p for p in cited if advisor.passage(p) is None)))


def _play_case(stage: Stage, case: UseCase) -> None:
    """From the opening until the advice is there and nothing is left to say."""
    user = SimulatedUser(case)
    reply = stage.say(case.opening, "opening")
    while len(stage.exchanges) < MOST_TURNS:
        done = reply.verdict is not None and not reply.cards
        interjection = user.interject(len(stage.exchanges), done)
        if interjection is not None:
            reply = stage.say(interjection.text, interjection.kind, interjection.expect)
        elif done:
            return
        else:
            reply = stage.say(user.answer(reply), "answer")


def run(advisor: Advises, scripts: Sequence[Script], repeat: int, show: Callable[[str], None]) -> list[Result]:
    """Play every script `repeat` times, each time in a thread of its own."""
    results = []
    for script in scripts:
        runs = []
        for number in range(1, repeat + 1):
            thread = f"eval:{script.id}" + (f":{number}" if number > 1 else "")
            played = play(advisor, script, thread)
            runs.append(Run(played, grade(script, played)))
        results.append(Result(script, tuple(runs)))
        show(f"{'pass' if results[-1].passed else 'FAIL'}  {script.id}")
    return results


@contextmanager
def fresh_advisor(settings: Settings) -> Iterator[Any]:
    """The real advisor on a temporary data folder, so that nobody's conversations are touched."""
    from agent.advisor import Advisor  # loads the libraries, which a script with a slip need not wait for

    with tempfile.TemporaryDirectory(prefix="advisor-eval-") as folder:
        advisor = Advisor(settings.model_copy(update={"data": Path(folder)}))
        try:
            yield advisor
        finally:
            advisor.close()


def run_cli(
    paths: Sequence[Path], json_path: Path | None, junit_path: Path | None, html_path: Path | None, repeat: int
) -> int:
    """Play what `paths` name, print the table and write the reports; exit status 1 if any script fails."""
    scripts = load_scripts(paths)
    last = read_last(json_path)
    with fresh_advisor(load_settings()) as advisor:
        results = run(advisor, scripts, max(repeat, 1), lambda line: print(line, file=sys.stderr, flush=True))
    changes = compare(last, results)
    print(table(results, changes))
    write(json_path, to_json(results))
    write(junit_path, junit(results))
    write(html_path, html_page(results, changes))
    return 0 if all(result.passed for result in results) else 1
