"""Links from the entities of the rules to their lines in the text."""

from collections.abc import Mapping
from functools import lru_cache

from assess.core.loading.loader import EVIDENCE, READINESS
from assess.core.syntax.yaml_reader import Document
from assess.core.validation.labels import value_at
from assess.releases.models import Checked
from assess.web.rules_editor.choices import paths, word
from assess.web.rules_editor.draft import Working, line_address, scanned

LISTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "section": (READINESS, ("sections",)),
    "question": (READINESS, ("sections", "questions")),
    "blocker": (READINESS, ("blockers",)),
    "warning": (READINESS, ("warnings",)),
    "recommendation": (READINESS, ("recommendations",)),
    "notice": (READINESS, ("notices",)),
    "source": (EVIDENCE, ("sources",)),
    "claim": (EVIDENCE, ("claims",)),
}
"""The file and the keys of the nested lists that contain the entities of each kind."""
Addresses = Mapping[tuple[str, str], str]
"""The URLs of lines, by the kind and id of an entity."""


def addresses(now: Working) -> Addresses:
    """Return the URL of the line of each entity of the draft, or of the rules in force if there is none."""
    return {key: line_address(LISTS[key[0]][0], line) for key, line in lines(now.checked).items()}


@lru_cache(2)
def lines(checked: Checked) -> Mapping[tuple[str, str], int]:
    """Return the line number of each entity that has an id, by its kind and id."""
    documents = {READINESS: scanned(checked.files.readiness, READINESS), EVIDENCE: scanned(checked.files[1], EVIDENCE)}
    return {key: line for kind, (file, lists) in LISTS.items() for key, line in lines_in(documents[file], kind, lists)}


def lines_in(document: Document, kind: str, lists: tuple[str, ...]) -> list[tuple[tuple[str, str], int]]:
    """Return the line numbers of the entities of one kind."""
    found = [(path, value_at(document.tree, path)) for path in paths(document.tree, lists)]
    return [((kind, word(item, "id")), document.mark(path).line) for path, item in found if isinstance(item, dict)]
