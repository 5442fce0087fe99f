"""The JSON document of an assessment and its result: write it, and read the assessment back.

`docs/json.md` explains every key, and `docs/report.schema.json` is its schema.
"""

import json
from collections.abc import Mapping
from typing import Any

from assess.core.interchange.answers_yaml import LIMIT, assessment_in, tree_of
from assess.core.model.assessment import Assessment
from assess.core.model.fields import whole_number
from assess.core.model.rulebook import Rulebook
from assess.core.syntax.json_reader import scan_json
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import Document, Tree
from assess.core.syntax.yaml_writer import UNSEEN, escaped
from assess.core.validation.messages import shown

FORMAT = "mutual-readiness-report"
FORMAT_VERSION = 1
"""Incremented when a key is removed or changes its meaning; adding a key does not change it."""

ASSESSMENT = "assessment"
LARGEST = 2 * LIMIT
"""The maximum size of a document in bytes: the answers, their result and its trace."""

TELLING = ("trace", "find_out", "road")
"""The keys of a result from which answers could be inferred."""

NOT_OURS = (
    f'This is not a report of this tool in JSON: it lacks `"format": "{FORMAT}"`. '
    "The figures alone, as `assess score --format json` prints them, hold no answers that could be read."
)
NO_VERSION = "`format_version` must be a whole number such as 1, but here it is {}."
NEWER = (
    f"This file is in version {{}} of its format, and this program reads version {FORMAT_VERSION}. "
    "A newer program made it: read it with that one."
)
WITHOUT_ANSWERS = "This report was made without answers, so no assessment can be read back from it."


def dump_report(
    assessment: Assessment, figures: Mapping[str, Any], report: Mapping[str, Any], *, with_answers: bool
) -> bytes:
    """Return the document: how the report was made, the assessment if it has answers, and the figures."""
    head = {"format": FORMAT, "format_version": FORMAT_VERSION, "report": report}
    if with_answers:
        return dump_json({**head, ASSESSMENT: in_full(tree_of(assessment)), "result": figures})
    return dump_json({**head, "result": without_answers(figures)})


def dump_json(data: Any) -> bytes:
    """Return JSON in UTF-8, with invisible characters as escapes."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return (UNSEEN.sub(lambda found: escaped(ord(found[0])), text) + "\n").encode()


def in_full(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tree of a file of answers with every answer in its full form."""
    answers = {question: full_answer(said) for question, said in tree["answers"].items()}
    return {**tree, "answers": answers}


def full_answer(said: Any) -> dict[str, Any]:
    """Return one answer in its full form, with `dont_know` as a JSON boolean."""
    if isinstance(said, str):
        return {"answer": said}
    return {key: True if key == "dont_know" else value for key, value in said.items()}


def without_answers(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures without those from which answers could be inferred."""
    return {key: without_reasons(value) for key, value in figures.items() if key not in TELLING}


def without_reasons(value: Any) -> Any:
    """Return a value without the answers that trigger recommendations."""
    if isinstance(value, list):
        return [without_reasons(item) for item in value]
    if isinstance(value, dict):
        return {key: without_reasons(item) for key, item in value.items() if key != "because"}
    return value


def load_report(data: bytes, rulebook: Rulebook, file: str, *, whole: bool = True) -> Assessment | tuple[Problem, ...]:
    """Load the assessment from a document, or return the mistakes in it, in the order of the file."""
    document, problems = scan_json(data, file, limit=LARGEST)
    if document is None:
        return problems
    foreign = why_not_ours(document)
    if foreign:
        return (*problems, foreign)
    return assessment_in(document, problems, rulebook, (ASSESSMENT,), whole=whole)


def why_not_ours(document: Document) -> Problem | None:
    """Return the problem that keeps a document from being read back; None where it has an assessment."""
    tree = document.tree
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        return document.problem(("format",), NOT_OURS)
    version = tree.get("format_version", "")
    if version != str(FORMAT_VERSION):
        sentence = NEWER if is_newer(version) else NO_VERSION
        return document.problem(("format_version",), sentence.format(shown(version)))
    held = tree.get(ASSESSMENT)
    if isinstance(held, dict):
        return None
    sentence = f"`{ASSESSMENT}` must be a group of keys, but here it is {{}}."
    return document.problem((ASSESSMENT,), WITHOUT_ANSWERS if held is None else sentence.format(shown(held)))


def is_newer(version: Tree) -> bool:
    """Return whether this is the number of a later version of the format."""
    try:
        return whole_number(version) > FORMAT_VERSION
    except ValueError:
        return False
