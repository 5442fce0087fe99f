"""The words of the forms for the mistakes that are found in a draft."""

from collections.abc import Mapping
from typing import NamedTuple

from assess.core.syntax.dates import has_short_year
from assess.core.syntax.problems import Problem
from assess.web.rules_editor.entity_types.fields import FieldSpec, WidgetKind


class FieldProblem(NamedTuple):
    """A problem at a field of a form."""

    problem: Problem
    spec: FieldSpec
    part: str
    """The sub-item that the field belongs to, such as `answer 3`; empty if it belongs to the entity."""
    is_inner: bool
    """Whether it is within the value of the field, not the value itself."""


_NOT_FILLED_IN = (
    "missing",
    "text",
    "id",
    "too_short",
    "literal_error",
    "yes_or_no",
    "tuple_type",
    "no-claim",
    "no-row",
)
"""The codes of a field that is empty or holds what cannot be chosen."""

_MESSAGES: Mapping[str, str] = {
    "number": "{label} must be a whole number in figures, such as 3",
    "day": "{label} must be a real date, such as 22 November 2026",
    "short-year": "{label} must include a year of 4 numbers, such as 22 November 2026",
    "future": "{label} must not be in the future",
    "issued": "{label} must be a year, a month or a day, such as 2012, December 2012 or 7 December 2012",
    "version": "{label} must be three numbers with full stops between them, such as 1.2.0",
    "low-weight": "{label} must be 1 or more",
    "band-first": "The first band must start at 0",
    "band-high": "{label} must be {0} or less",
    "band-rise": "{label} must be more than {0}, where the band before it starts",
    "few-options": "Enter at least two answers, the worst first",
    "no-worst": "Answer 1 must have 0 points, because it is the worst",
    "same-points": "The best answer must have more points than the others",
    "points-fall": "{Part} must not have fewer points than the answer before it. Put the worst answer first",
    "no-reason": "Enter what to say to those who are not asked",
    "cut_short": "What follows a “#” here may be lost. Enter the whole text again",
    "ends-early": "The last day in force must not be before the first",
    "superseded-by-itself": "A source cannot be superseded by itself. Choose the newer one",
    "brace-alone": "There is a single {0} in this text. Use braces only around the short name of a finding",
    "unknown-citation": "There is no finding with the short name {0}. Correct it, or remove it and its braces",
    "unknown": "What was chosen here is no longer in the rules. Choose again",
    "twice": "Choose each only once",
    "repeated": "“{0}” is there already. Change that entry, or enter another word",
    "top-cap": "Choose a band below the highest",
    "low-score-from": "{label} must be 1 or more. Leave it blank if there is always a score",
    "high-score-from": "{label} must be {0} or less, because there are only {0} questions",
    "need-may-not-apply": (
        "A question that a stage needs cannot be said not to apply. Choose “No” here, or remove what each stage needs"
    ),
    "blocker-may-not-apply": "A question that a blocker names cannot be said not to apply. Choose “No”",
    "need-blocked": "This answer is a blocker, so it is not enough. Choose a better one",
    "need-worst": "The worst answer is not enough for any stage. Choose a better one",
    "need-without-points": "An answer with 0 points is not enough for any stage. Choose a better one",
    "need-early": "The question is not due at this stage yet. Remove the choice",
    "need-falls": "A later stage cannot need less than an earlier one. Choose the same answer or a better one",
    "need-never-due": (
        "No one is asked this question while this stage needs it. Remove the choice, or change which services are asked"
    ),
    "no-cap": "Say first what a missing need does: in “Edit in forms”, follow “Needs and scores”",
    "short-long": "{label} must be {0} characters or fewer",
    "short-twice": "{label} must differ from that of every other stage",
    "facts-only": "You can only choose facts here. Remove this condition",
    "negated": "Only facts can be reversed with “not”. Select the answers you mean instead",
    "best-named": "The best answer cannot be among these. Clear its box",
    "not-worst": "Select the worst answers, from the first without a gap",
    "known-later": "This fact is only worked out later. Remove this condition, and choose a fact that comes before it",
    "two-tests": "Select answers or enter a number, not both",
    "no-number": "Enter a number to compare with",
    "no-option": "Select at least one",
    "not-a-number": "This fact is chosen from a list, so it is not a number. Remove this condition and add it again",
    "other-kind": "Choose a number of the same kind to compare with",
    "unknown-option": "What was chosen here is no longer in the rules. Choose again",
    "score-limit": "The score must be a whole number from 1 to {0}",
    "no-score": "You cannot choose a score here. Remove this condition, and add the answers you mean",
    "many-parts": "There are {0} conditions, and {1} is the limit. Remove some",
    "deep": "Groups are nested {0} deep, and {1} is the limit. Make it simpler",
    "never-true": "This can never be true. Change it, or remove a condition",
    "too-long": "There are too many combinations to check. Remove some conditions",
    "true-at-best": "The best answers would trigger this. Select an answer that is not the best, or add a fact",
}
"""The sentence for each code; `{label}` is the label of the field, `{Part}` the sub-item, {0} and {1} are values."""

_IN_A_CONDITION = {
    **dict.fromkeys(("too_short", "missing"), "Select at least one answer, or remove this condition"),
    "number": "Enter a whole number in figures, such as 15",
    "unknown": "What this is about is no longer in the rules. Remove this condition",
    "unknown-option": "Something is selected that is no longer offered. Clear its box",
    "blocker-may-not-apply": (
        "An officer can say that this question does not apply, so it cannot be a blocker. Open the question first, and "
        "choose “No” there"
    ),
}
"""Sentences for codes that mean something else within a condition."""

_EMPTY_GROUP = "Add a condition to this group, or remove the group"
_NOT_SHOWN = "This cannot be shown in a form. Remove it, or correct it in the text"


def describe_problem(found: FieldProblem) -> str:
    """Return the message for a problem at a field, in the words of the form."""
    problem, spec = found.problem, found.spec
    has_short = problem.code in ("day", "issued") and any(has_short_year(str(value)) for value in problem.values)
    sentence = _MESSAGES.get("short-year" if has_short else problem.code)
    if spec.widget is WidgetKind.CONDITION and found.is_inner:
        sentence = _EMPTY_GROUP if _is_group(problem) else _IN_A_CONDITION.get(problem.code, sentence)
    elif problem.code in _NOT_FILLED_IN or not _is_written(problem, spec):
        return describe_missing(spec, found.part)
    part = found.part[:1].upper() + found.part[1:]
    label = f"{spec.noun or spec.label} of {found.part}" if found.part else spec.noun or spec.label
    return (sentence or _NOT_SHOWN).format(*problem.values, label=label, Part=part)


def _is_group(problem: Problem) -> bool:
    """Return whether a problem within a condition is that of a group without parts."""
    return problem.code == "too_short" and problem.path[-1] in ("all", "any")


def _is_written(problem: Problem, spec: FieldSpec) -> bool:
    """Return whether a field that must be written in a certain way holds anything at all."""
    return problem.code not in ("number", "day", "issued", "version") or problem.values != ("",) or spec.optional


def describe_missing(spec: FieldSpec, part: str = "") -> str:
    """Return the message for a field that must be filled in."""
    sentence = spec.missing or f"Fill in “{spec.label}” again"
    return sentence.format(part=part)
