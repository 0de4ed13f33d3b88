"""Train the local reader: `python -m agent.reading.train` fits, calibrates, saves and reports.

What a confidence is worth comes from readings of authors left out, so a run fits once for each author and once for all.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from agent.reading.calibration import RAW
from agent.reading.heads import save_heads
from agent.settings import load_settings
from knowledge.encoder import Encoder, encoder_folder

HEADS = Path(__file__).parent / "heads"
REPORT = Path(__file__).parent / "REPORT.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and measure where asked."""
    parser = argparse.ArgumentParser(prog="python -m agent.reading.train", description=__doc__)
    parser.add_argument("--measure", type=Path, metavar="FILE", help="only measure the saved reader on labelled lines")
    parser.add_argument("--to", type=Path, default=HEADS, metavar="FOLDER", help="where the arrays go")
    options = parser.parse_args(arguments)
    # One thread is fastest here: the matrices are small.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    encoder = Encoder(encoder_folder(load_settings().cache))
    if options.measure:
        return _measure(encoder, options.measure, options.to)
    return _train(encoder, options.to)


def _train(encoder: Encoder, folder: Path) -> int:
    import torch

    from agent.reading.examples import DEVELOPMENT, load_messages, read_messages
    from agent.reading.fingerprint import fingerprint
    from agent.reading.fitting import Remembering, fit
    from agent.reading.local import LocalReader
    from agent.reading.report import write_report
    from agent.reading.validation import calibrate, judge, leave_out

    torch.set_num_threads(1)
    began = time.monotonic()
    messages, remembering = load_messages(), Remembering(encoder)
    by_author = leave_out(messages, remembering)
    heads = fit(messages, remembering, RAW, fingerprint())
    development = judge(LocalReader(remembering, heads=heads), read_messages(DEVELOPMENT))
    unseen = {**by_author, "h": development}
    calibration = calibrate([j for group in unseen.values() for j in group])
    save_heads(replace(heads, calibration=calibration), folder)
    seconds = time.monotonic() - began
    REPORT.write_text(write_report(unseen, calibration, len(messages), seconds), encoding="utf-8")
    print(f"trained on {len(messages)} messages in {seconds:.0f} s, saved in {folder}, report in {REPORT}")
    return 0


def _measure(encoder: Encoder, file: Path, folder: Path) -> int:
    from agent.reading.examples import read_messages
    from agent.reading.heads import load_heads
    from agent.reading.local import LocalReader
    from agent.reading.report import table
    from agent.reading.validation import judge, score

    heads = load_heads(folder)
    print(table(score(judge(LocalReader(encoder, heads=heads), read_messages(file)), heads.calibration)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
