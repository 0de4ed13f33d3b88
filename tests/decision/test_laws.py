"""The laws of the verdict hold for every ledger, whatever is known of it."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from agent.decision.assess import assess
from agent.decision.assessment import ROUTES, VERDICTS, Assessment
from agent.decision.gates import left_by_boundary
from agent.facts import FACTS, FactValue
from knowledge.catalogue import load_catalogue

TODAY = date(2026, 11, 24)
LEAD_TIME = 8.0
CLOSED = ("seats", "vendor_api", "vendor_tenancy", "vendor_on_premises")

_NUMBERS = {
    "requests_per_month": st.one_of(st.floats(1, 1e5), st.floats(1e5, 1e12)),
    "tokens_per_request": st.one_of(st.floats(1, 5_000), st.floats(5_000, 2_000_000)),
    "seats": st.floats(1, 1e7),
    "growth_12m": st.floats(0.01, 1_000),
    "deadline_weeks": st.one_of(st.floats(0, 30), st.floats(0, 520)),
    "budget_per_month": st.one_of(st.floats(0, 1e5), st.floats(0, 1e7)),
}


GUARDED = st.sampled_from(("proprietary", "regulated"))
PROVEN = st.sampled_from(("validated", "production"))
ABLE = st.sampled_from(("ml", "ml_platform"))
WITHIN_REACH = st.sampled_from(("any_vendor", "approved_cloud"))

Facts = dict[str, FactValue]


def _values(name: str) -> st.SearchStrategy[FactValue]:
    fact = FACTS[name]
    if fact.kind == "choice":
        return st.sampled_from(fact.values)
    if fact.kind == "choices":
        return st.lists(st.sampled_from(fact.values), unique=True, max_size=3)
    return _NUMBERS[name]


def ledgers(**fixed: st.SearchStrategy[FactValue] | None) -> st.SearchStrategy[dict[str, FactValue]]:
    """Any facts, each known or not; a fixed one is always known, drawn as told; None is never known."""
    optional = {n: _values(n) for n in FACTS if n != "use_case" and n not in fixed}
    needed = {name: values for name, values in fixed.items() if values is not None}
    return st.fixed_dictionaries(needed, optional=optional)


def core(facts: Mapping[str, FactValue]) -> Assessment:
    """The assessment without costs and plan."""
    return assess(facts, today=TODAY, depth="core")


def rank(facts: Mapping[str, FactValue]) -> int:
    """The verdict as a number: prebuilt 0, hybrid 1, open source 2."""
    return VERDICTS.index(core(facts).verdict)


def class_of(route: str, facts: Mapping[str, FactValue]) -> str:
    """The class of a route; tuned weights behind somebody's API are open."""
    if route in CLOSED:
        return "prebuilt"
    return "prebuilt" if route == "managed_open" and facts.get("customization") != "fine_tuning" else "open"


# As many examples as the profile says: sixty, or thousands with HYPOTHESIS_PROFILE=fuzz.
laws = settings(deadline=None)


def _in_time(facts: Facts) -> bool:
    deadline = facts.get("deadline_weeks", LEAD_TIME)
    return isinstance(deadline, float) and deadline >= LEAD_TIME


@laws
@given(
    ledgers(
        strategic_role=st.just("core"),
        data_sensitivity=GUARDED,
        stage=PROVEN,
        team=ABLE,
        task_difficulty=st.just("narrow"),
    )
)
def test_core_work_on_guarded_data_that_is_proven_and_narrow_is_open_source(facts: Facts) -> None:
    """Law 1: with time and a team, whatever the other facts."""
    assume(_in_time(facts))

    assert core(facts).verdict == "open_source"


@laws
@given(ledgers(strategic_role=st.just("core"), data_sensitivity=GUARDED, stage=PROVEN, team=ABLE))
def test_core_work_on_guarded_data_that_is_proven_is_never_prebuilt(facts: Facts) -> None:
    """Law 1: whatever the difficulty, known or not."""
    assume(_in_time(facts))

    assert core(facts).verdict != "prebuilt"


FACTOR_WEIGHTS = st.dictionaries(st.sampled_from(("data", "strategic_role", "cost", "speed")), st.floats(0, 5))


@laws
@given(
    ledgers(
        strategic_role=st.just("core"),
        data_sensitivity=GUARDED,
        stage=PROVEN,
        team=ABLE,
        task_difficulty=st.just("narrow"),
    ),
    FACTOR_WEIGHTS,
)
def test_no_weights_of_the_user_break_the_first_law(facts: Facts, weights: dict[str, float]) -> None:
    """Law 1 is a principle and not a matter of weights."""
    assume(_in_time(facts))

    assert assess(facts, today=TODAY, weights=weights, depth="core").verdict == "open_source"


@laws
@given(
    ledgers(
        strategic_role=st.just("supporting"),
        deadline_weeks=st.floats(0, LEAD_TIME, exclude_max=True),
        data_boundary=WITHIN_REACH,
    )
)
def test_a_supporting_task_with_a_short_deadline_starts_prebuilt(facts: Facts) -> None:
    """Law 1: and its verdict is prebuilt, or hybrid where later is open."""
    found = core(facts)

    assert found.verdict in ("prebuilt", "hybrid")
    assert all(class_of(work.route, facts) == "prebuilt" for work in found.route_now)


@laws
@given(ledgers(data_boundary=st.sampled_from(FACTS["data_boundary"].values)))
def test_no_route_lies_outside_the_row_of_its_boundary(facts: Facts) -> None:
    """Law 2: now or later; and a removed route is never advised."""
    found = core(facts)
    row = left_by_boundary(load_catalogue(), str(facts["data_boundary"]))

    for work in (*found.route_now, *found.route_later):
        assert work.route in row
        assert work.route not in found.removed


@laws
@given(ledgers())
def test_no_ledger_is_a_dead_end(facts: Facts) -> None:
    """There is always a route now and a route later, and they fit the verdict."""
    found = core(facts)
    now = {class_of(work.route, facts) for work in found.route_now}
    later = {class_of(work.route, facts) for work in found.route_later}

    assert now
    assert later
    assert set(found.removed) < set(ROUTES)
    if found.verdict == "prebuilt":
        assert now == later == {"prebuilt"}
    elif found.verdict == "open_source":
        assert now == later == {"open"}
    else:
        assert "prebuilt" in now
        assert "open" in later
    assert abs(sum(found.stability.values()) - 1) < 1e-9


@laws
@given(ledgers(data_boundary=WITHIN_REACH), st.sampled_from(("stage", "team", "deadline_weeks")), st.data())
def test_what_is_open_later_but_not_ready_now_is_hybrid(facts: Facts, lacking: str, data: st.DataObject) -> None:
    """Law 3: unproven, too little time or no team, and a prebuilt route left."""
    unready: dict[str, st.SearchStrategy[FactValue]] = {
        "stage": st.sampled_from(("idea", "pilot")),
        "team": st.sampled_from(("none", "software")),
        "deadline_weeks": st.floats(0, LEAD_TIME, exclude_max=True),
    }
    facts = {**facts, lacking: data.draw(unready[lacking])}
    found = core(facts)

    assert found.verdict in ("prebuilt", "hybrid")
    assert found.stability["open_source"] == 0.0
    if found.verdict == "hybrid":
        assert any(class_of(work.route, facts) == "open" for work in found.route_later)
        assert all(class_of(work.route, facts) == "prebuilt" for work in found.route_now)


@laws
@given(ledgers(), st.sampled_from(("data_sensitivity", "strategic_role", "team")))
def test_more_sensitive_data_a_larger_role_or_a_stronger_team_never_moves_toward_prebuilt(
    facts: Facts, name: str
) -> None:
    """Law 4: along the whole list of values."""
    ranks = [rank({**facts, name: value}) for value in FACTS[name].values]

    assert all(before <= after for before, after in pairwise(ranks))


@laws
@given(ledgers(), st.lists(st.floats(1, 1e12), min_size=2, max_size=4))
def test_more_volume_never_moves_toward_prebuilt(facts: Facts, volumes: list[float]) -> None:
    """Law 4: at any size of request and growth."""
    ranks = [rank({**facts, "requests_per_month": volume}) for volume in sorted(volumes)]

    assert all(before <= after for before, after in pairwise(ranks))


@laws
@given(ledgers(), st.lists(st.floats(0, 520), min_size=2, max_size=4))
def test_a_shorter_deadline_never_moves_toward_open_source_now(facts: Facts, weeks: list[float]) -> None:
    """Law 4: neither the verdict nor the share of open source."""
    found = [core({**facts, "deadline_weeks": number}) for number in sorted(weeks)]

    for shorter, longer in pairwise(found):
        assert VERDICTS.index(shorter.verdict) <= VERDICTS.index(longer.verdict)
        assert shorter.stability["open_source"] <= longer.stability["open_source"]


@laws
@given(ledgers().flatmap(lambda facts: st.tuples(st.just(facts), st.permutations(list(facts)))))
def test_the_order_of_the_facts_does_not_matter(told: tuple[Facts, list[str]]) -> None:
    """Law 5: the same record comes out, to the last digit."""
    facts, names = told

    assert repr(core(facts)) == repr(core({name: facts[name] for name in names}))


@laws
@given(ledgers())
def test_the_full_record_has_the_core_in_it(facts: Facts) -> None:
    """Costs, plan and flip points change nothing of the verdict, and no ledger makes them fail."""
    full, short = assess(facts, today=TODAY), core(facts)

    assert (full.verdict, full.stability, full.route_now) == (short.verdict, short.stability, short.route_now)
    assert set(full.costs) == set(ROUTES) - set(full.removed)
    assert full.plan
    assert full.triggers
    assert full.models


@laws
@given(ledgers(deadline_weeks=None, seats=None, budget_per_month=None))
def test_an_unknown_deadline_seats_or_budget_count_as_none(facts: Facts) -> None:
    """Law 6: far away, or none, is the same verdict; and it is asked about, not assumed."""
    found = core(facts)

    assert found.stability == core({**facts, "deadline_weeks": 520.0, "budget_per_month": 0.0}).stability
    assert {"deadline_weeks", "seats", "budget_per_month"} <= {q.fact for q in found.next_questions}


@laws
@given(ledgers(), st.floats(1, 1e7))
def test_seats_never_change_the_verdict(facts: Facts, seats: float) -> None:
    """They only add a line of work to the routes."""
    assert core(facts).stability == core({**facts, "seats": seats}).stability
