"""Names, folders and docstrings are those of any Python project, without a dialect; private things begin with `_`."""

import ast
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

TOP = Path(__file__).parent.parent
PACKAGES = ("assess", "tests", "bench")
MIGRATIONS = TOP / "assess" / "storage" / "migrations"
MAX_MODULES = 25

DIALECT = {
    *(
        "house",
        "houses",
        "room",
        "rooms",
        "door",
        "doors",
        "workshop",
        "workshops",
        "press",
        "presses",
        "desk",
        "desks",
    ),
    *("crew", "crews", "shelf", "shelves", "terrain", "terrains", "gate", "gates"),
}
"""Metaphors that the project once had for its packages and services."""

ENGLISH_NAMES = {"press_key", "reach_and_press", "press_button"}
"""Functions in which such a word means what it says."""

DIALECT_PHRASE = re.compile(rf"\b(?:{'|'.join(sorted(DIALECT))}|roads?|knows nobody)\b", re.IGNORECASE)
CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
PROSE = sorted(
    [
        *(TOP / "docs").rglob("*.md"),
        *(TOP / name for name in ("README.md", "CONTRIBUTING.md", ".importlinter", "run.sh")),
    ]
)

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Name(NamedTuple):
    """A name at the top level of a module."""

    module: str
    name: str


@cache
def parse_modules() -> dict[Path, ast.Module]:
    """Parse every module of the project, except the migrations of the database, which are history."""
    paths = (path for package in PACKAGES for path in sorted((TOP / package).rglob("*.py")))
    return {path: ast.parse(path.read_text("utf-8")) for path in paths if MIGRATIONS not in path.parents}


def module_name(path: Path) -> str:
    """Return the dotted name under which a file is imported."""
    parts = path.relative_to(TOP).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def iter_own_modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield the modules of assess/ by name."""
    for path, tree in parse_modules().items():
        if TOP / "assess" in path.parents:
            yield module_name(path), tree


def iter_definitions(tree: ast.AST) -> Iterator[Definition]:
    """Yield every class and function, also those inside others."""
    yield from (node for node in ast.walk(tree) if isinstance(node, Definition))


# ---- Folders and classes ----


def test_no_folder_holds_more_than_25_modules() -> None:
    sizes = Counter(path.parent for path in parse_modules() if TOP / "assess" in path.parents)
    assert {str(folder): size for folder, size in sizes.items() if size > MAX_MODULES} == {}


def test_no_two_public_classes_have_one_name() -> None:
    places = defaultdict(list)
    for module, tree in iter_own_modules():
        for node in iter_definitions(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module)
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


# ---- Public means used by another module ----


def iter_public_names(module: str, tree: ast.Module) -> Iterator[Name]:
    """Yield the public functions and constants at the top level that nothing calls by a decorator.

    A name in CamelCase is a type, which may be public because a public signature mentions it.
    """
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name, decorator_list=[]):
                yield Name(module, name)
            case ast.Assign(targets=targets):
                yield from (Name(module, target.id) for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield Name(module, name)


def is_public_value(name: str) -> bool:
    """Return whether a name is public, not that of a type, and not a blueprint, which the application finds by name."""
    return not name.startswith("_") and (name.isupper() or name.islower()) and name != "bp"


def list_imports(tree: ast.Module) -> dict[str, Name]:
    """Return what each name that a module imports stands for."""
    found: dict[str, Name] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: Name(node.module, alias.name) for alias in node.names}
    return found


def iter_uses(tree: ast.Module) -> Iterator[Name]:
    """Yield the names of other modules that a module uses: imports, attributes, and what tests replace by name."""
    imported = list_imports(tree)
    yield from imported.values()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=alias), attr=attribute) if alias in imported:
                yield Name(".".join(imported[alias]), attribute)
            case ast.Call(args=[ast.Name(id=alias), ast.Constant(value=str(attribute)), *_]) if alias in imported:
                yield Name(".".join(imported[alias]), attribute)
            case ast.Constant(value=str(text)) if re.fullmatch(r"assess(\.\w+)+(:\w+)?", text):
                yield Name(*re.split("[.:](?=[^.:]*$)", text))


def list_script_names() -> set[Name]:
    """Return the functions that pyproject.toml names as commands."""
    scripts = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    return {Name(*place.split(":")) for place in scripts.values()}


def test_a_public_function_or_constant_is_used_by_another_module() -> None:
    used = {use for tree in parse_modules().values() for use in iter_uses(tree)} | list_script_names()
    public = [each for module, tree in iter_own_modules() for each in iter_public_names(module, tree)]
    unused = [f"{each.module}.{each.name}" for each in public if is_public_value(each.name) and each not in used]
    assert unused == [], "These names are used by their own module alone: begin them with _, or take them out."


# ---- Words ----


@pytest.mark.parametrize("package", PACKAGES)
def test_no_docstring_begins_with_a_word_of_the_old_dialect(package: str) -> None:
    trees = [(path, tree) for path, tree in parse_modules().items() if TOP / package in path.parents]
    nodes = [(path, node) for path, tree in trees for node in (tree, *iter_definitions(tree))]
    begun = [(str(path), ast.get_docstring(node) or "") for path, node in nodes]
    assert [(path, text) for path, text in begun if re.match(r"(?:Give|Tell|Say)s?\b", text)] == []


def split_name(name: str) -> set[str]:
    """Split a name at underscores and capitals into words in lower case."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("RenderService", {"render", "service"}),
        ("build_HTTPServer2", {"build", "http", "server"}),
        ("MAX_SHELF_BYTES", {"max", "shelf", "bytes"}),
    ],
)
def test_a_name_is_split_into_words(name: str, words: set[str]) -> None:
    assert split_name(name) == words


def test_no_module_class_or_function_has_a_name_of_the_old_dialect() -> None:
    named = [(module_name(path), path.stem) for path in parse_modules()]
    named += [
        (module_name(path), node.name) for path, tree in parse_modules().items() for node in iter_definitions(tree)
    ]
    assert [each for each in named if split_name(each[1]) & DIALECT and each[1] not in ENGLISH_NAMES] == []


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_the_documentation_has_no_word_of_the_old_dialect(path: Path) -> None:
    assert DIALECT_PHRASE.findall(CODE.sub("", path.read_text("utf-8"))) == []
