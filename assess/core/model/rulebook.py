"""The rulebook: the content of both rules files, with its items indexed by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from assess.core.model.evidence import Claim, Evidence, Source
from assess.core.model.rules import (
    STAGE,
    Band,
    Blocker,
    Contradiction,
    Fact,
    FactOption,
    Question,
    Recommendation,
    Role,
    Rules,
    Section,
    WarningRule,
)

_FIRST_RELEASE = "1.0.0"
"""The only release that does not say what it was made from."""


class Renames(NamedTuple):
    """The present ids of questions and options by the ids that they had in earlier versions."""

    questions: Mapping[str, str]
    options: Mapping[tuple[str, str], str]
    """By the present id of the question and the earlier id of the option."""


NO_RENAMES = Renames({}, {})


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The content of both rules files; there is one object for each loaded version, compared by identity."""

    rules: Rules
    evidence: Evidence
    hash: str
    """The hexadecimal SHA-256 of the canonical JSON of the loaded rules and evidence."""

    @property
    def id(self) -> str:
        """The id of the rulebook."""
        return self.rules.rulebook.id

    @property
    def version(self) -> str:
        """The version number stated in the rules file."""
        return self.rules.rulebook.version

    @property
    def made_from(self) -> str:
        """The version of the release that came with the tool and that the rules were made from."""
        return self.rules.rulebook.made_from or _FIRST_RELEASE

    @property
    def is_release(self) -> bool:
        """Whether it is itself a release that came with the tool."""
        return self.version == self.made_from

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
    def stages(self) -> Mapping[str, FactOption]:
        """The stages by id, earliest first."""
        return {choice.id: choice for choice in self.facts[STAGE].options}

    @cached_property
    def sections(self) -> Mapping[str, Section]:
        """The sections by id, in the order of the file."""
        return {section.id: section for section in self.rules.sections}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """All questions by id, in the order of the file."""
        return {question.id: question for section in self.rules.sections for question in section.questions}

    @cached_property
    def renames(self) -> Renames:
        """The questions and options that had other ids in earlier versions."""
        questions = self.questions.values()
        return Renames(
            {old: question.id for question in questions for old in question.was},
            {
                (question.id, old): option.id
                for question in questions
                for option in question.options
                for old in option.was
            },
        )

    @cached_property
    def sections_by_question(self) -> Mapping[str, Section]:
        """The section of each question, by question id."""
        return {question.id: section for section in self.rules.sections for question in section.questions}

    @cached_property
    def blockers(self) -> Mapping[str, Blocker]:
        """The blockers by id."""
        return {blocker.id: blocker for blocker in self.rules.blockers}

    @cached_property
    def warnings(self) -> Mapping[str, WarningRule]:
        """The warnings by id."""
        return {warning.id: warning for warning in self.rules.warnings}

    @cached_property
    def contradictions(self) -> Mapping[str, Contradiction]:
        """The contradictions by id."""
        return {contradiction.id: contradiction for contradiction in self.rules.contradictions}

    @property
    def tells_needs(self) -> bool:
        """Whether the rules have needs, contradictions or a least number of questions for a score."""
        rules = self.rules
        return rules.needs is not None or rules.score_from is not None or bool(rules.contradictions)

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
