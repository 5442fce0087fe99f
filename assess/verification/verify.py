"""Verify a PDF report: recompute everything from its embedded files and compare."""

from itertools import islice

from assess.core.analysis.what_if import compute_what_if
from assess.core.interchange.answers_json import dump_json
from assess.core.interchange.answers_yaml import MAX_ANSWERS_BYTES
from assess.core.interchange.result_json import result_to_json
from assess.core.scoring.evaluate import evaluate
from assess.core.syntax.json_reader import parse_json
from assess.core.syntax.yaml_reader import TreeNode
from assess.verification.comparison import count_figures, find_differences
from assess.verification.copies import compare_copy
from assess.verification.embedded_files import EmbeddedContents, Provenance, load_embedded_files
from assess.verification.models import MAX_DIFFERENCES, ReportIdentity, VerificationReport
from assess.verification.pdf_reader import read_pdf


def verify_report(data: bytes) -> VerificationReport:
    """Verify an untrusted PDF report."""
    parts = read_pdf(data)
    if isinstance(parts, str):
        return VerificationReport(refused=(parts,))
    contents = load_embedded_files(parts.files)
    if not isinstance(contents, EmbeddedContents):
        return VerificationReport(refused=contents)
    computed = _compute_figures(contents)
    return VerificationReport(
        about=_identify_report(contents),
        figures=count_figures(computed),
        differences=tuple(islice(find_differences(contents.stated, computed), MAX_DIFFERENCES + 1)),
        copy=compare_copy(data, parts, contents),
        strange=parts.others,
        assessment=contents.assessment,
    )


def _identify_report(contents: EmbeddedContents) -> ReportIdentity:
    """Return which report it is."""
    edition = contents.provenance.options if isinstance(contents.provenance, Provenance) else None
    assessment, rules = contents.assessment, contents.rulebook
    day, status = (edition.day.isoformat(), edition.status) if edition else ("", "")
    return ReportIdentity(assessment.council, assessment.service, day, status, rules.id, rules.version, rules.hash)


def _compute_figures(contents: EmbeddedContents) -> TreeNode:
    """Compute the figures from the embedded answers and rules."""
    inputs = contents.rulebook, contents.assessment.profile, contents.assessment.answers
    figures = dump_json(result_to_json(contents.rulebook, evaluate(*inputs), compute_what_if(*inputs)))
    document, _ = parse_json(figures, "", limit=MAX_ANSWERS_BYTES)
    return document.tree if document else ""
