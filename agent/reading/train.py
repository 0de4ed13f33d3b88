"""Train the local reader: `python -m agent.reading.train` fits and saves, `--validate` also measures by author.

Thresholds come from readings of authors left out, so a full run fits once for each author and once for all.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from agent.reading.heads import Thresholds, save_heads
from agent.settings import load_settings
from knowledge.encoder import Encoder, encoder_folder

HEADS = Path(__file__).parent / "heads"
REPORT = Path(__file__).parent / "REPORT.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and measure where asked."""
    parser = argparse.ArgumentParser(prog="python -m agent.reading.train", description=__doc__)
    parser.add_argument("--validate", action="store_true", help="write the report with each author left out in turn")
    parser.add_argument("--measure", type=Path, metavar="FILE", help="only measure the saved reader on labelled lines")
    parser.add_argument("--to", type=Path, default=HEADS, metavar="FOLDER", help="where the arrays go")
    options = parser.parse_args(arguments)
    # One thread is fastest here: the matrices are small.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    encoder = Encoder(encoder_folder(load_settings().cache))
    if options.measure:
        return _measure(encoder, options.measure, options.to)
    return _train(encoder, options.to, options.validate)


def _train(encoder: Encoder, folder: Path, validate: bool) -> int:
    import torch

    from agent.reading.examples import load_messages
    from agent.reading.fingerprint import fingerprint
    from agent.reading.fitting import Remembering, fit
    from agent.reading.report import write_report
    from agent.reading.validation import choose_thresholds, leave_authors_out

    torch.set_num_threads(1)
    began = time.monotonic()
    messages, remembering = load_messages(), Remembering(encoder)
    judged = leave_authors_out(messages, remembering)
    thresholds: Thresholds = choose_thresholds([j for group in judged.values() for j in group])
    save_heads(fit(messages, remembering, thresholds, fingerprint()), folder)
    if validate:
        REPORT.write_text(write_report(judged, time.monotonic() - began), encoding="utf-8")
        print(f"report in {REPORT}")
    print(f"trained on {len(messages)} messages in {time.monotonic() - began:.0f} s, saved in {folder}")
    return 0


def _measure(encoder: Encoder, file: Path, folder: Path) -> int:
    from agent.reading.examples import read_messages
    from agent.reading.heads import load_heads
    from agent.reading.local import LocalReader
    from agent.reading.report import table
    from agent.reading.validation import judge, score

    heads = load_heads(folder)
    print(table(score(judge(LocalReader(encoder, heads=heads), read_messages(file)), heads.thresholds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
