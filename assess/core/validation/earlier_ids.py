"""Checks of `was`: an earlier id belongs to one question or option only, and to none that exists now."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assess.core.model.rules import Question, QuestionOption, Rules
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.yaml_reader import NodePath


class _Renamed(NamedTuple):
    """A question or option that may have had other ids."""

    item: Question | QuestionOption
    path: NodePath


def check_earlier_ids(rules: Rules) -> Iterator[Mistake]:
    """Check the earlier ids of all questions and options."""
    questions: list[_Renamed] = []
    for section_index, section in enumerate(rules.sections):
        for index, question in enumerate(section.questions):
            path: NodePath = ("sections", section_index, "questions", index)
            questions.append(_Renamed(question, path))
            options = [_Renamed(option, (*path, "options", at)) for at, option in enumerate(question.options)]
            yield from _check_claimed_ids(options, "option", f" of `{question.id}`")
    yield from _check_claimed_ids(questions, "question", "")


def _check_claimed_ids(items: Sequence[_Renamed], kind: str, suffix: str) -> Iterator[Mistake]:
    """Yield a mistake for each earlier id that is in use or that another item has claimed."""
    present = {each.item.id for each in items}
    claimed: dict[str, str] = {}
    for item, path in items:
        for index, old in enumerate(item.was):
            place = (*path, "was", index)
            if old in present:
                sentence = f"`{old}` is still the id of {_article(kind)} {kind}{suffix}, so answers stay there."
                yield Mistake(place, f"{sentence} Take it out of `was`, or give that {kind} another id.")
            elif old in claimed:
                sentence = f"The {kind} `{claimed[old]}`{suffix} has `{old}` in `was` already."
                yield Mistake(place, f"{sentence} Keep it in one place: where the old answer still says the same.")
            claimed.setdefault(old, item.id)


def _article(kind: str) -> str:
    """Return the indefinite article of a kind."""
    return "an" if kind[0] in "aeiou" else "a"
