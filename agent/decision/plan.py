"""What happens next: now, prove, scale, dated from today, and the measurable reasons to look at the decision again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from agent.decision.assessment import RouteWork
from agent.decision.bill import BreakEven
from agent.decision.counsel import Step, Trigger
from agent.decision.wording import ROUTE_NAMES, capitalised, count, listing, money, rounded
from agent.facts import FactValue
from knowledge.tables import Catalogue

# Weeks that a first step takes when nobody is in a hurry, and those that its proof takes after that.
UNHURRIED_WEEKS = 6.0
PROVE_WEEKS = 12

# Parts of the time until it is live: the test set, then the measuring, then the first users.
MEASURE_FROM, USERS_FROM = 0.25, 0.5

OWN = ("self_hosted", "own_machines")
INSIDE = ("own_infrastructure", "air_gapped")

# Where the bill is as high as what is published as the least for a change, looking again is worth the time.
BILL_TO_LOOK_AGAIN = 10_000

TEST_CASES = 300


@dataclass(frozen=True)
class Outlook:
    """What a plan is made from."""

    facts: Mapping[str, FactValue]
    verdict: str
    route_now: tuple[RouteWork, ...]
    route_later: tuple[RouteWork, ...]
    models: tuple[str, ...]
    break_even: Mapping[str, BreakEven]
    catalogue: Catalogue
    today: date

    @property
    def live_weeks(self) -> float:
        """Weeks until the route now is live: by the deadline, or as soon as the route allows where that is later."""
        usual = max(self.catalogue.routes[w.route].weeks[1] for w in self.route_now)
        deadline = self.facts.get("deadline_weeks")
        wanted = deadline if isinstance(deadline, float) else UNHURRIED_WEEKS
        return max(usual, min(wanted, UNHURRIED_WEEKS))

    @property
    def is_licences(self) -> bool:
        """Whether a finished assistant carries all of the work."""
        return [w.route for w in self.route_now] == ["seats"]

    @property
    def is_inside(self) -> bool:
        """Whether the boundary keeps the data off every vendor's systems."""
        return self.facts.get("data_boundary") in INSIDE

    def after(self, share: float) -> date:
        """The day when a share of the time until it is live has passed."""
        return self.today + timedelta(days=round(self.live_weeks * 7 * share))


def plan(outlook: Outlook) -> tuple[Step, ...]:
    """The steps in order."""
    if outlook.is_licences:
        return (*_try_licences(outlook), _prove(outlook), _scale(outlook))
    return (_test_set(outlook), _measure(outlook), _go_live(outlook), _prove(outlook), _scale(outlook))


def _test_set(outlook: Outlook) -> Step:
    detail = (
        f"{TEST_CASES} real examples, usual, hard and costly ones, labelled by two people who know the right answer"
    )
    return Step(
        "now", "Make a test set", detail, "the people who do the work", outlook.today, outlook.after(MEASURE_FROM)
    )


def _try_licences(outlook: Outlook) -> tuple[Step, ...]:
    start, tried, live = outlook.today, outlook.after(USERS_FROM), outlook.after(1.0)
    tasks = "Ten tasks that people do every week, each with what a good result looks like and how long it takes today"
    few = "Licences for ten people on those tasks; count the time saved and what they had to correct"
    rest = "Licences for those who used them weekly; no more, since a third to a half of bought ones usually lie idle"
    return (
        Step("now", "Pick the tasks", tasks, "team lead", start, outlook.after(MEASURE_FROM)),
        Step("now", "Try it with a few people", few, "team lead", outlook.after(MEASURE_FROM), tried),
        Step("now", "Buy what is used", rest, "team lead", tried, live),
    )


def _measure(outlook: Outlook) -> Step:
    """Measure two models, or set the model up."""
    start, end = outlook.after(MEASURE_FROM), outlook.after(USERS_FROM)
    routes = [w.route for w in outlook.route_now]
    if any(route in OWN for route in routes):
        tuned = ", tuned on your examples" if outlook.facts.get("customization") == "fine_tuning" else ""
        bar = "inside your boundary" if outlook.is_inside else "beside a vendor's model as the bar to reach"
        detail = f"{listing(outlook.models[:2], 'or')} on the test set{tuned}, {bar}"
        return Step("now", "Set the model up and measure it", detail, "whoever runs the model", start, end)
    names = listing(outlook.models[:2], "and")
    detail = f"{names} behind one gateway, so that either can be replaced without a change in your code"
    return Step("now", "Measure two models on it", detail, "developers", start, end)


def _go_live(outlook: Outlook) -> Step:
    names = capitalised(listing([ROUTE_NAMES[w.route] for w in outlook.route_now]))
    start, end = outlook.after(USERS_FROM), outlook.after(1.0)
    if outlook.facts.get("stage") == "production":
        detail = f"{names} for part of the traffic first, with today's way as the fallback, and every correction logged"
        return Step("now", "Switch over step by step", detail, "product owner", start, end)
    detail = f"{names} for a few users first, with a person who checks, and every answer and correction logged"
    return Step("now", "Go live small", detail, "product owner", start, end)


def _prove(outlook: Outlook) -> Step:
    start = outlook.after(1.0)
    detail = "Time saved, corrections, cost of a request and volume, every week, against the work as it was done before"
    return Step("prove", "Measure what it is worth", detail, "product owner", start, _proven(outlook))


def _proven(outlook: Outlook) -> date:
    return outlook.after(1.0) + timedelta(weeks=PROVE_WEEKS)


def _scale(outlook: Outlook) -> Step:
    """What follows once the value is shown."""
    start = _proven(outlook)
    if outlook.verdict == "prebuilt":
        detail = "Stay while it pays; compare prices and models once a year on the same test set"
        return Step("scale", "Review once a year", detail, "product owner", start)
    if outlook.verdict == "open_source":
        detail = "More work on the same model, a second replica before it is needed, newer weights once a year"
        return Step("scale", "Widen it", detail, "whoever runs the model", start)
    new = [w.route for w in outlook.route_later if w not in outlook.route_now]
    names = listing([ROUTE_NAMES[route] for route in new or [w.route for w in outlook.route_later]])
    detail = (
        f"If the triggers are met: {names}, in shadow until as good on the test set, then switched over step by step "
        "behind the same gateway"
    )
    end = start + timedelta(weeks=outlook.catalogue.rules.lead_time_weeks)
    return Step("scale", "Move to a model of your own", detail, "ML engineer", start, end)


def triggers(outlook: Outlook) -> tuple[Trigger, ...]:
    """The measurable reasons to look again: each names a metric and a threshold."""
    if outlook.verdict == "open_source":
        return tuple(filter(None, (_quality(outlook), _idle(outlook), _people(outlook))))
    if outlook.is_licences and outlook.verdict == "prebuilt":
        return (_unused(), _product())
    return tuple(filter(None, (_value(), _volume(outlook), _parity(), _team(outlook))))


def _quality(outlook: Outlook) -> Trigger:
    if outlook.is_inside:
        sentence = "The model stays below the bar you set on the test set for two months."
        return Trigger("quality", "below the bar on the test set for two months", sentence)
    sentence = "A vendor's model is clearly better on your test set for two months."
    return Trigger("quality", "below a vendor's model on the test set for two months", sentence)


def _runs_it(outlook: Outlook) -> bool:
    return any(w.route in OWN for w in outlook.route_now)


def _idle(outlook: Outlook) -> Trigger | None:
    sentence = "The GPUs are used less than 10 % for three months."
    return Trigger("use_of_capacity", "under 10 % for three months", sentence) if _runs_it(outlook) else None


def _people(outlook: Outlook) -> Trigger:
    if _runs_it(outlook):
        return Trigger("people", "nobody on call", "Nobody is left who can run it.")
    return Trigger("host", "notice of the host", "The host of your weights raises its price or gives notice.")


def _unused() -> Trigger:
    sentence = "Fewer than half of the licences are used weekly for two months: give the others back."
    return Trigger("unused_licences", "under half used weekly for two months", sentence)


def _product() -> Trigger:
    sentence = "The work becomes part of what you sell, or a system has to call the model instead of a person."
    return Trigger("use", "part of the product, or called by a system", sentence)


def _value() -> Trigger:
    sentence = "It saves at least 20 % of the time, and people still correct more than 10 % after work on the prompts."
    return Trigger("value", "at least 20 % of the time saved, over 10 % corrected", sentence)


def _volume(outlook: Outlook) -> Trigger:
    meet, bill = outlook.break_even.get("vendor_api"), money(BILL_TO_LOOK_AGAIN)
    if meet is None or meet.requests_per_month is None:
        return Trigger("bill", f"{bill} a month for three months", f"The bill passes {bill} a month for three months.")
    near = count(rounded(meet.requests_per_month))
    sentence = f"The volume passes {near} requests a month, or the bill {bill}, for three months."
    return Trigger("volume", f"{near} requests a month for three months", sentence)


def _parity() -> Trigger:
    sentence = (
        f"A tuned open model is as good as the vendor's on your {TEST_CASES} examples, by the lower end of the "
        "confidence interval."
    )
    return Trigger("parity", "lower confidence bound at the vendor's score", sentence)


def _team(outlook: Outlook) -> Trigger | None:
    if outlook.facts.get("team") in ("ml", "ml_platform"):
        return None
    return Trigger("team", "one person who can run a model", "Somebody who can run a model has joined.")
