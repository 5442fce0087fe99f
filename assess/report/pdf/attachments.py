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
from assess.core.loading.loader import EVIDENCE, READINESS
from assess.core.model.assessment import Assessment
from assess.report.content.baseline import EARLIER
from assess.report.options import Edition, edition_as_json
from assess.report.pdf.fonts import EMOJI, FACES, FONTS, beyond_the_text
from assess.report.pdf.render import pango_version
from assess.report.pdf.system_fonts import spare_for
from assess.resources import PACKAGE, folder, program_version

ANSWERS = "answers.yaml"
FIGURES = "figures.json"
MADE = "report.json"
NAMES = (ANSWERS, FIGURES, MADE, READINESS, EVIDENCE, *EARLIER)

FORMAT = "mutual-readiness-pdf"
FORMAT_VERSION = 1

ENGINE = ("weasyprint", "pydyf", "fonttools", "jinja2", "markupsafe")
"""The packages that determine the bytes of a PDF."""


class Maker(NamedTuple):
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
def maker() -> Maker:
    """Return the build information of this program."""
    code = [path for name in ("core", "report") for path in (PACKAGE / name).rglob("*.py")]
    texts = [path for name in ("report", "macros") for path in (folder("templates") / name).rglob("*.*")]
    fonts = [FONTS / file for file in (*(file for _, file, *_ in FACES), EMOJI)]
    packages = ", ".join(f"{name} {version(name)}" for name in ENGINE)
    return Maker(
        program_version(),
        hashed([*code, *texts]),
        hashed(fonts) if all(path.exists() for path in fonts) else "",
        f"{packages}, pango {pango_version()}, zlib {ZLIB_RUNTIME_VERSION}",
    )


def hashed(files: Iterable[Path]) -> str:
    """Return a hash of files with their folder and name, independent of line endings."""
    whole = hashlib.sha256()
    for path in sorted(files, key=lambda path: (path.parent.name, path.name)):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def spare_fonts(answers: str) -> str:
    """Return a hash of the system fonts needed for these answers; empty if the shipped fonts suffice."""
    found = {code: spare_for(code) for code in beyond_the_text(answers)}
    files = {spare.file for spare in found.values() if spare}
    lacking = ",".join(f"{code:X}" for code, spare in sorted(found.items()) if spare is None)
    return hashed(files) + lacking if found else ""


def attachments(
    assessment: Assessment, data: bytes, rules: Mapping[str, bytes], edition: Edition
) -> Mapping[str, bytes]:
    """Return the files to embed in a PDF, by name."""
    answers = dump_assessment(assessment)
    return {ANSWERS: answers.encode(), FIGURES: data, MADE: how_made(edition, answers), **rules}


def how_made(edition: Edition, answers: str) -> bytes:
    """Return how a PDF is made, as JSON."""
    return dump_json(
        {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "maker": maker()._asdict(),
            "spare_fonts": spare_fonts(answers),
            "edition": json.loads(edition_as_json(edition)),
        }
    )
