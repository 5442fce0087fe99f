"""What to do: the recommendations, what to find out first and how to reach the next band."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from assess.core.model import rules as model_rules
from assess.core.model.result import NextBandPath as Way
from assess.core.model.result import NoPath, RecommendationResult, UnknownInput, UnknownKind
from assess.core.model.rules import QuestionCondition, SectionCondition
from assess.report.content.citations import CitationUse, Prose, get_prose_text, split_sentence
from assess.report.content.context import ReportContext, find_named_ids, round_range
from assess.report.content.models import (
    NextBandContent,
    NextBandStep,
    OpenQuestion,
    RecommendationContent,
    SummaryCounts,
)
from assess.report.content.plan_models import PlanLine
from assess.report.content.text import (
    STATE_LABELS,
    capitalise_first,
    curl_apostrophes,
    format_count,
    format_points,
    join_words,
    pluralise,
    round_score,
    shorten_words,
)

SUMMARY_COUNT = 6
"""Number of recommendations in the summary."""

_MAX_WHY_LENGTH = 96
"""Number of characters of the reason for a recommendation in the summary."""

_SECOND_PAGE_LINES = 32
"""Number of lines of tables on the second page."""

_TITLE_WIDTH, _WHY_WIDTH, _QUESTION_WIDTH, _ANSWER_WIDTH = 46, 52, 66, 84
"""Numbers of characters in a line of each column there."""

_MAX_STEPS, _MAX_OPEN = 4, 9
"""Largest numbers of steps to the next band and of open questions there."""


def build_recommendations(context: ReportContext) -> tuple[RecommendationContent, ...]:
    """Return the recommendations that apply, most useful first."""
    pairs = zip(context.result.recommendations, context.plan.lines, strict=True)
    return tuple(_build_recommendation(context, advice, planned) for advice, planned in pairs)


def introduce_recommendations(context: ReportContext) -> str:
    """Return how many recommendations there are and which come first."""
    count = len(context.result.recommendations)
    if count > SUMMARY_COUNT:
        return f"These are the six most useful of {count} recommendations."
    if count:
        return f"{capitalise_first(format_count(count, 'recommendation'))}, most useful first."
    if context.result.now.overall is None:
        return "Nothing is asked at this stage, so nothing can be recommended."
    if context.unknown_rows:
        return "Find out first what is not known: nothing can be recommended before."
    return "None of the answers given leads to a recommendation."


def _build_recommendation(
    context: ReportContext, advice: RecommendationResult, planned: PlanLine
) -> RecommendationContent:
    """Return one recommendation with its reasons, steps, people and time."""
    rule = context.rulebook.recommendations[advice.id]
    use = CitationUse(planned.number, planned.number)
    why, others = context.citations.cite_after(rule.why, rule.claims, use)
    shown = {piece.cite.number for piece in why if piece.cite}
    also = {cite.number: cite._replace(at="") for cite in reversed(others) if cite.number not in shown}
    return RecommendationContent(
        number=planned.number,
        id=advice.id,
        title=curl_apostrophes(rule.title),
        why=why,
        why_brief=shorten_words(get_prose_text(split_sentence(why)[0]), _MAX_WHY_LENGTH),
        also=tuple(reversed(also.values())),
        steps=tuple(context.citations.parse_prose(step, use) for step in rule.steps),
        done_when=context.citations.parse_prose(rule.done_when, use),
        elsewhere=tuple(_build_local_variations(context, rule, use)),
        lead=context.get_role(rule.lead).title,
        lead_brief=context.get_role(rule.lead).short,
        lead_inline=context.get_role(rule.lead).inline,
        support=tuple(context.get_role(role).inline for role in rule.support),
        takes=curl_apostrophes(rule.takes),
        takes_from="our estimate" if rule.takes_from == "estimate" else "",
        takes_cites=context.citations.cite(() if rule.takes_from == "estimate" else rule.takes_from, use),
        effort=capitalise_first(rule.effort),
        adds=format_points(advice.adds),
        because=context.get_answer_references(advice.because),
        lifts=planned.lifts,
        meets="Meets a need" if advice.meets else "",
        planned=planned,
    )


def _build_local_variations(
    context: ReportContext, rule: model_rules.Recommendation, use: CitationUse
) -> Iterator[Prose]:
    """Yield the local variations that apply to this profile."""
    for part in rule.elsewhere:
        if context.is_true(part.when):
            yield context.citations.cite_after(part.says, part.claims, use)[0]


def find_section(context: ReportContext, recommendation: RecommendationContent) -> str:
    """Return the id of the section that a recommendation belongs to, empty if it belongs to none."""
    questions = [because.question for because in recommendation.because]
    when = context.rulebook.recommendations[recommendation.id].when
    owners = [context.rulebook.sections_by_question[q].id for q in questions or find_named_ids(when, QuestionCondition)]
    return next(iter(owners or find_named_ids(when, SectionCondition)), "")


def fit_second_page(
    recommendations: Sequence[RecommendationContent],
    open_questions: Sequence[OpenQuestion],
    steps: Sequence[NextBandStep],
) -> SummaryCounts:
    """Return how many open questions and steps fit on the second page below the first recommendations."""
    room = _SECOND_PAGE_LINES - sum(map(_count_action_lines, recommendations[:SUMMARY_COUNT]))
    step_lines = [_count_lines(step.best, _ANSWER_WIDTH) for step in steps[:_MAX_STEPS]]
    open_lines = [_count_lines(each.text + "  Needed" * each.is_needed, _QUESTION_WIDTH) for each in open_questions]
    shown_steps = _count_fitting(step_lines, room // 3)
    shown_open = _count_fitting(open_lines[:_MAX_OPEN], room - sum(step_lines[:shown_steps]))
    return SummaryCounts(shown_open, shown_steps)


def _count_action_lines(recommendation: RecommendationContent) -> int:
    """Return the number of lines of a recommendation on the second page."""
    label = "Lifts a blocker. " if recommendation.lifts or recommendation.meets else ""
    words = _count_lines(recommendation.title, _TITLE_WIDTH) + _count_lines(
        label + recommendation.why_brief, _WHY_WIDTH
    )
    return max(words, 2)


def _count_lines(text: str, width: int) -> int:
    """Return the number of lines of a text in a column of this many characters."""
    return -(-max(len(text), 1) // width)


def _count_fitting(lines: Sequence[int], room: int) -> int:
    """Return how many rows of these lines fit, at least one."""
    return max(sum(total <= room for total in accumulate(lines)), min(len(lines), 1))


def build_open_questions(context: ReportContext) -> tuple[OpenQuestion, ...]:
    """Return what to find out and who to ask, starting with what accounts for most of the range."""
    return tuple(_build_open_question(context, unknown) for unknown in context.what_if.unknowns)


def _build_open_question(context: ReportContext, unknown: UnknownInput) -> OpenQuestion:
    """Return one question or fact that is not known."""
    if unknown.kind is UnknownKind.FACT:
        text = curl_apostrophes(context.rulebook.facts[unknown.id].text)
        return OpenQuestion(
            "–",
            "",
            text,
            "Not known",
            (),
            "Whoever knows the service",
            "–",
            bool(unknown.blockers),
            bool(unknown.needs),
        )
    ask = tuple(context.get_role(role).title for role in context.get_question(unknown.id).ask)
    return OpenQuestion(
        number=context.question_numbers[unknown.id],
        question=unknown.id,
        text=context.get_question_text(unknown.id),
        state=STATE_LABELS[unknown.state],
        ask=ask,
        ask_first=context.get_role(context.get_question(unknown.id).ask[0]).short,
        holds=format_points(unknown.range_share),
        blocks=bool(unknown.blockers),
        is_needed=bool(unknown.needs),
    )


def introduce_open_questions(context: ReportContext) -> str:
    """Return how much of the range the unknown answers account for together."""
    overall = context.result.now.overall
    if overall is None or not context.unknown_rows:
        return ""
    now, could = round_range(overall)
    if now == could:
        return ""
    count = len(context.unknown_rows)
    these = "One unknown answer accounts" if count == 1 else f"The {count} unknown answers account"
    return f"{these} for the gap from {now} to {could}.{_describe_unknown_facts(context)}"


def _describe_unknown_facts(context: ReportContext) -> str:
    """Return how many facts are also unknown; they carry no points, but decide what is asked."""
    count = sum(unknown.kind is UnknownKind.FACT for unknown in context.what_if.unknowns)
    if not count:
        return ""
    verb, decide = pluralise(count, "is", "are"), pluralise(count, "decides", "decide")
    facts = capitalise_first(format_count(count, "fact about the service", "facts about the service"))
    return f" {facts} {verb} not known either and {decide} what is asked."


def build_next_band(context: ReportContext) -> NextBandContent | None:
    """Return the fewest answers that reach a higher band, or why there are none."""
    path = context.what_if.next_band
    if isinstance(path, NoPath):
        return NextBandContent("How to reach a higher band", _explain_no_path(context, path), ())
    if path is None:
        return None
    says = "The fewest answers that would raise the band if each became the best one. This is arithmetic, not advice."
    return NextBandContent(
        f"How to reach “{context.get_band_label(path.band)}”", says, tuple(_build_next_band_steps(context, path))
    )


def _explain_no_path(context: ReportContext, no_path: NoPath) -> str:
    """Return why no answers lead to a higher band."""
    if not no_path.blockers:
        return "This is the highest band."
    rests = join_words(
        [f"“{curl_apostrophes(context.rulebook.blockers[blocker].says)}”" for blocker in no_path.blockers]
    )
    return f"No answer leads to a higher band. It depends on the facts about the service, not on the answers: {rests}"


def _build_next_band_steps(context: ReportContext, path: Way) -> Iterator[NextBandStep]:
    """Yield the questions on the way to the next band, with what each adds and the score then reached."""
    overall = context.result.now.overall
    score, needed = overall.evidenced if overall else 0, dict(path.needs)
    for question in path.questions:
        row = context.rows[question]
        adds = row.worth - row.contribution.evidenced
        score += adds
        best = context.get_question(question).options[-1].id
        least = needed.get(question, best)
        reached = str(round_score(score))
        yield NextBandStep(
            context.question_numbers[question],
            question,
            context.get_question_text(question),
            context.get_option_text(question, best),
            context.get_option_text(question, least) if least != best else "",
            format_points(adds),
            reached,
        )
