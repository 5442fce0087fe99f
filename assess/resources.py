"""Find the folders that stand at the top of the repository and travel inside the installed package."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
BUNDLED = PACKAGE / "_bundled"


def folder(name: str) -> Path:
    """Give `rules`, `templates`, `samples` or `docs`: the bundled folder if installed, else the repository's own."""
    bundled = BUNDLED / name
    return bundled if bundled.is_dir() else PACKAGE.parent / name


def samples() -> tuple[Path, ...]:
    """Give the sample files of answers, in the order of their names."""
    return tuple(sorted(folder("samples").glob("*.yaml")))


def installed() -> bool:
    """Tell whether the program runs from an installed copy, whose own folders an officer should not change."""
    return BUNDLED.is_dir()


def program_version() -> str:
    """Give the version of the program; empty where it runs without having been installed."""
    try:
        return version("assess")
    except PackageNotFoundError:
        return ""
