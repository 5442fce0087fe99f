"""The coverage of the rules, as text."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import ProfileCondition, QuestionCondition
from assess.core.validation.coverage import Proof, prove
from assess.core.validation.reachability import Way
from assess.report.content.condition_text import clause
from assess.web.shared.text import plain

KINDS = {"blocker": "Blockers", "warning": "Warnings", "recommendation": "Recommendations", "notice": "Notices"}


class Led(NamedTuple):
    """A rule that can come true, and one way to make it true."""

    kind: str
    id: str
    name: str
    way: str


class Named(NamedTuple):
    """Something to review."""

    kind: str
    id: str
    name: str


@lru_cache(4)
def proof(rulebook: Rulebook, day: date) -> Proof:
    """Compute the coverage of the rules, once a day for each rulebook."""
    return prove(rulebook, day)


def reached(rulebook: Rulebook, proved: Proof) -> Iterator[tuple[str, tuple[Led, ...]]]:
    """Yield, for each kind of rule, its title and the rules that can come true."""
    names = names_of(rulebook)
    for kind, title in KINDS.items():
        found = (each for each in proved.reached if each.kind == kind)
        yield (
            title,
            tuple(Led(kind, each.id, names[each.kind, each.id], way_words(rulebook, each.way)) for each in found),
        )


def names_of(rulebook: Rulebook) -> dict[tuple[str, str], str]:
    """Return the text or title of each rule by kind and id."""
    rules = rulebook.rules
    said = {("notice", notice.id): notice.says for notice in rules.notices}
    said |= {("blocker", blocker.id): blocker.says for blocker in rules.blockers}
    said |= {("warning", warning.id): warning.says for warning in rules.warnings}
    said |= {("recommendation", advice.id): advice.title for advice in rules.recommendations}
    return {key: plain(text) for key, text in said.items()}


def way_words(rulebook: Rulebook, way: Way) -> str:
    """Describe the facts and answers of a witness."""
    facts = [fact_words(rulebook, name, value) for name, value in way.facts.items()]
    answers = [
        clause(rulebook, QuestionCondition.model_validate({"question": name, "is": (option,)})).text
        for name, option in way.options.items()
    ]
    return "; ".join([*facts, *answers]) or "Nothing need be known"


def fact_words(rulebook: Rulebook, name: str, value: str | int) -> str:
    """Describe the value of a fact."""
    if isinstance(value, int):
        return f"“{plain(rulebook.facts[name].text)}” is {value:,}"
    return clause(rulebook, ProfileCondition.model_validate({"profile": name, "is": (value,)})).text


def authority(rulebook: Rulebook, proved: Proof) -> Iterator[tuple[str, tuple[Named, ...]]]:
    """Yield, under a heading each, what has no source and which sources to review."""
    texts = {name: plain(question.text) for name, question in rulebook.questions.items()}
    titles = {name: plain(source.title) for name, source in rulebook.sources.items()}
    yield "Questions without a source", named("question", proved.without_claim, texts)
    yield "Findings that nothing cites", named("claim", proved.not_cited, {name: name for name in proved.not_cited})
    for what, names in (
        ("Superseded sources", proved.superseded),
        ("Sources only proposed", proved.proposed),
        ("Sources checked over a year ago", proved.stale),
    ):
        yield what, named("source", names, titles)


def named(kind: str, names: tuple[str, ...], texts: Mapping[str, str]) -> tuple[Named, ...]:
    """Return the items to review, with their texts."""
    return tuple(Named(kind, name, texts[name]) for name in names)
