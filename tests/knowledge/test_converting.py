"""From a file to passages: what each kind says and where, and one sentence for each file that cannot be used."""

import io
import os
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.own_documents.converting import MOST_BYTES, MOST_PAGES, Converted, convert, text_of
from knowledge.own_documents.cutting import MOST_CHARACTERS, MOST_WORDS, cut
from knowledge.own_documents.documents import DocumentError, check_collection
from knowledge.own_documents.files import File, content_of, files_in
from knowledge.own_documents.plain import clean, decoded, paragraphs_of
from knowledge.passages import sentences_of
from tests.knowledge import own_files

TODAY = date(2026, 11, 27)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def converted(content: bytes, name: str) -> Converted:
    """A file as it can be added."""
    return convert(content, name, collection="rules", owner=None, added=TODAY, read=text_of)


def parts(content: bytes, name: str) -> list[tuple[str, str]]:
    """Place and text of each passage."""
    return [(part.place, part.text) for part in converted(content, name).document.passages]


def refusal(content: bytes, name: str) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(DocumentError) as caught:
        converted(content, name)
    return str(caught.value)


def test_a_pdf_is_cut_by_page() -> None:
    """The page is the place; lines that only the width parted are joined."""
    long = "Every purchase of a model is first put to the flamingos, who vote on it on a Tuesday in the main hall. " * 3
    found = parts(own_files.pdf(long, "The second page is short."), "rules.pdf")

    assert found == [("page 1", long.strip()), ("page 2", "The second page is short.")]
    passages = list(converted(own_files.pdf("Short."), "rules.pdf").document.as_passages())
    assert [(p.kind, p.source, p.url, p.as_of) for p in passages] == [
        ("document", "rules.pdf, page 1", "", TODAY.isoformat())
    ]


def test_a_page_without_text_is_told() -> None:
    """A scan between two pages of text is not passed over in silence."""
    mixed = converted(own_files.pdf("First.", "#v(1pt)", "Third."), "rules.pdf")

    assert [part.place for part in mixed.document.passages] == ["page 1", "page 3"]
    assert mixed.note == "no text on page 2"


def test_a_word_document_is_cut_by_heading_and_its_tables_row_by_row() -> None:
    """Heading styles, title and tables; a heading with nothing below it is kept as what it says."""
    content = own_files.word(
        ("Title", "Guide"),
        ("Normal", "For everybody."),
        ("Heading 1", "Keeping"),
        ("Normal", "Tickets are kept for seven years."),
        (("what", "how long"), ("logs", "30 days")),
        ("Heading 1", "To be written"),
    )

    assert parts(content, "guide.docx") == [
        ("Guide", "For everybody."),
        ("Guide › Keeping", "Tickets are kept for seven years.\n\nwhat | how long\n\nlogs | 30 days"),
        ("Guide › To be written", "To be written"),
    ]


def test_word_text_that_hides_is_found_and_what_was_deleted_is_not() -> None:
    """Content controls and tracked insertions are text; a tracked deletion is none."""
    document = docx.Document()
    for inner in (
        "<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p {ns}><w:ins w:id='1' w:author='a'><w:r><w:t>Put in.</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>Taken out.</w:delText></w:r></w:del></w:p>",
    ):
        document.element.body.insert(0, parse_xml(inner.format(ns=nsdecls("w"))))
    out = io.BytesIO()
    document.save(out)

    assert parts(out.getvalue(), "a.docx") == [("", "Put in.\n\nIn a control.")]


def test_markdown_is_cut_by_heading_without_its_marks() -> None:
    """Front matter, emphasis, links, lists, tables and code are words; a hash in code is no heading."""
    text = (
        "---\nowner: Ines\n---\n# Rules\n\n## Keys\n*Ask* [Ines](https://example.org), see [2].\n\n- one\n- two\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n```\n# not a heading\n```\n"
    )

    assert parts(text.encode(), "RULES.MD") == [
        ("", "owner: Ines"),
        ("Rules › Keys", "Ask Ines, see (2).\n\none\n\ntwo\n\na | b\n\nc | d\n\n# not a heading"),
    ]


def test_plain_text_is_read_in_the_encodings_people_have() -> None:
    """UTF-8 with and without a mark, UTF-16, and what Windows wrote."""
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert parts("Grün – fünf €".encode(encoding), "a.txt") == [("", "Grün – fünf €")]
    long = " ".join(f"{number}." for number in range(500)).encode()
    assert [place for place, _ in parts(long, "a.txt")] == ["part 1 of 3", "part 2 of 3", "part 3 of 3"]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.txt", "a.txt is empty"),
        (b" \n\t ", "a.md", "a.md is empty"),
        (b"# \n\n---\n", "a.md", "a.md holds no text"),
        (b"some\x00bytes\x01", "a.txt", "a.txt is no text"),
        (b"MZ\x90\x00\x03", "a.md", "a.md is no text"),
        (b"text", "a.pdf", "a.pdf is no PDF"),
        (b"%PDF-1.7\nnonsense", "a.pdf", "a.pdf is damaged"),
        (b"text", "a.docx", "a.docx is damaged, or no Word document"),
        (OLE + b"\0" * 600, "a.docx", "a.docx is a document of an old Word"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "a.docx", "a.docx is protected by a password"),
        (b"a,b", "a.csv", "a.csv is of a kind that cannot be read. Save it as one of .pdf, .docx, .md"),
        (b"a", "noending", "noending is of a kind that cannot be read"),
        (b"a" * (MOST_BYTES + 1), "a.txt", "a.txt is larger than 50 MB"),
        (b"word " * 1_100_000, "a.txt", "a.txt holds more than 5,000,000 characters"),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else None,
)
def test_a_file_that_cannot_be_used_is_one_sentence_with_what_to_do(content: bytes, name: str, told: str) -> None:
    """Named, told, and no traceback."""
    said = refusal(content, name)

    assert said.startswith(told) and "\n" not in said and said.count(". ") >= 1


def test_documents_behind_a_password_are_refused_unless_it_is_only_for_changing_them() -> None:
    """What anybody can open and read is read."""
    content = own_files.pdf("Only for us.")

    assert "protected by a password" in refusal(own_files.locked_pdf(content, to_open="secret"), "a.pdf")
    assert parts(own_files.locked_pdf(content, to_open="", to_change="x"), "a.pdf") == [("page 1", "Only for us.")]


def test_scans_damaged_files_and_too_many_pages_are_refused() -> None:
    """A scan says what would help; half a file says that it is damaged."""
    assert "only pictures of it" in refusal(own_files.blank_pdf(2), "a.pdf")
    assert f"more than {MOST_PAGES:,}" in refusal(own_files.blank_pdf(MOST_PAGES + 1), "a.pdf")
    assert "a.docx is damaged" in refusal(own_files.word(("Normal", "Half."))[:-900], "a.docx")


def test_a_zip_bomb_and_another_zip_are_refused_before_they_are_unpacked() -> None:
    """The sizes that the archive itself declares are enough to know."""
    bomb = own_files.zip_bomb(201)
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")

    assert len(bomb) < 2**20 and "unpacks to more than 200 MB" in refusal(bomb, "a.docx")
    assert "is no Word document" in refusal(other.getvalue(), "a.docx")


@given(st.lists(st.text(st.sampled_from("ab .!?\nÄ…"), max_size=4_000), max_size=6))
def test_cutting_loses_nothing_and_keeps_the_limit(paragraphs: list[str]) -> None:
    """Whatever the borders, all letters come out in their order."""
    pieces = list(cut(paragraphs))

    assert "".join("".join(pieces).split()) == "".join("".join(paragraphs).split())
    assert all(piece.strip() and len(piece.split()) <= MOST_WORDS for piece in pieces)
    assert all(len(piece) <= MOST_CHARACTERS for piece in pieces)


@given(st.binary(max_size=400))
@example(b"! \x7f")
def test_whatever_bytes_a_file_holds_it_is_text_that_can_be_quoted_or_none(content: bytes) -> None:
    """No control, no half of a character and no mark of our own gets through."""
    for line in paragraphs_of(decoded(content) or ""):
        assert line and line == clean(line)
        assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in line)


def test_a_sentence_never_runs_over_a_paragraph() -> None:
    """So that a row of a table is quoted by itself."""
    assert sentences_of("logs | 30 days\n\ntickets | 7 years. And\nmore") == (
        "logs | 30 days",
        "tickets | 7 years.",
        "And more",
    )


@pytest.mark.parametrize("name", ["", "index", "INDEX", "../x", "a/b", ".hidden", "x" * 61, "a\n"])
def test_a_collection_has_a_name_that_is_a_folder_of_its_own(name: str) -> None:
    """No way out of the data folder, and none onto the index."""
    with pytest.raises(DocumentError, match="cannot be called"):
        check_collection(name)
    check_collection("Personal & Recht".replace("&", "und"))


def test_a_folder_is_walked_once_even_where_links_lead_in_a_circle(tmp_path: Path) -> None:
    """Hidden files stay out, linked folders are in once, and what cannot be read is told."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.md").write_text("One.")
    (tmp_path / ".hidden.md").write_text("No.")
    (tmp_path / "~$open.docx").write_text("No.")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    found = [each for each in files_in(tmp_path) if isinstance(each, File)]
    told = {}
    for file in found:
        try:
            content_of(file)
        except DocumentError as error:
            told[file.name] = str(error)

    assert [file.name for file in found] == ["a/one.md", "pipe.txt", "self.txt"]
    assert "no ordinary file" in told["pipe.txt"] and "symbolic links" in told["self.txt"]
    assert "a/one.md" not in told


def test_what_the_system_will_not_let_us_read_is_told_and_the_rest_is_read() -> None:
    """A file and a folder without rights; as root, which may read everything, we go without its rights."""
    root = Path(mkdtemp())
    root.chmod(0o755)
    (root / "open.md").write_text("Open.")
    (root / "shut").mkdir(mode=0o700)
    (root / "shut.md").write_text("Shut.")
    (root / "shut.md").chmod(0o000)
    if os.geteuid() != 0:
        (root / "shut").chmod(0o000)
    with _as_nobody():
        found = list(files_in(root))
        [inside] = files_in(root / "shut" / "below.md")
        assert isinstance(inside, File)
        with pytest.raises(DocumentError, match=r"below\.md cannot be read"):
            content_of(inside)
        with pytest.raises(DocumentError, match=r"shut\.md cannot be read"):
            content_of(next(f for f in found if isinstance(f, File) and f.name == "shut.md"))

    [told] = [str(each) for each in found if isinstance(each, DocumentError)]
    assert told == f"{root}/shut cannot be read (Permission denied). Give it rights, or leave it out."
    assert [each.name for each in found if isinstance(each, File)] == ["open.md", "shut.md"]


@contextmanager
def _as_nobody() -> Iterator[None]:
    """Without the rights of root, if we have them."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_without_files_and_a_path_that_is_not_there_are_told(tmp_path: Path) -> None:
    """Each names the path."""
    [empty] = files_in(tmp_path)
    [missing] = files_in(tmp_path / "gone.md")

    assert isinstance(empty, DocumentError) and "holds no file" in str(empty)
    assert isinstance(missing, File)
    with pytest.raises(DocumentError, match=r"gone\.md is not there"):
        content_of(missing)
