"""The rules in readable form, as values that the pages lay out."""

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
    """A section's weight and its share of the whole in per cent."""

    id: str
    title: str
    weight: int
    share: float
    """Whole wherever it can be, so that it is shown without a point."""


class OptionLine(NamedTuple):
    """An answer, its points and what it adds to the whole when every question is asked."""

    text: str
    points: int
    adds: str


class QuestionCard(NamedTuple):
    """A question as the rules have it."""

    id: str
    text: str
    weight: int
    worth: str
    options: tuple[OptionLine, ...]
    ask: str
    remarks: tuple[str, ...]
    why: Cited
    blocks: tuple[str, ...]
    """The ids of the blockers that name it."""
    warns: tuple[str, ...]
    leads_to: tuple[tuple[str, str], ...]
    """The ids and titles of the recommendations that it can set off."""


class FindingLine(NamedTuple):
    """A blocker or a warning as the rules have it."""

    id: str
    says: Cited
    when: Clause
    lifted_by: str
    caps_at: str
    """The band that it caps at; empty for a warning."""


class AdviceLine(NamedTuple):
    """A recommendation as the rules have it."""

    rule: Recommendation
    why: Cited
    when: Clause
    lead: str
    support: str
    takes_from: str
    elsewhere: tuple[tuple[Clause, Cited], ...]


def bands(rulebook: Rulebook) -> Iterator[BandLine]:
    """Give the bands, lowest first."""
    starts = [band.from_ for band in rulebook.rules.bands]
    for band, above in zip(rulebook.rules.bands, [*starts[1:], 101], strict=True):
        yield BandLine(plain(band.label), f"{band.from_} to {above - 1}", plain(band.meaning))


def shares(rulebook: Rulebook) -> tuple[ShareLine, ...]:
    """Give what each section counts for while all of them have a score."""
    lines = ((section, float(points(share(rulebook, section)))) for section in rulebook.rules.sections)
    return tuple(
        ShareLine(section.id, plain(section.title), section.weight, int(part) if part.is_integer() else part)
        for section, part in lines
    )


def share(rulebook: Rulebook, section: Section) -> Fraction:
    """Give a section's share of the whole in per cent while all sections have a score."""
    return Fraction(100 * section.weight, sum(each.weight for each in rulebook.rules.sections))


def cards(rulebook: Rulebook, section: Section, day: date) -> tuple[QuestionCard, ...]:
    """Give the questions of a section."""
    of_weight = share(rulebook, section) / sum(question.weight for question in section.questions)
    return tuple(card(rulebook, question, of_weight * question.weight, day) for question in section.questions)


def card(rulebook: Rulebook, question: Question, worth: Fraction, day: date) -> QuestionCard:
    """Give one question, which is worth so much of 100 when every question is asked."""
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
    """Give blockers or warnings."""
    for rule in rules:
        says = cited(rulebook, rule.says, rule.claims, day)
        caps_at = getattr(rule, "caps_at", "")
        band = plain(rulebook.bands[caps_at].label) if caps_at else ""
        yield FindingLine(rule.id, says, clause(rulebook, rule.when), plain(rule.lifted_by), band)


def advice(rulebook: Rulebook, day: date) -> Iterator[AdviceLine]:
    """Give the recommendations in the order of the file."""
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
    """Give every source with what was found in it, those of a status together in the order of the file."""
    citations = Citations(rulebook)
    for claim in rulebook.claims:
        citations.number(claim, NOWHERE)
    entries = dict(zip(citations.numbers, citations.sources(day), strict=True))
    groups: dict[str, list[Source]] = {}
    for source in rulebook.evidence.sources:
        if source.id in entries:
            groups.setdefault(source.status, []).append(entries[source.id])
    return tuple((status, tuple(group)) for status, group in groups.items())
