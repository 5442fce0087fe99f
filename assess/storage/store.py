"""The store: each method is one transaction that takes and returns values of the core."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Self

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from assess.core.model.assessment import Answer, Assessment, Profile, clean_assessment
from assess.core.model.plan import Action
from assess.core.model.rulebook import NO_RENAMES, Renames
from assess.core.model.text import clean_line
from assess.storage import (
    answers,
    assessment_list,
    assessments,
    bulk_reads,
    deletions,
    drafts,
    plans,
    rulebooks,
    services,
    snapshots,
)
from assess.storage import releases as storage_releases
from assess.storage.bulk_reads import IdRange
from assess.storage.database import DatabaseUnavailableError, explain_damage, get_reason, open_database
from assess.storage.engine import AUTOCOMMIT_READ, WRITE_TRANSACTION, get_database_file
from assess.storage.records import (
    PROFILE_PAGE,
    ActionConflictError,
    ActionsConflictError,
    AnswerKey,
    AssessmentListFilter,
    AssessmentNames,
    AssessmentPage,
    AssessmentRecord,
    DeletedAssessment,
    OpenedBeforeError,
    PageSlice,
    ProfileChange,
    Release,
    ServiceRecord,
    SiblingAssessment,
    Snapshot,
    StoredRulebook,
    compute_fingerprint,
)
from assess.storage.release_records import DraftChange, DraftState, NewPublication, PendingFiles, Publication
from assess.storage.text_limit import limit_texts, require_within_limit

_DEFAULT_SLICE = PageSlice()
_EVERY_ASSESSMENT = AssessmentListFilter()


def _utc_now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


class Store:
    """Services, assessments and the rulebooks they use, in the database at a URL, which a `with` block closes."""

    def __init__(self, url: str, now: Callable[[], datetime] = _utc_now, *, may_create: bool = True) -> None:
        self.url = url
        self.engine, self.copy_before_migration = open_database(url, may_create=may_create)
        self._file = get_database_file(self.engine)
        self._file_id = self._read_file_id()
        self._read_engine = self.engine.execution_options(**{AUTOCOMMIT_READ: True})
        self.now = now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def write_transaction(self) -> Iterator[Connection]:
        """Open a connection in a transaction that writes; raises DatabaseUnavailableError if that fails."""
        with (
            _explain_failure("written"),
            self.engine.connect().execution_options(**{WRITE_TRANSACTION: True}) as connection,
            connection.begin(),
        ):
            yield connection
            self._require_same_file()

    @contextmanager
    def read_transaction(self) -> Iterator[Connection]:
        """Open a connection in a transaction that only reads; raises DatabaseUnavailableError if that fails."""
        with _explain_failure("read"), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _read_once(self) -> Iterator[Connection]:
        """Open a connection for one statement that reads; raises DatabaseUnavailableError if that fails."""
        with _explain_failure("read"), self._read_engine.connect() as connection:
            yield connection

    def _read_file_id(self) -> tuple[int, int] | None:
        """Return what tells the file of the database from any other, or None if there is no file."""
        if self._file is None:
            return None
        try:
            status = self._file.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _require_same_file(self) -> None:
        """Raise DatabaseUnavailableError if the file was removed or replaced since the database was opened.

        What is written to a removed file is lost.
        """
        if self._read_file_id() != self._file_id:
            raise DatabaseUnavailableError(
                f"The database {self._file} was moved or deleted while the tool was running. "
                "Stop the tool, and put the file back or restore a backup."
            )

    def list_assessments(
        self, criteria: AssessmentListFilter = _EVERY_ASSESSMENT, page_slice: PageSlice = _DEFAULT_SLICE
    ) -> AssessmentPage:
        """Return a page of the list of assessments."""
        with self.read_transaction() as connection:
            return assessment_list.load_page(connection, criteria, page_slice)

    def load_service(self, number: int) -> ServiceRecord | None:
        """Load a service, or return None if there is none with this number."""
        with self.read_transaction() as connection:
            return services.load_service(connection, number)

    def load_assessment(self, number: int) -> AssessmentRecord:
        """Load an assessment; raises NotFoundError."""
        with self.read_transaction() as connection:
            return assessments.load_assessment(connection, number)

    def load_with_answer(self, number: int, question: str) -> AssessmentRecord:
        """Load an assessment with the answer to one question and no others; raises NotFoundError."""
        with self._read_once() as connection:
            return assessments.load_with_answer(connection, AnswerKey(number, question))

    def load_latest_assessment(self, council: str, service: str) -> AssessmentRecord | None:
        """Load the newest assessment of a service, or return None if it has none."""
        with self.read_transaction() as connection:
            return assessments.load_latest_assessment(connection, council, service)

    def list_siblings(self, number: int, limit: int) -> tuple[SiblingAssessment, ...]:
        """List the newest other assessments of the same service that have a stage, the newest first."""
        with self.read_transaction() as connection:
            return assessments.list_siblings(connection, number, limit)

    def create_assessment(self, name: str, assessment: Assessment, stored: StoredRulebook) -> int:
        """Create an assessment on the given rulebook and return its number.

        Raises VersionTakenError and TextLimitError.
        """
        with self.write_transaction() as connection:
            return self._create_assessment(connection, name, assessment, stored)

    def open_assessment(self, name: str, assessment: Assessment, stored: StoredRulebook, *, again: bool = False) -> int:
        """Create an assessment from what a file holds and return its number.

        Raises OpenedBeforeError unless it is to be opened again, VersionTakenError and TextLimitError.
        """
        fingerprint = compute_fingerprint(clean_assessment(assessment))
        with self.write_transaction() as connection:
            opened = None if again else assessments.find_opened(connection, fingerprint)
            if opened is not None:
                raise OpenedBeforeError(opened)
            number = self._create_assessment(connection, name, assessment, stored)
            assessments.set_origin(connection, number, fingerprint)
            return number

    def _create_assessment(
        self, connection: Connection, name: str, assessment: Assessment, stored: StoredRulebook
    ) -> int:
        """Insert an assessment and return its number; raises VersionTakenError and TextLimitError."""
        now, assessment = self.now(), clean_assessment(assessment)
        service_id = services.get_or_create_service(connection, assessment.council, assessment.service, now)
        rulebook_id = rulebooks.store_rulebook(connection, stored, now)
        values = {
            "service_id": service_id,
            "rulebook_id": rulebook_id,
            "name": clean_line(name),
            "profile": dict(assessment.profile),
        }
        number = assessments.insert_assessment(connection, values, now)
        answers.insert_answers(connection, number, assessment.answers, now)
        plans.insert_actions(connection, number, assessment.plan, now)
        require_within_limit(connection, number)
        return number

    def rename_assessment(self, number: int, names: AssessmentNames) -> None:
        """Rename an assessment, its service and its council; raises NotFoundError."""
        with self.write_transaction() as connection:
            assessments.rename_assessment(connection, number, names, self.now())

    def copy_assessment(self, number: int, name: str) -> int:
        """Copy an assessment under another name and return the copy's number; raises NotFoundError."""
        with self.write_transaction() as connection:
            return assessments.copy_assessment(connection, number, name, self.now())

    def delete_assessment(self, number: int) -> DeletedAssessment:
        """Delete an assessment with its answers and plan, which can be undone for a while; raises NotFoundError."""
        now = self.now()
        with self.write_transaction() as connection:
            return deletions.delete_assessment(connection, number, now)

    def list_deleted(self) -> tuple[DeletedAssessment, ...]:
        """List the deleted assessments that can be brought back, the last deleted first."""
        now = self.now()
        with self.read_transaction() as connection:
            return deletions.list_deleted(connection, now)

    def load_deleted(self, number: int) -> DeletedAssessment | None:
        """Load a deleted assessment, or return None if it cannot be brought back."""
        now = self.now()
        with self.read_transaction() as connection:
            return deletions.load_deleted(connection, number, now)

    def restore_assessment(self, number: int) -> None:
        """Undo the deletion of an assessment; raises NotFoundError if it cannot be brought back."""
        now = self.now()
        with self.write_transaction() as connection:
            deletions.restore_assessment(connection, number, now)

    def remove_deleted(self, number: int) -> None:
        """Remove a deleted assessment for good; raises NotFoundError."""
        with self.write_transaction() as connection:
            deletions.remove_deleted(connection, number)

    def remove_expired(self) -> int:
        """Remove for good what was deleted too long ago to be brought back; return how many assessments."""
        now = self.now()
        with self.write_transaction() as connection:
            return deletions.remove_expired(connection, now)

    def save_answer(self, number: int, question: str, answer: Answer, etag: str | None = None) -> None:
        """Save an answer; raises AnswerConflictError if somebody else has saved it since.

        `etag` is the ETag of the answer that was on the page; without it the answer is saved in any case. Raises
        NotFoundError and TextLimitError.
        """
        now = self.now()
        with self.write_transaction() as connection, limit_texts(connection, number):
            assessments.update_assessment(connection, number, now)
            answers.save_answer(connection, AnswerKey(number, question), answer, etag, now)

    def save_action(self, number: int, recommendation: str, action: Action, etag: str | None = None) -> None:
        """Save an action of the plan; raises ActionConflictError if somebody else has saved it since.

        `etag` is the ETag of the action that was on the page; without it the action is saved in any case. Raises
        NotFoundError and TextLimitError.
        """
        now = self.now()
        with self.write_transaction() as connection, limit_texts(connection, number):
            assessments.update_assessment(connection, number, now)
            plans.save_action(connection, AnswerKey(number, recommendation), action, etag, now)

    def save_actions(self, number: int, changes: Mapping[str, tuple[Action, str]]) -> None:
        """Save several actions of the plan, each given with its ETag on the page.

        Raises NotFoundError and TextLimitError, and ActionsConflictError without saving any if somebody else has saved
        one of them since.
        """
        now = self.now()
        conflicts = []
        with self.write_transaction() as connection, limit_texts(connection, number):
            assessments.update_assessment(connection, number, now)
            for name, (action, etag) in changes.items():
                try:
                    plans.save_action(connection, AnswerKey(number, name), action, etag, now)
                except ActionConflictError:
                    conflicts.append(name)
            if conflicts:
                raise ActionsConflictError(conflicts)

    def delete_carried_actions(self, number: int) -> int:
        """Delete the actions carried over from an earlier assessment and never saved since; return how many.

        Raises NotFoundError.
        """
        now = self.now()
        with self.write_transaction() as connection:
            assessments.update_assessment(connection, number, now)
            return plans.delete_carried_actions(connection, number)

    def save_profile(
        self, number: int, profile: Profile, etag: str | None = None, facts: Collection[str] | None = None
    ) -> None:
        """Save the profile; raises ProfileConflictError if somebody else has saved it since, and NotFoundError.

        If `facts` is given, only these facts are compared and replaced, and a draft of all facts stays.
        """
        now = self.now()
        with self.write_transaction() as connection:
            assessments.save_profile(connection, number, ProfileChange(profile, etag, facts), now)
            if facts is None:
                answers.delete_page_draft(connection, AnswerKey(number, PROFILE_PAGE))

    def save_page_draft(self, number: int, page: str, form_data: Mapping[str, str]) -> None:
        """Save the form data of a page that was left with mistakes; raises NotFoundError."""
        now = self.now()
        with self.write_transaction() as connection:
            assessments.update_assessment(connection, number, now)
            answers.save_page_draft(connection, AnswerKey(number, page), form_data, now)

    def load_last_page(self, number: int) -> str:
        """Return the page of an assessment that was saved last; empty if there is none or several were at once."""
        with self.read_transaction() as connection:
            return answers.load_last_page(connection, number)

    def load_page_draft(self, number: int, page: str) -> Mapping[str, str]:
        """Load the form data of a page that was left with mistakes."""
        with self.read_transaction() as connection:
            return answers.load_page_draft(connection, AnswerKey(number, page))

    def save_snapshot(self, record: AssessmentRecord) -> None:
        """Save the facts and answers that a report was made from; raises NotFoundError."""
        now = self.now()
        with self.write_transaction() as connection:
            snapshots.save_snapshot(connection, record, now)

    def list_snapshots(self, number: int) -> tuple[Snapshot, ...]:
        """List the snapshots of an assessment, the latest first."""
        with self.read_transaction() as connection:
            return snapshots.list_snapshots(connection, number)

    def move_to_rulebook(self, number: int, stored: StoredRulebook, renames: Renames = NO_RENAMES) -> None:
        """Move an assessment to another rulebook version, keeping all its answers under the present ids.

        Raises NotFoundError and VersionTakenError.
        """
        now = self.now()
        with self.write_transaction() as connection:
            assessments.update_assessment(
                connection, number, now, rulebook_id=rulebooks.store_rulebook(connection, stored, now)
            )
            answers.rename_answers(connection, number, renames)

    def list_releases(self) -> tuple[Release, ...]:
        """List every stored rulebook version, the oldest first."""
        with self.read_transaction() as connection:
            return rulebooks.list_releases(connection)

    def load_stored_rulebook(self, release: Release) -> StoredRulebook:
        """Load a stored rulebook; raises NotFoundError."""
        with self.read_transaction() as connection:
            return rulebooks.load_stored_rulebook(connection, release)

    def load_latest_number(self) -> int:
        """Return the number of the latest publication, or 0 if nothing is published."""
        with self._read_once() as connection:
            return storage_releases.load_latest_number(connection)

    def load_latest_publication(self) -> Publication | None:
        """Load the latest publication, or return None if nothing is published."""
        with self.read_transaction() as connection:
            return storage_releases.load_latest_publication(connection)

    def list_publications(self) -> tuple[Publication, ...]:
        """List all publications, the latest first."""
        with self.read_transaction() as connection:
            return storage_releases.list_publications(connection)

    def publish(self, new: NewPublication) -> int:
        """Publish a release and return its number; raises OutdatedError and VersionTakenError."""
        now = self.now()
        with self.write_transaction() as connection:
            return storage_releases.publish(connection, new, now)

    def write_pending_files(self, write: Callable[[PendingFiles], bool]) -> None:
        """Write the pending files of the current release while nobody else can publish.

        `write` returns whether it wrote them; if it did not, they stay pending.
        """
        now = self.now()
        with self.write_transaction() as connection:
            pending = storage_releases.load_pending_files(connection)
            if pending is not None and write(pending):
                storage_releases.mark_written(connection, now)

    def load_draft_state(self) -> DraftState:
        """Load the state of the rules draft."""
        with self.read_transaction() as connection:
            return drafts.load_draft_state(connection)

    def change_draft(self, change: DraftChange) -> None:
        """Change the rules draft; raises OutdatedError if it was changed since the revision that was seen."""
        now = self.now()
        with self.write_transaction() as connection:
            drafts.change_draft(connection, change, now)

    def ignore_disk_files(self, fingerprint: str) -> None:
        """Record that these files on disk are not to be imported into the draft."""
        with self.write_transaction() as connection:
            drafts.record_disk_files(connection, fingerprint, imported=False)

    def split_into_ranges(self, size: int) -> tuple[IdRange, ...]:
        """Split the stored assessments into ranges of the given size."""
        with self.read_transaction() as connection:
            return bulk_reads.split_into_ranges(connection, size)

    def close(self) -> None:
        """Move all that was written into the main file of the database, unless somebody reads it, and close it."""
        if self._file_id is not None and self._read_file_id() == self._file_id:
            with suppress(SQLAlchemyError), self._read_engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.engine.dispose()


@contextmanager
def _explain_failure(what: str) -> Iterator[None]:
    """Raise DatabaseUnavailableError if the database is locked for too long, full, missing or damaged."""
    try:
        yield
    except DatabaseError as error:
        if isinstance(error, OperationalError) or explain_damage(error):
            reason = f"The database cannot be {what}: {get_reason(error)}."
            raise explain_damage(error) or DatabaseUnavailableError(reason) from error
        raise
