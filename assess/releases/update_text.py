"""An update of the rules in an officer's words, for the page and the command line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from assess.core.comparison.rule_labels import FIELD_LABELS, format_value
from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME
from assess.core.loading.schema import MODELS_BY_HEADING
from assess.core.merging.merge import PLACE, WEIGHTS, Difference, Merge, Part, Verdict
from assess.core.merging.places import ItemPlace, index_items
from assess.core.merging.sides import QUESTIONS, RULES, SECTIONS
from assess.core.merging.texts import SideTexts
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import FactOption, LookupRow, NeedsPolicy, QuestionOption
from assess.core.scoring.citations import strip_references
from assess.core.validation.labels import KIND_LABELS
from assess.releases.update import RulesUpdate
from assess.report.content.text import capitalise_first, format_count, join_words, pluralise

_SECTION = "barrier"
_KIND_WORDS = {SECTIONS: _SECTION, "claims": "finding", "glossary": "word"}
"""Kinds of item that people call otherwise than the file does."""
_WEIGHTS_LABEL = "The weights of the barriers"
_TITLES = ("title", "label", "text", "name", "term", "says", "finding")
"""Fields that say what an item is, the first that it has."""
_ATTRIBUTES = {
    field.alias: name
    for model in MODELS_BY_HEADING.values()
    for name, field in model.model_fields.items()
    if field.alias is not None
}
"""The attributes of models by their keys in the files, where these differ."""
_ABSENT = "Not there"
_MAX_KINDS = 4
"""The maximum number of kinds of item that a summary counts."""

Segment = tuple[str, bool]
"""A piece of text, and whether it differs from what both sides started from."""


class SideText(NamedTuple):
    """What one side has, line by line."""

    title: str
    lines: tuple[tuple[Segment, ...], ...]


class ChoiceText(NamedTuple):
    """A choice: what it is about, and what each side has."""

    part: Part
    label: str
    sides: tuple[SideText, ...]
    options: tuple[str, str]
    """The council's and the release's."""
    barrier: str = ""
    """The barrier that it belongs to; empty for other parts of the rules."""
    weights: tuple[tuple[str, str, str], ...] = ()
    """If it is about the weights: each barrier with its weight on both sides."""


class UpdateText(NamedTuple):
    """What an update does: what it takes, what it keeps, and what a person chooses."""

    taken: tuple[str, ...]
    kept: tuple[str, ...]
    choices: tuple[ChoiceText, ...]
    taken_kinds: str
    """How many items of which kinds are taken."""
    kept_kinds: str


def describe_update(update: RulesUpdate, merge: Merge) -> UpdateText:
    """Describe an update."""
    describer = _Describer(update)
    taken, kept = (_group(merge.list_with(verdict)) for verdict in (Verdict.TAKEN, Verdict.KEPT))
    return UpdateText(
        tuple(describer.describe_item(each) for each in taken),
        tuple(describer.describe_item(each) for each in kept),
        tuple(describer.describe_choice(each) for each in merge.list_with(Verdict.CHOICE)),
        _count_kinds(taken),
        _count_kinds(kept),
    )


def _group(differences: Iterable[Difference]) -> list[list[Difference]]:
    """Return the differences of each item together."""
    groups: dict[tuple[str, str], list[Difference]] = {}
    for each in differences:
        groups.setdefault(each.part[:2] if each.part.kind != RULES else each.part[::2], []).append(each)
    return list(groups.values())


def _count_kinds(groups: Sequence[Sequence[Difference]]) -> str:
    """Return how many items there are of each kind, the most frequent first."""
    counts: dict[str, int] = {}
    for group in groups:
        kind = _get_kind(group[0].part)
        counts[kind] = counts.get(kind, 0) + 1
    ranked = sorted(counts.items(), key=lambda each: -each[1])
    words = [f"{count} {pluralise(count, *_plural_forms(kind))}" for kind, count in ranked[:_MAX_KINDS]]
    return join_words([*words, *(["others"] if len(ranked) > _MAX_KINDS else [])])


def _plural_forms(kind: str) -> tuple[str, str]:
    """Return the singular and the plural of a kind."""
    return kind, f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


def _get_kind(part: Part) -> str:
    """Return what kind of thing a part belongs to, as people call it."""
    if part.kind == RULES:
        return "setting"
    return _KIND_WORDS.get(part.kind) or KIND_LABELS[part.kind]


class _Describer:
    """Describes the differences of one update."""

    def __init__(self, update: RulesUpdate) -> None:
        self.update = update
        self.places = [_index_places(each) if each else {} for each in update.texts]
        sides = update.texts.sides
        self.sections = (sides.theirs.places, sides.ours.places)
        """The section of each question, of the release and of the council."""
        self.rulebooks = [update.base and update.base.rulebook, update.ours.rulebook, update.release]
        self.titles = ["Both started from", f"Yours, {self._get_version(1)}", f"New, {self._get_version(2)}"]
        if update.base and update.base.rulebook:
            self.titles[0] += f" {update.base.rulebook.version}"

    def _get_version(self, side: int) -> str:
        """Return the version of a side that is always there."""
        rulebook = self.rulebooks[side]
        return rulebook.version if rulebook else ""

    def describe_item(self, group: Sequence[Difference]) -> str:
        """Describe all differences of one item in one line."""
        first = group[0]
        if not first.part.field:
            added = first.base is None and self.update.base is not None
            state = "added" if added else "left out"
            return f"{capitalise_first(_get_kind(first.part))} {state}: {self._get_title(first.part)}"
        if len(group) == 1:
            return self.describe_part(first.part)
        fields = join_words([self._get_label(each.part) for each in group])
        return f"{capitalise_first(self._name_item(first.part))}: {fields}"

    def describe_part(self, part: Part) -> str:
        """Return the label of a part, to begin a sentence."""
        if part.field == WEIGHTS:
            return _WEIGHTS_LABEL
        if part.kind == RULES:
            whose = " of the rules" if part.field in ("id", "title") else ""
            return f"The {self._get_label(part)}{whose}"
        item = self._name_item(part)
        return f"The {self._get_label(part)} of {item}" if part.field else capitalise_first(item)

    def _name_item(self, part: Part) -> str:
        """Return the name of an item inside a sentence."""
        return f"the {_get_kind(part)} {self._get_title(part)}"

    def _get_title(self, part: Part) -> str:
        """Return what says what an item is, in quotation marks."""
        return f"“{self._get_words(part)}”"

    def _get_words(self, part: Part) -> str:
        """Return what says what an item is, in the words of the release if it has the item."""
        for side in (2, 1, 0):
            item = self._find_model(side, part)
            if item is not None:
                words = next((str(value) for key in _TITLES if (value := getattr(item, key, None))), part.name)
                return strip_references(words)
        return part.name

    def _get_label(self, part: Part) -> str:
        """Return the label of a field inside a sentence."""
        kind = KIND_LABELS.get(part.kind, RULES)
        if "/" in part.field:
            return f"row {part.field.partition('/')[2]}"
        special = {"options": "answers", PLACE: _SECTION, "expect": "outcome expected"}
        name = _ATTRIBUTES.get(part.field, part.field)
        return special.get(part.field) or FIELD_LABELS.get(f"{name} of {kind}") or FIELD_LABELS[name]

    # What the sides have

    def describe_choice(self, difference: Difference) -> ChoiceText:
        """Describe what somebody has to choose."""
        part = difference.part
        label = self.describe_part(part)
        if part.field == WEIGHTS:
            weights = tuple(self._list_weights(difference))
            return ChoiceText(part, label, (), ("Yours", "The new ones"), weights=weights)
        values = [difference.base, difference.ours, difference.theirs]
        lines = [self._format(side, difference, values[side]) for side in range(3)]
        known = [side for side in range(3) if side or self.update.base]
        sides = tuple(
            SideText(self.titles[side], _mark(lines[0] if 0 in known else None, lines[side])) for side in known
        )
        return ChoiceText(part, label, sides, self._name_options(difference), self._find_barrier(part))

    def _find_barrier(self, part: Part) -> str:
        """Return the title of the barrier that a part belongs to; empty if there is none."""
        if part.kind == SECTIONS:
            return self._get_words(part)
        section = next((places[part.name] for places in self.sections if part.name in places), "")
        return self._get_words(Part(SECTIONS, section)) if part.kind == QUESTIONS else ""

    def _name_options(self, difference: Difference) -> tuple[str, str]:
        """Return the labels of both options."""
        if difference.part.field:
            return ("Yours", "The new ones" if difference.part.field == "options" else "The new one")
        ours = "Leave it out" if difference.ours is None else "Keep yours"
        return ours, "Leave it out" if difference.theirs is None else "Use the new one"

    def _list_weights(self, difference: Difference) -> Iterator[tuple[str, str, str]]:
        """Yield every barrier with its weights."""
        for name, weight in difference.ours.items():
            yield self._get_words(Part(SECTIONS, name)), weight, difference.theirs[name]

    def _format(self, side: int, difference: Difference, value: Any) -> list[str]:
        """Return the value of one side in lines."""
        part, rulebook = difference.part, self.rulebooks[side]
        is_alone = not part.field and None in (difference.ours, difference.theirs)
        if value is None or rulebook is None:
            return [_ABSENT if part.field else "Left out" if self.update.base else "Does not have it"]
        if is_alone and not self.update.base:
            return ["Has it"]
        model = self._find_model(side, part)
        if not part.field:
            return list(self._format_item(side, difference, value, model))
        return _format_field(rulebook, _get_field(model, part.field))

    def _format_item(self, side: int, difference: Difference, value: Mapping[str, Any], model: Any) -> Iterator[str]:
        """Yield the lines of a whole item: what differs from the base, or else all fields."""
        rulebook = self.rulebooks[side]
        if side and difference.base is not None:
            part = difference.part
            changed = [key for key in {**difference.base, **value} if difference.base.get(key) != value.get(key)]
            labels = ["questions" if key == QUESTIONS else self._get_label(part._replace(field=key)) for key in changed]
            yield f"Kept, with changes: {join_words(labels)}"
            return
        for key in value:
            if key not in ("id", QUESTIONS) and rulebook is not None:
                label = capitalise_first(self._get_label(difference.part._replace(field=key)))
                yield f"{label}: {'; '.join(_format_field(rulebook, _get_field(model, key)))}"
        if QUESTIONS in value:
            yield capitalise_first(format_count(len(value[QUESTIONS]), "question"))

    def _find_model(self, side: int, part: Part) -> Any:
        """Return an item of one side as it was loaded, or None if it is not there."""
        rulebook, place = self.rulebooks[side], self.places[side].get((part.kind, part.name))
        if rulebook is None:
            return None
        if part.kind == RULES:
            return rulebook.rules if part.field in ("needs", "score_from") else rulebook.rules.rulebook
        found: Any = rulebook.rules if place and hasattr(rulebook.rules, str(place.path[0])) else rulebook.evidence
        for step in place.path if place else ():
            found = getattr(found, step) if isinstance(step, str) else found[step]
        return found if place else None


def _index_places(texts: SideTexts) -> dict[tuple[str, str], ItemPlace]:
    """Return where the items of both files are."""
    return index_items(texts.readiness.tree, READINESS_FILENAME) | index_items(texts.evidence.tree, EVIDENCE_FILENAME)


def _get_field(model: Any, field: str) -> Any:
    """Return a field of a loaded item by its key in the file."""
    if "/" in field:
        return model.table[field.partition("/")[2]]
    return getattr(model, _ATTRIBUTES.get(field, field))


def _format_field(rulebook: Rulebook, value: Any) -> list[str]:
    """Return the value of a field in lines."""
    if isinstance(value, NeedsPolicy):
        return [rulebook.bands[value.cap].label]
    if isinstance(value, LookupRow):
        return [f"{value.is_}. {value.note}".strip(" .") + "."]
    if isinstance(value, tuple) and value and isinstance(value[0], QuestionOption):
        return [f"{each.text} ({each.points} {pluralise(each.points, 'point')})" for each in value]
    if isinstance(value, tuple) and value and isinstance(value[0], FactOption):
        return [each.text for each in value]
    if hasattr(value, "recommends"):
        value = {FIELD_LABELS[key]: each for key, each in value if each is not None}
    return (format_value(rulebook, value) or _ABSENT).splitlines()


def _mark(base: list[str] | None, lines: list[str]) -> tuple[tuple[Segment, ...], ...]:
    """Return lines with what differs from the base marked: words of a single line, otherwise whole lines."""
    if base is None or base == lines:
        return tuple(((line, False),) for line in lines)
    if len(base) == len(lines) == 1:
        return (_mark_words(base[0], lines[0]),)
    return tuple(((line, line not in base),) for line in lines)


def _mark_words(base: str, text: str) -> tuple[Segment, ...]:
    """Return a text in pieces, those marked that the base does not have."""
    before, after = base.split(), text.split()
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pieces = [(" ".join(after[start:end]), kind != "equal") for kind, _, _, start, end in opcodes if end > start]
    return tuple((f"{piece} " if at < len(pieces) - 1 else piece, marked) for at, (piece, marked) in enumerate(pieces))
