"""Rejections of requests to publish, with messages that say what to do."""

from assess.core.model.rulebook import Rulebook
from assess.core.syntax.problems import Problem
from assess.releases.form_validation import word_mistakes
from assess.releases.models import Checked, Desktop, Disk, DiskState, Reason, Refused
from assess.releases.versions import highest, next_version, number_by_number, version_problem
from assess.report.content.text import day
from assess.storage.release_records import Files, Publication

NO_DRAFT = "There is no draft to publish. The rules in force are what the files say."
NO_EARLIER = "There is no earlier draft to take back."
CHANGED_DRAFT = "Somebody else changed the draft while you looked at it. Look at it again before it is published."
CHANGED_DISK = (
    "The files on disk were changed as well. Decide first: take that change into the draft, or keep it out of it."
)
UNPUBLISHED_DISK = (
    "The files on disk hold a change that is not published. Publish it, or put the files back, and try again."
)
NOT_YOURS = (
    "So yours was not published, and nothing of it is lost. Look at what that version changed, then publish again."
)
NOT_RULES = "The draft has mistakes, so nothing can be worked out with it. Mend them first."
PROBLEMS = "The rules have problems. Mend them, then publish."


def wrong_words(by: str, why: str) -> Refused | None:
    """Reject a name or a note that is missing or too long."""
    mistakes = word_mistakes(by, why)
    return Refused(Reason.WORDS, tuple(sentence for _, sentence in mistakes)) if mistakes else None


def wrong_rules(checked: Checked, used: tuple[str, ...]) -> Refused | None:
    """Reject rules with problems, or with a version that is not higher than every earlier version."""
    if checked.rulebook is None:
        return Refused(Reason.PROBLEMS, (PROBLEMS,), checked.problems)
    problem = low_version(checked.rulebook, checked, used)
    return None if problem is None else Refused(Reason.PROBLEMS, (problem.sentence,), (problem,))


def low_version(rulebook: Rulebook, checked: Checked, used: tuple[str, ...]) -> Problem | None:
    """Return the problem of a version that is not higher than every earlier version, if so."""
    top = highest(used)
    if number_by_number(rulebook.version) > number_by_number(top):
        return None
    there = "has been published" if rulebook.version in used else f"is lower than {top}, which has been published"
    sentence = (
        f"Version {rulebook.version} {there}. Give the changed rules a higher number, such as {next_version(top)}."
    )
    return version_problem(checked.files, sentence)


def overtaken(desktop: Desktop) -> Refused | None:
    """Reject a draft that is based on an earlier release than the current one."""
    draft, latest = desktop.draft, desktop.latest
    if draft is None or draft.begun_from == latest.number:
        return None
    more = "The draft is kept. Look at what that version changed, then carry on with the draft."
    return Refused(Reason.OVERTAKEN, (f"{published_by(latest)} {more}",))


def gone(desktop: Desktop, seen: int) -> Refused | None:
    """Reject a draft that was deleted or changed since the given revision."""
    if desktop.revision != seen:
        sentences = (CHANGED_DRAFT,) if desktop.draft else (published_by(desktop.latest), NO_DRAFT)
        return Refused(Reason.OVERTAKEN, sentences)
    return None if desktop.draft else Refused(Reason.NOTHING, (NO_DRAFT,))


def beaten(latest: Publication, seen: Publication) -> Refused:
    """Reject a request because somebody else changed the draft or published at the same time."""
    sentences = (CHANGED_DRAFT,) if latest.number == seen.number else (published_by(latest), NOT_YOURS)
    return Refused(Reason.OVERTAKEN, sentences)


def undecided(disk: Disk) -> Refused | None:
    """Reject the draft while the files on disk hold a change that nobody has decided on."""
    return Refused(Reason.DISK, (CHANGED_DISK,)) if disk.state is DiskState.CHANGED else None


def unpublished(disk: Disk, files: Files) -> Refused | None:
    """Reject other files while the files on disk hold an unpublished change."""
    if disk.files == files or disk.state not in (DiskState.CHANGED, DiskState.DRAFT):
        return None
    return Refused(Reason.DISK, (UNPUBLISHED_DISK,))


def published_by(publication: Publication) -> str:
    """Describe a publication: its version, date, publisher and note."""
    when = publication.published_at.astimezone()
    said = (
        f"Version {publication.release.version} was published by {publication.by} on {day(when.date())} at {when:%H:%M}"
    )
    return f"{said}: “{publication.why}”."
