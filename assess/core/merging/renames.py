"""Rename questions and options in the contents of rules files, with everything that refers to them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assess.core.model.rulebook import Renames
from assess.core.syntax.yaml_reader import TreeNode

_CONDITION_KEYS = ("when", "ask_if", "unless", "elsewhere")
_HOLDERS = ("notices", "derived", "blockers", "warnings", "contradictions", "recommendations")


def find_renames(readiness: Mapping[str, Any]) -> Renames:
    """Return the renames that the questions and options of a file state with `was`."""
    questions = list(_iter_questions(readiness))
    return Renames(
        {old: question["id"] for question in questions for old in question.get("was", ())},
        {
            (question["id"], old): option["id"]
            for question in questions
            for option in question["options"]
            for old in option.get("was", ())
        },
    )


def rename_references(readiness: dict[str, TreeNode], renames: Renames) -> dict[str, TreeNode]:
    """Return the contents of a file with questions and options renamed, unless the new id is taken there."""
    if renames == Renames({}, {}):
        return readiness
    return _Renamer(readiness, renames).rename_file(readiness)


def _iter_questions(readiness: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield every question of a file."""
    for section in readiness["sections"]:
        yield from section["questions"]


class _Renamer:
    """Renames in one file."""

    def __init__(self, readiness: Mapping[str, Any], renames: Renames) -> None:
        options = {
            question["id"]: {each["id"] for each in question["options"]} for question in _iter_questions(readiness)
        }
        self.questions = {old: new for old, new in renames.questions.items() if old in options and new not in options}
        present = {self.questions.get(name, name): ids for name, ids in options.items()}
        self.options = {
            (name, old): new
            for (name, old), new in renames.options.items()
            if old in present.get(name, ()) and new not in present[name]
        }

    def rename_file(self, readiness: Mapping[str, Any]) -> dict[str, Any]:
        """Return the contents of the file with the new ids."""
        renamed = dict(readiness)
        renamed["sections"] = [
            {**section, "questions": [self._rename_question(each) for each in section["questions"]]}
            for section in readiness["sections"]
        ]
        for key in _HOLDERS:
            if key in readiness:
                renamed[key] = [self._rename_conditions(item) for item in readiness[key]]
        if "examples" in readiness:
            renamed["examples"] = [self._rename_example(example) for example in readiness["examples"]]
        return renamed

    def _rename_question(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Return a question with its new id and those of its options."""
        name = self._get_question(question["id"])
        renamed = {**question, "id": name}
        renamed["options"] = [{**each, "id": self._get_option(name, each["id"])} for each in question["options"]]
        if "needs" in question:
            renamed["needs"] = {stage: self._get_option(name, each) for stage, each in question["needs"].items()}
        return renamed

    def _rename_conditions(self, item: Mapping[str, Any]) -> dict[str, Any]:
        """Return an item, or a part of it, with the new ids in its conditions."""
        return {key: self._rename_condition(value) if key in _CONDITION_KEYS else value for key, value in item.items()}

    def _rename_condition(self, value: Any) -> Any:
        """Return a condition, or a list of conditions or of items with one, with the new ids."""
        if isinstance(value, list):
            return [self._rename_condition(each) for each in value]
        if not isinstance(value, dict):
            return value
        if "question" in value:
            name = self._get_question(value["question"])
            return {**value, "question": name, "is": [self._get_option(name, each) for each in value["is"]]}
        return {
            key: self._rename_condition(each) if isinstance(each, dict | list) else each for key, each in value.items()
        }

    def _rename_example(self, example: Mapping[str, Any]) -> dict[str, Any]:
        """Return a worked example with the new ids in its answers and in what it expects."""
        renamed = dict(example)
        if "answers" in example:
            renamed["answers"] = dict(self._rename_answers(example["answers"].items()))
        if "needs_missing" in example["expect"]:
            missing = [self._get_question(each) for each in example["expect"]["needs_missing"]]
            renamed["expect"] = {**example["expect"], "needs_missing": missing}
        return renamed

    def _rename_answers(self, answers: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
        """Yield the answers of an example under the new ids."""
        for question, answer in answers:
            name = self._get_question(question)
            yield name, self._get_option(name, answer) if isinstance(answer, str) else answer

    def _get_question(self, name: str) -> str:
        """Return the new id of a question."""
        return self.questions.get(name, name)

    def _get_option(self, question: str, name: str) -> str:
        """Return the new id of an option of a question with this new id."""
        return self.options.get((question, name), name)
