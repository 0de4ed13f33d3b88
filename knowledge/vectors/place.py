"""Where the vectors of an index lie: in a folder, or on a Chroma server that several machines share."""

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """A Chroma server by its address, and the collection on it."""

    url: str
    collection: str = "sourcing-advisor"


Place = Path | Server


def place_of(place: Place, key: str) -> Place:
    """Where the vectors of an embedder lie: those of two never share a place, and the default one has no key."""
    if not key:
        return place
    return replace(place, collection=f"{place.collection}-{key}") if isinstance(place, Server) else place / key
