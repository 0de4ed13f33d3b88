"""A myth put right in passing: one sentence that stands on its passage, and the leader's own numbers where it is one of
cost.

It changes no move and no verdict; whether there is a myth to put right was decided before.
"""

from collections.abc import Callable, Mapping

from agent.decision.assessment import Assessment
from agent.decision.wording import ROUTE_NAMES
from agent.writing.phrases import money_range
from agent.writing.protocol import Turn
from agent.writing.provenance import Draft


def put_right(draft: Draft, turn: Turn) -> None:
    """Put the myth of the message right, unless the reply has just cited its passage."""
    passage = turn.found.myth
    if passage is None or passage.id in draft.passages:
        return
    cited = draft.cited(passage.correction, passage.id)
    draft.paragraph("In passing:", cited, _own_numbers(draft, turn, passage.id))


def _own_numbers(draft: Draft, turn: Turn, myth: str) -> str:
    """What the tool computes of the myth for this case, once its volume is known."""
    a = turn.assessment
    told, field, rule = _OWN.get(myth, (_nothing, "", ""))
    sentence = told(a) if "requests_per_month" in a.facts else ""
    return draft.computed(sentence, field, *([rule] if rule in turn.found.support else [])) if sentence else ""


def _nothing(_: Assessment) -> str:
    return ""


def _costs(a: Assessment) -> str:
    """A model of one's own beside the vendor's."""
    told = [
        f"{ROUTE_NAMES[route]} {money_range(a.costs[route])}"
        for route in ("self_hosted", "vendor_api")
        if route in a.costs and a.costs[route].mid is not None
    ]
    return f"For your case I compute: {'; '.join(told)}." if len(told) == 2 else ""


def _meeting(a: Assessment) -> str:
    """Where a model of one's own meets the vendor's."""
    return a.break_even["vendor_api"].sentence if "vendor_api" in a.break_even else ""


def _first_step(a: Assessment) -> str:
    """What the first step costs."""
    cost = a.costs.get("vendor_api")
    return f"For your volume I compute {money_range(cost)} for it on a vendor's API." if cost and cost.mid else ""


_OWN: Mapping[str, tuple[Callable[[Assessment], str], str, str]] = {
    "myth-open-source-is-free": (_costs, "costs", "cost-self-hosting"),
    "myth-self-hosting-is-cheaper": (_meeting, "break_even.vendor_api", "cost-break-even"),
    "myth-hybrid-pays-twice": (_first_step, "costs", "route-vendor-api"),
}
"""The myths of cost that the tool can compute: what it says, the field of the assessment, and the rule's passage."""
