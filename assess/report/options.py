"""Options of one copy of a report: its format, status, marking, contents and branding.

Plain values, so that they can be stored inside the report as JSON and produce the same copy again.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import ConfigDict, StringConstraints, TypeAdapter

from assess.branding.logo import Logo, read_logo
from assess.settings import COLOUR, LONGEST_MARKING, Council

PLAIN = (".csv", ".json")
"""Data formats for other programs, which are always complete and carry no marking."""

FORMS = (".pdf", ".html", ".docx", ".xlsx", ".csv", ".json")
SUFFIX = f"^[.]({'|'.join(form.removeprefix('.') for form in FORMS)})$"


class Chapter(StrEnum):
    """A part of the report that can be left out; the decision summary and the next steps are always included."""

    CONTENTS = "contents"
    BARRIERS = "barriers"
    MIND = "mind"
    PLAN = "plan"
    CHANGES = "changes"
    WORKINGS = "workings"
    ANSWERS = "answers"
    SOURCES = "sources"


EVERY_CHAPTER = tuple(Chapter)


@dataclass(frozen=True, slots=True)
class Look:
    """The colour, logo and name that a council has set."""

    colour: Annotated[str, StringConstraints(pattern="^#[0-9a-f]{6}$")] = COLOUR
    logo: Logo | None = None
    name: str = ""
    """The council's name, used as the alternative text of its logo."""

    @property
    def logo_address(self) -> str:
        """The logo as a data URL, so that a page needs no other file; empty if there is none."""
        return f"data:{self.logo.kind};base64,{b64encode(self.logo.data).decode()}" if self.logo else ""


def look_of(council: Council) -> Look:
    """Return the branding of a council for its reports."""
    return Look(council.colour, council.logo, council.name if council.named else "")


@dataclass(frozen=True, slots=True)
class Edition:
    """The options of one copy of a report."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        strict=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64"
    )

    form: Annotated[str, StringConstraints(pattern=SUFFIX)]
    """One of `FORMATS`."""
    day: date
    final: bool = False
    with_answers: bool = True
    """False for publication: no answer, note, evidence or name appears anywhere in it."""
    marking: Annotated[str, StringConstraints(max_length=LONGEST_MARKING)] = ""
    """The protective marking, on every page; empty for none."""
    chapters: tuple[Chapter, ...] = EVERY_CHAPTER
    """The chapters included; none for the decision summary alone."""
    sections: tuple[str, ...] | None = None
    """The ids of the sections included; None for all."""
    recommendations: tuple[str, ...] | None = None
    """The ids of the recommendations included; None for all."""
    notes: bool = True
    """False to leave out notes, evidence and the names of who answered."""
    large: bool = False
    """True for large print, in the PDF only."""
    look: Look = field(default_factory=Look)

    def has(self, chapter: Chapter) -> bool:
        """Return whether a chapter is included; without answers, the answers and the plan are not."""
        return chapter in self.chapters and (self.with_answers or chapter not in (Chapter.ANSWERS, Chapter.PLAN))

    @property
    def says_progress(self) -> bool:
        """Whether one line shows the progress of the plan: with the plan, and in the decision summary alone."""
        return self.has(Chapter.PLAN) or (self.is_summary and self.with_answers)

    @property
    def is_summary(self) -> bool:
        """Whether it is the decision summary alone."""
        return not self.chapters

    @property
    def is_whole(self) -> bool:
        """Whether nothing was chosen to be left out; without answers the rest may still be complete."""
        return (
            set(self.chapters) == set(Chapter) and self.sections is None and self.recommendations is None and self.notes
        )

    @property
    def shows_every_answer(self) -> bool:
        """Whether it shows every answer, so that the files attached to a PDF reveal nothing that it does not show."""
        return self.has(Chapter.ANSWERS) and self.sections is None

    @property
    def status(self) -> str:
        """The status on the first page: `Draft`, or `Final, without answers`."""
        return f"{'Final' if self.final else 'Draft'}{'' if self.with_answers else ', without answers'}"


JSON = TypeAdapter(Edition)


def edition_as_json(edition: Edition) -> bytes:
    """Serialise the options as JSON, the same bytes for equal options."""
    return JSON.dump_json(edition)


def edition_from_json(text: bytes) -> Edition:
    """Load the options from JSON; raise ValueError if they are not valid."""
    edition = JSON.validate_json(text)
    logo = edition.look.logo
    if logo is not None and read_logo(logo.data) != logo:
        raise ValueError("The logo of the Edition is not as this program keeps one.")
    return edition


def refusal(edition: Edition) -> str:
    """Return why these options cannot be combined, empty if they can."""
    if edition.form == ".csv" and not edition.with_answers:
        return "A CSV file holds nothing but the answers, so it cannot be made without them."
    if edition.form not in PLAIN:
        return "Large print is for the PDF alone." if edition.large and edition.form != ".pdf" else ""
    kind = edition.form.removeprefix(".").upper()
    if edition.marking:
        return (
            f"A {kind} file has no place for a protective marking. Mark where you keep it, and choose no marking here."
        )
    if not edition.is_whole:
        return f"A {kind} file holds all of the result or none, so nothing can be left out of it."
    return "Large print is for the PDF alone." if edition.large else ""
