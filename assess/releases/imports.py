"""Decide which rules version an imported report or file of answers starts on."""

from enum import StrEnum
from typing import NamedTuple

from assess.core.comparison.carry_over import carry_over_answers
from assess.core.model.assessment import Assessment
from assess.core.model.rulebook import Rulebook
from assess.releases.models import NoRulebookError
from assess.releases.repository import ReleaseRepository
from assess.report.content.text import capitalise_first, format_count
from assess.storage.records import Release, StoredRulebook
from assess.verification.models import ReportIdentity, VerificationReport

_LOST_TEXTS = ("do not exist in it, but are kept", "does not exist in it, but is kept")
"""Wording for answers that do not carry over: several, and one."""


class RulesMatch(StrEnum):
    """How the rules inside a report relate to the stored rules."""

    SAME = "same"
    DIFFERENT = "other"
    """Different rules are stored under the same number."""
    UNKNOWN = "unknown"
    """No rules are stored under this number."""


class ImportPlan(NamedTuple):
    """An assessment to create, its rules, and a note for the user."""

    assessment: Assessment
    stored: StoredRulebook
    note: str


def _find_release(identity: ReportIdentity, repository: ReleaseRepository) -> Release | None:
    """Return the stored release with the number that a report names, if there is one."""
    repository.get_current_release()  # publishes the initial release of a new database
    same = (identity.rulebook, identity.version)
    return next((each for each in repository.store.list_releases() if each[:2] == same), None)


def _match_rules(identity: ReportIdentity, repository: ReleaseRepository) -> RulesMatch:
    """Compare the rules inside a report with the stored rules."""
    release = _find_release(identity, repository)
    if release is None:
        return RulesMatch.UNKNOWN
    return (
        RulesMatch.SAME if identity.hash in (release.hash, _compute_hash(release, repository)) else RulesMatch.DIFFERENT
    )


def _compute_hash(release: Release, repository: ReleaseRepository) -> str:
    """Compute the hash of a release with this program; the stored one is from the program that stored it."""
    try:
        return repository.load_rulebook(release).hash
    except NoRulebookError:  # rules that an older program accepted
        return ""


def describe_match(identity: ReportIdentity, repository: ReleaseRepository) -> str:
    """Describe how the rules inside a report relate to the stored rules."""
    return {
        RulesMatch.SAME: f"The rules inside are version {identity.version} as stored here.",
        RulesMatch.DIFFERENT: (
            f"The rules inside are not version {identity.version} as stored here, although they have its number. "
            "Ask who changed them."
        ),
        RulesMatch.UNKNOWN: (
            f"Version {identity.version} of the rules “{identity.rulebook}” is not stored here, "
            "so we cannot tell whether anyone published it."
        ),
    }[_match_rules(identity, repository)]


def plan_import(report: VerificationReport, repository: ReleaseRepository) -> ImportPlan | None:
    """Return how to import the assessment in a verified report, or None if it contains none.

    The assessment stays on the rules of the report if they are stored here; otherwise all of it is put on the current
    release.
    """
    if report.assessment is None or report.about is None:
        return None
    current, release = repository.get_current_release(), _find_release(report.about, repository)
    match = _match_rules(report.about, repository)
    if release is None or match is not RulesMatch.SAME:
        note = _describe_carry_over(report.assessment, report.about, match, current.rulebook)
        return ImportPlan(report.assessment, current.stored, note)
    note = "" if release == current.stored.release else _describe_older_release(release, current.rulebook)
    return ImportPlan(report.assessment, repository.store.load_stored_rulebook(release), note)


def _describe_older_release(release: Release, current: Rulebook) -> str:
    """Describe an assessment on rules that are not current."""
    return (
        f"It is on version {release.version} of the rules, as the report is. "
        f"Version {current.version} is in force: check what moving to it would change."
    )


def _describe_carry_over(assessment: Assessment, identity: ReportIdentity, match: RulesMatch, current: Rulebook) -> str:
    """Describe what carries over to the current release from rules that are not stored here."""
    answers = assessment.answers
    fits = carry_over_answers(current, answers)
    carried = sum(fits[question] == answers[question] for question in fits)
    lost = len(answers) - carried
    lost_text = f" {capitalise_first(format_count(lost, 'answer'))} {_LOST_TEXTS[lost == 1]}." if lost else ""
    other = f"other rules than version {identity.version} as stored here"
    unknown = f"version {identity.version} of the rules “{identity.rulebook}”, which is not stored here"
    return (
        f"The report was made on {other if match is RulesMatch.DIFFERENT else unknown}. "
        f"It was opened on version {current.version}: {format_count(carried, 'answer')} carried over.{lost_text}"
    )
