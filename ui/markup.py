"""Small pieces of HTML that every part of the page is made of; every string of people or documents passes `escape`.

Nothing here knows a conversation.
"""

import re
from collections.abc import Mapping

# Beyond what HTML asks for: the page's own templates must never see a brace, a dollar or a backtick of somebody else.
_ENTITIES = {ord(c): f"&#{ord(c)};" for c in "&<>\"'`{}$\\"}
# Controls that no text needs, and the marks that turn the direction of what follows them.
_HIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def _icon(drawing: str, style: str = "") -> str:
    name = f"icon {style}".strip()
    return f'<svg class="{name}" viewBox="0 0 18 18" aria-hidden="true">{drawing}</svg>'


_RING = '<circle cx="9" cy="9" r="7"/>'

ARROW = _icon('<path d="M2.5 9h12.5M10.5 4.5 15 9l-4.5 4.5"/>', "arrow")
CHECK = _icon('<path d="m3.5 9.5 3.5 3.5 7.5-8"/>')
FLAG = _icon('<path d="M4.5 16V2.5h9l-2 3.5 2 3.5h-9"/>')
WARNING = _icon('<path d="M9 2.5 16.5 15.5h-15zM9 7.5v4M9 13.2v.3"/>')
INFO = _icon(f'{_RING}<path d="M9 8.5v4M9 5.5v.3"/>')
CLOCK = _icon(f'{_RING}<path d="M9 5v4l2.5 2"/>')
HALF = _icon('<circle cx="9" cy="9" r="6.5"/><path d="M9 2.5a6.5 6.5 0 0 1 0 13z" fill="currentColor"/>')
CHEVRON = _icon('<path d="m5 7 4 4 4-4"/>', "small")

_OPEN_BOX = '<rect x="2" y="2" width="12" height="12" rx="2" fill="none" stroke="currentColor" stroke-width="2"/>'

# One glyph a verdict: closed box, half box, open box; the colour only repeats what the shape says.
_GLYPHS = {
    "prebuilt": '<rect x="1" y="1" width="14" height="14" rx="3" fill="currentColor"/>',
    "hybrid": (f'{_OPEN_BOX}<path d="M2 3.5A1.5 1.5 0 0 1 3.5 2H8v12H3.5A1.5 1.5 0 0 1 2 12.5z" fill="currentColor"/>'),
    "open_source": _OPEN_BOX,
    "open": _OPEN_BOX,
}

_APOSTROPHE = re.compile(r"(?<=[A-Za-z])&#39;(?=[A-Za-z]|\s|$)")
_PERCENT = re.compile(r"(?<=\d) (?=%)%")
_CITATION = re.compile(r"\s*\[(\d{1,3})\]")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_EMPHASIS = re.compile(r"(?<![\w*])\*([^*\s][^*]*?)\*(?![\w*])")
_BULLET = re.compile(r"^\s*[-•]\s+")
_NUMBERED = re.compile(r"^\s*\d{1,2}\.\s+")


def escape(text: object) -> str:
    """The text as it was written, in any place of an HTML document."""
    return str(text).translate(_HIDDEN).translate(_ENTITIES)


def ours(text: object) -> str:
    """Words of our own, escaped, with the apostrophes of print and no break before a percent sign."""
    return _PERCENT.sub("&nbsp;%", _APOSTROPHE.sub("’", escape(text)))


def glyph(verdict: str) -> str:
    """The box of a verdict or of a route's class."""
    return f'<svg class="glyph {verdict}" viewBox="0 0 16 16" aria-hidden="true">{_GLYPHS[verdict]}</svg>'


def chip(number: int, passage_id: str) -> str:
    """A source chip: its number opens the passage beside it."""
    return (
        f'<button type="button" class="source" popovertarget="passage-{escape(passage_id)}" '
        f'aria-label="Source {number}">{number}</button>'
    )


def render(text: str, numbers: Mapping[int, tuple[int, str]]) -> str:
    """Our own light Markdown as HTML; `numbers` gives for `[n]` the number shown and the passage it opens."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "".join(_block(block.split("\n"), numbers) for block in blocks if block.strip())


def inline(text: str, numbers: Mapping[int, tuple[int, str]]) -> str:
    """One line of light Markdown: escaped first, then bold, emphasis, arrows and source chips."""
    html = ours(text).replace("→", ARROW)
    html = _BOLD.sub(r"<strong>\1</strong>", html)
    html = _EMPHASIS.sub(r"<em>\1</em>", html)
    return _CITATION.sub(lambda match: _cited(match, numbers), html)


def plain(text: str) -> str:
    """Light Markdown without its marks, as it is pasted into a letter."""
    return _EMPHASIS.sub(r"\1", _BOLD.sub(r"\1", text))


def _block(lines: list[str], numbers: Mapping[int, tuple[int, str]]) -> str:
    """A paragraph, a list, or a line that introduces a list."""
    html, kind = "", ""
    items: list[str] = []
    for line in filter(str.strip, lines):
        found = "ul" if _BULLET.match(line) else "ol" if _NUMBERED.match(line) else ""
        if items and found != kind:
            html, items = html + _close(items, kind, numbers), []
        kind = found
        items.append(_NUMBERED.sub("", line) if kind == "ol" else _BULLET.sub("", line) if kind == "ul" else line)
    return html + _close(items, kind, numbers)


def _close(items: list[str], kind: str, numbers: Mapping[int, tuple[int, str]]) -> str:
    if not kind:
        return f"<p>{'<br>'.join(inline(item, numbers) for item in items)}</p>"
    rows = "".join(f"<li>{inline(item, numbers)}</li>" for item in items)
    return f"<{kind}>{rows}</{kind}>"


def _cited(match: re.Match[str], numbers: Mapping[int, tuple[int, str]]) -> str:
    known = numbers.get(int(match.group(1)))
    return f"&nbsp;{chip(*known)}" if known else match.group(0)
