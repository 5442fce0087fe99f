"""Rejections of requests to publish, with messages that say what to do."""

from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.releases.form_validation import find_form_errors
from assess.releases.models import CheckedRules, DiskState, DiskStatus, Rejection, RejectionReason, RulesStatus
from assess.releases.versions import build_version_problem, find_highest, increment_version, parse_version
from assess.report.content.text import format_date
from assess.storage.release_records import Publication, RulesFiles

NO_DRAFT = "There is no draft to publish. The rules in force are what the files say."
NO_PREVIOUS_DRAFT = "There is no earlier draft to take back."
_CHANGED_DRAFT = "Somebody else changed the draft while you looked at it. Look at it again before it is published."
_CHANGED_DISK = (
    "The files on disk were changed as well. Decide first: take that change into the draft, or keep it out of it."
)
_UNPUBLISHED_DISK = (
    "The files on disk hold a change that is not published. Publish it, or put the files back, and try again."
)
_PUBLISHED_MEANWHILE = (
    "So yours was not published, and nothing of it is lost. Look at what that version changed, then publish again."
)
INVALID_DRAFT = "The draft has mistakes, so nothing can be worked out with it. Mend them first."
INVALID_RULES = "The rules have problems. Mend them, then publish."


def reject_form(by: str, why: str) -> Rejection | None:
    """Reject a name or a note that is missing or too long."""
    mistakes = find_form_errors(by, why)
    return Rejection(RejectionReason.INVALID_FORM, tuple(sentence for _, sentence in mistakes)) if mistakes else None


def reject_rules(checked: CheckedRules, used: tuple[str, ...]) -> Rejection | None:
    """Reject rules with problems, or with a version that is not higher than every earlier version."""
    if checked.rulebook is None:
        return Rejection(RejectionReason.PROBLEMS, (INVALID_RULES,), checked.problems)
    problem = _find_version_problem(checked.rulebook, checked, used)
    return None if problem is None else Rejection(RejectionReason.PROBLEMS, (problem.message,), (problem,))


def _find_version_problem(rulebook: Rulebook, checked: CheckedRules, used: tuple[str, ...]) -> Problem | None:
    """Return the problem of a version that is not higher than every earlier version, if so."""
    top = find_highest(used)
    if parse_version(rulebook.version) > parse_version(top):
        return None
    reason = "has been published" if rulebook.version in used else f"is lower than {top}, which has been published"
    sentence = (
        f"Version {rulebook.version} {reason}. Give the changed rules "
        f"a higher number, such as {increment_version(top)}."
    )
    return build_version_problem(checked.files, sentence)


def reject_outdated_draft(status: RulesStatus) -> Rejection | None:
    """Reject a draft that is based on an earlier release than the current one."""
    draft, latest = status.draft, status.latest
    if draft is None or draft.based_on == latest.number:
        return None
    advice = "The draft is kept. Look at what that version changed, then carry on with the draft."
    return Rejection(RejectionReason.CONFLICT, (f"{_describe_publication(latest)} {advice}",))


def reject_changed_draft(status: RulesStatus, revision: int) -> Rejection | None:
    """Reject a draft that was deleted or changed since the given revision."""
    if status.revision != revision:
        sentences = (_CHANGED_DRAFT,) if status.draft else (_describe_publication(status.latest), NO_DRAFT)
        return Rejection(RejectionReason.CONFLICT, sentences)
    return None if status.draft else Rejection(RejectionReason.NO_DRAFT, (NO_DRAFT,))


def reject_conflict(latest: Publication, seen: Publication) -> Rejection:
    """Reject a request because somebody else changed the draft or published at the same time."""
    sentences = (
        (_CHANGED_DRAFT,) if latest.number == seen.number else (_describe_publication(latest), _PUBLISHED_MEANWHILE)
    )
    return Rejection(RejectionReason.CONFLICT, sentences)


def reject_undecided_disk(disk: DiskStatus) -> Rejection | None:
    """Reject the draft while the files on disk hold a change that nobody has decided on."""
    return Rejection(RejectionReason.DISK, (_CHANGED_DISK,)) if disk.state is DiskState.CHANGED else None


def reject_unpublished_disk(disk: DiskStatus, files: RulesFiles) -> Rejection | None:
    """Reject other files while the files on disk hold an unpublished change."""
    if disk.files == files or disk.state not in (DiskState.CHANGED, DiskState.DRAFT):
        return None
    return Rejection(RejectionReason.DISK, (_UNPUBLISHED_DISK,))


def _describe_publication(publication: Publication) -> str:
    """Describe a publication: its version, date, publisher and note."""
    when = publication.published_at.astimezone()
    text = (
        f"Version {publication.release.version} was published by {publication.by} "
        f"on {format_date(when.date())} at {when:%H:%M}"
    )
    return f"{text}: “{publication.why}”."
