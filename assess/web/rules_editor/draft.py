"""The draft of the rules as the editor shows it, or the rules in force if there is no draft."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import flash, url_for

from assess.core.comparison.rules import RuleDifference, diff_rulebooks
from assess.core.loading.documents import parse_rules_file
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.yaml_reader import Document, make_empty_document
from assess.releases.example_review import ExampleReview, review_examples
from assess.releases.models import CheckedRules, CurrentRelease, Origins, RulesStatus
from assess.releases.service import PublishingService
from assess.storage.release_records import RulesFiles
from assess.web.caching import cached_by_hash
from assess.web.context import services

_DRAFT_ENDED = (
    "The files on disk are the same as the rules in force again. The draft contained only the changes made there, "
    "so it has been deleted."
)
_URL_NAMES = {READINESS_FILENAME: "readiness", EVIDENCE_FILENAME: "evidence"}
"""The name of each file in URLs."""


class DraftView(NamedTuple):
    """The draft, together with the rules in force."""

    status: RulesStatus
    in_force: CurrentRelease
    checked: CheckedRules

    @property
    def has_draft(self) -> bool:
        """Return whether there is a draft."""
        return self.status.draft is not None

    @property
    def files(self) -> RulesFiles:
        """The two files of the draft, or those in force if there is none."""
        return self.checked.files

    @property
    def files_by_name(self) -> Mapping[str, bytes]:
        """The two files by name."""
        return dict(zip((READINESS_FILENAME, EVIDENCE_FILENAME), self.files, strict=True))

    @property
    def rulebook(self) -> Rulebook | None:
        """The draft's rulebook; None if it has problems."""
        return self.checked.rulebook

    def parse_file(self, file: str) -> Document:
        """Parse one of the files as text with positions; the document is empty if the file cannot be read."""
        return parse_document(self.files_by_name[file], file)

    def list_changes(self) -> tuple[RuleDifference, ...] | None:
        """Return what the draft changes, or None if its problems make a comparison impossible."""
        rulebook = self.rulebook
        return None if rulebook is None else diff_rulebooks(self.in_force.rulebook, rulebook)


def get_publishing_service() -> PublishingService:
    """Return the publishing service of the site."""
    return services().rulebooks.publishing


def sync_with_disk() -> RulesStatus:
    """Synchronise the draft with the files on disk, and flash a message if that ended the draft."""
    status = get_publishing_service().sync_with_disk()
    if status.reverted:
        flash(_DRAFT_ENDED)
    return status


def load_draft_view() -> DraftView:
    """Synchronise the draft with the files on disk and load it."""
    status, in_force = sync_with_disk(), get_publishing_service().get_current_release()
    files = status.draft.files if status.draft else in_force.files
    return DraftView(status, in_force, get_publishing_service().check(files))


def load_example_review(draft: DraftView) -> ExampleReview | None:
    """Return what the draft does to the worked examples; None if there is no draft or it has problems."""
    rulebook = draft.rulebook
    if rulebook is None or not draft.has_draft:
        return None
    return _review_examples(draft.in_force.rulebook, rulebook, *get_publishing_service().load_origins(rulebook))


@cached_by_hash(4)
def _review_examples(
    before: Rulebook, after: Rulebook, release: Rulebook | None, earlier_release: Rulebook | None
) -> ExampleReview:
    """Compare the worked examples, cached because every page of the draft says how many come out differently."""
    return review_examples(before, after, Origins(release, earlier_release))


def parse_document(data: bytes, file: str) -> Document:
    """Parse a file as text with positions, as far as it can be read; the result is cached and must not be modified."""
    return parse_rules_file(data, file)[0] or make_empty_document(file)


def build_files(files_by_name: Mapping[str, bytes]) -> RulesFiles:
    """Convert files by name to the type that the publishing service takes."""
    return RulesFiles(files_by_name[READINESS_FILENAME], files_by_name[EVIDENCE_FILENAME])


def build_line_url(file: str, line: int) -> str:
    """Return the URL of a line on the page of numbered lines."""
    return url_for("rules_text.show_lines", name=_URL_NAMES[file], _anchor=f"L{line}")
