"""Build the content shared by the result page and the report."""

from collections.abc import Iterator
from datetime import date

from assess.core.model.assessment import Assessment
from assess.core.model.result import Outlook, Result
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Derived
from assess.report.content import appendix, calculation, headline, sections
from assess.report.content import recommendations as content_recommendations
from assess.report.content.bidi import isolated, shown
from assess.report.content.citations import Citations, Use
from assess.report.content.context import Case
from assess.report.content.models import Content
from assess.report.content.row_models import NoticeLine
from assess.report.content.text import counted, day, shortened, written
from assess.report.content.unknowns import gap

TITLE = "Readiness to become a public service mutual"


def content(
    rulebook: Rulebook,
    assessment: Assessment,
    result: Result,
    outlook: Outlook,
    *,
    date: date,
) -> Content:
    """Build the content of the result page and the report, numbering sources in document order."""
    typed = shown(assessment)
    case = Case(rulebook, typed, result, outlook, date, Citations(rulebook))
    blockers, said = headline.blockers(case), headline.headline(case)
    recommendations = content_recommendations.recommendations(case)
    pages = sections.sections(case, recommendations)
    placed = {r.id for page in pages for r in page.recommendations}
    return Content(
        council=typed.council,
        service=typed.service,
        running=f"{isolated(shortened(assessment.council))}: {isolated(shortened(assessment.service))}",
        title=TITLE,
        made=date.isoformat(),
        assessed=assessed(case),
        blockers=blockers,
        headline=said,
        barriers=f"The {counted(len(pages), 'barrier')}" if len(pages) > 1 else "The barrier",
        sections=pages,
        pages=pages,
        recommendations=recommendations,
        best_says=content_recommendations.best_says(case),
        elsewhere=tuple(r for r in recommendations if r.id not in placed),
        find_out=content_recommendations.find_out(case),
        find_out_says=content_recommendations.find_out_says(case),
        gap=gap(case),
        road=content_recommendations.road(case),
        plan=case.plan,
        warnings=headline.warnings(case),
        warnings_say=headline.warnings_say(case),
        possible_warnings=headline.possible_warnings(case),
        notices=tuple(notices(case)),
        does_not_apply=sections.does_not_apply(case),
        workings=calculation.workings(case),
        facts=appendix.known_facts(case),
        answers=appendix.answers(case),
        standing=STANDING,
        law=law(case),
        progress=None,
        sources=case.citations.sources(date),
    )


def assessed(case: Case) -> str:
    """Return the date, stage and rules version of the assessment in one line."""
    stage = case.stage(case.result.now.stage)
    return f"Assessed {day(case.made)}. Stage: {stage}. Rules version {case.result.version}."


def notices(case: Case) -> Iterator[NoticeLine]:
    """Yield what the profile means: the notices that apply, then the notes on derived facts."""
    use = Use("what this means", "notices")
    rules = {notice.id: notice for notice in case.rulebook.rules.notices}
    for name in case.result.notices:
        says = case.citations.prose(rules[name].says, use)
        yield NoticeLine(says, case.citations.cite(rules[name].claims, use, says))
    for derived in case.rulebook.rules.derived:
        yield from derived_note(case, derived, use)


def derived_note(case: Case, derived: Derived, use: Use) -> Iterator[NoticeLine]:
    """Yield the note on how a derived fact was determined, if there is one."""
    row = derived.table.get(str(case.result.facts.get(derived.from_, "")))
    fitting = (unless for unless in derived.unless if case.holds(unless.when))
    found = next(fitting, row)
    if found is not None and found.note and derived.id in case.result.facts:
        says = case.citations.prose(found.note, use)
        yield NoticeLine(says, case.citations.cite(found.claims, use, says))


STANDING = (
    (
        "The weights, bands, caps, points and estimates of time in the rules are the judgement of their authors. They "
        "are not law, and nobody has tested them against what later became of services. The statements of fact are "
        "drawn from the sources listed at the end."
    ),
    (
        "This report is neither assurance nor legal advice, and it does not say whether the service should become a "
        "mutual. That is for councillors to decide."
    ),
)
"""What a report is and what it is not, a text for each paragraph."""


def law(case: Case) -> str:
    """Return a sentence on how recent the law in the report is."""
    read = case.citations.read_between()
    if read is None:
        return "Law changes. Check with your legal officer that what is said here still stands before you rely on it."
    first, last = (written(part) for part in read)
    when = f"on {first}" if first == last else f"between {first} and {last}"
    return (
        f"The law and guidance in this report are as we found them in the published texts that we read {when}. "
        "They may have changed since. Check with your legal officer before you rely on them."
    )
