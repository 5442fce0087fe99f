"""Read untrusted PDFs; the only module that uses pypdf."""

import logging
from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO
from itertools import islice
from typing import NamedTuple, TypeVar

from pypdf import Configuration, PdfReader, apply_configuration

from assess.report.pdf.attachments import FILE_NAMES

Found = TypeVar("Found")

MAX_PDF_BYTES = 20_000_000
"""Maximum size of a PDF in bytes; a report with 100,000 characters of notes is a tenth of that."""

_MAX_FILES = 50
_MAX_PAGES = 2_000
_HEADLINE_PAGES = 3
"""Number of pages that contain the headline, in large print too."""

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

TOO_LARGE = f"The file is larger than {MAX_PDF_BYTES // 1_000_000} MB, which is the most that is read."
NOT_A_PDF = "The file is not a PDF."
ENCRYPTED = "The PDF is locked with a password. A report of this tool never is: ask for the file as it was downloaded."
DAMAGED = "The PDF is damaged, or asks for more than a report needs. Ask for the file as it was downloaded."
_DUPLICATE_FILE = "The PDF holds more than one file called “{}”, so it cannot be said which of them counts."
TOO_MANY_FILES = f"The PDF holds more than {_MAX_FILES} files. A report of this tool holds {len(FILE_NAMES)}."

logging.getLogger("pypdf").addHandler(logging.NullHandler())


class _PdfAttachments(NamedTuple):
    """The files embedded in a PDF."""

    files: Mapping[str, bytes]
    """Those that a report of this tool contains, by name."""
    unexpected: tuple[str, ...]
    """The names of all others, which are not read."""


def read_attachments(data: bytes) -> _PdfAttachments | str:
    """Read the embedded files of a PDF, or return a sentence saying why they cannot be read."""
    if len(data) > MAX_PDF_BYTES:
        return TOO_LARGE
    return _read_pdf(data, _extract_attachments) if b"%PDF-" in data[:1024] else NOT_A_PDF


def _extract_attachments(reader: PdfReader) -> _PdfAttachments | str:
    """Extract the embedded files after checking their number and names."""
    entries = list(islice(reader.attachment_list, _MAX_FILES + 1))
    if len(entries) > _MAX_FILES:
        return TOO_MANY_FILES
    names = [str(entry.name) for entry in entries]
    repeated = next((name for name in FILE_NAMES if names.count(name) > 1), "")
    if repeated:
        return _DUPLICATE_FILE.format(repeated)
    files = {name: entry.content for name, entry in zip(names, entries, strict=True) if name in FILE_NAMES}
    return _PdfAttachments(files, tuple(name for name in names if name not in FILE_NAMES))


def hash_pages(data: bytes) -> tuple[str, ...]:
    """Return a hash of the content stream of each page; empty if the PDF cannot be read."""
    hashes = _read_pdf(
        data,
        lambda reader: tuple(_hash_content_stream(page.get_contents()) for page in islice(reader.pages, _MAX_PAGES)),
    )
    return () if isinstance(hashes, str) else hashes


def _hash_content_stream(contents: object) -> str:
    """Return a hash of a page's content stream."""
    read = getattr(contents, "get_data", bytes)
    return sha256(read()).hexdigest()


def extract_first_pages(data: bytes) -> str:
    """Extract the text of the first pages; empty if it cannot be read."""
    texts = _read_pdf(data, lambda reader: tuple(page.extract_text() for page in islice(reader.pages, _HEADLINE_PAGES)))
    return "" if isinstance(texts, str) else "\n".join(texts)


def _read_pdf(data: bytes, read: Callable[[PdfReader], Found]) -> Found | str:
    """Open a PDF within the limits and read it, or return a sentence saying why it cannot be read."""
    try:
        with apply_configuration(_PYPDF_LIMITS):
            reader = PdfReader(BytesIO(data))
            return ENCRYPTED if reader.is_encrypted else read(reader)
    except Exception:  # a malformed file may raise anything
        return DAMAGED
