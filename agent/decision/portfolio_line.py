"""One line of `advisor portfolio`: several use cases in, verdicts, pool, sequence and a table out."""

from collections.abc import Mapping
from typing import Any

from agent.days import day_of
from agent.decision.assess import assessment_to_json, plain
from agent.decision.assess_portfolio import UseCase, assess_portfolio
from agent.decision.given import facts_of, known_keys, present_of, weights_of
from agent.decision.portfolio import Portfolio, Row
from agent.decision.wording import VERDICT_NAMES, money_span, percent, weeks
from knowledge.tables import Catalogue

KEYS = ("id", "use_cases", "weights", "today")
USE_CASE_KEYS = ("id", "facts", "present")

MOST_USE_CASES = 10_000

HEAD = "| use case | verdict | holds in | now | later | a month | due in | pool |\n|---|---|---|---|---|---|---|---|"


def portfolio_line(line: Mapping[str, Any], catalogue: Catalogue | None = None) -> dict[str, Any]:
    """Assess one line; what it cannot take is a ValueError in a readable sentence."""
    known_keys(line, KEYS)
    found = assess_portfolio(
        use_cases_of(line.get("use_cases")),
        today=day_of(line.get("today")),
        weights=weights_of(line.get("weights")),
        catalogue=catalogue,
    )
    return portfolio_to_json(found)


def use_cases_of(given: Any) -> list[UseCase]:
    """The use cases of a line; one without an id is called by its number."""
    if not isinstance(given, list) or not given:
        raise ValueError('use_cases: a portfolio takes a list of {"id", "facts"}, one at least')
    if len(given) > MOST_USE_CASES:
        raise ValueError(f"use_cases: {len(given):,} are more than the {MOST_USE_CASES:,} that a portfolio takes")
    use_cases = [_use_case(number, row) for number, row in enumerate(given, start=1)]
    seen: set[str] = set()
    for use_case in use_cases:
        if use_case.id in seen:
            raise ValueError(f"use_cases: the id {use_case.id!r} stands twice")
        seen.add(use_case.id)
    return use_cases


def _use_case(number: int, row: Any) -> UseCase:
    if not isinstance(row, Mapping):
        raise ValueError(f'use case {number}: {row!r} is not an object of "id" and "facts"')
    name = str(row.get("id", number))
    try:
        known_keys(row, USE_CASE_KEYS)
        facts, details = facts_of(row.get("facts"))
        return UseCase(name, facts, details, present_of(row.get("present")))
    except ValueError as error:
        raise ValueError(f"use case {name!r}: {error}") from error


def portfolio_to_json(found: Portfolio) -> dict[str, Any]:
    """The portfolio as plain JSON: a superset of what the command line promises."""
    row: dict[str, Any] = plain(found)
    row["use_cases"] = [
        {"id": each.use_case, **assessment_to_json(each.found), "carried": dict(each.carried)}
        for each in found.use_cases
    ]
    return row


def table_of(found: Mapping[str, Any]) -> str:
    """The table of a portfolio as Markdown, with its pool below."""
    rows = [_table_row(Row(**row)) for row in found["table"]]
    shared = found["pool"]["sentence"] if found["pool"] else found["no_pool"]
    steps = [
        f"{step['start']} to {step['end']}: {step['what']} ({', '.join(step['use_cases'])}; {step['owner']})"
        + (f", {weeks(step['late_weeks'])} late" if step["late_weeks"] else "")
        for step in found["sequence"]
    ]
    return "\n".join([HEAD, *rows, "", shared, "", *(f"{n}. {step}" for n, step in enumerate(steps, start=1))])


def _table_row(row: Row) -> str:
    cost = "not published" if row.low is None or row.high is None else money_span(row.low, row.high)
    cells = (
        row.use_case,
        VERDICT_NAMES[row.verdict],
        percent(row.holds),
        row.now,
        row.later,
        cost.removesuffix(" a month"),
        weeks(row.deadline_weeks) if row.deadline_weeks is not None else "no date",
        "yes" if row.in_pool else "",
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
