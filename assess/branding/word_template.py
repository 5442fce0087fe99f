"""Validation of a council's Word template: a complete .docx without macros that loads nothing from elsewhere."""

from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, fromstring
from zipfile import BadZipFile, ZipFile

MAX_TEMPLATE_BYTES = 5_000_000
_MAX_UNPACKED_BYTES = 60_000_000
_MAX_FILES = 500
_SAVE_AS = "In Word, choose “Save as” and “Word Document (*.docx)”"
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
"""The first bytes of a .doc file of Word 97 to 2003, and of a file with a password."""

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MAIN_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PROBLEMS_BY_TYPE = {
    "macroenabled": "it contains macros",
    "wordprocessingml.template": "it is a .dotx, a template of Word’s own kind",
    "spreadsheetml": "it is an Excel workbook",
    "presentationml": "it is a PowerPoint presentation",
}
"""What is wrong with a file, by a part of the content type of its main part."""


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A Word document from which a report takes its page, its styles, its header and its footer."""

    data: bytes = field(repr=False)
    digest: str
    """The SHA-256 hash of the data, which stands for it in the key of a request."""


class _TemplateError(Exception):
    """A template cannot be used; the message says why and what to do."""


def _find_template_problem(content: bytes) -> str:
    """Return why a Word template cannot be used; empty if it can."""
    try:
        _check_archive(content)
    except _TemplateError as error:
        return str(error)
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, ParseError, KeyError):
        return f"it is damaged, or no Word document. {_SAVE_AS}"
    return ""


def _check_archive(content: bytes) -> None:
    """Raise `_TemplateError` or an error of the archive if a file is not a Word document that can be used."""
    _check_beginning(content)
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        if len(names) > _MAX_FILES or sum(each.file_size for each in archive.infolist()) > _MAX_UNPACKED_BYTES:
            raise _TemplateError("it holds far more than a template needs")
        _check_kind(_parse(archive, "[Content_Types].xml"), names)
        parsed = {name: _parse(archive, name) for name in names if name.endswith((".xml", ".rels"))}
        if archive.testzip():
            raise BadZipFile
    main = _find_main_part(parsed["_rels/.rels"])
    if parsed[main].find(f"{_WORD}body") is None:
        raise KeyError(main)
    for name, relationships in parsed.items():
        if name.endswith(".rels"):
            _check_relationships(relationships)


def _check_beginning(content: bytes) -> None:
    """Raise `_TemplateError` if the size or the first bytes of a file show that it is not a .docx."""
    if len(content) > MAX_TEMPLATE_BYTES:
        raise _TemplateError(f"it is larger than {MAX_TEMPLATE_BYTES:,} bytes. Use smaller pictures")
    if not content:
        raise _TemplateError("it is empty")
    if content.startswith(_OLE_SIGNATURE):
        raise _TemplateError(f"it is an old Word document, or has a password. {_SAVE_AS}, without a password")
    if not content.startswith(b"PK"):
        raise _TemplateError(f"it is not a .docx file. {_SAVE_AS}")


def _parse(archive: ZipFile, name: str) -> Element:
    """Parse a file of XML in an archive; raise an error if it has declarations, which no Word document has."""
    text = archive.read(name)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"<\x00!\x00D" in text or b"\x00<\x00!\x00D" in text:
        raise ValueError(name)
    return fromstring(text)  # noqa: S314  # declarations were rejected above


def _check_kind(types: Element, names: list[str]) -> None:
    """Raise `_TemplateError` unless the main part is that of a Word document without macros."""
    kinds = [each.get("ContentType", "") for each in types if each.tag == f"{_TYPES}Override"]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _TemplateError(f"it contains macros. {_SAVE_AS}")
    for part, problem in _PROBLEMS_BY_TYPE.items():
        if any(part in kind.lower() and kind.endswith("main+xml") for kind in kinds):
            raise _TemplateError(f"{problem}. {_SAVE_AS}")
    if kinds.count(_MAIN_TYPE) != 1:
        raise _TemplateError(f"it is not a Word document. {_SAVE_AS}")


def _find_main_part(relationships: Element) -> str:
    """Return the name of the main part."""
    for each in relationships:
        if each.get("Type") == _MAIN_RELATIONSHIP:
            return each.attrib["Target"].lstrip("/")
    raise _TemplateError(f"it is saved as “Strict Open XML”. {_SAVE_AS}")


def _check_relationships(relationships: Element) -> None:
    """Raise `_TemplateError` if a part loads a picture or another object from elsewhere."""
    for each in relationships.iter(f"{_RELATIONSHIPS}Relationship"):
        kind = each.get("Type", "").rpartition("/")[2]
        if each.get("TargetMode") == "External" and kind in ("image", "oleObject", "frame", "subDocument"):
            raise _TemplateError("it loads a picture from elsewhere. Insert the picture instead of linking to it")


def read_word_template(content: bytes) -> WordTemplate | str:
    """Read a template from the content of a file, or return a sentence saying why it is not accepted."""
    return _find_template_problem(content) or WordTemplate(content, sha256(content).hexdigest())
