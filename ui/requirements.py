"""What the project needs in this environment, and the versions it was tested with.

Only names and versions are read; no library is imported.
"""

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from agent.settings import NAME

CONSTRAINTS = Path(__file__).parent.parent / "constraints.txt"


def required(extras: frozenset[str] = frozenset()) -> Iterator[tuple[str, str | None]]:
    """Everything the project needs here, directly or not, with the version that is installed or None."""
    seen: set[tuple[str, frozenset[str]]] = set()
    todo = [(NAME, extras)]
    while todo:
        name, wanted = todo.pop()
        try:
            lines = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            if name == NAME:
                raise
            continue
        for need in map(Requirement, lines):
            found = (canonicalize_name(need.name), frozenset(need.extras))
            if found not in seen and _is_wanted(need, wanted):
                seen.add(found)
                todo.append(found)
    yield from sorted((name, _version(name)) for name in {name for name, _ in seen})


def _is_wanted(need: Requirement, extras: frozenset[str]) -> bool:
    return need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def pins() -> dict[str, str]:
    """The tested versions by name; none where the list is not part of the installation."""
    if not CONSTRAINTS.is_file():
        return {}
    lines = (line.partition("#")[0].strip() for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines())
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines if line)}
