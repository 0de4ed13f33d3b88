"""Numbers that questions ask for and that have to be worked out: a month of so many requests, a break-even, a size.

What the leader told counts; what nobody told is a usual figure, and the sentence says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from agent.decision.assess import ask
from agent.decision.assessment import Assessment
from agent.decision.bill import Cost
from agent.decision.costs import BILLS
from agent.decision.pricing import Pricing
from agent.decision.rates import MONTHS_A_YEAR, Sum, priced_span, short_name
from agent.decision.wording import ROUTE_NAMES, count, listing, lowered, rounded
from agent.decision.workload import Choices, Details, workload
from agent.facts import FACTS, FactValue
from knowledge.tables import Catalogue, Gpu, OpenModel, VendorModel

# The routes whose bill grows with the volume, as they are told.
BY_VOLUME = ("vendor_api", "vendor_tenancy", "managed_open", "self_hosted")

# What makes a break-even the leader's own rather than that of a typical case.
OWN = ("requests_per_month", "tokens_per_request", "task_difficulty")


# "A 70B model" is one of 70.6 billion parameters.
NEARLY = 0.05


@dataclass(frozen=True)
class Known:
    """What sums are computed from: facts with what stands beside them, the tables, and the day."""

    catalogue: Catalogue
    today: date
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    details: Details = field(default_factory=dict)

    @property
    def request_tokens(self) -> float:
        """Tokens of one request, as they were told or as usual."""
        told = self.facts.get("tokens_per_request")
        return told if isinstance(told, float) else float(self.catalogue.costs.usual["tokens_per_request"])

    def pricing(self, choices: Choices | None = None, **facts: FactValue) -> Pricing:
        """What costs are computed from, with some facts in place of those that are known."""
        asked = ask({**self.facts, **facts}, details=self.details, today=self.today, catalogue=self.catalogue)
        work = workload(asked.facts, self.details, self.catalogue, choices)
        return Pricing(work, self.catalogue, self.today, choices or Choices())


def month_of_requests(requests: float, known: Known, left: Mapping[str, object], *, yearly: bool = False) -> Sum | None:
    """What so many requests a month cost over each route that is left; None where that is more than one computes."""
    if not FACTS["requests_per_month"].computes_with(requests):
        return None
    pricing = known.pricing(requests_per_month=requests)
    size = pricing.work.given + pricing.work.answered
    assumed = "" if "tokens_per_request" in known.facts else " (a usual size)"
    told = f"{count(requests)} requests a month of {count(size)} tokens{assumed}"
    return _bills(told, pricing, left, yearly)


def month_of_tokens(tokens: float, known: Known, left: Mapping[str, object], *, yearly: bool = False) -> Sum | None:
    """What so many tokens a month cost over each route that is left."""
    size = known.request_tokens
    requests = max(tokens / size, 1.0)
    if not FACTS["requests_per_month"].computes_with(requests):
        return None
    pricing = known.pricing(requests_per_month=requests)
    told = f"{count(tokens)} tokens a month, about {count(rounded(requests))} requests of {count(size)},"
    return _bills(told, pricing, left, yearly)


def _bills(told: str, pricing: Pricing, left: Mapping[str, object], yearly: bool) -> Sum | None:
    """The bill of each route that is left, in a sentence."""
    factor, period = (MONTHS_A_YEAR, "a year") if yearly else (1, "a month")
    routes = [route for route in BY_VOLUME if route in left and not (route == BY_VOLUME[1] and BY_VOLUME[0] in left)]
    bills = [bill for bill in (BILLS[route](pricing) for route in routes) if bill.mid is not None]
    if not bills:
        return None
    low, usual, _ = pricing.vendor_models
    parts = [f"{_spent(bill, factor)} {_by(bill, low.name, usual.name)}" for bill in bills]
    return Sum(f"{told} cost, {period}: {'; '.join(parts)}.", "costs", "cost-vendor-api")


def _by(bill: Cost, low: str, usual: str) -> str:
    """The route of a bill, with what its ends stand for."""
    name = ROUTE_NAMES[bill.route]
    if bill.route in ("vendor_api", "vendor_tenancy"):
        return f"with {name} (from {low}; {_usual(bill)} on {usual})"
    return f"with {name}, people included" if bill.route == "self_hosted" else f"with {name}"


def _usual(bill: Cost) -> str:
    return "the most" if bill.mid == bill.high else "in the middle"


def _spent(bill: Cost, factor: float) -> str:
    return priced_span((bill.low or 0.0, bill.mid or 0.0, bill.high or 0.0), factor)


def month_on_models(
    requests: float, models: Sequence[VendorModel], known: Known, *, yearly: bool = False
) -> Sum | None:
    """What so many requests a month cost on some vendors' models, the cheapest first."""
    if not models or not FACTS["requests_per_month"].computes_with(requests):
        return None
    factor, period = (MONTHS_A_YEAR, "a year") if yearly else (1, "a month")
    priced = []
    for model in models:
        pricing = known.pricing(Choices(vendor_model=model.id), requests_per_month=requests)
        priced.append((requests * pricing.vendor_prices[1] * factor, model.name))
    priced.sort()
    assumed = "" if "tokens_per_request" in known.facts else ", a usual size,"
    size = f"{pricing.work.given:,} tokens in and {pricing.work.answered:,} out{assumed}"
    names = tuple(name for _, name in priced)
    first, *others = (f"{priced_span((usd, usd, usd))}{{}} on {name}" for usd, name in priced)
    spent = listing([first.format(f" {period}"), *(other.format("") for other in others)])
    sentence = f"{count(requests)} requests a month of {size} cost {spent}."
    return Sum(sentence, "costs.vendor_api", "cost-vendor-api", names)


def break_even_sum(assessment: Assessment, known: Known, *, staff: bool = True) -> Sum | None:
    """The volume at which a model of one's own meets a vendor's price, in requests and in tokens a month."""
    point = assessment.break_even.get("vendor_api")
    if point is None:
        return None
    size = known.request_tokens
    case = "For your case" if any(name in known.facts for name in OWN) else "For a typical case"
    difficulty = known.facts.get("task_difficulty", "general")
    work = f"{case} ({difficulty} work, {count(size)} tokens a request)"
    if not staff:
        without = "at no volume" if point.without_staff is None else f"from {_volume(point.without_staff, size)}"
        with_staff = "never" if point.requests_per_month is None else f"from {_volume(point.requests_per_month, size)}"
        told = f"without counting staff a model of your own pays for itself {without}; with staff {with_staff}"
        return Sum(f"{work}, against {point.model}: {told}.", "break_even.vendor_api", "cost-break-even")
    sentence = f"{work}: {lowered(point.sentence)}"
    if point.requests_per_month is not None:
        sentence += f" In tokens that is about {count(rounded(point.requests_per_month * size))} a month."
    return Sum(sentence, "break_even.vendor_api", "cost-break-even")


def _volume(requests: float, size: float) -> str:
    """A volume in requests and in tokens."""
    return f"{count(rounded(requests))} requests a month ({count(rounded(requests * size))} tokens)"


def text_size(amount: float, unit: str, tokens_per: Mapping[str, float]) -> Sum:
    """How many tokens a text is; of tokens, how many words and pages."""
    tokens = amount * tokens_per[unit]
    if unit == "tokens":
        words, pages = tokens / tokens_per["words"], tokens / tokens_per["pages"]
        rest = f"about {count(rounded(words))} words or {rounded(pages):,g} pages"
        sentence = f"{count(tokens)} tokens are {rest} of English."
    else:
        sum_ = f"{count(amount)} × {tokens_per[unit]:g}"
        sentence = f"{count(amount)} {unit} are about {count(rounded(tokens, 3))} tokens of English ({sum_})."
    return Sum(sentence, "tokens", "glossary-tokens")


def model_of_size(parameters_b: float, catalogue: Catalogue) -> OpenModel | None:
    """The open weights of so many billions of parameters, or nearly so: the last of the tables."""
    newest_first = reversed(tuple(catalogue.open_models.values()))
    near = [(abs(model.architecture.params_total_b / parameters_b - 1), model) for model in newest_first]
    off, model = min(near, key=lambda pair: pair[0])
    return model if off <= NEARLY else None


def cards_for(model: OpenModel, gpu: Gpu | None, known: Known) -> Sum | None:
    """How many GPUs one copy of open weights needs, on the usual card or on a named one."""
    choices = Choices(open_model=model.id, gpu=gpu.name if gpu else None)
    plant = known.pricing(choices).rented_plant
    if plant is None:
        name = short_name(gpu) if gpu else "any card of my tables"
        return Sum(f"{model.name} does not fit on a server of eight {name}.", "gpus", "guidance-gpu-sizing")
    cards = f"{plant.n_gpu} × {short_name(plant.gpu)}"
    weights = choices.weights or model.weights
    total = model.architecture.params_total_b
    sentence = f"One copy of {model.name} ({total:.3g} billion parameters, {weights}) needs {cards}."
    sentence += " How many copies follows from the requests of your busiest hour."
    return Sum(sentence, "gpus", "guidance-gpu-sizing", (cards,))
