"""From the description of a picture to its SVG, through Altair and Vega; pictures are kept by their description.

A picture takes about a tenth of a second and holds up the other threads of the process while it is drawn.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert

PICTURES_KEPT = 256


@lru_cache(maxsize=PICTURES_KEPT)
def svg_of(described: str) -> str:
    """The picture of a plane that is described as JSON; nothing is fetched for it."""
    svg: str = vl_convert.vegalite_to_svg(_chart(json.loads(described)), allowed_base_urls=[])
    return svg


def _chart(plane: Mapping[str, Any]) -> dict[str, Any]:
    """The Vega-Lite specification: layers over two scales that all of them share, in a picture of a given size."""
    channels = _channels(plane["scales"])
    # Rows are handed over beside the chart: Altair copies whatever lies in it several times.
    rows = {f"rows{place}": layer["rows"] for place, layer in enumerate(plane["layers"])}
    chart = alt.LayerChart(
        layer=[
            alt.Chart(alt.NamedData(name=name), mark=layer["mark"]).encode(
                **{channel: channels[channel] for channel in layer["channels"]}
            )
            for name, layer in zip(rows, plane["layers"], strict=True)
        ],
        width=plane["width"],
        height=plane["height"],
        padding=plane["padding"],
        autosize=alt.AutoSizeParams(type="none"),
        background="transparent",
        config=alt.Config(font=plane["font"], aria=False, view=alt.ViewConfig(stroke=None)),
    )
    return {**chart.to_dict(validate=False), "datasets": rows}


def _channels(scales: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """How the values of rows are read; the axes are drawn as layers of their own."""
    x, y = (_scale(scales[name]) for name in ("x", "y"))
    return {
        "x": alt.X("x:Q", scale=x, axis=None),
        "y": alt.Y("y:Q", scale=y, axis=None),
        "x2": alt.X2("x2:Q"),
        "y2": alt.Y2("y2:Q"),
        "text": alt.Text("text:N"),
    }


def _scale(scale: Mapping[str, Any]) -> alt.Scale:
    kind: Any = "log" if scale["log"] else "linear"
    return alt.Scale(type=kind, domain=[scale["low"], scale["high"]], nice=False, zero=False)
