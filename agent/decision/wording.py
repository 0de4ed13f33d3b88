"""Numbers, units and facts in the words of a consultant."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from agent.facts import FactValue

ROUTE_NAMES = {
    "seats": "licences of a finished assistant",
    "vendor_api": "a vendor's API",
    "vendor_tenancy": "a vendor's model in your own cloud tenancy",
    "vendor_on_premises": "a vendor's model on your premises",
    "managed_open": "open weights behind a hosted API",
    "self_hosted": "open weights on rented GPUs",
    "own_machines": "open weights on machines you own",
}

VERDICT_NAMES = {"prebuilt": "prebuilt", "hybrid": "hybrid", "open_source": "open source"}

# What would have to be true, as a condition.
_CONDITIONS: dict[str, dict[str, str]] = {
    "audience": {
        "workflow": "No person reads the output",
        "employees": "Only your own people use it",
        "customers": "Your customers see the output",
    },
    "strategic_role": {
        "supporting": "It is only a convenience",
        "important": "It is important, but not the product",
        "core": "It becomes part of what you sell",
    },
    "data_sensitivity": {
        "public": "The data is public",
        "internal": "The data is ordinary business data",
        "proprietary": "Your own know-how goes into the model",
        "regulated": "The data is regulated",
    },
    "data_boundary": {
        "any_vendor": "The data may go to any vendor",
        "approved_cloud": "The data may go to your own cloud tenancy",
        "own_infrastructure": "The data may not leave systems you control",
        "air_gapped": "The machines may have no network at all",
    },
    "customization": {
        "prompting": "Good instructions are enough",
        "retrieval": "It is enough to look up your documents",
        "fine_tuning": "The model is trained on your own data",
    },
    "team": {
        "none": "There is nobody technical",
        "software": "There are software developers but nobody for models",
        "ml": "There are people who can train and run a model",
        "ml_platform": "A team that already serves models takes it on",
    },
    "gpus": {"none": "There are no GPUs", "cloud": "You rent GPUs already", "owned": "You own GPUs already"},
    "stage": {
        "idea": "It is only an idea",
        "pilot": "A pilot is still running",
        "validated": "Its value is shown",
        "production": "Real users rely on it",
    },
    "task_difficulty": {
        "narrow": "The work is narrow, such as sorting or extracting",
        "general": "The work is writing or summarising",
        "frontier": "The work needs hard reasoning over many steps",
    },
}

LAWS = {
    "gdpr": "GDPR",
    "hipaa": "HIPAA",
    "pci": "PCI DSS",
    "glba": "GLBA",
    "sox": "SOX",
    "fedramp": "FedRAMP",
    "itar": "ITAR",
    "eu_ai_act": "the EU AI Act",
    "other": "a rule of your sector",
}


class Figure(NamedTuple):
    """A figure that costs stand on, as a leader would name it: how its number is written, and its unit."""

    title: str
    number: str
    unit: str


FIGURES: dict[str, Figure] = {
    "people": Figure("People who run it", "{:g}", " of a person"),
    "pay_usd_year": Figure("Their pay", "${:,.0f}", " a year"),
    "setup_usd": Figure("The set-up", "${:,.0f}", ""),
    "setup_months": Figure("Months to spread the set-up over", "{:g}", ""),
    "overhead": Figure("Disks, CPU and network", "{:.0%}", " on the GPUs"),
    "use_of_capacity": Figure("Use of capacity", "{:.0%}", ""),
    "engine": Figure("The serving engine", "{:.0%}", " of the best"),
    "depreciation_months": Figure("Months to spread the purchase over", "{:g}", ""),
    "electricity_usd_kwh": Figure("Electricity", "${:g}", " a kWh"),
    "power_factor": Figure("Power for server and cooling", "{:g}", " × the cards"),
    "server_factor": Figure("Server around the cards", "{:g}", " × the cards"),
    "usd_hour": Figure("Price of a GPU", "${:.2f}", " an hour"),
    "purchase_usd": Figure("Price of a card", "${:,.0f}", ""),
    "speed": Figure("Speed of the model", "{:.2f}", " × my estimate"),
    "rival_price": Figure("Price of the rival", "${:.2g}", " a request"),
    "price_decline_year": Figure("Fall of the rival's price", "{:.0%}", " a year"),
}


def figure(name: str, value: float) -> str:
    """The value of a cost figure with its unit."""
    return _number(name, value) + FIGURES[name].unit


def figure_span(name: str, low: float, mid: float, high: float) -> str:
    """The middle of a cost figure with its unit, and its range."""
    if low == high:
        return figure(name, mid)
    return f"{figure(name, mid)} ({_number(name, low)} to {_number(name, high)})"


def _number(name: str, value: float) -> str:
    if name == "rival_price":
        return unit_price(value)
    return FIGURES[name].number.format(value).replace("%", " %")


def condition(fact: str, value: FactValue) -> str:
    """A value of a fact as a condition that begins a sentence."""
    if isinstance(value, list):
        return f"{listing([LAWS[law] for law in value])} applies" if value else "No regulation applies"
    if isinstance(value, str):
        return _CONDITIONS[fact][value]
    return {
        "requests_per_month": f"The volume is {count(value)} requests a month",
        "tokens_per_request": f"A request is {count(value)} tokens long",
        "seats": f"{count(value)} people use it",
        "growth_12m": f"The volume grows to {value:g} times today's",
        "deadline_weeks": f"It must be live in {weeks(value)}",
        "budget_per_month": f"The budget is {money(value)} a month",
    }[fact]


def rounded(number: float, digits: int = 2) -> float:
    """A number with as many digits as it is worth."""
    return float(f"{number:.{digits}g}")


def count(number: float) -> str:
    """A count as people write it: 25,000 or 4.9 million."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if number >= size:
            return f"{rounded(number / size, 3):,g} {word}"
    return f"{number:,.0f}"


def money(amount: float) -> str:
    """US dollars: $9,800 or $4.9 million."""
    if 0 < amount < 1:
        return "less than $1"
    value = rounded(amount)
    return f"${count(value)}" if value >= 1e6 else f"${value:,.0f}"


def money_span(low: float, high: float) -> str:
    """A range of dollars a month."""
    first, last = money(low), money(high)
    return f"{first} a month" if first == last else f"{first} to {last} a month"


def unit_price(amount: float) -> str:
    """A small price of one request or one hour with the digits it needs."""
    return f"${amount:,.2f}" if amount >= 1 else f"${float(f'{amount:.2g}'):.10f}".rstrip("0")


def percent(share: float) -> str:
    """A share in whole percent."""
    return f"{share * 100:.0f} %"


def weeks(number: float) -> str:
    """A number of weeks in words."""
    value = rounded(number, 3)
    return "1 week" if value == 1 else f"{value:g} weeks"


def months(number: float) -> str:
    """A number of months in words."""
    value = max(1, round(number))
    return "1 month" if value == 1 else f"{value:,} months"


def day(when: date) -> str:
    """A date as it stands in a letter."""
    return f"{when.day} {when:%B %Y}"


def listing(items: Sequence[str], word: str = "and") -> str:
    """Items in a sentence: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def capitalised(text: str) -> str:
    """A text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """A sentence as it goes on inside another."""
    return text[:1].lower() + text[1:]
