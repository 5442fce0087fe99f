"""The store: each method is one transaction, with values of the core going in and coming out."""

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
    """Give the present moment in universal time."""
    return datetime.now(UTC)


class Store:
    """Services, assessments and the rulebooks they used, in the database at an address."""

    def __init__(self, url: str, now: Callable[[], datetime] = universal_time) -> None:
        self.url = url
        self.engine = open_database(url)
        self.reader = self.engine.execution_options(**{READS_ONCE: True})
        self.now = now

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in one transaction that writes; raises NoDatabaseError where the disk does not let it."""
        try:
            with self.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                yield connection
        except OperationalError as error:  # locked for too long, the disk full, the file gone
            raise NoDatabaseError(f"The database cannot be written: {error.orig}.") from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection in one transaction that only reads."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    def listings(self, text: str = "", window: Window = WHOLE) -> Listings:
        """Give a page of services with their assessments, the newest assessment first.

        `text` is what the name of the council, the service or the assessment has in it.
        """
        with self.reading() as connection:
            return assessment_list.listings(connection, text, window)

    def service(self, number: int) -> Service | None:
        """Give a service; none where there is none of this number."""
        with self.reading() as connection:
            return services.load(connection, number)

    def load(self, number: int) -> Record:
        """Give one assessment; raises MissingError."""
        with self.reading() as connection:
            return assessments.load(connection, number)

    def load_question(self, number: int, question: str) -> Record:
        """Give one assessment with the answer to one question and none of the others; raises MissingError."""
        with self.reader.connect() as connection:
            return assessments.load_question(connection, Place(number, question))

    def latest_of(self, council: str, service: str) -> Record | None:
        """Give the newest assessment of a service; none where it has none yet."""
        with self.reading() as connection:
            return assessments.latest_of(connection, council, service)

    def siblings(self, number: int, most: int) -> tuple[Sibling, ...]:
        """Give the other assessments of the same service that have a stage, the newest of them, newest first."""
        with self.reading() as connection:
            return assessments.siblings(connection, number, most)

    def create(self, name: str, assessment: Assessment, kept: Kept) -> int:
        """Keep a new assessment on this rulebook version and give its number; raises VersionTakenError."""
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
        """Change what an assessment, its service and its council are called; raises MissingError."""
        with self.writing() as connection:
            assessments.rename(connection, number, names, self.now())

    def copy(self, number: int, name: str) -> int:
        """Copy an assessment under another name and give the copy's number; raises MissingError."""
        with self.writing() as connection:
            return assessments.copy(connection, number, name, self.now())

    def delete(self, number: int) -> None:
        """Delete an assessment with its answers and plan; raises MissingError."""
        with self.writing() as connection:
            assessments.delete(connection, number)

    def save_answer(self, number: int, question: str, answer: Answer, seen: str | None = None) -> AnswerClash | None:
        """Save one answer, or give what someone else has saved since; raises MissingError.

        `seen` is the fingerprint of the answer that was on the page; without it the answer is saved in any case.
        """
        now = self.now()
        with self.writing() as connection:
            assessments.touch(connection, number, now)
            return answers.save(connection, Place(number, question), answer, seen, now)

    def save_action(
        self, number: int, recommendation: str, action: Action, seen: str | None = None
    ) -> ActionClash | None:
        """Save what is decided about one recommendation, or give what someone else saved since; raises MissingError.

        `seen` is the fingerprint of the action that was on the page; without it the action is saved in any case.
        """
        now = self.now()
        with self.writing() as connection:
            assessments.touch(connection, number, now)
            return plans.save(connection, Place(number, recommendation), action, seen, now)

    def drop_carried(self, number: int) -> int:
        """Delete the actions carried from an earlier assessment that nobody has saved since, and give how many.

        Raises MissingError.
        """
        now = self.now()
        with self.writing() as connection:
            assessments.touch(connection, number, now)
            return plans.drop_carried(connection, number)

    def save_profile(self, number: int, profile: Profile, seen: str | None = None) -> ProfileClash | None:
        """Save the profile, or give what someone else has saved since; raises MissingError."""
        now = self.now()
        with self.writing() as connection:
            clash = assessments.save_profile(connection, number, profile, seen, now)
            if clash is None:
                answers.drop_draft(connection, Place(number, PROFILE_PAGE))
            return clash

    def save_draft(self, number: int, page: str, typed: Mapping[str, str]) -> None:
        """Keep what was typed on a page that has mistakes on it; raises MissingError."""
        now = self.now()
        with self.writing() as connection:
            assessments.touch(connection, number, now)
            answers.save_draft(connection, Place(number, page), typed, now)

    def load_draft(self, number: int, page: str) -> Mapping[str, str]:
        """Give what was typed on a page that was left with mistakes on it."""
        with self.reading() as connection:
            return answers.load_draft(connection, Place(number, page))

    def move(self, number: int, kept: Kept) -> None:
        """Move an assessment to another rulebook version; its answers all stay.

        Raises MissingError and VersionTakenError.
        """
        now = self.now()
        with self.writing() as connection:
            assessments.touch(connection, number, now, rulebook_id=rulebooks.keep(connection, kept, now))

    def releases(self) -> tuple[Release, ...]:
        """Give every rulebook version that is kept, in the order in which they came to be."""
        with self.reading() as connection:
            return rulebooks.releases(connection)

    def load_kept(self, release: Release) -> Kept:
        """Give a rulebook version whole; raises MissingError."""
        with self.reading() as connection:
            return rulebooks.load_kept(connection, release)

    def latest_number(self) -> int:
        """Give the number of the publication in force; 0 where nothing was published."""
        with self.reader.connect() as connection:
            return storage_releases.latest_number(connection)

    def latest(self) -> Publication | None:
        """Give the publication in force; none where nothing was published."""
        with self.reading() as connection:
            return storage_releases.latest(connection)

    def publications(self) -> tuple[Publication, ...]:
        """Give every publication, the latest first."""
        with self.reading() as connection:
            return storage_releases.publications(connection)

    def publish(self, new: Publishing) -> int:
        """Publish a version and give its number; 0, with nothing written, where somebody changed something meanwhile.

        Raises VersionTakenError.
        """
        now = self.now()
        with self.writing() as connection:
            return storage_releases.publish(connection, new, now)

    def finish_files(self, write: Callable[[Unfinished], bool]) -> None:
        """Have the files of the version in force written, where they are not yet, while nobody else can publish.

        `write` tells whether they are written now; if not, they are written another time.
        """
        now = self.now()
        with self.writing() as connection:
            unfinished = storage_releases.unfinished(connection)
            if unfinished is not None and write(unfinished):
                storage_releases.note_written(connection, now)

    def workbench(self) -> Workbench:
        """Give the draft of the rules as it is."""
        with self.reading() as connection:
            return drafts.load(connection)

    def change_rules(self, change: Change) -> Workbench | None:
        """Change the draft of the rules, or give what it has become since the revision that was seen."""
        now = self.now()
        with self.writing() as connection:
            return drafts.change(connection, change, now)

    def keep_disk_out(self, fingerprint: str) -> None:
        """Note that these files on disk were seen and kept out of the draft."""
        with self.writing() as connection:
            drafts.see_disk(connection, fingerprint, taken=False)

    def spans(self, size: int) -> tuple[Span, ...]:
        """Give spans that together hold every assessment, each so many of them."""
        with self.reading() as connection:
            return bulk_reads.spans(connection, size)

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()
