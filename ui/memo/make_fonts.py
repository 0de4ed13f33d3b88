"""`make fonts`: the memo's typefaces as static TTFs, cut from the page's variable ones.

Typst and Word need one file for each weight. The serif's licence reserves its name, so the cut goes by another one.
"""

import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

PAGE = Path(__file__).parents[1] / "static" / "fonts"
MEMO = Path(__file__).parent / "fonts"
SUBSETS = ("latin", "latin-ext", "greek", "cyrillic")
LAYOUT_TABLES_OF_VARIABLES = ("STAT", "HVAR", "MVAR", "avar", "DSIG")

ENGLISH, WINDOWS, UNICODE = 0x409, 3, 1
# Seconds since 1904, the same on every day that this is run.
MADE_AT = 3_800_000_000


@dataclass(frozen=True)
class Cut:
    """One weight of a typeface: the page's files it is made of, and where it lies on their axes."""

    family: str
    style: str
    weight: int
    files: str
    axes: dict[str, float] = field(default_factory=dict)


CUTS = (
    Cut("Inter", "Regular", 400, "inter-{}-wght-normal"),
    Cut("Inter", "Medium", 500, "inter-{}-wght-normal"),
    Cut("Inter", "SemiBold", 600, "inter-{}-wght-normal"),
    Cut("Advisor Serif", "SemiBold", 600, "source-serif-4-{}-[ow]*-normal", {"opsz": 20}),
    Cut("Advisor Serif", "Italic", 400, "source-serif-4-{}-[ow]*-italic"),
)


def make(cut: Cut) -> TTFont:
    """One static font with the letters of all subsets."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for subset in SUBSETS:
            part = Path(folder) / f"{subset}.ttf"
            _instance(cut, subset).save(part)
            parts.append(str(part))
        rights = TTFont(parts[0])["name"].getDebugName(0)
        font = Merger().merge(parts)
    _call(font, cut, rights)
    return font


def _instance(cut: Cut, subset: str) -> TTFont:
    (file,) = PAGE.glob(f"{cut.files.format(subset)}.woff2")
    font = TTFont(file)
    font.flavor = None
    defaults = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    wanted = {**defaults, "wght": cut.weight, **{tag: value for tag, value in cut.axes.items() if tag in defaults}}
    static = instancer.instantiateVariableFont(font, wanted)
    for table in LAYOUT_TABLES_OF_VARIABLES:
        if table in static:
            del static[table]
    return static


def _call(font: TTFont, cut: Cut, rights: str) -> None:
    """Names, weight and style, so that one family with its bold and italic appears in every program."""
    bold, italic = cut.style == "SemiBold", cut.style == "Italic"
    alone = not (bold or italic or cut.style == "Regular")
    full, file = f"{cut.family} {cut.style}", f"{cut.family.replace(' ', '')}-{cut.style}"
    names: dict[int, str] = {
        0: rights,
        1: full if alone else cut.family,
        2: "Bold" if bold else "Italic" if italic else "Regular",
        3: file,
        4: full,
        5: "Version 1.0",
        6: file,
        13: "SIL Open Font License, Version 1.1",
        14: "https://openfontlicense.org",
        **({16: cut.family, 17: cut.style} if alone else {}),
    }
    table: Any = font["name"]
    table.names = []
    for number, text in names.items():
        table.setName(text, number, WINDOWS, UNICODE, ENGLISH)
    font["OS/2"].usWeightClass, font["OS/2"].fsType = cut.weight, 0
    font["OS/2"].fsSelection = (0x20 if bold else 0x01 if italic else 0x40) | 0x80
    font["head"].macStyle = 1 if bold else 2 if italic else 0
    font["head"].created = font["head"].modified = MADE_AT
    font.recalcTimestamp = False
    font["post"].formatType = 3.0


def main() -> int:
    """Make every cut."""
    for cut in CUTS:
        path = MEMO / f"{cut.family.replace(' ', '')}-{cut.style}.ttf"
        make(cut).save(path)
        print(f"{path.name}: {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
