"""Links from the entities of the rules to their lines in the text."""

from collections.abc import Mapping
from functools import lru_cache

from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.syntax.yaml_reader import Document
from assess.core.validation.labels import get_node
from assess.storage.release_records import RulesFiles
from assess.web.rules_editor.draft import DraftView, build_line_url, parse_document
from assess.web.rules_editor.entity_types.choices import get_text, iter_paths

_LINKED_LISTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "section": (READINESS_FILENAME, ("sections",)),
    "question": (READINESS_FILENAME, ("sections", "questions")),
    "blocker": (READINESS_FILENAME, ("blockers",)),
    "warning": (READINESS_FILENAME, ("warnings",)),
    "recommendation": (READINESS_FILENAME, ("recommendations",)),
    "notice": (READINESS_FILENAME, ("notices",)),
    "source": (EVIDENCE_FILENAME, ("sources",)),
    "claim": (EVIDENCE_FILENAME, ("claims",)),
}
"""The file and the keys of the nested lists that contain the entities of each kind."""
LineUrls = Mapping[tuple[str, str], str]
"""The URLs of lines, by the kind and id of an entity."""


def build_line_urls(draft: DraftView) -> LineUrls:
    """Return the URL of the line of each entity of the draft, or of the rules in force if there is none."""
    return {key: build_line_url(_LINKED_LISTS[key[0]][0], line) for key, line in _find_lines(draft.files).items()}


@lru_cache(2)
def _find_lines(files: RulesFiles) -> Mapping[tuple[str, str], int]:
    """Return the line number of each entity that has an id, by its kind and id."""
    documents = {
        READINESS_FILENAME: parse_document(files.readiness, READINESS_FILENAME),
        EVIDENCE_FILENAME: parse_document(files.evidence, EVIDENCE_FILENAME),
    }
    return {
        key: line
        for kind, (file, lists) in _LINKED_LISTS.items()
        for key, line in _find_lines_of_kind(documents[file], kind, lists)
    }


def _find_lines_of_kind(document: Document, kind: str, list_keys: tuple[str, ...]) -> list[tuple[tuple[str, str], int]]:
    """Return the line numbers of the entities of one kind."""
    found = [(path, get_node(document.tree, path)) for path in iter_paths(document.tree, list_keys)]
    return [
        ((kind, get_text(item, "id")), document.find_position(path).line)
        for path, item in found
        if isinstance(item, dict)
    ]
