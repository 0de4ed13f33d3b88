"""What happens next: now, prove, scale, dated from today, the deadline and growth, each step with its owner."""

from datetime import date, timedelta

from agent.decision.counsel import Evaluation, Step
from agent.decision.situation import OWN, Situation
from agent.decision.wording import ROUTE_NAMES, capitalised, listing

# Weeks that the proof takes after the first step.
PROVE_WEEKS = 12

# Parts of the time until it is live: the test set, then the measuring, then the first users.
MEASURE_FROM, USERS_FROM = 0.25, 0.5


def plan(situation: Situation, tested: Evaluation) -> tuple[Step, ...]:
    """The steps in order."""
    if situation.is_licences:
        return (*_try_licences(situation), _prove(situation), _scale(situation))
    return (
        _test_set(situation, tested),
        *_gateway(situation),
        _measure(situation),
        _go_live(situation),
        _prove(situation),
        _scale(situation),
    )


def _test_set(situation: Situation, tested: Evaluation) -> Step:
    detail = (
        f"{tested.starter} real cases this week, usual, hard and costly ones, labelled by two people who know the "
        f"right answer; {tested.cases} before two models are held against each other"
    )
    return Step(
        "now", "Make a test set", detail, "the people who do the work", situation.today, situation.after(MEASURE_FROM)
    )


def _gateway(situation: Situation) -> tuple[Step, ...]:
    """One interface from the first day, so that the model behind it can be replaced."""
    if situation.facts.get("stage") == "production" and situation.runs_it:
        return ()
    detail = "One interface in front of all models, requests and answers logged, a budget alarm, versions pinned"
    return (
        Step("now", "Put a gateway in front", detail, "developers", situation.today, situation.after(MEASURE_FROM)),
    )


def _try_licences(situation: Situation) -> tuple[Step, ...]:
    start, tried, live = situation.today, situation.after(USERS_FROM), situation.after(1.0)
    tasks = "Ten tasks that people do every week, each with what a good result looks like and how long it takes today"
    few = "Licences for ten people on those tasks; count the time saved and what they had to correct"
    rest = "Licences for those who used them weekly; no more, since a third to a half of bought ones usually lie idle"
    return (
        Step("now", "Pick the tasks", tasks, "team lead", start, situation.after(MEASURE_FROM)),
        Step("now", "Try it with a few people", few, "team lead", situation.after(MEASURE_FROM), tried),
        Step("now", "Buy what is used", rest, "team lead", tried, live),
    )


def _measure(situation: Situation) -> Step:
    """Measure two models, or set the model up."""
    start, end = situation.after(MEASURE_FROM), situation.after(USERS_FROM)
    if any(work.route in OWN for work in situation.route_now):
        tuned = ", tuned on your examples" if situation.facts.get("customization") == "fine_tuning" else ""
        bar = "inside your boundary" if situation.is_inside else "beside a vendor's model as the bar to reach"
        detail = f"{listing(situation.models[:2], 'or')} on the test set{tuned}, {bar}"
        return Step("now", "Set the model up and measure it", detail, "whoever runs the model", start, end)
    detail = f"{listing(situation.models[:2], 'and')} on the test set, each with the prompts that suit it"
    return Step("now", "Measure two models", detail, "developers", start, end)


def _go_live(situation: Situation) -> Step:
    names = capitalised(listing([ROUTE_NAMES[w.route] for w in situation.route_now]))
    start, end = situation.after(USERS_FROM), situation.after(1.0)
    if situation.facts.get("stage") == "production":
        detail = f"{names} for part of the traffic first, with today's way as the fallback, and every correction logged"
        return Step("now", "Switch over step by step", detail, "product owner", start, end)
    detail = f"{names} for a few users first, with a person who checks, and every answer and correction logged"
    return Step("now", "Go live small", detail, "product owner", start, end)


def _prove(situation: Situation) -> Step:
    start = situation.after(1.0)
    detail = "Time saved, corrections, cost of a request and volume, every week, against the work as it was done before"
    return Step("prove", "Measure what it is worth", detail, "product owner", start, _proven(situation))


def _proven(situation: Situation) -> date:
    return situation.after(1.0) + timedelta(weeks=PROVE_WEEKS)


def _scale(situation: Situation) -> Step:
    """What follows once the value is shown."""
    start = _proven(situation)
    if situation.verdict == "prebuilt":
        detail = "Stay while it pays; compare prices and models once a year on the same test set"
        return Step("scale", "Review once a year", detail, "product owner", start)
    if situation.verdict == "open_source":
        detail = "More work on the same model, a second replica before it is needed, newer weights once a year"
        return Step("scale", "Widen it", detail, "whoever runs the model", start)
    new = [w.route for w in situation.route_later if w not in situation.route_now]
    names = listing([ROUTE_NAMES[route] for route in new or [w.route for w in situation.route_later]])
    detail = (
        f"If the triggers are met: {names}, in shadow until as good on the test set, then switched over step by step "
        "behind the same gateway"
    )
    end = start + timedelta(weeks=situation.catalogue.rules.lead_time_weeks)
    return Step("scale", "Move to a model of your own", detail, "ML engineer", start, end)
