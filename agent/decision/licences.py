"""The newsletter's comparison of one GPU with licences: what it took then, and what it is at today's prices."""

from agent.decision.bill import Licences
from agent.decision.wording import money, unit_price
from knowledge.tables import Catalogue


def licences(catalogue: Catalogue) -> Licences | None:
    """One GPU rented for a month, in licences of the plan that the comparison used; None where one has no price."""
    claim = catalogue.published.licences
    gpu, seat = catalogue.gpus[claim.gpu], catalogue.seats[claim.seat]
    hours = catalogue.costs.hours_per_month
    if gpu.usd_hour is None or not seat.usd_annual or not seat.usd_monthly:
        return None
    hour = gpu.usd_hour[1]
    month = hour * hours
    fewest, most = sorted(month / price for price in (seat.usd_annual, seat.usd_monthly))
    then_seat = claim.usd_hour * hours / claim.licences
    dear, cheap = max(seat.usd_annual, seat.usd_monthly), min(seat.usd_annual, seat.usd_monthly)
    sentence = (
        f"In {claim.as_of[:4]} an {claim.gpu_name} at {unit_price(claim.usd_hour)} an hour cost what "
        f"{claim.licences:g} licences at ${then_seat:.2f} cost. Today it is {unit_price(hour)} an hour, {money(month)} "
        f"a month: as much as {fewest:.0f} to {most:.0f} licences at ${dear:g} to ${cheap:g}."
    )
    return Licences(
        then_usd_hour=claim.usd_hour,
        then_licences=claim.licences,
        then_seat_usd=round(then_seat, 2),
        usd_hour=hour,
        month_usd=round(month, 2),
        licences_low=round(fewest, 1),
        licences_high=round(most, 1),
        as_of=min(gpu.as_of, seat.as_of),
        sentence=sentence,
    )
