"""Load the settings: where data and rules are stored, and how pages present the council.

Folders come from the environment; texts and the colour come from `council.toml` in the data folder.
"""

import os
import re
import secrets
import shutil
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from assess import resources
from assess.branding.contrast import MIN_CONTRAST, darken_to_readable, min_contrast_ratio
from assess.branding.logo import MAX_BYTES, Logo, read_logo
from assess.branding.word_template import MAX_TEMPLATE_BYTES, WordTemplate, read_word_template

COUNCIL_FILE = "council.toml"
DATABASE_FILE = "assess.sqlite3"
KEY_FILE = "secret-key"
TEXT_KEYS = ("accessibility", "cookies", "privacy")
_DEFAULT_NAME = "Your council"
_MAX_DIGITS = 7
"""More digits than any of the numbers has."""

DEFAULT_COLOUR = "#0f4c5c"
_COLOUR_PATTERN = re.compile(r"#[0-9a-f]{6}\Z")
MAX_MARKING_LENGTH = 60
_EXAMPLES = {"logo": "logo.svg", "template": "report.docx"}
ReadT = TypeVar("ReadT")


@dataclass(frozen=True, slots=True)
class Council:
    """How pages present the council: its name, its colour, its logo and the texts that it provides."""

    name: str = _DEFAULT_NAME
    colour: str = DEFAULT_COLOUR
    contact: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    """`accessibility`, `cookies` and `privacy` as plain text, with paragraphs separated by blank lines."""
    logo: Logo | None = None
    marking: str = ""
    """The council's own protective marking, offered beside those of the government."""
    template: WordTemplate | None = None
    """The council's template for Word reports."""

    @property
    def is_named(self) -> bool:
        """Whether the council has set its name."""
        return self.name != _DEFAULT_NAME


def _parse_digits(value: Any) -> Any:
    """Parse the digits 0 to 9 alone, which pydantic would take together with spaces, signs and underscores."""
    if not isinstance(value, str):
        return value
    if not (value.isascii() and value.isdigit() and len(value) <= _MAX_DIGITS):
        raise ValueError(value)
    return int(value)


_Digits = Annotated[int, BeforeValidator(_parse_digits)]


class RenderingSettings(BaseModel):
    """Resource limits for making reports."""

    model_config = ConfigDict(frozen=True)

    processes: _Digits = Field(2, ge=1, le=16)
    """The number of reports made at the same time."""
    seconds: _Digits = Field(60, ge=5, le=3600)
    """The processor time after which a report is abandoned."""
    megabytes: _Digits = Field(1000, ge=300, le=100_000)
    """The memory limit of each process."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where answers and rules are stored, how pages present the council, and limits for making reports."""

    data: Path
    rules: Path
    council: Council = field(default_factory=Council)
    rendering: RenderingSettings = field(default_factory=RenderingSettings)

    @property
    def database_url(self) -> str:
        """The URL of the database."""
        return build_sqlite_url(self.data / DATABASE_FILE)

    @property
    def has_database(self) -> bool:
        """Whether the database exists."""
        return (self.data / DATABASE_FILE).exists()

    @property
    def has_secret_key(self) -> bool:
        """Whether the secret key exists, which is made after the database: then there was a database once."""
        return (self.data / KEY_FILE).exists()


def build_sqlite_url(path: Path) -> str:
    """Build the URL of an SQLite database, whatever characters its path contains."""
    return f"sqlite:///{quote(str(path))}"


def load_configured_council(environ: Mapping[str, str] = os.environ) -> Council | str:
    """Load the council from the data folder without creating the folder; return a message if that fails."""
    return load_council(find_data_folder(environ) / COUNCIL_FILE)


def find_data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the data folder."""
    return Path(environ.get("ASSESS_DATA") or "data").absolute()


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings | str:
    """Load the settings, or return a message saying what to correct in `council.toml` or in the folders."""
    data = find_data_folder(environ)
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        rules = Path(environ["ASSESS_RULES"]).absolute() if environ.get("ASSESS_RULES") else _prepare_rules_folder(data)
    except OSError as error:
        return (
            f"The folder {data} cannot be created or written to ({error.strerror}). Set ASSESS_DATA to another folder."
        )
    council, printing = load_council(data / COUNCIL_FILE), _load_rendering_settings(environ)
    if isinstance(council, str):
        return council
    return printing if isinstance(printing, str) else Settings(data, rules, council, printing)


def _load_rendering_settings(environ: Mapping[str, str]) -> RenderingSettings | str:
    """Load the limits for making reports, or return a message on the first invalid number."""
    variables = {name: f"ASSESS_REPORT_{name.upper()}" for name in RenderingSettings.model_fields}
    try:
        return RenderingSettings.model_validate(
            {name: text for name, variable in variables.items() if (text := environ.get(variable))}
        )
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        limits = RenderingSettings.model_json_schema()["properties"][name]
        least, most = limits["minimum"], limits["maximum"]
        return f"{variables[name]} must be a whole number from {least} to {most}, not “{environ[variables[name]]}”."


def _prepare_rules_folder(data: Path) -> Path:
    """Return the repository's rules or, if installed, a copy in the data folder, made at the first start."""
    if not resources.is_installed():
        return resources.find_folder("rules")
    copied = data / "rules"
    if not copied.exists():
        shutil.copytree(resources.find_folder("rules"), copied)
    return copied


def load_council(path: Path) -> Council | str:
    """Load the council from a file in which every entry is optional; return a message if that fails."""
    try:
        entries = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return Council()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return f"{path} cannot be read: {error}."
    try:
        return _build_council(path, _CouncilFile.model_validate(entries))
    except ValidationError as error:
        return f"{path}: {_describe_mistake(error)}"


def _describe_mistake(error: ValidationError) -> str:
    """Describe the first mistake in the entries of `council.toml`."""
    first = error.errors()[0]
    name, known = first["loc"][0], ", ".join(_CouncilFile.model_fields)
    if first["type"] == "value_error":
        return str(first["ctx"]["error"])
    if first["type"] == "extra_forbidden":
        return f"“{name}” is not an entry of this file. The entries are {known}."
    return f"“{name}” must be text in quotes."


def _build_council(path: Path, file: "_CouncilFile") -> Council | str:
    """Build the council, or return a message if its logo or its template cannot be used."""
    logo = _load_beside(path, "logo", file.logo, MAX_BYTES, read_logo)
    template = _load_beside(path, "template", file.template, MAX_TEMPLATE_BYTES, read_word_template)
    if isinstance(logo, str):
        return f"{path}: {logo}"
    if isinstance(template, str):
        return f"{path}: {template}"
    texts = {name: text for name in TEXT_KEYS if (text := getattr(file, name))}
    return Council(file.name, file.colour, file.contact, texts, logo, file.marking, template)


def list_council_files(path: Path) -> tuple[str, ...]:
    """Return the names of the files that `council.toml` names; none if it cannot be read."""
    try:
        entries = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ()
    return tuple(str(entries[entry]).strip() for entry in _EXAMPLES if entries.get(entry))


def check_marking(marking: str) -> str:
    """Return why a marking cannot be printed at the top of every page; empty if it can."""
    if len(marking) > MAX_MARKING_LENGTH or not marking.isprintable():
        return (
            f"“marking” must be one line of at most {MAX_MARKING_LENGTH} "
            "letters, because it is printed at the top of every page."
        )
    return ""


def _load_beside(
    path: Path, entry: str, name: str, max_bytes: int, read: Callable[[bytes], ReadT | str]
) -> ReadT | str | None:
    """Load what an entry names in the folder of the file, or return a message saying why it cannot be used."""
    if not name:
        return None
    if Path(name).name != name:
        return f"“{entry}” must be the name of a file in the folder {path.parent}, such as {_EXAMPLES[entry]}."
    try:
        with (path.parent / name).open("rb") as file:
            loaded = read(file.read(max_bytes + 1))
    except OSError as error:
        return f"the {entry} {name} cannot be read ({error.strerror})."
    return f"the {entry} {name} cannot be used: {loaded}." if isinstance(loaded, str) else loaded


def _check_colour(colour: str) -> str:
    """Return why a colour cannot be used and which one could; empty if it can be used."""
    if not _COLOUR_PATTERN.match(colour):
        return f"“colour” must be # and six digits or letters a to f, such as {DEFAULT_COLOUR}."
    if min_contrast_ratio(colour) >= MIN_CONTRAST:
        return ""
    return (
        f"the colour {colour} is too pale to be read on white and on pale grey: its contrast is "
        f"{min_contrast_ratio(colour):.1f} to 1 and must be {MIN_CONTRAST} "
        f"to 1. {darken_to_readable(colour)} would pass."
    )


def _validate_colour(text: str) -> str:
    """Return a colour in small letters; raises ValueError with a message if it cannot be used."""
    colour = text.lower()
    if message := _check_colour(colour):
        raise ValueError(message)
    return colour


def _validate_marking(marking: str) -> str:
    """Return a marking; raises ValueError with a message if it cannot be printed on every page."""
    if message := check_marking(marking):
        raise ValueError(message)
    return marking


_Words = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1)]


class _CouncilFile(BaseModel):
    """The entries of `council.toml`, each of which may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: _Words = _DEFAULT_NAME
    colour: Annotated[_Words, AfterValidator(_validate_colour)] = DEFAULT_COLOUR
    logo: _Words = ""
    template: _Words = ""
    marking: Annotated[_Words, AfterValidator(_validate_marking)] = ""
    contact: _Words = ""
    accessibility: _Words = ""
    cookies: _Words = ""
    privacy: _Words = ""


def load_secret_key(data: Path) -> bytes:
    """Return the key that signs cookies, creating it in the data folder, readable by its owner only."""
    path = data / KEY_FILE
    if not path.exists():
        temporary = data / f"{KEY_FILE}-{secrets.token_hex(8)}"
        temporary.touch(mode=0o600)
        temporary.write_bytes(secrets.token_bytes(32))
        temporary.replace(path)
    return path.read_bytes()
