"""Tell when the draft of the rules is kept beside the one that takes its place."""

from assess.core.loading.loader import EVIDENCE, READINESS
from assess.core.syntax.yaml_reader import scan
from assess.core.validation.labels import value_at
from assess.storage.release_records import Earlier, Files, Workbench

CHIEF = ((READINESS, "sections"), (EVIDENCE, "sources"))
"""Without these lists, no form finds what it is about."""


def earlier_after(workbench: Workbench, files: Files, *, whole: bool) -> Earlier:
    """Tell whether the draft is kept when these files take its place: as a whole, or without being readable.

    What was itself sent whole and never edited here is somewhere else as well, so no other draft gives way to it.
    """
    draft = workbench.draft
    if draft is None or draft.files == files or (draft.whole and workbench.earlier is not None):
        return Earlier.STAYS
    kept = is_readable(draft.files) and (whole or not is_readable(files))
    return Earlier.KEPT if kept else Earlier.STAYS


def is_readable(files: Files) -> bool:
    """Tell whether forms can be made of files, mistakes or not."""
    return all(has_list(data, *chief) for data, chief in zip(files, CHIEF, strict=True))


def has_list(data: bytes, file: str, key: str) -> bool:
    """Tell whether a file can be read and has its chief list."""
    document, _ = scan(data, file)
    return document is not None and isinstance(value_at(document.tree, (key,)), list)
