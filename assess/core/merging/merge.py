"""The three-way merge of rules: what they were made from, what a council made of them, and the new release.

What changed on one side only is merged. Where both sides changed the same field differently, a person chooses. Without
a base, a person chooses wherever the sides differ.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from assess.core.merging.order import merge_orders
from assess.core.merging.sides import QUESTIONS, RULES, SECTIONS, ListKey, Side
from assess.core.syntax.yaml_reader import TreeNode
from assess.core.validation.labels import KIND_LABELS

WEIGHTS, PLACE = "weights", "section"
"""The fields for the weights of all sections and for the section that a question belongs to."""
_SETTLED_FIELDS = ("effective_from", "made_from")
"""Fields of the heading that belong to the version, so that nobody is asked about them."""


class Verdict(StrEnum):
    """What the merge does where the sides differ."""

    TAKEN = "taken"
    """Only the release changed it: its value is used."""
    KEPT = "kept"
    """Only the council changed it: its value is used."""
    CHOICE = "choice"
    """Both changed it, or nobody knows who did: a person chooses."""


class SideName(StrEnum):
    """The side whose value a person chooses."""

    OURS = "yours"
    THEIRS = "new"


class Part(NamedTuple):
    """A field of an item or, without a field, an item as a whole."""

    kind: str
    """The key of the item's list in the file, or `rules`."""
    name: str
    field: str = ""

    @property
    def key(self) -> str:
        """The part in one word or a few, such as `question/award-route/help`."""
        return "/".join(filter(None, (KIND_LABELS.get(self.kind, self.kind).replace(" ", "-"), self.name, self.field)))


class Difference(NamedTuple):
    """A part that the sides do not have alike; None where a side does not have it."""

    part: Part
    verdict: Verdict
    base: Any
    ours: Any
    theirs: Any


class Sides(NamedTuple):
    """The three sides; the base is None if nobody knows it."""

    base: Side | None
    ours: Side
    theirs: Side


class Merge(NamedTuple):
    """The merged rules, and every difference in the order of the release."""

    side: Side
    differences: tuple[Difference, ...]

    def list_with(self, verdict: Verdict) -> tuple[Difference, ...]:
        """Return the differences with a verdict."""
        return tuple(each for each in self.differences if each.verdict is verdict)


def merge_sides(sides: Sides, chosen: Mapping[Part, SideName]) -> Merge:
    """Merge the sides; a choice that nobody has made is the council's."""
    return _Merger(sides, chosen).merge()


class _Merger:
    """Merges the items of all kinds and collects the differences."""

    def __init__(self, sides: Sides, chosen: Mapping[Part, SideName]) -> None:
        self.sides, self.chosen = sides, chosen
        self.differences: list[Difference] = []
        self.items: dict[str, dict[str, dict[str, TreeNode]]] = {}

    def merge(self) -> Merge:
        """Return the merged rules."""
        places: dict[str, str] = {}
        for kind in (RULES, *self._list_kinds()):
            self.items[kind] = dict(self._merge_kind(kind))
            if kind == SECTIONS:
                self._merge_weights()
                self.items[QUESTIONS] = dict(self._merge_kind(QUESTIONS))
                places = self._merge_places()
        return Merge(Side(self.items, self._merge_orders(places)), tuple(self.differences))

    def _list_kinds(self) -> list[str]:
        """Return the kinds of all top-level lists."""
        return [key.kind for key in self.sides.ours.orders if key.kind != QUESTIONS]

    def _decide(self, part: Part, base: Any, ours: Any, theirs: Any) -> Any:
        """Return the merged value of a part, and record where the sides differ."""
        verdict = self._judge(base, ours, theirs)
        if verdict is None:
            return ours
        self.differences.append(Difference(part, verdict, base, ours, theirs))
        if verdict is Verdict.CHOICE:
            return theirs if self.chosen.get(part) is SideName.THEIRS else ours
        return theirs if verdict is Verdict.TAKEN else ours

    def _judge(self, base: Any, ours: Any, theirs: Any) -> Verdict | None:
        """Return the verdict on three values; None if both sides have the same."""
        if ours == theirs:
            return None
        if self.sides.base is None or base not in (ours, theirs):
            return Verdict.CHOICE
        return Verdict.TAKEN if ours == base else Verdict.KEPT

    # Items and their fields

    def _merge_kind(self, kind: str) -> Iterator[tuple[str, dict[str, TreeNode]]]:
        """Yield the merged items of a kind with their names."""
        base, ours, theirs = (each.items.get(kind, {}) if each else {} for each in self.sides)
        for name in {**theirs, **ours, **base}:
            item = self._merge_item(kind, name)
            if item is not None:
                yield name, item

    def _merge_item(self, kind: str, name: str) -> dict[str, TreeNode] | None:
        """Return a merged item; None if it is left out."""
        base, ours, theirs = (each and each.get(kind, name) for each in self.sides)
        if ours is not None and theirs is not None and (base is not None or self.sides.base is None):
            return self._merge_fields(kind, name)
        owner = self._find_lone_section(kind, name)
        if owner is not None:  # a question of a section that one side does not have belongs to that section
            return dict(ours or theirs or {}) if owner in self.items[SECTIONS] else None
        wholes = [each and each.get_whole(kind, name) for each in self.sides]
        chosen = self._decide(Part(kind, name), *wholes)
        if chosen is None:
            return None
        return dict((ours if chosen == wholes[1] else theirs) or {})

    def _find_lone_section(self, kind: str, name: str) -> str | None:
        """Return the section of a question if only one side has the question, and only this side has the section."""
        _, ours, theirs = self.sides
        if kind != QUESTIONS or (ours.get(kind, name) is None) == (theirs.get(kind, name) is None):
            return None
        owner, other = (ours, theirs) if ours.get(kind, name) is not None else (theirs, ours)
        section = owner.places[name]
        return section if other.get(SECTIONS, section) is None else None

    def _merge_fields(self, kind: str, name: str) -> dict[str, TreeNode]:
        """Return an item that both sides have, merged field by field."""
        base, ours, theirs = (each.get(kind, name) or {} if each else {} for each in self.sides)
        merged = {}
        for field in {**ours, **theirs}:
            if (kind, field) == (SECTIONS, "weight"):
                continue
            values = base.get(field), ours.get(field), theirs.get(field)
            value = self._settle(field, *values) if kind == RULES else self._decide(Part(kind, name, field), *values)
            if value is not None:
                merged[field] = value
        return merged

    def _settle(self, field: str, base: Any, ours: Any, theirs: Any) -> Any:
        """Return the merged value of a field of the heading, of which some are never a choice."""
        if field == "version":
            return ours
        if field in _SETTLED_FIELDS:
            return ours if self._judge(base, ours, theirs) in (None, Verdict.KEPT) else theirs
        return self._decide(Part(RULES, "", field), base, ours, theirs)

    def _merge_weights(self) -> None:
        """Set the weights of the sections: those that both sides have are one field."""
        common = [
            name for name in self.items[SECTIONS] if all(side.get(SECTIONS, name) for side in self.sides[1:] if side)
        ]
        values = [
            {name: item["weight"] for name in common if (item := side.get(SECTIONS, name))} if side else None
            for side in self.sides
        ]
        for name, weight in self._decide(Part(RULES, "", WEIGHTS), *values).items():
            self.items[SECTIONS][name]["weight"] = weight

    # Places and orders

    def _merge_places(self) -> dict[str, str]:
        """Return the section of every merged question; a question without one is left out."""
        places = {}
        for name in list(self.items[QUESTIONS]):
            section = self._merge_place(name)
            if section is None:
                del self.items[QUESTIONS][name]
            else:
                places[name] = section
        return places

    def _merge_place(self, name: str) -> str | None:
        """Return the section of a question: that of the release, unless only the council has moved it."""
        base, ours, theirs = (each.places.get(name) if each else None for each in self.sides)
        if ours is None or theirs is None or ours == theirs:
            wanted = [ours or theirs]
        else:
            verdict = Verdict.KEPT if theirs == base else Verdict.TAKEN
            self.differences.append(Difference(Part(QUESTIONS, name, PLACE), verdict, base, ours, theirs))
            wanted = [ours, theirs] if verdict is Verdict.KEPT else [theirs, ours]
        return next((section for section in wanted if section in self.items[SECTIONS]), None)

    def _merge_orders(self, places: Mapping[str, str]) -> dict[ListKey, tuple[str, ...]]:
        """Return the order of every list."""
        keys = [ListKey(kind) for kind in self._list_kinds()]
        keys += [ListKey(QUESTIONS, section) for section in self.items[SECTIONS]]
        return {key: self._merge_order(key, places) for key in keys}

    def _merge_order(self, key: ListKey, places: Mapping[str, str]) -> tuple[str, ...]:
        """Return the order of one list."""
        base, ours, theirs = (each.orders.get(key, ()) if each else None for each in self.sides)
        names = {name for name in self.items[key.kind] if key.kind != QUESTIONS or places[name] == key.section}
        return merge_orders(base, ours or (), theirs or (), names)
