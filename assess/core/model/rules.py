"""Models of rules/readiness.yaml, with the terms of docs/rules-format.md.

All models are frozen. Fields validate the plain text of the file (see `fields`), so that text stays text.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from assess.core.model.fields import Authority, Day, FrozenModel, Id, Number, NumberOrFact, Text, Version, YesNo

UNKNOWN_OPTION = "unknown"
"""The option id that means "not known" in a fact."""

STAGE = "stage"
"""The id of the fact that every rulebook has: how far the service has got."""


class QuestionCondition(FrozenModel):
    """True if the answer to the question is one of the named options."""

    question: Id
    is_: tuple[Id, ...] = Field(alias="is", min_length=1)


class ProfileCondition(FrozenModel):
    """True if the fact is one of the named options, or its number is within the limits.

    A limit is a whole number or, in a contradiction only, another fact that is a number of the same kind.
    """

    profile: Id
    is_: tuple[Id, ...] | None = Field(default=None, alias="is", min_length=1)
    above: NumberOrFact | None = None
    below: NumberOrFact | None = None
    at_least: NumberOrFact | None = None
    at_most: NumberOrFact | None = None


class SectionCondition(FrozenModel):
    """True if even the possible score of the section is below a whole number from 1 to 100."""

    section: Id
    below: Number


class AllOf(FrozenModel):
    """True if all parts are true."""

    all: "tuple[Condition, ...]" = Field(min_length=1)


class AnyOf(FrozenModel):
    """True if at least one part is true."""

    any: "tuple[Condition, ...]" = Field(min_length=1)


class Not(FrozenModel):
    """True if its part is false; allowed around profile conditions only."""

    not_: "Condition" = Field(alias="not")


SUBJECTS = ("question", "profile", "section", "all", "any", "not")


def find_subject(condition: Any) -> str | None:
    """Return the subject of a condition, given as a mapping or a model; None if it has no subject or several."""
    if isinstance(condition, Mapping):
        named = [key for key in SUBJECTS if key in condition]
        return named[0] if len(named) == 1 else None
    kinds = (QuestionCondition, ProfileCondition, SectionCondition, AllOf, AnyOf, Not)
    return next((key for key, kind in zip(SUBJECTS, kinds, strict=True) if isinstance(condition, kind)), None)


Condition = Annotated[
    Annotated[QuestionCondition, Tag("question")]
    | Annotated[ProfileCondition, Tag("profile")]
    | Annotated[SectionCondition, Tag("section")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(find_subject),
]


class RulebookHeader(FrozenModel):
    """The title and version of the rulebook; the date is for display only."""

    id: Id
    title: Text
    version: Version
    made_from: Version | None = None
    """The release that came with the tool and that the rules were made from; its own version in the release itself."""
    effective_from: Day


class Band(FrozenModel):
    """A range of scores, from a whole number up to the next band."""

    id: Id
    from_: Number = Field(alias="from")
    label: Text
    meaning: Text


class NeedsPolicy(FrozenModel):
    """What follows while something that the stage needs is not there: the highest band allowed."""

    cap: Id


class Role(FrozenModel):
    """Somebody to ask or to lead, by job title and never by name."""

    id: Id
    title: Text


class FactOption(FrozenModel):
    """An option of a fact."""

    id: Id
    text: Text
    short: Text = ""
    """A stage's name for marks and headings; empty if its text is used there."""

    @property
    def short_text(self) -> str:
        """The short text, or else the text."""
        return self.short or self.text


class Fact(FrozenModel):
    """An unscored fact about the service or the council."""

    id: Id
    text: Text
    help: Text = ""
    kind: Literal["choice", "number", "money"]
    required: YesNo = False
    options: tuple[FactOption, ...] = ()
    claims: tuple[Id, ...] = ()
    page: Text = ""
    """The heading of the page that asks for it; facts without one share a page."""


class LookupRow(FrozenModel):
    """The value of a derived fact for one option of the fact it is looked up from."""

    is_: Id = Field(alias="is")
    note: Text = ""
    claims: tuple[Id, ...] = ()


class Override(FrozenModel):
    """The value of a derived fact if a condition on the profile is true; takes precedence over the table."""

    when: Condition
    is_: Id = Field(alias="is")
    note: Text = ""
    claims: tuple[Id, ...] = ()


class DerivedFact(FrozenModel):
    """A fact that is looked up from another fact."""

    id: Id
    text: Text
    options: tuple[FactOption, ...] = Field(min_length=1)
    from_: Id = Field(alias="from")
    table: Mapping[Id, LookupRow]
    unless: tuple[Override, ...] = ()


class Notice(FrozenModel):
    """A consequence of the profile, shown beside the questions and in the report if its condition is true."""

    id: Id
    when: Condition
    says: Text
    claims: tuple[Id, ...] = ()


class QuestionOption(FrozenModel):
    """An answer that can be chosen: a concrete, observable state and its points."""

    id: Id
    text: Text
    points: Number
    was: tuple[Id, ...] = ()
    """The ids that the option had in earlier versions; answers with these move to it."""


class Question(FrozenModel):
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
    needs: Mapping[Id, Id] = {}
    """The least option that each stage needs, from that stage on."""
    claims: tuple[Id, ...] = ()
    was: tuple[Id, ...] = ()
    """The ids that the question had in earlier versions; answers to these move to it."""
    options: tuple[QuestionOption, ...]

    @property
    def highest(self) -> int:
        """The points of the best option."""
        return self.options[-1].points


class Section(FrozenModel):
    """A barrier: its weight in the overall score and its questions."""

    id: Id
    title: Text
    weight: Number
    why: Text
    questions: tuple[Question, ...] = Field(min_length=1)


class WarningRule(FrozenModel):
    """A condition that is reported beside the score without capping the band."""

    id: Id
    when: Condition
    says: Text
    lifted_by: Text
    claims: tuple[Id, ...] = ()


class Blocker(WarningRule):
    """A condition that caps the band."""

    caps_at: Id


class Contradiction(FrozenModel):
    """Answers and facts that cannot all be right; it changes no figure."""

    id: Id
    when: Condition
    says: Text
    claims: tuple[Id, ...] = ()


class LocalVariation(FrozenModel):
    """A note on what is different in a recommendation if a condition on the profile is true."""

    when: Condition
    says: Text
    claims: tuple[Id, ...] = ()


class Recommendation(FrozenModel):
    """What to do, who leads it, how long it takes and on what authority."""

    id: Id
    title: Text
    why: Text
    steps: tuple[Text, ...] = Field(min_length=1)
    lead: Id
    support: tuple[Id, ...] = ()
    takes: Text
    takes_from: Authority
    effort: Literal["days", "weeks", "months"]
    done_when: Text
    when: Condition
    elsewhere: tuple[LocalVariation, ...] = ()
    claims: tuple[Id, ...] = ()


class GlossaryTerm(FrozenModel):
    """A glossary term and its meaning."""

    term: Text
    means: Text


class ExpectedResult(FrozenModel):
    """The result that a worked example expects; only the fields present are compared.

    Scores are brought up to date when the rules are published. Any other difference is for a person to confirm.
    """

    evidenced: Number | None = None
    possible: Number | None = None
    band: Id | None = None
    possible_band: Id | None = None
    blockers: tuple[Id, ...] | None = None
    possible_blockers: tuple[Id, ...] | None = None
    needs_missing: tuple[Id, ...] | None = None
    """The questions whose need is missing."""
    recommends: tuple[Id, ...] | None = None


class WorkedExample(FrozenModel):
    """A worked example and the result that it expects; a difference is a notice, never a mistake.

    `profile` and `answers` have the format of an answers file (see `interchange.answers_yaml`).
    """

    name: Text
    profile: Mapping[Id, Any] = {}
    answers: Mapping[Id, Any] = {}
    others: Literal["best", "worst", "not-answered"] = "not-answered"
    """How the questions that are not named are answered."""
    expect: ExpectedResult


class Rules(FrozenModel):
    """The whole of rules/readiness.yaml."""

    rulebook: RulebookHeader
    bands: tuple[Band, ...] = Field(min_length=1)
    needs: NeedsPolicy | None = None
    score_from: Number | None = None
    roles: tuple[Role, ...] = Field(min_length=1)
    profile: tuple[Fact, ...] = Field(min_length=1)
    derived: tuple[DerivedFact, ...] = ()
    notices: tuple[Notice, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)
    blockers: tuple[Blocker, ...] = ()
    warnings: tuple[WarningRule, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    examples: tuple[WorkedExample, ...] = ()
