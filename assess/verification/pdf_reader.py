"""Read untrusted PDFs; the only module that uses pypdf."""

import logging
from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO
from itertools import islice
from typing import NamedTuple, TypeVar

from pypdf import Configuration, PdfReader, apply_configuration

from assess.report.pdf.attachments import NAMES

Found = TypeVar("Found")

LARGEST = 20_000_000
"""Maximum size of a PDF in bytes; a report with 100,000 characters of notes is a tenth of that."""

MOST_FILES = 50
MOST_PAGES = 2_000
FIRST_PAGES = 3
"""Number of pages that contain the headline, in large print too."""

LIMITS = Configuration(
    maximum_declared_stream_length=LARGEST,
    array_based_stream_maximum_output_length=LARGEST,
    lzw_maximum_output_length=LARGEST,
    run_length_maximum_output_length=LARGEST,
    zlib_maximum_output_length=LARGEST,
    brotli_maximum_output_length=LARGEST,
    stream_decoding_work_maximum_length=4 * LARGEST,
    stream_parsing_work_maximum_count=500_000,
    jbig2dec_binary=None,
)
"""Limits on what pypdf decodes; it refuses anything beyond them and starts no other program."""

TOO_LARGE = f"The file is larger than {LARGEST // 1_000_000} MB, which is the most that is read."
NO_PDF = "The file is not a PDF."
ENCRYPTED = "The PDF is locked with a password. A report of this tool never is: ask for the file as it was downloaded."
BROKEN = "The PDF is damaged, or asks for more than a report needs. Ask for the file as it was downloaded."
REPEATED = "The PDF holds more than one file called “{}”, so it cannot be said which of them counts."
MANY = f"The PDF holds more than {MOST_FILES} files. A report of this tool holds {len(NAMES)}."

logging.getLogger("pypdf").addHandler(logging.NullHandler())


class Unpacked(NamedTuple):
    """The files embedded in a PDF."""

    files: Mapping[str, bytes]
    """Those that a report of this tool contains, by name."""
    strange: tuple[str, ...]
    """The names of all others, which are not read."""


def unpack(data: bytes) -> Unpacked | str:
    """Read the embedded files of a PDF, or return a sentence saying why they cannot be read."""
    if len(data) > LARGEST:
        return TOO_LARGE
    return opened(data, files_of) if b"%PDF-" in data[:1024] else NO_PDF


def files_of(reader: PdfReader) -> Unpacked | str:
    """Extract the embedded files after checking their number and names."""
    entries = list(islice(reader.attachment_list, MOST_FILES + 1))
    if len(entries) > MOST_FILES:
        return MANY
    names = [str(entry.name) for entry in entries]
    repeated = next((name for name in NAMES if names.count(name) > 1), "")
    if repeated:
        return REPEATED.format(repeated)
    files = {name: entry.content for name, entry in zip(names, entries, strict=True) if name in NAMES}
    return Unpacked(files, tuple(name for name in names if name not in NAMES))


def drawings(data: bytes) -> tuple[str, ...]:
    """Return a hash of the content stream of each page; empty if the PDF cannot be read."""
    found = opened(data, lambda reader: tuple(drawn(page.get_contents()) for page in islice(reader.pages, MOST_PAGES)))
    return () if isinstance(found, str) else found


def drawn(contents: object) -> str:
    """Return a hash of a page's content stream."""
    read = getattr(contents, "get_data", bytes)
    return sha256(read()).hexdigest()


def first_text(data: bytes) -> str:
    """Extract the text of the first pages; empty if it cannot be read."""
    texts = opened(data, lambda reader: tuple(page.extract_text() for page in islice(reader.pages, FIRST_PAGES)))
    return "" if isinstance(texts, str) else "\n".join(texts)


def opened(data: bytes, work: Callable[[PdfReader], Found]) -> Found | str:
    """Open a PDF within the limits and read it, or return a sentence saying why it cannot be read."""
    try:
        with apply_configuration(LIMITS):
            reader = PdfReader(BytesIO(data))
            return ENCRYPTED if reader.is_encrypted else work(reader)
    except Exception:  # a malformed file may raise anything
        return BROKEN
