"""Files are read in a process of their own: as here, in a bounded time, and whatever goes wrong is one sentence."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from knowledge.own_documents.apart import text_apart
from knowledge.own_documents.converting import MOST_BYTES, Unusable, text_of
from tests.knowledge.own_files import blank_pdf, pdf, word

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (pdf("The first page.", "The second, with a – dash."), ".pdf"),
        (word(("Heading 1", "Buying"), ("Normal", "Nothing is bought in June.")), ".docx"),
        ("# Größe\n\nÄpfel and 梨.\n".encode(), ".md"),
        (b"Nothing but text.", ".txt"),
    ],
)
def test_a_file_says_the_same_in_another_process(content: bytes, suffix: str) -> None:
    """Passages, places and letters of every language."""
    assert text_apart(content, suffix) == text_of(content, suffix)


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.4 no", ".pdf"),
        (blank_pdf(2), ".pdf"),
        (b"a,b", ".csv"),
        (b"", ".md"),
        (b"x" * (MOST_BYTES + 1), ".pdf"),
    ],
    ids=["damaged", "scan", "kind", "empty", "size"],
)
def test_what_is_wrong_is_told_in_the_same_words(content: bytes, suffix: str) -> None:
    """The sentence comes over from the other process as it is."""
    with pytest.raises(Unusable) as here:
        text_of(content, suffix)
    with pytest.raises(Unusable) as there:
        text_apart(content, suffix)
    assert str(there.value) == str(here.value)


def test_a_file_that_takes_too_long_is_given_up() -> None:
    """The process is ended, and the sentence says what to do."""
    slow = b"[" * 400_000
    started = time.monotonic()
    with pytest.raises(Unusable, match=r"could not be read within 1\.5 seconds\. Split it"):
        text_apart(slow, ".md", 1.5)
    assert time.monotonic() - started < 15


def test_the_process_ends_by_itself_where_nobody_waits_for_it() -> None:
    """A server that is stopped leaves none behind."""
    command = [sys.executable, "-m", "knowledge.own_documents.apart", ".md", "1.5"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as it:
        said, _ = it.communicate(b"[" * 400_000, timeout=60)
    # Writing down where it was may itself fail in so deep a stack; it ends all the same.
    assert it.returncode != 0 and said == b""
