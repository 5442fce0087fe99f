"""Checks that every id named in the rules files exists."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from assess.core.model.evidence import Evidence
from assess.core.model.rules import STAGE, UNKNOWN_OPTION, DerivedFact, Fact, Rules
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.suggestions import suggest_correction
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.labels import word_for

# A claim cited within a text: {law-msp2-01}.
_CITATION_PATTERN = re.compile(r"\{([^{}]*)\}|[{}]")

# Kinds of item whose ids may be incomplete if the value of a key could not be read.
_KINDS_BY_KEY = {
    "bands": {"bands"},
    "roles": {"roles"},
    "profile": {"facts", "options", "kinds"},
    "kind": {"kinds"},
    "derived": {"facts", "options"},
    "sections": {"sections", "questions", "options"},
    "questions": {"questions", "options"},
    "options": {"options"},
    "blockers": {"blockers"},
    "warnings": {"blockers"},
    "contradictions": {"contradictions"},
    "recommendations": {"recommendations"},
    "sources": {"sources"},
    "claims": {"claims"},
}
_TOP_LEVEL_KEYS = {"bands", "roles", "profile", "derived", "blockers", "warnings", "contradictions", "recommendations"}
ALL_KINDS = frozenset().union(*_KINDS_BY_KEY.values())


class HasId(Protocol):
    """An item with an id."""

    @property
    def id(self) -> str:
        """The id."""


HasIdT = TypeVar("HasIdT", bound=HasId)


def _index_by_id(items: Sequence[HasIdT]) -> Mapping[str, HasIdT]:
    """Index items by id; the first wins if an id is duplicated."""
    index: dict[str, HasIdT] = {}
    for item in items:
        index.setdefault(item.id, item)
    return index


class NameIndex:
    """The ids defined in both files; any id is accepted of a kind in `incomplete`."""

    def __init__(self, rules: Rules | None, evidence: Evidence | None, incomplete: Iterable[str]) -> None:
        self.incomplete = frozenset(incomplete)
        self.positions_cache: dict[int, dict[str, int]] = {}
        """Cached indexes of options, by the identity of the sequence."""
        self.roles = _index_by_id(rules.roles if rules else ())
        self.bands = _index_by_id(rules.bands if rules else ())
        facts: tuple[Fact | DerivedFact, ...] = (*rules.profile, *rules.derived) if rules else ()
        self.facts = _index_by_id(facts)
        self.sections = _index_by_id(rules.sections if rules else ())
        self.questions = _index_by_id(
            [each for section in rules.sections for each in section.questions] if rules else ()
        )
        self.blockers = _index_by_id(rules.blockers if rules else ())
        self.recommendations = _index_by_id(rules.recommendations if rules else ())
        self.contradictions = _index_by_id(rules.contradictions if rules else ())
        self.claims = _index_by_id(evidence.claims if evidence else ())
        self.sources = _index_by_id(evidence.sources if evidence else ())

    def explain_unknown_id(self, kind: str, name: str) -> str | None:
        """Return a message if an id does not exist, or None if it does or might."""
        known: Mapping[str, Any] = getattr(self, kind)
        if name in known or kind in self.incomplete:
            return None
        return f"There is no {word_for(kind[:-1])} `{name}`. {suggest_correction(name, known)}"

    def check_id(self, kind: str, name: str | None, path: NodePath) -> Iterator[Mistake]:
        """Check that one id exists."""
        sentence = self.explain_unknown_id(kind, name) if name is not None else None
        if sentence:
            yield Mistake(path, sentence, code="unknown", values=(name or "",))

    def check_ids(self, kind: str, names: Iterable[str], path: NodePath) -> Iterator[Mistake]:
        """Check that the ids in a list exist and are unique."""
        seen: set[str] = set()
        for index, name in enumerate(names):
            yield from self.check_id(kind, name, (*path, index))
            if name in seen:
                sentence = f"`{name}` is in this list twice. Keep one of the two."
                yield Mistake((*path, index), sentence, code="twice", values=(name,))
            seen.add(name)

    def index_options(self, options: Sequence[HasId]) -> dict[str, int]:
        """Return the index of each option by id, cached for all conditions that name one of them."""
        positions = self.positions_cache.get(id(options))
        if positions is None:
            positions = self.positions_cache[id(options)] = {
                option.id: position for position, option in enumerate(options)
            }
        return positions

    def check_option(self, options: Sequence[HasId], name: str, path: NodePath, label: str) -> Iterator[Mistake]:
        """Check that a fact or question has an option."""
        ids = self.index_options(options)
        if name not in ids and "options" not in self.incomplete:
            sentence = f"{label} has no option `{name}`. {suggest_correction(name, ids)}"
            yield Mistake(path, sentence, code="unknown-option", values=(name,))

    def check_stage(self, name: str, path: NodePath) -> Iterator[Mistake]:
        """Check that the profile has a stage."""
        fact = self.facts.get(STAGE)
        if fact is not None:
            yield from self.check_option(fact.options, name, path, "The fact `stage`")


def find_incomplete_kinds(placeholders: Iterable[NodePath], *, evidence: bool = False) -> Iterator[str]:
    """Yield the kinds of item whose ids may be incomplete because of placeholders."""
    for path in placeholders:
        for index, step in enumerate(path):
            if _is_item_or_id(path[index + 1 :]) and _holds_items(step, index, evidence=evidence):
                yield from _KINDS_BY_KEY[str(step)]


def _is_item_or_id(path: NodePath) -> bool:
    """Return whether a path relative to a list refers to the list, an item of it or the id of an item."""
    return not path or (isinstance(path[0], int) and path[1:] in ((), ("id",)))


def _holds_items(step: str | int, index: int, *, evidence: bool) -> bool:
    """Return whether a key at this depth holds items of a kind, not only references to them."""
    if evidence:
        return step in ("sources", "claims") and index == 0
    return step in ("sections", "questions", "options", "kind") or (step in _TOP_LEVEL_KEYS and index == 0)


def list_option_ids(fact: Fact | DerivedFact) -> tuple[str, ...]:
    """Return the options that a condition on a fact may name, with `unknown` if the fact may be left blank."""
    ids = tuple(choice.id for choice in fact.options)
    return (*ids, UNKNOWN_OPTION) if may_be_blank(fact) and UNKNOWN_OPTION not in ids else ids


def may_be_blank(fact: Fact | DerivedFact) -> bool:
    """Return whether a fact may be left blank or, if derived, may be unknown."""
    return isinstance(fact, DerivedFact) or not fact.required


def check_citations(tree: Any, names: NameIndex) -> Iterator[Mistake]:
    """Yield a mistake for each unknown {claim} cited within a text, and for each unmatched brace."""
    for path, words in _iter_braced_texts(tree, ()):
        for found in {each[0]: each for each in _CITATION_PATTERN.finditer(words)}.values():
            if found[1] is None:
                sentence = (
                    f"There is a single {found[0]} in this text. Use braces only around a finding, as in {{law-01}}."
                )
                yield Mistake(path, sentence, code="brace-alone", values=(found[0],))
            elif unknown := names.explain_unknown_id("claims", found[1].strip()):
                sentence = f"In this text, {found[0]} refers to a finding. {unknown}"
                yield Mistake(path, sentence, code="unknown-citation", values=(found[0],))


def _iter_braced_texts(tree: Any, path: NodePath) -> Iterator[tuple[NodePath, str]]:
    """Yield all texts that contain braces, with their paths."""
    for step, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        if not isinstance(value, str):
            yield from _iter_braced_texts(value, (*path, step))
        elif "{" in value or "}" in value:
            yield (*path, step), value
