"""Locate the folders at the top of the repository, which are bundled with the installed package."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
BUNDLED = PACKAGE / "_bundled"


def folder(name: str) -> Path:
    """Return the path of `rules`, `templates`, `samples` or `docs`: bundled if installed, else the repository's own."""
    bundled = BUNDLED / name
    return bundled if bundled.is_dir() else PACKAGE.parent / name


def samples() -> tuple[Path, ...]:
    """List the sample files of answers, sorted by name."""
    return tuple(sorted(folder("samples").glob("*.yaml")))


def installed() -> bool:
    """Return whether the program runs from an installed copy, whose own folders an officer should not change."""
    return BUNDLED.is_dir()


def program_version() -> str:
    """Return the version of the program, or an empty string if it is not installed."""
    try:
        return version("assess")
    except PackageNotFoundError:
        return ""
