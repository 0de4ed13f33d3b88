"""`make eval-costs`: the throughput model against published rows, and the break-even against worked examples.

Exit status 1 where something that is promised is not kept.
"""

import sys

from evals.throughput.report import score_all, write
from evals.worked import examples, work_out


def main() -> int:
    """Score, write the report, and say what was missed."""
    report = score_all()
    write(report)
    for score in report.headline:
        print(f"{score.what}: median {score.median:.2f}, 90th percentile {score.tenth:.2f} ({score.rows} rows)")
    print("weak: " + ", ".join(f"{s.what} ({s.median:.2f}/{s.tenth:.2f})" for s in report.weak))
    outcomes = [work_out(example) for example in examples()]
    outside = [outcome for outcome in outcomes if not outcome.is_within]
    print(f"worked examples within their bands: {len(outcomes) - len(outside)} of {len(outcomes)}")
    for outcome in outside:
        e = outcome.example
        print(f"  outside: {e.name}: {outcome.volume:,.0f} instead of {e.low:,.0f} to {e.high:,.0f}")
    for missed in report.missed:
        print(f"missed: {missed}")
    return int(bool(report.missed or outside))


if __name__ == "__main__":
    sys.exit(main())
