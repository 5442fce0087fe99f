"""The first page: the blockers, the range in words and the band."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from assess.core.model.result import Finding as Found
from assess.core.model.result import FindingState, UnknownKind
from assess.core.model.rules import Band, WarningRule
from assess.report.content import range_charts
from assess.report.content.citations import CitationUse, Prose, ProsePiece, get_prose_text, split_sentence
from assess.report.content.context import ReportContext, round_range
from assess.report.content.models import AnswerReference, BlockerBox, FindingContent, HeadlineContent
from assess.report.content.plan_models import PlanLine
from assess.report.content.text import (
    STATE_LABELS,
    capitalise_first,
    curl_apostrophes,
    format_count,
    format_number,
    join_words,
    pluralise,
)

_JUDGEMENT = "The score is the judgement of the authors of the rules, and neither assurance nor legal advice."


_FIRST_PAGE_CHARACTERS = 620
"""Number of characters of blocker text that still fit on the first page with the range and the barriers."""

_MAX_FULL, _MAX_BRIEF = 2, 3
"""Largest number of blockers shown in full, and otherwise by their first sentence alone; the others are counted."""

_SERVICE_FACTS = "what the service is"

_LITTLE_KNOWN = "This is where every assessment begins: it says how little is known, not how good the service is."


class _CauseWords(NamedTuple):
    """How the causes that hold a result at a band are worded; for one and for several where that differs."""

    blockers: tuple[str, str]
    possible: tuple[str, str]
    missing: str
    unknown: str


_HOLDING = _CauseWords(
    ("the blocker", "the blockers"),
    ("a blocker that is possible", "blockers that are possible"),
    "what is missing",
    "what nobody knows yet",
)
_LIFTING = _CauseWords(
    ("the blocker is lifted", "the blockers are lifted"),
    ("the possible blocker is looked into", "the possible blockers are looked into"),
    "what is missing is in place",
    "what this stage needs is known",
)


def _build_finding(context: ReportContext, rule: WarningRule, result: Found, use: CitationUse) -> FindingContent:
    """Return a blocker or a warning with what triggers it and what lifts it."""
    questions = tuple(context.question_numbers[question] for question, _ in result.because)
    says, _ = context.citations.cite_after(rule.says, rule.claims, use._replace(questions=questions))
    title, detail = split_sentence(says)
    waits = [question for question in result.waits_for if question in context.rows]
    return FindingContent(
        id=result.id,
        says=says,
        title=title,
        detail=detail,
        lifted_by=context.citations.parse_prose(rule.lifted_by, use),
        because=context.get_answer_references(result.because),
        waits_for=tuple(
            AnswerReference(context.question_numbers[q], q, STATE_LABELS[context.rows[q].state]) for q in waits
        ),
        fixed=result.state is FindingState.TRUE and not result.because,
        action=_find_action(context, result.id),
    )


def _find_action(context: ReportContext, finding: str) -> PlanLine | None:
    """Return the plan of the recommendation that lifts a blocker or a warning: overdue first, then decided."""
    pairs = zip(context.result.recommendations, context.plan.lines, strict=True)
    lines = [line for advice, line in pairs if finding in advice.lifts]
    return min(lines, key=lambda line: (not line.overdue, not line.owner), default=None)


def build_blockers(context: ReportContext) -> BlockerBox:
    """Build the box of blockers, which comes before any number."""
    use = CitationUse("a blocker", "summary")
    rules = context.rulebook.blockers
    possible = [result for result in context.result.now.blockers if result.state is FindingState.POSSIBLE]
    looked_at = [found for found in possible if found.looked_at]
    found_true = (_build_finding(context, rules[found.id], found, use) for found in context.true_blockers)
    true = tuple(sorted(found_true, key=lambda finding: not (finding.action and finding.action.overdue)))
    full_count, brief_count = _fit_first_page(true)
    return BlockerBox(
        kind="stop" if context.true_blockers else "maybe" if possible else "clear",
        heading=_format_blockers_heading(context, len(possible)),
        true=true,
        full_count=full_count,
        brief_count=brief_count,
        remaining_note=_describe_remaining(context, true[full_count:], brief_count),
        possible=tuple(_build_finding(context, rules[found.id], found, use) for found in looked_at),
        possible_intro=_introduce_possible(len(looked_at)),
        unseen_note=_describe_unseen(len(possible) - len(looked_at)),
    )


def _fit_first_page(findings: Sequence[FindingContent]) -> tuple[int, int]:
    """Return how many blockers fit on the first page in full, and how many more by their first sentence alone."""
    length = sum(len(get_prose_text(each.says)) + len(get_prose_text(each.lifted_by)) for each in findings)
    if len(findings) <= _MAX_FULL and (length <= _FIRST_PAGE_CHARACTERS or len(findings) == 1):
        return len(findings), 0
    return 0, min(len(findings), _MAX_BRIEF)


def _describe_remaining(context: ReportContext, findings: Sequence[FindingContent], brief_count: int) -> str:
    """Return where to find the blockers that do not fit on the first page."""
    if not findings:
        return ""
    remaining = findings[brief_count:]
    if not remaining:
        return "For why, and what lifts them, see"
    counts = Counter(
        curl_apostrophes(context.rulebook.sections_by_question[each.because[0].question].title)
        if each.because
        else _SERVICE_FACTS
        for each in remaining
    )
    places = ", ".join(f"{title} {count}" for title, count in counts.items())
    return f"And {format_number(len(remaining))} more ({places}): see"


def _format_blockers_heading(context: ReportContext, possible: int) -> str:
    """Return the effect of the blockers in one line."""
    count = len(context.true_blockers)
    if context.cap is not None:
        stop = pluralise(count, "stops", "stop")
        return (
            f"{capitalise_first(format_count(count, 'blocker'))} {stop} this going "
            f"further than “{curl_apostrophes(context.cap.label)}”"
        )
    none = f"No blocker in the {_count_answers(context)}" if context.result.now.answered else "No answer is given yet"
    return f"{none}, and finding out more could reveal {format_count(possible, 'blocker')}" if possible else none


def _count_answers(context: ReportContext) -> str:
    """Return how many answers were given, on which a sentence about blockers or warnings rests."""
    count = context.result.now.answered
    return f"{count} {pluralise(count, 'answer')} given"


def _introduce_possible(count: int) -> str:
    """Return the sentence before the blockers that may be behind answers of “I do not know”."""
    if not count:
        return ""
    return f"Finding out what is answered “I do not know” could reveal {format_count(count, 'blocker')}:"


def _describe_unseen(count: int) -> str:
    """Return how many possible blockers depend on questions that nobody has looked at."""
    if not count:
        return ""
    return f"Questions that are not answered yet could reveal {format_count(count, 'blocker')}."


def build_headline(context: ReportContext) -> HeadlineContent:
    """Build the range in words with its stage, band and chart."""
    now = context.result.now
    if now.overall is None or now.bands is None:
        return HeadlineContent(
            range=_explain_no_score(context),
            stage=_describe_stage(context),
            last_stage=_describe_last_stage(context),
            band="",
            cap_note="",
            meaning=(),
            judgement=_JUDGEMENT,
            chart=None,
        )
    band = context.rulebook.bands[now.bands.evidenced]
    is_held = now.uncapped is not None and now.bands.evidenced != now.uncapped.evidenced
    return HeadlineContent(
        range=_describe_range(context, *round_range(now.overall)),
        stage=_describe_stage(context),
        last_stage=_describe_last_stage(context),
        band=curl_apostrophes(band.label),
        cap_note=_describe_cap(context),
        meaning=() if is_held else _explain_band(context, band),
        judgement=_JUDGEMENT,
        chart=_build_chart(context),
    )


def _explain_band(context: ReportContext, band: Band) -> Prose:
    """Return what a band means where nothing holds the result there."""
    now = context.result.now
    if now.bands and now.bands.possible != now.bands.evidenced and 2 * now.answered < now.asked:
        return (ProsePiece(_LITTLE_KNOWN),)
    return context.citations.parse_prose(band.meaning, CitationUse("the band", "summary"))


def _explain_no_score(context: ReportContext) -> str:
    """Return why there is no overall score."""
    now = context.result.now
    if now.is_too_early:
        count = format_count(now.asked, "question is", "questions are")
        return f"Too early to score: {count} due at this stage."
    return "Nothing is asked at this stage, so there is no score and no band."


def _describe_range(context: ReportContext, now: int, could: int) -> str:
    """Return the range as a sentence: what can be shown now and how high it could be."""
    can, unknown = f"You can show {now} of 100 now", len(context.unknown_rows)
    if not unknown:
        facts = sum(each.kind is UnknownKind.FACT for each in context.what_if.unknowns)
        blank = f", but {format_count(facts, 'fact about the service is', 'facts about the service are')} not"
        asked = context.result.now.asked
        known = "The one answer due is" if asked == 1 else f"All {asked} answers due are"
        return f"{can}. {known} known{blank if facts else ''}."
    if now == could:
        return f"{can}. The {format_count(unknown, 'answer')} not yet known would not change that."
    return (
        f"{can}; it could be as high as {could} once {unknown} {pluralise(unknown, 'answer is', 'answers are')} known."
    )


def _describe_stage(context: ReportContext) -> str:
    """Return which stage the score applies to and how many of all questions are due at it."""
    now = context.result.now
    due = f"{now.asked} of {now.questions} questions {pluralise(now.asked, 'is', 'are')} due"
    looked = f"{now.looked_at} of them {pluralise(now.looked_at, 'has', 'have')} been looked at"
    return f"This is for “{context.get_stage_text(now.stage)}”: {due}, and {looked}."


def _describe_last_stage(context: ReportContext) -> str:
    """Return the score that the answers so far would give at the last stage."""
    last = context.result.ahead
    if last.stage == context.result.now.stage:
        return "This is the final stage: no question is left for later."
    if last.overall is None:
        return ""
    low, high = round_range(last.overall)
    return f"Final stage: {low}{f' to {high}' if high > low else ''} of 100."


def _describe_cap(context: ReportContext) -> str:
    """Return what holds the band below what the score alone would make it, and what it could be."""
    now = context.result.now
    if now.bands is None or now.uncapped is None:
        return ""
    sentences = []
    held = now.bands.evidenced != now.uncapped.evidenced
    if held:
        causes = _list_causes(context, now.bands.evidenced, _HOLDING, certain_only=False)
        average = f"the average answer is past the mark for “{context.get_band_label(now.uncapped.evidenced)}”"
        sentences.append(f"Held there by {causes}, not by the score: {average}.")
    if now.bands.possible != now.uncapped.possible and not (held and now.bands.possible == now.bands.evidenced):
        causes = _list_causes(context, now.bands.possible, _LIFTING, certain_only=True)
        sentences.append(f"It can be “{context.get_band_label(now.bands.possible)}” at most until {causes}.")
    elif now.bands.possible != now.bands.evidenced:
        sentences.append(f"It could be “{context.get_band_label(now.bands.possible)}”.")
    return " ".join(sentences)


def _list_causes(context: ReportContext, band: str, words: _CauseWords, *, certain_only: bool) -> str:
    """Return what holds the result at a band, in these words: the blockers and needs that cap it there."""
    caps = {finding.id: context.rulebook.blockers[finding.id].caps_at for finding in context.result.now.blockers}
    held = [finding.state for finding in context.result.now.blockers if caps[finding.id] == band]
    true, possible = held.count(FindingState.TRUE), 0 if certain_only else held.count(FindingState.POSSIBLE)
    policy, needs = context.rulebook.rules.needs, context.result.now.needs
    by_needs = policy is not None and policy.cap == band
    causes = (
        true and pluralise(true, *words.blockers),
        possible and pluralise(possible, *words.possible),
        by_needs and needs.missing and words.missing,
        by_needs and not certain_only and needs.unknown and words.unknown,
    )
    return join_words([cause for cause in causes if cause])


def _build_chart(context: ReportContext) -> range_charts.RangeChart | None:
    """Build the chart of the range above the bands."""
    now = context.result.now
    if now.overall is None or now.bands is None:
        return None
    bands = [(band.from_, curl_apostrophes(band.label)) for band in context.rulebook.bands.values()]
    present = list(context.rulebook.bands).index(now.bands.evidenced)
    scale = range_charts.ChartScale(bands, present, _find_cap_score(context), len(context.true_blockers))
    return range_charts.build_range_chart(*round_range(now.overall), scale)


def _find_cap_score(context: ReportContext) -> int | None:
    """Return the score at the upper edge of the highest band allowed, or None if every band is allowed."""
    above = [band.from_ for band in context.rulebook.bands.values() if context.cap and band.from_ > context.cap.from_]
    return min(above, default=None)


def build_warnings(context: ReportContext) -> tuple[FindingContent, ...]:
    """Return the warnings that are true."""
    use = CitationUse("a warning", "warnings")
    return tuple(
        _build_finding(context, context.rulebook.warnings[result.id], result, use) for result in context.true_warnings
    )


def describe_warnings(context: ReportContext) -> str:
    """Return how many warnings apply."""
    count = len(context.true_warnings)
    return f"There {pluralise(count, 'is', 'are')} {count} {pluralise(count, 'warning')}." if count else ""


def describe_no_warning(context: ReportContext) -> str:
    """Return on how many answers it rests that no warning applies."""
    return f"No warning in the {_count_answers(context)}." if context.result.now.answered else "No answer is given yet."


def describe_possible_warnings(context: ReportContext) -> str:
    """Return how many warnings depend on answers that are not known."""
    count = sum(warning_result.state is FindingState.POSSIBLE for warning_result in context.result.warnings)
    if not count:
        return ""
    warning = "more warning" if context.true_warnings else "warning"
    return f"Finding out more could reveal {format_count(count, warning)}."
