"""Decide when a draft that is replaced is kept as the previous draft."""

from assess.core.loading.documents import parse_rules_file
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.validation.labels import get_node
from assess.storage.release_records import DraftState, PreviousDraftAction, RulesFiles

_REQUIRED_LISTS = ((READINESS_FILENAME, "sections"), (EVIDENCE_FILENAME, "sources"))
"""The lists without which the forms cannot find the items that they edit."""


def choose_previous_action(state: DraftState, files: RulesFiles, *, unedited: bool) -> PreviousDraftAction:
    """Decide what happens to the previous draft when the given files replace the draft.

    The draft is kept if it is editable and the new files are uploaded or not editable. A draft that was itself uploaded
    and never edited also exists elsewhere, so it never replaces a previous draft.
    """
    draft = state.draft
    if draft is None or draft.files == files or (draft.unedited and state.previous is not None):
        return PreviousDraftAction.KEEP
    is_kept = is_editable(draft.files) and (unedited or not is_editable(files))
    return PreviousDraftAction.REPLACE if is_kept else PreviousDraftAction.KEEP


def is_editable(files: RulesFiles) -> bool:
    """Return whether the files can be edited in forms, mistakes or not."""
    return all(_has_list(data, *chief) for data, chief in zip(files, _REQUIRED_LISTS, strict=True))


def _has_list(data: bytes, file: str, key: str) -> bool:
    """Return whether a file can be read and has the given list."""
    document, _ = parse_rules_file(data, file)
    return document is not None and isinstance(get_node(document.tree, (key,)), list)
