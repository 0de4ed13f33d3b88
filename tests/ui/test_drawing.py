"""What charts are made of: words that fit, labels that keep apart, figures that say their numbers, no early loading."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.board.drawn import figure_of
from ui.drawing.lettering import cut, shown, width, wrapped
from ui.drawing.placing import spread

EVIL = "<script>alert(1)</script>\"'&]]> {{x}} ${1}"


@given(st.text(), st.floats(20, 400), st.integers(1, 5))
def test_wrapped_words_fit(text: str, room: float, most: int) -> None:
    """No line is wider than its room, there are no more than allowed, and nothing invisible is left."""
    lines = wrapped(text, room, most)

    assert len(lines) <= most
    assert all(width(line) <= room for line in lines)
    assert all(line.isprintable() for line in lines)


@given(st.text(max_size=40))
def test_a_text_that_fits_is_not_cut(text: str) -> None:
    """Only what has no room is."""
    assert cut(shown(text), width(shown(text))) == shown(text)


@given(st.lists(st.floats(0, 200), min_size=1, max_size=5))
def test_labels_at_the_ends_keep_apart_and_in_order(wanted: list[float]) -> None:
    """As far as there is room for all."""
    placed = spread(wanted, 38, 0, 200)
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])

    assert all(placed[other] - placed[one] >= 38 - 1e-9 for one, other in pairwise(order))
    assert all(-1e-9 <= place <= 200 + 1e-9 for place in placed)


def test_a_figure_says_its_numbers_and_escapes_them() -> None:
    """For those who do not see the picture; the caption is for everybody."""
    html = figure_of("<svg></svg>", EVIL, EVIL)

    assert html.startswith('<figure class="chart" role="img" aria-label="&#60;script')
    assert "<svg></svg><figcaption>&#60;script" in html


@pytest.mark.parametrize(
    "door", ["agent.decision.batch", "agent.decision.curves", "ui.cli", "ui.board.drawn", "ui.charts"]
)
def test_what_does_not_draw_does_not_load_the_charts(door: str) -> None:
    """Altair takes longer to load than a line of `assess` takes altogether."""
    code = f"import sys, {door}; print('altair' in sys.modules, 'vl_convert' in sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)

    assert done.stdout.split() == ["False", "False"]
