"""What is installed, found, stale or broken, a line each with what to do.

It only looks: nothing is created, repaired or sent, and no heavy library is loaded unless its own part is looked at.
"""

import hashlib
import os
import shutil
import sqlite3
import sys
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from importlib import metadata, util
from pathlib import Path

from packaging.version import Version

from agent.own_prices import own_prices
from agent.reading.provider import check_model
from agent.settings import NAME, Settings, SettingsError, check_writable
from knowledge import encoder
from knowledge.dated import OLD_DAYS, dated_rows
from ui import document_doctor, index_doctor
from ui.checks import broken_database, taken_port
from ui.finding import Finding
from ui.index_doctor import read_only
from ui.opening import NAME as PAGE
from ui.requirements import pins, required

OLDEST_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SLACK_TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
MOST_NAMED = 4
MOST_THREADS = 200


def report(settings: Settings) -> int:
    """Print what was found; exit status 1 if something is stale or broken."""
    findings = diagnose(settings)
    for finding in findings:
        print(finding.line())
    wrong = sum(finding.state in ("stale", "broken") for finding in findings)
    print("Everything is in order." if not wrong else f"{wrong} of {len(findings)} need attention.")
    return 1 if wrong else 0


def diagnose(settings: Settings, environ: Mapping[str, str] = os.environ) -> list[Finding]:
    """Look at everything the advisor stands on, in the order in which it is needed."""
    looks: tuple[Callable[[Settings], Finding], ...] = (
        _python,
        _packages,
        _data_folder,
        _encoder,
        _reader,
        _model,
        index_doctor.embedder,
        index_doctor.index,
        document_doctor.documents,
        _conversations,
        _prices,
        _port,
        _tracing,
    )
    return [*(look(settings) for look in looks), _slack(environ), _browser(environ)]


def _python(_: Settings) -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return Finding("Python", "ok", found)
    needed = ".".join(map(str, OLDEST_PYTHON))
    return Finding(
        "Python", "broken", f"{found} is too old.", f"Install Python {needed} or newer and run `make install`."
    )


def _packages(_: Settings) -> Finding:
    """Every requirement, direct or not, is there in the version that was tested."""
    mend = "Run `make install`."
    try:
        needed = dict(required())
    except metadata.PackageNotFoundError:
        return Finding("Packages", "broken", f"{NAME} is not installed in this environment.", mend)
    if missing := [name for name, version in needed.items() if version is None]:
        return Finding("Packages", "broken", f"missing: {_some(missing)}.", mend)
    tested = pins()
    other = [
        f"{name} {version} instead of {tested[name]}"
        for name, version in needed.items()
        if version and name in tested and Version(version).public != tested[name]
    ]
    if other:
        return Finding("Packages", "stale", f"{_some(other)}.", mend)
    words = "at the tested versions" if tested else "there; this installation has no list of tested versions"
    return Finding("Packages", "ok", f"{len(needed)} {words}")


def _data_folder(settings: Settings) -> Finding:
    nearest = next((f for f in (settings.data, *settings.data.parents) if f.exists()), settings.data)
    if not settings.data.exists():
        if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
            return Finding("Data folder", "ok", f"{settings.data} will be made at the first start")
        why = f"{settings.data} cannot be made in {nearest}."
        return Finding("Data folder", "broken", why, "Give it rights or set ADVISOR_DATA to another folder.")
    try:
        check_writable(settings.data, "ADVISOR_DATA")
    except SettingsError as error:
        return Finding("Data folder", "broken", str(error))
    return Finding("Data folder", "ok", str(settings.data))


def _encoder(settings: Settings) -> Finding:
    """The export is there, comes from the published weights, and works."""
    folder = encoder.encoder_folder(settings.cache)
    problem = encoder.missing_export(folder) or _foreign_weights() or _broken_export(folder)
    if problem:
        return Finding("Encoder", "broken", problem)
    return Finding("Encoder", "ok", f"{folder}, weights sha256 {encoder.SHA256[:12]}…")


def _foreign_weights() -> str | None:
    spec = util.find_spec(encoder.PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return f"The package {encoder.PACKAGE} is not installed. {encoder.HOW_TO_MEND}"
    weights = Path(spec.submodule_search_locations[0]) / "model" / "model.safetensors"
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != encoder.SHA256:
        return f"The weights in {weights.parent} are not the published ones. Install {encoder.PACKAGE} again."
    return None


def _broken_export(folder: Path) -> str | None:
    try:
        length = float((encoder.Encoder(folder).encode(["a probe"]) ** 2).sum())
    except encoder.EncoderMissing as error:
        return str(error)
    if not 0.999 < length < 1.001:
        return f"The exported encoder in {folder} gives no unit vectors. Delete it. {encoder.HOW_TO_MEND}"
    return None


def _reader(_: Settings) -> Finding:
    from agent.reading.heads import HeadsMissing, load_heads
    from agent.reading.local import HEADS

    try:
        heads = load_heads(HEADS)
    except HeadsMissing as error:
        return Finding("Reader", "broken", str(error))
    trained = f", trained on {heads.fingerprint[:12]}…" if heads.fingerprint else ""
    return Finding("Reader", "ok", f"{HEADS}{trained}")


def _model(settings: Settings) -> Finding:
    try:
        check_model(settings)
    except SettingsError as error:
        return Finding("Model", "broken", str(error))
    opened = f"{settings.model} can be opened (nothing was sent); messages are sent to it"
    return Finding("Model", "info", opened if settings.model else "none is set, the local reader reads alone")


def _conversations(settings: Settings) -> Finding:
    from agent.store import SCHEMA

    problem = broken_database(settings)
    if problem:
        return Finding("Conversations", "broken", problem)
    if not settings.database.exists():
        return Finding("Conversations", "ok", f"none yet; they will lie in {settings.database}")
    try:
        number, newest = _stored(settings.database)
    except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
        why = f"{settings.database} cannot be read ({error})."
        return Finding("Conversations", "broken", why, "Move the file away to start afresh.")
    if newest > SCHEMA:
        why = f"some were written by a later version (schema {newest}, this one reads {SCHEMA})."
        return Finding("Conversations", "stale", why, "Update the advisor.")
    return Finding("Conversations", "ok", f"{number} in {settings.database}, schema {max(newest, 1)}")


def _stored(database: Path) -> tuple[int, int]:
    """How many conversations there are, and the highest schema among the newest of them."""
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

    serializer = JsonPlusSerializer()
    newest = "SELECT type, checkpoint, max(checkpoint_id) FROM checkpoints GROUP BY thread_id ORDER BY 3 DESC LIMIT ?"
    with closing(read_only(database)) as conn:
        if not conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'checkpoints'").fetchone():
            return 0, 0
        number = conn.execute("SELECT count(DISTINCT thread_id) FROM checkpoints").fetchone()[0]
        rows = conn.execute(newest, (MOST_THREADS,)).fetchall()
    schemas = [serializer.loads_typed((kind, data))["channel_values"]["schema"] for kind, data, _ in rows]
    return number, max(schemas, default=0)


def _prices(settings: Settings) -> Finding:
    try:
        rows = dated_rows(own_prices(settings))
    except SettingsError as error:
        return Finding("Prices", "broken", str(error))
    old = sum(row.days(date.today()) > OLD_DAYS for row in rows)
    own = f", your own from {settings.prices} over them" if settings.prices else ""
    found = f"{old} of {len(rows)} dated rows are older than {OLD_DAYS} days{own};"
    return Finding("Prices", "info", found, "`advisor prices` lists them and says how to refresh them.")


def _port(settings: Settings) -> Finding:
    problem = taken_port(settings)
    if problem is None:
        return Finding("Port", "ok", f"{settings.host}:{settings.port} is free")
    if _is_our_page(settings):
        return Finding("Port", "ok", f"the page is being served on {settings.host}:{settings.port}")
    return Finding("Port", "broken", problem)


def _is_our_page(settings: Settings) -> bool:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    open_directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with open_directly.open(f"http://{host}:{settings.port}/", timeout=2) as page:
            return PAGE.encode() in page.read(200_000)
    except (OSError, ValueError):
        return False


def _tracing(settings: Settings) -> Finding:
    if settings.tracing:
        return Finding("Tracing", "info", "on, because ADVISOR_TRACING says so: LangSmith may receive what is said")
    return Finding("Tracing", "ok", "off, whatever the environment says")


def _slack(environ: Mapping[str, str]) -> Finding:
    missing = " and ".join(name for name in SLACK_TOKENS if not environ.get(name))
    found = f"{missing} not set; only `advisor slack` needs them" if missing else "both tokens are set"
    return Finding("Slack", "info", found)


def _browser(environ: Mapping[str, str]) -> Finding:
    found = environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    return Finding("Chromium", "info", found or "not found; only the browser tests need it")


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
