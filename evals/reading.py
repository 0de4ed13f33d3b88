"""`make eval-reading`: how well the reader understands messages it was not trained on.

Authors, then kinds of text, are left out in turn; the saved reader reads the development set and its paraphrases. With
files of labelled lines it only measures the saved reader on these. Every run leaves a line in the log.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from agent.reading.examples import DEVELOPMENT, Message, load_messages, read_messages
from agent.reading.fitting import Remembering
from agent.reading.heads import Ear, load_heads
from agent.reading.local import HEADS, LocalReader
from agent.reading.opened import open_reader
from agent.reading.protocol import Reader
from agent.reading.quantity import NUMERIC
from agent.reading.report import groups, table
from agent.reading.validation import Judged, Scores, cross_scored, joined, judge, leave_out, score, total
from agent.settings import load_settings
from evals.genres import genre_of
from evals.reading_report import calibration_curve, confusion, paraphrased, worst
from knowledge.encoder import Encoder, encoder_folder

FOLDER = Path(__file__).parent
REPORT, LOG = FOLDER / "READING.md", FOLDER / "reading_log.jsonl"
PARAPHRASES = DEVELOPMENT.with_name("paraphrases.jsonl")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write the report and the log."""
    parser = argparse.ArgumentParser(prog="python -m evals.reading", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="labelled lines to measure on, instead of our own")
    parser.add_argument("--quick", action="store_true", help="only the development set and its paraphrases")
    options = parser.parse_args(arguments)
    settings = load_settings()
    encoder = Encoder(encoder_folder(settings.cache))
    reader = open_reader(settings, encoder)
    for file in options.files:
        _measure(file, reader, settings.model)
    if options.files:
        return 0
    sections = [_development(encoder, reader, settings.model)]
    if not options.quick:
        remembering = _remembering(encoder)
        sections += [_left_out(remembering, name, group) for name, group in GROUPS.items()]
    REPORT.write_text("\n\n".join([_HEAD, *sections]) + "\n", encoding="utf-8")
    print(f"report in {REPORT}, log in {LOG}")
    return 0


GROUPS: Mapping[str, Callable[[Message], str]] = {"author": lambda message: message.author, "kind of text": genre_of}

_HEAD = """# What the reader understands

Written by `make eval-reading`. A value counts as right when the word is equal, the list of rules is equal as a whole, a
number is within a tenth, a date within three days; what two careful readers could see differently is neither right nor
wrong. *Taken* goes into the ledger without a question, *shown* is taken or suggested. The name of the work is not
scored."""


def _measure(file: Path, reader: Reader, model: str | None) -> None:
    """The saved reader on labelled lines of somebody else; only figures are printed and kept, no text."""
    judged = judge(reader, read_messages(file))
    scores = score(judged)
    print(f"## {file.name}\n\n{table(scores)}\n\n{confusion(judged)}\n")
    _log(file.stem, scores, judged, model)


def _development(encoder: Encoder, reader: Reader, model: str | None) -> str:
    messages = read_messages(DEVELOPMENT)
    local = LocalReader(encoder)
    judged = judge(local, messages)
    scores = score(judged)
    _log("development", scores, judged, None)
    rewritten = _paraphrases(messages)
    again = judge(local, rewritten)
    _log("paraphrases", score(again), again, None)
    parts = [
        "## The development set",
        "By an author of its own, never trained on; its readings helped to calibrate.",
        table(scores),
        confusion(judged),
        paraphrased(judged, again),
        worst(judged, 20),
    ]
    if model:
        with_model = judge(reader, messages)
        beside = score(with_model)
        _log("development", beside, with_model, model)
        parts += [f"### The same messages with {model}", table(beside)]
    return "\n\n".join(parts)


def _paraphrases(messages: Sequence[Message]) -> list[Message]:
    """The rewritten messages with the labels of what they rewrite; their ids begin with its id."""
    by_id = {message.id: message for message in messages}
    rows = [json.loads(line) for line in PARAPHRASES.read_text(encoding="utf-8").splitlines()]
    return [
        Message(row["id"], of.author, of.genre, row["asked"], row["text"], of.gold, of.maybe, of.act)
        for row in rows
        if (of := by_id[row["of"]])
    ]


def _remembering(encoder: Encoder) -> Remembering:
    import torch

    torch.set_num_threads(1)
    return Remembering(Ear(encoder, load_heads(HEADS).tuned))


def _left_out(remembering: Remembering, name: str, group: Callable[[Message], str]) -> str:
    print(f"leaving out each {name} in turn", file=sys.stderr)
    judged = leave_out(load_messages(), remembering, group)
    by_group = cross_scored(judged)
    everything = joined(by_group.values())
    every = [j for part in judged.values() for j in part]
    _log(f"each {name} left out", everything, every, None)
    parts = [
        f"## Each {name} left out in turn",
        "The reader is trained on all others, and calibrated on their readings.",
        groups(by_group, name),
        table(everything),
        confusion(every),
    ]
    if name == "author":
        parts += [calibration_curve(judged), worst(every, 50, load_heads(HEADS).calibration)]
    return "\n\n".join(parts)


def _log(what: str, scores: Scores, judged: Sequence[Judged], model: str | None) -> None:
    """One line a measurement, failures too: when, of which commit, on what, how well."""
    taken, shown = total(scores.taken), total(scores.shown)
    numeric = total({name: scores.taken[name] for name in NUMERIC})
    line: dict[str, Any] = {
        "date": date.today().isoformat(),
        "commit": _commit(),
        "reader": model or "local",
        "trained_from": load_heads(HEADS).fingerprint,
        "set": what,
        "messages": len(judged),
        "taken": {"f1": _3(taken.f1), "precision": _3(taken.precision), "recall": _3(taken.recall)},
        "shown": {"f1": _3(shown.f1), "precision": _3(shown.precision), "recall": _3(shown.recall)},
        "numeric_f1": _3(numeric.f1),
        "acts": _3(scores.acts_right / max(scores.acts, 1)),
        "wrong_suggestions_a_message": _3(scores.wrong_suggestions),
        "faultless": _3(scores.faultless / max(scores.messages, 1)),
    }
    with LOG.open("a", encoding="utf-8") as log:
        log.write(json.dumps(line) + "\n")
    print(json.dumps(line), file=sys.stderr)


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "not in a repository"


def _3(number: float) -> float:
    return round(number, 3)


if __name__ == "__main__":
    sys.exit(main())
