"""The rules files that are merged: what the council's were made from, the council's, and the release's."""

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from assess.core.loading.documents import parse_rules_file
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.merging.merge import Sides
from assess.core.merging.renames import find_renames, rename_references
from assess.core.merging.sides import Trees, build_side
from assess.core.model.rulebook import Renames
from assess.core.syntax.yaml_reader import Document, TreeNode
from assess.core.yaml_edit.edits import BYTE_ORDER_MARK

Files = Mapping[str, bytes]
"""The two rules files by name."""


class FileText(NamedTuple):
    """A file as it is written, and its contents with the ids that all sides use."""

    document: Document
    tree: dict[str, TreeNode]
    mark: bytes
    """The byte-order mark, or nothing."""

    @property
    def data(self) -> bytes:
        """The file byte for byte."""
        return self.mark + self.document.text.encode()

    @property
    def written(self) -> dict[str, Any]:
        """The contents with the ids as they are written."""
        return cast("dict[str, Any]", self.document.tree)


class SideTexts(NamedTuple):
    """The two files of one side."""

    readiness: FileText
    evidence: FileText

    @property
    def trees(self) -> Trees:
        """The contents with the ids that all sides use."""
        return Trees(self.readiness.tree, self.evidence.tree)


class RulesTexts(NamedTuple):
    """The files of all sides; the base is None if nobody knows it."""

    base: SideTexts | None
    ours: SideTexts
    theirs: SideTexts

    @property
    def sides(self) -> Sides:
        """The contents as items."""
        base = build_side(self.base.trees) if self.base else None
        return Sides(base, build_side(self.ours.trees), build_side(self.theirs.trees))


def read_texts(base: Files | None, ours: Files, theirs: Files) -> RulesTexts:
    """Read the files of all sides, which must be valid, and use the latest ids of questions and options in all."""
    texts = RulesTexts(_read_files(base) if base else None, _read_files(ours), _read_files(theirs))
    texts = _rename_sides(texts, texts.theirs)
    return _rename_sides(texts, texts.ours)


def _read_files(files: Files) -> SideTexts:
    """Parse both files of a side."""
    return SideTexts(*(_read_file(files[name], name) for name in (READINESS_FILENAME, EVIDENCE_FILENAME)))


def _read_file(data: bytes, name: str) -> FileText:
    """Parse a file; raises ValueError if it has mistakes."""
    document, problems = parse_rules_file(data, name)
    if document is None or problems:
        raise ValueError(problems)
    mark = BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK) else b""
    return FileText(document, cast("dict[str, TreeNode]", document.tree), mark)


def _rename_sides(texts: RulesTexts, renaming: SideTexts) -> RulesTexts:
    """Return all sides with the ids of a side that has renamed questions or options."""
    renames = find_renames(renaming.readiness.tree)
    base = _rename_side(texts.base, renames) if texts.base else None
    return RulesTexts(base, _rename_side(texts.ours, renames), _rename_side(texts.theirs, renames))


def _rename_side(side: SideTexts, renames: Renames) -> SideTexts:
    """Return a side with other ids of questions and options."""
    readiness = side.readiness
    return side._replace(readiness=readiness._replace(tree=rename_references(readiness.tree, renames)))
