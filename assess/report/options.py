"""How one copy of a report is to be made: its form, its status and marking, what goes in and what it looks like.

Plain values, so that they can travel inside the report as JSON and make the same copy again.
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
"""Those for other programs, which hold all and bear no marking."""

FORMS = (".pdf", ".html", ".docx", ".xlsx", ".csv", ".json")
SUFFIX = f"^[.]({'|'.join(form.removeprefix('.') for form in FORMS)})$"


class Chapter(StrEnum):
    """A part of the report that can be left out; the decision summary and what to do next always stand in it."""

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
    """What a council has set of its looks."""

    colour: Annotated[str, StringConstraints(pattern="^#[0-9a-f]{6}$")] = COLOUR
    logo: Logo | None = None
    name: str = ""
    """The council's name, read out in place of its logo."""

    @property
    def logo_address(self) -> str:
        """The logo as an address that holds it, for pages that need no other file; empty where there is none."""
        return f"data:{self.logo.kind};base64,{b64encode(self.logo.data).decode()}" if self.logo else ""


def look_of(council: Council) -> Look:
    """Give what a council has set of its looks, as a report bears them."""
    return Look(council.colour, council.logo, council.name if council.named else "")


@dataclass(frozen=True, slots=True)
class Edition:
    """How a report is to be made."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        strict=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64"
    )

    form: Annotated[str, StringConstraints(pattern=SUFFIX)]
    """One of FORMS."""
    day: date
    final: bool = False
    with_answers: bool = True
    """False for publishing: no answer, note, evidence or name stands anywhere in it."""
    marking: Annotated[str, StringConstraints(max_length=LONGEST_MARKING)] = ""
    """The protective marking, on every page; empty for none."""
    chapters: tuple[Chapter, ...] = EVERY_CHAPTER
    """Those that go in, none of them for the decision summary alone."""
    sections: tuple[str, ...] | None = None
    """The ids of the sections that go in; None for all."""
    recommendations: tuple[str, ...] | None = None
    """The ids of the recommendations that go in; None for all."""
    notes: bool = True
    """False where notes, evidence and whose answers they are stay out."""
    large: bool = False
    """True for large print, in the PDF only."""
    look: Look = field(default_factory=Look)

    def has(self, chapter: Chapter) -> bool:
        """Say whether a chapter goes in; without answers there is none that lists them, and no plan."""
        return chapter in self.chapters and (self.with_answers or chapter not in (Chapter.ANSWERS, Chapter.PLAN))

    @property
    def says_progress(self) -> bool:
        """Whether one line says how far the plan has got: with the plan, and in the decision summary alone."""
        return self.has(Chapter.PLAN) or (self.is_summary and self.with_answers)

    @property
    def is_summary(self) -> bool:
        """Whether it is the decision summary alone."""
        return not self.chapters

    @property
    def is_whole(self) -> bool:
        """Whether nothing was chosen to be left out; without answers the rest may still be whole."""
        return (
            set(self.chapters) == set(Chapter) and self.sections is None and self.recommendations is None and self.notes
        )

    @property
    def shows_every_answer(self) -> bool:
        """Whether every answer stands in it, so that nothing is given away by the files of a PDF that is not shown."""
        return self.has(Chapter.ANSWERS) and self.sections is None

    @property
    def status(self) -> str:
        """What the first page calls the copy: `Draft`, or `Final, without answers`."""
        return f"{'Final' if self.final else 'Draft'}{'' if self.with_answers else ', without answers'}"


JSON = TypeAdapter(Edition)


def edition_as_json(edition: Edition) -> bytes:
    """Give the edition as JSON, the same bytes for equal editions."""
    return JSON.dump_json(edition)


def edition_from_json(text: bytes) -> Edition:
    """Read an edition back; raises ValueError where the text is not one."""
    edition = JSON.validate_json(text)
    logo = edition.look.logo
    if logo is not None and read_logo(logo.data) != logo:
        raise ValueError("The logo of the Edition is not as this program keeps one.")
    return edition


def refusal(edition: Edition) -> str:
    """Say why a report cannot be had so; empty where it can."""
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
