"""Remarks on needs for whoever edits the rules: advice that is missing, and worst answers that change no band."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from assess.core.model.assessment import Answer
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Question, QuestionCondition
from assess.core.scoring.evaluate import evaluate
from assess.core.validation.conditions import iter_condition_parts


class StageCoverage(NamedTuple):
    """What one stage asks and needs if every other fact is blank."""

    stage: str
    due: int
    needed: int
    harmless: tuple[str, ...]
    """The questions whose worst answer, with all others at their best, leaves the result in the top band."""


def find_options_without_advice(rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    """Return each option short of what a stage needs that no recommendation names, with its question first."""
    advised = {
        (part.question, option)
        for recommendation in rulebook.rules.recommendations
        for part in iter_condition_parts(recommendation.when)
        if isinstance(part, QuestionCondition)
        for option in part.is_
    }
    short = ((question.id, option) for question in rulebook.questions.values() for option in _list_short(question))
    return tuple(pair for pair in short if pair not in advised)


def _list_short(question: Question) -> tuple[str, ...]:
    """Return the options of a question before the most that any stage needs."""
    ids = [option.id for option in question.options]
    return tuple(ids[: max((ids.index(option) for option in question.needs.values()), default=0)])


def measure_stages(rulebook: Rulebook) -> tuple[StageCoverage, ...]:
    """Return what each stage asks and needs."""
    return tuple(_measure_stage(rulebook, stage) for stage in rulebook.stages)


def _measure_stage(rulebook: Rulebook, stage: str) -> StageCoverage:
    """Return what one stage asks and needs."""
    now = evaluate(rulebook, {"stage": stage}, {}).now
    return StageCoverage(stage, now.asked, now.needs.named, tuple(_iter_harmless(rulebook, stage)))


def _iter_harmless(rulebook: Rulebook, stage: str) -> Iterator[str]:
    """Yield the questions asked whose worst answer alone leaves the result in the top band."""
    top, profile = rulebook.rules.bands[-1].id, {"stage": stage}
    best = {question.id: Answer(option=question.options[-1].id) for question in rulebook.questions.values()}
    for row in evaluate(rulebook, profile, best).trace:
        if row.share is not None:
            worst = Answer(option=rulebook.questions[row.question].options[0].id)
            bands = evaluate(rulebook, profile, {**best, row.question: worst}).now.bands
            if bands is not None and bands.evidenced == top:
                yield row.question


def format_needs(
    without_advice: tuple[tuple[str, str], ...], stages: tuple[StageCoverage, ...], texts: Mapping[str, str]
) -> Iterator[str]:
    """Yield the lines of the report on needs; `texts` are the short texts of the stages."""
    for each in stages:
        yield (
            f"{texts[each.stage]}: {each.due} questions due with blank facts, {each.needed} needed. "
            f"Worst answers that alone leave the top band as it is: {', '.join(each.harmless) or 'none'}."
        )
    named = ", ".join(f"{question} ({option})" for question, option in without_advice)
    yield f"Answers short of a need that no recommendation names: {named or 'none'}."
