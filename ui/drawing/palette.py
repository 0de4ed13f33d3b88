"""The colours and the typeface of a chart: the page's own tokens, or literal ones for paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """A colour for each meaning, and the typeface; `_text` is the darker one that words are written in."""

    ink: str
    ink2: str
    ink3: str
    line: str
    edge: str
    sunken: str
    surface: str
    prebuilt: str
    prebuilt_text: str
    hybrid: str
    open: str
    open_text: str
    font: str


PAGE = Palette(
    ink="var(--ink)",
    ink2="var(--ink2)",
    ink3="var(--ink3)",
    line="var(--line)",
    edge="var(--edge)",
    sunken="var(--sunken)",
    surface="var(--surface)",
    prebuilt="var(--prebuilt)",
    prebuilt_text="var(--prebuilt-text)",
    hybrid="var(--hybrid)",
    open="var(--open)",
    open_text="var(--open-text)",
    font="var(--sans)",
)

PRINT = Palette(
    ink="#1c1f24",
    ink2="#4a4f57",
    ink3="#666a71",
    line="#e3e0d8",
    edge="#85817a",
    sunken="#f3f1ec",
    surface="#ffffff",
    prebuilt="#234f94",
    prebuilt_text="#234f94",
    hybrid="#178a80",
    open="#c96f12",
    open_text="#964f06",
    font="Inter",
)
