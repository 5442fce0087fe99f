"""Change since last time: compare an assessment with an earlier one, for the page and the report."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from assess.core.comparison.questions import ChangeKind, QuestionDelta, rank_question_deltas
from assess.core.comparison.results import FindingChange, ResultChanges, SectionChange, compare_results
from assess.core.model.assessment import Assessment
from assess.core.model.result import FindingState, Outcome, Range, Result, SectionScore
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE, WarningRule
from assess.core.scoring.evaluate import evaluate
from assess.core.syntax.names import fold_name
from assess.report.content.appendix import format_fact
from assess.report.content.baseline import Baseline
from assess.report.content.change_models import BeforeAndNow, ChangeReport, FindingChangeRow, SectionChangeRow
from assess.report.content.charts.dumbbell import describe_section_changes, draw_dumbbell, sort_section_changes
from assess.report.content.citations import REFERENCE
from assess.report.content.context import round_range
from assess.report.content.question_changes import RulebookPair, build_question_groups, describe_counts
from assess.report.content.text import (
    MINUS,
    capitalise_first,
    curl_apostrophes,
    format_count,
    format_number,
    join_words,
    pluralise,
)

_CHANGE_LABELS = {
    (None, FindingState.TRUE): "New",
    (FindingState.POSSIBLE, FindingState.TRUE): "Now certain",
    (FindingState.TRUE, None): "Lifted",
    (FindingState.TRUE, FindingState.POSSIBLE): "No longer certain",
    (FindingState.POSSIBLE, None): "Ruled out",
    (None, FindingState.POSSIBLE): "Possible now",
}
"""Label of a blocker or a warning by its states before and now."""
_CHANGE_ORDER = list(_CHANGE_LABELS)
_NO_SCORE_NOTES = {
    (True, True): "No question was due before and none is due now, so there is no score.",
    (True, False): "No question was due before, so there is no score to compare with.",
    (False, True): "No question is due now, so there is no score to compare.",
}


class ComparedResults(NamedTuple):
    """Both rulebooks and the differences between both results."""

    old: Rulebook
    new: Rulebook
    changes: ResultChanges


def build_changes(rulebook: Rulebook, assessment: Assessment, result: Result, baseline: Baseline) -> ChangeReport:
    """Compare an assessment and its result with the baseline."""
    earlier_result = evaluate(baseline.rulebook, baseline.assessment.profile, baseline.assessment.answers)
    sides = ComparedResults(baseline.rulebook, rulebook, compare_results(earlier_result, result, rulebook.renames))
    old, new, moved = sides.old, sides.new, rank_question_deltas(sides.changes)
    facts, hidden = tuple(_build_fact_changes(sides)), _find_unseen_blockers(sides)
    titles = {each.id: curl_apostrophes(each.title) for rules in (old, new) for each in rules.rules.recommendations}
    sections = sort_section_changes([_build_section_change(sides, each) for each in sides.changes.sections])
    return ChangeReport(
        compared=f"Compared with {baseline.name}.",
        headline=_describe_score_change(sides),
        brief=_summarise(sides, moved, baseline.name),
        band=_describe_band_change(sides),
        counts=describe_counts(moved),
        cautions=tuple(_describe_cautions(sides, assessment, baseline.assessment, len(facts))),
        summary=tuple(_build_summary(sides)),
        blockers=_build_finding_changes(
            old.blockers, new.blockers, (each for each in sides.changes.blockers if each.id not in hidden)
        ),
        blockers_note=_describe_unchanged_blockers(sides, len(hidden)),
        warnings=_build_finding_changes(
            old.warnings,
            new.warnings,
            (each for each in sides.changes.warnings if "true" in (each.before, each.after)),
        ),
        sections_note=describe_section_changes(sections),
        sections=sections,
        groups=tuple(build_question_groups(RulebookPair(old, new), moved)),
        facts=facts,
        no_longer_recommended=tuple(titles[each] for each in sides.changes.no_longer_recommended),
        newly_recommended=tuple(titles[each] for each in sides.changes.newly_recommended),
    )


def _describe_score_change(comparison: ComparedResults) -> str:
    """Return the score now and before as a sentence."""
    old, new = (each.now.overall for each in (comparison.changes.before, comparison.changes.after))
    if old is None or new is None:
        return _NO_SCORE_NOTES[old is None, new is None]
    (shown_old, could_old), (shown, could) = round_range(old), round_range(new)
    could_be = f"It could be as high as {could}, {_describe_difference(could, could_old)}."
    return f"You can show {shown} of 100 now, {_describe_difference(shown, shown_old)}. {could_be}"


def _summarise(comparison: ComparedResults, moved: Sequence[QuestionDelta], name: str) -> str:
    """Return what changed in one sentence: the score, the answers and the blockers."""
    old, new = (each.now.overall for each in (comparison.changes.before, comparison.changes.after))
    gained = round_range(new)[0] - round_range(old)[0] if old and new else 0
    score = f"you can show {abs(gained)} {'more' if gained > 0 else 'less'}" if gained else "you can show as much"
    true = FindingState.TRUE
    states = [(each.before is true, each.after is true) for each in comparison.changes.blockers]
    lifted, found = states.count((True, False)), states.count((False, True))
    blockers = (
        lifted and f"{format_count(lifted, 'blocker')} {pluralise(lifted, 'was', 'were')} lifted",
        found and f"{format_count(found, 'blocker')} {pluralise(found, 'is', 'are')} new",
    )
    kinds = [delta.kind for delta in moved]
    answers = [
        f"{format_count(count, 'answer')} {words}"
        for count, words in (
            (kinds.count(ChangeKind.BETTER), "got better"),
            (kinds.count(ChangeKind.WORSE), "got worse"),
        )
        if count
    ]
    parts = [score if old and new else "", join_words(answers), join_words([each for each in blockers if each])]
    return f"Compared with {name}, {'; '.join(filter(None, parts))}."


def _describe_difference(now: int, before: int) -> str:
    """Return how a figure compares with the earlier one."""
    return "as before" if now == before else f"{'up' if now > before else 'down'} from {before}"


def _describe_band_change(comparison: ComparedResults) -> str:
    """Return the band now and before as a sentence, empty if there is none."""
    old, new = comparison.changes.before.now.bands, comparison.changes.after.now.bands
    if old is None or new is None:
        return ""
    was = curl_apostrophes(comparison.old.bands[old.evidenced].label)
    now = curl_apostrophes(comparison.new.bands[new.evidenced].label)
    return f"The band is still “{now}”." if was == now else f"The band is “{now}” now. It was “{was}”."


def _describe_cautions(
    comparison: ComparedResults, assessment: Assessment, earlier: Assessment, fact_count: int
) -> Iterator[str]:
    """Yield what makes the two hard to compare, and what that means."""
    now, before = ((fold_name(each.council), fold_name(each.service)) for each in (assessment, earlier))
    if now != before:
        yield f"The earlier answers are about another service: {earlier.service}, {earlier.council}."
    if not comparison.changes.is_one_stage:
        yield _explain_stages(comparison)
    if not comparison.changes.is_one_rulebook:
        old, new = comparison.changes.before.version, comparison.changes.after.version
        yield (
            f"The rules differ: version {old} before, version {new} now. "
            "A change that comes only from the rules is called neither better nor worse."
        )
    if fact_count:
        yield (
            f"{capitalise_first(format_count(fact_count, 'fact'))} about the service "
            f"{pluralise(fact_count, 'is', 'are')} different now, "
            "which can change what is asked."
        )


def _explain_stages(comparison: ComparedResults) -> str:
    """Return that the stages differ and what that means."""
    old, new = comparison.changes.before.now, comparison.changes.after.now
    was, now = _get_stage_text(comparison.old, old), _get_stage_text(comparison.new, new)
    due = (
        f"{format_count(new.asked, 'question')} {pluralise(new.asked, 'is', 'are')} "
        f"due now, and {format_number(old.asked)} then"
    )
    return (
        f"The stages differ: “{was}” before, “{now}” now. {capitalise_first(due)}. "
        "So a lower score need not mean that anything got worse: compare question by question."
    )


def _get_stage_text(rulebook: Rulebook, outcome: Outcome) -> str:
    """Return the text of the stage."""
    return curl_apostrophes(rulebook.stages[outcome.stage].text)


def _build_summary(comparison: ComparedResults) -> Iterator[BeforeAndNow]:
    """Yield the key figures before and now."""
    pairs = ((comparison.old, comparison.changes.before), (comparison.new, comparison.changes.after))
    before, now = (dict(_build_summary_column(rulebook, result)) for rulebook, result in pairs)
    return (BeforeAndNow(what, before[what], now[what]) for what in before)


def _build_summary_column(rulebook: Rulebook, result: Result) -> Iterator[tuple[str, str]]:
    """Yield the key figures of one result with their labels."""
    now = result.now
    yield "Can show, of 100", _format_range(now.overall)[0]
    yield "Could be as high as", _format_range(now.overall)[1]
    yield "Band", "–" if now.bands is None else curl_apostrophes(rulebook.bands[now.bands.evidenced].label)
    yield "Blockers", _format_blocker_count(now, FindingState.TRUE)
    yield "Possible blockers", _format_blocker_count(now, FindingState.POSSIBLE)
    yield "Stage", _get_stage_text(rulebook, now)
    yield "Questions due", f"{now.asked} of {now.questions}"
    yield "Answers known", f"{now.answered} of {now.asked}"
    yield "Rules", f"Version {result.version}"


def _format_blocker_count(outcome: Outcome, state: str) -> str:
    """Return how many blockers are in a state, as text."""
    count = sum(finding.state == state for finding in outcome.blockers)
    return capitalise_first(format_number(count)) if count else "None"


def _format_range(score: Range | None) -> tuple[str, str]:
    """Return both ends of a score as displayed."""
    low, high = ("–", "–") if score is None else map(str, round_range(score))
    return low, high


def _build_finding_changes(
    old: Mapping[str, WarningRule], new: Mapping[str, WarningRule], findings: Iterable[FindingChange]
) -> tuple[FindingChangeRow, ...]:
    """Return the blockers or warnings that changed, those that are true now first."""
    listed = sorted(findings, key=lambda each: _CHANGE_ORDER.index((each.before, each.after)))
    return tuple(_build_finding_change(old, new, each) for each in listed)


def _build_finding_change(
    old: Mapping[str, WarningRule], new: Mapping[str, WarningRule], change: FindingChange
) -> FindingChangeRow:
    """Return one blocker or warning that changed."""
    rule = new.get(change.id) or old[change.id]
    says = REFERENCE.sub("", curl_apostrophes(rule.says)).strip()
    remark = "" if change.id in old else "It was not in the earlier rules."
    remark = remark if change.id in new else "It is not in the current rules."
    return FindingChangeRow(
        _CHANGE_LABELS[change.before, change.after], says, remark, is_true=change.after == FindingState.TRUE
    )


def _find_unseen_blockers(comparison: ComparedResults) -> frozenset[str]:
    """Return the blockers that became possible and none of whose questions anyone has looked at."""
    hidden = {finding.id for finding in comparison.changes.after.now.blockers if not finding.looked_at}
    return frozenset(
        each.id for each in comparison.changes.blockers if each.after == FindingState.POSSIBLE and each.id in hidden
    )


def _describe_unchanged_blockers(comparison: ComparedResults, unseen_count: int) -> str:
    """Return how many blockers are unchanged and how many depend on questions that nobody has looked at."""
    before, now = (
        {finding.id for finding in each.now.blockers if finding.state is FindingState.TRUE}
        for each in (comparison.changes.before, comparison.changes.after)
    )
    count = len(before & now)
    sentences = []
    if count:
        sentences.append(
            f"{capitalise_first(format_count(count, 'blocker'))} {pluralise(count, 'remains', 'remain')} as before."
        )
    if unseen_count:
        wait = pluralise(unseen_count, "waits", "wait")
        sentences.append(
            f"{capitalise_first(format_count(unseen_count, 'possible blocker'))} that "
            f"{pluralise(unseen_count, 'was', 'were')} not there before "
            f"{wait} for questions that no one has looked at yet."
        )
    return (
        " ".join(sentences) if sentences or comparison.changes.blockers else "No blocker was added, lifted or changed."
    )


def _build_section_change(comparison: ComparedResults, change: SectionChange) -> SectionChangeRow:
    """Return one section before and now."""
    rules = comparison.new if change.after else comparison.old
    title = curl_apostrophes(rules.sections[change.section].title)
    before, now = (_round_section_score(each) for each in (change.before, change.after))
    return SectionChangeRow(
        title=title,
        before=_format_section_range(change.before, before),
        now=_format_section_range(change.after, now),
        change=_format_score_change(before, now),
        gain=now[0] - before[0] if before and now else None,
        drawing=draw_dumbbell(before and before[0], now and now[0]),
    )


def _round_section_score(score: SectionScore | None) -> tuple[int, int] | None:
    """Return both ends of a section's score as displayed, or None if it has no score."""
    return None if score is None or score.score is None else round_range(score.score)


def _format_section_range(score: SectionScore | None, ends: tuple[int, int] | None) -> str:
    """Return the displayed range of a section, or why it has none."""
    if score is None:
        return "Not in the rules"
    if ends is None:
        return "No score"
    return str(ends[0]) if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _format_score_change(before: tuple[int, int] | None, now: tuple[int, int] | None) -> str:
    """Return the change in what can be shown, calculated from the two displayed figures."""
    if before is None or now is None:
        return "–"
    gain = now[0] - before[0]
    return f"{gain:+d}".replace("-", MINUS) if gain else "0"


def _build_fact_changes(comparison: ComparedResults) -> Iterator[BeforeAndNow]:
    """Yield the facts about the service that are different now, without the stage, which is in the summary."""
    old, new = comparison.changes.before.facts, comparison.changes.after.facts
    for fact in comparison.new.rules.profile:
        if fact.id != STAGE and old.get(fact.id) != new.get(fact.id):
            was = comparison.old.facts.get(fact.id)
            before = "Not asked" if was is None else format_fact(was, old.get(fact.id))
            yield BeforeAndNow(curl_apostrophes(fact.text), before, format_fact(fact, new.get(fact.id)))
