"""Read what a council sets: where things live, and what the pages say of the council.

Folders come from the environment; words and the colour from `council.toml` in the data folder.
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
"""What can be set of the making of reports, and the least and the most of each."""
DIGITS = 7
"""More than any of these numbers has."""

COLOUR = "#0f4c5c"
COLOUR_FORM = re.compile(r"#[0-9a-f]{6}\Z")
LONGEST_MARKING = 60


@dataclass(frozen=True, slots=True)
class Council:
    """What the pages say of the council: its name, its one colour, its logo and the texts it fills in."""

    name: str = UNNAMED
    colour: str = COLOUR
    contact: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """`accessibility`, `cookies` and `privacy` to plain text with paragraphs parted by blank lines."""
    logo: Logo | None = None
    marking: str = ""
    """A protective marking of the council's own, offered beside those of government."""

    @property
    def named(self) -> bool:
        """Tell whether the council has said what it is called."""
        return self.name != UNNAMED


@dataclass(frozen=True, slots=True)
class Printing:
    """How much of the computer the making of reports may take."""

    processes: int = 2
    """Reports that are made at once."""
    seconds: int = 60
    """The time on the processor after which a report is given up."""
    megabytes: int = 1000
    """The most memory for each process."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the answers, the rules and the council's words are."""

    data: Path
    rules: Path
    council: Council = field(default_factory=Council)
    printing: Printing = field(default_factory=Printing)

    @property
    def database(self) -> str:
        """The address of the database."""
        return f"sqlite:///{self.data / DATABASE}"

    @property
    def has_database(self) -> bool:
        """Tell whether anything was ever stored."""
        return (self.data / DATABASE).exists()


def council_of(environ: Mapping[str, str] = os.environ) -> Council | str:
    """Give what the data folder says of the council, without making a folder; or a sentence saying what to mend."""
    return load_council(data_folder(environ) / COUNCIL_FILE)


def data_folder(environ: Mapping[str, str]) -> Path:
    """Give the folder of what is kept."""
    return Path(environ.get("ASSESS_DATA") or "data").absolute()


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings | str:
    """Give the settings, or a sentence saying what to mend in `council.toml` or in the folders."""
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
    """Give what the making of reports may take, or a sentence on the first number that cannot be."""
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
    """Give the repository's rules, or for an installed program a copy in the data folder, made at first start."""
    if not resources.installed():
        return resources.folder("rules")
    copied = data / "rules"
    if not copied.exists():
        shutil.copytree(resources.folder("rules"), copied)
    return copied


def load_council(path: Path) -> Council | str:
    """Give what the file says of the council, all of it optional, or a sentence saying what to mend."""
    try:
        typed = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return Council()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return f"{path} cannot be read: {error}."
    return wrong_entry(path, typed) or made_council(path, typed)


def wrong_entry(path: Path, typed: Mapping[str, Any]) -> str:
    """Give a sentence on the first entry that is unknown or is not text; empty when there is none."""
    known = ("name", "colour", "logo", "marking", "contact", *TEXTS)
    for name, value in typed.items():
        if name not in known:
            return f"{path}: “{name}” is not an entry of this file. The entries are {', '.join(known)}."
        if not isinstance(value, str) or not value.strip():
            return f"{path}: “{name}” must be words in quotes."
    return ""


def made_council(path: Path, typed: Mapping[str, str]) -> Council | str:
    """Give the council, or a sentence where its colour, marking or logo cannot be used."""
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
    """Say why a marking cannot stand at the head of every page; empty where it can."""
    if len(marking) > LONGEST_MARKING or not marking.isprintable():
        return (
            f"“marking” must be one line of at most {LONGEST_MARKING} letters, for it stands at the head of every page."
        )
    return ""


def logo_beside(path: Path, name: str) -> Logo | str:
    """Give the logo in the folder of the file, or a sentence that says why it cannot be used."""
    if Path(name).name != name:
        return f"“logo” must be the name of a file in the folder {path.parent}, such as logo.svg."
    try:
        with (path.parent / name).open("rb") as file:
            found = read_logo(file.read(MOST_BYTES + 1))
    except OSError as error:
        return f"the logo {name} cannot be read ({error.strerror})."
    return f"the logo {name} cannot be used: {found}." if isinstance(found, str) else found


def wrong_colour(colour: str) -> str:
    """Say why a colour cannot be used and which would pass; empty where it can."""
    if not COLOUR_FORM.match(colour):
        return f"“colour” must be # and six figures or letters a to f, such as {COLOUR}."
    if least_contrast(colour) >= LEAST_CONTRAST:
        return ""
    return (
        f"the colour {colour} is too pale to be read on white and on pale grey: its contrast is "
        f"{least_contrast(colour):.1f} to 1 and must be {LEAST_CONTRAST} to 1. {darker(colour)} would pass."
    )


def secret_key(data: Path) -> bytes:
    """Give the key that signs cookies, made once in the data folder and readable by its owner only."""
    path = data / "secret-key"
    if not path.exists():
        made = data / f"secret-key-{secrets.token_hex(8)}"
        made.touch(mode=0o600)
        made.write_bytes(secrets.token_bytes(32))
        made.replace(path)
    return path.read_bytes()
