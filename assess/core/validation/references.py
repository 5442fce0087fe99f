"""Checks that every id named in the rules files exists."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from assess.core.model.evidence import Evidence
from assess.core.model.rules import STAGE, UNKNOWN, Derived, Fact, Rules
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.suggestions import suggestion
from assess.core.syntax.yaml_reader import Path

# A claim cited within a text: {law-msp2-01}.
CITATION = re.compile(r"\{([^{}]*)\}|[{}]")

# Kinds of item whose ids may be incomplete if the value of a key could not be read.
HOLDERS = {
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
    "recommendations": {"recommendations"},
    "sources": {"sources"},
    "claims": {"claims"},
}
ALWAYS_AT_THE_TOP = {"bands", "roles", "profile", "derived", "blockers", "warnings", "recommendations"}
EVERY_KIND = frozenset().union(*HOLDERS.values())


class Named(Protocol):
    """An item with an id."""

    @property
    def id(self) -> str:
        """The id."""


Thing = TypeVar("Thing", bound=Named)


def by_id(things: Sequence[Thing]) -> Mapping[str, Thing]:
    """Index items by id; the first wins if an id is duplicated."""
    found: dict[str, Thing] = {}
    for thing in things:
        found.setdefault(thing.id, thing)
    return found


class Names:
    """The ids defined in both files; any id is accepted of a kind in `incomplete`."""

    def __init__(self, rules: Rules | None, evidence: Evidence | None, lost: Iterable[str]) -> None:
        self.lost = frozenset(lost)
        self.kept: dict[int, dict[str, int]] = {}
        """Cached indexes of options, by the identity of the sequence."""
        self.roles = by_id(rules.roles if rules else ())
        self.bands = by_id(rules.bands if rules else ())
        facts: tuple[Fact | Derived, ...] = (*rules.profile, *rules.derived) if rules else ()
        self.facts = by_id(facts)
        self.sections = by_id(rules.sections if rules else ())
        self.questions = by_id([each for section in rules.sections for each in section.questions] if rules else ())
        self.blockers = by_id(rules.blockers if rules else ())
        self.recommendations = by_id(rules.recommendations if rules else ())
        self.claims = by_id(evidence.claims if evidence else ())
        self.sources = by_id(evidence.sources if evidence else ())

    def wrong(self, kind: str, name: str) -> str | None:
        """Return a message if an id does not exist, or None if it does or might."""
        known: Mapping[str, Any] = getattr(self, kind)
        if name in known or kind in self.lost:
            return None
        return f"There is no {kind[:-1]} `{name}`. {suggestion(name, known)}"

    def one(self, kind: str, name: str | None, path: Path) -> Iterator[Mistake]:
        """Check that one id exists."""
        sentence = self.wrong(kind, name) if name is not None else None
        if sentence:
            yield Mistake(path, sentence)

    def many(self, kind: str, names: Iterable[str], path: Path) -> Iterator[Mistake]:
        """Check that the ids in a list exist and are unique."""
        seen: set[str] = set()
        for index, name in enumerate(names):
            yield from self.one(kind, name, (*path, index))
            if name in seen:
                yield Mistake((*path, index), f"`{name}` is in this list twice. Keep one of the two.")
            seen.add(name)

    def places(self, options: Sequence[Named]) -> dict[str, int]:
        """Return the index of each option by id, cached for all conditions that name one of them."""
        found = self.kept.get(id(options))
        if found is None:
            found = self.kept[id(options)] = {option.id: place for place, option in enumerate(options)}
        return found

    def option(self, options: Sequence[Named], name: str, path: Path, of: str) -> Iterator[Mistake]:
        """Check that a fact or question has an option."""
        ids = self.places(options)
        if name not in ids and "options" not in self.lost:
            yield Mistake(path, f"{of} has no option `{name}`. {suggestion(name, ids)}")

    def stage(self, name: str, path: Path) -> Iterator[Mistake]:
        """Check that the profile has a stage."""
        fact = self.facts.get(STAGE)
        if fact is not None:
            yield from self.option(fact.options, name, path, "The fact `stage`")


def names_lost(spoiled: Iterable[Path], *, evidence: bool = False) -> Iterator[str]:
    """Yield the kinds of item whose ids may be incomplete because of placeholders."""
    for path in spoiled:
        for index, step in enumerate(path):
            if is_name(path[index + 1 :]) and holds_names(step, index, evidence=evidence):
                yield from HOLDERS[str(step)]


def is_name(rest: Path) -> bool:
    """Return whether a path relative to a list refers to the list, an item of it or the id of an item."""
    return not rest or (isinstance(rest[0], int) and rest[1:] in ((), ("id",)))


def holds_names(step: str | int, index: int, *, evidence: bool) -> bool:
    """Return whether a key at this depth holds items of a kind, not only references to them."""
    if evidence:
        return step in ("sources", "claims") and index == 0
    return step in ("sections", "questions", "options", "kind") or (step in ALWAYS_AT_THE_TOP and index == 0)


def choices(fact: Fact | Derived) -> tuple[str, ...]:
    """Return the options that a condition on a fact may name, with `unknown` if the fact may be left blank."""
    ids = tuple(choice.id for choice in fact.options)
    return (*ids, UNKNOWN) if may_be_blank(fact) and UNKNOWN not in ids else ids


def may_be_blank(fact: Fact | Derived) -> bool:
    """Return whether a fact may be left blank or, if derived, may be unknown."""
    return isinstance(fact, Derived) or not fact.required


def citations(tree: Any, names: Names) -> Iterator[Mistake]:
    """Yield a mistake for each unknown {claim} cited within a text, and for each unmatched brace."""
    for path, words in texts(tree, ()):
        for found in {each[0]: each for each in CITATION.finditer(words)}.values():
            if found[1] is None:
                yield Mistake(
                    path,
                    f"There is a {found[0]} alone in this text. Braces stand only round a claim, as in {{law-01}}.",
                )
            elif sentence := names.wrong("claims", found[1].strip()):
                yield Mistake(path, f"In this text, {found[0]} stands for a claim. {sentence}")


def texts(tree: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield all texts that contain braces, with their paths."""
    for step, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        if not isinstance(value, str):
            yield from texts(value, (*path, step))
        elif "{" in value or "}" in value:
            yield (*path, step), value
