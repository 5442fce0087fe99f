"""Load the settings: where data and rules are stored, and how pages present the council.

Folders come from the environment; texts and the colour come from `council.toml` in the data folder.
"""

import os
import re
import secrets
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assess import resources
from assess.branding.contrast import LEAST_CONTRAST, darker, least_contrast
from assess.branding.logo import MOST_BYTES, Logo, read_logo

COUNCIL_FILE = "council.toml"
DATABASE = "assess.sqlite3"
TEXTS = ("accessibility", "cookies", "privacy")
UNNAMED = "Your council"
PRINTING = {"processes": (1, 16), "seconds": (5, 3600), "megabytes": (300, 100_000)}
"""The settings for making reports, each with its minimum and maximum."""
DIGITS = 7
"""More digits than any of these numbers has."""

COLOUR = "#0f4c5c"
COLOUR_FORM = re.compile(r"#[0-9a-f]{6}\Z")
LONGEST_MARKING = 60


@dataclass(frozen=True, slots=True)
class Council:
    """How pages present the council: its name, its colour, its logo and the texts that it provides."""

    name: str = UNNAMED
    colour: str = COLOUR
    contact: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """`accessibility`, `cookies` and `privacy` as plain text, with paragraphs separated by blank lines."""
    logo: Logo | None = None
    marking: str = ""
    """The council's own protective marking, offered beside those of the government."""

    @property
    def named(self) -> bool:
        """Whether the council has set its name."""
        return self.name != UNNAMED


@dataclass(frozen=True, slots=True)
class Printing:
    """Resource limits for making reports."""

    processes: int = 2
    """The number of reports made at the same time."""
    seconds: int = 60
    """The processor time after which a report is abandoned."""
    megabytes: int = 1000
    """The memory limit of each process."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where answers and rules are stored, how pages present the council, and limits for making reports."""

    data: Path
    rules: Path
    council: Council = field(default_factory=Council)
    printing: Printing = field(default_factory=Printing)

    @property
    def database(self) -> str:
        """The URL of the database."""
        return f"sqlite:///{self.data / DATABASE}"

    @property
    def has_database(self) -> bool:
        """Whether the database exists."""
        return (self.data / DATABASE).exists()


def council_of(environ: Mapping[str, str] = os.environ) -> Council | str:
    """Load the council from the data folder without creating the folder; return a message if that fails."""
    return load_council(data_folder(environ) / COUNCIL_FILE)


def data_folder(environ: Mapping[str, str]) -> Path:
    """Return the data folder."""
    return Path(environ.get("ASSESS_DATA") or "data").absolute()


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings | str:
    """Load the settings, or return a message saying what to correct in `council.toml` or in the folders."""
    data = data_folder(environ)
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        rules = Path(environ["ASSESS_RULES"]).absolute() if environ.get("ASSESS_RULES") else own_rules(data)
    except OSError as error:
        return f"The folder {data} cannot be made or written to ({error.strerror}). Set ASSESS_DATA to another folder."
    council, printing = load_council(data / COUNCIL_FILE), load_printing(environ)
    if isinstance(council, str):
        return council
    return printing if isinstance(printing, str) else Settings(data, rules, council, printing)


def load_printing(environ: Mapping[str, str]) -> Printing | str:
    """Load the limits for making reports, or return a message on the first invalid number."""
    found: dict[str, int] = {}
    for name, (least, most) in PRINTING.items():
        variable = f"ASSESS_REPORT_{name.upper()}"
        typed = environ.get(variable, "")
        if typed and not (typed.isascii() and typed.isdigit() and least <= int(typed[:DIGITS]) <= most):
            return f"{variable} must be a whole number from {least} to {most}, not “{typed}”."
        if typed:
            found[name] = int(typed)
    return Printing(**found)


def own_rules(data: Path) -> Path:
    """Return the repository's rules or, if installed, a copy in the data folder, made at the first start."""
    if not resources.installed():
        return resources.folder("rules")
    copied = data / "rules"
    if not copied.exists():
        shutil.copytree(resources.folder("rules"), copied)
    return copied


def load_council(path: Path) -> Council | str:
    """Load the council from a file in which every entry is optional; return a message if that fails."""
    try:
        typed = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return Council()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return f"{path} cannot be read: {error}."
    return wrong_entry(path, typed) or made_council(path, typed)


def wrong_entry(path: Path, typed: Mapping[str, Any]) -> str:
    """Return a message on the first entry that is unknown or not text; empty if all are valid."""
    known = ("name", "colour", "logo", "marking", "contact", *TEXTS)
    for name, value in typed.items():
        if name not in known:
            return f"{path}: “{name}” is not an entry of this file. The entries are {', '.join(known)}."
        if not isinstance(value, str) or not value.strip():
            return f"{path}: “{name}” must be words in quotes."
    return ""


def made_council(path: Path, typed: Mapping[str, str]) -> Council | str:
    """Build the council, or return a message if its colour, marking or logo is invalid."""
    colour = typed.get("colour", COLOUR).strip().lower()
    marking = typed.get("marking", "").strip()
    if wrong := wrong_colour(colour) or wrong_marking(marking):
        return f"{path}: {wrong}"
    logo = logo_beside(path, typed["logo"].strip()) if "logo" in typed else None
    if isinstance(logo, str):
        return f"{path}: {logo}"
    texts = {name: typed[name].strip() for name in TEXTS if name in typed}
    name, contact = typed.get("name", UNNAMED).strip(), typed.get("contact", "").strip()
    return Council(name, colour, contact, texts, logo, marking)


def wrong_marking(marking: str) -> str:
    """Return why a marking cannot be printed at the top of every page; empty if it can."""
    if len(marking) > LONGEST_MARKING or not marking.isprintable():
        return (
            f"“marking” must be one line of at most {LONGEST_MARKING} letters, for it stands at the head of every page."
        )
    return ""


def logo_beside(path: Path, name: str) -> Logo | str:
    """Load the logo from the folder of the file, or return a message saying why it cannot be used."""
    if Path(name).name != name:
        return f"“logo” must be the name of a file in the folder {path.parent}, such as logo.svg."
    try:
        with (path.parent / name).open("rb") as file:
            found = read_logo(file.read(MOST_BYTES + 1))
    except OSError as error:
        return f"the logo {name} cannot be read ({error.strerror})."
    return f"the logo {name} cannot be used: {found}." if isinstance(found, str) else found


def wrong_colour(colour: str) -> str:
    """Return why a colour cannot be used and which one could; empty if it can be used."""
    if not COLOUR_FORM.match(colour):
        return f"“colour” must be # and six figures or letters a to f, such as {COLOUR}."
    if least_contrast(colour) >= LEAST_CONTRAST:
        return ""
    return (
        f"the colour {colour} is too pale to be read on white and on pale grey: its contrast is "
        f"{least_contrast(colour):.1f} to 1 and must be {LEAST_CONTRAST} to 1. {darker(colour)} would pass."
    )


def secret_key(data: Path) -> bytes:
    """Return the key that signs cookies, creating it in the data folder, readable by its owner only."""
    path = data / "secret-key"
    if not path.exists():
        made = data / f"secret-key-{secrets.token_hex(8)}"
        made.touch(mode=0o600)
        made.write_bytes(secrets.token_bytes(32))
        made.replace(path)
    return path.read_bytes()
