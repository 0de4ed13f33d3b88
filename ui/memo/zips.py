"""Office files are zips: written again in a fixed order and with fixed times, so the same memo is the same bytes."""

import io
import re
import zipfile
from datetime import date

_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def settled(made: bytes, on: date) -> bytes:
    """The same parts in the order of their names, all of one day; the list of contents comes first."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as parts, zipfile.ZipFile(out, "w") as kept:
        for name in sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=(max(on.year, 1980), on.month, on.day, 12, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = parts.read(name)
            kept.writestr(entry, _dated(content, on) if name == _CORE else content)
    return out.getvalue()


def _dated(core: bytes, on: date) -> bytes:
    stamp = f"{on.isoformat()}T12:00:00Z".encode()
    return _STAMP.sub(lambda m: m[1] + stamp + m[3], core)
