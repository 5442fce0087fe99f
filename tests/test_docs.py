"""docs/rules-format.md explains every field of the rules, and every example there is valid."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import indent
from typing import get_args

import pytest
from pydantic import TypeAdapter

from assess.core.interchange import answers_yaml, plan_yaml
from assess.core.loading.loader import load_rulebook
from assess.core.loading.schema import MODELS_BY_HEADING
from assess.core.model import evidence
from assess.core.model import rules as model_rules
from assess.core.model.assessment import Assessment
from assess.core.model.fields import FrozenModel
from assess.core.model.rulebook import Rulebook
from assess.core.syntax import yaml_reader

TOP = Path(__file__).parent.parent
DOCS = TOP / "docs"
PAGES = sorted([*TOP.glob("*.md"), TOP / "rules" / "README.md", *DOCS.rglob("*.md")])
FORMAT = (DOCS / "rules-format.md").read_text("utf-8")

ENCLOSING_MODEL: dict[str, type[FrozenModel]] = {
    "The heading": model_rules.Rules,
    "A band": model_rules.Rules,
    "A role": model_rules.Rules,
    "A fact": model_rules.Rules,
    "An option of a fact": model_rules.Fact,
    "A derived fact": model_rules.Rules,
    "A row of a derived fact's table": model_rules.DerivedFact,
    "A case under unless": model_rules.DerivedFact,
    "A notice": model_rules.Rules,
    "A section": model_rules.Rules,
    "A question": model_rules.Section,
    "An option of a question": model_rules.Question,
    "A blocker": model_rules.Rules,
    "A warning": model_rules.Rules,
    "A recommendation": model_rules.Rules,
    "What is different elsewhere": model_rules.Recommendation,
    "A word in the glossary": model_rules.Rules,
    "A worked example": model_rules.Rules,
    "What a worked example expects": model_rules.WorkedExample,
    "A condition on a question": model_rules.Blocker,
    "A condition on a fact": model_rules.Question,
    "A condition on a section": model_rules.Blocker,
    "All parts": model_rules.Blocker,
    "Any part": model_rules.Blocker,
    "Not": model_rules.Question,
    "A source": evidence.Evidence,
    "A claim": evidence.Evidence,
}
"""The value in which the example below a heading is written, except for the two complete files."""

REQUIRED_BY_CHECKS = {
    (kind, "claims")
    for kind in (model_rules.Notice, model_rules.Blocker, model_rules.WarningRule, model_rules.Recommendation)
}
"""Fields that are optional in the models but required by the checks."""

ENTRY = re.compile(r"^- `([^`]+)` \((needed|optional)\): \S", re.MULTILINE)
FENCED = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def section_under(heading: str) -> str:
    """Return the text under a heading, up to the next one."""
    found = re.search(rf"^### {re.escape(heading)}\n(.*?)(?=^##|\Z)", FORMAT, re.MULTILINE | re.DOTALL)
    assert found is not None, f"docs/rules-format.md lacks the heading {heading}"
    return found[1]


def parse_example(example: str) -> yaml_reader.TreeNode:
    """Return the tree of an example, or fail with its problems."""
    found = yaml_reader.load_yaml(example.encode(), "docs/rules-format.md")
    assert isinstance(found, yaml_reader.Document), f"{found}\n{example}"
    return found.tree


def field_names(kind: type[FrozenModel]) -> dict[str, bool]:
    """Return the keys of a model, and whether each is required."""
    return {
        field.alias or name: field.is_required() or (kind, name) in REQUIRED_BY_CHECKS
        for name, field in kind.model_fields.items()
    }


def iter_models_in(annotation: object) -> Iterator[type[FrozenModel]]:
    """Yield every model that a type can hold, including nested ones."""
    if isinstance(annotation, type) and issubclass(annotation, FrozenModel):
        yield annotation
    for inner in get_args(annotation):
        yield from iter_models_in(inner)


def list_models(*roots: type[FrozenModel]) -> set[type[FrozenModel]]:
    """Return the root models and all models that can occur in them."""
    found: set[type[FrozenModel]] = set()
    waiting = list(roots)
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting += [inner for field in kind.model_fields.values() for inner in iter_models_in(field.annotation)]
    return found


def test_every_model_of_the_two_files_has_a_heading() -> None:
    assert set(MODELS_BY_HEADING.values()) == list_models(model_rules.Rules, evidence.Evidence)


@pytest.mark.parametrize("heading", MODELS_BY_HEADING)
def test_every_field_is_documented_and_nothing_else(heading: str) -> None:
    explained = {name: needed == "needed" for name, needed in ENTRY.findall(section_under(heading))}
    assert explained == field_names(MODELS_BY_HEADING[heading])


@pytest.mark.parametrize("heading", ENCLOSING_MODEL)
def test_every_field_is_in_the_example_below_it(heading: str) -> None:
    typed = set(re.findall(r"([\w-]+):", "".join(FENCED.findall(section_under(heading)))))
    assert set(field_names(MODELS_BY_HEADING[heading])) <= typed


@pytest.mark.parametrize("heading", ENCLOSING_MODEL)
def test_every_example_is_valid(heading: str) -> None:
    fields = {field.alias or name: field for name, field in ENCLOSING_MODEL[heading].model_fields.items()}
    found: list[object] = []
    for example in FENCED.findall(section_under(heading)):
        typed = parse_example(example)
        assert isinstance(typed, dict)
        found += [TypeAdapter(fields[name].rebuild_annotation()).validate_python(typed[name]) for name in typed]
    assert any(isinstance(value, MODELS_BY_HEADING[heading]) for value in iter_nested(found))


def iter_nested(value: object) -> Iterator[object]:
    """Yield a value and everything nested in it."""
    yield value
    if isinstance(value, FrozenModel):
        value = [getattr(value, name) for name in type(value).model_fields]
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            yield from iter_nested(inner)


def load_small_rulebook() -> Rulebook:
    """Return the complete small set of rules at the end of the page."""
    rules, sources = FENCED.findall(FORMAT[FORMAT.index("## A whole small set of rules") :])
    loaded = load_rulebook(rules.encode(), sources.encode())
    assert isinstance(loaded, Rulebook), loaded
    return loaded


def test_the_complete_small_set_of_rules_is_valid() -> None:
    assert load_small_rulebook().version == "1.0.0"


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("The whole file of answers", answers_yaml.FILE_KEYS),
        ("One answer", (*answers_yaml.STATE_KEYS, *answers_yaml.NOTE_KEYS)),
        ("One action", plan_yaml.ACTION_KEYS),
    ],
)
def test_every_key_of_a_file_of_answers_is_documented_and_nothing_else(heading: str, keys: tuple[str, ...]) -> None:
    assert [name for name, _ in ENTRY.findall(section_under(heading))] == list(keys)


def test_the_examples_of_answers_are_valid() -> None:
    (whole,) = FENCED.findall(section_under("The whole file of answers"))
    start = "council: Sample\nservice: Libraries\nprofile: {stage: idea}\nanswers:\n"
    answers = [start + indent(example, "  ") for example in FENCED.findall(section_under("One answer"))]
    actions = [
        start.replace("answers:", "plan:") + indent(example, "  ")
        for example in FENCED.findall(section_under("One action"))
    ]
    for example in (whole, *answers, *actions):
        found = answers_yaml.load_assessment(example.encode(), load_small_rulebook(), "docs/rules-format.md")
        assert isinstance(found, Assessment), found


def relative_name(page: Path) -> str:
    """Return the path of a page relative to the repository, as the id of its test."""
    return page.relative_to(TOP).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=relative_name)
def test_every_yaml_example_can_be_parsed(page: Path) -> None:
    for example in FENCED.findall(page.read_text("utf-8")):
        if "…" not in example:
            assert parse_example(example)


@pytest.mark.parametrize("page", PAGES, ids=relative_name)
def test_no_path_or_link_is_broken(page: Path) -> None:
    words = page.read_text("utf-8")
    links = [page.parent / path for path in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", words)]
    paths = [
        TOP / path for path in re.findall(r"`((?:assess|assets|docs|rules|samples|templates|tests)/[\w./-]*)`", words)
    ]
    assert [path for path in (*links, *paths) if not path.exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=relative_name)
def test_every_link_within_a_page_has_its_heading(page: Path) -> None:
    words = page.read_text("utf-8")
    headings = {heading_anchor(heading) for heading in re.findall(r"^#+ (.+)$", words, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", words)) <= headings


def heading_anchor(heading: str) -> str:
    """Return the anchor of a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
