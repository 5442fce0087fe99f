"""The report as tables: the summary, the barriers, the answers, the recommendations, the plan and the sources."""

from collections.abc import Iterator

from assess.report.content.citations import Prose, Source
from assess.report.content.models import Content, Recommendation
from assess.report.content.row_models import AnswerLine, QuestionRow
from assess.report.options import Chapter, Edition
from assess.report.tables import changes as tables_changes
from assess.report.tables.models import Column, Table
from assess.report.tables.plan import plan


def tables(content: Content, edition: Edition) -> tuple[Table, ...]:
    """Build the tables in the order of the report; without answers, the table of answers is left out."""
    answered = (answers(content),) if edition.has(Chapter.ANSWERS) else ()
    cited = (sources(content),) if edition.has(Chapter.SOURCES) else ()
    progress = content.progress if edition.has(Chapter.CHANGES) else None
    changed = tables_changes.tables(progress, with_answers=edition.with_answers) if progress else ()
    return (
        summary(content, edition),
        barriers(content),
        *changed,
        *answered,
        recommendations(content, with_answers=edition.with_answers),
        *((plan(content.plan),) if edition.has(Chapter.PLAN) else ()),
        *cited,
    )


def cited(prose: Prose, cites: tuple[int, ...] = ()) -> str:
    """Format a text with the numbers of its sources in square brackets."""
    said = "".join(f"{piece.text} [{piece.cite}]" if piece.cite else piece.text for piece in prose)
    return f"{said} {numbers(cites)}".rstrip()


def numbers(cites: tuple[int, ...]) -> str:
    """Format numbers of sources in square brackets."""
    return "".join(f"[{number}]" for number in cites)


def summary(content: Content, edition: Edition) -> Table:
    """Build the summary table: the contents of the first page, one row for each statement."""
    rows = (*opening(content, edition), *stops(content), *score(content), *closing(content))
    facts = tuple((fact.text, fact.answer) for fact in content.facts) if edition.has(Chapter.ANSWERS) else ()
    return Table(
        "Summary",
        "What the report says first, a line for each thing said",
        (Column("What", 32), Column("What it says", 100)),
        tuple(row for row in (*rows, *facts) if row[1]),
    )


def opening(content: Content, edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the rows on what was assessed, when, and the kind of report."""
    yield "Council", content.council
    yield "Service", content.service
    yield "Report", content.title
    yield "Assessed", content.assessed
    yield "Status", edition.status
    yield "Marking", edition.marking
    yield "What this copy leaves out", content.left_out


def stops(content: Content) -> Iterator[tuple[str, str]]:
    """Yield the rows of blockers, which come before any score."""
    box = content.blockers
    yield "Blockers", box.heading
    for found in box.true:
        lift = "No answer lifts this." if found.fixed else f"To lift it: {cited(found.lifted_by)}"
        yield "Blocker", f"{cited(found.says, found.cites)} {lift}"
    for found in box.possible:
        yield "Possible blocker", cited(found.says, found.cites)
    yield "Further possible blockers", box.more


def score(content: Content) -> Iterator[tuple[str, str]]:
    """Yield the rows of the range, the band and the stage."""
    said, total = content.headline, content.workings.total
    yield "Range", said.range
    if total:
        yield "Can show now, of 100", total.now
        yield "Could be as high as, of 100", total.could
    yield "Band", said.band
    yield "What holds the band", said.held
    yield "What the band means", cited(said.meaning)
    yield "Stage", said.stage
    yield "What lies ahead", said.ahead


def closing(content: Content) -> Iterator[tuple[str, str]]:
    """Yield the rows of warnings and of what the report is and is not."""
    for found in content.warnings:
        yield "Warning", f"{cited(found.says, found.cites)} To lift it: {cited(found.lifted_by)}"
    yield "Further warnings", content.possible_warnings
    yield "Whose judgement it is", content.headline.judgement
    for text in content.standing:
        yield "What this is and what it is not", text
    yield "The law", content.law


BARRIERS = (
    Column("No.", 6, figures=True),
    Column("Barrier", 36),
    Column("Score in words", 44),
    Column("Can show now", 14, figures=True),
    Column("Could be as high as", 14, figures=True),
    Column("Share of whole", 12, figures=True),
    Column("Adds now", 12, figures=True),
    Column("Could add up to", 12, figures=True),
)


def barriers(content: Content) -> Table:
    """Build the table of barriers with their two scores and their share of the overall score."""
    pairs = zip(content.sections, content.workings.rows, strict=True)
    rows = tuple(
        (str(page.number), page.title, page.score, page.now, page.could, page.share, row.adds_now, row.adds_could)
        for page, row in pairs
    )
    total = content.workings.total
    last = ("", total.title, "", total.now, total.could, total.share, total.adds_now, total.adds_could) if total else ()
    return Table(
        "Barriers",
        "One row for each barrier, with what it adds to the overall score, and the whole in the last row",
        BARRIERS,
        (*rows, last) if last else rows,
    )


ANSWERS = (
    Column("No.", 6),
    Column("Barrier", 24),
    Column("Question", 48),
    Column("State", 16),
    Column("Answer", 40),
    Column("Remark", 32),
    Column("Note", 48),
    Column("Evidence", 28),
    Column("Answered by", 20),
    Column("Points", 9),
    Column("Weight", 10, figures=True),
    Column("Worth", 10, figures=True),
    Column("Adds now", 10, figures=True),
    Column("Could add up to", 10, figures=True),
)


def answers(content: Content) -> Table:
    """Build the table of questions with their complete answers and figures."""
    lines = {line.number: line for part in content.answers for line in part.lines}
    rows = tuple(answer(lines[row.number], row) for row in content.workings.trace)
    return Table("Answers", "One row for each question, with all that was typed and its figures", ANSWERS, rows)


def answer(line: AnswerLine, row: QuestionRow) -> tuple[str, ...]:
    """Build the row of a question."""
    typed = (line.answer, line.remark, "\n".join(line.note), line.evidence, line.by)
    figures = (row.points, str(row.weight), row.worth, row.now, row.could)
    return (row.number, row.section, row.text, row.label, *typed, *figures)


ADVICE = (
    Column("No.", 6),
    Column("Recommendation", 40),
    Column("Barrier", 24),
    Column("Why", 48),
    Column("Steps", 56),
    Column("For this service", 40),
    Column("Done when", 36),
    Column("Lead", 24),
    Column("With", 24),
    Column("Time", 22),
    Column("Effort", 10),
    Column("Could add", 10, figures=True),
    Column("Lifts", 16),
)


def recommendations(content: Content, *, with_answers: bool) -> Table:
    """Build the table of recommendations, most useful first; with answers, include the questions that led to them."""
    places = {each.number: page.title for page in content.sections for each in page.recommendations}
    follows = (Column("Follows from", 16),) if with_answers else ()
    rows = []
    for each in content.recommendations:
        because = (", ".join(part.number for part in each.because),) if with_answers else ()
        rows.append((*advice(each, places.get(each.number, "The service as a whole")), *because))
    none = ("–", content.best_says, *[""] * (len(ADVICE) + len(follows) - 2))
    shows = "One row for each recommendation, most useful first"
    return Table("Recommendations", shows, (*ADVICE, *follows), tuple(rows) or (none,))


def advice(each: Recommendation, barrier: str) -> tuple[str, ...]:
    """Build the row of a recommendation."""
    steps = "\n".join(f"{place}. {cited(step)}" for place, step in enumerate(each.steps, 1))
    here = "\n".join(cited(says, cites) for says, cites in each.elsewhere)
    estimate = f" ({each.takes_from})" if each.takes_from else ""
    takes = f"{each.takes}{estimate} {numbers(each.takes_cites)}".rstrip()
    why = cited(each.why, each.cites)
    led = (each.lead, ", ".join(each.support), takes, each.effort, each.adds, each.lifts)
    return (each.number, each.title, barrier, why, steps, here, cited(each.done_when), *led)


SOURCES = (
    Column("No.", 6, figures=True),
    Column("Title", 44),
    Column("Author", 28),
    Column("Published by", 28),
    Column("Issued", 18),
    Column("Status", 28),
    Column("Checked", 18),
    Column("Care", 28),
    Column("Address", 40),
    Column("Where in it", 28),
    Column("What was found there", 56),
    Column("Used in", 24),
)


def sources(content: Content) -> Table:
    """Build the table of sources, with a row for each cited passage."""
    rows = tuple(row for source in content.sources for row in places(source))
    none = ("–", "No source is cited.", *[""] * (len(SOURCES) - 2))
    return Table(
        "Sources",
        "One row for each place in a source that the report cites; the numbers are those in square brackets",
        SOURCES,
        rows or (none,),
    )


def places(source: Source) -> Iterator[tuple[str, ...]]:
    """Yield a row for each cited passage of a source."""
    entry = (str(source.number), source.title, source.author, source.published, source.issued)
    more = (source.status, source.checked, source.caution, source.url or "Supplied copy; no address.")
    for point in source.points:
        finding = f"{point.finding} Note: {point.dated}" if point.dated else point.finding
        yield (*entry, *more, point.at, finding, ", ".join(use.label for use in point.uses))
