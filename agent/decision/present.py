"""What is paid today beside our estimate of the same work on the same model, and what may explain the difference."""

from dataclasses import dataclass
from datetime import date

from agent.decision.bill import PresentBill
from agent.decision.prices import PriceError, model_price
from agent.decision.wording import count, money, rounded, unit_price
from agent.decision.workload import Present, Workload
from knowledge.names import named_model
from knowledge.tables import Catalogue

# Within this factor the two agree as well as such an estimate can.
AGREES = 1.5


@dataclass(frozen=True)
class Told:
    """The bill and the model as they were told, with the price of one request of the workload on that model."""

    usd: float
    name: str
    price: float


def present_bill(told: Present | None, work: Workload, catalogue: Catalogue, today: date) -> PresentBill | None:
    """The comparison, where a bill was told; without the model there is no estimate, and it says so."""
    if told is None or told.usd_per_month is None:
        return None
    usd = told.usd_per_month
    model = named_model(told.model or "", catalogue)
    if model is None:
        name = told.model or ""
        which = f"I have no list price of {name}" if name else "Tell me which model it is for"
        return PresentBill(usd, name, None, None, f"You pay {money(usd)} a month today. {which}.")
    try:
        price = model_price(model, work.tokens, today, catalogue, batch=work.batch)
    except PriceError as error:
        return PresentBill(usd, model.name, None, None, f"You pay {money(usd)} a month today, but {error}.")
    return _beside(Told(usd, model.name, price), work)


def _beside(told: Told, work: Workload) -> PresentBill:
    if not work.requests_known:
        implied = told.usd / told.price
        sentence = (
            f"You pay {money(told.usd)} a month for {told.name}. At its list price, {unit_price(told.price)} a request "
            f"of {work.given + work.answered:,} tokens, that is about {count(rounded(implied))} requests a month."
        )
        return PresentBill(told.usd, told.name, None, None, sentence)
    estimate = work.requests * told.price
    ratio = told.usd / estimate
    return PresentBill(
        told.usd, told.name, round(estimate, 2), float(f"{ratio:.3g}"), _explained(told, work, estimate, ratio)
    )


def _explained(told: Told, work: Workload, estimate: float, ratio: float) -> str:
    """The ratio in words, and the one figure that would close the gap."""
    start = (
        f"You pay {money(told.usd)} a month for {told.name}; the list price of {count(work.requests)} requests of "
        f"{work.given + work.answered:,} tokens is {money(estimate)}"
    )
    if 1 / AGREES <= ratio <= AGREES:
        return f"{start}, so my figures fit yours."
    times = f"{rounded(max(ratio, 1 / ratio)):,g} times"
    tokens = count(rounded((work.given + work.answered) * ratio))
    requests = count(rounded(work.requests * ratio))
    if ratio > 1:
        return (
            f"{start}: your bill is {times} that. It would fit requests of {tokens} tokens, or {requests} requests a "
            "month; retries, long conversations sent again and tools count too. Your bill is the better guide: "
            "look at its token counts."
        )
    return (
        f"{start}: your bill is {times} less. It would fit requests of {tokens} tokens, or {requests} requests a "
        "month; cached input, batches or a negotiated price would explain it too."
    )
