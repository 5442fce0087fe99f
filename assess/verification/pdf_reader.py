"""Read untrusted PDFs strictly: their embedded files, and what is on their pages."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import islice
from typing import NamedTuple, TypeVar

from pypdf import Configuration, PageObject, PdfReader, apply_configuration

from assess.report.pdf.attachments import FILE_NAMES
from assess.verification.models import Addition
from assess.verification.pdf_additions import find_additions, list_link_addresses

Item = TypeVar("Item")

MAX_PDF_BYTES = 20_000_000
"""Maximum size of a PDF in bytes; a report with 100,000 characters of notes is a tenth of that."""

_MAX_FILES = 50
_MAX_PAGES = 2_000

_PYPDF_LIMITS = Configuration(
    maximum_declared_stream_length=MAX_PDF_BYTES,
    array_based_stream_maximum_output_length=MAX_PDF_BYTES,
    lzw_maximum_output_length=MAX_PDF_BYTES,
    run_length_maximum_output_length=MAX_PDF_BYTES,
    zlib_maximum_output_length=MAX_PDF_BYTES,
    brotli_maximum_output_length=MAX_PDF_BYTES,
    stream_decoding_work_maximum_length=4 * MAX_PDF_BYTES,
    stream_parsing_work_maximum_count=500_000,
    jbig2dec_binary=None,
)
"""Limits on what pypdf decodes; it refuses anything beyond them and starts no other program."""

TOO_LARGE = f"The file is larger than {MAX_PDF_BYTES // 1_000_000} MB, which is the limit."
EMPTY = "The file is empty."
NOT_A_PDF = "The file is not a PDF."
ENCRYPTED = (
    "The PDF is encrypted, as a file with a password is. A report from this tool never is. "
    "Ask for the file as it was downloaded."
)
DAMAGED = "The PDF is damaged, or needs more than a report does. Ask for the file as it was downloaded."
_DUPLICATE_FILE = "The PDF contains more than one file called “{}”, so we cannot tell which of them counts."
TOO_MANY_FILES = f"The PDF contains more than {_MAX_FILES} files. A report from this tool contains {len(FILE_NAMES)}."
TOO_MANY_PAGES = f"The PDF has more than {_MAX_PAGES:,} pages, which is the limit."

_START_OF_XREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_XREF_SEARCH_LENGTH = 2_048
"""Number of bytes at the end of a file in which the position of its last table of objects is looked for."""

logging.getLogger("pypdf").addHandler(logging.NullHandler())


class PdfPage(NamedTuple):
    """What is on a page, apart from its fonts and pictures."""

    content: bytes
    """The content streams, joined."""
    links: frozenset[str]
    """The addresses that it links to."""


class PdfParts(NamedTuple):
    """What was read from a PDF."""

    files: Mapping[str, bytes]
    """The embedded files that a report from this tool contains, by name."""
    pages: tuple[PdfPage, ...]
    additions: tuple[Addition, ...]
    """What this program puts in no report, such as a stamp."""
    others: tuple[str, ...]
    """The names of all other embedded files, which are not read."""


class _RefusedError(Exception):
    """The PDF cannot be accepted, for the reason in the message."""


def read_pdf(data: bytes) -> PdfParts | str:
    """Read an untrusted PDF, or return a sentence saying why it cannot be read."""
    if len(data) > MAX_PDF_BYTES:
        return TOO_LARGE
    if not data:
        return EMPTY
    if b"%PDF-" not in data[:1024]:
        return NOT_A_PDF
    try:
        with apply_configuration(_PYPDF_LIMITS):
            reader = PdfReader(BytesIO(data), strict=True)
            return ENCRYPTED if reader.is_encrypted else _read_parts(reader, data)
    except _RefusedError as error:
        return str(error)
    except Exception:  # a malformed file may raise anything
        return ENCRYPTED if b"/Encrypt" in _get_last_section(data) else DAMAGED


def _read_parts(reader: PdfReader, data: bytes) -> PdfParts:
    """Read a PDF; raises `_RefusedError` if it holds too much, and anything else if it is malformed."""
    files, others = _read_embedded_files(reader)
    pages = _require_at_most(_MAX_PAGES, reader.pages, TOO_MANY_PAGES)
    additions = (*find_additions(reader.root_object, pages), *_find_later_save(data))
    return PdfParts(files, tuple(map(_read_page, pages)), additions, others)


def _read_embedded_files(reader: PdfReader) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """Read the embedded files that a report contains, and return the names of all others."""
    entries = _require_at_most(_MAX_FILES, reader.attachment_list, TOO_MANY_FILES)
    names = [str(entry.name) for entry in entries]
    if repeated := next((name for name in FILE_NAMES if names.count(name) > 1), ""):
        raise _RefusedError(_DUPLICATE_FILE.format(repeated))
    files = {name: entry.content for name, entry in zip(names, entries, strict=True) if name in FILE_NAMES}
    return files, tuple(name for name in names if name not in FILE_NAMES)


def _require_at_most(count: int, items: Iterable[Item], message: str) -> list[Item]:
    """Return the items as a list; raises `_RefusedError` if there are more than this."""
    found = list(islice(items, count + 1))
    if len(found) > count:
        raise _RefusedError(message)
    return found


def _read_page(page: PageObject) -> PdfPage:
    """Read what is on a page."""
    contents = page.get_contents()
    return PdfPage(contents.get_data() if contents is not None else b"", frozenset(list_link_addresses(page)))


def _find_later_save(data: bytes) -> Iterator[Addition]:
    """Yield whether something was added to the end of the file after it was first saved."""
    if b"/Prev" in _get_last_section(data) and b"/Linearized" not in data[:1024]:
        yield Addition("changes saved at the end of the file, after what was there before")


def _get_last_section(data: bytes) -> bytes:
    """Return a PDF from its last table of objects on, with which its trailer ends; empty if it has none."""
    starts = _START_OF_XREF.findall(data[-_XREF_SEARCH_LENGTH:])
    return data[int(starts[-1]) :] if starts else b""
