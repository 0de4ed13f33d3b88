"""The cost sheet as data: inputs with their names, and formulas over those names that give the middle of each cost.

The formulas repeat the arithmetic of `agent.decision` for one case, the middle of all assumptions; ranges stay there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from agent.decision.assessment import Assessment
from agent.decision.plant import ENOUGH, Plant
from agent.decision.prices import PER_MILLION, Tokens, model_price, request_price
from agent.decision.pricing import Pricing
from agent.decision.scenarios import middle
from agent.decision.wording import FIGURES
from ui.board.names import ROUTES

AS_NEEDED = "as many as needed"
FAR = "1E+12"

# People and set-up cost the same wherever one's own model runs.
_FIXED = "people*pay/12+setup/setup_months"


@dataclass(frozen=True)
class Input:
    """A cell that may be changed: its name in formulas, what it is, its value, its unit, and where it comes from."""

    name: str
    what: str
    value: float | str
    unit: str
    note: str = ""


@dataclass(frozen=True)
class Result:
    """A cell that is computed: its name, what it is, its formula without the equals sign, and its unit.

    `recorded` is the figure of the decision record, or the word for none.
    """

    name: str
    what: str
    formula: str
    unit: str
    recorded: float | str | None = None


@dataclass(frozen=True)
class Group:
    """Rows under a title."""

    title: str
    rows: tuple[Input | Result, ...]


def groups(pricing: Pricing, a: Assessment) -> Iterator[Group]:
    """What goes in, then what each route costs, then where owning meets its rivals."""
    yield Group("The work", tuple(_work(pricing)))
    yield Group("Prices of hosted models", tuple(_prices(pricing, a)))
    own = tuple(_own(pricing))
    if own:
        yield Group("A model of one's own", own)
    yield Group("Steps of the sum", tuple(_steps(pricing)))
    yield Group("What each route costs", tuple(_routes(pricing, a)))
    if pricing.plant is not None:
        yield Group("Where owning meets a rival", tuple(_meetings(pricing, a)))


def _work(pricing: Pricing) -> Iterator[Input]:
    work = pricing.work
    said = "as you said" if work.requests_known else "nobody said; a usual figure"
    yield Input("requests", "Requests", work.requests, "a month", said)
    yield Input("tokens_in", "Tokens in", work.given, "a request")
    yield Input("tokens_cached", "Of them cached", work.tokens.cached, "a request")
    yield Input("tokens_out", "Tokens out", work.answered, "a request")


def _prices(pricing: Pricing, a: Assessment) -> Iterator[Input]:
    catalogue = pricing.catalogue
    usual = pricing.vendor_models[1]

    def vendor(tokens: Tokens) -> float:
        return model_price(usual, tokens, pricing.today, catalogue, batch=pricing.work.batch)

    yield from _per_million("vendor", usual.name, vendor, pricing.work.tokens)
    yield Input(
        "surcharge", "Surcharge in your tenancy", catalogue.costs.tenancy_surcharge[1], "of the price", "middle"
    )
    yield from _per_million("hosted", pricing.open_model.name, _host(pricing), pricing.work.tokens)
    licences, people = a.costs.get("seats"), pricing.work.seats
    if licences is not None and licences.mid is not None and people:
        yield Input("seats", "People with a licence", people, "people")
        yield Input("seat_price", "A licence", licences.mid / people, "US$ a person and month", licences.lines[0].how)


def _host(pricing: Pricing) -> Callable[[Tokens], float]:
    """The price of the host that is the middle one for this work, or a price of one's own."""
    model, catalogue, work = pricing.open_model, pricing.catalogue, pricing.work
    if model.id in catalogue.negotiated:
        return lambda tokens: model_price(model, tokens, pricing.today, catalogue, batch=work.batch)

    def at(offer: tuple[str, str], tokens: Tokens) -> float:
        return request_price(*offer, tokens, pricing.today, batch=work.batch)

    ranked = sorted(model.offers, key=lambda offer: at(offer, work.tokens))
    usual = ranked[len(ranked) // 2]
    return lambda tokens: at(usual, tokens)


def _per_million(name: str, model: str, price: Callable[[Tokens], float], tokens: Tokens) -> Iterator[Input]:
    """A price of a request in its three parts, at the step of a request of this size."""
    given, cached = tokens.input, tokens.cached
    full = price(Tokens(given, 0)) / given
    without_answer = price(Tokens(given, 0, cached))
    kept = (without_answer - (given - cached) * full) / cached if cached else price(Tokens(given, 0, given)) / given
    answered = (price(tokens) - without_answer) / tokens.output
    unit = "US$ a million tokens"
    for part, what, each in (("in", "in", full), ("cached", "cached", kept), ("out", "out", answered)):
        yield Input(f"{name}_{part}", f"{model}, {what}", round(each * PER_MILLION, 9), unit, "at this size of request")


def _own(pricing: Pricing) -> Iterator[Input]:
    """The figures of machines, people and set-up, in the middle."""
    rented, owned = pricing.rented_plant, pricing.owned_plant
    for plant, name in ((rented, ""), (owned, "own_")):
        if plant is not None:
            which = f"{plant.model.name} on {plant.gpu.name}{', owned' if name else ', rented'}"
            load, unit = middle(plant.full_load), "requests a month"
            yield Input(f"{name}full_load", f"One copy at full load: {which}", load, unit, "speed of weights and GPU")
            yield Input(f"{name}gpus", f"GPUs for one copy: {which}", plant.n_gpu, "GPUs")
    if rented is not None and rented.gpu.usd_hour is not None:
        yield Input("gpu_hour", f"{rented.gpu.name}, rented", rented.gpu.usd_hour[1], "US$ an hour", rented.gpu.source)
    for plant in [each for each in (rented, owned) if each is not None][:1]:
        yield from _shared(plant)
    if owned is not None:
        yield from _bought(owned)


def _shared(plant: Plant) -> Iterator[Input]:
    costs = plant.catalogue.costs
    yield Input("use", "Use of capacity", middle(plant.planned_use), "of full load", costs.sources["use_of_capacity"])
    yield Input("least", "Fewest copies", plant.least, "copies", "a spare one where customers use it")
    yield Input("most", "Most copies", costs.most_replicas, "copies")
    yield Input("hours_month", "Hours", plant.hours, "a month")
    for name, figure in (
        ("overhead", "overhead"),
        ("people", "people"),
        ("pay", "pay_usd_year"),
        ("setup", "setup_usd"),
        ("setup_months", "setup_months"),
    ):
        yield _figure(name, figure, plant)


def _bought(plant: Plant) -> Iterator[Input]:
    there = plant.work.cards_there
    cards = 0 if plant.work.gpus != "owned" else AS_NEEDED if there is None else there
    yield Input("cards_there", f"{plant.gpu.name} that are there", cards, "GPUs", "a number, or words for enough")
    yield Input("watts", f"Power of a {plant.gpu.name}", plant.gpu.watts, "watts")
    for name, figure in (
        ("card_price", "purchase_usd"),
        ("server_factor", "server_factor"),
        ("spread", "depreciation_months"),
        ("power_factor", "power_factor"),
        ("kwh", "electricity_usd_kwh"),
    ):
        yield _figure(name, figure, plant)


_UNITS = {
    "overhead": "of the GPUs",
    "people": "of a person",
    "pay_usd_year": "US$ a year",
    "setup_usd": "US$ once",
    "setup_months": "months",
    "purchase_usd": "US$ a card",
    "server_factor": "of the cards",
    "depreciation_months": "months",
    "power_factor": "of the cards",
    "electricity_usd_kwh": "US$ a kWh",
}


def _figure(name: str, figure: str, plant: Plant) -> Input:
    source = plant.catalogue.costs.sources.get(figure, plant.gpu.purchase_source)
    return Input(name, FIGURES[figure].title, middle(plant.figures[figure]), _UNITS[figure], source)


def _steps(pricing: Pricing) -> Iterator[Result]:
    for name, words in (("vendor", "the vendor's model"), ("hosted", "hosted open weights")):
        formula = (
            f"((tokens_in-tokens_cached)*{name}_in+tokens_cached*{name}_cached+tokens_out*{name}_out)/{PER_MILLION:.0f}"
        )
        yield Result(f"{name}_request", f"A request on {words}", formula, "US$")
    for plant, name, words in ((pricing.rented_plant, "", "rented"), (pricing.owned_plant, "own_", "owned")):
        if plant is not None:
            formula = f"MAX(least,ROUNDUP(requests/({name}full_load*use)-0.000000001,0))"
            yield Result(f"{name}copies", f"Copies on {words} GPUs", formula, "copies")
    if pricing.rented_plant is not None and pricing.rented_plant.gpu.usd_hour is not None:
        yield Result("rent", "One rented copy", "gpus*gpu_hour*hours_month*(1+overhead)", "US$ a month")
    if pricing.owned_plant is not None:
        yield Result(
            "power_cost", "Power for one owned copy", "own_gpus*watts/1000*power_factor*hours_month*kwh", "US$ a month"
        )
        yield Result("bought", "One bought copy", "own_gpus*card_price*server_factor/spread", "US$ a month")
        formula = f"IF(ISNUMBER(cards_there),INT(cards_there/own_gpus),{ENOUGH:.0f})"
        yield Result("copies_there", "Copies that are there", formula, "copies")
    if pricing.plant is not None:
        yield Result("fixed_cost", "People and set-up", _FIXED, "US$ a month")


_FORMULAS = {
    "seats": "seats*seat_price",
    "vendor_api": "requests*vendor_request",
    "vendor_tenancy": "requests*vendor_request*(1+surcharge)",
    "managed_open": "requests*hosted_request",
    "self_hosted": "copies*rent+fixed_cost",
    "own_machines": "own_copies*power_cost+MAX(own_copies-copies_there,0)*bought+fixed_cost",
}


def _routes(pricing: Pricing, a: Assessment) -> Iterator[Result]:
    for route, cost in a.costs.items():
        if cost.mid is not None:
            yield Result(f"cost_{route}", ROUTES[route], _FORMULAS[route], "US$ a month", cost.mid)


def _meetings(pricing: Pricing, a: Assessment) -> Iterator[Result]:
    """The first step of whole copies whose work pays for them, and the volume that it is reached at."""
    plant = pricing.plant
    assert plant is not None
    is_owned = pricing.work.gpus == "owned" or plant.gpu.usd_hour is None
    capacity = "own_full_load*use" if plant is pricing.owned_plant and is_owned else "full_load*use"
    for rival, name in (("vendor_api", "vendor"), ("managed_open", "hosted")):
        point = a.break_even.get(rival)
        if point is not None:
            recorded = "never" if point.requests_per_month is None else point.requests_per_month
            yield from _owned(name, capacity, recorded) if is_owned else _rented(name, capacity, recorded)


def _rented(name: str, capacity: str, recorded: float | str) -> Sequence[Result]:
    saved = f"({capacity}*{name}_request-rent)"
    step = f"IF({saved}>0,MAX(least,ROUNDUP(fixed_cost/{saved}-0.000000001,0)),{FAR})"
    volume = f'IF({name}_step<=most,(fixed_cost+{name}_step*rent)/{name}_request,"never")'
    return _meeting(name, (Result(f"{name}_step", _copies(name), step, "copies"),), volume, recorded)


def _owned(name: str, capacity: str, recorded: float | str) -> Sequence[Result]:
    """Copies that are there cost power alone, further ones their purchase too."""
    gain = f"{capacity}*{name}_request"
    there = f"({gain}-power_cost)"
    beyond = f"({gain}-power_cost-bought)"
    first = f"IF({there}>0,MAX(least,ROUNDUP(fixed_cost/{there}-0.000000001,0)),{FAR})"
    owed = "(fixed_cost-copies_there*bought)"
    further = f"IF({beyond}>0,MAX(least,copies_there+1,ROUNDUP({owed}/{beyond}-0.000000001,0)),{FAR})"
    steps = (
        Result(f"{name}_first", f"{_copies(name)}, of those there", first, "copies"),
        Result(f"{name}_further", f"{_copies(name)}, with further ones", further, "copies"),
        Result(
            f"{name}_step",
            _copies(name),
            f"IF({name}_first<=copies_there,{name}_first,{name}_further)",
            "copies",
        ),
    )
    bill = f"fixed_cost+{name}_step*power_cost+MAX({name}_step-copies_there,0)*bought"
    return _meeting(name, steps, f'IF({name}_step<=most,({bill})/{name}_request,"never")', recorded)


def _copies(name: str) -> str:
    return f"Copies that pay against {'the vendor' if name == 'vendor' else 'hosted open weights'}"


def _meeting(name: str, steps: Sequence[Result], volume: str, recorded: float | str) -> Sequence[Result]:
    rival = "the vendor's model" if name == "vendor" else "hosted open weights"
    return (*steps, Result(f"{name}_meets", f"Owning pays from, against {rival}", volume, "requests a month", recorded))
