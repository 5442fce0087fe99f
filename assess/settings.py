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

COUNCIL_FILE = "council.toml"
DATABASE = "assess.sqlite3"
TEXTS = ("accessibility", "cookies", "privacy")
UNNAMED = "Your council"
COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
PRINTING = {"processes": (1, 16), "seconds": (5, 3600), "megabytes": (300, 100_000)}
"""What can be set of the making of reports, and the least and the most of each."""
DIGITS = 7
"""More than any of these numbers has."""
LEAST_CONTRAST = 4.5
"""On white, as WCAG 2.2 success criterion 1.4.3 asks of text."""


@dataclass(frozen=True, slots=True)
class Council:
    """What the pages say of the council: its name, its one colour and the texts it fills in."""

    name: str = UNNAMED
    colour: str = "#0f4c5c"
    contact: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """`accessibility`, `cookies` and `privacy` to plain text with paragraphs parted by blank lines."""

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
    """After this a report is given up."""
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


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings | str:
    """Give the settings, or a sentence saying what to mend in `council.toml` or in the folders."""
    data = Path(environ.get("ASSESS_DATA") or "data").absolute()
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
    known = ("name", "colour", "contact", *TEXTS)
    for name, value in typed.items():
        if name not in known:
            return f"{path}: “{name}” is not an entry of this file. The entries are {', '.join(known)}."
        if not isinstance(value, str) or not value.strip():
            return f"{path}: “{name}” must be words in quotes."
    return ""


def made_council(path: Path, typed: Mapping[str, str]) -> Council | str:
    """Give the council, or a sentence where its colour could not be read on white."""
    council = Council()
    colour = typed.get("colour", council.colour).strip().lower()
    if not COLOUR.match(colour):
        return f"{path}: “colour” must be # and six figures or letters a to f, such as {council.colour}."
    if contrast_on_white(colour) < LEAST_CONTRAST:
        return (
            f"{path}: the colour {colour} is too pale to be read on white: its contrast is "
            f"{contrast_on_white(colour):.1f} to 1 and must be {LEAST_CONTRAST} to 1. {darker(colour)} would pass."
        )
    texts = {name: typed[name].strip() for name in TEXTS if name in typed}
    return Council(typed.get("name", council.name).strip(), colour, typed.get("contact", "").strip(), texts)


def contrast_on_white(colour: str) -> float:
    """Give the contrast of a colour on white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darker(colour: str) -> str:
    """Give the nearest darker shade of the same colour that can be read on white."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for hundredths in range(99, -1, -1):
        shade = "#" + "".join(f"{part * hundredths // 100:02x}" for part in parts)
        if contrast_on_white(shade) >= LEAST_CONTRAST:
            return shade
    return "#000000"


def secret_key(data: Path) -> bytes:
    """Give the key that signs cookies, made once in the data folder and readable by its owner only."""
    path = data / "secret-key"
    if not path.exists():
        made = data / f"secret-key-{secrets.token_hex(8)}"
        made.touch(mode=0o600)
        made.write_bytes(secrets.token_bytes(32))
        made.replace(path)
    return path.read_bytes()
