"""Changes between two results as JSON values, with exact fractions as "n/d"."""

from assess.core.comparison.questions import QuestionDelta, rank_question_deltas
from assess.core.comparison.results import FindingChange, NeedChange, ResultChanges, SectionChange
from assess.core.interchange.result_json import JsonObject, bands_to_json, format_fraction, range_to_json
from assess.core.model.result import QuestionTrace, Result, SectionScore


def changes_to_json(changes: ResultChanges) -> JsonObject:
    """Return the changes in the shape that `assess changes --format json` prints."""
    return {
        "before": _result_summary_to_json(changes.before),
        "after": _result_summary_to_json(changes.after),
        "same_stage": changes.is_one_stage,
        "same_rules": changes.is_one_rulebook,
        "sections": [_section_change_to_json(change) for change in changes.sections],
        "blockers": [_finding_change_to_json(change) for change in changes.blockers],
        "warnings": [_finding_change_to_json(change) for change in changes.warnings],
        "no_longer_recommended": list(changes.no_longer_recommended),
        "newly_recommended": list(changes.newly_recommended),
        "questions": [_question_delta_to_json(move) for move in rank_question_deltas(changes)],
        **_need_changes_to_json(changes),
    }


def _need_changes_to_json(changes: ResultChanges) -> JsonObject:
    """Return what changed of needs and contradictions; each key is missing where nothing did."""
    parts = {
        "needs": [_need_change_to_json(change) for change in changes.needs],
        "contradictions": [_finding_change_to_json(change) for change in changes.contradictions],
    }
    return {key: part for key, part in parts.items() if part}


def _need_change_to_json(change: NeedChange) -> JsonObject:
    """Return a need with its states; None where it does not count."""
    return {
        "question": change.question,
        "before": change.before and change.before.value,
        "after": change.after and change.after.value,
    }


def _result_summary_to_json(result: Result) -> JsonObject:
    """Return the main figures of one of the two results."""
    now = result.now
    return {
        "rulebook": {"id": result.rulebook, "version": result.version, "hash": result.hash},
        "stage": now.stage,
        "due": now.asked,
        **range_to_json(now.overall),
        "band": bands_to_json(now.bands),
    }


def _section_change_to_json(change: SectionChange) -> JsonObject:
    """Return one section before and after."""
    return {
        "id": change.section,
        "before": _section_score_to_json(change.before),
        "after": _section_score_to_json(change.after),
    }


def _section_score_to_json(score: SectionScore | None) -> JsonObject | None:
    """Return a section's score; None where the rules do not have it."""
    return None if score is None else range_to_json(score.score)


def _finding_change_to_json(change: FindingChange) -> JsonObject:
    """Return a blocker or a warning with its states; None where it was neither true nor possible."""
    return change._asdict()


def _question_delta_to_json(delta: QuestionDelta) -> JsonObject:
    """Return one question and how it changed."""
    change = delta.change
    return {
        "question": change.question,
        "became": delta.kind.value,
        "gained": format_fraction(delta.gain),
        "before": _question_state_to_json(change.before),
        "after": _question_state_to_json(change.after),
    }


def _question_state_to_json(trace: QuestionTrace | None) -> JsonObject | None:
    """Return the state and option of a question; None where the rules do not have it."""
    return trace and {"state": trace.state.value, "option": trace.option}
