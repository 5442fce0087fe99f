"""The rulebook: all that is loaded from the two files, with its parts by their ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assess.core.model.evidence import Claim, Evidence, Source
from assess.core.model.rules import (
    STAGE,
    Band,
    Blocker,
    Choice,
    Fact,
    Question,
    Recommendation,
    Role,
    Rules,
    Section,
    Warning_,
)


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
