"""On which version of the rules an assessment is begun that comes from a report."""

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
"""What is said of several answers that do not carry over, and of one."""


class Standing(StrEnum):
    """How the rules inside a report stand to those that are kept here."""

    SAME = "same"
    OTHER = "other"
    """Other rules are kept here under the same number."""
    UNKNOWN = "unknown"
    """None are kept here under this number."""


class Arrival(NamedTuple):
    """An assessment to begin, on which rules, and what has to be said about that."""

    assessment: Assessment
    kept: Kept
    note: str


def release_here(about: About, register: Register) -> Release | None:
    """Give the version that is kept here under the number that a report names, if there is one."""
    register.in_force()  # a database that is new keeps no version before this
    same = (about.rulebook, about.version)
    return next((each for each in register.store.releases() if each[:2] == same), None)


def standing(about: About, register: Register) -> Standing:
    """Say how the rules inside a report stand to those that are kept here."""
    release = release_here(about, register)
    if release is None:
        return Standing.UNKNOWN
    return Standing.SAME if about.hash in (release.hash, hash_now(release, register)) else Standing.OTHER


def hash_now(release: Release, register: Register) -> str:
    """Give the hash of a version as this program works it out; a version was kept with that of the program then."""
    try:
        return register.of(release).hash
    except NoRulebookError:  # this program no longer takes rules that an older one took
        return ""


def rules_words(about: About, register: Register) -> str:
    """Say how the rules inside a report stand to those that are kept here."""
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
    """Give how an assessment is begun from a report that was checked; none where it holds no assessment.

    It stays on the rules of the report if they are kept here. If not, all of it is kept, on the rules in force.
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
    """Say that an assessment is on rules that are not in force."""
    return (
        f"It is on version {release.version} of the rules, as the report is. "
        f"Version {in_force.version} is in force: look at what moving to it would change."
    )


def carried_words(assessment: Assessment, about: About, found: Standing, in_force: Rulebook) -> str:
    """Say what carries over to the rules in force from rules that are not kept here."""
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
