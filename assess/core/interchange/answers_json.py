"""The JSON document of an assessment and its result: write it, and read the assessment back.

`docs/json.md` explains every key, and `docs/report.schema.json` is its schema.
"""

import json
from collections.abc import Mapping
from typing import Any

from assess.core.interchange.answers_yaml import MAX_ANSWERS_BYTES, build_assessment_tree, load_assessment_at
from assess.core.model.assessment import Assessment
from assess.core.model.fields import parse_whole_number
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.json_reader import parse_json
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import Document, TreeNode
from assess.core.syntax.yaml_writer import INVISIBLE_CHARACTERS, escape_character
from assess.core.validation.messages import describe_value

FORMAT = "mutual-readiness-report"
_FORMAT_VERSION = 2
"""Incremented when a key is removed or changes its meaning; adding a key does not change it."""

_READABLE_VERSIONS = ("1", "2")
_VERSION_2_KEY = "too_early"
"""A key that only figures of version 2 have: in them there may be no score although questions are asked."""

_ASSESSMENT = "assessment"
_MAX_REPORT_BYTES = 2 * MAX_ANSWERS_BYTES
"""The maximum size of a document in bytes: the answers, their result and its trace."""

_ANSWER_REVEALING_KEYS = ("trace", "find_out", "road", "next_stage", "contradictions")
"""The keys of a result from which answers could be inferred."""

_CAUSE_KEYS = ("because", "meets", "unmet_needs")
"""The keys, at any depth, that name answers."""

_NOT_A_REPORT = (
    f'This is not a report from this tool in JSON: it lacks `"format": "{FORMAT}"`. '
    "The figures alone, as `assess score --format json` prints them, contain no answers that can be read."
)
_NO_VERSION = "`format_version` must be a whole number such as 1, but here it is {}."
_NEWER_VERSION = (
    f"This file is in version {{}} of its format, and this version of the tool reads versions 1 and {_FORMAT_VERSION}. "
    "A newer version of this tool made it: open it with that version."
)
_WITHOUT_ANSWERS = "This report was made without answers, so no assessment can be read back from it."


def dump_report(
    assessment: Assessment, figures: Mapping[str, Any], report: Mapping[str, Any], *, with_answers: bool
) -> bytes:
    """Return the document: how the report was made, the assessment if it has answers, and the figures."""
    head = {"format": FORMAT, "format_version": _FORMAT_VERSION if _VERSION_2_KEY in figures else 1, "report": report}
    if with_answers:
        return dump_json({**head, _ASSESSMENT: _expand_answers(build_assessment_tree(assessment)), "result": figures})
    return dump_json({**head, "result": _remove_answers(figures)})


def dump_json(data: Any) -> bytes:
    """Return JSON in UTF-8, with invisible characters as escapes."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return (INVISIBLE_CHARACTERS.sub(lambda found: escape_character(ord(found[0])), text) + "\n").encode()


def _expand_answers(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tree of a file of answers with every answer in its full form."""
    answers = {question: _expand_answer(answer) for question, answer in tree["answers"].items()}
    return {**tree, "answers": answers}


def _expand_answer(answer: Any) -> dict[str, Any]:
    """Return one answer in its full form, with `dont_know` as a JSON boolean."""
    if isinstance(answer, str):
        return {"answer": answer}
    return {key: True if key == "dont_know" else value for key, value in answer.items()}


def _remove_answers(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures without those from which answers could be inferred."""
    hidden = (*_ANSWER_REVEALING_KEYS, *_CAUSE_KEYS)
    return {key: _remove_causes(value) for key, value in figures.items() if key not in hidden}


def _remove_causes(value: Any) -> Any:
    """Return a value without the answers that trigger recommendations or fall short of needs."""
    if isinstance(value, list):
        return [_remove_causes(item) for item in value]
    if isinstance(value, dict):
        return {key: _remove_causes(item) for key, item in value.items() if key not in _CAUSE_KEYS}
    return value


def load_report(data: bytes, rulebook: Rulebook, file: str, *, whole: bool = True) -> Assessment | tuple[Problem, ...]:
    """Load the assessment from a document, or return the mistakes in it, in the order of the file."""
    document, problems = parse_json(data, file, limit=_MAX_REPORT_BYTES)
    if document is None:
        return problems
    foreign = _find_header_problem(document)
    if foreign:
        return (*problems, foreign)
    return load_assessment_at(document, problems, rulebook, (_ASSESSMENT,), whole=whole)


def _find_header_problem(document: Document) -> Problem | None:
    """Return the problem that keeps a document from being read back; None where it has an assessment."""
    tree = document.tree
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        return document.make_problem(("format",), _NOT_A_REPORT)
    version = tree.get("format_version", "")
    if version not in _READABLE_VERSIONS:
        sentence = _NEWER_VERSION if _is_newer(version) else _NO_VERSION
        return document.make_problem(("format_version",), sentence.format(describe_value(version)))
    assessment = tree.get(_ASSESSMENT)
    if isinstance(assessment, dict):
        return None
    sentence = f"`{_ASSESSMENT}` must be a group of keys, but here it is {{}}."
    return document.make_problem(
        (_ASSESSMENT,), _WITHOUT_ANSWERS if assessment is None else sentence.format(describe_value(assessment))
    )


def _is_newer(version: TreeNode) -> bool:
    """Return whether this is the number of a later version of the format."""
    try:
        return parse_whole_number(version) > _FORMAT_VERSION
    except ValueError:
        return False
