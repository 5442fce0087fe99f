"""Describe the outcome of a verification in plain English, for the command line and web pages."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from assess.report.content.text import (
    capitalise_first,
    format_count,
    format_partial_date,
    join_words,
    lower_first,
    pluralise,
)
from assess.report.html.render import replace_unprintable
from assess.verification.models import (
    MAX_DIFFERENCES,
    Addition,
    CopyComparison,
    CopyStatus,
    FigureDifference,
    PageComparison,
    VerificationReport,
)

_MAX_LISTED = 20
"""Maximum number of differences, pages or additions listed."""
_MAX_LENGTH = 120
"""Maximum length of the text of an addition."""

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
    "ahead": "At the final stage",
    "blockers": "The blockers",
    "warnings": "The warnings",
    "recommendations": "The recommendations",
    "find_out": "What to find out first",
    "find_out_facts": "The facts to find out",
    "road": "How to reach the next band",
    "firmness": "How much the band depends on the weights",
    "trace": "How the score was worked out",
    "rulebook": "The rules",
}
"""Labels of figures by the first part of their path."""

_COPY_IDENTICAL = "The file is byte for byte what this tool makes from them, so its pages are unchanged too."
_COPY_CHANGED = (
    "The file is not byte for byte what this tool makes from them, although it says that this version of the tool "
    "made it. Someone, or another program that saved it, has changed it since."
)
_COPY_ADDED_TO = (
    "This tool puts nothing of the kind that was added in a report. Someone, or another program that saved it, has "
    "changed the file since it was made."
)
_NOT_DRAWN = "Its pages could not be drawn, so they cannot be compared."
_PAGES_UNKNOWN = "What its pages show is unknown."
_PAGES_COMPARED = "The report was made again from what is inside, and the pages of both were compared as pictures."
_UNLIKE = ("do not look the way this tool makes them", "does not look the way this tool makes it")
"""What is said of several pages, and of one."""
_PICTURES_ONLY = (
    "That is all we can say about these pages: a small change may not show in a picture, and another program may "
    "show the file differently."
)
_DISCLAIMER = (
    "This does not prove who made the report, or that the answers are true. Anyone who has this tool can make "
    "such a file from other answers or other rules."
)


class _VerificationText(NamedTuple):
    """The outcome of a verification in plain English."""

    heading: str
    warning: str
    """What not to rely on; empty if the report holds."""
    about: tuple[tuple[str, str], ...]
    """Labels and texts that identify the report."""
    paragraphs: tuple[str, ...]
    listed: tuple[str, ...]
    """The individual problems, or the figures that do not follow."""
    more: str
    changes: tuple[str, ...]
    """The pages that look different, and what was added."""
    disclaimer: str


def describe_report(report: VerificationReport) -> _VerificationText:
    """Describe the outcome of a verification."""
    differences = report.differences
    return _VerificationText(
        describe_outcome(report),
        _describe_warning(report),
        tuple(_describe_identity(report)),
        tuple(_describe_findings(report)),
        (*report.refused, *map(_describe_difference, differences[:_MAX_LISTED])),
        _describe_unlisted(len(differences)),
        tuple(_list_changes(report)),
        "" if report.refused else _DISCLAIMER,
    )


def _describe_warning(report: VerificationReport) -> str:
    """Return what not to rely on; empty if the report holds."""
    if report.is_unknown:
        return "Do not rely on what the pages of this file show."
    return "Do not rely on this file until you know why." if report.is_flawed else ""


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
    if report.holds:
        return "The figures follow from the answers and rules inside this file, and its pages are as they were made"
    if report.copy.status is CopyStatus.CHANGED:
        return "The figures follow, but the file was changed after it was made"
    if report.copy.pages and report.copy.pages.is_equal:
        return "The figures follow, but whether the file was changed is unknown"
    return "The figures follow, but what the pages show is unknown"


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
        yield f"{amount} of {report.figures:,} in it came out differently."
    yield from _describe_copy(report.copy)


def _describe_copy(copy: CopyComparison) -> Iterator[str]:
    """Describe whether the file equals what this program renders, and how its pages compare."""
    if copy.status is CopyStatus.SAME:
        yield _COPY_IDENTICAL
        return
    if copy.status is CopyStatus.CHANGED:
        yield _COPY_ADDED_TO if copy.reason else _COPY_CHANGED
    if copy.reason or copy.pages is None:
        yield copy.reason or _NOT_DRAWN
    if copy.pages is None or (copy.reason and not copy.pages.is_equal):
        yield _PAGES_UNKNOWN
    if copy.pages:
        yield f"{_PAGES_COMPARED} {_describe_equal_pages(copy.pages)}".rstrip()


def _describe_equal_pages(pages: PageComparison) -> str:
    """Describe how many pages look the same, and what that means; empty if none do."""
    equal = pages.total - len(pages.different)
    if not equal:
        return "None of them looks the same."
    if pages.is_equal:
        return f"All {format_count(equal, 'page')} look the same. {_PICTURES_ONLY}"
    amount = f"{'The other' if pages.different else 'The'} {format_count(equal, 'page')} in the file"
    return f"{amount} {pluralise(equal, 'looks', 'look')} like pages of the report. {_PICTURES_ONLY}"


def _list_changes(report: VerificationReport) -> Iterator[str]:
    """Yield the pages that look different, and what was added."""
    pages = report.copy.pages
    if pages and pages.different:
        yield f"{_format_pages(pages.different)} {_UNLIKE[len(pages.different) == 1]}"
    if pages and pages.missing:
        yield f"{_format_pages(pages.missing)} of the report {pluralise(len(pages.missing), 'is', 'are')} missing"
    if pages and pages.reordered:
        yield "Pages are repeated or in another order"
    yield from map(_describe_addition, report.copy.additions[:_MAX_LISTED])
    for name in report.strange[:_MAX_LISTED]:
        yield f"Added: an attached file that was not looked at, “{replace_unprintable(name)[:60]}”"


def _describe_addition(addition: Addition) -> str:
    """Describe something that was added, and where."""
    text = f"Added: {replace_unprintable(addition.text)[:_MAX_LENGTH]}"
    return f"{text}, on {lower_first(_format_pages(addition.pages))}" if addition.pages else text


def _format_pages(pages: Sequence[int]) -> str:
    """Format the numbers of pages, such as “Pages 1 and 2”."""
    numbers = [str(page) for page in pages[:_MAX_LISTED]]
    rest = [f"{len(pages) - _MAX_LISTED} more"] if len(pages) > _MAX_LISTED else []
    return f"{capitalise_first(pluralise(len(pages), 'page'))} {join_words([*numbers, *rest])}"


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
    lines += [f"- {text}" for text in (*described.listed, *filter(None, (described.more,)), *described.changes)]
    return "\n".join([*lines, *described.paragraphs, *filter(None, (described.disclaimer,))])


def convert_to_json(report: VerificationReport) -> dict[str, Any]:
    """Return the outcome of a verification as a JSON-serialisable dictionary."""
    pages = report.copy.pages or PageComparison(0)
    return {
        "holds": report.holds,
        "follows": report.follows,
        "refused": report.refused,
        "about": report.about and report.about._asdict(),
        "figures": report.figures,
        "differences": [each._asdict() for each in report.differences],
        "copy": report.copy.status,
        "because": report.copy.reason,
        "pages": pages.different,
        "pages_missing": pages.missing,
        "pages_reordered": pages.reordered,
        "pages_compared": pages.total,
        "added": [each._asdict() for each in report.copy.additions],
        "strange": report.strange,
    }
