"""What changed between two results as plain values for JSON, exact values as "n/d"."""

from assess.core.comparison.questions import Move, moves
from assess.core.comparison.results import Changes, FindingChange, SectionChange
from assess.core.interchange.result_json import Json, exact, shown_bands, shown_range
from assess.core.model.result import Result, Row, SectionScore


def changed(both: Changes) -> Json:
    """Give what changed in the shape that `assess changes --format json` prints."""
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
    """Give one of the two results in a few figures."""
    now = result.now
    return {
        "rulebook": {"id": result.rulebook, "version": result.version, "hash": result.hash},
        "stage": now.stage,
        "due": now.asked,
        **shown_range(now.overall),
        "band": shown_bands(now.bands),
    }


def section(change: SectionChange) -> Json:
    """Give one section before and after."""
    return {"id": change.section, "before": score(change.before), "after": score(change.after)}


def score(found: SectionScore | None) -> Json | None:
    """Give a section's score; null where the rules do not have it."""
    return None if found is None else shown_range(found.score)


def finding(change: FindingChange) -> Json:
    """Give a blocker or a warning with its state before and after; null where it was neither true nor possible."""
    return change._asdict()


def question(move: Move) -> Json:
    """Give one question with what became of it."""
    change = move.change
    return {
        "question": change.question,
        "became": move.course.value,
        "gained": exact(move.gained),
        "before": row(change.before),
        "after": row(change.after),
    }


def row(found: Row | None) -> Json | None:
    """Give how a question stands; null where the rules do not have it."""
    return found and {"state": found.state.value, "option": found.option}
