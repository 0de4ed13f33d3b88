"""The measurable reasons to look at the decision again, as data that a monitor can read."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.decision.counsel import Evaluation, Trigger
from agent.decision.situation import OWN, Situation
from agent.decision.wording import ROUTE_NAMES, count, listing, money, rounded
from knowledge.counsel import TriggerRow


def triggers(situation: Situation, tested: Evaluation) -> tuple[Trigger, ...]:
    """The triggers of the table that this advice needs, with its own numbers."""
    table = situation.catalogue.triggers
    meet = situation.break_even.get("vendor_api")
    volume = rounded(meet.requests_per_month) if meet and meet.requests_per_month else 0.0
    numbers = {"volume": volume, "bill": table.bill, "points": round(tested.margin * 100.0), "cases": tested.cases}
    words = {
        "volume": count(volume),
        "bill": money(table.bill),
        "points": f"{numbers['points']:g}",
        "cases": f"{tested.cases}",
        "move": _move(situation),
    }
    return tuple(_trigger(row, numbers, words) for row in table.rows if situation.holds(row.when))


def _trigger(row: TriggerRow, numbers: Mapping[str, float], words: Mapping[str, str]) -> Trigger:
    def filled(text: str) -> str:
        return text.format_map(words)

    return Trigger(
        metric=row.id,
        sentence=filled(row.sentence),
        comparison=row.comparison,
        value=_value(row.value, numbers),
        unit=row.unit,
        months=row.months,
        check=filled(row.check),
        owner=row.owner,
        met=filled(row.met),
        missed=filled(row.missed),
        passage=row.passage,
    )


def _value(told: str | float, numbers: Mapping[str, float]) -> float:
    """A number of the table, or one that follows from the case."""
    if not isinstance(told, str):
        return float(told)
    name = told.removeprefix("-")
    return -numbers[name] if name != told else numbers[name]


def _move(situation: Situation) -> str:
    """The move that the triggers guard, in words."""
    new = [w.route for w in situation.route_later if w not in situation.route_now]
    own = [route for route in new or [w.route for w in situation.route_later] if route in (*OWN, "managed_open")]
    return listing([ROUTE_NAMES[route] for route in own]) or ROUTE_NAMES["self_hosted"]


def as_rows(found: Sequence[Trigger]) -> list[dict[str, Any]]:
    """The triggers as plain rows, for a file that a monitor can read."""
    return [
        {
            "metric": trigger.metric,
            "threshold": {"comparison": trigger.comparison, "value": trigger.value, "unit": trigger.unit},
            "for_months": trigger.months,
            "check": trigger.check,
            "owner": trigger.owner,
            "if_met": trigger.met,
            "if_missed": trigger.missed,
            "sentence": trigger.sentence,
            "passage": trigger.passage,
        }
        for trigger in found
    ]
