"""The rules in readable form, as values for the templates."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question, Recommendation, Section, WarningRule
from assess.report.content.citations import Citations, CitedSource, strip_references
from assess.report.content.condition_text import Clause, describe_condition, find_questions
from assess.report.content.text import curl_apostrophes, format_points
from assess.web.reference.questions import list_remarks
from assess.web.shared.text import NO_BACKLINK, CitedText, cite_text, join_role_titles


class BandSummary(NamedTuple):
    """A band and the scores that reach it."""

    label: str
    scores: str
    meaning: str


class SectionShare(NamedTuple):
    """A section's weight and its share of the overall score in per cent."""

    id: str
    title: str
    weight: int
    share: float
    """An int if it is whole, so that it is displayed without a decimal point."""


class OptionPoints(NamedTuple):
    """An answer, its points and what it adds to the overall score when every question is asked."""

    text: str
    points: int
    adds: str


class QuestionCard(NamedTuple):
    """A question with its weight, options and the rules that refer to it."""

    id: str
    text: str
    weight: int
    worth: str
    options: tuple[OptionPoints, ...]
    ask: str
    remarks: tuple[str, ...]
    why: CitedText
    blocks: tuple[str, ...]
    """The ids of the blockers whose condition refers to it."""
    warns: tuple[str, ...]
    leads_to: tuple[tuple[str, str], ...]
    """The ids and titles of the recommendations whose condition refers to it."""


class FindingCard(NamedTuple):
    """A blocker or a warning."""

    id: str
    says: CitedText
    when: Clause
    lifted_by: str
    caps_at: str
    """The label of the highest band that it allows; empty for a warning."""


class RecommendationCard(NamedTuple):
    """A recommendation."""

    rule: Recommendation
    why: CitedText
    when: Clause
    lead: str
    support: str
    takes_from: str
    elsewhere: tuple[tuple[Clause, CitedText], ...]


def build_band_summaries(rulebook: Rulebook) -> Iterator[BandSummary]:
    """Yield the bands, lowest first."""
    starts = [band.from_ for band in rulebook.rules.bands]
    for band, above in zip(rulebook.rules.bands, [*starts[1:], 101], strict=True):
        yield BandSummary(strip_references(band.label), f"{band.from_} to {above - 1}", strip_references(band.meaning))


def compute_section_shares(rulebook: Rulebook) -> tuple[SectionShare, ...]:
    """Return the share of each section while all of them have a score."""
    lines = ((section, float(format_points(_compute_share(rulebook, section)))) for section in rulebook.rules.sections)
    return tuple(
        SectionShare(
            section.id, strip_references(section.title), section.weight, int(part) if part.is_integer() else part
        )
        for section, part in lines
    )


def _compute_share(rulebook: Rulebook, section: Section) -> Fraction:
    """Return a section's share of the overall score in per cent while all sections have a score."""
    return Fraction(100 * section.weight, sum(each.weight for each in rulebook.rules.sections))


def build_question_cards(rulebook: Rulebook, section: Section, day: date) -> tuple[QuestionCard, ...]:
    """Return the questions of a section."""
    worth_per_weight = _compute_share(rulebook, section) / sum(question.weight for question in section.questions)
    return tuple(
        _build_question_card(rulebook, question, worth_per_weight * question.weight, day)
        for question in section.questions
    )


def _build_question_card(rulebook: Rulebook, question: Question, worth: Fraction, day: date) -> QuestionCard:
    """Return a question; `worth` is its share of 100 when every question is asked."""
    options = (
        OptionPoints(strip_references(o.text), o.points, format_points(worth * o.points / question.highest))
        for o in question.options
    )
    advice = rulebook.rules.recommendations
    return QuestionCard(
        id=question.id,
        text=strip_references(question.text),
        weight=question.weight,
        worth=format_points(worth),
        options=tuple(options),
        ask=join_role_titles(rulebook, question.ask),
        remarks=list_remarks(rulebook, question),
        why=cite_text(rulebook, question.why, question.claims, day),
        blocks=tuple(rule.id for rule in rulebook.rules.blockers if question.id in find_questions(rule.when)),
        warns=tuple(rule.id for rule in rulebook.rules.warnings if question.id in find_questions(rule.when)),
        leads_to=tuple(
            (rule.id, strip_references(rule.title)) for rule in advice if question.id in find_questions(rule.when)
        ),
    )


def build_finding_cards(rulebook: Rulebook, rules: tuple[WarningRule, ...], day: date) -> Iterator[FindingCard]:
    """Yield blockers or warnings."""
    for rule in rules:
        says = cite_text(rulebook, rule.says, rule.claims, day)
        caps_at = getattr(rule, "caps_at", "")
        band = strip_references(rulebook.bands[caps_at].label) if caps_at else ""
        yield FindingCard(
            rule.id, says, describe_condition(rulebook, rule.when), strip_references(rule.lifted_by), band
        )


def build_recommendation_cards(rulebook: Rulebook, day: date) -> Iterator[RecommendationCard]:
    """Yield the recommendations in rulebook order."""
    for rule in rulebook.rules.recommendations:
        from_claims = () if rule.takes_from == "estimate" else rule.takes_from
        yield RecommendationCard(
            rule=rule,
            why=cite_text(rulebook, rule.why, (*rule.claims, *from_claims), day),
            when=describe_condition(rulebook, rule.when),
            lead=curl_apostrophes(rulebook.roles[rule.lead].title),
            support=join_role_titles(rulebook, rule.support),
            takes_from="" if from_claims else "our estimate",
            elsewhere=tuple(
                (describe_condition(rulebook, part.when), cite_text(rulebook, part.says, part.claims, day))
                for part in rule.elsewhere
            ),
        )


def group_sources_by_status(rulebook: Rulebook, day: date) -> tuple[tuple[str, tuple[CitedSource, ...]], ...]:
    """Return all sources with their findings, grouped by status."""
    citations = Citations(rulebook)
    for claim in rulebook.claims:
        citations.register(claim, NO_BACKLINK)
    entries = dict(zip(citations.numbers, citations.list_sources(day), strict=True))
    groups: dict[str, list[CitedSource]] = {}
    for source in rulebook.evidence.sources:
        if source.id in entries:
            groups.setdefault(source.status, []).append(entries[source.id])
    return tuple((status, tuple(group)) for status, group in groups.items())
