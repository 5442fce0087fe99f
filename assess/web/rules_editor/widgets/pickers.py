"""Findings and sources that are chosen in a form: found by their words, chosen with a tick, and removed again.

A field `claims` is submitted as its chosen ids, the ids that were shown (`claims-shown`), those of them that were
ticked (`claims-ticked`) and the words to find (`claims-find`). What was shown and not ticked is not chosen.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from assess.core.syntax.names import matches_words
from assess.core.syntax.yaml_reader import TreeNode
from assess.core.validation.labels import get_node
from assess.report.content.citations import strip_references
from assess.report.content.text import format_count
from assess.web.components.widgets import sanitise
from assess.web.rules_editor.documents import FormData
from assess.web.rules_editor.entity_types.choices import get_text, iter_paths
from assess.web.rules_editor.entity_types.fields import ESTIMATE, normalise_lines

NEW_SOURCE = "+"
"""The value of the choice that adds a source."""

_MAX_SHOWN = 20
_MAX_SEARCH_LENGTH = 100


FileTrees = tuple[Any, Any]
"""The parsed YAML of the evidence and of the rules."""


class PickerItem(NamedTuple):
    """A finding or source as it is offered or shown."""

    id: str
    text: str
    remark: str
    """Where a finding comes from, or the status of a source."""
    is_chosen: bool


class PickerView(NamedTuple):
    """The state of a field in which findings or a source are chosen."""

    chosen: tuple[PickerItem, ...]
    shown: tuple[PickerItem, ...]
    """What the search found, at most as much as a page shows."""
    search_text: str
    message: str
    """How much was found; empty if nothing was looked for."""


class _Candidate(NamedTuple):
    """A finding or source, with everything in which words are looked for."""

    id: str
    text: str
    remark: str
    words: str


def list_ids(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return each id that is among the values of a field once."""
    return tuple(dict.fromkeys(filter(None, normalise_lines(values))))


def read_chosen(submitted: FormData, name: str) -> tuple[str, ...] | None:
    """Return the ids that a submitted form has chosen in a field, or None if it did not have the field."""
    if name not in submitted:
        return None
    chosen = list_ids(submitted[name])
    shown, ticked = submitted.get(f"{name}-shown", ()), submitted.get(f"{name}-ticked", ())
    kept = [each for each in chosen if each not in shown or each in ticked]
    return list_ids((*kept, *ticked))


def read_authority(submitted: FormData, name: str) -> tuple[str, ...] | None:
    """Return the chosen findings, or the word for our estimate, of a field for an authority."""
    chosen = read_chosen(submitted, name)
    if chosen is None:
        return None
    kind = "".join(submitted.get(f"{name}-kind", ()))
    if kind == ESTIMATE or (not kind and chosen == (ESTIMATE,)):
        return (ESTIMATE,)
    return tuple(each for each in chosen if each != ESTIMATE)


def remove_chosen(submitted: FormData, name: str, removed: str) -> FormData:
    """Return the submitted values without one of the chosen ids of a field."""
    kept = tuple(each for each in read_chosen(submitted, name) or () if each != removed)
    ticked = tuple(each for each in submitted.get(f"{name}-ticked", ()) if each != removed)
    return {**submitted, name: kept, f"{name}-ticked": ticked}


def add_chosen(submitted: FormData, name: str, added: str) -> FormData:
    """Return the submitted values with one more chosen id in a field."""
    return {**submitted, name: (*(read_chosen(submitted, name) or ()), added), f"{name}-find": ("",)}


def is_search(submitted: FormData, name: str) -> bool:
    """Return whether the words to find in a field are not those that the page has looked for already."""
    return _get_search(submitted, name) != "".join(submitted.get(f"{name}-found", ())).strip()


def _get_search(submitted: FormData, name: str) -> str:
    """Return the words to find in a field."""
    return "".join(submitted.get(f"{name}-find", ()))[:_MAX_SEARCH_LENGTH].strip()


def build_findings_picker(trees: FileTrees, chosen: tuple[str, ...], submitted: FormData, name: str) -> PickerView:
    """Build the view of a field in which findings are chosen."""
    return _build_picker(tuple(_iter_findings(*trees)), chosen, _get_search(submitted, name), "finding")


def build_source_picker(trees: FileTrees, chosen: tuple[str, ...], submitted: FormData, name: str) -> PickerView:
    """Build the view of a field in which a source is chosen."""
    return _build_picker(tuple(_iter_sources(trees[0])), chosen, _get_search(submitted, name), "source")


def _build_picker(candidates: tuple[_Candidate, ...], chosen: tuple[str, ...], search: str, noun: str) -> PickerView:
    """Build the view of a field: what is chosen, and what has all the words."""
    by_id = {each.id: each for each in candidates}
    found = [each for each in candidates if search and matches_words(each.words, search)]
    missing = f"a {noun} that is not there"
    return PickerView(
        tuple(_build_item(by_id.get(each, _Candidate(each, missing, each, "")), is_chosen=True) for each in chosen),
        tuple(_build_item(each, is_chosen=each.id in chosen) for each in found[:_MAX_SHOWN]),
        sanitise(search),
        _describe_count(len(found), noun, search) if search else "",
    )


def _build_item(candidate: _Candidate, *, is_chosen: bool) -> PickerItem:
    """Build the view of one finding or source."""
    return PickerItem(candidate.id, sanitise(candidate.text), sanitise(candidate.remark), is_chosen)


def _describe_count(count: int, noun: str, search: str) -> str:
    """Describe how much was found."""
    if not count:
        return f"No {noun} has “{search}” in it. Try another word, or add a {noun}"
    more = f". These are the first {_MAX_SHOWN}: add a word to find fewer" if count > _MAX_SHOWN else ""
    has, them = ("has", "it") if count == 1 else ("have", "them")
    return f"{format_count(count, noun).capitalize()} {has} “{search}” in {them}{more}"


def _iter_findings(evidence: Any, rules: Any) -> Iterator[_Candidate]:
    """Yield every finding, with its source and how often it is used."""
    sources = {get_text(each, "id"): each for each in _list_items(evidence, "sources")}
    uses = Counter(_iter_cited(rules))
    for each in _list_items(evidence, "claims"):
        source = sources.get(get_text(each, "source"), {})
        title = ", ".join(filter(None, (_format_authors(source), strip_references(get_text(source, "title")))))
        where = ", ".join(filter(None, (title, get_text(each, "pinpoint"))))
        used = uses[get_text(each, "id")]
        use = f"Used in {format_count(used, 'place')}" if used else "Not used yet"
        remark = ". ".join(filter(None, (where, get_text(source, "status").capitalize(), use)))
        text = strip_references(get_text(each, "finding")) or get_text(each, "id")
        yield _Candidate(get_text(each, "id"), text, remark, f"{text} {where} {get_text(each, 'id')}")


def _iter_sources(evidence: Any) -> Iterator[_Candidate]:
    """Yield every source, with its authors, date and status."""
    for each in _list_items(evidence, "sources"):
        text = strip_references(get_text(each, "title")) or get_text(each, "id")
        parts = (_format_authors(each), get_text(each, "issued"), get_text(each, "status").capitalize())
        remark = ", ".join(filter(None, parts))
        yield _Candidate(get_text(each, "id"), text, remark, f"{text} {remark} {get_text(each, 'id')}")


def _format_authors(source: Mapping[str, Any]) -> str:
    """Return the authors of a source on one line."""
    authors = source.get("author")
    return ", ".join(each for each in authors if isinstance(each, str)) if isinstance(authors, list) else ""


def _list_items(tree: Any, key: str) -> list[Mapping[str, Any]]:
    """Return the items of a list at the top of a file."""
    every = (get_node(tree, path) for path in iter_paths(tree, (key,)))
    return [each for each in every if isinstance(each, Mapping)]


def _iter_cited(node: TreeNode) -> Iterator[str]:
    """Yield the id of each finding that a part of the rules names, once for each place."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("claims", "takes_from") and isinstance(value, list):
                yield from (each for each in value if isinstance(each, str))
            else:
                yield from _iter_cited(value)
    elif isinstance(node, list):
        for each in node:
            yield from _iter_cited(each)
