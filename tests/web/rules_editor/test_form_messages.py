"""Every mistake that can be made in a form is reported at its field, in the words of the form."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from assess.core.loading.loader import EVIDENCE_FILENAME, READINESS_FILENAME, load_rulebook
from assess.core.syntax.problems import Problem
from assess.core.syntax.yaml_reader import Document, make_empty_document, parse_yaml
from assess.core.validation.labels import get_node
from assess.web.rules_editor.entity_types.entities import ENTITY_TYPES
from assess.web.rules_editor.entity_types.fields import FieldSpec
from assess.web.rules_editor.error_location import find_place
from tests.core.invalid_rules_files import FOLDER, complete_files
from tests.web.conftest import StrictClient
from tests.web.rules_editor.form_filling import fill_form

BROKEN_FILES = sorted(path for path in FOLDER.glob("*.yaml") if not path.name.startswith("good."))
KEYS = (
    "ask_if", "from_stage", "may_not_apply", "not_asked_because", "caps_at", "lifted_by", "takes_from", "done_when",
    "effective_from", "score_from", "superseded_by", "checked_on", "applies_to", "pinpoint",
)  # fmt: skip
YAML_WORDS = re.compile(rf"[`\[\]]|\{{[^{{}}]*:|\b(?:YAML|claims?|section|option|is:|{'|'.join(KEYS)})\b")
"""What no message of a form contains: the signs and keys of YAML, and words of the files that pages do not use."""


class ParsedDraft(NamedTuple):
    """The two files of a draft, which is all that is needed to find a place in the forms."""

    documents: dict[str, Document]

    def parse_file(self, file: str) -> Document:
        return self.documents[file]


def parse_draft(files: tuple[bytes, bytes]) -> Any:
    names = (READINESS_FILENAME, EVIDENCE_FILENAME)
    parsed = {
        name: parse_yaml(data, name)[0] or make_empty_document(name) for name, data in zip(names, files, strict=True)
    }
    return ParsedDraft(parsed)


def iter_problems() -> Iterator[tuple[str, Any, Problem]]:
    """Yield the problems of every invalid file, with its name and its parsed files."""
    for path in BROKEN_FILES:
        files = complete_files(path.read_bytes())
        draft, problems = parse_draft(files), load_rulebook(*files)
        assert isinstance(problems, tuple)
        yield from ((path.stem, draft, problem) for problem in problems)


def describe_place(draft: Any, problem: Problem) -> str:
    """Return the field of a form and the message, or where else a problem is reported."""
    place = find_place(draft, problem)
    if place is None or not place[1]:
        return f"the text: {problem.message}"
    return f"{place[0].entity_type.name}, {place[1]}: {place[2]}"


def test_every_mistake_that_can_be_made_in_a_form_is_reported_at_its_field(
    approved: Callable[[str, str], None],
) -> None:
    lines = [f"{name}\n  {describe_place(draft, problem)}\n" for name, draft, problem in iter_problems()]
    approved("web/form-messages.txt", "".join(lines))


def test_no_message_of_a_form_speaks_of_yaml() -> None:
    places = [(name, find_place(draft, problem)) for name, draft, problem in iter_problems()]
    messages = {place[2] for _, place in places if place is not None and place[1]}
    assert len(messages) > 60
    assert [message for message in sorted(messages) if YAML_WORDS.search(message)] == []
    assert [message for message in sorted(messages) if message.endswith(".")] == []


def is_start(pattern: list[Any], steps: tuple[Any, ...]) -> bool:
    """Return whether steps fit a pattern, in which a number is written as `int`."""
    fits = (step == want or (want is int and isinstance(step, int)) for step, want in zip(steps, pattern, strict=False))
    return len(steps) == len(pattern) and all(fits)


def has_field_for(draft: Any, problem: Problem) -> bool:
    """Return whether a form has an input for the value that a problem is about, found without the code under test."""
    for entity_type in ENTITY_TYPES.values():
        nested = [step for key in entity_type.list_keys for step in (key, int)]
        pattern = nested if entity_type.path is None else list(entity_type.path)
        start, rest = problem.path[: len(pattern)], problem.path[len(pattern) :]
        keys = {spec.key for spec in entity_type.fields}
        if entity_type.file == problem.file and is_start(pattern, start) and rest and rest[0] in keys:
            return isinstance(get_node(draft.parse_file(problem.file).tree, start), dict)
    return False


def test_a_problem_at_a_value_that_has_an_input_never_sends_anybody_to_the_text() -> None:
    checked = [(name, draft, problem) for name, draft, problem in iter_problems() if has_field_for(draft, problem)]
    assert len(checked) > 90
    assert [name for name, draft, problem in checked if describe_place(draft, problem).startswith("the text")] == []


# ---- What is optional ----


def iter_specs() -> Iterator[tuple[str, FieldSpec]]:
    """Yield every field of every form, with the name of its entity type."""
    for name, entity_type in ENTITY_TYPES.items():
        yield from ((name, spec) for spec in entity_type.fields)
        yield from ((name, spec) for spec in (entity_type.sub_items.fields if entity_type.sub_items else ()))


@pytest.mark.parametrize("name", ENTITY_TYPES)
def test_a_field_that_is_not_optional_says_what_to_enter(name: str) -> None:
    specs = [spec for kind, spec in iter_specs() if kind == name]
    assert [spec.label for spec in specs if not spec.optional and not spec.missing] == []
    verbs = ("Enter ", "Choose ", "Select ", "Add ")
    assert [spec.missing for spec in specs if spec.missing and not spec.missing.startswith(verbs)] == []


def test_nothing_is_called_optional_that_publishing_needs(client: StrictClient) -> None:
    """Blank every optional field of every form of the small rules, one form after another: all can be published."""
    for path in (
        "/rules/draft/question/fund-told",
        "/rules/draft/recommendation/vote",
        "/rules/draft/blocker/fund-unasked",
        "/rules/draft/notice/wales",
        "/rules/draft/fact/members",
        "/rules/draft/fact/stage",
        "/rules/draft/derived/reservable",
        "/rules/draft/case/reservable.1",
        "/rules/draft/difference/write.1",
        "/rules/draft/source/act",
        "/rules/draft/claim/law-1",
        "/rules/draft/limits/all",
    ):
        kind = path.split("/")[3]
        optional = {spec.key for each, spec in iter_specs() if each == kind and spec.optional and not spec.depends}
        sent = fill_form(client, path)
        for name in list(sent):
            if name.split("-")[-1] in optional or name in optional:
                sent[name] = [""]
        assert client.post(path, data=sent).status_code == 303
        page = client.get(path).text
        assert "There is a problem" not in page, path
        assert "The draft has" not in page, path
