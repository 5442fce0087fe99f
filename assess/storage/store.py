"""The store: each method is one transaction that takes and returns values of the core."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from assess.core.model.assessment import Answer, Assessment, Profile
from assess.core.model.plan import Action
from assess.storage import answers, assessment_list, assessments, bulk_reads, drafts, plans, rulebooks, services
from assess.storage import releases as storage_releases
from assess.storage.bulk_reads import Span
from assess.storage.database import NoDatabaseError, open_database
from assess.storage.engine import READS_ONCE, WRITES
from assess.storage.records import (
    PROFILE_PAGE,
    ActionClash,
    AnswerClash,
    Kept,
    Listings,
    Names,
    Place,
    ProfileClash,
    Record,
    Release,
    Service,
    Sibling,
    Window,
)
from assess.storage.release_records import Change, Publication, Publishing, Unfinished, Workbench

WHOLE = Window()


def universal_time() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


class Store:
    """Services, assessments and the rulebooks they use, in the database at a URL."""

    def __init__(self, url: str, now: Callable[[], datetime] = universal_time) -> None:
        self.url = url
        self.engine = open_database(url)
        self.reader = self.engine.execution_options(**{READS_ONCE: True})
        self.now = now

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a connection in a transaction that writes; raises DatabaseUnavailableError if that fails."""
        try:
            with self.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                yield connection
        except OperationalError as error:  # locked for too long, disk full, or file missing
            raise NoDatabaseError(f"The database cannot be written: {error.orig}.") from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection in a transaction that only reads."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def listings(self, text: str = "", window: Window = WHOLE) -> Listings:
        """Return a page of services with their assessments, the newest assessment first.

        `text` must occur in the name of the council, the service or the assessment.
        """
        with self.reading() as connection:
            return assessment_list.listings(connection, text, window)

    def service(self, number: int) -> Service | None:
        """Load a service, or return None if there is none with this number."""
        with self.reading() as connection:
            return services.load(connection, number)

    def load(self, number: int) -> Record:
        """Load an assessment; raises NotFoundError."""
        with self.reading() as connection:
            return assessments.load(connection, number)

    def load_question(self, number: int, question: str) -> Record:
        """Load an assessment with the answer to one question and no others; raises NotFoundError."""
        with self.reader.connect() as connection:
            return assessments.load_question(connection, Place(number, question))

    def latest_of(self, council: str, service: str) -> Record | None:
        """Load the newest assessment of a service, or return None if it has none."""
        with self.reading() as connection:
            return assessments.latest_of(connection, council, service)

    def siblings(self, number: int, most: int) -> tuple[Sibling, ...]:
        """List the newest other assessments of the same service that have a stage, the newest first."""
        with self.reading() as connection:
            return assessments.siblings(connection, number, most)

    def create(self, name: str, assessment: Assessment, kept: Kept) -> int:
        """Create an assessment on the given rulebook and return its number; raises VersionTakenError."""
        now = self.now()
        with self.writing() as connection:
            row = services.service_row(connection, assessment.council, assessment.service, now)
            version = rulebooks.keep(connection, kept, now)
            values = {"service_id": row, "rulebook_id": version, "name": name, "profile": dict(assessment.profile)}
            number = assessments.insert(connection, values, now)
            answers.write(connection, number, assessment.answers, now)
            plans.write(connection, number, assessment.plan, now)
            return number

    def rename(self, number: int, names: Names) -> None:
        """Rename an assessment, its service and its council; raises NotFoundError."""
        with self.writing() as connection:
            assessments.rename(connection, number, names, self.now())

    def copy(self, number: int, name: str) -> int:
        """Copy an assessment under another name and return the copy's number; raises NotFoundError."""
        with self.writing() as connection:
            return assessments.copy(connection, number, name, self.now())

    def delete(self, number: int) -> None:
        """Delete an assessment with its answers and plan; raises NotFoundError."""
        with self.writing() as connection:
            assessments.delete(connection, number)

    def save_answer(self, number: int, question: str, answer: Answer, seen: str | None = None) -> AnswerClash | None:
        """Save an answer, or return the conflict if somebody else has saved it since; raises NotFoundError.

        `etag` is the ETag of the answer that was on the page; without it the answer is saved in any case.
        """
        now = self.now()
        with self.writing() as connection:
            assessments.touch(connection, number, now)
            return answers.save(connection, Place(number, question), answer, seen, now)

    def save_action(
        self, number: int, recommendation: str, action: Action, seen: str | None = None
    ) -> ActionClash | None:
        """Save an action of the plan, or return the conflict if somebody else has saved it since.

        `etag` is the ETag of the action that was on the page; without it the action is saved in any case. Raises
        NotFoundError.
        """
        now = self.now()
        with self.writing() as connection:
            assessments.touch(connection, number, now)
            return plans.save(connection, Place(number, recommendation), action, seen, now)

    def drop_carried(self, number: int) -> int:
        """Delete the actions carried over from an earlier assessment and never saved since; return how many.

        Raises NotFoundError.
        """
        now = self.now()
        with self.writing() as connection:
            assessments.touch(connection, number, now)
            return plans.drop_carried(connection, number)

    def save_profile(self, number: int, profile: Profile, seen: str | None = None) -> ProfileClash | None:
        """Save the profile, or return the conflict if somebody else has saved it since; raises NotFoundError."""
        now = self.now()
        with self.writing() as connection:
            clash = assessments.save_profile(connection, number, profile, seen, now)
            if clash is None:
                answers.drop_draft(connection, Place(number, PROFILE_PAGE))
            return clash

    def save_draft(self, number: int, page: str, typed: Mapping[str, str]) -> None:
        """Save the form data of a page that was left with mistakes; raises NotFoundError."""
        now = self.now()
        with self.writing() as connection:
            assessments.touch(connection, number, now)
            answers.save_draft(connection, Place(number, page), typed, now)

    def load_draft(self, number: int, page: str) -> Mapping[str, str]:
        """Load the form data of a page that was left with mistakes."""
        with self.reading() as connection:
            return answers.load_draft(connection, Place(number, page))

    def move(self, number: int, kept: Kept) -> None:
        """Move an assessment to another rulebook version, keeping all its answers.

        Raises NotFoundError and VersionTakenError.
        """
        now = self.now()
        with self.writing() as connection:
            assessments.touch(connection, number, now, rulebook_id=rulebooks.keep(connection, kept, now))

    def releases(self) -> tuple[Release, ...]:
        """List every stored rulebook version, the oldest first."""
        with self.reading() as connection:
            return rulebooks.releases(connection)

    def load_kept(self, release: Release) -> Kept:
        """Load a stored rulebook; raises NotFoundError."""
        with self.reading() as connection:
            return rulebooks.load_kept(connection, release)

    def latest_number(self) -> int:
        """Return the number of the latest publication, or 0 if nothing is published."""
        with self.reader.connect() as connection:
            return storage_releases.latest_number(connection)

    def latest(self) -> Publication | None:
        """Load the latest publication, or return None if nothing is published."""
        with self.reading() as connection:
            return storage_releases.latest(connection)

    def publications(self) -> tuple[Publication, ...]:
        """List all publications, the latest first."""
        with self.reading() as connection:
            return storage_releases.publications(connection)

    def publish(self, new: Publishing) -> int:
        """Publish a release and return its number, or 0, writing nothing, if something changed in the meantime.

        Raises VersionTakenError.
        """
        now = self.now()
        with self.writing() as connection:
            return storage_releases.publish(connection, new, now)

    def finish_files(self, write: Callable[[Unfinished], bool]) -> None:
        """Write the pending files of the current release while nobody else can publish.

        `write` returns whether it wrote them; if it did not, they stay pending.
        """
        now = self.now()
        with self.writing() as connection:
            unfinished = storage_releases.unfinished(connection)
            if unfinished is not None and write(unfinished):
                storage_releases.note_written(connection, now)

    def workbench(self) -> Workbench:
        """Load the state of the rules draft."""
        with self.reading() as connection:
            return drafts.load(connection)

    def change_rules(self, change: Change) -> Workbench | None:
        """Change the rules draft, or return its current state if the revision is outdated."""
        now = self.now()
        with self.writing() as connection:
            return drafts.change(connection, change, now)

    def keep_disk_out(self, fingerprint: str) -> None:
        """Record that these files on disk are not to be imported into the draft."""
        with self.writing() as connection:
            drafts.see_disk(connection, fingerprint, taken=False)

    def spans(self, size: int) -> tuple[Span, ...]:
        """Split the stored assessments into ranges of the given size."""
        with self.reading() as connection:
            return bulk_reads.spans(connection, size)

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()
