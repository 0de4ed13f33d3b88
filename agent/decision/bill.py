"""The records of costs: what a route costs, where owning breaks even, and what others published beside it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CostLine:
    """One line of a cost: USD a month, low to high, and how it was computed, in words with its numbers."""

    what: str
    low: float
    mid: float
    high: float
    how: str


@dataclass(frozen=True)
class Cost:
    """USD a month for a route, or None three times with the reason where nobody publishes a price.

    `otherwise` are other offers beside it, such as GPUs reserved for a year; none of them is in the sum. `use` is
    the share of full load that the workload asks of its GPUs.
    """

    route: str
    low: float | None
    mid: float | None
    high: float | None
    lines: tuple[CostLine, ...] = ()
    reason: str = ""
    live_in: str = ""
    model: str = ""
    otherwise: tuple[CostLine, ...] = ()
    use: float | None = None


@dataclass(frozen=True)
class Mover:
    """An uncertain figure at its low and high end, and the break-even (requests a month) there; None is never."""

    what: str
    low: float
    high: float
    at_low: float | None
    at_high: float | None


@dataclass(frozen=True)
class BreakEven:
    """Requests a month at which self-hosting meets a rival; None means never within what one would run.

    `months` (in draws from `months_low` to `months_high`) is how long the set-up takes to be earned back from this
    volume, with its growth and falling prices; None for never within three years. Shares are of the draws. `rival_bill`
    is what the rival costs (USD a month) at the break-even, `decides` a sentence on the figure that moves it most.
    """

    rival: str
    model: str
    requests_per_month: float | None
    low: float | None
    high: float | None
    share_never: float
    without_staff: float | None
    months: float | None
    sentence: str
    decides: str = ""
    share_never_without_staff: float = 1.0
    share_paid_back: float = 0.0
    months_low: float | None = None
    months_high: float | None = None
    rival_bill: float | None = None
    movers: tuple[Mover, ...] = ()


@dataclass(frozen=True)
class WalkStep:
    """One assumption changed from the published one to ours, and the threshold (tokens a month) after it."""

    assumption: str
    was: str
    now: str
    tokens_per_month: float | None


@dataclass(frozen=True)
class Walk:
    """From a published rule of thumb to our number, assumption by assumption; None is never."""

    source: str
    url: str
    as_of: str
    published: float
    steps: tuple[WalkStep, ...]
    ours: float | None
    sentence: str


@dataclass(frozen=True)
class PresentBill:
    """What is paid today beside our estimate of the same (USD a month), their ratio, and what may explain it."""

    usd_per_month: float
    model: str
    estimate: float | None
    ratio: float | None
    sentence: str


@dataclass(frozen=True)
class Licences:
    """A GPU for a month in licences: as it was published, and at the prices of the day."""

    then_usd_hour: float
    then_licences: float
    then_seat_usd: float
    usd_hour: float
    month_usd: float
    licences_low: float
    licences_high: float
    as_of: str
    sentence: str
