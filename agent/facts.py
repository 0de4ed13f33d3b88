"""The facts that the advice depends on: one row each, with its question, its reason and its prior.

This module knows no conversation and no decision; everything else looks up here.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

FactValue: TypeAlias = str | float | list[str]

Kind = Literal["text", "choice", "choices", "number"]


class FactError(ValueError):
    """A value that a fact cannot take; the message names fact, value and what is allowed."""


@dataclass(frozen=True)
class Choice:
    """One allowed value of a fact, with the words a person sees."""

    value: str
    label: str
    description: str


@dataclass(frozen=True)
class Fact:
    """One thing the advice depends on.

    `prior` gives a weight for each choice, in the order of `choices`; a number's prior is its 5th, 50th and
    95th percentile. `bounds` are the smallest and largest number that is heard at all, `limits` those that the tool
    computes with: a figure between the two is asked about. `ranges` are three answers (label, representative number)
    for people who know only the order of magnitude. Below the first and above the second number of `odd` a figure is
    off by about a factor of a thousand from what such work usually takes: it is asked about before it counts. `scope`
    says whether the fact belongs to one use case or to the whole organisation.
    """

    name: str
    title: str
    kind: Kind
    question: str
    why: str
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    bounds: tuple[float, float] = (0.0, math.inf)
    limits: tuple[float, float] = (0.0, math.inf)
    ranges: tuple[tuple[str, float], ...] = ()
    prior: tuple[float, ...] = ()
    odd: tuple[float, float] = (0.0, math.inf)
    scope: Literal["use_case", "organisation"] = "use_case"

    @property
    def values(self) -> tuple[str, ...]:
        """The allowed words, weakest first where they have an order."""
        return tuple(choice.value for choice in self.choices)

    def computes_with(self, value: FactValue) -> bool:
        """Whether the tool computes with a value: a number has to lie within the limits."""
        low, high = self.limits
        return not isinstance(value, int | float) or low <= value <= high

    def label(self, value: FactValue) -> str:
        """The words a person sees for a value."""
        if isinstance(value, list):
            return ", ".join(self.label(item) for item in value) or "None"
        if isinstance(value, str):
            return next((c.label for c in self.choices if c.value == value), value)
        if self.name == "growth_12m":
            return f"{value:g} times today's volume"
        if self.name == "budget_per_month":
            return f"${value:,.0f} a month"
        return f"{figure(value)} {self.unit}".strip()


def figure(value: float) -> str:
    """A number with its thousands grouped, however large."""
    return f"{value:,.0f}" if value >= 1e9 else f"{value:,.10g}"


_ROWS = (
    Fact(
        "use_case",
        "Use case",
        "text",
        "What should the model do, and for whom?",
        "Everything else depends on the work itself.",
    ),
    Fact(
        "audience",
        "Who uses it",
        "choice",
        "Who will read or operate the output?",
        "Output that customers see has to be better, safer and more stable than a draft for colleagues.",
        (
            Choice("workflow", "No person, another system", "a step that feeds another system, nobody reads it"),
            Choice("employees", "Our own people", "your own staff read or operate it"),
            Choice("customers", "Our customers", "people outside your organisation see it"),
        ),
        prior=(0.2, 0.5, 0.3),
    ),
    Fact(
        "strategic_role",
        "Strategic role",
        "choice",
        "How much does this matter to your business?",
        "What sets you apart is worth owning; for a convenience, speed beats control.",
        (
            Choice("supporting", "A convenience", "a side task; nobody would miss it much"),
            Choice("important", "Important, not the product", "the business feels it, but it is not what you sell"),
            Choice("core", "Part of what we sell", "it is or will be what you sell, or sets you apart"),
        ),
        prior=(0.4, 0.4, 0.2),
    ),
    Fact(
        "data_sensitivity",
        "Data",
        "choice",
        "What kind of data goes into the model?",
        "It decides whether a vendor's standard API is open to you, and what control is worth.",
        (
            Choice("public", "Public information", "anybody may see it"),
            Choice("internal", "Ordinary business matters", "internal, but neither secret nor regulated"),
            Choice("proprietary", "Our own know-how", "trade secrets, code, contracts or hard-won data"),
            Choice("regulated", "Health, card or other regulated data", "personal or legally guarded data"),
        ),
        prior=(0.15, 0.4, 0.25, 0.2),
    ),
    Fact(
        "data_boundary",
        "Where data may go",
        "choice",
        "Where may that data go?",
        "A boundary rules routes out before any cost is counted.",
        (
            Choice("any_vendor", "To any vendor under contract", "an outside endpoint is fine"),
            Choice("approved_cloud", "Only our own cloud tenancy", "a vendor's endpoint inside your Azure, AWS or GCP"),
            Choice("own_infrastructure", "Only systems we control", "rented or owned, but under your control"),
            Choice("air_gapped", "No network at all", "machines without any connection"),
        ),
        prior=(0.66, 0.24, 0.08, 0.02),
    ),
    Fact(
        "regulations",
        "Regulations",
        "choices",
        "Which of these rules apply to this data or this work?",
        "A few rules remove routes; most only set conditions.",
        (
            Choice("gdpr", "GDPR", "personal data of people in the EU or UK"),
            Choice("hipaa", "HIPAA", "health data under United States law"),
            Choice("pci", "PCI DSS", "payment card data"),
            Choice("glba", "GLBA", "customer data of United States financial institutions"),
            Choice("sox", "SOX", "financial reporting of listed companies"),
            Choice("fedramp", "FedRAMP", "cloud services for United States agencies"),
            Choice("itar", "ITAR", "United States defence technical data"),
            Choice("eu_ai_act", "EU AI Act", "AI systems placed on the EU market"),
            Choice("other", "Another rule", "a sector or national rule not listed"),
        ),
        # Chance that each applies when nothing was said.
        prior=(0.35, 0.1, 0.05, 0.04, 0.05, 0.03, 0.01, 0.2, 0.1),
    ),
    Fact(
        "customization",
        "How it is shaped",
        "choice",
        "How will the model learn your matter?",
        "Prompts and retrieval work with any model; training on your data favours weights you can tune.",
        (
            Choice("prompting", "By instructions", "good prompts are enough"),
            Choice("retrieval", "By looking up our documents", "answers come from your documents"),
            Choice("fine_tuning", "By training on our data", "the weights are tuned on your examples"),
        ),
        prior=(0.4, 0.4, 0.2),
    ),
    Fact(
        "requests_per_month",
        "Volume",
        "number",
        "How many requests would it handle in a month, on average?",
        "Volume decides whether a model of your own can ever pay for itself.",
        unit="a month",
        bounds=(0, 1e18),
        limits=(1, 1e12),
        ranges=(("under 10,000 a month", 3_000), ("10,000 to 100,000", 30_000), ("more than 100,000", 500_000)),
        prior=(600, 30_000, 3_000_000),
        odd=(5, 3e9),
    ),
    Fact(
        "tokens_per_request",
        "Size of a request",
        "number",
        "How long is one request with its answer?",
        "The price of an API follows the length of what goes in and comes out.",
        unit="tokens",
        bounds=(0, 1e12),
        limits=(1, 2_000_000),
        ranges=(("a few sentences", 300), ("a page or two", 1_200), ("a long document", 10_000)),
        prior=(250, 1_500, 12_000),
        odd=(5, 500_000),
    ),
    Fact(
        "seats",
        "People using it",
        "number",
        "How many people would use it?",
        "For people at desks, licences of a finished assistant are an alternative.",
        unit="people",
        bounds=(0, 1e11),
        limits=(1, 10_000_000),
        ranges=(("under 25", 12), ("25 to 250", 80), ("more than 250", 800)),
        prior=(5, 60, 2_000),
        odd=(0, 2_000_000),
    ),
    Fact(
        "growth_12m",
        "Growth in a year",
        "number",
        "How large will the volume be in a year, compared with today?",
        "Volume that grows can carry later what it cannot carry today.",
        unit="times today's volume",
        bounds=(0, 1_000_000),
        limits=(0.01, 1_000),
        ranges=(("about the same", 1.0), ("up by half", 1.5), ("double or more", 2.5)),
        prior=(0.9, 1.3, 4.0),
        odd=(0.02, 100),
    ),
    Fact(
        "deadline_weeks",
        "Deadline",
        "number",
        "When must something be live?",
        "An API is live in days; a model of your own takes about 8 weeks (3 to 26).",
        unit="weeks",
        bounds=(-5_200, 52_000),
        limits=(0, 520),
        ranges=(("within a month", 4), ("in two or three months", 10), ("half a year or later", 26)),
        prior=(3, 12, 52),
    ),
    Fact(
        "team",
        "Who could run it",
        "choice",
        "Do you have anybody who could run a model in production?",
        "A model of your own needs people who keep it running.",
        (
            Choice("none", "Nobody technical", "no developers or IT of your own"),
            Choice("software", "Software developers", "developers or IT, no machine learning"),
            Choice("ml", "Data scientists or ML engineers", "people who train and evaluate models"),
            Choice("ml_platform", "A team that already serves models", "models of your own run in production today"),
        ),
        prior=(0.25, 0.4, 0.25, 0.1),
        scope="organisation",
    ),
    Fact(
        "gpus",
        "GPUs",
        "choice",
        "Do you have GPUs today?",
        "Machines that are there already change what self-hosting costs.",
        (
            Choice("none", "None", "no accelerators today"),
            Choice("cloud", "Rented", "by the hour or by contract"),
            Choice("owned", "Our own", "cards or servers you own"),
        ),
        prior=(0.75, 0.15, 0.1),
        scope="organisation",
    ),
    Fact(
        "stage",
        "Stage",
        "choice",
        "How far is this use case?",
        "Before the value is proven, a model of your own is a bet.",
        (
            Choice("idea", "An idea", "nothing is built yet"),
            Choice("pilot", "A test or pilot runs", "a proof of concept or vendor trial"),
            Choice("validated", "The value is shown", "measured and agreed, not yet in daily use"),
            Choice("production", "In use by real users", "real users rely on it now"),
        ),
        prior=(0.45, 0.25, 0.15, 0.15),
    ),
    Fact(
        "budget_per_month",
        "Budget",
        "number",
        "What may it cost in a month?",
        "I compare it with what each route costs and say where it falls short.",
        unit="US dollars a month",
        bounds=(0, 1e15),
        limits=(0, 1e10),
        ranges=(("under $1,000", 500), ("$1,000 to $10,000", 4_000), ("more than $10,000", 30_000)),
        prior=(200, 5_000, 100_000),
        odd=(5, 5e7),
    ),
    Fact(
        "task_difficulty",
        "Difficulty",
        "choice",
        "How hard is the task for a model?",
        "Narrow work runs well on small models; the hardest still needs the largest.",
        (
            Choice("narrow", "Sorting, extracting, short answers", "tagging, routing, extraction, fixed answers"),
            Choice("general", "Writing, summarising, chat", "drafting, summaries, answers over documents"),
            Choice("frontier", "Hard reasoning or many steps", "agents, research, complex code"),
        ),
        prior=(0.35, 0.5, 0.15),
    ),
)

FACTS: Mapping[str, Fact] = MappingProxyType({fact.name: fact for fact in _ROWS})


def check(name: str, value: object) -> FactValue:
    """Return `value` if `name` can take it; otherwise raise FactError naming fact, value and what is allowed."""
    fact = FACTS.get(name)
    if fact is None:
        raise FactError(f"unknown fact {name!r}; known facts are {', '.join(FACTS)}")
    if fact.kind == "number":
        return _check_number(fact, value)
    if fact.kind == "choices":
        return _check_list(fact, value)
    if fact.kind == "choice" and value not in fact.values:
        raise FactError(f"{name}: {value!r} is not one of {', '.join(fact.values)}")
    if not isinstance(value, str) or not value.strip():
        raise FactError(f"{name}: {value!r} is not a text")
    return value


def _check_number(fact: Fact, value: object) -> float:
    low, high = fact.limits
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise FactError(f"{fact.name}: {value!r} is not a finite number ({low:g} to {high:g} {fact.unit})")
    if not low <= value <= high:
        raise FactError(f"{fact.name}: {value!r} is outside {low:g} to {high:g} {fact.unit}")
    return float(value)


def _check_list(fact: Fact, value: object) -> list[str]:
    if not isinstance(value, list | tuple):
        raise FactError(f"{fact.name}: {value!r} is not a list of {', '.join(fact.values)}")
    for item in value:
        if item not in fact.values:
            raise FactError(f"{fact.name}: {item!r} is not one of {', '.join(fact.values)}")
    return [name for name in fact.values if name in value]
