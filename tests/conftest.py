"""Reproducible Hypothesis profile, frozen rules and samples, approved files, strict templates, closed databases."""

import gc
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from jinja2 import Environment, Undefined, UndefinedError

from assess import resources
from assess.releases import rulebook_cache
from assess.storage.store import Store
from tests import frozen

settings.register_profile(
    "everywhere",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("everywhere")

APPROVED = Path(__file__).parent / "approved"

collect_ignore = ["bench"]
"""They need the packages that the tool is compared with: `sh run.sh bench` runs them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--approve", action="store_true", help="write the approved files anew")


@pytest.fixture(scope="session", autouse=True)
def frozen_rules_and_samples() -> Iterator[None]:
    """Use the frozen rules and samples where the program would use those that officers change."""
    original = resources.find_folder
    replacements = {original("rules"): frozen.RULES, original("samples"): frozen.LIBRARIES.parent}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "find_folder", lambda name: replacements.get(original(name), original(name)))
        yield


@pytest.fixture(scope="session", autouse=True)
def rules_checked_once() -> Iterator[None]:
    """Check the same two rules files once in the whole run, since each test has an application of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rulebook_cache, "check_files", lru_cache(maxsize=32)(rulebook_cache.check_files))
        yield


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables, to be copied: making the tables takes much longer."""
    path = tmp_path_factory.mktemp("database") / "assess.sqlite3"
    Store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def database_url(tmp_path: Path, empty_database: Path) -> str:
    """The address of a database with all tables and nothing in them."""
    return f"sqlite:///{shutil.copy(empty_database, tmp_path)}"


@pytest.fixture(scope="module", autouse=True)
def closed_databases(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail after the last test of a file that leaves a connection to a database open."""
    before = set(find_open_connections())  # of the application in the browser, which all files share
    yield
    left = set(find_open_connections()) - before
    for connection in left:
        connection.close()  # so that the next file is not blamed
    assert not left, f"{request.node.nodeid} leaves connections to a database open ({len(left)}): close every store."


def find_open_connections() -> Iterator[sqlite3.Connection]:
    """Yield the connections to databases that are not closed, even if nothing refers to them any more."""
    for value in gc.get_objects():
        if isinstance(value, sqlite3.Connection):
            with suppress(sqlite3.ProgrammingError):  # it is closed
                assert value.total_changes >= 0
                yield value


@pytest.fixture
def approved(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """A check that a text equals tests/approved/NAME; with --approve the file is written first."""

    def check(name: str, text: str) -> None:
        path = APPROVED / name
        if request.config.getoption("--approve"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return check


@pytest.fixture(scope="session", autouse=True)
def strict_templates() -> Iterator[None]:
    """Make templates raise UndefinedError when one of our objects lacks an attribute, even in `if` and `default`."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("getattr", "getitem"):
            patch.setattr(Environment, name, _make_strict(getattr(Environment, name)))
        yield


def _make_strict(look_up: Callable[[Environment, Any, Any], Any]) -> Callable[[Environment, Any, Any], Any]:
    """Return the look-up of a template environment, changed to raise for objects of classes from `assess`."""

    def look_up_strictly(environment: Environment, owner: Any, name: Any) -> Any:
        found = look_up(environment, owner, name)
        if isinstance(found, Undefined) and type(owner).__module__.startswith("assess."):
            raise UndefinedError(f"{type(owner).__qualname__} has no attribute {name!r}")
        return found

    return look_up_strictly
