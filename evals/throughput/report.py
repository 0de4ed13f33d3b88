"""How far the throughput model is off on published rows, with models and cards left out of the fit in turn."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.throughput.fit import fit
from evals.throughput.rows import FITTED, OFFLINE, Numbers, Row, errors, offline_rows, published_rows
from knowledge.catalogue import load_catalogue
from knowledge.speed import SpeedConstants

FILE = Path(__file__).parent / "REPORT.md"

# What is promised: median and 90th percentile of the error, whichever way, as fitted and with a group left out.
PROMISED = {"all rows": (1.3, 1.9), "each model left out": (1.5, 2.5), "each GPU left out": (1.5, 2.5)}

# A family whose errors are larger than this is named as weak.
WEAK_MEDIAN, WEAK_TENTH = 1.35, 2.0

# Modes whose speed is held back by a latency target, and the share of offline speed that the derates give them.
# Sources whose systems run as many copies of a model as serve most; the other tables spread one over all cards.
OWN_LAYOUT = ("ml41", "ml51")
HELD_BACK = {"mlperf_server_slo": "employees", "mlperf_interactive_slo": "customers"}


@dataclass(frozen=True)
class Score:
    """The error of some rows: 1 is exact, 2 is half or twice."""

    what: str
    rows: int
    median: float
    tenth: float

    @classmethod
    def of(cls, what: str, found: Numbers) -> "Score":
        """The score of these errors."""
        return cls(what, len(found), float(np.median(found)), float(np.percentile(found, 90)))

    @property
    def line(self) -> str:
        """The score as a row of a table."""
        return f"| {self.what} | {self.rows} | {self.median:.2f} | {self.tenth:.2f} |"


@dataclass(frozen=True)
class Report:
    """Every score, and the errors of rows whose model was left out."""

    constants: SpeedConstants
    headline: tuple[Score, ...]
    by_model: tuple[Score, ...]
    by_gpu: tuple[Score, ...]
    by_source: tuple[Score, ...]
    held_back: tuple[Score, ...]

    @property
    def missed(self) -> tuple[str, ...]:
        """What is promised and not kept."""
        return tuple(
            f"{score.what}: {score.median:.2f} / {score.tenth:.2f} instead of {PROMISED[score.what]}"
            for score in self.headline
            if score.median > PROMISED[score.what][0] or score.tenth > PROMISED[score.what][1]
        )

    @property
    def weak(self) -> tuple[Score, ...]:
        """The families that the model serves worst."""
        families = (*self.by_model, *self.by_gpu, *self.by_source)
        return tuple(s for s in families if s.median > WEAK_MEDIAN or s.tenth > WEAK_TENTH)


def score_all() -> Report:
    """Fit anew with every group left out, and score what was left out."""
    rows, constants = offline_rows(), load_catalogue().throughput
    no_model, no_gpu = (_left_out(rows, constants, key) for key in (_model, _gpu))
    return Report(
        constants,
        (
            Score.of("all rows", errors(rows, constants)),
            Score.of("each model left out", no_model),
            Score.of("each GPU left out", no_gpu),
        ),
        _families(rows, no_model, _model),
        _families(rows, no_gpu, _gpu),
        _families(rows, no_model, lambda row: row.source),
        tuple(_held_back(constants)),
    )


def _model(row: Row) -> str:
    return row.model


def _gpu(row: Row) -> str:
    return row.gpu.name


def _left_out(rows: Sequence[Row], constants: SpeedConstants, key: Callable[[Row], str]) -> Numbers:
    """The error of each row under constants that never saw its group."""
    found = np.empty(len(rows))
    for group in sorted({key(row) for row in rows}):
        inside = [place for place, row in enumerate(rows) if key(row) == group]
        fitted = fit([row for row in rows if key(row) != group], constants)
        found[inside] = errors([rows[place] for place in inside], fitted)
    return found


def _families(rows: Sequence[Row], found: Numbers, key: Callable[[Row], str]) -> tuple[Score, ...]:
    groups = sorted({key(row) for row in rows})
    return tuple(Score.of(g, found[[place for place, row in enumerate(rows) if key(row) == g]]) for g in groups)


def _held_back(constants: SpeedConstants) -> Iterator[Score]:
    """Rows of systems that choose their own layout, after the derates that the costs use."""
    factors = load_catalogue().costs.latency_factor
    for mode, factor in ((OFFLINE, 1.0), *((mode, factors[audience]) for mode, audience in HELD_BACK.items())):
        rows = [row for row in published_rows() if row.mode == mode and row.source in OWN_LAYOUT]
        ratio = np.array([row.predicted_in_copies(constants) * factor / row.published for row in rows])
        yield Score.of(mode, np.maximum(ratio, 1 / ratio))


def write(report: Report, file: Path = FILE) -> None:
    """Put the report into its file."""
    c = report.constants
    fitted = ", ".join(f"{name} {getattr(c, name):g}" for name in FITTED)
    weak = "\n".join(
        f"- {s.what}: median {s.median:.2f}, 90th percentile {s.tenth:.2f} ({s.rows} rows)" for s in report.weak
    )
    head = "| {} | rows | median | 90th percentile |\n|---|---|---|---|\n"
    parts = [
        "# Throughput: predicted beside published",
        "Written by `make eval-costs`. The error of a row is predicted over published or the other way round, "
        "whichever is larger: 1 is exact, 2 is half or twice.",
        f"Fitted constants: {fitted}.",
        head.format("offline rows") + "\n".join(s.line for s in report.headline),
        "Promised: 1.3 and 1.9 on all rows; 1.5 and 2.5 with each model or each GPU left out of the fit in turn.",
        f"## Weak families\n\nThe left-out error of these is above {WEAK_MEDIAN} or {WEAK_TENTH}:\n\n{weak}",
        "MLPerf systems (ml41, ml51) run several copies of a model that fits on fewer cards; these scores spread one "
        "copy over all of them, as the other tables do, and as `advisor throughput` does. Four-bit weights on PCIe "
        "cards reach more than the link allows here.",
        "## By model, left out of the fit\n\n" + head.format("model") + "\n".join(s.line for s in report.by_model),
        "## By GPU, left out of the fit\n\n" + head.format("GPU") + "\n".join(s.line for s in report.by_gpu),
        "## By source, models left out\n\n" + head.format("source") + "\n".join(s.line for s in report.by_source),
        "## MLPerf systems in as many copies as serve most, after the derates of the costs\n\n"
        + head.format("mode")
        + "\n".join(s.line for s in report.held_back),
    ]
    file.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
