"""Train the local reader: `python -m agent.reading.train` tunes, fits, calibrates, saves and reports.

What a confidence is worth comes from readings of authors left out, two at a time: the heads are fitted three times
without some and once with all. Our layers learn only from authors who are never left out.
"""

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from agent.reading.calibration import RAW
from agent.reading.examples import DEVELOPMENT, Message, clause_rows, load_messages, read_messages
from agent.reading.fingerprint import fingerprint
from agent.reading.fitting import Remembering, fit
from agent.reading.heads import Ear, save_heads
from agent.reading.local import LocalReader
from agent.reading.remembering import EncodesOnce
from agent.reading.report import write_report
from agent.reading.tuned import Tuned, load_tuned
from agent.reading.tuning import tune
from agent.reading.validation import MEASURED, Judged, calibrate, judge, leave_out
from agent.settings import load_settings
from knowledge.encoder import Encoder, encoder_folder

HEADS = Path(__file__).parent / "heads"
REPORT = Path(__file__).parent / "REPORT.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, save and report."""
    parser = argparse.ArgumentParser(prog="python -m agent.reading.train", description=__doc__)
    parser.add_argument("--to", type=Path, default=HEADS, metavar="FOLDER", help="where the arrays go")
    parser.add_argument("--heads-only", action="store_true", help="keep our layers as they are saved there")
    options = parser.parse_args(arguments)
    began, messages = time.monotonic(), load_messages()
    encoder = EncodesOnce(Encoder(encoder_folder(load_settings().cache)))
    tuned = load_tuned(options.to) if options.heads_only else _tuned(messages, encoder)
    _say(began, "our layers are there")
    # One thread is fastest from here: the matrices are small.
    torch.set_num_threads(1)
    remembering = Remembering(Ear(encoder, tuned))
    by_author = _by_author(leave_out(messages, remembering, _pair))
    _say(began, "authors were left out")
    heads = fit(messages, remembering, RAW, fingerprint())
    development = judge(LocalReader.of(remembering, heads), read_messages(DEVELOPMENT))
    unseen = {**by_author, "h": development}
    calibration = calibrate([j for group in unseen.values() for j in group])
    save_heads(replace(heads, calibration=calibration), options.to)
    seconds = time.monotonic() - began
    REPORT.write_text(write_report(unseen, calibration, len(messages), seconds), encoding="utf-8")
    _say(began, f"trained on {len(messages)} lines, saved in {options.to}, report in {REPORT}")
    return 0


def _say(began: float, what: str) -> None:
    print(f"{time.monotonic() - began:.0f} s: {what}", file=sys.stderr, flush=True)


def _tuned(messages: Sequence[Message], encoder: EncodesOnce) -> Tuned:
    """Our layers, trained on every processor; what our splitting cut would be the same words once more."""
    torch.set_num_threads(os.cpu_count() or 1)
    rows = clause_rows([m for m in messages if m.author not in MEASURED])
    return tune([row for row in rows if not row.cut], encoder)


def _pair(message: Message) -> str:
    """The two authors who are left out together, a whole file of answers or openings never beside another."""
    return next(pair for pair in ("ae", "bd", "cf") if message.author in pair)


def _by_author(judged: Mapping[str, Sequence[Judged]]) -> dict[str, list[Judged]]:
    every = [j for group in judged.values() for j in group]
    return {author: [j for j in every if j.message.author == author] for author in MEASURED}


if __name__ == "__main__":
    sys.exit(main())
