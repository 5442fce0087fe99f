"""The rules in readable form, as values for the templates."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question, Recommendation, Section, Warning_
from assess.report.content.citations import Citations, Source
from assess.report.content.condition_text import Clause, clause, questions_in
from assess.report.content.text import apostrophes, points
from assess.web.reference.questions import remarks
from assess.web.shared.text import NOWHERE, Cited, cited, plain, whom


class BandLine(NamedTuple):
    """A band and the scores that reach it."""

    label: str
    scores: str
    meaning: str


class ShareLine(NamedTuple):
    """A section's weight and its share of the overall score in per cent."""

    id: str
    title: str
    weight: int
    share: float
    """An int if it is whole, so that it is displayed without a decimal point."""


class OptionLine(NamedTuple):
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
    options: tuple[OptionLine, ...]
    ask: str
    remarks: tuple[str, ...]
    why: Cited
    blocks: tuple[str, ...]
    """The ids of the blockers whose condition refers to it."""
    warns: tuple[str, ...]
    leads_to: tuple[tuple[str, str], ...]
    """The ids and titles of the recommendations whose condition refers to it."""


class FindingLine(NamedTuple):
    """A blocker or a warning."""

    id: str
    says: Cited
    when: Clause
    lifted_by: str
    caps_at: str
    """The label of the highest band that it allows; empty for a warning."""


class AdviceLine(NamedTuple):
    """A recommendation."""

    rule: Recommendation
    why: Cited
    when: Clause
    lead: str
    support: str
    takes_from: str
    elsewhere: tuple[tuple[Clause, Cited], ...]


def bands(rulebook: Rulebook) -> Iterator[BandLine]:
    """Yield the bands, lowest first."""
    starts = [band.from_ for band in rulebook.rules.bands]
    for band, above in zip(rulebook.rules.bands, [*starts[1:], 101], strict=True):
        yield BandLine(plain(band.label), f"{band.from_} to {above - 1}", plain(band.meaning))


def shares(rulebook: Rulebook) -> tuple[ShareLine, ...]:
    """Return the share of each section while all of them have a score."""
    lines = ((section, float(points(share(rulebook, section)))) for section in rulebook.rules.sections)
    return tuple(
        ShareLine(section.id, plain(section.title), section.weight, int(part) if part.is_integer() else part)
        for section, part in lines
    )


def share(rulebook: Rulebook, section: Section) -> Fraction:
    """Return a section's share of the overall score in per cent while all sections have a score."""
    return Fraction(100 * section.weight, sum(each.weight for each in rulebook.rules.sections))


def cards(rulebook: Rulebook, section: Section, day: date) -> tuple[QuestionCard, ...]:
    """Return the questions of a section."""
    of_weight = share(rulebook, section) / sum(question.weight for question in section.questions)
    return tuple(card(rulebook, question, of_weight * question.weight, day) for question in section.questions)


def card(rulebook: Rulebook, question: Question, worth: Fraction, day: date) -> QuestionCard:
    """Return a question; `worth` is its share of 100 when every question is asked."""
    options = (
        OptionLine(plain(o.text), o.points, points(worth * o.points / question.highest)) for o in question.options
    )
    advice = rulebook.rules.recommendations
    return QuestionCard(
        id=question.id,
        text=plain(question.text),
        weight=question.weight,
        worth=points(worth),
        options=tuple(options),
        ask=whom(rulebook, question.ask),
        remarks=remarks(rulebook, question),
        why=cited(rulebook, question.why, question.claims, day),
        blocks=tuple(rule.id for rule in rulebook.rules.blockers if question.id in questions_in(rule.when)),
        warns=tuple(rule.id for rule in rulebook.rules.warnings if question.id in questions_in(rule.when)),
        leads_to=tuple((rule.id, plain(rule.title)) for rule in advice if question.id in questions_in(rule.when)),
    )


def findings(rulebook: Rulebook, rules: tuple[Warning_, ...], day: date) -> Iterator[FindingLine]:
    """Yield blockers or warnings."""
    for rule in rules:
        says = cited(rulebook, rule.says, rule.claims, day)
        caps_at = getattr(rule, "caps_at", "")
        band = plain(rulebook.bands[caps_at].label) if caps_at else ""
        yield FindingLine(rule.id, says, clause(rulebook, rule.when), plain(rule.lifted_by), band)


def advice(rulebook: Rulebook, day: date) -> Iterator[AdviceLine]:
    """Yield the recommendations in rulebook order."""
    for rule in rulebook.rules.recommendations:
        from_claims = () if rule.takes_from == "estimate" else rule.takes_from
        yield AdviceLine(
            rule=rule,
            why=cited(rulebook, rule.why, (*rule.claims, *from_claims), day),
            when=clause(rulebook, rule.when),
            lead=apostrophes(rulebook.roles[rule.lead].title),
            support=whom(rulebook, rule.support),
            takes_from="" if from_claims else "our estimate",
            elsewhere=tuple(
                (clause(rulebook, part.when), cited(rulebook, part.says, part.claims, day)) for part in rule.elsewhere
            ),
        )


def sources_by_status(rulebook: Rulebook, day: date) -> tuple[tuple[str, tuple[Source, ...]], ...]:
    """Return all sources with their findings, grouped by status."""
    citations = Citations(rulebook)
    for claim in rulebook.claims:
        citations.number(claim, NOWHERE)
    entries = dict(zip(citations.numbers, citations.sources(day), strict=True))
    groups: dict[str, list[Source]] = {}
    for source in rulebook.evidence.sources:
        if source.id in entries:
            groups.setdefault(source.status, []).append(entries[source.id])
    return tuple((status, tuple(group)) for status, group in groups.items())
