"""Files as people have them: PDF, Word, and what is wrong with them."""

import zipfile
from collections.abc import Sequence
from io import BytesIO

import docx
import typst
from pypdf import PdfReader, PdfWriter


def pdf(*pages: str) -> bytes:
    """A PDF with a page for each text."""
    source = "\n#pagebreak()\n".join(pages)
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def locked_pdf(content: bytes, *, to_open: str, to_change: str = "") -> bytes:
    """A PDF with a password to open it, or only one to change it."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(user_password=to_open, owner_password=to_change or to_open, algorithm="AES-256")
    return written(writer)


def blank_pdf(pages: int) -> bytes:
    """A PDF of pages without text, as an old scanner makes them."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """The bytes of a PDF."""
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def word(*parts: tuple[str, str] | Sequence[Sequence[str]]) -> bytes:
    """A Word document: pairs of a style and a text, and tables as rows of cells."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, tuple) and len(part) == 2 and isinstance(part[0], str):
            document.add_paragraph(str(part[1]), style=part[0])
            continue
        table = document.add_table(len(part), len(part[0]))
        for row, cells in enumerate(part):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def zip_bomb(megabytes: int) -> bytes:
    """A small file that calls itself a Word document and unpacks to a very large one."""
    out = BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as entry,
    ):
        for _ in range(megabytes):
            entry.write(bytes(2**20))
    return out.getvalue()
