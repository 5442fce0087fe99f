"""Compare a file with the report that this program renders from what is embedded in it.

What a file states about the program that made it is only ever used to say why pages may look different. It never makes
a file appear unchanged.
"""

from collections.abc import Sequence

from assess.core.interchange.answers_yaml import dump_assessment
from assess.report.build import render_report
from assess.report.pdf.attachments import get_build_info, hash_fallback_fonts
from assess.report.pdf.system_fonts import uses_system_fonts
from assess.verification.embedded_files import EmbeddedContents, Provenance
from assess.verification.models import Addition, CopyComparison, CopyStatus
from assess.verification.page_images import compare_pages, hash_page_images
from assess.verification.pdf_additions import ADDED_CONTENT, group_additions
from assess.verification.pdf_reader import PdfPage, PdfParts, read_pdf

OTHER_PROGRAM = (
    "It says that another version of this tool made it, which may show the same figures in other words and another "
    "layout."
)
OTHER_FONTS = "It says that it was made with fonts other than those on this computer."
OTHER_ENGINE = "It says that it was made with versions of the layout software other than those on this computer."
SYSTEM_FONTS_USED = (
    "It contains letters drawn with the fonts of the computer that made it, and this one may have others."
)
NO_FONTS = "It says that it was made without the fonts of this tool, with those of the computer that made it."
CANNOT_REBUILD = "It could not be made again from what is inside, so its pages cannot be compared."


def compare_copy(data: bytes, parts: PdfParts, contents: EmbeddedContents) -> CopyComparison:
    """Compare a file with the report rendered from its embedded files."""
    rebuilt = _render_again(contents)
    if rebuilt == data:
        return CopyComparison(CopyStatus.SAME)
    if isinstance(rebuilt, str):
        return CopyComparison(_get_status(parts, parts.additions, rebuilt), rebuilt, None, parts.additions)
    made = read_pdf(rebuilt)
    added = _find_added_content(parts.pages, made.pages) if isinstance(made, PdfParts) else ()
    additions, reason = (*parts.additions, *added), _explain_difference(contents)
    pages = compare_pages(hash_page_images(data), hash_page_images(rebuilt))
    return CopyComparison(_get_status(parts, additions, reason), reason, pages, additions)


def _get_status(parts: PdfParts, additions: tuple[Addition, ...], reason: str) -> CopyStatus:
    """Return the status of a file that differs, given why it may do so although nobody changed it."""
    return CopyStatus.CHANGED if additions or parts.others or not reason else CopyStatus.UNKNOWN


def _render_again(contents: EmbeddedContents) -> bytes | str:
    """Render the report from its embedded files, or return why that is not possible."""
    provenance = contents.provenance
    if isinstance(provenance, str):
        return provenance
    if provenance.options.form != ".pdf" or not provenance.options.shows_all_answers:
        return CANNOT_REBUILD
    try:
        return render_report(
            contents.rulebook, contents.assessment, provenance.options, contents.rules, contents.baseline
        )
    except Exception:  # embedded files are untrusted and may make rendering fail in any way
        return CANNOT_REBUILD


def _explain_difference(contents: EmbeddedContents) -> str:
    """Return why pages may look different although nobody changed them; empty if nothing says so."""
    assert isinstance(contents.provenance, Provenance)  # noqa: S101 - the report was rendered again
    claimed, current = contents.provenance.build, get_build_info()
    answers = dump_assessment(contents.assessment)
    if not claimed.fonts:
        return NO_FONTS
    if (claimed.program, claimed.code) != (current.program, current.code):
        return OTHER_PROGRAM
    if claimed.fonts != current.fonts or contents.provenance.fallback_fonts != hash_fallback_fonts(answers):
        return OTHER_FONTS
    if claimed.engine != current.engine:
        return OTHER_ENGINE
    texts = (answers, *(file.decode() for file in contents.rules.values()))
    return SYSTEM_FONTS_USED if uses_system_fonts("".join(texts)) else ""


def _find_added_content(pages: Sequence[PdfPage], made: Sequence[PdfPage]) -> tuple[Addition, ...]:
    """Return what the pages of a file hold beyond those of the report rendered again."""
    contents, links = frozenset(page.content for page in made), frozenset().union(*(page.links for page in made))
    found = []
    for number, page in enumerate(pages, 1):
        found += [(f"a link to “{address}”", number) for address in page.links - links]
        counterparts = _get_counterparts(number - 1, len(pages), made)
        if page.content not in contents and any(each.content in page.content for each in counterparts):
            found.append((ADDED_CONTENT, number))
    return group_additions(found)


def _get_counterparts(index: int, count: int, made: Sequence[PdfPage]) -> Sequence[PdfPage]:
    """Return the pages at the same place, counted from the start and from the end."""
    return (*made[index : index + 1], *made[max(0, index + len(made) - count) :][:1])
