"""Bring what worked examples expect up to date when rules are published."""

from collections.abc import Callable

from assess.core.model.rulebook import Rulebook
from assess.core.yaml_edit.edits import apply_edits
from assess.core.yaml_edit.examples import revise_expectations
from assess.releases.files import FILE_NAMES
from assess.releases.models import CheckedRules
from assess.report.content.text import capitalise_first, format_count
from assess.storage.release_records import RulesFiles

_NOT_UPDATED = (
    "The worked examples could not be brought up to date, so some expect other results than they have. "
    "Edit the text to correct them."
)
"""A note for the publisher; nothing else of the rules is affected."""


def update_expectations(
    files: RulesFiles, rulebook: Rulebook, check: Callable[[RulesFiles], CheckedRules]
) -> tuple[RulesFiles, str]:
    """Return the files in which every worked example expects its result, and a note on what was changed."""
    edits = revise_expectations(rulebook)
    if not edits:
        return files, ""
    edited = apply_edits(dict(zip(FILE_NAMES, files, strict=True)), edits)
    if isinstance(edited, dict):
        updated = RulesFiles(*(edited[name] for name in FILE_NAMES))
        if check(updated).rulebook is not None:
            count = format_count(len({edit.path[1] for edit in edits}), "worked example")
            return updated, f"{capitalise_first(count)} {'was' if count.startswith('one ') else 'were'} updated."
    return files, _NOT_UPDATED
