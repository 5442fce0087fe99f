"""The files embedded in a PDF so that it can be verified: answers, figures, rules and how it was made."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from zlib import ZLIB_RUNTIME_VERSION

from assess.core.interchange.answers_json import dump_json
from assess.core.interchange.answers_yaml import dump_assessment
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.model.assessment import Assessment
from assess.report.content.baseline import BASELINE_FILES
from assess.report.options import ReportOptions, dump_options
from assess.report.pdf.fonts import EMOJI_FONT, FONT_FACES, FONT_FOLDER, find_missing_codepoints
from assess.report.pdf.system_fonts import find_fallback_font
from assess.report.pdf.weasyprint_internals import get_pango_version
from assess.resources import PACKAGE_FOLDER, find_folder, get_program_version

ANSWERS_FILE = "answers.yaml"
FIGURES_FILE = "figures.json"
PROVENANCE_FILE = "report.json"
FILE_NAMES = (ANSWERS_FILE, FIGURES_FILE, PROVENANCE_FILE, READINESS_FILENAME, EVIDENCE_FILENAME, *BASELINE_FILES)

FORMAT = "mutual-readiness-pdf"
FORMAT_VERSION = 1

_ENGINE_PACKAGES = ("weasyprint", "pydyf", "fonttools", "jinja2", "markupsafe")
"""The packages that determine the bytes of a PDF."""


class BuildInfo(NamedTuple):
    """The build that rendered a PDF: equal builds render equal reports byte for byte."""

    program: str
    """The version of the program."""
    code: str
    """A hash of the modules and templates that produce the report."""
    fonts: str
    """A hash of the shipped fonts; empty if they are missing and system fonts are used instead."""
    engine: str
    """The versions of the packages and libraries that lay out and compress the pages."""


@cache
def get_build_info() -> BuildInfo:
    """Return the build information of this program."""
    code = [path for name in ("core", "report") for path in (PACKAGE_FOLDER / name).rglob("*.py")]
    texts = [path for name in ("report", "macros") for path in (find_folder("templates") / name).rglob("*.*")]
    fonts = [FONT_FOLDER / file for file in (*(file for _, file, *_ in FONT_FACES), EMOJI_FONT)]
    packages = ", ".join(f"{name} {version(name)}" for name in _ENGINE_PACKAGES)
    return BuildInfo(
        get_program_version(),
        hash_files([*code, *texts]),
        hash_files(fonts) if all(path.exists() for path in fonts) else "",
        f"{packages}, pango {get_pango_version()}, zlib {ZLIB_RUNTIME_VERSION}",
    )


def hash_files(files: Iterable[Path]) -> str:
    """Return a hash of files with their folder and name, independent of line endings."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda path: (path.parent.name, path.name)):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def hash_fallback_fonts(answers: str) -> str:
    """Return a hash of the system fonts needed for these answers; empty if the shipped fonts suffice."""
    fallbacks = {code: find_fallback_font(code) for code in find_missing_codepoints(answers)}
    files = {fallback.file for fallback in fallbacks.values() if fallback}
    missing = ",".join(f"{code:X}" for code, spare in sorted(fallbacks.items()) if spare is None)
    return hash_files(files) + missing if fallbacks else ""


def build_attachments(
    assessment: Assessment, figures: bytes, rules: Mapping[str, bytes], options: ReportOptions
) -> Mapping[str, bytes]:
    """Return the files to embed in a PDF, by name."""
    answers = dump_assessment(assessment)
    return {
        ANSWERS_FILE: answers.encode(),
        FIGURES_FILE: figures,
        PROVENANCE_FILE: _dump_provenance(options, answers),
        **rules,
    }


def _dump_provenance(options: ReportOptions, answers: str) -> bytes:
    """Return how a PDF is made, as JSON."""
    return dump_json(
        {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "maker": get_build_info()._asdict(),
            "spare_fonts": hash_fallback_fonts(answers),
            "edition": json.loads(dump_options(options)),
        }
    )
