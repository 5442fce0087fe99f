"""The chapters of the report in Word, with the order and wording of the PDF."""

from collections.abc import Sequence

from docx.document import Document

from assess.report.content.citations import Source
from assess.report.content.models import Content, Finding, Recommendation, SectionPage, ToFindOut
from assess.report.content.row_models import AnswerLine, QuestionRow
from assess.report.docx.plan import decided
from assess.report.docx.styles import Address, Spans, Strong, bookmark, bullets, heading, numbered, paragraph, prose
from assess.report.docx.tables import table
from assess.report.options import Chapter, Edition

FIRST = 6
"""Number of recommendations listed at the front, as in the PDF."""


def first(paper: Document, content: Content) -> None:
    """Write the summary: blockers, the range and the barriers."""
    said, box = content.headline, content.blockers
    heading(paper, box.heading, 1, "summary")
    numbered(paper, [blocker(found) for found in box.true])
    if box.possible:
        paragraph(paper, box.possible_says)
        bullets(paper, [prose(found.says, found.cites) for found in box.possible])
    for text in (box.more, said.range):
        if text:
            paragraph(paper, [Strong(text)])
    if said.band:
        paragraph(paper, [Strong(f"{said.band}. "), f"{said.held} " if said.held else "", *prose(said.meaning)])
    paragraph(paper, " ".join(part for part in (said.stage, said.ahead, content.warnings_say, said.judgement) if part))
    heading(paper, content.barriers, 2)
    heads = ("Barrier", "Share of whole", "Can show now", "Could be as high as")
    table(paper, "The barriers", heads, [(page.title, page.share, page.now, page.could) for page in content.sections])


def blocker(found: Finding) -> Spans:
    """Format a blocker and what lifts it."""
    lift = ["No answer lifts this."] if found.fixed else ["To lift it: ", *prose(found.lifted_by)]
    return [*prose(found.says, found.cites), " ", *lift]


def next_steps(paper: Document, content: Content, edition: Edition) -> None:
    """Write what to do next, what to find out first and how to reach the next band."""
    heading(paper, "What to do next", 1, "next")
    paragraph(paper, content.best_says)
    if content.recommendations and edition.says_progress:
        paragraph(paper, f"The plan: {content.plan.says}")
    if content.recommendations:
        heads = ("No.", "Recommendation and why", "Lead and effort", "Could add")
        best = [
            (
                it.number,
                [Strong(f"{it.title}. "), *prose(it.why)],
                f"{it.lead_brief}. {it.effort}. {it.lifts}".rstrip(),
                it.adds,
            )
            for it in content.recommendations[:FIRST]
        ]
        table(paper, "The most useful recommendations", heads, best)
    if content.find_out:
        heading(paper, "Find out first", 2)
        paragraph(paper, content.find_out_says)
        table(
            paper, "What to find out", ("No.", "Question", "Ask", "Holds"), [unknown(row) for row in content.find_out]
        )
    if content.road:
        heading(paper, content.road.heading, 2)
        paragraph(paper, content.road.says)
        turns = [(t.number, [t.text, " ", Strong(t.best)], t.adds, t.reaches) for t in content.road.turns]
        if turns:
            table(paper, content.road.heading, ("No.", "Question and its best answer", "Adds", "Reaches"), turns)


def unknown(row: ToFindOut) -> Sequence[Spans]:
    """Build the row of an open question."""
    return (row.number, f"{row.text}{' Possible blocker.' if row.blocks else ''}", row.ask_first, row.holds)


HOW = (
    (
        "Scores are ranges.",
        (
            "What you can show now counts only what is known. What it could be counts every unknown answer as if it "
            "were the best one. Both are rounded down."
        ),
    ),
    ("A score speaks for one stage.", "Questions that wait for a later stage leave it alone."),
    (
        "“Could add”",
        (
            "says what the overall score would gain if the best answer were true. “Holds” says how much of the range "
            "waits for an answer. Both are arithmetic, not advice."
        ),
    ),
    (
        "Numbers in square brackets",
        "lead to the list of sources. Q is a question, R a recommendation; R1 is the most useful.",
    ),
)
"""How to read the report, as in the PDF."""


def reading(paper: Document, content: Content) -> None:
    """Write how to read the report, what it is and what it is not."""
    heading(paper, "How to read this report", 1)
    for name, text in HOW:
        paragraph(paper, [Strong(f"{name} "), text])
    heading(paper, "What this is and what it is not", 2)
    for text in (*content.standing, content.law):
        paragraph(paper, text)


def barriers(paper: Document, content: Content, edition: Edition) -> None:
    """Write a chapter for each barrier, then the recommendations that belong to none."""
    for page in content.pages:
        barrier(paper, page, edition)
    if content.elsewhere:
        heading(paper, "For the service as a whole", 1)
        paragraph(paper, "These recommendations belong to no one barrier.")
        heading(paper, "What to do for the whole", 2)
        for it in content.elsewhere:
            recommendation(paper, it, edition)


def barrier(paper: Document, page: SectionPage, edition: Edition) -> None:
    """Write the chapter on a barrier."""
    heading(paper, f"{page.number}. {page.title}", 1)
    paragraph(paper, prose(page.why))
    paragraph(paper, [Strong(page.score), f" {page.share_says}"])
    if edition.with_answers and page.held:
        heading(paper, "What holds it back", 2)
        table(
            paper, "What holds it back", ("No.", "State", "Answer", "Points", "Could add"), [held(r) for r in page.held]
        )
    if edition.with_answers and page.in_place:
        heading(paper, "What is in place", 2)
        bullets(paper, [[Strong(row.number), f" {row.answer}"] for row in page.in_place])
    for text in page.apart:
        paragraph(paper, text)
    heading(paper, "What to do", 2)
    for it in page.recommendations:
        recommendation(paper, it, edition)
    if not page.recommendations:
        paragraph(paper, "No recommendation follows from these answers.")


def held(row: QuestionRow) -> Sequence[Spans]:
    """Build the row of a question that lowers the score of a barrier."""
    label = row.label if row.tag in ("plain", "unknown") else row.tag.capitalize()
    answer = f"{row.text} Ask: {row.ask[0]}." if row.tag == "unknown" else row.answer
    return (row.number, label, answer, row.points, row.adds)


def recommendation(paper: Document, it: Recommendation, edition: Edition) -> None:
    """Write one recommendation."""
    heading(paper, f"{it.number}. {it.title}", 3)
    paragraph(paper, prose(it.why, it.cites))
    numbered(paper, [prose(step) for step in it.steps])
    for says, cites in it.elsewhere:
        paragraph(paper, [Strong("For this service: "), *prose(says, cites)])
    paragraph(paper, [Strong("Done when: "), *prose(it.done_when)])
    support = f", with {', '.join(it.support)}" if it.support else ""
    estimate = f" ({it.takes_from})" if it.takes_from else ""
    numbers = ", ".join(part.number for part in it.because) if edition.with_answers else ""
    lifts = f" {it.lifts}." if it.lifts else ""
    adds = f". Could add {it.adds}{', from ' if numbers else ''}{numbers}.{lifts}"
    paragraph(paper, ["Lead: ", Strong(it.lead), f"{support}. Time: {it.takes}{estimate}", *it.takes_cites, adds])
    if edition.has(Chapter.PLAN) and it.planned.is_begun:
        paragraph(paper, decided(it.planned))


def mind(paper: Document, content: Content, *, with_answers: bool) -> None:
    """Write the caveats: how certain the band is, warnings, notices and what does not apply."""
    heading(paper, "What to keep in mind", 1)
    if content.gap:
        heading(paper, "Where the range comes from", 2)
        paragraph(paper, content.gap.says)
        rows = [(row.title, row.unknown, row.holds) for row in content.gap.rows]
        table(paper, "Where the range comes from", ("Barrier", "Answers not known", "Holds"), rows)
    if content.workings.firm:
        heading(paper, "How sure the band is", 2)
        paragraph(paper, content.workings.firm)
        limits = [(row.title, str(row.weight), row.range) for row in content.workings.firmness]
        if limits:
            table(paper, "How sure the band is", ("Barrier", "Weight now", "The band stays with"), limits)
    heading(paper, "Warnings", 2)
    bullets(paper, [blocker(found) for found in content.warnings])
    if not content.warnings:
        paragraph(paper, "No warning is known.")
    if content.possible_warnings:
        paragraph(paper, content.possible_warnings)
    if content.notices:
        heading(paper, "What this means for a service like this one", 2)
        bullets(paper, [prose(notice.says, notice.cites) for notice in content.notices])
    heading(paper, "What does not apply", 2)
    bullets(
        paper, [f"{r.number} {r.text}{f' The reason given: {r.reason}' * with_answers}" for r in content.does_not_apply]
    )
    if not content.does_not_apply:
        paragraph(paper, "No question was said not to apply.")


def worked(paper: Document, content: Content, *, with_answers: bool) -> None:
    """Write the calculation: the sum, then every question."""
    workings = content.workings
    heading(paper, "How it was worked out", 1)
    for text in workings.says:
        paragraph(paper, text)
    if workings.total:
        heads = ("Barrier", "Can show now", "Could be", "Share of whole", "Adds now", "Could add up to")
        table(paper, "The sum", heads, [*workings.rows, workings.total])
    if with_answers:
        heading(paper, "Question by question", 2)
        every = ("No.", "Barrier", "State", "Points", "Weight", "Worth", "Adds now", "Could add up to")
        trace = [
            (r.number, r.section, r.label, r.points, str(r.weight), r.worth, r.now, r.could) for r in workings.trace
        ]
        table(paper, "Question by question", every, trace)


def answers(paper: Document, content: Content) -> None:
    """Write all answers: the facts about the service, then every question with its answer and note."""
    heading(paper, "Every question and answer", 1)
    heading(paper, "About the service", 2)
    table(paper, "About the service", ("What was asked", "What is known"), content.facts)
    for part in content.answers:
        heading(paper, f"{part.number}. {part.title}", 2)
        table(paper, part.title, ("No.", "Question, answer and note", "Points"), [answer(line) for line in part.lines])


def answer(line: AnswerLine) -> Sequence[Spans]:
    """Build the row of a question with its complete answer."""
    note = " “" + "\n".join(line.note) + "”" if line.note else ""
    by = f" Answered by: {line.by}." if line.by else ""
    evidence = f" Evidence: {line.evidence}" if line.evidence else ""
    said = [f"{line.text} ", Strong(line.answer), f" {line.remark}" if line.remark else "", note, by, evidence]
    return (line.number, said, line.points)


def sources(paper: Document, content: Content) -> None:
    """Write the numbered list of sources."""
    heading(paper, "Sources", 1)
    for source in content.sources:
        bookmark(paragraph(paper, entry(source)), f"n{source.number}")
        for point in source.points:
            note = f" Note: {point.dated}" if point.dated else ""
            uses = ", ".join(use.label for use in point.uses)
            paragraph(paper, [Strong(f"At {point.at}: "), f"{point.finding}{note} Used in {uses}."], "List Bullet")


def entry(source: Source) -> Spans:
    """Format a source for the list of sources."""
    author = f"{source.author}, " if source.author else ""
    published = f", {source.published}" if source.published else ""
    checked = f"Checked {source.checked}. " if source.checked else ""
    said = f" {author}{source.title}{published}, {source.issued}. Status: {source.status}. {checked}"
    known = source.url.startswith(("http://", "https://"))
    url = Address(source.url) if known else source.url or "Supplied copy; no address."
    return [Strong(f"[{source.number}]"), said, Strong(f"{source.caution} " if source.caution else ""), url]
