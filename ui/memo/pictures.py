"""A drawing as a picture for documents that take no drawings, in the typeface of the memo."""

import re
from functools import lru_cache

import vl_convert

from ui.memo.pdf import FONTS

SCALE = 3.0

_OPENING = re.compile(r"<svg\b[^>]*>")


def to_png(svg: str) -> bytes:
    """The drawing as PNG on white paper, at three times its size; not every reader of documents blends colours well."""
    _register()
    on_paper = _OPENING.sub(r'\g<0><rect width="100%" height="100%" fill="#ffffff"/>', svg, count=1)
    return bytes(vl_convert.svg_to_png(on_paper, scale=SCALE))


@lru_cache(maxsize=1)
def _register() -> None:
    """Name the folder of the typefaces once for the process."""
    vl_convert.register_font_directory(str(FONTS))
