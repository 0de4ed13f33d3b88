"""From an example to the memo, and what else can be taken along."""

import io
import json
import zipfile

import httpx
import pytest
import yaml
from pypdf import PdfReader

from tests.ui.test_page_flow import ADVISE, CALLS, reading_link
from tests.ui.visits import Server, Visit, Visitor


def downloaded(visit: Visit, form: str) -> bytes:
    """A file of the memo's menu, which is opened where it is not."""
    if not visit.page.locator("#memo:popover-open").count():
        visit.page.locator("#take-along").click()
    with visit.page.expect_download() as download:
        visit.page.locator(f"#memo [data-form={form}]").click()
    assert download.value.suggested_filename.endswith(f".{form}")
    content: bytes = download.value.path().read_bytes()
    return content


def words_of(pdf: bytes) -> str:
    """The text of a PDF on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("number", range(4))
def test_three_clicks_lead_from_an_example_to_its_memo(visit: Visitor, number: int) -> None:
    """The example, Memo, PDF; the memo's title is the headline of the page."""
    opened = visit()
    opened.page.locator(".example").nth(number).click()
    opened.page.wait_for_function("document.querySelector('#status')?.dataset.advised === 'True'", timeout=30_000)
    opened.page.locator("#take-along").click()
    with opened.page.expect_download() as download:
        opened.page.locator("#memo [data-form=pdf]").click()

    headline = opened.page.locator("#advice .headline").inner_text()
    assert " ".join(headline.split()) in words_of(download.value.path().read_bytes())


def test_every_file_is_what_it_says(visit: Visitor) -> None:
    """Word and spreadsheet are their formats, the record can be read again, the triggers are YAML."""
    opened = visit()
    opened.say(CALLS)
    opened.say(ADVISE)
    files = {form: downloaded(opened, form) for form in ("pdf", "docx", "md", "xlsx", "json", "yaml")}

    assert files["pdf"].startswith(b"%PDF")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(files["docx"])).namelist()
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(files["xlsx"])).namelist()
    assert files["md"].decode().startswith("# ")
    assert json.loads(files["json"])["record"]["form"] == "decision record"
    assert yaml.safe_load(files["yaml"])["triggers"]


def test_there_is_no_memo_before_the_advice(visit: Visitor, server: Server) -> None:
    """Nor for a stranger's key, nor in a format that there is none of."""
    opened = visit()
    opened.say(CALLS)
    key = opened.page.evaluate("location.hash").split("=")[1]

    assert not opened.page.locator("#take-along").is_visible()
    for address in (f"memo/pdf?c={key}", f"memo/pdf?c={'0' * 32}", "memo/pdf", f"memo/exe?c={key}", "memo/pdf?r=../x"):
        assert httpx.get(server.url + address).status_code == 404, address


def test_a_reader_takes_the_memo_along(visit: Visitor, server: Server) -> None:
    """With the reading key, which is no key of the conversation."""
    opened = visit()
    opened.say(CALLS)
    opened.say(ADVISE)
    key = reading_link(opened, server).split("=")[1]

    assert httpx.get(f"{server.url}memo/md?r={key}").text.startswith("# ")
    assert httpx.get(f"{server.url}memo/md?c={key}").status_code == 404
