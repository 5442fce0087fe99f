"""A council's Word template is used as it is, or refused in words."""

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest

from assess.branding.word_template import MAX_TEMPLATE_BYTES, WordTemplate, read_word_template


def build_template() -> bytes:
    """Return an empty Word document."""
    saved = BytesIO()
    docx.Document().save(saved)
    return saved.getvalue()


def change_files(change: Callable[[str, bytes], bytes], more: Mapping[str, bytes] | None = None) -> bytes:
    """Return a Word document whose files were changed, with more files."""
    changed = BytesIO()
    with ZipFile(BytesIO(build_template())) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return changed.getvalue()


def replace_text(before: bytes, after: bytes) -> bytes:
    """Return a Word document in which a text was replaced in every file of XML."""
    return change_files(lambda name, text: text if name.endswith("jpeg") else text.replace(before, after))


def keep(_name: str, text: bytes) -> bytes:
    """Return the text of a file as it is."""
    return text


MAIN = b"wordprocessingml.document.main+xml"
LINKED = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" TargetMode="External" '
    b'Target="https://example.org/logo.png"/></Relationships>'
)


def test_a_word_document_is_accepted() -> None:
    content = build_template()
    template = read_word_template(content)
    assert isinstance(template, WordTemplate)
    assert template.data == content


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b"%PDF-1.7", "it is not a .docx file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "it is an old Word document, or has a password"),
        (b"PK\x03\x04" + b"x" * MAX_TEMPLATE_BYTES, "it is larger than 5,000,000 bytes"),
        (b"PK\x03\x04 and then nothing", "it is damaged"),
        (build_template()[:9000], "it is damaged"),
        (build_template().replace(b"word/styles.xml", b"word/stylos.xml", 1), "it is damaged"),
        (change_files(lambda name, text: text[:-20] if name == "word/styles.xml" else text), "it is damaged"),
        (replace_text(b"<w:body>", b"<w:odd>").replace(b"</w:body>", b"</w:odd>"), "it is damaged"),
        (replace_text(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>'), "it is damaged"),
        (replace_text(MAIN, b"wordprocessingml.template.main+xml"), "it is a .dotx"),
        (replace_text(MAIN, b"macroEnabled.main+xml"), "it contains macros"),
        (replace_text(MAIN, b"spreadsheetml.sheet.main+xml"), "it is an Excel workbook"),
        (replace_text(MAIN, b"presentationml.presentation.main+xml"), "it is a PowerPoint presentation"),
        (replace_text(MAIN, b"other+xml"), "it is not a Word document"),
        (change_files(keep, {"word/vbaProject.bin": b"Sub AutoOpen()"}), "it contains macros"),
        (replace_text(b"schemas.openxmlformats.org/officeDocument", b"purl.oclc.org/ooxml/officeDocument"), "“Strict"),
        (change_files(keep, {"word/_rels/header1.xml.rels": LINKED}), "it loads a picture from elsewhere"),
        (change_files(keep, {f"word/media/{place}.bin": b"" for place in range(600)}), "it holds far more"),
        (change_files(keep, {"word/media/1.bin": bytes(70_000_000)}), "it holds far more"),
    ],
)
def test_a_file_that_cannot_be_a_template_is_refused_in_words(content: bytes, says: str) -> None:
    refused = read_word_template(content)
    assert isinstance(refused, str)
    assert refused.startswith(says) or says in refused
