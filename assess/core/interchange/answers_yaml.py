"""Read and write files of answers: one service's profile, answers and plan, as YAML."""

from collections.abc import Iterator, Mapping
from itertools import islice
from operator import attrgetter
from typing import Any

from assess.core.interchange.answers_validation import group_mistakes, text_mistakes
from assess.core.interchange.plan_yaml import plan_mistakes, plan_of, written_plan
from assess.core.model.assessment import Answer, Answers, Assessment, Profile
from assess.core.model.fields import VERSION, whole_number
from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import UNKNOWN, Fact, Question
from assess.core.syntax.mistakes import Mistake
from assess.core.syntax.problems import MORE, MOST, Problem
from assess.core.syntax.suggestions import alternatives, listed, suggestion
from assess.core.syntax.yaml_reader import Document, Path, scan, write
from assess.core.validation.messages import shown
from assess.core.validation.references import choices

LIMIT = 5_000_000
"""The maximum size of a file of answers in bytes: as much as a form may hold."""

KEYS = ("council", "service", "rulebook", "profile", "answers", "plan")
STATES = ("answer", "dont_know", "does_not_apply")
NOTES = ("note", "evidence", "by")


def load_assessment(
    data: bytes, rulebook: Rulebook, file: str, *, whole: bool = True
) -> Assessment | tuple[Problem, ...]:
    """Load the assessment from a file of answers, or return the mistakes in it, in the order of the file.

    Unless `whole`, required facts may be missing, as in an assessment that is not finished.
    """
    document, problems = scan(data, file, limit=LIMIT)
    if document is None:
        return problems
    if not isinstance(document.tree, dict):
        told = f"A file of answers has the keys {listed(KEYS)}, but here it is {shown(document.tree)}."
        return (*problems, document.problem((), told))
    return assessment_in(document, problems, rulebook, whole=whole)


def assessment_in(
    document: Document,
    problems: tuple[Problem, ...],
    rulebook: Rulebook,
    at: tuple[str, ...] = (),
    *,
    whole: bool = True,
) -> Assessment | tuple[Problem, ...]:
    """Load the assessment at a path of a document, or return the mistakes in it along with the given problems."""
    tree: Any = document.tree
    for step in at:
        tree = tree[step]
    mistakes = (each._replace(path=(*at, *each.path)) for each in file_mistakes(tree, rulebook, whole=whole))
    found = in_order(document, problems[:MOST], islice(mistakes, MOST))
    if len(problems) > MOST or next(mistakes, None):
        return (document.problem((), MORE), *found)
    return tuple(found) or assessment_of(tree, rulebook)


def version_named(data: bytes) -> str:
    """Return the version of the rules that a file of answers names; empty if it has none or cannot be read."""
    document, _ = scan(data, "", limit=LIMIT)
    tree = document.tree if document else None
    version = tree.get("rulebook") if isinstance(tree, dict) else None
    return version if isinstance(version, str) else ""


def dump_assessment(assessment: Assessment) -> str:
    """Return the file of answers of an assessment, from which `load_assessment` loads an equal one."""
    return write(tree_of(assessment))


def tree_of(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as the keys and values of a file of answers."""
    tree: dict[str, Any] = {"council": assessment.council, "service": assessment.service}
    if assessment.rulebook:
        tree["rulebook"] = assessment.rulebook
    tree["profile"] = dict(assessment.profile)
    tree["answers"] = {question: written(answer) for question, answer in assessment.answers.items()}
    if assessment.plan:
        tree["plan"] = written_plan(assessment.plan)
    return tree


def written(answer: Answer) -> Any:
    """Return an answer in its shortest form."""
    said: dict[str, Any] = {"answer": answer.option} if answer.option is not None else {}
    if answer.dont_know:
        said["dont_know"] = "true"
    said.update((key, getattr(answer, key)) for key in ("does_not_apply", *NOTES) if getattr(answer, key))
    return answer.option if list(said) == ["answer"] else said


def in_order(document: Document, problems: tuple[Problem, ...], mistakes: Iterator[Mistake]) -> list[Problem]:
    """Return problems and mistakes by position, without mistakes where the YAML itself is invalid."""
    spoilt = {(problem.line, problem.column) for problem in problems}
    found = [document.problem(each.path, each.sentence, key=each.key) for each in mistakes]
    told = [each for each in found if (each.line, each.column) not in spoilt]
    return sorted([*problems, *told], key=attrgetter("line", "column"))


def assessment_of(tree: Mapping[str, Any], rulebook: Rulebook) -> Assessment:
    """Build the assessment of a valid tree."""
    return Assessment(
        council=str(tree["council"]),
        service=str(tree["service"]),
        profile=profile_of(tree.get("profile") or {}, rulebook),
        answers=answers_of(tree.get("answers") or {}),
        rulebook=str(tree.get("rulebook", "")),
        plan=plan_of(tree.get("plan") or {}),
    )


def profile_of(tree: Mapping[str, Any], rulebook: Rulebook) -> Profile:
    """Build the profile of a valid tree."""
    return {
        name: str(value) if value == UNKNOWN or rulebook.facts[name].kind == "choice" else whole_number(value)
        for name, value in tree.items()
    }


def answers_of(tree: Mapping[str, Any]) -> Answers:
    """Build the answers of a valid tree."""
    return {question: answer_of({"answer": said} if isinstance(said, str) else said) for question, said in tree.items()}


def answer_of(said: Mapping[str, Any]) -> Answer:
    """Build one answer from its full form."""
    return Answer(
        option=str(said["answer"]) if "answer" in said else None,
        dont_know=said.get("dont_know") == "true",
        does_not_apply=str(said.get("does_not_apply", "")),
        note=str(said.get("note", "")),
        evidence=str(said.get("evidence", "")),
        by=str(said.get("by", "")),
    )


def file_mistakes(tree: Mapping[str, Any], rulebook: Rulebook, *, whole: bool = True) -> Iterator[Mistake]:
    """Yield the mistakes in a file of answers."""
    for key in tree:
        if key not in KEYS:
            yield Mistake((key,), f"`{key}` is not a key of a file of answers. {suggestion(key, KEYS)}", key=True)
    for key in ("council", "service"):
        if key in tree:
            yield from text_mistakes(tree[key], (key,), blank=False)
        else:
            yield Mistake((), f"`{key}` is missing. Add a line `{key}: …` with its name.")
    version = tree.get("rulebook")
    if version is not None and not (isinstance(version, str) and VERSION.match(version)):
        yield Mistake(
            ("rulebook",), f"`rulebook` must be a version such as {rulebook.version}, but here it is {shown(version)}."
        )
    yield from profile_mistakes(tree.get("profile", ""), rulebook, ("profile",), whole=whole)
    yield from answers_mistakes(tree.get("answers", ""), rulebook, ("answers",))
    yield from plan_mistakes(tree.get("plan", ""), rulebook, ("plan",))


def profile_mistakes(tree: Any, rulebook: Rulebook, path: Path, *, whole: bool = True) -> Iterator[Mistake]:
    """Yield the mistakes in a profile, at its path in a file."""
    yield from group_mistakes(tree, path)
    given = tree if isinstance(tree, dict) else {}
    for name, value in given.items():
        fact = rulebook.facts.get(name)
        if fact is not None:
            yield from fact_mistakes(fact, value, (*path, name))
        elif any(derived.id == name for derived in rulebook.rules.derived):
            yield Mistake(
                (*path, name), f"The fact `{name}` is worked out from the others. Take this line out.", key=True
            )
        else:
            yield Mistake((*path, name), f"There is no fact `{name}`. {suggestion(name, rulebook.facts)}", key=True)
    for fact in rulebook.rules.profile:
        if whole and fact.required and fact.id not in given:
            options = f": use {alternatives(choice.id for choice in fact.options)}" if fact.options else ""
            yield Mistake(
                path, f"The fact `{fact.id}` is required and is missing. Add `{fact.id}: …`{options}.", key=True
            )


def fact_mistakes(fact: Fact, value: Any, path: Path) -> Iterator[Mistake]:
    """Yield the mistake in the value of one fact."""
    known = choices(fact)
    if isinstance(value, str) and value in known:
        return
    if fact.kind == "choice":
        hint = suggestion(value, known) if isinstance(value, str) and value else f"Use {alternatives(known)}."
        yield Mistake(path, f"The fact `{fact.id}` must be one of its options, but here it is {shown(value)}. {hint}")
        return
    try:
        whole_number(value)
    except ValueError:
        also = f", or `{UNKNOWN}`" if known else ""
        sentence = (
            f"The fact `{fact.id}` must be a whole number from 0 in plain digits{also}, but here it is {shown(value)}."
        )
        yield Mistake(path, sentence)


def answers_mistakes(tree: Any, rulebook: Rulebook, path: Path) -> Iterator[Mistake]:
    """Yield the mistakes in answers, at their path in a file."""
    yield from group_mistakes(tree, path)
    for name, said in (tree if isinstance(tree, dict) else {}).items():
        question = rulebook.questions.get(name)
        if question is None:
            yield Mistake(
                (*path, name), f"There is no question `{name}`. {suggestion(name, rulebook.questions)}", key=True
            )
        elif isinstance(said, dict):
            yield from answer_mistakes(question, said, (*path, name))
        else:
            yield from option_mistakes(question, said, (*path, name))


def option_mistakes(question: Question, said: Any, path: Path) -> Iterator[Mistake]:
    """Yield the mistake in an option that the question does not have."""
    ids = [option.id for option in question.options]
    if not isinstance(said, str) or said not in ids:
        hint = suggestion(said, ids) if isinstance(said, str) and said else f"Use {alternatives(ids)}."
        yield Mistake(
            path, f"The question `{question.id}` must have one of its options, but here it is {shown(said)}. {hint}"
        )


def answer_mistakes(question: Question, said: Mapping[str, Any], path: Path) -> Iterator[Mistake]:
    """Yield the mistakes in an answer in its full form."""
    states = [key for key in STATES if key in said]
    if len(states) > 1:
        yield Mistake(
            (*path, states[1]),
            f"An answer has only one of {listed(STATES)}, but here are {listed(states)}. Keep one.",
            key=True,
        )
    for key, value in said.items():
        at = (*path, key)
        if key == "answer":
            yield from option_mistakes(question, value, at)
        elif key == "dont_know":
            yield from dont_know_mistakes(value, at)
        elif key == "does_not_apply":
            yield from reason_mistakes(question, value, at)
        elif key in NOTES:
            yield from text_mistakes(value, at)
        else:
            yield stray_key(key, value, at)


def dont_know_mistakes(value: Any, path: Path) -> Iterator[Mistake]:
    """Yield the mistake in a `dont_know` that is neither true nor false."""
    if value not in ("true", "false"):
        yield Mistake(path, f"`dont_know` must be `true`, but here it is {shown(value)}.")


def reason_mistakes(question: Question, value: Any, path: Path) -> Iterator[Mistake]:
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
        yield from text_mistakes(value, path)


def stray_key(key: str, value: Any, path: Path) -> Mistake:
    """Return the mistake for a key that an answer does not have."""
    if value == "":
        hint = "If it belongs to the text before it, put that text in double quotes, because it holds a comma."
        return Mistake(path, f"`{key}` is not a key of an answer, and nothing follows it. {hint}", key=True)
    return Mistake(path, f"`{key}` is not a key of an answer. {suggestion(key, (*STATES, *NOTES))}", key=True)
