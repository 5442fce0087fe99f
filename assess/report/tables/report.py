"""The report as tables: the summary, the barriers, the answers, the recommendations, the plan and the sources."""

from collections.abc import Iterator

from assess.report.content.citations import CitedSource, Prose
from assess.report.content.models import RecommendationContent, ReportContent
from assess.report.content.row_models import AppendixAnswer, QuestionRow, SectionSumRow
from assess.report.options import Chapter, ReportOptions
from assess.report.tables import changes as tables_changes
from assess.report.tables import needs as tables_needs
from assess.report.tables.models import Column, Table
from assess.report.tables.plan import build_plan_table


def build_tables(content: ReportContent, options: ReportOptions) -> tuple[Table, ...]:
    """Build the tables in the order of the report; without answers, the table of answers is left out."""
    answer_tables = (_build_answer_table(content),) if options.has(Chapter.ANSWERS) else ()
    source_tables = (_build_source_table(content),) if options.has(Chapter.SOURCES) else ()
    progress = content.changes if options.has(Chapter.CHANGES) else None
    change_tables = tables_changes.build_change_tables(progress, with_answers=options.with_answers) if progress else ()
    return (
        _build_summary_table(content, options),
        _build_barrier_table(content),
        *tables_needs.build_need_tables(content, with_answers=options.with_answers),
        *change_tables,
        *answer_tables,
        _build_recommendation_table(content, with_answers=options.with_answers),
        _build_step_table(content),
        *((build_plan_table(content.plan),) if options.has(Chapter.PLAN) else ()),
        *source_tables,
    )


def _format_prose(prose: Prose) -> str:
    """Format a text with its citations in square brackets."""
    return "".join(f"{piece.text} {piece.cite.label}" if piece.cite else piece.text for piece in prose)


def _build_summary_table(content: ReportContent, options: ReportOptions) -> Table:
    """Build the summary table: the contents of the first page, one row for each statement."""
    rows = (
        *_build_opening_rows(content, options),
        *_build_blocker_rows(content),
        (content.needs.heading, content.needs.says),
        *((content.needs.heading, note) for note in content.needs.notes),
        *_build_score_rows(content),
        *_build_closing_rows(content),
    )
    facts = tuple((fact.text, fact.answer) for fact in content.facts) if options.has(Chapter.ANSWERS) else ()
    return Table(
        "Summary",
        "The main points of the report, one on each row",
        (Column("What", 32), Column("What it says", 100)),
        tuple(row for row in (*rows, *facts) if row[1]),
    )


def _build_opening_rows(content: ReportContent, options: ReportOptions) -> Iterator[tuple[str, str]]:
    """Yield the rows on what was assessed, when, and the kind of report."""
    yield "Council", content.council
    yield "Service", content.service
    yield "Report", content.title
    yield "Assessed", content.subtitle
    yield "Status", options.status
    yield "Marking", options.marking
    yield "What this copy leaves out", content.left_out


def _build_blocker_rows(content: ReportContent) -> Iterator[tuple[str, str]]:
    """Yield the rows of blockers, which come before any score."""
    box = content.blockers
    yield "Blockers", box.heading
    for finding in box.true:
        remedy = "No answer lifts this." if finding.fixed else f"To lift it: {_format_prose(finding.lifted_by)}"
        yield "Blocker", f"{_format_prose(finding.says)} {remedy}"
    for finding in box.possible:
        yield "Possible blocker", _format_prose(finding.says)
    yield "Other possible blockers", box.unseen_note


def _build_score_rows(content: ReportContent) -> Iterator[tuple[str, str]]:
    """Yield the rows of the range, the band and the stage."""
    summary_content, total = content.headline, content.calculation.total
    yield "Range", summary_content.range
    if total:
        yield "Can show now, of 100", total.now
        yield "Could be as high as, of 100", total.could
    yield "Band", summary_content.band
    yield "What limits the band", summary_content.cap_note
    yield "What the band means", _format_prose(summary_content.meaning)
    yield "Stage", summary_content.stage
    yield "At the final stage", summary_content.last_stage


def _build_closing_rows(content: ReportContent) -> Iterator[tuple[str, str]]:
    """Yield the rows of warnings and of what the report is and is not."""
    for finding in content.warnings:
        yield "Warning", f"{_format_prose(finding.says)} To lift it: {_format_prose(finding.lifted_by)}"
    yield "Other warnings", content.possible_warnings
    for each in content.contradictions:
        yield "Does not fit together", f"{_format_prose(each.says)} {each.check_with}"
    yield "Whose judgement this is", content.headline.judgement
    for text in content.disclaimer:
        yield "What this is and what it is not", text
    yield "The law", content.law


def _list_sums(row: SectionSumRow) -> tuple[str, str]:
    """Return what a barrier adds to either end of the overall score."""
    return row.adds_now, row.adds_could


_BARRIER_COLUMNS = (
    Column("No.", 6, figures=True),
    Column("Barrier", 32),
    Column("Score in words", 46),
    Column("Can show now", 12, figures=True),
    Column("Could be as high as", 12, figures=True),
    Column("Share of score", 11, figures=True),
    Column("Adds now", 11, figures=True),
    Column("Could add up to", 12, figures=True),
    Column("Needs in place", 12),
)


def _build_barrier_table(content: ReportContent) -> Table:
    """Build the table of barriers with their two scores and their share of the overall score."""
    pairs = zip(content.sections, content.calculation.rows, strict=True)
    rows = tuple(
        (str(page.number), page.title, page.score, page.now, page.could, page.share, *_list_sums(row), page.needs)
        for page, row in pairs
    )
    total = content.calculation.total
    figures = (total.now, total.could, total.share, total.adds_now, total.adds_could) if total else ()
    total_row = ("", total.title, "", *figures, "") if total else ()
    return Table(
        "Barriers",
        "One row for each barrier, with what it adds to the overall score, and the whole in the last row",
        _BARRIER_COLUMNS,
        (*rows, total_row) if total_row else rows,
    )


_ANSWER_COLUMNS = (
    Column("No.", 5),
    Column("Barrier", 12),
    Column("Question", 25),
    Column("State", 10),
    Column("Answer", 24),
    Column("Remark", 22),
    Column("Note", 26),
    Column("Evidence", 13),
    Column("Answered by", 11),
    Column("Points", 6),
    Column("Weight", 8, figures=True),
    Column("Worth", 7, figures=True),
    Column("Adds now", 6, figures=True),
    Column("Could add up to", 7, figures=True),
)
_LEADS_TO = Column("Leads to", 8, numbers_of="Recommendations")


def _build_answer_table(content: ReportContent) -> Table:
    """Build the table of questions with their complete answers, their figures and what is recommended."""
    lines = {line.number: line for part in content.answers for line in part.lines}
    leads_to: dict[str, list[str]] = {}
    for recommendation in content.recommendations:
        for part in recommendation.because:
            leads_to.setdefault(part.number, []).append(recommendation.number)
    rows = tuple(
        (*_build_answer_row(lines[row.number], row), ", ".join(leads_to.get(row.number, ())))
        for row in content.calculation.trace
    )
    shows = "One row for each question, with everything that was typed and its figures"
    return Table("Answers", shows, (*_ANSWER_COLUMNS, _LEADS_TO), rows)


def _build_answer_row(line: AppendixAnswer, row: QuestionRow) -> tuple[str, ...]:
    """Build the row of a question."""
    entered = (line.answer, line.remark, line.note, line.evidence, line.by)
    figures = (row.points, str(row.weight), row.worth, row.now, row.could)
    return (row.number, row.section, row.text, row.label, *entered, *figures)


_RECOMMENDATION_COLUMNS = (
    Column("No.", 5),
    Column("Recommendation", 24),
    Column("Barrier", 13),
    Column("Why", 32),
    Column("Done when", 22),
    Column("Lead", 15),
    Column("With", 14),
    Column("Time", 13),
    Column("Effort", 8),
    Column("Could add", 7, figures=True),
    Column("Lifts", 9),
    Column("Meets", 8),
    Column("Sources", 10, numbers_of="Sources"),
)
_FOLLOWS_FROM = Column("Follows from", 9, numbers_of="Answers")


def _build_recommendation_table(content: ReportContent, *, with_answers: bool) -> Table:
    """Build the table of recommendations, most useful first; with answers, include the questions that led to them."""
    section_titles = {each.number: page.title for page in content.sections for each in page.recommendations}
    follows = (_FOLLOWS_FROM,) if with_answers else ()
    rows = []
    for each in content.recommendations:
        because = (", ".join(part.number for part in each.because),) if with_answers else ()
        rows.append(
            (*_build_recommendation_row(each, section_titles.get(each.number, "The service as a whole")), *because)
        )
    none = ("–", content.recommendations_intro, *[""] * (len(_RECOMMENDATION_COLUMNS) + len(follows) - 2))
    shows = "One row for each recommendation, most useful first"
    return Table("Recommendations", shows, (*_RECOMMENDATION_COLUMNS, *follows), tuple(rows) or (none,))


def _build_recommendation_row(recommendation: RecommendationContent, barrier: str) -> tuple[str, ...]:
    """Build the row of a recommendation."""
    estimate = f" ({recommendation.takes_from})" if recommendation.takes_from else ""
    takes = f"{recommendation.takes}{estimate} {' '.join(cite.label for cite in recommendation.takes_cites)}".rstrip()
    also = f" See also {' '.join(cite.label for cite in recommendation.also)}." if recommendation.also else ""
    return (
        recommendation.number,
        recommendation.title,
        barrier,
        f"{_format_prose(recommendation.why)}{also}",
        _format_prose(recommendation.done_when),
        recommendation.lead,
        ", ".join(recommendation.support),
        takes,
        recommendation.effort,
        recommendation.adds,
        recommendation.lifts,
        recommendation.meets,
        ", ".join(map(str, _list_citations(recommendation))),
    )


def _list_citations(recommendation: RecommendationContent) -> list[int]:
    """Return the numbers of the sources that a recommendation cites, in order."""
    texts = (recommendation.why, *recommendation.steps, *recommendation.elsewhere, recommendation.done_when)
    cites = [piece.cite for text in texts for piece in text if piece.cite]
    return sorted({cite.number for cite in (*cites, *recommendation.takes_cites, *recommendation.also)})


_STEP_COLUMNS = (
    Column("No.", 6, numbers_of="Recommendations"),
    Column("Recommendation", 34),
    Column("Step", 15),
    Column("What to do", 80),
    Column("Lead", 22),
)


def _build_step_table(content: ReportContent) -> Table:
    """Build the table of steps, one row for each, so that they can be shared out."""
    rows = tuple(
        (each.number, each.title, step, text, each.lead)
        for each in content.recommendations
        for step, text in _iter_steps(each)
    )
    none = ("–", content.recommendations_intro, *[""] * (len(_STEP_COLUMNS) - 2))
    return Table("Steps", "One row for each step of a recommendation", _STEP_COLUMNS, rows or (none,))


def _iter_steps(recommendation: RecommendationContent) -> Iterator[tuple[str, str]]:
    """Yield the steps of a recommendation with their numbers, then what is particular to this service."""
    for number, step in enumerate(recommendation.steps, 1):
        yield f"Step {number}", _format_prose(step)
    for says in recommendation.elsewhere:
        yield "For this service", _format_prose(says)


_SOURCE_COLUMNS = (
    Column("No.", 5, figures=True),
    Column("Title", 22),
    Column("Author", 13),
    Column("Published by", 13),
    Column("Issued", 10),
    Column("Status", 25),
    Column("Checked", 11, dates=True),
    Column("Caution", 10),
    Column("Address", 18),
    Column("Where in the source", 12),
    Column("What was found there", 36),
    Column("Used in", 12, numbers_of="Recommendations"),
)


def _build_source_table(content: ReportContent) -> Table:
    """Build the table of sources, with a row for each cited passage."""
    rows = tuple(row for source in content.sources for row in _build_source_rows(source))
    none = ("–", "No source is cited.", *[""] * (len(_SOURCE_COLUMNS) - 2))
    return Table(
        "Sources",
        "One row for each place in a source that the report cites; the numbers are those in square brackets",
        _SOURCE_COLUMNS,
        rows or (none,),
    )


def _build_source_rows(source: CitedSource) -> Iterator[tuple[str, ...]]:
    """Yield a row for each cited passage of a source."""
    entry = (str(source.number), source.title, source.author, source.published, source.issued)
    more = (source.status, source.checked, source.caution, source.url or "Supplied copy; no web address.")
    for point in source.passages:
        finding = f"{point.finding} Note: {point.dated}" if point.dated else point.finding
        yield (*entry, *more, point.at, finding, ", ".join(use.label for use in point.uses))
