"""The report for people: one self-contained page with every conversation and every grade.

Everything that was said is escaped; the page loads nothing and runs no script.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from evals.played import Check, Exchange, PlayedCase, Result

STYLES = Path(__file__).parent / "page.css"

_WHY = {
    "opening": "opening",
    "answer": "answers",
    "asked": "asks",
    "what_if": "asks what if",
    "go_back": "goes back",
    "hurry": "wants the advice now",
}


def html_page(results: Sequence[Result], changes: Sequence[str]) -> str:
    """The whole page."""
    passed = sum(result.passed for result in results)
    body = [
        f"<h1>{passed} of {len(results)} conversations pass</h1>",
        "<p class=sub>Each was played with the real advisor; a grade is a yes or a no, and no model gave it.</p>",
        _overview(results),
        _list("Since the last run", changes),
        *(_conversation(result) for result in results),
    ]
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    styles = STYLES.read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}<title>Conversations</title><style>\n{styles}</style></head>\n'
        f"<body>\n{chr(10).join(body)}\n</body></html>\n"
    )


def _overview(results: Sequence[Result]) -> str:
    rows = []
    for result in results:
        held = sum(check.passed for run in result.runs for check in run.checks)
        checks = sum(len(run.checks) for run in result.runs)
        verdicts = ", ".join(v.replace("_", " ") for v in result.verdicts) if result.script.kind != "qa" else "–"
        rows.append(
            f'<tr><td><a href="#{result.script.id}">{result.script.id}</a></td><td>{_word(result)}</td>'
            f"<td>{escape(verdicts)}</td><td class=n>{result.turns}</td><td class=n>{result.questions}</td>"
            f"<td class=n>{held}/{checks}</td></tr>"
        )
    head = "<th>conversation</th><th>result</th><th>verdict</th><th class=n>turns</th><th class=n>questions</th>"
    return f"<div class=wide><table><tr>{head}<th class=n>checks</th></tr>\n{chr(10).join(rows)}\n</table></div>"


def _word(result: Result) -> str:
    passed = sum(run.passed for run in result.runs)
    runs = f" {passed}/{len(result.runs)}" if len(result.runs) > 1 else ""
    return f"<span class={'pass' if result.passed else 'fail'}>{'pass' if result.passed else 'fail'}{runs}</span>"


def _list(heading: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h2>{heading}</h2><ul>{items}</ul>" if items else ""


def _conversation(result: Result) -> str:
    """One script: its persona, its grades and what was said; of several runs the first that failed."""
    run = next((run for run in result.runs if not run.passed), result.runs[0])
    failed = "".join(_check(check) for check in run.failed)
    held = "".join(_check(check) for check in run.checks if check.passed)
    grades = f"<ul class=checks>{failed}</ul>" if failed else ""
    number = sum(check.passed for check in run.checks)
    grades += f"<details><summary>{number} checks that hold</summary><div><ul class=checks>{held}</ul></div></details>"
    stories = "".join(_story(case, number) for number, case in enumerate(run.played.cases, 1))
    persona = f"<p class=sub>{escape(result.script.persona)}</p>" if result.script.persona else ""
    return (
        f'<h2 id="{result.script.id}">{result.script.id} · {_word(result)}</h2>{persona}{grades}'
        f"<details{'' if result.passed else ' open'}><summary>The conversation</summary><div>{stories}</div></details>"
    )


def _check(check: Check) -> str:
    mark = "<span class=pass>✓</span>" if check.passed else "<span class=fail>✗</span>"
    detail = f" <small>({escape(check.detail)})</small>" if check.detail else ""
    return f"<li>{mark}&ensp;{escape(check.name)}{detail}</li>"


def _story(case: PlayedCase, number: int) -> str:
    routes = f", {' + '.join(case.now)} now, {' + '.join(case.later)} later" if case.now else ""
    head = f"<h3>Part {number}: {escape((case.verdict or 'no verdict') + routes).replace('_', ' ')}</h3>"
    return head + "".join(_exchange(exchange) for exchange in case.exchanges)


def _exchange(exchange: Exchange) -> str:
    reply = exchange.reply
    sources = f" · cites {', '.join(reply.passages)}" if reply.passages else ""
    return (
        f"<div class=you><span class=tag>{_WHY.get(exchange.why, exchange.why)}</span>{escape(exchange.said)}</div>"
        f"<div class=advisor><span class=tag>{reply.move} · {1000 * exchange.seconds:.0f} ms{escape(sources)}</span>"
        f"{_emphasis(escape(reply.text))}</div>"
    )


def _emphasis(text: str) -> str:
    """Light Markdown in a text that is escaped already."""
    text = re.sub(r"\*\*([^*\n]+)\*\*", r"<strong>\1</strong>", text)
    return re.sub(r"\*([^*\n]+)\*", r"<em>\1</em>", text)
