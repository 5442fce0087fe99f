"""The chapters of the report in Word, with the order and wording of the PDF."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from docx.document import Document

from assess.report.content.addresses import split_addresses
from assess.report.content.citations import CitationUse, CitedSource
from assess.report.content.models import FindingContent, OpenQuestion, RecommendationContent, ReportContent, SectionPage
from assess.report.content.row_models import AppendixAnswer, QuestionRow
from assess.report.docx.plan import format_decision
from assess.report.docx.styles import (
    Hyperlink,
    Reference,
    RichText,
    Strong,
    TextSpan,
    add_bookmark,
    add_bullets,
    add_heading,
    add_numbered_list,
    add_paragraph,
    build_rich_text,
    get_passage_bookmark,
    link_numbers,
)
from assess.report.docx.tables import add_table
from assess.report.options import Chapter, ReportOptions

_FRONT_RECOMMENDATIONS = 6
"""Number of recommendations listed at the front, as in the PDF."""


def write_summary(document: Document, content: ReportContent) -> None:
    """Write the summary: blockers, the range and the barriers."""
    summary, box = content.headline, content.blockers
    add_heading(document, box.heading, 1, "summary")
    add_numbered_list(document, [_format_blocker(finding) for finding in box.true])
    if box.possible:
        add_paragraph(document, box.possible_intro)
        add_bullets(document, [build_rich_text(found.says) for found in box.possible])
    if box.unseen_note:
        add_paragraph(document, [Strong(box.unseen_note)])
    add_paragraph(document, [Strong(f"{content.needs.heading}. "), content.needs.says])
    add_paragraph(document, [Strong(summary.range)])
    if summary.band:
        add_paragraph(
            document,
            [
                Strong(f"{summary.band}. "),
                f"{summary.cap_note} " if summary.cap_note else "",
                *build_rich_text(summary.meaning),
            ],
        )
    add_paragraph(
        document,
        " ".join(
            part for part in (summary.stage, summary.last_stage, content.warnings_note, summary.judgement) if part
        ),
    )
    heads = ["Barrier", "Share of score", "Can show now", "Could be as high as"]
    rows = [[page.title, page.share, page.now, page.could] for page in content.sections]
    if content.needs.names_any:
        heads.append("Needs in place")
        rows = [[*row, page.needs or "–"] for row, page in zip(rows, content.sections, strict=True)]
    add_table(document, content.sections_heading, heads, rows)


def _format_blocker(finding: FindingContent) -> RichText:
    """Format a blocker and what lifts it."""
    remedy = ["No answer lifts this."] if finding.fixed else ["To lift it: ", *build_rich_text(finding.lifted_by)]
    return [*build_rich_text(finding.says), " ", *remedy]


def write_next_steps(document: Document, content: ReportContent, options: ReportOptions) -> None:
    """Write what to do next, what to find out first and how to reach the next band."""
    add_heading(document, "What to do next", 1, "next")
    add_paragraph(document, content.recommendations_intro)
    if content.recommendations and options.shows_plan_progress:
        add_paragraph(document, f"Action plan: {content.plan.says}")
    if content.recommendations:
        heads = ("No.", "Recommendation and why", "Lead and effort", "Could add")
        best = [
            (
                recommendation.number,
                [Strong(f"{recommendation.title}. "), *build_rich_text(recommendation.why)],
                f"{recommendation.lead_brief}. {recommendation.effort}. {_format_effects(recommendation)}".rstrip(),
                recommendation.adds,
            )
            for recommendation in content.recommendations[:_FRONT_RECOMMENDATIONS]
        ]
        add_table(document, "The most useful recommendations", heads, best)
    if content.find_out:
        add_heading(document, "Find out first", 2)
        if content.find_out_intro:
            add_paragraph(document, content.find_out_intro)
        add_table(
            document,
            "What to find out",
            ("No.", "Question", "Ask", "Accounts for"),
            [_build_open_question_row(row) for row in content.find_out],
        )
    if content.next_band:
        add_heading(document, content.next_band.heading, 2)
        add_paragraph(document, content.next_band.says)
        turns = [(t.number, [t.text, " ", Strong(t.best)], t.adds, t.reaches) for t in content.next_band.steps]
        if turns:
            add_table(
                document, content.next_band.heading, ("No.", "Question and its best answer", "Adds", "Reaches"), turns
            )


def _format_effects(recommendation: RecommendationContent) -> str:
    """Format what a recommendation lifts and meets, empty if nothing."""
    return " ".join(f"{label}." for label in (recommendation.lifts, recommendation.meets) if label)


def _build_open_question_row(row: OpenQuestion) -> Sequence[RichText]:
    """Build the row of an open question."""
    return (
        row.number,
        f"{row.text}{' Possible blocker.' if row.blocks else ''}{' Needed now.' if row.is_needed else ''}",
        row.ask_first,
        row.holds,
    )


_READING_GUIDE = (
    (
        "Scores are ranges.",
        (
            "What you can show now counts only what is known. What it could be counts every unknown answer as if it "
            "were the best one. Both are rounded down."
        ),
    ),
    ("A score is for one stage.", "Questions that are due later do not affect it."),
    (
        "“Could add”",
        (
            "says what the overall score would gain from the best answer. “Holds” says how much of the range "
            "waits for an answer. Both are arithmetic, not advice."
        ),
    ),
    (
        "Numbers in square brackets",
        "lead to the list of sources. Q stands for a question and R for a recommendation; R1 is the most useful.",
    ),
)
"""How to read the report, as in the PDF."""


def write_reading_guide(document: Document, content: ReportContent) -> None:
    """Write how to read the report, what it is and what it is not."""
    add_heading(document, "How to read this report", 1)
    for name, text in _READING_GUIDE:
        add_paragraph(document, [Strong(f"{name} "), text])
    add_heading(document, "What this is and what it is not", 2)
    for text in (*content.disclaimer, content.law):
        add_paragraph(document, text)


def write_barriers(document: Document, content: ReportContent, options: ReportOptions) -> None:
    """Write a chapter for each barrier, then the recommendations that belong to none."""
    for page in content.pages:
        _write_barrier(document, page, options)
    if content.general_recommendations:
        add_heading(document, "For the service as a whole", 1)
        add_paragraph(document, "These recommendations do not belong to a single barrier.")
        add_heading(document, "What to do for the service as a whole", 2)
        for recommendation_content in content.general_recommendations:
            _write_recommendation(document, recommendation_content, options)


def _write_barrier(document: Document, section: SectionPage, options: ReportOptions) -> None:
    """Write the chapter on a barrier."""
    add_heading(document, f"{section.number}. {section.title}", 1, f"s{section.number}")
    add_paragraph(document, build_rich_text(section.why))
    add_paragraph(document, [Strong(section.score), f" {section.share_note}"])
    if options.with_answers and section.shortfalls:
        add_heading(document, "What holds it back", 2)
        add_table(
            document,
            f"{section.title}: what holds it back",
            ("No.", "State", "Answer", "Points", "Could add"),
            [_build_shortfall_row(r) for r in section.shortfalls],
        )
    if options.with_answers and section.in_place:
        add_heading(document, "What is in place", 2)
        add_bullets(document, [[Reference(row.number, row.number), f" {row.answer}"] for row in section.in_place])
    for text in section.excluded:
        add_paragraph(document, link_numbers(text))
    add_heading(document, "What to do", 2)
    for recommendation_content in section.recommendations:
        _write_recommendation(document, recommendation_content, options)
    if not section.recommendations:
        add_paragraph(document, "None of the answers given leads to a recommendation.")


def _build_shortfall_row(row: QuestionRow) -> Sequence[RichText]:
    """Build the row of a question that lowers the score of a barrier."""
    label = row.label if row.severity in ("plain", "unknown") else row.severity.capitalize()
    answer = f"{row.text} Ask: {row.ask[0]}." if row.severity == "unknown" else row.answer
    return (row.number, label, answer, row.points, row.adds)


def _write_recommendation(document: Document, recommendation: RecommendationContent, options: ReportOptions) -> None:
    """Write one recommendation."""
    add_heading(document, f"{recommendation.number}. {recommendation.title}", 3, recommendation.number)
    add_paragraph(document, build_rich_text(recommendation.why))
    add_numbered_list(document, [build_rich_text(step) for step in recommendation.steps])
    for says in recommendation.elsewhere:
        add_paragraph(document, [Strong("For this service: "), *build_rich_text(says)])
    add_paragraph(document, [Strong("Done when: "), *build_rich_text(recommendation.done_when)])
    support = f", with {', '.join(recommendation.support)}" if recommendation.support else ""
    estimate = f" ({recommendation.takes_from})" if recommendation.takes_from else ""
    numbers = ", ".join(part.number for part in recommendation.because) if options.with_answers else ""
    effects = _format_effects(recommendation)
    adds = f". Could add {recommendation.adds}{', from ' if numbers else ''}{numbers}.{' ' if effects else ''}{effects}"
    add_paragraph(
        document,
        [
            "Lead: ",
            Strong(recommendation.lead),
            f"{support}. Time: {recommendation.takes}{estimate}",
            *(span for cite in recommendation.takes_cites for span in (" ", cite)),
            *link_numbers(adds),
            " See also" if recommendation.also else "",
            *(span for cite in recommendation.also for span in (" ", cite)),
        ],
    )
    if options.has(Chapter.PLAN) and recommendation.planned.is_started:
        add_paragraph(document, format_decision(recommendation.planned))


def write_caveats(document: Document, content: ReportContent, *, with_answers: bool) -> None:
    """Write the caveats: how certain the band is, warnings, notices and what does not apply."""
    add_heading(document, "What to keep in mind", 1)
    if content.calculation.sensitivity:
        add_heading(document, "How much the band depends on the weights", 2)
        add_paragraph(document, content.calculation.sensitivity)
        limits = [(row.title, str(row.weight), row.range) for row in content.calculation.weight_limits]
        if limits:
            heads = ("Barrier", "Weight now", "Band stays the same with a weight of")
            add_table(document, "How much the band depends on the weights", heads, limits)
    add_heading(document, "Warnings", 2, "warnings")
    add_bullets(document, [_format_blocker(finding) for finding in content.warnings])
    if not content.warnings:
        add_paragraph(document, content.no_warning_note)
    if content.possible_warnings:
        add_paragraph(document, content.possible_warnings)
    if content.notices:
        add_heading(document, "What this means for a service like this one", 2, "notices")
        add_bullets(document, [build_rich_text(notice.says) for notice in content.notices])
    add_heading(document, "What does not apply", 2)
    add_bullets(
        document,
        [
            [Reference(r.number, r.number), f" {r.text}{f' The reason given: {r.reason}' * with_answers}"]
            for r in content.does_not_apply
        ],
    )
    if not content.does_not_apply:
        add_paragraph(document, "No question has been marked “It does not apply”.")


def write_calculation(document: Document, content: ReportContent, *, with_answers: bool) -> None:
    """Write the calculation: the sum, then every question."""
    workings = content.calculation
    add_heading(document, "How the score was worked out", 1)
    for text in workings.says:
        add_paragraph(document, text)
    if workings.total:
        heads = ("Barrier", "Can show now", "Could be", "Share of score", "Adds now", "Could add up to")
        add_table(document, "The sum", heads, [*workings.rows, workings.total])
    if with_answers:
        add_heading(document, "Question by question", 2)
        trace_headings = ("No.", "Barrier", "State", "Points", "Weight", "Worth", "Adds now", "Could add up to")
        trace = [
            (r.number, r.section, r.label, r.points, str(r.weight), r.worth, r.now, r.could) for r in workings.trace
        ]
        add_table(document, "Question by question", trace_headings, trace)


def write_answers(document: Document, content: ReportContent, options: ReportOptions) -> None:
    """Write all answers: the facts about the service, then every question with its answer and note."""
    add_heading(document, "Every question and answer", 1)
    add_heading(document, "About the service", 2)
    add_table(document, "Facts about the service", ("What was asked", "What is known"), content.facts)
    leads_to = _list_recommendations(content) if options.has(Chapter.BARRIERS) else {}
    for part in content.answers:
        add_heading(document, f"{part.number}. {part.title}", 2)
        rows = [_build_answer_row(line, leads_to.get(line.number, ())) for line in part.lines]
        heads = ("No.", "Question, answer and note", "Points")
        add_table(document, f"{part.title}: questions and answers", heads, rows, is_target=True)


def _list_recommendations(content: ReportContent) -> Mapping[str, Sequence[str]]:
    """Return the numbers of the recommendations that follow from each question, by its number."""
    found: dict[str, list[str]] = {}
    for recommendation in content.recommendations:
        for part in recommendation.because:
            found.setdefault(part.number, []).append(recommendation.number)
    return found


def _build_answer_row(line: AppendixAnswer, leads_to: Sequence[str]) -> Sequence[RichText]:
    """Build the row of a question with its complete answer and the recommendations that follow from it."""
    note = f" “{line.note}”" if line.note else ""
    by = f" Answered by: {line.by}." if line.by else ""
    texts: list[TextSpan] = [f"{line.text} ", Strong(line.answer), f" {line.remark}" if line.remark else "", note, by]
    if line.evidence:
        parts = split_addresses(line.evidence)
        texts += [" Evidence: ", *(Hyperlink(part.text) if part.is_address else part.text for part in parts)]
    if leads_to:
        texts += [" Leads to ", *link_numbers(", ".join(leads_to)), "."]
    return (line.number, texts, line.points)


def write_sources(document: Document, content: ReportContent) -> None:
    """Write the numbered list of sources."""
    add_heading(document, "Sources", 1)
    for source in content.sources:
        add_bookmark(add_paragraph(document, _format_source(source)), f"n{source.number}")
        for point in source.passages:
            note = f" Note: {point.dated}" if point.dated else ""
            text = [Strong(f"At {point.at}: "), f"{point.finding}{note} Used in ", *_link_uses(point.uses), "."]
            add_bookmark(add_paragraph(document, text, "List Bullet"), get_passage_bookmark(point.claim))


def _link_uses(uses: Iterable[CitationUse]) -> Iterator[TextSpan]:
    """Yield the places where a source is used, with commas between them."""
    for position, use in enumerate(uses):
        yield from ([", "] if position else [])
        yield Reference(use.name, use.anchor)


def _format_source(source: CitedSource) -> RichText:
    """Format a source for the list of sources."""
    author = f"{source.author}, " if source.author else ""
    published = f", {source.published}" if source.published else ""
    checked = f"Checked {source.checked}. " if source.checked else ""
    description = f" {author}{source.title}{published}, {source.issued}. Status: {source.status}. {checked}"
    is_web = source.url.startswith(("http://", "https://"))
    url = Hyperlink(source.url) if is_web else source.url or "Supplied copy; no web address."
    return [Strong(f"[{source.number}]"), description, Strong(f"{source.caution} " if source.caution else ""), url]
