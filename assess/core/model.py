"""The rulebook as values: what the two rules files say, in the words of docs/rules-format.md.

Every value is frozen. The fields take the plain text of the file (see `fields`), so text stays text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from assess.core.fields import Day, Id, Issued, Number, Text, Version, YesNo

UNKNOWN = "unknown"
"""The option id that means "not known" in a fact."""

STAGE = "stage"
"""The fact that every rulebook has: how far the service has got."""


class Value(BaseModel):
    """A frozen part of the rules that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class QuestionCondition(Value):
    """True when the question's answer is one of the options named."""

    question: Id
    is_: tuple[Id, ...] = Field(alias="is", min_length=1)


class ProfileCondition(Value):
    """True when the fact is one of the options named, or its number lies in the range named."""

    profile: Id
    is_: tuple[Id, ...] | None = Field(default=None, alias="is", min_length=1)
    above: Number | None = None
    below: Number | None = None
    at_least: Number | None = None
    at_most: Number | None = None


class SectionCondition(Value):
    """True when even the possible score of the section is below a whole number from 1 to 100."""

    section: Id
    below: Number


class AllOf(Value):
    """True when every part is true."""

    all: "tuple[Condition, ...]" = Field(min_length=1)


class AnyOf(Value):
    """True when at least one part is true."""

    any: "tuple[Condition, ...]" = Field(min_length=1)


class Not(Value):
    """True when its part is false; stands round profile conditions only."""

    not_: "Condition" = Field(alias="not")


SUBJECTS = ("question", "profile", "section", "all", "any", "not")


def subject(condition: Any) -> str | None:
    """Name the one subject of a condition as written, or none where it has no subject or several."""
    if isinstance(condition, Mapping):
        named = [key for key in SUBJECTS if key in condition]
        return named[0] if len(named) == 1 else None
    kinds = (QuestionCondition, ProfileCondition, SectionCondition, AllOf, AnyOf, Not)
    return next((key for key, kind in zip(SUBJECTS, kinds, strict=True) if isinstance(condition, kind)), None)


type_of_condition = (
    Annotated[QuestionCondition, Tag("question")]
    | Annotated[ProfileCondition, Tag("profile")]
    | Annotated[SectionCondition, Tag("section")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
)
Condition = Annotated[type_of_condition, Discriminator(subject)]


class Heading(Value):
    """What the rulebook is called and which version it is; the date is only shown."""

    id: Id
    title: Text
    version: Version
    effective_from: Day


class Band(Value):
    """A stretch of scores, from a whole number up to the next band."""

    id: Id
    from_: Number = Field(alias="from")
    label: Text
    meaning: Text


class Role(Value):
    """Somebody to ask or to lead, by office and never by name."""

    id: Id
    title: Text


class Choice(Value):
    """An option of a fact."""

    id: Id
    text: Text


class Fact(Value):
    """Something unscored that is known of the service or the council."""

    id: Id
    text: Text
    help: Text = ""
    kind: Literal["choice", "number", "money"]
    required: YesNo = False
    options: tuple[Choice, ...] = ()
    claims: tuple[Id, ...] = ()


class Lookup(Value):
    """What a derived fact is for one option of the fact it comes from."""

    is_: Id = Field(alias="is")
    note: Text = ""
    claims: tuple[Id, ...] = ()


class Exception_(Value):  # noqa: N801 - the name without the stroke is Python's
    """What a derived fact is when a condition on the profile is true, looked at before the table."""

    when: Condition
    is_: Id = Field(alias="is")
    note: Text = ""
    claims: tuple[Id, ...] = ()


class Derived(Value):
    """A fact looked up from another fact."""

    id: Id
    text: Text
    options: tuple[Choice, ...] = Field(min_length=1)
    from_: Id = Field(alias="from")
    table: Mapping[Id, Lookup]
    unless: tuple[Exception_, ...] = ()


class Notice(Value):
    """What a profile means, shown beside the questions and in the report when it is true."""

    id: Id
    when: Condition
    says: Text
    claims: tuple[Id, ...] = ()


class Option(Value):
    """An answer that may be chosen: a concrete, observable state and its points."""

    id: Id
    text: Text
    points: Number


class Question(Value):
    """One scored question."""

    id: Id
    text: Text
    help: Text
    why: Text
    evidence: tuple[Text, ...] = Field(min_length=1)
    ask: tuple[Id, ...] = Field(min_length=1)
    weight: Number
    from_stage: Id | None = None
    ask_if: Condition | None = None
    not_asked_because: Text = ""
    may_not_apply: YesNo
    claims: tuple[Id, ...] = ()
    options: tuple[Option, ...]

    @property
    def highest(self) -> int:
        """The points of the best option."""
        return self.options[-1].points


class Section(Value):
    """One barrier: its weight in the whole and its questions."""

    id: Id
    title: Text
    weight: Number
    why: Text
    questions: tuple[Question, ...] = Field(min_length=1)


class Warning_(Value):  # noqa: N801 - as above
    """A condition that stands beside the score without capping it."""

    id: Id
    when: Condition
    says: Text
    lifted_by: Text
    claims: tuple[Id, ...] = ()


class Blocker(Warning_):
    """A condition that caps the band."""

    caps_at: Id


class Elsewhere(Value):
    """What is different in a recommendation when a condition on the profile is true."""

    when: Condition
    says: Text
    claims: tuple[Id, ...] = ()


def estimate_or_claims(value: Any) -> str:
    """Name the kind of authority for how long something takes: an estimate is one word, claims are a list."""
    return "estimate" if isinstance(value, str) else "claims"


class Recommendation(Value):
    """What to do, who leads it, how long it takes and on whose authority."""

    id: Id
    title: Text
    why: Text
    steps: tuple[Text, ...] = Field(min_length=1)
    lead: Id
    support: tuple[Id, ...] = ()
    takes: Text
    takes_from: Annotated[
        Annotated[Literal["estimate"], Tag("estimate")] | Annotated[tuple[Id, ...], Tag("claims")],
        Discriminator(estimate_or_claims),
    ]
    effort: Literal["days", "weeks", "months"]
    done_when: Text
    when: Condition
    elsewhere: tuple[Elsewhere, ...] = ()
    claims: tuple[Id, ...] = ()


class Term(Value):
    """A word and what it means."""

    term: Text
    means: Text


class Expected(Value):
    """What a worked example says the result is; only what is written is compared."""

    evidenced: Number | None = None
    possible: Number | None = None
    band: Id | None = None
    possible_band: Id | None = None
    blockers: tuple[Id, ...] | None = None
    possible_blockers: tuple[Id, ...] | None = None
    recommends: tuple[Id, ...] | None = None


class Example(Value):
    """A worked example: it must come true, or the file is refused.

    `profile` and `answers` are as in a file of answers (see `answers`).
    """

    name: Text
    profile: Mapping[Id, Any] = {}
    answers: Mapping[Id, Any] = {}
    expect: Expected


class Rules(Value):
    """The whole of rules/readiness.yaml."""

    rulebook: Heading
    bands: tuple[Band, ...] = Field(min_length=1)
    roles: tuple[Role, ...] = Field(min_length=1)
    profile: tuple[Fact, ...] = Field(min_length=1)
    derived: tuple[Derived, ...] = ()
    notices: tuple[Notice, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)
    blockers: tuple[Blocker, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    glossary: tuple[Term, ...] = ()
    examples: tuple[Example, ...] = ()


class Source(Value):
    """A document that claims come from, in CSL words; what is absent is left out of the citation."""

    id: Id
    type: Text
    title: Text
    author: tuple[Text, ...] = ()
    container_title: Text = Field(default="", alias="container-title")
    publisher: Text = ""
    issued: Issued | None = None
    url: Text = Field(default="", alias="URL")
    nations: tuple[Id, ...] = ()
    status: Literal["in force", "superseded", "enacted, check commencement", "proposed", "guidance", "evidence"]
    status_note: Text = ""
    applies_from: Day | None = None
    applies_to: Day | None = None
    superseded_by: Id | None = None
    checked_on: Day | None = None


class Claim(Value):
    """One finding of one source, and where in it."""

    id: Id
    source: Id
    pinpoint: Text
    finding: Text
    dated: Text = ""


class Evidence(Value):
    """The whole of rules/evidence.yaml."""

    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, eq=False)
class Rulebook:
    """All that is loaded from the rules files; one object for one loaded version, compared by identity."""

    rules: Rules
    evidence: Evidence
    hash: str
    """Hexadecimal SHA-256 over the canonical JSON of what was loaded."""

    @property
    def id(self) -> str:
        """The rulebook's id."""
        return self.rules.rulebook.id

    @property
    def version(self) -> str:
        """The number in the file."""
        return self.rules.rulebook.version

    @cached_property
    def bands(self) -> Mapping[str, Band]:
        """The bands by id, lowest first."""
        return {band.id: band for band in self.rules.bands}

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """The roles by id."""
        return {role.id: role for role in self.rules.roles}

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts of the profile by id, in the order of the file."""
        return {fact.id: fact for fact in self.rules.profile}

    @cached_property
    def stages(self) -> Mapping[str, Choice]:
        """The stages by id, earliest first."""
        return {choice.id: choice for choice in self.facts[STAGE].options}

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """The sections by id, in the order of the file."""
        return {section.id: section for section in self.rules.sections}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by id, in the order of the file."""
        return {question.id: question for section in self.rules.sections for question in section.questions}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of each question id."""
        return {question.id: section for section in self.rules.sections for question in section.questions}

    @cached_property
    def blockers(self) -> Mapping[str, Blocker]:
        """The blockers by id."""
        return {blocker.id: blocker for blocker in self.rules.blockers}

    @cached_property
    def warnings(self) -> Mapping[str, Warning_]:
        """The warnings by id."""
        return {warning.id: warning for warning in self.rules.warnings}

    @cached_property
    def recommendations(self) -> Mapping[str, Recommendation]:
        """The recommendations by id."""
        return {recommendation.id: recommendation for recommendation in self.rules.recommendations}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims by id."""
        return {claim.id: claim for claim in self.evidence.claims}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources by id."""
        return {source.id: source for source in self.evidence.sources}
