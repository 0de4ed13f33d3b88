"""What must hold before the page listens: folder, prices, model, conversations, index, encoder and port.

Each check raises one clear sentence; none imports a heavy library, but for the client of a model that is set.
"""

import socket
import sqlite3

from agent.own_prices import own_prices
from agent.reading.provider import check_model
from agent.settings import Settings, SettingsError, check_writable
from knowledge.encoder import EncoderMissing, encoder_folder, missing_export
from knowledge.search.embedder import key_of
from knowledge.vectors.manifest import check_index
from knowledge.vectors.on_server import check_server
from knowledge.vectors.place import Server, place_of


def check_before_listening(settings: Settings) -> None:
    """Raise SettingsError for the first thing that would fail later."""
    check_writable(settings.data, "ADVISOR_DATA")
    own_prices(settings)
    check_model(settings)
    for problem in (
        missing_export(encoder_folder(settings.cache)),
        unusable_index(settings),
        broken_database(settings),
        taken_port(settings),
    ):
        if problem:
            raise SettingsError(problem)


def unusable_index(settings: Settings) -> str | None:
    """Why the search cannot work with its embedder or its index, or None; an index that is not built yet is fine."""
    try:
        place = place_of(settings.vectors, key_of(settings.embedder))
    except EncoderMissing as error:
        return str(error)
    return check_server(place.url) if isinstance(place, Server) else check_index(place)


def broken_database(settings: Settings) -> str | None:
    """Why the conversations cannot be opened, or None; a file that is not there yet is fine."""
    if not settings.database.exists():
        return None
    try:
        with sqlite3.connect(f"file:{settings.database}?mode=ro", uri=True) as conn:
            conn.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except sqlite3.Error as error:
        return (
            f"The conversations in {settings.database} cannot be opened ({error}). Move the file away to start afresh."
        )
    return None


def taken_port(settings: Settings) -> str | None:
    """Why nothing can listen on the address, or None."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            return (
                f"{settings.host}:{settings.port} cannot be listened on ({error.strerror}). "
                "Choose another port with --port or ADVISOR_PORT."
            )
    return None
