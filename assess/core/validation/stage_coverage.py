"""What each stage asks, what it needs, what counts there and what could be at its worst unnoticed."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from assess.core.model.assessment import Answer
from assess.core.model.rulebook import Rulebook
from assess.core.scoring.evaluate import evaluate
from assess.core.validation.due_questions import DueCounts, DueQuestions, UnnoticedBarrier


class StageCoverage(NamedTuple):
    """What one stage asks and needs."""

    stage: str
    due: DueCounts
    needed: int
    """How many questions the stage needs something of if every other fact is blank."""
    shares: Mapping[str, Fraction]
    """What each section and each question due counts for, of 100, if every other fact is blank and all applies."""
    harmless: tuple[str, ...]
    """The questions whose worst answer, with all others at their best, allows the top band."""
    unnoticed: tuple[UnnoticedBarrier, ...]
    """The barriers that can be at their worst, with all others at their best, in the top band."""


def measure_stages(rulebook: Rulebook) -> tuple[StageCoverage, ...]:
    """Return what each stage asks and needs."""
    due = DueQuestions(rulebook)
    return tuple(_measure_stage(rulebook, due, stage) for stage in rulebook.stages)


def _measure_stage(rulebook: Rulebook, due: DueQuestions, stage: str) -> StageCoverage:
    """Return what one stage asks and needs."""
    blank = evaluate(rulebook, {"stage": stage}, {})
    shares = {row.question: row.worth for row in blank.trace if row.worth}
    for row in blank.trace:
        shares[row.section] = shares.get(row.section, Fraction(0)) + row.worth
    unnoticed = tuple(due.find_unnoticed(stage))
    harmless = tuple(_iter_harmless(rulebook, stage))
    return StageCoverage(stage, due.count(stage), blank.now.needs.named, shares, harmless, unnoticed)


def _iter_harmless(rulebook: Rulebook, stage: str) -> Iterator[str]:
    """Yield the questions due with blank facts whose worst answer alone allows the top band."""
    top, profile = rulebook.rules.bands[-1].id, {"stage": stage}
    best = {question.id: Answer(option=question.options[-1].id) for question in rulebook.questions.values()}
    for row in evaluate(rulebook, profile, best).trace:
        if row.share is not None:
            worst = Answer(option=rulebook.questions[row.question].options[0].id)
            bands = evaluate(rulebook, profile, {**best, row.question: worst}).now.bands
            if bands is not None and bands.possible == top:
                yield row.question


def format_stages(stages: tuple[StageCoverage, ...], texts: Mapping[str, str]) -> Iterator[str]:
    """Yield two lines for each stage; `texts` are the short texts of the stages."""
    for each in stages:
        due = _describe_due(each.due)
        yield f"{texts[each.stage]}: {due}, of which {each.needed} have a need if all facts are blank."
        yield f"  Worst answers that alone allow the top band: {', '.join(each.harmless) or 'none'}."
        unnoticed = "; ".join(f"{found.section} ({_describe_facts(found)})" for found in each.unnoticed)
        yield f"  Barriers that allow it with all their answers at the worst: {unnoticed or 'none'}."


def _describe_due(due: DueCounts) -> str:
    """Return how many questions are due: `18 to 26 questions due with every fact known, at most 26 with blanks`."""
    if due.fewest is None:
        return "the questions due depend on too many facts together to be counted"
    known = str(due.fewest) if due.fewest == due.most else f"{due.fewest} to {due.most}"
    return f"{known} questions due with every fact known, at most {due.most_with_blanks} with blanks"


def _describe_facts(found: UnnoticedBarrier) -> str:
    """Return the facts for which a barrier goes unnoticed."""
    facts = [f"{name} is {value}" for name, value in found.profile.items() if name != "stage"]
    return ", ".join(facts) or "whatever the facts"


def format_shares(rulebook: Rulebook, stages: tuple[StageCoverage, ...]) -> Iterator[str]:
    """Yield a table of what each section and question counts for at each stage, of 100, with blank facts."""
    names = [name for section in rulebook.rules.sections for name in (section.id, *(q.id for q in section.questions))]
    width = max(map(len, names)) + 2
    yield "What each barrier and question counts for, of 100, if all is due that can be:"
    yield " " * (width + 2) + "".join(f"{each.stage:>15}" for each in stages)
    for name in names:
        shares = (each.shares.get(name) for each in stages)
        indent = "  " if name in rulebook.sections else "    "
        yield f"{indent + name:<{width + 2}}" + "".join(f"{format_share(share):>15}" for share in shares)


def format_share(share: Fraction | None) -> str:
    """Format a share of 100 with one decimal; a dash if nothing counts."""
    return f"{float(share):.1f}" if share else "–"
