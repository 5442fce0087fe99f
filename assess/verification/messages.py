"""Describe the outcome of a verification in plain English, for the command line and web pages."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from assess.report.content.text import capitalise_first, format_count, format_partial_date, join_words, pluralise
from assess.report.html.render import replace_unprintable
from assess.verification.models import MAX_DIFFERENCES, CopyStatus, FigureDifference, VerificationReport

_MAX_LISTED = 20
"""Maximum number of differences listed."""

_FIGURE_LABELS = {
    "evidenced": "The overall score that can be shown now",
    "possible": "The overall score that is possible",
    "band": "The band",
    "stage": "The stage",
    "due": "How many questions are due",
    "questions": "How many questions there are",
    "asked": "How many questions are asked",
    "looked_at": "How many questions were looked at",
    "answered": "How many questions are answered",
    "notices": "What this profile means",
    "sections": "The score of a barrier",
    "ahead": "What lies ahead",
    "blockers": "The blockers",
    "warnings": "The warnings",
    "recommendations": "The recommendations",
    "find_out": "What to find out first",
    "find_out_facts": "The facts to find out",
    "road": "The road to the next band",
    "firmness": "How sure the band is",
    "trace": "How it was worked out",
    "rulebook": "The rules",
}
"""Labels of figures by the first part of their path."""

_COPY_IDENTICAL = "The file is byte for byte what this program makes of them, so its pages are untouched as well."
_COPY_CHANGED = (
    "The file is not byte for byte what this program makes of them, although this very program made it. "
    "Somebody, or another program that saved it, has changed it since."
)
_SAME_DRAWING = "All of its pages are drawn the same, so the change is not in what they say."
_HEADLINE_MATCHES = (
    "The headline on the first pages says the same: what stops the service, the range, the band and each barrier."
)
_OTHER_PAGES_UNCHECKED = "The other pages were not compared with the figures."
_DISCLAIMER = (
    "This does not prove who made the report, or that the answers are true. Anybody who has this program can make "
    "such a file from other answers or other rules."
)


class _VerificationText(NamedTuple):
    """The outcome of a verification in plain English."""

    heading: str
    holds: bool
    about: tuple[tuple[str, str], ...]
    """Labels and texts that identify the report."""
    paragraphs: tuple[str, ...]
    listed: tuple[str, ...]
    """The individual problems."""
    more: str
    disclaimer: str


def describe_report(report: VerificationReport) -> _VerificationText:
    """Describe the outcome of a verification."""
    differences = report.differences
    listed = [_describe_difference(each) for each in differences[:_MAX_LISTED]]
    listed += [f"The first pages do not say: {text}" for text in report.missing]
    return _VerificationText(
        describe_outcome(report),
        report.holds,
        tuple(_describe_identity(report)),
        tuple(_describe_findings(report)),
        (*report.refused, *listed),
        _describe_unlisted(len(differences)),
        "" if report.refused else _DISCLAIMER,
    )


def _describe_unlisted(count: int) -> str:
    """Describe how many differences are not listed; empty if all are."""
    if count > MAX_DIFFERENCES:
        return f"And more than {MAX_DIFFERENCES - _MAX_LISTED} others."
    return f"And {format_count(count - _MAX_LISTED, 'figure')} more." if count > _MAX_LISTED else ""


def describe_outcome(report: VerificationReport) -> str:
    """Return the outcome in one sentence."""
    if report.refused:
        return "This file cannot be checked"
    if report.differences:
        return "The figures do not follow from the answers and rules inside this file"
    if report.missing:
        return "The figures follow, but the first pages do not say them"
    if report.copy is CopyStatus.CHANGED:
        return "The figures follow, but the file was changed after it was made"
    return "The figures follow from the answers and rules inside this file"


def _describe_identity(report: VerificationReport) -> Iterator[tuple[str, str]]:
    """Yield labels and texts that identify the report."""
    identity = report.about
    if identity is not None:
        yield "Council", identity.council
        yield "Service", identity.service
        if identity.day:
            yield "Report", f"{format_partial_date(identity.day)}, {identity.status}"
        yield "Rules", f"{identity.rulebook}, version {identity.version}, fingerprint {identity.hash[:16]}"


def _describe_findings(report: VerificationReport) -> Iterator[str]:
    """Yield further findings as paragraphs."""
    if report.refused:
        return
    if report.follows:
        yield f"All {report.figures:,} figures in it were worked out again and are the same."
    else:
        count = len(report.differences)
        amount = (
            f"More than {MAX_DIFFERENCES} figures"
            if count > MAX_DIFFERENCES
            else capitalise_first(format_count(count, "figure"))
        )
        yield f"{amount} of {report.figures:,} in it came out otherwise."
    yield from _describe_copy(report)
    if report.strange:
        yield (
            "It also holds files that this tool does not put there and that "
            f"were not looked at: {_list_unexpected_files(report)}."
        )


def _describe_copy(report: VerificationReport) -> Iterator[str]:
    """Describe whether the file equals what this program would produce."""
    if report.copy is CopyStatus.SAME:
        yield _COPY_IDENTICAL
        return
    if report.copy is CopyStatus.CHANGED:
        numbers = [str(page) for page in report.pages[:_MAX_LISTED]]
        yield f"{_COPY_CHANGED} {_describe_changed_pages(numbers) if numbers else _SAME_DRAWING}"
    else:
        yield f"Whether the file is byte for byte what was made cannot be said. {report.because}"
    if not report.missing:
        yield f"{_HEADLINE_MATCHES} {_OTHER_PAGES_UNCHECKED}"


def _describe_changed_pages(pages: list[str]) -> str:
    """List the pages that are drawn differently."""
    return f"Drawn otherwise: {pluralise(len(pages), 'page')} {join_words(pages)}."


def _list_unexpected_files(report: VerificationReport) -> str:
    """List the names of unexpected files, each shortened."""
    return join_words([f"“{replace_unprintable(name)[:60]}”" for name in report.strange[:_MAX_LISTED]])


def _describe_difference(difference: FigureDifference) -> str:
    """Describe a stated figure and the computed one."""
    word = _FIGURE_LABELS.get(difference.path.partition(".")[0], "A figure")
    stated = f"the file says {difference.stated}" if difference.stated else "the file does not have it"
    computed = f"the answers and rules give {difference.computed}" if difference.computed else "there is none"
    return f"{word} ({difference.path}): {stated}, {computed}."


def format_as_text(report: VerificationReport, file: str) -> str:
    """Format the outcome of a verification as plain text."""
    described = describe_report(report)
    lines = [f"{file}: {described.heading}."]
    lines += [f"  {name}: {text}" for name, text in described.about]
    lines += [f"- {text}" for text in described.listed]
    return "\n".join([*lines, *filter(None, (described.more, *described.paragraphs, described.disclaimer))])


def convert_to_json(report: VerificationReport) -> dict[str, Any]:
    """Return the outcome of a verification as a JSON-serialisable dictionary."""
    plain = asdict(replace(report, assessment=None))
    del plain["assessment"]
    plain["about"] = report.about and report.about._asdict()
    plain["differences"] = [each._asdict() for each in report.differences]
    return {"holds": report.holds, "follows": report.follows, **plain}
