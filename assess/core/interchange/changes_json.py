"""Changes between two results as JSON values, with exact fractions as "n/d"."""

from assess.core.comparison.questions import Move, moves
from assess.core.comparison.results import Changes, FindingChange, SectionChange
from assess.core.interchange.result_json import Json, exact, shown_bands, shown_range
from assess.core.model.result import Result, Row, SectionScore


def changed(both: Changes) -> Json:
    """Return the changes in the shape that `assess changes --format json` prints."""
    return {
        "before": side(both.before),
        "after": side(both.after),
        "same_stage": both.is_one_stage,
        "same_rules": both.is_one_rulebook,
        "sections": [section(change) for change in both.sections],
        "blockers": [finding(change) for change in both.blockers],
        "warnings": [finding(change) for change in both.warnings],
        "no_longer_recommended": list(both.no_longer_recommended),
        "newly_recommended": list(both.newly_recommended),
        "questions": [question(move) for move in moves(both)],
    }


def side(result: Result) -> Json:
    """Return the main figures of one of the two results."""
    now = result.now
    return {
        "rulebook": {"id": result.rulebook, "version": result.version, "hash": result.hash},
        "stage": now.stage,
        "due": now.asked,
        **shown_range(now.overall),
        "band": shown_bands(now.bands),
    }


def section(change: SectionChange) -> Json:
    """Return one section before and after."""
    return {"id": change.section, "before": score(change.before), "after": score(change.after)}


def score(found: SectionScore | None) -> Json | None:
    """Return a section's score; None where the rules do not have it."""
    return None if found is None else shown_range(found.score)


def finding(change: FindingChange) -> Json:
    """Return a blocker or a warning with its states; None where it was neither true nor possible."""
    return change._asdict()


def question(move: Move) -> Json:
    """Return one question and how it changed."""
    change = move.change
    return {
        "question": change.question,
        "became": move.course.value,
        "gained": exact(move.gained),
        "before": row(change.before),
        "after": row(change.after),
    }


def row(found: Row | None) -> Json | None:
    """Return the state and option of a question; None where the rules do not have it."""
    return found and {"state": found.state.value, "option": found.option}
