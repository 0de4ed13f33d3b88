"""What people and documents wrote is shown as text, whatever it holds; only our own light Markdown is rendered."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.markup import escape, inline, ours, plain, render

NUMBERS = {1: (4, "myth-open-source-is-free")}


@given(st.text())
def test_escaped_text_reads_as_it_was_written(text: str) -> None:
    """Unescaping gives the text back, but for controls and marks of direction that no text needs."""
    hidden = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
    escaped = escape(text)
    assert not set(escaped) & set("<>\"'`{}$\\")
    # `html.unescape` follows HTML in reading some code points as others; those never come out of `escape`.
    assert html.unescape(escaped) == hidden.sub("", text)


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '"><img src=//evil.example/x onerror=alert(1)>',
        "![x](https://evil.example/x.png)",
        "[click](javascript:alert(1))",
        "${alert(1)} {{constructor}} $$x$$",
        "<form action=//evil.example><button style='position:fixed;inset:0'>",
        "<!-- --> </div></template> &lt;b&gt;",
    ],
)
def test_no_markup_of_a_message_survives(attack: str) -> None:
    """The renderer makes only paragraphs, lists, bold, emphasis and chips; an attack stays words."""
    rendered = render(f"- {attack}\n\n**{attack}** [1]", NUMBERS)
    tags = set(re.findall(r"<\s*([a-z]+)", rendered))
    assert tags <= {"p", "ul", "li", "strong", "em", "br", "button"}
    for mark in ("${", "{{", "onerror=alert(1)>", "<script", "<img"):
        assert mark not in rendered


def test_our_markdown_becomes_paragraphs_lists_and_bold() -> None:
    """The few forms that the writer uses are rendered; a heading over a list stays a paragraph."""
    rendered = render("Answer **first**.\n\n**Why**\n- one\n- two\n\n1. a\n2. b", {})
    assert rendered == (
        "<p>Answer <strong>first</strong>.</p><p><strong>Why</strong></p><ul><li>one</li><li>two</li></ul>"
        "<ol><li>a</li><li>b</li></ol>"
    )


def test_a_citation_opens_its_passage_under_its_own_number() -> None:
    """`[1]` is shown with the number of the passage in the whole conversation; an unknown one stays text."""
    rendered = inline("Free? [1] [9]", NUMBERS)
    assert 'popovertarget="passage-myth-open-source-is-free"' in rendered
    assert ">4</button>" in rendered
    assert "[9]" in rendered


def test_apostrophes_of_ours_are_those_of_print() -> None:
    """A vendor's becomes a vendor’s in our words; what the leader typed stays as it was."""
    assert ours("a vendor's API, 20 customers' data") == "a vendor’s API, 20 customers’ data"
    assert escape("a vendor's API") == "a vendor&#39;s API"


def test_copied_text_has_no_marks() -> None:
    """What is copied can be pasted into a letter."""
    assert plain("**Hybrid**: $5 *(about)*") == "Hybrid: $5 (about)"
