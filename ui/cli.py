"""The command line: one function a command, no logic of its own.

Libraries are imported inside the commands that need them, so that `advisor assess` starts at once.
"""

import argparse
import importlib.metadata
import json
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.days import day_of
from agent.settings import NAME, Settings, SettingsError, check_writable, load_settings, silence_libraries
from ui.batch import as_json, run_lines, text_of

if TYPE_CHECKING:
    from agent.advisor import Advisor
    from agent.reply import Reply
    from knowledge.library import Library

MOST_IDS_NAMED = 10

Command = Callable[[argparse.Namespace, Settings], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; a setting or folder that cannot be used gives one sentence and exit status 2."""
    arguments = _parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        settings = _settings(arguments)
        silence_libraries(settings)
        command: Command = arguments.command
        return command(arguments, settings)
    except SettingsError as error:
        return _refuse(error)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if type(error).__name__ in ("EncoderMissing", "HeadsMissing", "IndexBroken", "StoreError"):
            return _refuse(error)
        raise


def _refuse(error: Exception) -> int:
    print(f"advisor: {error}", file=sys.stderr)
    return 2


def _settings(arguments: argparse.Namespace) -> Settings:
    given = {name: value for name in ("host", "port") if (value := getattr(arguments, name, None)) is not None}
    settings = load_settings()
    if not 1 <= given.get("port", 1) <= 65535:
        raise SettingsError(f"--port {given['port']} cannot be used: a port lies between 1 and 65535.")
    return settings.model_copy(update=given)


def _advisor(settings: Settings) -> "Advisor":
    from agent.advisor import Advisor

    return Advisor(settings)


def _library(settings: Settings) -> "Library":
    from knowledge.encoder import Encoder, encoder_folder
    from knowledge.library import Library

    check_writable(settings.index, "ADVISOR_CACHE")
    return Library(settings.index, Encoder(encoder_folder(settings.cache)))


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
    return talk(_advisor(settings), name)


def read(_: argparse.Namespace, settings: Settings) -> int:
    """What messages say, line by line."""
    from agent.reading.batch import read_line
    from agent.reading.local import LocalReader
    from knowledge.encoder import Encoder, encoder_folder

    reader = LocalReader(Encoder(encoder_folder(settings.cache)))
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="advisor", description="Advice on how to source a model: buy, own, or both.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    commands = parser.add_subparsers(required=True, metavar="command")

    def add(name: str, command: Command) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=(command.__doc__ or "").splitlines()[0], description=command.__doc__)
        sub.set_defaults(command=command)
        return sub

    page = add("web", web)
    page.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    page.add_argument("--port", type=int, help="port to listen on (default 7860)")
    add("chat", chat).add_argument("--thread", help="name of a conversation to go on with")
    lines: tuple[tuple[str, Command], ...] = (
        ("read", read),
        ("assess", assess),
        ("cost", cost),
        ("breakeven", breakeven),
        ("throughput", throughput),
        ("converse", converse),
    )
    for name, command in lines:
        add(name, command)
    together = add("portfolio", portfolio)
    together.add_argument("--table", action="store_true", help="print tables for people instead of JSON")
    priced = add("prices", prices)
    priced.add_argument("--days", type=int, default=90, help="what is older than this is listed (default 90)")
    priced.add_argument("--today", type=date.fromisoformat, help="the day to count from, as 2026-11-24")
    priced.add_argument("--json", action="store_true")
    find = add("search", search)
    find.add_argument("text")
    find.add_argument("--k", type=int, default=5)
    find.add_argument("--kind")
    find.add_argument("--json", action="store_true")
    add("index", index).add_argument("--rebuild", action="store_true", help="throw the index away and build it again")
    play = add("eval", evaluate)
    play.add_argument("paths", nargs="+", type=Path)
    play.add_argument("--json", type=Path)
    play.add_argument("--junit", type=Path)
    play.add_argument("--html", type=Path)
    play.add_argument("--repeat", type=int, default=1)
    add("slack", slack)
    add("doctor", doctor)
    return parser


def _version() -> str:
    try:
        return importlib.metadata.version(NAME)
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
