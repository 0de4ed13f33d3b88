"""The cases that everybody would agree on come out as everybody would expect."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from agent.decision.assess import assess, assessment_to_json
from agent.decision.assessment import FACTORS, ROUTES, Assessment
from agent.facts import FactError, FactValue
from knowledge.catalogue import load_catalogue

TODAY = date(2026, 11, 24)

Facts = dict[str, FactValue]

TRIAGE: Facts = {
    "audience": "employees",
    "strategic_role": "important",
    "data_sensitivity": "internal",
    "requests_per_month": 25_000,
    "tokens_per_request": 1_200,
    "team": "software",
    "stage": "idea",
    "task_difficulty": "narrow",
}
REVIEWS: Facts = {
    "strategic_role": "core",
    "data_sensitivity": "proprietary",
    "data_boundary": "own_infrastructure",
    "team": "ml",
    "stage": "validated",
}
MARKETING: Facts = {
    "strategic_role": "supporting",
    "data_sensitivity": "public",
    "customization": "prompting",
    "seats": 40,
    "deadline_weeks": 4,
}


def _routes(assessment: Assessment) -> list[str]:
    return [work.route for work in assessment.route_now]


def test_ticket_triage_starts_on_an_api() -> None:
    """The article's SaaS company: an API now, and what would have to change is named."""
    found = assess(TRIAGE, details={"tokens_per_request": {"input": 1_000, "output": 200}}, today=TODAY)

    assert found.verdict in ("hybrid", "prebuilt")
    assert _routes(found) == ["vendor_api"]
    assert any(trigger.metric == "volume" for trigger in found.triggers)
    assert {m.name for m in found.models if m.horizon == "now"} == {"Claude Haiku 5.5", "GPT-6 Luna"}


def test_the_travel_aggregator_owns_its_model() -> None:
    """Proprietary, core, an own team, validated, on own infrastructure."""
    found = assess(REVIEWS, today=TODAY)

    assert found.verdict == "open_source"
    assert _routes(found) == ["self_hosted"]
    assert found.stability["open_source"] == 1.0


def test_marketing_copy_needs_licences() -> None:
    """A convenience for forty people who ask a finished assistant."""
    found = assess(MARKETING, today=TODAY)

    assert found.verdict == "prebuilt"
    assert _routes(found) == ["seats"]


def test_without_a_network_it_runs_on_own_machines() -> None:
    """And each other route says why it is ruled out."""
    found = assess({"data_boundary": "air_gapped"}, today=TODAY)

    assert found.verdict == "open_source"
    assert _routes(found) == ["own_machines"]
    assert set(found.removed) == set(ROUTES) - {"own_machines"}
    assert all(removal.why and removal.passage for removal in found.removed.values())


def test_a_large_buyer_may_have_a_vendor_on_its_premises() -> None:
    """From the stated budget on, a vendor's model is a route without a network too."""
    found = assess(
        {"data_boundary": "air_gapped", "budget_per_month": 100_000, "strategic_role": "supporting"}, today=TODAY
    )

    assert "vendor_on_premises" not in found.removed
    assert found.costs["vendor_on_premises"].mid is None
    assert found.costs["vendor_on_premises"].reason


def test_a_tiny_support_tool_is_prebuilt() -> None:
    """Support and speed."""
    facts: Facts = {
        "strategic_role": "supporting",
        "audience": "employees",
        "requests_per_month": 500,
        "deadline_weeks": 3,
    }

    assert assess(facts, today=TODAY).verdict == "prebuilt"


def test_itar_removes_ordinary_endpoints() -> None:
    """Licences, a vendor's API and hosted weights; a controlled tenancy remains."""
    found = assess({"regulations": ["itar"]}, today=TODAY)

    assert {"seats", "vendor_api", "managed_open"} <= set(found.removed)
    assert "vendor_tenancy" not in found.removed


def test_gdpr_alone_forces_nothing() -> None:
    """No route falls, and a boundary that stands on it alone is named as theatre."""
    assert set(assess({"regulations": ["gdpr"]}, today=TODAY).removed) == {"vendor_on_premises"}

    inside = assess({"regulations": ["gdpr"], "data_boundary": "own_infrastructure"}, today=TODAY)

    assert "residency" in {caveat.kind for caveat in inside.caveats}


def test_what_cannot_be_met_is_named_with_its_number() -> None:
    """The deadline yields to the boundary, and a budget that is too small says by how much."""
    found = assess({**REVIEWS, "deadline_weeks": 3, "budget_per_month": 2_000}, today=TODAY)
    said = {caveat.kind: caveat.sentence for caveat in found.caveats}

    assert found.verdict == "open_source"
    assert "3 weeks cannot be met" in said["deadline"]
    assert "19 January 2027" in said["deadline"]
    assert "$2,000" in said["budget"]


def test_a_contradiction_is_put_as_a_question() -> None:
    """Public data under HIPAA."""
    found = assess({"data_sensitivity": "public", "regulations": ["hipaa"]}, today=TODAY)

    [conflict] = found.contradictions
    assert conflict.said == "You said the data is public and that HIPAA applies."
    assert (conflict.settles, conflict.question[-1]) == ("data_sensitivity", "?")


def test_known_contributions_add_up_to_the_score() -> None:
    """Each factor's points are the sum of what its facts add; the weights multiply them."""
    plain = assess(TRIAGE, today=TODAY)
    doubled = assess(TRIAGE, today=TODAY, weights={"data": 2.0})

    assert {c.factor for c in plain.contributions} <= set(FACTORS)
    assert all(c.sentence and c.passage and c.rule for c in plain.contributions)
    for one, two in zip(plain.contributions, doubled.contributions, strict=True):
        assert two.later == pytest.approx(one.later * (2 if one.factor == "data" else 1), abs=2e-6)


def test_a_hurried_team_knows_its_dates() -> None:
    """The plan ends its first phase at the deadline and goes on from there."""
    found = assess({**TRIAGE, "deadline_weeks": 6}, today=TODAY)
    now = [step for step in found.plan if step.phase == "now"]

    assert now[-1].end == date(2027, 1, 5)
    assert [step.start for step in found.plan] == sorted(step.start for step in found.plan if step.start)


def test_the_same_ledger_gives_the_same_bytes_in_a_new_process() -> None:
    """With the facts in another order, and other hash seeds."""
    script = (
        "import json,sys;from datetime import date;from agent.decision.assess import assess,assessment_to_json;"
        "print(json.dumps(assessment_to_json(assess(json.loads(sys.argv[1]),today=date(2026,11,24)))))"
    )
    here = json.dumps(assessment_to_json(assess(TRIAGE, today=TODAY)))
    for seed, facts in (("1", TRIAGE), ("2", dict(reversed(TRIAGE.items())))):
        root = Path(__file__).parents[2]
        run = subprocess.run(
            [sys.executable, "-c", script, json.dumps(facts)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        )

        assert run.stdout.strip() == here


def test_the_decision_imports_no_framework() -> None:
    """The batch command starts without LangChain, pydantic settings or a model library."""
    heavy = ("langchain_core", "torch", "gradio", "pydantic_settings")
    script = f"import sys, agent.decision.batch; print([m for m in {heavy} if m in sys.modules])"
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"team": "ninja"}, "team: 'ninja' is not one of none, software, ml, ml_platform"),
        ({"seats": 10**9}, "seats: 1000000000 is outside 1 to 1e+07 people"),
        ({"requests_per_month": float("nan")}, "requests_per_month: nan is not a finite number"),
        ({"mood": "good"}, "unknown fact 'mood'"),
    ],
)
def test_what_a_fact_cannot_be_is_refused_by_name(facts: Facts, told: str) -> None:
    """The sentence names fact, value and what is allowed."""
    with pytest.raises(FactError) as refused:
        assess(facts, today=TODAY)

    assert told in str(refused.value)


@pytest.mark.parametrize(
    "weights", [{"luck": 1.0}, {"data": -1.0}, {"data": float("nan")}, {"data": True}, {"data": "2"}]
)
def test_weights_that_cannot_be_are_refused(weights: dict[str, float]) -> None:
    """Only the four factors, and numbers from nothing to the largest."""
    with pytest.raises(ValueError, match="weights"):
        assess({}, today=TODAY, weights=weights)


def test_every_rule_names_a_passage_that_exists() -> None:
    """What the advice says can be looked up."""
    knowledge = Path(__file__).parents[2] / "knowledge"
    passages = {path.stem for path in knowledge.rglob("*.md")}
    rules = load_catalogue().rules
    named = {rule.passage for facts in (*rules.facts.values(), rules.deadline) for rule in facts.rules.values()}
    named |= {gate.passage for gate in (*rules.gates.boundary.values(), rules.gates.itar, rules.gates.on_premises)}
    named |= {law.passage for law in rules.laws.values()} | {rules.volume.passage, rules.principle.rule.passage}
    named |= {row.passage for row in load_catalogue().routes.values()}
    named |= {"guidance-lead-times", "guidance-prove-value", "myth-residency-theatre", "cost-self-hosting"}

    assert named <= passages
