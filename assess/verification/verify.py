"""Verify a PDF report: recompute everything from its embedded files and compare."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import NamedTuple

from assess.core.analysis.what_if import compute_what_if
from assess.core.interchange.answers_json import dump_json
from assess.core.interchange.answers_yaml import MAX_ANSWERS_BYTES, dump_assessment
from assess.core.interchange.result_json import result_to_json
from assess.core.model.plan import FIRST_DAY
from assess.core.model.result import Result, WhatIf
from assess.core.scoring.evaluate import evaluate
from assess.core.syntax.json_reader import parse_json
from assess.core.syntax.yaml_reader import TreeNode
from assess.report.build import render_report
from assess.report.content.builder import build_content
from assess.report.content.models import ReportContent
from assess.report.html.render import replace_unprintable
from assess.report.pdf.attachments import get_build_info, hash_fallback_fonts
from assess.report.pdf.fonts import find_missing_codepoints, label_codepoints
from assess.report.pdf.system_fonts import uses_system_fonts
from assess.verification.comparison import count_figures, find_differences
from assess.verification.embedded_files import EmbeddedContents, Provenance, load_embedded_files
from assess.verification.models import MAX_DIFFERENCES, CopyStatus, ReportIdentity, VerificationReport
from assess.verification.pdf_reader import extract_first_pages, hash_pages, read_attachments

_INVISIBLE = re.compile("[\\s\u200b\u00ad\ufeff]+")
OTHER_PROGRAM = (
    "Another version of this program made it, which may write the same figures in other words and another layout."
)
OTHER_FONTS = "It was made with other fonts than this computer has."
OTHER_ENGINE = "It was made with other versions of the parts that lay out pages than this computer has."
SYSTEM_FONTS_USED = (
    "It holds letters that are drawn with the fonts of the computer that made it, and this one may have others."
)
NO_FONTS = "It was made without the fonts of this program, with those of the computer that made it."
CANNOT_REBUILD = "It could not be made again from what is inside, so it cannot be compared."


class _ComputedResult(NamedTuple):
    """The result computed from the embedded answers and rules."""

    result: Result
    what_if: WhatIf
    figures: TreeNode


def verify_report(data: bytes) -> VerificationReport:
    """Verify an untrusted PDF report."""
    unpacked = read_attachments(data)
    if isinstance(unpacked, str):
        return VerificationReport(refused=(unpacked,))
    contents = load_embedded_files(unpacked.files)
    if isinstance(contents, tuple) and not isinstance(contents, EmbeddedContents):
        return VerificationReport(refused=contents, strange=unpacked.unexpected)
    computed = _compute_result(contents)
    figure_differences = tuple(islice(find_differences(contents.stated, computed.figures), MAX_DIFFERENCES + 1))
    copy, because, pages = _compare_copy(data, contents)
    return VerificationReport(
        about=_identify_report(contents),
        figures=count_figures(computed.figures),
        differences=figure_differences,
        missing=() if copy is CopyStatus.SAME else _find_missing_texts(data, contents, computed),
        copy=copy,
        because=because,
        pages=pages,
        strange=unpacked.unexpected,
        assessment=contents.assessment,
    )


def _identify_report(contents: EmbeddedContents) -> ReportIdentity:
    """Return which report it is."""
    edition = contents.provenance.options if isinstance(contents.provenance, Provenance) else None
    assessment, rules = contents.assessment, contents.rulebook
    day, status = (edition.day.isoformat(), edition.status) if edition else ("", "")
    return ReportIdentity(assessment.council, assessment.service, day, status, rules.id, rules.version, rules.hash)


def _compute_result(contents: EmbeddedContents) -> _ComputedResult:
    """Compute the result and its figures from the embedded answers and rules."""
    inputs = contents.rulebook, contents.assessment.profile, contents.assessment.answers
    result, view = evaluate(*inputs), compute_what_if(*inputs)
    document, _ = parse_json(dump_json(result_to_json(contents.rulebook, result, view)), "", limit=MAX_ANSWERS_BYTES)
    return _ComputedResult(result, view, document.tree if document else "")


def _compare_copy(data: bytes, contents: EmbeddedContents) -> tuple[CopyStatus, str, tuple[int, ...]]:
    """Render the report again and compare the files.

    Return the status, why it is unknown, and the numbers of the pages that are drawn differently.
    """
    provenance = contents.provenance
    if isinstance(provenance, str):
        return CopyStatus.UNKNOWN, provenance, ()
    if why := _explain_incomparable(provenance, dump_assessment(contents.assessment)):
        return CopyStatus.UNKNOWN, why, ()
    try:
        rebuilt = render_report(
            contents.rulebook, contents.assessment, provenance.options, contents.rules, contents.baseline
        )
    except Exception:  # embedded files are untrusted and may make rendering fail in any way
        return CopyStatus.UNKNOWN, CANNOT_REBUILD, ()
    if rebuilt == data:
        return CopyStatus.SAME, "", ()
    if uses_system_fonts(
        "".join((dump_assessment(contents.assessment), *(file.decode() for file in contents.rules.values())))
    ):
        return CopyStatus.UNKNOWN, SYSTEM_FONTS_USED, ()
    pairs = zip_longest(hash_pages(data), hash_pages(rebuilt))
    return (
        CopyStatus.CHANGED,
        "",
        tuple(number for number, (original_page, rebuilt_page) in enumerate(pairs, 1) if original_page != rebuilt_page),
    )


def _explain_incomparable(provenance: Provenance, answers: str) -> str:
    """Return why a file cannot be compared with what this program renders; empty if it can."""
    current = get_build_info()
    if provenance.options.form != ".pdf" or not provenance.options.shows_all_answers:
        return CANNOT_REBUILD
    if not provenance.build.fonts:
        return NO_FONTS
    if (provenance.build.program, provenance.build.code) != (current.program, current.code):
        return OTHER_PROGRAM
    if provenance.build.fonts != current.fonts or provenance.fallback_fonts != hash_fallback_fonts(answers):
        return OTHER_FONTS
    return "" if provenance.build.engine == current.engine else OTHER_ENGINE


def _find_missing_texts(data: bytes, contents: EmbeddedContents, computed: _ComputedResult) -> tuple[str, ...]:
    """Return the headline texts that are missing from the first pages."""
    day = contents.provenance.options.day if isinstance(contents.provenance, Provenance) else FIRST_DAY
    report_content = build_content(
        contents.rulebook, contents.assessment, computed.result, computed.what_if, report_date=day
    )
    text = _normalise(extract_first_pages(data))
    return tuple(
        " ".join(parts) for parts in _list_headline_texts(report_content) if _normalise("".join(parts)) not in text
    )


def _list_headline_texts(content: ReportContent) -> Iterator[tuple[str, ...]]:
    """Yield the headline texts: the blockers' heading, the range, the band and each barrier's figures."""
    yield (content.blockers.heading,)
    yield (content.headline.range,)
    if content.headline.band:
        yield (content.headline.band,)
    for page in content.sections:
        yield (page.title, page.share, *([] if page.bar else [page.score]), page.now, page.could)


def _normalise(text: str) -> str:
    """Normalise white space, ligatures and apostrophes, which differ between a text and its PDF."""
    replaced = replace_unprintable(text)
    plain = unicodedata.normalize("NFKC", label_codepoints(replaced, find_missing_codepoints(replaced)))
    return _INVISIBLE.sub("", plain).replace("’", "'")
