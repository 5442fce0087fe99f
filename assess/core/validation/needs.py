"""Checks of what each stage needs: options that exist and rise, on questions that are asked then."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from assess.core.model.rules import (
    STAGE,
    AllOf,
    ProfileCondition,
    Question,
    QuestionCondition,
    Rules,
)
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.yaml_reader import NodePath
from assess.core.validation.conditions import iter_condition_parts
from assess.core.validation.reachability import WitnessSearch
from assess.core.validation.references import NameIndex

_FACT_KEYS = ("profile", "derived")
_MAX_SHORT = 40
"""The most characters of a stage's short text, so that it fits in marks and headings."""


def check_needs(rules: Rules, names: NameIndex) -> Iterator[Mistake]:
    """Check the needs of all questions, what they cap and from how many questions there is a score."""
    yield from _check_policy(rules, names)
    yield from _check_score_from(rules, names)
    stages = _index_stages(names)
    blocked = _find_blocked_options(rules)
    for section_index, section in enumerate(rules.sections):
        for index, question in enumerate(section.questions):
            if question.needs:
                path: NodePath = ("sections", section_index, "questions", index)
                yield from _check_question(_QuestionNeeds(question, path, stages, blocked, names))


def _check_policy(rules: Rules, names: NameIndex) -> Iterator[Mistake]:
    """Check that there is a cap below the top band if a question has a need."""
    if rules.needs is not None:
        path: NodePath = ("needs", "cap")
        yield from names.check_id("bands", rules.needs.cap, path)
        if rules.needs.cap == rules.bands[-1].id and "bands" not in names.incomplete:
            sentence = f"`{rules.needs.cap}` is the top band, so it would limit nothing. Name a lower one."
            yield Mistake(path, sentence, code="top-cap")
        return
    for section_index, section in enumerate(rules.sections):
        for index, question in enumerate(section.questions):
            if question.needs:
                sentence = (
                    f"The question `{question.id}` has a need, but the file does not say what happens if it is missing."
                )
                yield Mistake(
                    ("sections", section_index, "questions", index, "needs"),
                    f"{sentence} Add `needs: {{cap: …}}` after `bands`, with a band below the top one.",
                    key=True,
                    code="no-cap",
                )
                return


def _check_score_from(rules: Rules, names: NameIndex) -> Iterator[Mistake]:
    """Check that a score is possible, and that the least number of questions for it says something."""
    least, questions = rules.score_from, sum(len(section.questions) for section in rules.sections)
    if least == 0:
        sentence = "`score_from` must be 1 or more. Remove it if a score needs no minimum."
        yield Mistake(("score_from",), sentence, code="low-score-from")
    elif least is not None and least > questions and "questions" not in names.incomplete:
        sentence = f"`score_from` is {least}, but there are only {questions} questions, so nothing would have a score."
        sentence = f"{sentence} Write a lower number."
        yield Mistake(("score_from",), sentence, code="high-score-from", values=(questions,))


def _index_stages(names: NameIndex) -> Mapping[str, int]:
    """Return the index of each stage."""
    fact = names.facts.get(STAGE)
    return names.index_options(fact.options) if fact is not None else {}


def _find_blocked_options(rules: Rules) -> Mapping[tuple[str, str], str]:
    """Return the blocker that names each option of a question."""
    return {
        (part.question, option): blocker.id
        for blocker in reversed(rules.blockers)
        for part in iter_condition_parts(blocker.when)
        if isinstance(part, QuestionCondition)
        for option in part.is_
    }


class _QuestionNeeds(NamedTuple):
    """A question with needs, and what they are checked against."""

    question: Question
    path: NodePath
    stages: Mapping[str, int]
    blocked: Mapping[tuple[str, str], str]
    names: NameIndex

    @property
    def options(self) -> Mapping[str, int]:
        """The index of each option of the question."""
        return self.names.index_options(self.question.options)


def _check_question(needs: _QuestionNeeds) -> Iterator[Mistake]:
    """Check the needs of one question."""
    question = needs.question
    if question.may_not_apply:
        sentence = f"The question `{question.id}` has a need, so no one can say that it does not apply."
        sentence = f"{sentence} Write `may_not_apply: false` in it."
        yield Mistake((*needs.path, "may_not_apply"), sentence, code="need-may-not-apply")
    for stage, option in question.needs.items():
        for mistake in needs.names.check_stage(stage, (*needs.path, "needs", stage)):
            yield mistake._replace(key=True)
        yield from _check_option(needs, stage, option)
        yield from _check_first_stage(needs, stage)
    yield from _check_rise(needs)


def _check_option(needs: _QuestionNeeds, stage: str, option: str) -> Iterator[Mistake]:
    """Check that a need names an option that exists, counts and does not block."""
    question, path = needs.question, (*needs.path, "needs", stage)
    if option not in needs.options:
        yield from needs.names.check_option(question.options, option, path, f"The question `{question.id}`")
        return
    if blocker := needs.blocked.get((question.id, option)):
        sentence = f"The blocker `{blocker}` names `{option}`, so it is not enough. Name a better option."
        yield Mistake(path, sentence, code="need-blocked")
    elif needs.options[option] == 0:
        sentence = f"`{option}` is the worst option of `{question.id}`, so it would not be a need. Name a better one."
        yield Mistake(path, sentence, code="need-worst")
    elif question.options[needs.options[option]].points == 0:
        sentence = f"`{option}` has 0 points, so a stage cannot need it. Name an option with more than 0 points."
        yield Mistake(path, sentence, code="need-without-points")


def _check_first_stage(needs: _QuestionNeeds, stage: str) -> Iterator[Mistake]:
    """Check that a stage with a need is not before the one from which its question is asked."""
    first = needs.question.from_stage
    if first is None or not {first, stage} <= set(needs.stages):
        return
    if needs.stages[stage] < needs.stages[first]:
        sentence = f"`{needs.question.id}` is asked from the stage `{first}` on, and `{stage}` is before it."
        sentence = f"{sentence} Begin with `{first}`, or remove this."
        yield Mistake((*needs.path, "needs", stage), sentence, key=True, code="need-early")


def _check_rise(needs: _QuestionNeeds) -> Iterator[Mistake]:
    """Check that no later stage needs less than an earlier one."""
    known = [
        (needs.stages[stage], stage, option)
        for stage, option in needs.question.needs.items()
        if stage in needs.stages and option in needs.options
    ]
    most = None
    for _, stage, option in sorted(known):
        if most is not None and needs.options[option] < needs.options[most]:
            sentence = f"The stage `{stage}` needs less (`{option}`) than a stage before it (`{most}`)."
            sentence = f"{sentence} A need never goes down: name `{most}` or a later option."
            yield Mistake((*needs.path, "needs", stage), sentence, code="need-falls")
        else:
            most = option


def check_needs_due(rules: Rules, unsound: Iterable[NodePath] = ()) -> Iterator[Mistake]:
    """Check that every need is of a question that can be asked while it holds, except those at unsound paths."""
    unsound_paths = tuple(unsound)
    if any(path[0] in _FACT_KEYS for path in unsound_paths):
        return
    search = WitnessSearch(rules)
    for section_index, section in enumerate(rules.sections):
        for index, question in enumerate(section.questions):
            path: NodePath = ("sections", section_index, "questions", index)
            if question.ask_if and not any(each[: len(path)] == path for each in unsound_paths):
                yield from _check_due(question, path, search)


def _check_due(question: Question, path: NodePath, search: WitnessSearch) -> Iterator[Mistake]:
    """Check that a question can be asked while each of its needs holds."""
    for stage in question.needs:
        if search.find_witness(_build_due_condition(question, stage, search.fact_table.stages)) is None:
            sentence = f"The question `{question.id}` is never asked at a stage with this need, so it could not count."
            sentence = f"{sentence} Remove it, or change `ask_if`."
            yield Mistake((*path, "needs", stage), sentence, key=True, code="need-never-due")


def _build_due_condition(question: Question, stage: str, stages: tuple[str, ...]) -> AllOf:
    """Return the condition that a question is asked at a stage, or a later one before its next need."""
    first = stages.index(stage)
    later = (place for place, each in enumerate(stages) if place > first and each in question.needs)
    held = stages[first : next(later, len(stages))]
    assert question.ask_if is not None  # noqa: S101 - selected by the caller
    return AllOf(all=(question.ask_if, ProfileCondition(profile=STAGE, is_=held)))


def check_short_texts(rules: Rules) -> Iterator[Mistake]:
    """Check that short texts belong to stages, fit in a heading and differ."""
    for key in ("profile", "derived"):
        for index, fact in enumerate(getattr(rules, key)):
            seen: set[str] = set()
            for place, option in enumerate(fact.options):
                path: NodePath = (key, index, "options", place, "short")
                if option.short and fact.id != STAGE:
                    sentence = f"Only the options of `{STAGE}` have a short text. Remove `short` here."
                    yield Mistake(path, sentence, code="short-elsewhere")
                elif len(option.short) > _MAX_SHORT:
                    sentence = f"This short text has {len(option.short)} characters; {_MAX_SHORT} is the limit."
                    yield Mistake(path, f"{sentence} Use fewer words.", code="short-long", values=(_MAX_SHORT,))
                elif option.short and option.short in seen:
                    sentence = f"“{option.short}” is the short text of another stage. Write a different one."
                    yield Mistake(path, sentence, code="short-twice")
                seen.add(option.short)
