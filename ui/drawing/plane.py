"""A plane with two scales and the marks that can be drawn on it, described as plain data.

Nothing is measured while drawing: every size is given, so that the same chart gives the same bytes on every machine.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ui.drawing.lettering import SIZE, shown
from ui.drawing.palette import Palette

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Scale:
    """The numbers that an axis runs between; the first lies at the left or at the bottom."""

    low: float
    high: float
    log: bool = False

    def share(self, value: float) -> float:
        """How far along the axis a value lies, from 0 to 1."""
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def at(self, share: float) -> float:
        """The value at a place on the axis."""
        if self.log:
            return float(self.low * (self.high / self.low) ** share)
        return self.low + share * (self.high - self.low)

    def held(self, value: float) -> float:
        """A value within the axis: itself, or the nearer end."""
        return min(max(value, min(self.low, self.high)), max(self.low, self.high))


@dataclass(frozen=True)
class Layer:
    """Marks of one kind with their rows, which hold a value for each channel."""

    mark: Mapping[str, Any]
    channels: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True)
class Plane:
    """A picture of a width: the plane of its scales with so much room around it, in pixels."""

    palette: Palette
    width: int
    height: float
    x: Scale
    y: Scale
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0

    @property
    def across(self) -> float:
        """Pixels from the left of the plane to its right."""
        return self.width - self.left - self.right

    def px(self, value: float) -> float:
        """Pixels from the left of the plane."""
        return self.x.share(value) * self.across

    def py(self, value: float) -> float:
        """Pixels from the top of the plane."""
        return (1 - self.y.share(value)) * self.height

    def x_at(self, pixels: float) -> float:
        """The value so many pixels from the left."""
        return self.x.at(pixels / self.across)

    def y_at(self, pixels: float) -> float:
        """The value so many pixels from the top."""
        return self.y.at(1 - pixels / self.height)

    def curve(self, rows: Rows, colour: str, thick: float = 2.0, dash: Sequence[float] = ()) -> Layer:
        """A line through rows of x and y."""
        mark = {"stroke": colour, "strokeWidth": thick, "strokeDash": list(dash), "strokeJoin": "round"}
        return self._marks(rows, "line", mark, ("x", "y"))

    def band(self, rows: Rows, colour: str, opacity: float) -> Layer:
        """A surface between y and y2."""
        return self._marks(rows, "area", {"fill": colour, "fillOpacity": opacity, "stroke": None}, ("x", "y", "y2"))

    def rules(self, rows: Rows, colour: str, thick: float = 1.0, dash: Sequence[float] = ()) -> Layer:
        """Straight lines from x and y to x2 and y2."""
        mark = {"stroke": colour, "strokeWidth": thick, "strokeDash": list(dash), "strokeCap": "butt"}
        return self._marks(rows, "rule", mark, ("x", "y", "x2", "y2"))

    def boxes(
        self,
        rows: Rows,
        fill: str | None,
        opacity: float = 1.0,
        stroke: str | None = None,
        dash: Sequence[float] = (),
    ) -> Layer:
        """Rectangles from x and y to x2 and y2, filled or outlined."""
        mark = {
            "fill": fill or "transparent",
            "fillOpacity": opacity,
            "stroke": stroke,
            "strokeWidth": 1.5 if stroke else None,
            "strokeDash": list(dash),
        }
        return self._marks(rows, "rect", mark, ("x", "y", "x2", "y2"))

    def dots(
        self, rows: Rows, across: float, fill: str, stroke: str, thick: float = 2.0, shape: str = "circle"
    ) -> Layer:
        """Circles or squares so many pixels across."""
        mark = {"shape": shape, "size": across**2, "fill": fill, "stroke": stroke, "strokeWidth": thick, "opacity": 1}
        return self._marks(rows, "point", mark, ("x", "y"))

    def words(
        self, rows: Rows, colour: str, align: str = "left", *, bold: bool = False, dx: float = 0.0, dy: float = 0.0
    ) -> Layer:
        """Texts at x and y, always as text and never as markup."""
        mark = {
            "align": align,
            "baseline": "middle",
            "dx": dx,
            "dy": dy,
            "fill": colour,
            "fontSize": SIZE,
            "fontWeight": 600 if bold else 400,
        }
        told = [{**row, "text": shown(row["text"])} for row in rows]
        return self._marks(told, "text", mark, ("x", "y", "text"))

    def picture(self, layers: Sequence[Layer]) -> str:
        """All layers as SVG, the first at the back."""
        # Imported here, because it loads Altair: whoever draws nothing does not wait for it.
        from ui.drawing.vega import svg_of

        described = {
            "font": self.palette.font,
            "width": self.across,
            "height": self.height,
            "padding": {"left": self.left, "right": self.right, "top": self.top, "bottom": self.bottom},
            "scales": {"x": vars(self.x), "y": vars(self.y)},
            "layers": [vars(layer) for layer in layers if layer.rows],
        }
        return svg_of(json.dumps(described, sort_keys=True))

    @staticmethod
    def _marks(rows: Rows, kind: str, mark: Mapping[str, Any], channels: tuple[str, ...]) -> Layer:
        """One layer without what is not set."""
        given = {name: value for name, value in mark.items() if value not in (None, [])}
        return Layer({"type": kind, **given}, channels, [{name: row[name] for name in channels} for row in rows])
