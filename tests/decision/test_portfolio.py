"""Several use cases together: what they share, the pool that small ones carry together, and one sequence of work."""

import json
import re
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.decision.assess import assess
from agent.decision.assess_portfolio import MOST_IN_FULL, UseCase, assess_portfolio
from agent.decision.plan import PROVE_WEEKS
from agent.decision.portfolio import Pool, Portfolio, SequenceStep
from agent.decision.portfolio_line import portfolio_line, table_of
from agent.facts import FactValue

TODAY = date(2026, 11, 26)

Facts = dict[str, FactValue]

NARROW: Facts = {
    "audience": "workflow",
    "strategic_role": "important",
    "data_sensitivity": "internal",
    "task_difficulty": "narrow",
    "tokens_per_request": 600,
    "stage": "production",
    "team": "ml",
}


def narrow(requests: float, **more: FactValue) -> Facts:
    """Narrow work of so many requests a month."""
    return {**NARROW, "requests_per_month": requests, **more}


def together(**facts: Facts) -> Portfolio:
    """The portfolio of some use cases by their names."""
    return assess_portfolio([UseCase(name, row) for name, row in facts.items()], today=TODAY)


def test_a_verdict_is_that_of_the_use_case_alone() -> None:
    """Being together changes costs and order, never what is right for one."""
    found = together(tagging=narrow(2e6), writing={"audience": "employees", "task_difficulty": "general", "team": "ml"})

    assert [each.found for each in found.use_cases] == [
        assess(narrow(2e6), today=TODAY),
        assess({"audience": "employees", "task_difficulty": "general", "team": "ml"}, today=TODAY),
    ]


def test_what_belongs_to_the_organisation_is_shared() -> None:
    """Who states it and who takes it over is said."""
    found = together(one={"team": "ml_platform", "gpus": "owned"}, two={"strategic_role": "core"})

    assert found.use_cases[0].carried == {}
    assert found.use_cases[1].carried == {"team": "one", "gpus": "one"}
    assert found.use_cases[1].found.facts["team"] == "ml_platform"
    assert found.conflicts == ()


def test_the_organisation_cannot_be_two_things() -> None:
    """Each keeps its own, nobody takes either over, and the question that settles it is there."""
    found = together(one={"team": "none"}, two={"team": "ml"}, three={"strategic_role": "core"})

    (conflict,) = found.conflicts
    assert conflict.fact == "team"
    assert conflict.said == {"one": "none", "two": "ml"}
    assert "anybody who could run a model" in conflict.question
    assert "team" not in found.use_cases[2].found.facts


def test_small_workloads_that_fail_alone_carry_a_pool_together() -> None:
    """None pays for GPUs of its own; the people and the set-up are paid once."""
    found = together(a=narrow(5e6), b=narrow(4e6), c=narrow(4e6), d=narrow(3e6)).pool

    assert found is not None
    assert not any(member.pays_alone for member in found.members)
    assert found.pays
    apart = found.against[0]
    assert apart.bill == pytest.approx(sum(member.rival_usd or 0 for member in found.members), rel=0.01)
    assert apart.saving[1] == pytest.approx(apart.bill - found.mid, abs=0.05)
    assert sum(line.mid for line in found.lines) == pytest.approx(found.mid, abs=0.05)
    assert sum(member.share for member in found.members) == pytest.approx(1, abs=0.001)
    assert found.mid < sum(member.alone_usd or 0 for member in found.members)
    assert "none would pay for GPUs of its own" in found.sentence


@given(st.lists(st.floats(1e4, 2e6), min_size=2, max_size=5))
def test_a_pool_that_does_not_pay_pays_at_the_load_it_names(volumes: list[float]) -> None:
    """And not well below it."""
    facts = [narrow(volume) for volume in volumes]
    found = _pool(facts)
    if found.pays:
        assert found.pays_from == 1
        return
    assert found.pays_from is not None
    members = {member.use_case for member in found.members}
    grown = [narrow(volume * found.pays_from * 1.05) for n, volume in enumerate(volumes) if str(n) in members]
    assert _pool(grown).pays
    shy = [narrow(volume * found.pays_from * 0.85) for n, volume in enumerate(volumes) if str(n) in members]
    assert not _pool(shy).pays


@given(st.lists(st.floats(1e5, 1e8), min_size=2, max_size=5))
def test_sharing_never_costs_more_than_machines_for_each(volumes: list[float]) -> None:
    """The same model, and the people paid once."""
    found = _pool([narrow(volume) for volume in volumes])

    assert found.mid <= sum(member.alone_usd or 0 for member in found.members) + 0.05
    assert found.low <= found.mid <= found.high


def _pool(facts: list[Facts]) -> Pool:
    found = assess_portfolio([UseCase(str(n), row) for n, row in enumerate(facts)], today=TODAY).pool
    assert found is not None
    return found


def test_work_that_may_not_leave_anchors_a_pool() -> None:
    """Without a rival its own machines are there anyway, and another one joins for its load alone."""
    found = together(inside=narrow(1e6, data_boundary="own_infrastructure"), other=narrow(3e6)).pool

    assert found is not None
    rivals = {member.use_case: member.rival_usd for member in found.members}
    assert rivals["inside"] is None
    assert rivals["other"] is not None
    assert [against.way for against in found.against] == ["each by itself in its cheaper way"]


def test_machines_without_a_network_are_not_shared_with_others() -> None:
    """The one stays apart and the reason is said."""
    found = together(a=narrow(5e6), b=narrow(5e6), apart=narrow(5e6, data_boundary="air_gapped")).pool

    assert found is not None
    assert found.left_out == {"apart": "machines without a network and machines with one cannot be shared"}


def test_two_without_a_network_share_machines_they_own() -> None:
    """A pool of their own."""
    found = together(a=narrow(5e6, data_boundary="air_gapped"), b=narrow(5e6, data_boundary="air_gapped")).pool

    assert found is not None
    assert found.route == "own_machines"


def test_hard_work_stays_out_of_a_pool_of_a_small_model() -> None:
    """Or the pool takes a larger model where that saves more."""
    found = together(a=narrow(9e6), b=narrow(9e6), hard=narrow(1e3, task_difficulty="frontier")).pool

    assert found is not None
    assert found.left_out["hard"] == "its work is too hard for the pool's model"


def test_licences_share_no_gpus() -> None:
    """People at desks with a finished assistant bring no requests of ours."""
    desks: Facts = {"audience": "employees", "seats": 40, "strategic_role": "supporting", "data_sensitivity": "public"}
    found = together(writing=desks, tagging=narrow(5e6))

    assert found.pool is None
    assert "two use cases" in found.no_pool


def test_the_order_of_use_cases_changes_no_pool() -> None:
    """Nor who is in it."""
    facts = {"a": narrow(5e6), "b": narrow(4e5), "c": narrow(2e6), "d": narrow(9e6)}
    one, other = together(**facts).pool, together(**dict(reversed(facts.items()))).pool

    assert one is not None
    assert other is not None
    assert (one.mid, one.pays_from, one.hardware) == (other.mid, other.pays_from, other.hardware)
    assert {m.use_case for m in one.members} == {m.use_case for m in other.members}


def test_what_is_due_first_goes_first_and_what_is_late_says_so() -> None:
    """Developers take one after the other; the gateway is put up once for all."""
    api: Facts = {"audience": "customers", "strategic_role": "supporting", "task_difficulty": "general"}
    found = together(
        soon={**api, "deadline_weeks": 2},
        sooner={**api, "deadline_weeks": 1},
        core={**api, "strategic_role": "core", "data_sensitivity": "internal", "customization": "prompting"},
        late={**api, "deadline_weeks": 2.1},
    ).sequence
    live = [step for step in found if step.what.startswith("Bring it live")]

    assert [step.use_cases[0] for step in live] == ["sooner", "soon", "late", "core"]
    assert [step.start for step in live] == sorted(step.start for step in live)
    assert sum("gateway" in step.what for step in found) == 1
    assert live[0].late_weeks == 0
    assert all((step.late_weeks > 0) == (step.end > _due(step)) for step in live)


def _due(step: SequenceStep) -> date:
    weeks = {"sooner": 1, "soon": 2, "late": 2.1, "core": 999}[step.use_cases[0]]
    return TODAY + timedelta(days=7 * weeks)


def test_no_move_before_its_value_is_shown() -> None:
    """The first sets the machines up, the next takes the time of one that joins."""
    found = together(a=narrow(6e6, stage="idea"), b=narrow(9e6, stage="idea"))
    assert {each.found.verdict for each in found.use_cases} == {"hybrid"}
    live = {step.use_cases[0]: step.end for step in found.sequence if step.phase == "now" and len(step.use_cases) == 1}
    moves = [step for step in found.sequence if step.what.startswith("Move to")]

    assert [step.use_cases[0] for step in moves] == ["b", "a"]
    assert all(step.start >= live[step.use_cases[0]] + timedelta(weeks=PROVE_WEEKS) for step in moves)
    assert moves[0].end - moves[0].start > moves[1].end - moves[1].start


@given(st.lists(st.fixed_dictionaries({}, optional={"deadline_weeks": st.floats(0, 520)}), min_size=1, max_size=6))
def test_every_step_ends_after_it_began(rows: list[Facts]) -> None:
    """And never before today."""
    found = together(**{str(n): row for n, row in enumerate(rows)})

    assert all(TODAY <= step.start <= step.end for step in found.sequence)
    assert {case for step in found.sequence for case in step.use_cases} == {str(n) for n in range(len(rows))}


def test_many_use_cases_get_the_verdict_alone() -> None:
    """And a portfolio says so."""
    few = assess_portfolio([UseCase(str(n), narrow(1e6)) for n in range(MOST_IN_FULL)], today=TODAY)
    many = assess_portfolio([UseCase(str(n), narrow(1e6)) for n in range(MOST_IN_FULL + 1)], today=TODAY)

    assert (few.depth, many.depth) == ("full", "verdict")
    assert few.table[0] == many.table[0]
    assert few.use_cases[0].found.verdict == many.use_cases[0].found.verdict


def test_the_table_has_a_line_for_each() -> None:
    """With what its route now costs."""
    found = portfolio_line(_line({"id": "a|b", "facts": narrow(5e6)}, {"facts": {"strategic_role": "core"}}))
    shown = table_of(found)

    assert shown.splitlines()[2].startswith("| a\\|b | ")
    assert [row["use_case"] for row in found["table"]] == ["a|b", "2"]
    assert all(row["low"] <= row["mid"] <= row["high"] for row in found["table"])
    assert found["no_pool"] or found["pool"]["sentence"] in shown


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({}, "use_cases: a portfolio takes a list"),
        ({"use_cases": []}, "one at least"),
        ({"use_cases": ["x"]}, "use case 1: 'x' is not an object"),
        ({"use_cases": [{"id": "a", "facts": {}}, {"id": "a", "facts": {}}]}, "the id 'a' stands twice"),
        (
            {"use_cases": [{"id": "a", "facts": {"team": "big"}}]},
            "use case 'a': team: 'big' is not one of",
        ),
        ({"use_cases": [{"id": "a", "facts": {"team": ["ml"]}}]}, "use case 'a': team:"),
        ({"use_cases": [{"id": "a", "fact": {}}]}, "use case 'a': unknown key 'fact'"),
        ({"use_cases": [{"facts": {}}], "weights": {"speed": -1}}, "weights: speed"),
        ({"use_cases": [{"facts": {}}], "weight": {}}, "unknown key 'weight'"),
    ],
)
def test_a_bad_line_names_the_use_case_and_what_is_wrong(line: dict[str, Any], said: str) -> None:
    """A sum with a piece missing would be wrong, so the whole line is refused."""
    with pytest.raises(ValueError, match=re.escape(said)):
        portfolio_line(line)


def test_the_same_portfolio_is_the_same_bytes_in_a_new_process() -> None:
    """Facts in another order."""
    line = _line({"id": "a", "facts": narrow(5e6)}, {"id": "b", "facts": narrow(4e6)})
    turned = _line(*({**row, "facts": dict(reversed(row["facts"].items()))} for row in line["use_cases"]))
    out = [
        subprocess.run(
            [sys.executable, "-m", "ui.cli", "portfolio"], input=json.dumps(each), capture_output=True, text=True
        ).stdout
        for each in (line, turned)
    ]

    assert out[0]
    assert out[0] == out[1]


def _line(*use_cases: dict[str, Any]) -> dict[str, Any]:
    return {"today": TODAY.isoformat(), "use_cases": list(use_cases)}
