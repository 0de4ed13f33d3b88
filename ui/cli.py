"""The command line: what can be typed, and one sentence with exit status 2 where it cannot be done."""

import argparse
import importlib.metadata
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from agent.days import day_of
from agent.settings import NAME, Settings, SettingsError, load_settings, silence_libraries
from ui import commands
from ui.refusals import is_for_people

Command = Callable[[argparse.Namespace, Settings], int]
Add = Callable[[str, Command], argparse.ArgumentParser]

MEMO_FORMATS = ("pdf", "docx", "md", "xlsx")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; a setting or folder that cannot be used gives one sentence and exit status 2."""
    arguments = _parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        settings = _settings(arguments)
        silence_libraries(settings)
        command: Command = arguments.command
        return command(arguments, settings)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if is_for_people(error):
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="advisor", description="Advice on how to source a model: buy, own, or both.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    verbs = parser.add_subparsers(required=True, metavar="command")

    def add(name: str, command: Command) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=(command.__doc__ or "").splitlines()[0], description=command.__doc__)
        sub.set_defaults(command=command)
        return sub

    for group in (_conversations, _lines, _decisions, _knowledge, _documents):
        group(add)
    add("doctor", commands.doctor)
    return parser


def _conversations(add: Add) -> None:
    """The doors, and scripts that go through one."""
    page = add("web", commands.web)
    page.add_argument("--host", help="address to listen on (default 127.0.0.1)")
    page.add_argument("--port", type=int, help="port to listen on (default 7860)")
    add("chat", commands.chat).add_argument("--thread", help="name of a conversation to go on with")
    add("slack", commands.slack)
    play = add("eval", commands.evaluate)
    play.add_argument("paths", nargs="+", type=Path)
    play.add_argument("--json", type=Path)
    play.add_argument("--junit", type=Path)
    play.add_argument("--html", type=Path)
    play.add_argument("--repeat", type=int, default=1)


def _lines(add: Add) -> None:
    """What reads JSON lines and answers each."""
    for name, command in (
        ("read", commands.read),
        ("assess", commands.assess),
        ("cost", commands.cost),
        ("breakeven", commands.breakeven),
        ("throughput", commands.throughput),
        ("converse", commands.converse),
    ):
        add(name, command)
    together = add("portfolio", commands.portfolio)
    together.add_argument("--table", action="store_true", help="print tables for people instead of JSON")


def _decisions(add: Add) -> None:
    """What is done with exported decisions."""
    again = add("recheck", commands.recheck)
    again.add_argument("files", nargs="+", type=Path, metavar="FILE", help="what `advisor assess` wrote")
    again.add_argument("--today", type=_day, help="the day to compute for, as 2026-11-24")
    again.add_argument("--json", action="store_true", help="print JSON lines instead of sentences")
    again.add_argument("--exit-code", action="store_true", help="exit with 1 where a verdict flipped")
    watched = add("triggers", commands.triggers)
    watched.add_argument("file", type=Path, metavar="FILE", help="what `advisor assess` wrote")
    board = add("memo", commands.memo)
    board.add_argument("file", type=Path, metavar="FILE", help="what `advisor assess` wrote, one decision")
    board.add_argument("--format", choices=MEMO_FORMATS, help="what to write (default: what --out ends with, or pdf)")
    board.add_argument("--out", type=Path, metavar="PATH", help="where to write it (default: here, named by its day)")


def _knowledge(add: Add) -> None:
    """Prices, passages and their index."""
    priced = add("prices", commands.prices)
    priced.add_argument("--days", type=int, default=90, help="what is older than this is listed (default 90)")
    priced.add_argument("--today", type=_day, help="the day to count from, as 2026-11-24")
    priced.add_argument("--json", action="store_true")
    find = add("search", commands.search)
    find.add_argument("text")
    find.add_argument("--k", type=int, default=5)
    find.add_argument("--kind")
    find.add_argument("--json", action="store_true")
    indexed = add("index", commands.index)
    indexed.add_argument("--rebuild", action="store_true", help="throw the index away and build it again")


def _documents(add: Add) -> None:
    """One's own documents."""
    new = add("add", commands.add)
    new.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder with all below it")
    new.add_argument("--collection", required=True, metavar="NAME", help="what they are kept together under")
    new.add_argument("--for", dest="account", metavar="ACCOUNT", help="the account that alone sees them")
    for name in ("documents", "list"):
        add(name, commands.documents).add_argument("--json", action="store_true")
    gone = add("remove", commands.remove)
    gone.add_argument("name", metavar="NAME", help="the document's name, as `advisor documents` lists it")
    gone.add_argument("--collection", metavar="NAME", help="its collection, where several hold one of that name")
    gone.add_argument("--for", dest="account", metavar="ACCOUNT", help="its account, where several have one")


def _day(text: str) -> date:
    try:
        return day_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error).removeprefix("today: ")) from error


def _version() -> str:
    try:
        return importlib.metadata.version(NAME)
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
