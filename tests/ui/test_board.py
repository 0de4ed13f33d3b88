"""The panel from records alone: what is hostile stays text, what is missing is said, the order never changes."""

from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from agent.decision.assess import assess
from agent.decision.assessment import Assessment, Contribution, FlipPoint, NextQuestion, Removal, RouteWork
from agent.decision.bill import BreakEven, Cost, CostLine, Licences, Mover, PresentBill, Walk, WalkStep
from agent.decision.counsel import (
    Assumption,
    Caveat,
    Contradiction,
    Criterion,
    Evaluation,
    ModelChoice,
    Prompts,
    Risk,
    Step,
    Task,
    Trigger,
)
from agent.decision.workload import Present
from agent.facts import FACTS, FactValue
from agent.ledger import Entry
from agent.reading.protocol import FactReading
from agent.reply import Card, Reply
from knowledge.passages import Passage
from ui.board.break_even import break_even_section
from ui.board.costs import cost_section
from ui.board.facts import facts_section
from ui.board.plan import cases_section, plan_section
from ui.board.reasons import factors_section, flips_section
from ui.board.risks import readiness_section, risks_section
from ui.board.verdict import strip, verdict_section
from ui.cards import open_cards
from ui.conversation import failed_turn, transcript
from ui.sources import Numbered, dated, number_passages, popovers, source_list
from ui.what_if import question_for

TODAY = date(2026, 11, 24)
EVIL = "<img src=//evil.example onerror=alert(1)>\"'${1}{{x}}"

PASSAGE = Passage("myth-free", "myth", EVIL, EVIL, ("cost",), EVIL, "javascript:alert(1)", "2026-11")

LINE = CostLine(EVIL, 5, 15, 50, EVIL)
MOVER = Mover("people", 0.1, 1, None, 5e6)

ASSESSMENT = Assessment(
    verdict="hybrid",
    route_now=(RouteWork("vendor_api", EVIL),),
    route_later=(RouteWork("self_hosted", EVIL), RouteWork("vendor_api", EVIL)),
    removed={"seats": Removal("residency", EVIL, "myth-free")},
    stability={"prebuilt": 0.17, "hybrid": 0.83, "open_source": 0.0},
    draws=4_000,
    contributions=(
        Contribution("use_case", EVIL, "data", -0.4, 0.3, EVIL, "myth-free", EVIL),
        Contribution("team", None, "speed", -0.2, -0.1, EVIL, "", EVIL, assumed=True),
    ),
    next_questions=(NextQuestion("team", 0.2, True, {"none": "prebuilt", "ml": "hybrid"}),),
    flip_points=(FlipPoint({"team": "ml"}, "open_source", EVIL),),
    costs={
        "vendor_api": Cost(
            "vendor_api",
            5,
            15,
            50,
            (CostLine(EVIL, 5, 15, 50, EVIL),),
            live_in=EVIL,
            model=EVIL,
            otherwise=(CostLine(EVIL, 1, 2, 3, EVIL),),
        ),
        "self_hosted": Cost("self_hosted", 8_000, 9_800, 15_000),
        "vendor_on_premises": Cost("vendor_on_premises", None, None, None, reason=EVIL),
    },
    break_even={
        "vendor_api": BreakEven(
            "vendor_api",
            EVIL,
            2.8e6,
            2e6,
            5e6,
            0.1,
            4e5,
            None,
            EVIL,
            EVIL,
            movers=(MOVER,),
        )
    },
    reconciliation=(Walk(EVIL, EVIL, EVIL, 1e9, (WalkStep(EVIL, EVIL, EVIL, None),), None, EVIL),),
    present=PresentBill(9_000, EVIL, 4_900, 1.8, EVIL),
    licences=Licences(2, 60, 24.33, 3.46, 2_526, 101, 126, "2026-04-02", EVIL),
    counted_with=(Assumption(EVIL, EVIL, EVIL),),
    contradictions=(Contradiction(EVIL, ("team",), EVIL, EVIL, "team", "myth-free"),),
    caveats=(Caveat(EVIL, EVIL, "myth-free"),),
    assumptions=(Assumption(EVIL, EVIL, EVIL),),
    models=(ModelChoice(EVIL, "now", EVIL, EVIL, EVIL),),
    plan=(Step("now", EVIL, EVIL, EVIL, TODAY, date(2026, 12, 1)), Step("scale", EVIL, EVIL, EVIL)),
    triggers=(Trigger(EVIL, EVIL, ">", 1.0, EVIL, 3, EVIL, EVIL, EVIL, EVIL, "myth-free"),),
    evaluation=Evaluation(30, (Prompts(EVIL, 3, EVIL),), (Criterion(EVIL, EVIL, EVIL),), 500, 0.05, EVIL, "myth-free"),
    readiness=(Task(EVIL, EVIL, EVIL, EVIL, (1, 2, 3), (1, 2, 3), "once", "myth-free"),),
    risks=(Risk(EVIL, EVIL, "high", EVIL, EVIL, EVIL, "myth-free"),),
    too_late={"self_hosted": Removal("deadline", EVIL, "myth-free")},
    stop=EVIL,
    prices_as_of="2026-11-23",
    facts={"use_case": EVIL},
)
REPLY = Reply(
    thread="web:0",
    said=EVIL,
    text=EVIL,
    lead=EVIL,
    move="compare",
    asked=("team",),
    cards=(Card("ask", "team", EVIL, EVIL), Card("confirm", "growth_12m", EVIL, EVIL, 2.0, EVIL, EVIL)),
    use_case=EVIL,
    turn=1,
    verdict="hybrid",
    ledger={"use_case": {"value": EVIL, "status": "stated", "quote": EVIL, "turn": 1}},
    comparison={"facts": {"use_case": EVIL}, "verdict": "prebuilt"},
    passages=("myth-free",),
    more_questions=1,
    other_questions=9,
)


@pytest.fixture
def numbered() -> Numbered:
    """The one passage, numbered."""
    return number_passages([REPLY], [], {"myth-free": PASSAGE}.get)


def everything(a: Assessment, numbered: Numbered) -> str:
    """All parts of the page that are made of records."""
    ledger = {"use_case": Entry(EVIL, "assumed", EVIL, 1, reason=EVIL)}
    suggested = {"growth_12m": FactReading(2.0, EVIL)}
    parts = [
        transcript([REPLY, REPLY], numbered),
        open_cards(REPLY),
        failed_turn(EVIL, EVIL, EVIL),
        strip(a, True),
        factors_section(a, numbered),
        flips_section(a.flip_points, a.verdict),
        cost_section(a, numbered),
        break_even_section(a, numbered),
        plan_section(a, TODAY),
        readiness_section(a, numbered),
        cases_section([PASSAGE], numbered),
        risks_section(a.risks, numbered),
        facts_section(ledger, suggested, ["team"], [{"what": EVIL, "quote": EVIL, "value": EVIL}], a),
        popovers(numbered),
        source_list(numbered),
    ]
    parts += [verdict_section([REPLY], a, advised, TODAY, numbered) for advised in (True, False)]
    return "".join(parts)


def test_nothing_hostile_in_any_record_becomes_markup(numbered: Numbered) -> None:
    """Wherever a string of people or documents may come from, it is escaped."""
    html = everything(ASSESSMENT, numbered)
    for mark in ("<img", "${", "{{", "javascript:", 'onerror=alert(1)>"'):
        assert mark not in html


def test_an_assessment_without_its_full_record_can_be_shown(numbered: Numbered) -> None:
    """Before the advice there are no costs, no plan and no flip points."""
    core = replace(
        ASSESSMENT, flip_points=(), costs={}, break_even={}, caveats=(), assumptions=(), models=(), plan=(), triggers=()
    )
    assert "What would change my mind" in everything(core, numbered)


def test_never_is_said_where_owning_never_pays(numbered: Numbered) -> None:
    """No break-even is an answer, not a gap."""
    never = replace(
        ASSESSMENT,
        break_even={"vendor_api": BreakEven("vendor_api", "A model", None, None, None, 1.0, None, None, "Never.")},
    )
    assert "Owning does not pay for itself" in break_even_section(never, numbered)


def test_a_share_of_nothing_is_named_but_not_drawn(numbered: Numbered) -> None:
    """0 % stands in the key; the bar has only the parts that exist."""
    html = verdict_section([replace(REPLY, move="advise")], ASSESSMENT, True, TODAY, numbered)
    assert "Open source <strong>0&nbsp;%</strong>" in html
    assert '<span class="open_source" style' not in html


def test_a_route_without_a_price_says_why(numbered: Numbered) -> None:
    """Where nobody publishes a price the reason stands in its place."""
    priced = replace(
        ASSESSMENT, costs={"vendor_on_premises": Cost("vendor_on_premises", None, None, None, reason="On request.")}
    )
    assert "On request." in cost_section(priced, numbered)


def test_the_cost_section_shows_the_figures_of_the_engine(numbered: Numbered) -> None:
    """Offers side by side, the present bill, what was counted with, what moves the break-even, and the walk to it."""
    facts: dict[str, FactValue] = {"requests_per_month": 900_000, "audience": "customers", "task_difficulty": "general"}
    a = assess(facts, today=TODAY, present=Present(9_000, "gpt-4o"))
    costs, meets = (unescape(section(a, numbered)) for section in (cost_section, break_even_section))

    assert all(name in costs for name in ("Claude Sonnet 5.5", "On novita", "GPUs reserved for a year"))
    assert "You pay $9,000 a month for GPT-4o" in costs
    assert "0.3 of a person (0.1 to 1)" in costs
    assert "What moves this most" in meets
    assert "induwara.lk calculator says 1.45 billion tokens a month" in meets
    assert "101 to 126 licences" in meets


def test_a_figure_that_looks_like_a_slip_is_asked_about_on_its_card() -> None:
    """Beside the value that was read, which is chosen."""
    card = Card("confirm", "tokens_per_request", "How long?", "Because.", 1.5e6, "1.5M each", "Far above. Is it meant?")
    html = open_cards(replace(REPLY, cards=(card,)))

    assert "Far above. Is it meant?" in html
    assert 'data-likely=""' in html


def test_every_fact_can_be_tried_as_a_question() -> None:
    """A flip point of any fact becomes one plain question."""
    for fact in FACTS.values():
        offered: list[FactValue] = [*fact.values, *(number for _, number in fact.ranges)] or ["sorting letters"]
        for value in offered:
            question = question_for({fact.name: [str(value)] if fact.kind == "choices" else value})
            assert question.startswith("What if ")
            assert question.endswith("?")


def test_dates_are_as_exact_as_they_are_known() -> None:
    """A day, a month or a year, in words."""
    assert [dated(text) for text in ("2026-11-03", "2026-11", "2025", "spring")] == [
        "3 Nov 2026",
        "Nov 2026",
        "2025",
        "spring",
    ]
