"""What follows from an assessment: risks, readiness, triggers, the starter evaluation, contradictions, late routes."""

import json
import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.decision.assess import assess, assessment_to_json
from agent.decision.assessment import FACTORS, ROUTES
from agent.decision.evaluation import parity_cases
from agent.decision.situation import Situation
from agent.decision.workload import Present
from agent.facts import FACTS, FactValue
from knowledge.catalogue import FOLDER, load_catalogue, read_table
from knowledge.counsel import When
from tests.decision.test_laws import ledgers

TODAY = date(2026, 11, 26)
TABLES = load_catalogue()
PASSAGES = {path.stem for path in (Path(__file__).parents[2] / "knowledge").rglob("*.md")}

Facts = dict[str, FactValue]

TRIAGE: Facts = {
    "use_case": "sort support tickets",
    "audience": "employees",
    "strategic_role": "important",
    "data_sensitivity": "internal",
    "requests_per_month": 25_000,
    "task_difficulty": "narrow",
    "team": "software",
    "stage": "idea",
    "deadline_weeks": 6,
    "budget_per_month": 5_000,
}

# A general model of one's own for all of it later: tuned, and far above the break-even.
OWN_LATER: Facts = {
    **TRIAGE,
    "strategic_role": "core",
    "task_difficulty": "general",
    "customization": "fine_tuning",
    "requests_per_month": 50_000_000,
    "data_sensitivity": "proprietary",
}

# What a condition may name beside facts.
FOLLOWING = set(Situation({}, TABLES, TODAY)._following)


def _conditions() -> list[When]:
    rows: list[Any] = [*TABLES.risks, *TABLES.readiness.tasks.values(), *TABLES.contradictions, *TABLES.triggers.rows]
    levels = [level for risk in TABLES.risks for level in risk.likelihood]
    return [row.when for row in (*rows, *levels)]


def test_every_condition_names_facts_and_values_that_exist() -> None:
    """A slip of the pen in a table would never hold."""
    for when in _conditions():
        for name, values in when.items():
            if name in FACTS:
                assert set(values) <= {*FACTS[name].values, "unknown", "none"}, (name, values)
            else:
                assert name in FOLLOWING, name
                if name in ("route_now", "route_later", "routes"):
                    assert set(values) <= set(ROUTES), values


def test_every_risk_ends_with_a_likelihood_that_always_holds() -> None:
    """Or with the only one of its conditions; high, medium or low."""
    for risk in TABLES.risks:
        assert risk.likelihood[-1].when == {}
        assert {level.level for level in risk.likelihood} <= {"high", "medium", "low"}


def test_everything_that_is_told_stands_on_a_passage() -> None:
    """Risks, tasks, contradictions, triggers and the evaluation."""
    rows: list[Any] = [*TABLES.risks, *TABLES.readiness.tasks.values(), *TABLES.contradictions, *TABLES.triggers.rows]

    assert {row.passage for row in rows} | {TABLES.evaluation.passage} <= PASSAGES


@given(ledgers())
def test_every_ledger_gets_a_full_record(facts: Facts) -> None:
    """Risks with mitigation, a plan in the order of its dates, triggers with numbers, and everything is plain JSON."""
    found = assess(facts, today=TODAY)
    row = json.loads(json.dumps(assessment_to_json(found), allow_nan=False))

    assert found.risks
    assert all(risk.mitigation and risk.effect and risk.because for risk in found.risks)
    assert all(math.isfinite(trigger.value) and trigger.check and trigger.met for trigger in found.triggers)
    assert all("{" not in trigger.sentence + trigger.met + trigger.missed + trigger.check for trigger in found.triggers)
    starts = [step.start for step in found.plan if step.start]
    assert starts == sorted(starts)
    assert set(found.too_late).isdisjoint(found.removed)
    assert found.evaluation is not None
    assert sum(prompts.count for prompts in found.evaluation.prompts) == found.evaluation.starter
    for horizon, scores in row["scores"].items():
        assert scores["total"] == pytest.approx(sum(scores[factor] for factor in FACTORS), abs=1e-5)
        for factor in FACTORS:
            added = sum(getattr(c, horizon) for c in found.contributions if c.factor == factor)
            assert scores[factor] == pytest.approx(added, abs=1e-6)


def test_a_hybrid_path_says_what_is_missing_and_what_it_costs() -> None:
    """The next hire among it, each task with weeks and dollars, the longest first."""
    found = assess(TRIAGE, today=TODAY)
    tasks = {task.id: task for task in found.readiness}

    assert found.verdict == "hybrid"
    assert {"hire", "gpus", "serving", "test_set", "gateway", "licence"} <= tasks.keys()
    assert (tasks["hire"].cost, tasks["hire"].per) == ((14_000, 66_000, 360_000), "year")
    assert 900 < (tasks["gpus"].cost or (0, 0, 0))[1] < 1_100
    assert [task.weeks[1] for task in found.readiness] == sorted((t.weeks[1] for t in found.readiness), reverse=True)


def test_who_serves_models_already_has_little_left_to_do() -> None:
    """No hire, no deputy, no serving to set up."""
    ready: Facts = {**TRIAGE, "team": "ml_platform", "gpus": "owned", "stage": "production"}

    assert {task.id for task in assess(ready, today=TODAY).readiness} <= {"test_set", "licence", "tuning_data"}


def test_parity_takes_as_many_cases_as_the_margin_asks_for() -> None:
    """About 500 for five points and 200 for eight, by the usual size of a test for non-inferiority."""
    assert [parity_cases(TABLES.evaluation, margin) for margin in (0.05, 0.08, 0.1)] == [500, 200, 150]
    assert parity_cases(TABLES.evaluation, 0.02) > 3_000


def test_the_starter_evaluation_is_made_from_the_use_case() -> None:
    """Its own words, costly cases by what is at stake, a rubric by difficulty."""
    tested = assess({**TRIAGE, "data_sensitivity": "regulated"}, today=TODAY).evaluation
    assert tested is not None

    assert "“sort support tickets”" in tested.prompts[0].what
    assert "guarded data" in tested.prompts[2].what
    assert [criterion.criterion for criterion in tested.rubric] == ["right", "form", "harm"]
    assert "lower end of the 90 % interval" in tested.claim


def test_triggers_are_data_with_the_numbers_of_the_case() -> None:
    """Metric, threshold, for how long, how it is checked, and what follows where it is met or missed."""
    rows = {row["metric"]: row for row in assessment_to_json(assess(TRIAGE, today=TODAY))["triggers"]}

    assert set(rows) == {"value", "volume", "parity", "team"}
    assert rows["volume"]["threshold"]["comparison"] == ">"
    assert 3e6 < rows["volume"]["threshold"]["value"] < 6e6
    assert rows["volume"]["for_months"] == 3
    assert rows["parity"]["threshold"]["value"] == -8
    assert all(row["check"] and row["if_met"] and row["if_missed"] for row in rows.values())


def test_what_cannot_be_live_by_the_deadline_is_told_apart_from_what_is_ruled_out() -> None:
    """Six weeks are too short for a model of one's own, which stays open for later."""
    found = assess(TRIAGE, today=TODAY)

    assert set(found.too_late) == {"self_hosted", "own_machines"}
    assert found.too_late["self_hosted"].why == "It is live in 8 weeks (3 to 26), and you have 6 weeks."
    assert "self_hosted" not in found.removed
    assert assess({**TRIAGE, "deadline_weeks": 30}, today=TODAY).too_late == {}


def test_the_budget_is_held_against_every_route_that_is_left() -> None:
    """The dollars by which the middle estimate passes it; no route is removed for it."""
    found = assess(TRIAGE, today=TODAY)
    own = found.costs["self_hosted"].mid
    assert own is not None

    assert found.over_budget["self_hosted"] == pytest.approx(own - 5_000, abs=0.01)
    assert "vendor_api" not in found.over_budget
    assert "self_hosted" not in found.removed


@pytest.mark.parametrize(
    ("facts", "present", "settles"),
    [
        ({"data_sensitivity": "public", "regulations": ["hipaa"]}, None, "data_sensitivity"),
        ({"data_sensitivity": "public", "data_boundary": "air_gapped"}, None, "data_boundary"),
        ({"data_boundary": "any_vendor", "regulations": ["itar"]}, None, "data_boundary"),
        ({"data_sensitivity": "regulated", "regulations": []}, None, "regulations"),
        ({"team": "none", "gpus": "owned"}, None, "team"),
        ({"team": "none", "customization": "fine_tuning"}, None, "team"),
        ({"data_boundary": "air_gapped", "gpus": "cloud"}, None, "gpus"),
        ({"data_boundary": "air_gapped", "stage": "production"}, Present(model="GPT-4o"), "data_boundary"),
    ],
)
def test_facts_that_do_not_go_together_are_named_with_the_question_that_settles_them(
    facts: Facts, present: Present | None, settles: str
) -> None:
    """Each with what was said, and nothing where only one of the facts is known."""
    [conflict] = assess(facts, today=TODAY, present=present).contradictions

    assert (conflict.settles, conflict.question[-1], conflict.said[-1]) == (settles, "?", ".")
    assert set(conflict.facts) <= facts.keys()
    for name in facts:
        assert assess({name: facts[name]}, today=TODAY).contradictions == ()


def test_health_data_goes_only_to_seats_that_come_with_an_agreement() -> None:
    """HIPAA wants a business associate agreement, which the small plans do not have."""
    people: Facts = {"seats": 40, "audience": "employees", "customization": "prompting"}
    with_law = assess({**people, "regulations": ["hipaa"]}, today=TODAY)
    without = assess(people, today=TODAY)

    told = {line.what for line in with_law.costs["seats"].otherwise}
    assert not any("ChatGPT Business" in what for what in told)
    assert any("ChatGPT Business" in line.what for line in without.costs["seats"].otherwise)
    assert any("business associate agreement" in caveat.sentence for caveat in with_law.caveats)


def test_models_come_two_or_three_a_horizon_with_their_licence_against_the_use() -> None:
    """Permissive ones first; conditions are to be checked; the hardware has its price."""
    found = assess(OWN_LATER, today=TODAY)
    for horizon in ("now", "later"):
        assert 2 <= len([model for model in found.models if model.horizon == horizon]) <= 3
    llama = next(model for model in found.models if model.name.startswith("Llama"))

    assert "700 million" in llama.against
    assert "a month" in llama.hardware
    assert all(model.against for model in found.models if model.hardware)


def test_a_product_with_too_many_users_is_not_offered_llama() -> None:
    """Beyond 700 million monthly users its licence no longer holds; below it says so."""
    huge = assess(OWN_LATER, today=TODAY, present=Present(end_users=1e9))
    small = assess(OWN_LATER, today=TODAY, present=Present(end_users=40_000))

    assert not any(model.name.startswith("Llama") for model in huge.models)
    assert "your 40,000 users are below its limit of 700 million" in next(
        model.against for model in small.models if model.name.startswith("Llama")
    )


def test_weights_that_may_not_be_used_in_production_are_never_advised() -> None:
    """Whatever the tiers say."""
    tables = load_catalogue(overrides=[{"tiers": {"narrow": {"open": "minimax-m2.7"}}}])
    found = assess({**TRIAGE, "strategic_role": "core"}, today=TODAY, catalogue=tables)

    assert read_table(FOLDER, "open_models")["models"]["minimax-m2.7"]["licence_kind"] == "non_production"
    assert "MiniMax M2.7" not in {model.name for model in found.models}


def test_the_record_says_what_to_ask_together_and_why_it_stops() -> None:
    """One or the other."""
    open_case = assess({}, today=TODAY, depth="core")
    sure = assess({"data_boundary": "air_gapped", "budget_per_month": 1_000.0}, today=TODAY, depth="core")

    assert 1 <= len(open_case.ask_now) <= 2
    assert open_case.stop == ""
    assert sure.ask_now == ()
    assert sure.stop.startswith("No answer to the ")


def test_weights_are_told_with_their_defaults_and_reasons() -> None:
    """Those of the user beside them."""
    found = assess({}, today=TODAY, weights={"data": 2.0}, depth="core").weights

    assert (found["data"].value, found["data"].default) == (2.0, 1.0)
    assert all(weight.reason.endswith(".") for weight in found.values())


STAGES = st.sampled_from(FACTS["stage"].values)


@given(ledgers(), STAGES)
def test_a_contradiction_never_changes_the_verdict(facts: Facts, stage: str) -> None:
    """It is asked about, not resolved in silence."""
    told: Facts = {**facts, "stage": stage}

    assert assess(told, today=TODAY).verdict == assess(told, today=TODAY, present=Present(model="GPT-4o")).verdict


@pytest.mark.parametrize("name", ["risks", "readiness", "contradictions", "triggers", "evaluation", "rules"])
def test_no_sentence_of_a_table_is_cut_at_a_comma(name: str) -> None:
    """In the short form of YAML an unquoted comma would begin a key without a value."""

    def keys(content: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(content, dict):
            for key, value in content.items():
                yield str(key), value
                yield from keys(value)
        elif isinstance(content, list):
            for item in content:
                yield from keys(item)

    assert [key for key, value in keys(read_table(FOLDER, name)) if value is None] == []
