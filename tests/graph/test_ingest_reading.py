"""Reading documents of strangers: what is refused, with which words, and that nothing harms whoever reads."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from graph.errors import DocumentError
from graph.ingest import limits, reading
from graph.ingest.document import Kind
from tests.gold import rendering, wordfile

SEEDS = Path("/work/shared/seeds")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def pdf(*objects: bytes, trailer: bytes = b"<</Root 1 0 R>>") -> bytes:
    """A PDF of these objects, without the table that a reader has to be able to do without."""
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, content) for number, content in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer" + trailer + b"\n%%EOF"


def page(content: bytes, entries: bytes = b"", resources: bytes = b"<</Font<</F 5 0 R>>>>", last: bytes = b"") -> bytes:
    """A PDF of one page with this content."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources" + resources + b">>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content),
        last or b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def word(document: str, **parts: str) -> bytes:
    """A zip file with just what makes it a Word file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", document)
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()


def packed(**files: str) -> bytes:
    """A zip file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return written.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password: its key fits no password that is tried."""
    encryption = b"<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32)
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        encryption,
        trailer=b"<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>",
    )


def scan() -> bytes:
    """A PDF of which the page is a picture."""
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        b"stream\n\x80\nendstream"
    )
    return page(b"595 0 0 842 0 0 cm /X Do", resources=b"<</XObject<</X 5 0 R>>>>", last=picture)


def deflated(content: bytes) -> bytes:
    return zlib.compress(content, 9)


def self_drawing() -> bytes:
    """A PDF with a form that draws itself seven times, and each of those seven times."""
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 41>>"
    drawn = form + b"stream\n" + b"/X Do " * 7 + b"\nendstream"
    return page(b"/X Do", resources=b"<</XObject<</X 5 0 R>>>>", last=drawn)


REFUSED = {
    "empty": (b"", "is empty"),
    "only blanks": (b" \n\f\n", "is empty"),
    "encrypted PDF": (encrypted_pdf(), "is encrypted with a password; save it without one"),
    "scanned PDF": (scan(), "is scanned.*run text recognition \\(OCR\\)"),
    "cut-off PDF": (rendering.render(rendering.load("sjovik"), "pdf")[:9000], "is a damaged PDF"),
    "noise called PDF": (b"%PDF-1.7\n" + hashlib.sha512(b"noise").digest() * 60, "is a damaged PDF"),
    "a million pages": (
        pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"),
        "has 1000000 pages; no more than 1000",
    ),
    "nested arrays": (pdf(b"[" * 200_000 + b"]" * 200_000), "is a damaged PDF"),
    "PDF bomb of blanks": (page(deflated(b" " * 300_000_000), b"/Filter/FlateDecode"), "has no text"),
    "PDF bomb of letters": (
        page(deflated(b"BT /F 9 Tf " + b"(aaaaaaaaaaaaaaaaaaaa) Tj " * 60_000 + b"ET"), b"/Filter/FlateDecode"),
        "has a page with more than 200000 characters|is damaged",
    ),
    "form that draws itself": (self_drawing(), "has no text|is damaged"),
    "billion laughs in Word": (
        word(f"{LAUGHS}<w:document {W}><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"),
        "has entities in word/document.xml|has a document type",
    ),
    "external entity in Word": (
        word(
            f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {W}><w:body>&e;</w:body></w:document>'
        ),
        "has a document type with entities",
    ),
    "tight zip bomb": (word(" " * 40_000_000), "unpacks to far more.*zip bomb"),
    "deep Word file": (
        word(f"<w:document {W}><w:body>" + "<w:p>" * 5000 + "</w:p>" * 5000 + "</w:body></w:document>"),
        "is nested too deep|is nested more than",
    ),
    "zip that is no document": (packed(**{"a.txt": "hej"}), "is a zip archive; unpack it"),
    "cut-off zip": (rendering.render(rendering.load("sjovik"), "docx")[:2000], "is damaged: it is no whole zip"),
    "OpenDocument": (
        packed(mimetype="application/vnd.oasis.opendocument.text"),
        "is an OpenDocument file.*save it as .docx",
    ),
    "PowerPoint": (packed(**{"ppt/presentation.xml": "<a/>"}), "is a PowerPoint file"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "is an older Word.*save it as .docx"),
    "encrypted Word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "is encrypted with a password",
    ),
    "Rich Text": (rb"{\rtf1 hej}", "is Rich Text Format; save it as .docx"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "is a picture; run text recognition"),
    "program": (b"\x7fELF" + bytes(99), "is a program"),
    "other XML": (b"<?xml version='1.0'?><a>b</a>", "is XML, but no web page"),
    "billion laughs in HTML": (f"{LAUGHS}<html><body>&j;</body></html>".encode(), "is XML, but no web page"),
    "deep web page": (b"<html><body>" + b"<div>" * 50_000 + b"hej", "is nested more than 200 elements deep"),
    "web page without text": (b"<html><body><script>1</script></body></html>", "has no text"),
    "bytes": (bytes(range(1, 32)) * 99, "is no text: it has control characters"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_place_and_what_would_do(name: str, tmp_path: Path) -> None:
    content, fault = REFUSED[name]
    path = tmp_path / "plan.pdf"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=f"^{path}: (?:{fault})") as caught:
        reading.read(path)
    assert ";" in str(caught.value)


def test_a_file_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is not there; give the path"):
        reading.read(tmp_path / "plan.pdf")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is no file"):
        reading.read(tmp_path)


def test_a_pipe_that_never_ends_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "plan.pdf"
    os.mkfifo(pipe)
    with pytest.raises(DocumentError, match="is no file"):
        reading.read(pipe)


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    with path.open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    with pytest.raises(DocumentError, match="is larger than 64 MB"):
        reading.read(path)


def test_endless_work_ends_when_time_is_up(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(page(deflated(b"0 0 m 9 9 l S " * 2_000_000), b"/Filter/FlateDecode"))
    with pytest.raises(DocumentError, match="takes more than 1 s to read"):
        reading.read(path, seconds=1)


@pytest.mark.parametrize("form", sorted(rendering.FORMATS))
def test_content_decides_what_a_file_is_and_not_its_name(form: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.doc"
    path.write_bytes(rendering.render(rendering.load("klockeryd-ensidesplan"), form))
    document = reading.read(path)
    assert document.name == "plan.doc"
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.media_type.endswith({"txt": "plain", "html": "html", "docx": "document", "pdf": "pdf"}[form])
    assert len(document.blocks) > 20


def test_a_file_is_named_in_the_error_even_with_a_strange_name(tmp_path: Path) -> None:
    path = tmp_path / "-c plan åäö.txt"
    path.write_text("Mål\n\nVi ska minska utsläppen.\n", encoding="utf-8")
    assert reading.read(path).name == "-c plan åäö.txt"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the texts of the five plans are not kept in the project")
@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_text_of_a_text_file_is_its_own(path: Path) -> None:
    document = reading.read(path)
    assert document.text == path.read_bytes().decode("utf-8")
    assert sum(block.kind is Kind.PARAGRAPH for block in document.blocks) > 5


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "socket.socket()",
        "os.fork()",
        "os.kill(os.getppid(), 0)",
        "open('/tmp/x', 'w')",
        "os.listdir('/')",
    ],
)
def test_the_reading_process_can_open_nothing_and_reach_nobody(attempt: str) -> None:
    program = f"""
import os, socket
from graph.ingest import worker
worker.lock(5)
try:
    {attempt}
except OSError as error:
    os.write(1, str(error.errno).encode())
"""
    ended = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=False)
    assert ended.stdout in {b"1", b"13"}, ended.stderr  # EPERM, EACCES


def test_a_word_file_may_have_parts_that_nobody_reads(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(wordfile.package(wordfile.paragraph("En trygg uppväxt"), comments="<!DOCTYPE x><x/>"))
    assert [block.text for block in reading.read(path).blocks] == ["En trygg uppväxt"]
