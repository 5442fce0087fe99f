"""The lock files pin the requirements of packages with their extras; else pip installs releases without a hash."""

import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).parent.parent
PINNED = re.compile(r"^([\w.-]+)(?:\[([\w,-]+)\])?==", re.MULTILINE)


def list_requirements(package: str) -> list[Requirement]:
    """Return the requirements of a package on this platform."""
    try:
        asked = [Requirement(each) for each in requires(package) or ()]
    except PackageNotFoundError:
        return []
    return [each for each in asked if each.marker is None or each.marker.evaluate({"extra": ""})]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_the_extras_that_packages_require(lock: str) -> None:
    pinned = {name: set(extras.split(",")) for name, extras in PINNED.findall((TOP / lock).read_text("utf-8"))}
    asked = [(package, each) for package in pinned for each in list_requirements(package) if each.extras]
    assert asked, "no package asks for an extra, so this shows nothing"
    assert [
        f"{package} asks for {each}" for package, each in asked if each.extras - pinned[canonicalize_name(each.name)]
    ] == []
