"""The typefaces inside the Word document, so that it looks the same where they are not installed.

Word stores a typeface with its first bytes turned by a key, which stands beside it; nothing is kept secret by that.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement

from ui.memo.pdf import FONTS

# Which file is which cut of which typeface.
CUTS = {
    "Inter": {"Regular": "Inter-Regular.ttf", "Bold": "Inter-SemiBold.ttf"},
    "Advisor Serif": {"Bold": "AdvisorSerif-SemiBold.ttf", "Italic": "AdvisorSerif-Italic.ttf"},
}
# What stands in where a reader ignores typefaces in documents.
STANDS_IN = {"Inter": "Segoe UI", "Advisor Serif": "Georgia"}

TURNED = 32
OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def embed_fonts(document: Document) -> None:
    """Put the typefaces and the list of them into the document."""
    package: Any = document.part.package
    listed = Part(PackURI("/word/fontTable.xml"), _CONTENT, b"", package)
    listed._blob = _table(list(_cuts(listed)))
    related: Any = document.part.rels
    for key in [key for key, each in related.items() if each.reltype == RELATIONSHIP_TYPE.FONT_TABLE]:
        del related[key]
    document.part.relate_to(listed, RELATIONSHIP_TYPE.FONT_TABLE)
    settings: Any = document.settings.element
    for place, name in enumerate(("w:embedTrueTypeFonts", "w:saveSubsetFonts")):
        settings.insert(_after_view(settings) + place, OxmlElement(name))


_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"


def _cuts(listed: Part) -> Iterator[tuple[str, str, str, str]]:
    """Each typeface and cut with its relation and its key."""
    for face, cuts in CUTS.items():
        for cut, name in cuts.items():
            key = uuid.uuid5(uuid.NAMESPACE_URL, name)
            place = PackURI(f"/word/fonts/{Path(name).stem}.odttf")
            part = Part(place, OBFUSCATED, turned((FONTS / name).read_bytes(), key), listed.package)
            yield face, cut, listed.relate_to(part, RELATIONSHIP_TYPE.FONT), f"{{{key}}}".upper()


def turned(font: bytes, key: uuid.UUID) -> bytes:
    """The typeface with its first bytes turned by the key; twice gives it back."""
    pattern = key.bytes[::-1] * 2
    return bytes(byte ^ by for byte, by in zip(font[:TURNED], pattern, strict=True)) + font[TURNED:]


def _table(cuts: list[tuple[str, str, str, str]]) -> bytes:
    fonts = ""
    for face in CUTS:
        embedded = "".join(
            f'<w:embed{cut} r:id="{relation}" w:fontKey="{key}"/>' for of, cut, relation, key in cuts if of == face
        )
        fonts += f"<w:font w:name={quoteattr(face)}><w:altName w:val={quoteattr(STANDS_IN[face])}/>{embedded}</w:font>"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{_W}" xmlns:r="{_R}">{fonts}</w:fonts>'.encode()


def _after_view(settings: Any) -> int:
    """The place among the settings that the format asks for: after what concerns the view."""
    first = ("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime")
    return sum(child.tag.rsplit("}", 1)[-1] in first for child in settings)
