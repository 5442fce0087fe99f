"""Describe the outcome of a verification in plain English, for the command line and web pages."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from assess.report.content.text import counted, joined, plural, starting, written
from assess.report.html.render import printable
from assess.verification.models import MOST, Copy, Difference, Verdict

SHOWN = 20
"""Maximum number of differences listed."""

WORDS = {
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

SAME = "The file is byte for byte what this program makes of them, so its pages are untouched as well."
CHANGED = (
    "The file is not byte for byte what this program makes of them, although this very program made it. "
    "Somebody, or another program that saved it, has changed it since."
)
ALIKE = "All of its pages are drawn the same, so the change is not in what they say."
FIRST_PAGE = (
    "The headline on the first pages says the same: what stops the service, the range, the band and each barrier."
)
NOT_LOOKED_AT = "The other pages were not compared with the figures."
PROVES_NOT = (
    "This does not prove who made the report, or that the answers are true. Anybody who has this program can make "
    "such a file from other answers or other rules."
)


class Said(NamedTuple):
    """The outcome of a verification in plain English."""

    heading: str
    holds: bool
    about: tuple[tuple[str, str], ...]
    """Labels and texts that identify the report."""
    paragraphs: tuple[str, ...]
    listed: tuple[str, ...]
    """The individual problems."""
    more: str
    proves_not: str


def in_words(verdict: Verdict) -> Said:
    """Describe the outcome of a verification."""
    differences = verdict.differences
    listed = [difference_words(each) for each in differences[:SHOWN]]
    listed += [f"The first pages do not say: {text}" for text in verdict.missing]
    return Said(
        heading(verdict),
        verdict.holds,
        tuple(about(verdict)),
        tuple(paragraphs(verdict)),
        (*verdict.refused, *listed),
        more_words(len(differences)),
        "" if verdict.refused else PROVES_NOT,
    )


def more_words(count: int) -> str:
    """Describe how many differences are not listed; empty if all are."""
    if count > MOST:
        return f"And more than {MOST - SHOWN} others."
    return f"And {counted(count - SHOWN, 'figure')} more." if count > SHOWN else ""


def heading(verdict: Verdict) -> str:
    """Return the outcome in one sentence."""
    if verdict.refused:
        return "This file cannot be checked"
    if verdict.differences:
        return "The figures do not follow from the answers and rules inside this file"
    if verdict.missing:
        return "The figures follow, but the first pages do not say them"
    if verdict.copy is Copy.CHANGED:
        return "The figures follow, but the file was changed after it was made"
    return "The figures follow from the answers and rules inside this file"


def about(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Yield labels and texts that identify the report."""
    found = verdict.about
    if found is not None:
        yield "Council", found.council
        yield "Service", found.service
        if found.day:
            yield "Report", f"{written(found.day)}, {found.status}"
        yield "Rules", f"{found.rulebook}, version {found.version}, fingerprint {found.hash[:16]}"


def paragraphs(verdict: Verdict) -> Iterator[str]:
    """Yield further findings as paragraphs."""
    if verdict.refused:
        return
    if verdict.follows:
        yield f"All {verdict.figures:,} figures in it were worked out again and are the same."
    else:
        count = len(verdict.differences)
        told = f"More than {MOST} figures" if count > MOST else starting(counted(count, "figure"))
        yield f"{told} of {verdict.figures:,} in it came out otherwise."
    yield from copy_words(verdict)
    if verdict.strange:
        yield f"It also holds files that this tool does not put there and that were not looked at: {names(verdict)}."


def copy_words(verdict: Verdict) -> Iterator[str]:
    """Describe whether the file equals what this program would produce."""
    if verdict.copy is Copy.SAME:
        yield SAME
        return
    if verdict.copy is Copy.CHANGED:
        numbers = [str(page) for page in verdict.pages[:SHOWN]]
        yield f"{CHANGED} {drawn_words(numbers) if numbers else ALIKE}"
    else:
        yield f"Whether the file is byte for byte what was made cannot be said. {verdict.because}"
    if not verdict.missing:
        yield f"{FIRST_PAGE} {NOT_LOOKED_AT}"


def drawn_words(pages: list[str]) -> str:
    """List the pages that are drawn differently."""
    return f"Drawn otherwise: {plural(len(pages), 'page')} {joined(pages)}."


def names(verdict: Verdict) -> str:
    """List the names of unexpected files, each shortened."""
    return joined([f"“{printable(name)[:60]}”" for name in verdict.strange[:SHOWN]])


def difference_words(difference: Difference) -> str:
    """Describe a stated figure and the computed one."""
    word = WORDS.get(difference.path.partition(".")[0], "A figure")
    stated = f"the file says {difference.stated}" if difference.stated else "the file does not have it"
    computed = f"the answers and rules give {difference.computed}" if difference.computed else "there is none"
    return f"{word} ({difference.path}): {stated}, {computed}."


def as_text(verdict: Verdict, file: str) -> str:
    """Format the outcome of a verification as plain text."""
    said = in_words(verdict)
    lines = [f"{file}: {said.heading}."]
    lines += [f"  {name}: {text}" for name, text in said.about]
    lines += [f"- {text}" for text in said.listed]
    return "\n".join([*lines, *filter(None, (said.more, *said.paragraphs, said.proves_not))])


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Return the outcome of a verification as a JSON-serialisable dictionary."""
    plain = asdict(replace(verdict, assessment=None))
    del plain["assessment"]
    plain["about"] = verdict.about and verdict.about._asdict()
    plain["differences"] = [each._asdict() for each in verdict.differences]
    return {"holds": verdict.holds, "follows": verdict.follows, **plain}
