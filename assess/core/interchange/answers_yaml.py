"""Read and write files of answers: one service's profile, answers and plan, as YAML."""

from collections.abc import Iterator, Mapping
from itertools import islice
from operator import attrgetter
from typing import Any

from assess.core.interchange.answers_validation import check_mapping, check_text
from assess.core.interchange.plan_yaml import build_plan, build_plan_tree, check_plan
from assess.core.model.assessment import Answer, Answers, Assessment, Profile
from assess.core.model.fields import VERSION_PATTERN
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import UNKNOWN_OPTION, Fact, Question
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.numbers import parse_written_number
from assess.core.syntax.problems import MAX_PROBLEMS, TOO_MANY_PROBLEMS, Problem
from assess.core.syntax.suggestions import join_with_and, join_with_or, suggest_correction
from assess.core.syntax.yaml_reader import Document, NodePath, dump_yaml, parse_yaml
from assess.core.validation.messages import describe_value
from assess.core.validation.references import list_option_ids

MAX_ANSWERS_BYTES = 5_000_000
"""The maximum size of a file of answers in bytes: as much as a form may hold."""

FILE_KEYS = ("council", "service", "rulebook", "profile", "answers", "plan")
STATE_KEYS = ("answer", "dont_know", "does_not_apply")
NOTE_KEYS = ("note", "evidence", "by")


def load_assessment(
    data: bytes, rulebook: Rulebook, file: str, *, whole: bool = True
) -> Assessment | tuple[Problem, ...]:
    """Load the assessment from a file of answers, or return the mistakes in it, in the order of the file.

    Unless `whole`, required facts may be missing, as in an assessment that is not finished.
    """
    document, problems = parse_yaml(data, file, limit=MAX_ANSWERS_BYTES)
    if document is None:
        return problems
    if not isinstance(document.tree, dict):
        sentence = (
            f"A file of answers has the keys {join_with_and(FILE_KEYS)}, "
            f"but here it is {describe_value(document.tree)}."
        )
        return (*problems, document.make_problem((), sentence))
    return load_assessment_at(document, problems, rulebook, whole=whole)


def load_assessment_at(
    document: Document,
    problems: tuple[Problem, ...],
    rulebook: Rulebook,
    path: tuple[str, ...] = (),
    *,
    whole: bool = True,
) -> Assessment | tuple[Problem, ...]:
    """Load the assessment at a path of a document, or return the mistakes in it along with the given problems."""
    tree: Any = document.tree
    for step in path:
        tree = tree[step]
    mistakes = (each._replace(path=(*path, *each.path)) for each in check_file(tree, rulebook, whole=whole))
    found_problems = _sort_problems(document, problems[:MAX_PROBLEMS], islice(mistakes, MAX_PROBLEMS))
    if len(problems) > MAX_PROBLEMS or next(mistakes, None):
        return (document.make_problem((), TOO_MANY_PROBLEMS), *found_problems)
    return tuple(found_problems) or build_assessment(tree, rulebook)


def read_rulebook_version(data: bytes) -> str:
    """Return the version of the rules that a file of answers names; empty if it has none or cannot be read."""
    document, _ = parse_yaml(data, "", limit=MAX_ANSWERS_BYTES)
    tree = document.tree if document else None
    version = tree.get("rulebook") if isinstance(tree, dict) else None
    return version if isinstance(version, str) else ""


def dump_assessment(assessment: Assessment) -> str:
    """Return the file of answers of an assessment, from which `load_assessment` loads an equal one."""
    return dump_yaml(build_assessment_tree(assessment))


def build_assessment_tree(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as the keys and values of a file of answers."""
    tree: dict[str, Any] = {"council": assessment.council, "service": assessment.service}
    if assessment.rulebook:
        tree["rulebook"] = assessment.rulebook
    tree["profile"] = dict(assessment.profile)
    tree["answers"] = {question: _build_answer_tree(answer) for question, answer in assessment.answers.items()}
    if assessment.plan:
        tree["plan"] = build_plan_tree(assessment.plan)
    return tree


def _build_answer_tree(answer: Answer) -> Any:
    """Return an answer in its shortest form."""
    tree: dict[str, Any] = {"answer": answer.option} if answer.option is not None else {}
    if answer.dont_know:
        tree["dont_know"] = "true"
    tree.update((key, getattr(answer, key)) for key in ("does_not_apply", *NOTE_KEYS) if getattr(answer, key))
    return answer.option if list(tree) == ["answer"] else tree


def _sort_problems(document: Document, problems: tuple[Problem, ...], mistakes: Iterator[Mistake]) -> list[Problem]:
    """Return problems and mistakes by position, without mistakes where the YAML itself is invalid."""
    invalid_positions = {(problem.line, problem.column) for problem in problems}
    found = [document.make_problem(each.path, each.message, key=each.key) for each in mistakes]
    kept_problems = [each for each in found if (each.line, each.column) not in invalid_positions]
    return sorted([*problems, *kept_problems], key=attrgetter("line", "column"))


def build_assessment(tree: Mapping[str, Any], rulebook: Rulebook) -> Assessment:
    """Build the assessment of a valid tree."""
    return Assessment(
        council=str(tree["council"]),
        service=str(tree["service"]),
        profile=build_profile(tree.get("profile") or {}, rulebook),
        answers=build_answers(tree.get("answers") or {}),
        rulebook=str(tree.get("rulebook", "")),
        plan=build_plan(tree.get("plan") or {}),
    )


def build_profile(tree: Mapping[str, Any], rulebook: Rulebook) -> Profile:
    """Build the profile of a valid tree."""
    return {name: _build_fact_value(rulebook.facts[name], value) for name, value in tree.items()}


def _build_fact_value(fact: Fact, value: Any) -> str | int:
    """Return the valid value of a fact: an option, `unknown` or a number."""
    number = None if fact.kind == "choice" else _read_number(value)
    return str(value) if number is None else number


def _read_number(value: Any) -> int | None:
    """Return the number that a value is or holds as text, as people write it; None if it is not one."""
    if isinstance(value, str):
        return parse_written_number(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def build_answers(tree: Mapping[str, Any]) -> Answers:
    """Build the answers of a valid tree."""
    return {
        question: _build_answer({"answer": answer} if isinstance(answer, str) else answer)
        for question, answer in tree.items()
    }


def _build_answer(tree: Mapping[str, Any]) -> Answer:
    """Build one answer from its full form."""
    return Answer(
        option=str(tree["answer"]) if "answer" in tree else None,
        dont_know=tree.get("dont_know") == "true",
        does_not_apply=str(tree.get("does_not_apply", "")),
        note=str(tree.get("note", "")),
        evidence=str(tree.get("evidence", "")),
        by=str(tree.get("by", "")),
    )


def check_file(tree: Mapping[str, Any], rulebook: Rulebook, *, whole: bool = True) -> Iterator[Mistake]:
    """Yield the mistakes in a file of answers."""
    for key in tree:
        if key not in FILE_KEYS:
            yield Mistake(
                (key,), f"`{key}` is not a key of a file of answers. {suggest_correction(key, FILE_KEYS)}", key=True
            )
    for key in ("council", "service"):
        if key in tree:
            yield from check_text(tree[key], (key,), blank=False)
        else:
            yield Mistake((), f"`{key}` is missing. Add a line `{key}: …` with its name.")
    version = tree.get("rulebook")
    if version is not None and not (isinstance(version, str) and VERSION_PATTERN.match(version)):
        yield Mistake(
            ("rulebook",),
            f"`rulebook` must be a version such as {rulebook.version}, but here it is {describe_value(version)}.",
        )
    yield from check_profile(tree.get("profile", ""), rulebook, ("profile",), whole=whole)
    yield from check_answers(tree.get("answers", ""), rulebook, ("answers",))
    yield from check_plan(tree.get("plan", ""), rulebook, ("plan",))


def check_profile(tree: Any, rulebook: Rulebook, path: NodePath, *, whole: bool = True) -> Iterator[Mistake]:
    """Yield the mistakes in a profile, at its path in a file."""
    yield from check_mapping(tree, path)
    given = tree if isinstance(tree, dict) else {}
    for name, value in given.items():
        fact = rulebook.facts.get(name)
        if fact is not None:
            yield from check_fact(fact, value, (*path, name))
        elif any(derived.id == name for derived in rulebook.rules.derived):
            yield Mistake(
                (*path, name), f"The fact `{name}` is worked out from the others. Delete this line.", key=True
            )
        else:
            yield Mistake(
                (*path, name), f"There is no fact `{name}`. {suggest_correction(name, rulebook.facts)}", key=True
            )
    for fact in rulebook.rules.profile:
        if whole and fact.required and fact.id not in given:
            options = f": use {join_with_or(choice.id for choice in fact.options)}" if fact.options else ""
            yield Mistake(
                path, f"The fact `{fact.id}` is required and is missing. Add `{fact.id}: …`{options}.", key=True
            )


def check_fact(fact: Fact, value: Any, path: NodePath) -> Iterator[Mistake]:
    """Yield the mistake in the value of one fact."""
    known = list_option_ids(fact)
    if isinstance(value, str) and value in known:
        return
    if fact.kind == "choice":
        hint = suggest_correction(value, known) if isinstance(value, str) and value else f"Use {join_with_or(known)}."
        yield Mistake(
            path, f"The fact `{fact.id}` must be one of its options, but here it is {describe_value(value)}. {hint}"
        )
        return
    if _read_number(value) is None:
        also = f", or `{UNKNOWN_OPTION}`" if known else ""
        sentence = (
            f"The fact `{fact.id}` must be a whole number from 0, such as 3400000 or 3,400,000"
            f"{also}, but here it is {describe_value(value)}."
        )
        yield Mistake(path, sentence)


def check_answers(tree: Any, rulebook: Rulebook, path: NodePath) -> Iterator[Mistake]:
    """Yield the mistakes in answers, at their path in a file."""
    yield from check_mapping(tree, path)
    for name, answer in (tree if isinstance(tree, dict) else {}).items():
        question = rulebook.questions.get(name)
        if question is None:
            yield Mistake(
                (*path, name),
                f"There is no question `{name}`. {suggest_correction(name, rulebook.questions)}",
                key=True,
            )
        elif isinstance(answer, dict):
            yield from _check_answer(question, answer, (*path, name))
        else:
            yield from _check_option(question, answer, (*path, name))


def _check_option(question: Question, value: Any, path: NodePath) -> Iterator[Mistake]:
    """Yield the mistake in an option that the question does not have."""
    ids = [option.id for option in question.options]
    if not isinstance(value, str) or value not in ids:
        hint = suggest_correction(value, ids) if isinstance(value, str) and value else f"Use {join_with_or(ids)}."
        yield Mistake(
            path,
            (
                f"The question `{question.id}` must have one of its options, "
                f"but here it is {describe_value(value)}. {hint}"
            ),
        )


def _check_answer(question: Question, tree: Mapping[str, Any], path: NodePath) -> Iterator[Mistake]:
    """Yield the mistakes in an answer in its full form."""
    states = [key for key in STATE_KEYS if key in tree]
    if len(states) > 1:
        yield Mistake(
            (*path, states[1]),
            f"An answer has only one of {join_with_and(STATE_KEYS)}, but here are {join_with_and(states)}. Keep one.",
            key=True,
        )
    for key, value in tree.items():
        at = (*path, key)
        if key == "answer":
            yield from _check_option(question, value, at)
        elif key == "dont_know":
            yield from _check_dont_know(value, at)
        elif key == "does_not_apply":
            yield from _check_reason(question, value, at)
        elif key in NOTE_KEYS:
            yield from check_text(value, at)
        else:
            yield _make_unknown_key_mistake(key, value, at)


def _check_dont_know(value: Any, path: NodePath) -> Iterator[Mistake]:
    """Yield the mistake in a `dont_know` that is neither true nor false."""
    if value not in ("true", "false"):
        yield Mistake(path, f"`dont_know` must be `true`, but here it is {describe_value(value)}.")


def _check_reason(question: Question, value: Any, path: NodePath) -> Iterator[Mistake]:
    """Yield the mistake in a "does not apply" that is not allowed or has no reason."""
    if not question.may_not_apply:
        sentence = f"The question `{question.id}` always applies. Give one of its options, or `dont_know: true`."
        yield Mistake(path, sentence, key=True)
    elif isinstance(value, str) and not value.strip():
        yield Mistake(
            path,
            f"Say why the question `{question.id}` does not apply: write the reason after `does_not_apply:`.",
            key=True,
        )
    else:
        yield from check_text(value, path)


def _make_unknown_key_mistake(key: str, value: Any, path: NodePath) -> Mistake:
    """Return the mistake for a key that an answer does not have."""
    if value == "":
        hint = "If it belongs to the text before it, put that text in double quotes, because it contains a comma."
        return Mistake(path, f"`{key}` is not a key of an answer, and nothing follows it. {hint}", key=True)
    return Mistake(
        path, f"`{key}` is not a key of an answer. {suggest_correction(key, (*STATE_KEYS, *NOTE_KEYS))}", key=True
    )
