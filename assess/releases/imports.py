"""Decide which rules version an imported report or file of answers starts on."""

from enum import StrEnum
from typing import NamedTuple

from assess.core.comparison.carry_over import fitting_answers
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.releases.models import NoRulebookError
from assess.releases.repository import Register
from assess.report.content.text import counted, starting
from assess.storage.records import Kept, Release
from assess.verification.models import About, Verdict

LOST = ("mean nothing in it, but stay kept", "means nothing in it, but stays kept")
"""Wording for answers that do not carry over: several, and one."""


class Standing(StrEnum):
    """How the rules inside a report relate to the stored rules."""

    SAME = "same"
    OTHER = "other"
    """Different rules are stored under the same number."""
    UNKNOWN = "unknown"
    """No rules are stored under this number."""


class Arrival(NamedTuple):
    """An assessment to create, its rules, and a note for the user."""

    assessment: Assessment
    kept: Kept
    note: str


def release_here(about: About, register: Register) -> Release | None:
    """Return the stored release with the number that a report names, if there is one."""
    register.in_force()  # publishes the initial release of a new database
    same = (about.rulebook, about.version)
    return next((each for each in register.store.releases() if each[:2] == same), None)


def standing(about: About, register: Register) -> Standing:
    """Compare the rules inside a report with the stored rules."""
    release = release_here(about, register)
    if release is None:
        return Standing.UNKNOWN
    return Standing.SAME if about.hash in (release.hash, hash_now(release, register)) else Standing.OTHER


def hash_now(release: Release, register: Register) -> str:
    """Compute the hash of a release with this program; the stored one is from the program that stored it."""
    try:
        return register.of(release).hash
    except NoRulebookError:  # rules that an older program accepted
        return ""


def rules_words(about: About, register: Register) -> str:
    """Describe how the rules inside a report relate to the stored rules."""
    return {
        Standing.SAME: f"The rules inside are version {about.version} as it is kept here.",
        Standing.OTHER: (
            f"The rules inside are not version {about.version} as it is kept here, although they bear its number. "
            "Ask who changed them."
        ),
        Standing.UNKNOWN: (
            f"Version {about.version} of the rules “{about.rulebook}” is not kept here, "
            "so it cannot be said whether anybody published it."
        ),
    }[standing(about, register)]


def arrival(verdict: Verdict, register: Register) -> Arrival | None:
    """Return how to import the assessment in a verified report, or None if it contains none.

    The assessment stays on the rules of the report if they are stored here; otherwise all of it is put on the current
    release.
    """
    if verdict.assessment is None or verdict.about is None:
        return None
    in_force, release = register.in_force(), release_here(verdict.about, register)
    found = standing(verdict.about, register)
    if release is None or found is not Standing.SAME:
        note = carried_words(verdict.assessment, verdict.about, found, in_force.rulebook)
        return Arrival(verdict.assessment, in_force.kept, note)
    note = "" if release == in_force.kept.release else older_words(release, in_force.rulebook)
    return Arrival(verdict.assessment, register.store.load_kept(release), note)


def older_words(release: Release, in_force: Rulebook) -> str:
    """Describe an assessment on rules that are not current."""
    return (
        f"It is on version {release.version} of the rules, as the report is. "
        f"Version {in_force.version} is in force: look at what moving to it would change."
    )


def carried_words(assessment: Assessment, about: About, found: Standing, in_force: Rulebook) -> str:
    """Describe what carries over to the current release from rules that are not stored here."""
    given = assessment.answers
    fits = fitting_answers(in_force, given)
    carried = sum(fits[question] == given[question] for question in fits)
    lost = len(given) - carried
    rest = f" {starting(counted(lost, 'answer'))} {LOST[lost == 1]}." if lost else ""
    other = f"other rules than version {about.version} as it is kept here"
    unknown = f"version {about.version} of the rules “{about.rulebook}”, which is not kept here"
    return (
        f"The report was made on {other if found is Standing.OTHER else unknown}. "
        f"It was opened on version {in_force.version}: {counted(carried, 'answer')} carried over.{rest}"
    )
