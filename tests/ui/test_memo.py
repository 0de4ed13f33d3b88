"""The memo: one content in three formats, safe with any words, the same bytes each time, every number accounted for."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import typst
import yaml
from docx import Document
from docx.oxml.ns import qn
from PIL import Image
from pypdf import PageObject, PdfReader

from agent.decision.batch import assess_line
from tests.ui.dossiers import CASES, HOSTILE, TRIAGE, dossier, numbers, numbers_behind, texts
from ui.cli import main
from ui.memo.blocks import Cite, Heading, Sources, clean, plain_text, typeset, words_of
from ui.memo.build import FORMS, File, build
from ui.memo.citing import COUNSEL, on
from ui.memo.content import memo_of
from ui.memo.drawings import drawings
from ui.memo.markdown import escape
from ui.memo.pdf import FONTS, TEMPLATE, as_data

EVERY = sorted(CASES)

# Points from the lower edge of the page to the text; below it is the footer.
FOOT = 46


@pytest.fixture(scope="module", params=EVERY)
def pdf(request: pytest.FixtureRequest) -> tuple[str, PdfReader]:
    """The memo of a case as a reader sees it."""
    return request.param, PdfReader(io.BytesIO(build(dossier(request.param), "pdf").content))


@pytest.mark.parametrize("name", EVERY)
def test_every_number_of_the_memo_stands_in_the_record(name: str) -> None:
    """Or in a passage that is cited, or in the leader's words; rounded as the wording functions round."""
    known = numbers_behind(dossier(name))
    odd = {text: numbers(text) - known for text in texts(memo_of(dossier(name))) if numbers(text) - known}

    assert odd == {}


def test_a_number_from_nowhere_would_be_found() -> None:
    """The comparison is narrow enough to notice a figure that nobody computed."""
    known = numbers_behind(dossier("rich"))

    assert numbers("It costs $123,457 a month, 12.7 % of 8.35 million, on 24 November 2026.") - known == {
        "123,457",
        "12.7 %",
        "8.35 million",
    }


@pytest.mark.parametrize("name", EVERY)
def test_citations_lead_to_the_list_of_sources(name: str) -> None:
    """Numbers begin at 1 without a gap, in the order in which they are met, and each source is cited."""
    memo = memo_of(dossier(name))
    pieces = [piece for block in memo.blocks for words in words_of(block) for piece in words]
    cited = [piece.passage for piece in pieces if isinstance(piece, Cite)]
    listed = [source.number for block in memo.blocks if isinstance(block, Sources) for source in block.sources]

    assert [memo.numbers[passage] for passage in dict.fromkeys(cited)] == listed == list(range(1, len(listed) + 1))


def test_what_rests_on_a_law_is_marked_for_counsel() -> None:
    """Once, and only where the sentence does not say so itself."""
    rich = dossier("rich")
    law = next(passage.id for passage in rich.passages.values() if passage.kind == "regulation")

    assert plain_text(on(rich, "Sign a contract.", law)) == f"Sign a contract. {COUNSEL}"
    assert plain_text(on(rich, "Confirm this with counsel.", law)) == "Confirm this with counsel."


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_same_dossier_gives_the_same_bytes(form: str) -> None:
    """Whatever the clock says; name and media type go with it."""
    first, second = (build(dossier("triage"), form) for _ in range(2))

    assert first == second
    assert first.name.endswith(f"-2026-11-24.{form}")
    assert first.media_type == FORMS[form].media_type


def test_the_pdf_says_what_it_is(pdf: tuple[str, PdfReader]) -> None:
    """Title, author and language for those who file it; tags and an outline for those who listen to it."""
    name, reader = pdf
    about, root = reader.metadata, {name: reader.root_object.get(name) for name in ("/Lang", "/MarkInfo")}

    assert about is not None
    assert (about.title, about.author) == (memo_of(dossier(name)).title, "Sourcing advisor")
    assert root == {"/Lang": "en-GB", "/MarkInfo": {"/Marked": True, "/Suspects": False}}
    assert len(reader.outline) > 5
    assert {font.split("+")[-1].split("-")[0] for page in reader.pages for font in _fonts(page)} >= {"Inter"}


def _fonts(page: PageObject) -> list[str]:
    resources: Any = page["/Resources"]
    return [str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()]


def test_the_pdf_has_a_handful_of_pages_and_all_its_words(pdf: tuple[str, PdfReader]) -> None:
    """Every heading and every sentence can be copied out of it; the pages are counted."""
    name, reader = pdf
    told = _bare("".join(page.extract_text() for page in reader.pages))
    memo = memo_of(dossier(name))
    sentences = [plain_text(words) for block in memo.blocks for words in words_of(block)]

    assert 4 <= len(reader.pages) <= 6
    assert f"Page 1 of {len(reader.pages)}" in reader.pages[0].extract_text()
    assert [h.text for h in memo.blocks if isinstance(h, Heading) and _bare(h.text) not in told] == []
    if name != "hostile":
        assert [words for words in sentences if _bare(words)[:20] not in told] == []


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b-]", "", text)


def test_no_page_ends_with_a_heading(pdf: tuple[str, PdfReader]) -> None:
    """What a heading announces begins on the same page."""
    name, reader = pdf
    headings = {_bare(block.text) for block in memo_of(dossier(name)).blocks if isinstance(block, Heading)}

    assert [number for number, page in enumerate(reader.pages, 1) if _bare(_last_line(page)) in headings] == []


def _last_line(page: PageObject) -> str:
    """The lowest text of a page above its foot."""
    lines: dict[int, str] = {}

    def note(text: str, of_page: list[float], of_text: list[float], *_: object) -> None:
        height = round(of_page[1] * of_text[4] + of_page[3] * of_text[5] + of_page[5])
        if text.strip() and height > FOOT:
            lines[height] = lines.get(height, "") + text

    page.extract_text(visitor_text=note)
    return lines[min(lines)]


@pytest.mark.parametrize("name", ["hostile", "long", "rich"])
def test_nothing_runs_over_the_margin(name: str) -> None:
    """The outer five millimetres of each page stay white, however long a word is."""
    memo = json.dumps(as_data(memo_of(dossier(name)), drawings(dossier(name))), ensure_ascii=False)
    pages: Any = typst.compile(
        str(TEMPLATE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="png",
        ppi=40,
        sys_inputs={"memo": memo},
    )
    for page in pages:
        picture = Image.open(io.BytesIO(page)).convert("L")
        outer = picture.crop((picture.width - round(5 / 25.4 * 40), 0, picture.width, picture.height))
        assert outer.getextrema() == (255, 255)


def test_words_of_people_are_never_markup() -> None:
    """They stand in each format as they were written, without what cannot be seen."""
    d = dossier("hostile")
    seen = clean(HOSTILE)
    told = "".join(page.extract_text() for page in PdfReader(io.BytesIO(build(d, "pdf").content)).pages)
    word = "\n".join(p.text for p in Document(io.BytesIO(build(d, "docx").content)).paragraphs)
    markdown = build(d, "md").content.decode()

    assert not {"\u202e", "\u0007", "\ud800"} & set(seen)
    assert _bare('#import "x.typ": * $x^2$ ] } \\ #panic() <script>alert(1)</script>') in _bare(told)
    assert seen in word
    assert "<script>" not in markdown and escape(seen) in markdown
    assert "\n[1] =" not in markdown and "**bold**" not in markdown.replace("\\*", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. not a list", "1\\. not a list"),
        ("3.2 million", "3.2 million"),
        ("- not a list", "\\- not a list"),
        ("a | b", "a \\| b"),
        ("[x](http://e.vil)", "\\[x\\](http://e.vil)"),
        ("$x$ &lt;", "\\$x\\$ \\&lt;"),
    ],
)
def test_markdown_shows_what_was_written(text: str, shown: str) -> None:
    """Whatever would begin a list, a link, a table, a formula or a character reference."""
    assert escape(text) == shown


def test_our_own_words_are_set_as_in_print() -> None:
    """Apostrophes, no break before a percent sign, and a word where the typefaces have no arrow."""
    assert typeset("a vendor's 5 % → 6 %") == "a vendor’s 5\u00a0% to 6\u00a0%"


@pytest.mark.parametrize("name", EVERY)
def test_the_word_document_is_made_of_real_parts(name: str) -> None:
    """Heading styles, repeated table heads, captions, fields, pictures with words, and XML that can be read."""
    content = build(dossier(name), "docx").content
    document = Document(io.BytesIO(content))
    memo = memo_of(dossier(name))
    styles = {(p.style.name if p.style else "", p.text) for p in document.paragraphs}
    captioned = [t for t in document.tables if t.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None]
    pictures = document.element.findall(f".//{qn('wp:docPr')}")

    assert ("Title", memo.title) in styles
    assert {(f"Heading {h.level}", h.text) for h in memo.blocks if isinstance(h, Heading)} <= styles
    assert len(captioned) == sum(style == "Caption" and text.startswith("Table") for style, text in _captions(document))
    assert pictures and all(len(picture.get("descr", "")) > 20 for picture in pictures)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for part in parts.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(part))
        assert {entry.date_time[:3] for entry in parts.infolist()} == {(2026, 11, 24)}
    assert (document.core_properties.title, document.core_properties.language) == (memo.title, "en-GB")


def _captions(document: object) -> list[tuple[str, str]]:
    paragraphs = getattr(document, "paragraphs", [])
    return [(p.style.name, "".join(p._p.itertext())) for p in paragraphs]


def test_the_record_and_the_triggers_go_with_the_memo() -> None:
    """The record is what `advisor assess` writes, the triggers what `advisor triggers` prints."""
    record = json.loads(build(dossier("triage"), "json").content)
    [triggers] = yaml.safe_load_all(build(dossier("triage"), "yaml").content)

    assert record == json.loads(json.dumps(assess_line({"facts": TRIAGE, "today": "2026-11-24"})))
    assert triggers["triggers"] == record["triggers"]
    assert (str(triggers["made_on"]), triggers["verdict"]) == ("2026-11-24", record["verdict"])


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """What `advisor assess` wrote for one line."""
    path = tmp_path / "decision.json"
    path.write_text(json.dumps(assess_line({"facts": TRIAGE, "today": "2026-11-24"})) + "\n")
    return path


@pytest.mark.parametrize("form", ["pdf", "docx", "md", "xlsx"])
def test_the_command_writes_a_memo_from_a_record(
    recorded: Path, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the format that the name ends with; it says where the file lies."""
    out = tmp_path / f"memo.{form}"

    assert main(["memo", str(recorded), "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}\n"
    assert out.read_bytes()[:2] == {"pdf": b"%P", "md": b"# "}.get(form, b"PK")


def test_the_command_refuses_a_record_of_other_tables(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A memo of today's figures under yesterday's date would be wrong; the sentence says what to do."""
    row = json.loads(recorded.read_text())
    row["record"]["tables"]["costs"] = "0" * 64
    recorded.write_text(json.dumps(row))

    assert main(["memo", str(recorded)]) == 2
    assert "the tables have changed since 24 November 2026 (costs); run `advisor recheck`" in capsys.readouterr().err


def test_the_command_refuses_prices_that_are_no_longer_those_of_the_record(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Figures of one's own that were laid over the tables since."""
    own = tmp_path / "own.yaml"
    own.write_text("costs: {ranges: {people: {values: [1, 2, 3]}}}\n")
    monkeypatch.setenv("ADVISOR_PRICES", str(own))

    assert main(["memo", str(recorded)]) == 2
    assert "(People who run it)" in capsys.readouterr().err


def test_the_command_makes_a_memo_of_one_decision(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Several are several memos; a place that cannot be written is named."""
    recorded.write_text(recorded.read_text() * 2)
    assert main(["memo", str(recorded)]) == 2
    assert "holds 2 decisions; a memo is made of one" in capsys.readouterr().err

    recorded.write_text(recorded.read_text().splitlines()[0])
    assert main(["memo", str(recorded), "--out", str(recorded / "x.md")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_file_knows_its_name() -> None:
    """What a door hands out."""
    assert build(dossier("nothing"), "md") == File(
        "decision-memo-2026-11-24.md", "text/markdown; charset=utf-8", build(dossier("nothing"), "md").content
    )
