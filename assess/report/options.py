"""Options of one copy of a report: its format, status, marking, contents and branding.

Plain values, so that they can be stored inside the report as JSON and produce the same copy again.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter

from assess.branding.logo import Logo, read_logo
from assess.branding.word_template import WordTemplate
from assess.settings import DEFAULT_COLOUR, MAX_MARKING_LENGTH, Council


class Chapter(StrEnum):
    """A part of the report that can be left out; the decision summary and the next steps are always included."""

    CONTENTS = "contents"
    BARRIERS = "barriers"
    CAVEATS = "mind"
    PLAN = "plan"
    CHANGES = "changes"
    CALCULATION = "workings"
    ANSWERS = "answers"
    SOURCES = "sources"


ALL_CHAPTERS = tuple(Chapter)


@dataclass(frozen=True, slots=True)
class Branding:
    """The colour, logo and name that a council has set."""

    colour: Annotated[str, StringConstraints(pattern="^#[0-9a-f]{6}$")] = DEFAULT_COLOUR
    logo: Logo | None = None
    name: str = ""
    """The council's name, used as the alternative text of its logo."""
    template: Annotated[WordTemplate | None, Field(exclude=True)] = None
    """The council's template for Word reports; it is not stored in a report, since no other format depends on it."""

    @property
    def logo_url(self) -> str:
        """The logo as a data URL, so that a page needs no other file; empty if there is none."""
        return f"data:{self.logo.kind};base64,{b64encode(self.logo.data).decode()}" if self.logo else ""


def build_branding(council: Council) -> Branding:
    """Return the branding of a council for its reports."""
    return Branding(council.colour, council.logo, council.name if council.is_named else "", council.template)


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """The options of one copy of a report."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        strict=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64"
    )

    form: Annotated[str, StringConstraints(pattern="^[.][a-z]+$")]
    """The suffix of one of the formats."""
    day: date
    final: bool = False
    with_answers: bool = True
    """False for publication: no answer, note, evidence or name appears anywhere in it."""
    marking: Annotated[str, StringConstraints(max_length=MAX_MARKING_LENGTH)] = ""
    """The protective marking, on every page; empty for none."""
    chapters: tuple[Chapter, ...] = ALL_CHAPTERS
    """The chapters included; none for the decision summary alone."""
    sections: tuple[str, ...] | None = None
    """The ids of the sections included; None for all."""
    recommendations: tuple[str, ...] | None = None
    """The ids of the recommendations included; None for all."""
    notes: bool = True
    """False to leave out notes, evidence and the names of who answered."""
    large: bool = False
    """True for large print, in the PDF only."""
    barriers_apart: bool = False
    """True if each barrier starts a page, to hand it to whoever leads on it; in the PDF only."""
    annex: bool = False
    """True for the evidence annex alone: what was found in each source, in the PDF only."""
    look: Branding = field(default_factory=Branding)

    def has(self, chapter: Chapter) -> bool:
        """Return whether a chapter is included; without answers, the answers and the plan are not."""
        return chapter in self.chapters and (self.with_answers or chapter not in (Chapter.ANSWERS, Chapter.PLAN))

    @property
    def shows_plan_progress(self) -> bool:
        """Whether one line shows the progress of the plan: with the plan, and in the decision summary alone."""
        return self.has(Chapter.PLAN) or (self.is_summary and self.with_answers)

    @property
    def is_summary(self) -> bool:
        """Whether it is the decision summary alone."""
        return not self.chapters

    @property
    def is_complete(self) -> bool:
        """Whether nothing was chosen to be left out; without answers the rest may still be complete."""
        return (
            set(self.chapters) == set(Chapter) and self.sections is None and self.recommendations is None and self.notes
        )

    @property
    def shows_findings(self) -> bool:
        """Whether the list of sources says what was found in each; the PDF has an annex for that."""
        return self.annex or self.form != ".pdf"

    @property
    def shows_all_answers(self) -> bool:
        """Whether it shows every answer, so that the files attached to a PDF reveal nothing that it does not show."""
        return self.has(Chapter.ANSWERS) and self.sections is None and not self.annex

    @property
    def status(self) -> str:
        """The status on the first page: `Draft`, or `Final, without answers`."""
        return f"{'Final' if self.final else 'Draft'}{'' if self.with_answers else ', without answers'}"


_OPTIONS_ADAPTER = TypeAdapter(ReportOptions)


def dump_options(options: ReportOptions) -> bytes:
    """Serialise the options as JSON, the same bytes for equal options."""
    return _OPTIONS_ADAPTER.dump_json(options)


def load_options(text: bytes) -> ReportOptions:
    """Load the options from JSON; raise ValueError if they are not valid."""
    edition = _OPTIONS_ADAPTER.validate_json(text)
    logo = edition.look.logo
    if logo is not None and read_logo(logo.data) != logo:
        raise ValueError("ReportOptions must hold a logo as read_logo returns it.")
    return edition
