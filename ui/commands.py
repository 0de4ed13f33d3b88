"""The commands: one function each, no logic of its own.

Libraries are imported inside the commands that need them, so that `advisor assess` starts at once.
"""

import argparse
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from agent.days import day_of
from agent.settings import Settings, check_writable
from ui.batch import as_json, run_lines, text_of

if TYPE_CHECKING:
    from agent.advisor import Advisor
    from agent.reply import Reply
    from knowledge.library import Library

MOST_IDS_NAMED = 10


def _advisor(settings: Settings) -> "Advisor":
    from agent.advisor import Advisor

    return Advisor(settings)


def _library(settings: Settings) -> "Library":
    from knowledge.encoder import Encoder, encoder_folder
    from knowledge.library import Library
    from knowledge.search.embedder import open_embedder
    from knowledge.search.finder import open_finder

    if not settings.chroma_url:
        check_writable(settings.index, "ADVISOR_CACHE")
    encoder = Encoder(encoder_folder(settings.cache))
    embedder = open_embedder(settings.embedder, encoder)
    return Library(settings.vectors, embedder, own=settings.documents, find=open_finder(encoder))


def web(_: argparse.Namespace, settings: Settings) -> int:
    """Serve the page, after everything it needs was checked."""
    from ui.checks import check_before_listening

    check_before_listening(settings)
    from ui.web import serve

    serve(settings, lambda: _advisor(settings))
    return 0


def chat(arguments: argparse.Namespace, settings: Settings) -> int:
    """Talk in the terminal."""
    from ui.chat import talk

    name = arguments.thread or f"{datetime.now():%Y%m%d-%H%M%S}"
    return talk(_advisor(settings), name, model=settings.model)


def read(_: argparse.Namespace, settings: Settings) -> int:
    """What messages say, line by line."""
    from agent.reading.batch import read_line
    from agent.reading.opened import open_reader
    from knowledge.encoder import Encoder, encoder_folder

    reader = open_reader(settings, Encoder(encoder_folder(settings.cache)))
    return run_lines(lambda row: read_line(reader, row))


def assess(_: argparse.Namespace, settings: Settings) -> int:
    """What the deterministic tool says of facts, line by line."""
    from agent.decision.batch import assess_line
    from agent.own_prices import own_catalogue

    catalogue = own_catalogue(settings)
    return run_lines(lambda row: assess_line(row, catalogue))


def portfolio(arguments: argparse.Namespace, settings: Settings) -> int:
    """Several use cases together: a verdict each, one pool of GPUs, one sequence of work; line by line."""
    from agent.decision.portfolio_line import portfolio_line, table_of
    from agent.own_prices import own_catalogue

    catalogue = own_catalogue(settings)
    return run_lines(lambda row: portfolio_line(row, catalogue), table_of if arguments.table else as_json)


def recheck(arguments: argparse.Namespace, settings: Settings) -> int:
    """Exported decisions computed again with today's prices and rules: what changed, whether the verdict flipped."""
    from ui.decisions import recheck_files

    today = arguments.today or date.today()
    return recheck_files(arguments.files, settings, today, as_json=arguments.json, exit_code=arguments.exit_code)


def triggers(arguments: argparse.Namespace, _: Settings) -> int:
    """The triggers of an exported decision as YAML, for a monitor."""
    from ui.decisions import print_triggers

    return print_triggers(arguments.file)


def memo(arguments: argparse.Namespace, settings: Settings) -> int:
    """The memo on an exported decision for the board, as PDF, Word or Markdown, and its numbers as a workbook."""
    from ui.decisions import form_of, write_memo

    form = form_of(arguments.format, arguments.out)
    return write_memo(arguments.file, settings, form, arguments.out)


def cost(_: argparse.Namespace, settings: Settings) -> int:
    """What the routes cost and where owning breaks even, line by line."""
    from agent.decision.cost_line import cost_line
    from agent.own_prices import own_prices

    prices = own_prices(settings)
    return run_lines(lambda row: cost_line(row, prices))


def breakeven(_: argparse.Namespace, __: Settings) -> int:
    """How many months bought hardware takes to pay for itself, line by line."""
    from agent.decision.cost_line import break_even_line

    return run_lines(break_even_line)


def throughput(_: argparse.Namespace, settings: Settings) -> int:
    """How fast open weights run on given GPUs, line by line."""
    from agent.decision.throughput_line import throughput_line
    from agent.own_prices import own_catalogue

    catalogue = own_catalogue(settings)
    return run_lines(lambda row: throughput_line(row, catalogue))


def prices(arguments: argparse.Namespace, settings: Settings) -> int:
    """Which prices and cost figures are old, and how to refresh them."""
    from ui.prices import show

    return show(settings, arguments.days, arguments.today or date.today(), as_json=arguments.json)


def converse(_: argparse.Namespace, settings: Settings) -> int:
    """Turns of conversations, line by line."""
    advisor = _advisor(settings)

    def turn(row: Mapping[str, Any]) -> Mapping[str, Any]:
        name = text_of(row, "thread")
        reply = advisor.reply(f"converse:{name}", text_of(row, "text"), today=day_of(row.get("today")))
        return reply_to_json(reply, name)

    try:
        return run_lines(turn)
    finally:
        advisor.close()


def reply_to_json(reply: "Reply", thread: str) -> dict[str, Any]:
    """A reply as the contract has it, under the caller's name for the thread."""
    from dataclasses import asdict

    row = asdict(reply)
    if row["comparison"] is None:
        del row["comparison"]
    return {**row, "thread": thread}


def search(arguments: argparse.Namespace, settings: Settings) -> int:
    """Passages nearest to a text."""
    from knowledge.library import hit_to_json

    library = _library(settings)
    library.refresh()
    hits = library.search(arguments.text, k=arguments.k, kinds=[arguments.kind] if arguments.kind else None)
    if arguments.json:
        print(json.dumps([hit_to_json(hit) for hit in hits], ensure_ascii=False, indent=2))
        return 0
    for hit in hits:
        print(
            f"{hit.score:.2f}  {hit.passage.id}  ({hit.passage.kind}, {hit.passage.as_of})\n      {hit.passage.title}"
        )
    return 0


def index(arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring the search index up to date."""
    report = _library(settings).refresh(rebuild=arguments.rebuild)
    counts = ", ".join(f"{kind} {number}" for kind, number in sorted(report.counts.items()))
    print(f"{sum(report.counts.values())} passages: {counts}")
    for what, ids in (("added", report.added), ("changed", report.changed), ("removed", report.removed)):
        named = f": {', '.join(ids)}" if 0 < len(ids) <= MOST_IDS_NAMED else ""
        print(f"{what} {len(ids)}{named}")
    return 0


def add(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add own documents, or all below a folder: PDF, Word, Markdown and text."""
    from ui.documents import add as add_documents

    return add_documents(settings, arguments.paths, arguments.collection, arguments.account, date.today())


def documents(arguments: argparse.Namespace, settings: Settings) -> int:
    """The own documents, a line each."""
    from ui.documents import show

    return show(settings, as_json=arguments.json)


def remove(arguments: argparse.Namespace, settings: Settings) -> int:
    """Remove an own document."""
    from ui.documents import remove as remove_document

    return remove_document(settings, arguments.name, arguments.collection, arguments.account)


def evaluate(arguments: argparse.Namespace, _: Settings) -> int:
    """Play scripted conversations and grade them."""
    from evals.run import run_cli

    return run_cli(arguments.paths, arguments.json, arguments.junit, arguments.html, arguments.repeat)


def slack(_: argparse.Namespace, settings: Settings) -> int:
    """Answer in Slack over Socket Mode."""
    from ui.slack import run

    return run(settings, lambda: _advisor(settings))


def doctor(_: argparse.Namespace, settings: Settings) -> int:
    """What is installed, found, stale or broken."""
    from ui.doctor import report

    return report(settings)
