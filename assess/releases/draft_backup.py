"""Decide when a draft that is replaced is kept as the previous draft."""

from assess.core.loading.loader import EVIDENCE, READINESS
from assess.core.syntax.yaml_reader import scan
from assess.core.validation.labels import value_at
from assess.storage.release_records import Earlier, Files, Workbench

CHIEF = ((READINESS, "sections"), (EVIDENCE, "sources"))
"""The lists without which the forms cannot find the items that they edit."""


def earlier_after(workbench: Workbench, files: Files, *, whole: bool) -> Earlier:
    """Decide what happens to the previous draft when the given files replace the draft.

    The draft is kept if it is editable and the new files are uploaded or not editable. A draft that was itself uploaded
    and never edited also exists elsewhere, so it never replaces a previous draft.
    """
    draft = workbench.draft
    if draft is None or draft.files == files or (draft.whole and workbench.earlier is not None):
        return Earlier.STAYS
    kept = is_readable(draft.files) and (whole or not is_readable(files))
    return Earlier.KEPT if kept else Earlier.STAYS


def is_readable(files: Files) -> bool:
    """Return whether the files can be edited in forms, mistakes or not."""
    return all(has_list(data, *chief) for data, chief in zip(files, CHIEF, strict=True))


def has_list(data: bytes, file: str, key: str) -> bool:
    """Return whether a file can be read and has the given list."""
    document, _ = scan(data, file)
    return document is not None and isinstance(value_at(document.tree, (key,)), list)
