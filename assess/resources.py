"""Locate the folders at the top of the repository, which are bundled with the installed package."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE_FOLDER = Path(__file__).resolve().parent
BUNDLED_FOLDER = PACKAGE_FOLDER / "_bundled"


def find_folder(name: str) -> Path:
    """Return the path of `rules`, `templates`, `samples` or `docs`: bundled if installed, else the repository's own."""
    bundled = BUNDLED_FOLDER / name
    return bundled if bundled.is_dir() else PACKAGE_FOLDER.parent / name


def list_samples() -> tuple[Path, ...]:
    """List the sample files of answers, sorted by name."""
    return tuple(sorted(find_folder("samples").glob("*.yaml")))


def is_installed() -> bool:
    """Return whether the program runs from an installed copy, whose own folders an officer should not change."""
    return BUNDLED_FOLDER.is_dir()


def get_program_version() -> str:
    """Return the version of the program, or an empty string if it is not installed."""
    try:
        return version("assess")
    except PackageNotFoundError:
        return ""
