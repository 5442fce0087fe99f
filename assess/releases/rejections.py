"""Checks of requests to publish, which are rejected with messages that say what to do."""

from assess.core.model.rulebook import Rulebook
from assess.releases.form_validation import find_form_errors
from assess.releases.models import CheckedRules, DiskState, DiskStatus, RejectedError, RejectionReason, RulesStatus
from assess.releases.versions import build_version_problem, find_highest, increment_version, parse_version
from assess.report.content.text import format_date
from assess.storage.release_records import Publication, RulesDraft, RulesFiles

NO_DRAFT = "There is no draft to publish. The rules in force are the same as the files."
NO_PREVIOUS_DRAFT = "There is no earlier draft to restore."
_CHANGED_DRAFT = "The draft was changed after you opened this page. Check it again before you publish it."
_CHANGED_DISK = "The files on disk have changed as well. Decide first whether to use that change in the draft."
_UNPUBLISHED_DISK = (
    "The files on disk contain a change that is not published. Publish it, or put the files back, and try again."
)
_PUBLISHED_MEANWHILE = (
    "So yours was not published, and none of it is lost. Check what that version changed, then publish again."
)
INVALID_DRAFT = "The draft has problems, so nothing can be worked out with it. Correct them first."
INVALID_RULES = "The rules have problems. Correct them, then publish."


def check_form(by: str, why: str) -> None:
    """Check the name and the note; raises RejectedError if one of them is missing or too long."""
    mistakes = find_form_errors(by, why)
    if mistakes:
        raise RejectedError(RejectionReason.INVALID_FORM, tuple(sentence for _, sentence in mistakes))


def require_publishable(checked: CheckedRules, used: tuple[str, ...]) -> Rulebook:
    """Return the rulebook; raises RejectedError if it has problems, or a version not higher than every earlier one."""
    if checked.rulebook is None:
        raise RejectedError(RejectionReason.PROBLEMS, (INVALID_RULES,), checked.problems)
    version, top = checked.rulebook.version, find_highest(used)
    if parse_version(version) <= parse_version(top):
        reason = "has been published" if version in used else f"is lower than {top}, which has been published"
        sentence = (
            f"Version {version} {reason}. Give the changed rules a higher number, such as {increment_version(top)}."
        )
        problem = build_version_problem(checked.files, sentence)
        raise RejectedError(RejectionReason.PROBLEMS, (sentence,), (problem,))
    return checked.rulebook


def require_draft(status: RulesStatus, revision: int) -> RulesDraft:
    """Return the draft; raises RejectedError if it was deleted or changed since the given revision."""
    if status.revision != revision:
        sentences = (_CHANGED_DRAFT,) if status.draft else (_describe_publication(status.latest), NO_DRAFT)
        raise RejectedError(RejectionReason.CONFLICT, sentences)
    if status.draft is None:
        raise RejectedError(RejectionReason.NO_DRAFT, (NO_DRAFT,))
    return status.draft


def check_draft_is_current(draft: RulesDraft, latest: Publication) -> None:
    """Check that a draft is based on the current release; raises RejectedError."""
    if draft.based_on != latest.number:
        advice = "The draft is kept. Check what that version changed, then carry on with the draft."
        raise RejectedError(RejectionReason.CONFLICT, (f"{_describe_publication(latest)} {advice}",))


def check_disk_is_decided(disk: DiskStatus) -> None:
    """Check that the files on disk hold no change that nobody has decided on; raises RejectedError."""
    if disk.state is DiskState.CHANGED:
        raise RejectedError(RejectionReason.DISK, (_CHANGED_DISK,))


def check_disk_is_published(disk: DiskStatus, files: RulesFiles) -> None:
    """Check that the files on disk hold no unpublished change, except the given files; raises RejectedError."""
    if disk.files != files and disk.state in (DiskState.CHANGED, DiskState.DRAFT):
        raise RejectedError(RejectionReason.DISK, (_UNPUBLISHED_DISK,))


def build_conflict(latest: Publication, seen: Publication) -> RejectedError:
    """Build the rejection of a request because somebody else changed the draft or published at the same time."""
    sentences = (
        (_CHANGED_DRAFT,) if latest.number == seen.number else (_describe_publication(latest), _PUBLISHED_MEANWHILE)
    )
    return RejectedError(RejectionReason.CONFLICT, sentences)


def _describe_publication(publication: Publication) -> str:
    """Describe a publication: its version, date, publisher and note."""
    when = publication.published_at.astimezone()
    text = (
        f"Version {publication.release.version} was published by {publication.by} "
        f"on {format_date(when.date())} at {when:%H:%M}"
    )
    return f"{text}: “{publication.why}”."
