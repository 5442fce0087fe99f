"""What travels inside the PDF, so that it proves itself: the answers, the figures, the rules and how it was made."""

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
"""The packages on which the bytes of a PDF depend."""


class Maker(NamedTuple):
    """What made a PDF: where all of this is the same, the same report has the same bytes."""

    program: str
    """The version of the program."""
    code: str
    """A hash of the modules and templates that the report comes from."""
    fonts: str
    """A hash of the fonts; empty where they are not there, and the computer's own stand in."""
    engine: str
    """The versions of what lays the pages out and packs them."""


@cache
def maker() -> Maker:
    """Give what makes PDFs here."""
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
    """Give one hash of files, by their folder and name, whatever the ends of their lines."""
    whole = hashlib.sha256()
    for path in sorted(files, key=lambda path: (path.parent.name, path.name)):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def spare_fonts(answers: str) -> str:
    """Give a hash of the fonts of this computer that show signs of these answers; empty where the shipped ones do."""
    found = {code: spare_for(code) for code in beyond_the_text(answers)}
    files = {spare.file for spare in found.values() if spare}
    lacking = ",".join(f"{code:X}" for code, spare in sorted(found.items()) if spare is None)
    return hashed(files) + lacking if found else ""


def attachments(
    assessment: Assessment, data: bytes, rules: Mapping[str, bytes], edition: Edition
) -> Mapping[str, bytes]:
    """Give the files that travel inside the PDF, by name."""
    answers = dump_assessment(assessment)
    return {ANSWERS: answers.encode(), FIGURES: data, MADE: how_made(edition, answers), **rules}


def how_made(edition: Edition, answers: str) -> bytes:
    """Give how a PDF is made, as JSON."""
    return dump_json(
        {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "maker": maker()._asdict(),
            "spare_fonts": spare_fonts(answers),
            "edition": json.loads(edition_as_json(edition)),
        }
    )
