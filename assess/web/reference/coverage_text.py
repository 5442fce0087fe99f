"""The coverage of the rules, as text."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import STAGE, ProfileCondition, QuestionCondition
from assess.core.validation.coverage import Coverage, describe_weakest, measure_coverage
from assess.core.validation.due_questions import UnnoticedBarrier
from assess.core.validation.reachability import Witness
from assess.core.validation.stage_coverage import format_share
from assess.report.content.citations import strip_references
from assess.report.content.condition_text import describe_condition
from assess.report.content.text import pluralise
from assess.web.caching import cached_by_hash

_KINDS = {"blocker": "Blockers", "warning": "Warnings", "recommendation": "Recommendations", "notice": "Notices"}


class ReachableRule(NamedTuple):
    """A rule that can come true, and one way to make it true."""

    kind: str
    id: str
    name: str
    way: str


class ReviewItem(NamedTuple):
    """Something to review."""

    kind: str
    id: str
    name: str


class ChosenAnswer(NamedTuple):
    """A question and the answer to it that was found."""

    id: str
    question: str
    answer: str


class StageFacts(NamedTuple):
    """What one stage asks and needs, and what could be at its worst unnoticed."""

    stage: str
    due: str
    most_with_blanks: str
    needed: int
    harmless: tuple[ReviewItem, ...]
    unnoticed: tuple[ReviewItem, ...]


class ShareRow(NamedTuple):
    """What a question counts for at each stage, of 100."""

    id: str
    question: str
    shares: tuple[str, ...]


class BarrierShares(NamedTuple):
    """What a barrier and its questions count for at each stage, of 100."""

    title: str
    shares: tuple[str, ...]
    rows: tuple[ShareRow, ...]


class WeakestAnswers(NamedTuple):
    """The weakest answers in the top band at one stage."""

    stage: str
    says: str
    at_worst: tuple[ChosenAnswer, ...]
    held: tuple[ChosenAnswer, ...]


@cached_by_hash(4)
def compute_coverage(rulebook: Rulebook, day: date) -> Coverage:
    """Compute the coverage of the rules, once a day for each rulebook."""
    return measure_coverage(rulebook, day)


def describe_reachable(rulebook: Rulebook, coverage: Coverage) -> Iterator[tuple[str, tuple[ReachableRule, ...]]]:
    """Yield, for each kind of rule, its title and the rules that can come true."""
    names = _get_rule_texts(rulebook)
    for kind, title in _KINDS.items():
        found = (each for each in coverage.reachable if each.kind == kind)
        yield (
            title,
            tuple(
                ReachableRule(kind, each.id, names[each.kind, each.id], _describe_witness(rulebook, each.witness))
                for each in found
            ),
        )


def _get_rule_texts(rulebook: Rulebook) -> dict[tuple[str, str], str]:
    """Return the text or title of each rule by kind and id."""
    rules = rulebook.rules
    texts = {("notice", notice.id): notice.says for notice in rules.notices}
    texts |= {("blocker", blocker.id): blocker.says for blocker in rules.blockers}
    texts |= {("warning", warning.id): warning.says for warning in rules.warnings}
    texts |= {("recommendation", advice.id): advice.title for advice in rules.recommendations}
    return {key: strip_references(text) for key, text in texts.items()}


def _describe_witness(rulebook: Rulebook, witness: Witness) -> str:
    """Describe the facts and answers of a witness."""
    facts = [_describe_fact(rulebook, name, value) for name, value in witness.facts.items()]
    answers = [
        describe_condition(rulebook, QuestionCondition.model_validate({"question": name, "is": (option,)})).text
        for name, option in witness.options.items()
    ]
    return "; ".join([*facts, *answers]) or "Nothing needs to be known"


def _describe_fact(rulebook: Rulebook, name: str, value: str | int) -> str:
    """Describe the value of a fact."""
    if isinstance(value, int):
        return f"“{strip_references(rulebook.facts[name].text)}” is {value:,}"
    return describe_condition(rulebook, ProfileCondition.model_validate({"profile": name, "is": (value,)})).text


def list_stage_facts(rulebook: Rulebook, coverage: Coverage) -> Iterator[StageFacts]:
    """Yield what each stage asks and needs."""
    questions = {name: strip_references(question.text) for name, question in rulebook.questions.items()}
    for each in coverage.stages:
        known = str(each.due.fewest) if each.due.fewest == each.due.most else f"{each.due.fewest} to {each.due.most}"
        unnoticed = (
            ReviewItem("section", found.section, _describe_barrier(rulebook, found)) for found in each.unnoticed
        )
        yield StageFacts(
            stage=strip_references(rulebook.stages[each.stage].short_text),
            due="Not counted" if each.due.fewest is None else known,
            most_with_blanks="Not counted" if each.due.fewest is None else str(each.due.most_with_blanks),
            needed=each.needed,
            harmless=_build_review_items("question", each.harmless, questions),
            unnoticed=tuple(unnoticed),
        )


def _describe_barrier(rulebook: Rulebook, found: UnnoticedBarrier) -> str:
    """Return the title of a barrier, with the facts for which it goes unnoticed."""
    facts = [_describe_fact(rulebook, name, value) for name, value in found.profile.items() if name != STAGE]
    title = strip_references(rulebook.sections[found.section].title)
    return f"{title} ({'; '.join(facts)})" if facts else title


def list_shares(rulebook: Rulebook, coverage: Coverage) -> Iterator[BarrierShares]:
    """Yield what each barrier and its questions count for at each stage."""
    for section in rulebook.rules.sections:
        rows = (
            ShareRow(each.id, strip_references(each.text), _format_shares(coverage, each.id))
            for each in section.questions
        )
        yield BarrierShares(strip_references(section.title), _format_shares(coverage, section.id), tuple(rows))


def _format_shares(coverage: Coverage, name: str) -> tuple[str, ...]:
    """Return what a barrier or a question counts for at each stage."""
    return tuple(format_share(each.shares.get(name)) for each in coverage.stages)


def list_weakest_answers(rulebook: Rulebook, coverage: Coverage) -> Iterator[WeakestAnswers]:
    """Yield the weakest answers that still reach the top band at each stage."""
    for each in coverage.weakest:
        worst = {question: rulebook.questions[question].options[0].id for question in each.at_worst}
        yield WeakestAnswers(
            stage=strip_references(rulebook.stages[each.stage].text),
            says=f"{pluralise(each.due, '1 question is', f'{each.due} questions are')} due. {describe_weakest(each)}",
            at_worst=_list_chosen_answers(rulebook, worst),
            held=_list_chosen_answers(rulebook, each.held),
        )


def _list_chosen_answers(rulebook: Rulebook, options: Mapping[str, str]) -> tuple[ChosenAnswer, ...]:
    """Return questions and answers in words."""
    texts = {
        (question.id, option.id): strip_references(option.text)
        for question in rulebook.questions.values()
        for option in question.options
    }
    return tuple(
        ChosenAnswer(name, strip_references(rulebook.questions[name].text), texts[name, option])
        for name, option in options.items()
    )


def list_review_items(rulebook: Rulebook, coverage: Coverage) -> Iterator[tuple[str, tuple[ReviewItem, ...]]]:
    """Yield, under a heading each, what has no source and which sources to review."""
    texts = {name: strip_references(question.text) for name, question in rulebook.questions.items()}
    titles = {name: strip_references(source.title) for name, source in rulebook.sources.items()}
    yield "Questions without a source", _build_review_items("question", coverage.without_claim, texts)
    yield (
        "Findings that are not used",
        _build_review_items("claim", coverage.not_cited, {name: name for name in coverage.not_cited}),
    )
    for what, names in (
        ("Superseded sources", coverage.superseded),
        ("Sources that are only proposed", coverage.proposed),
        ("Sources checked over a year ago", coverage.stale),
    ):
        yield what, _build_review_items("source", names, titles)


def _build_review_items(kind: str, names: tuple[str, ...], texts: Mapping[str, str]) -> tuple[ReviewItem, ...]:
    """Return the items to review, with their texts."""
    return tuple(ReviewItem(kind, name, texts[name]) for name in names)
