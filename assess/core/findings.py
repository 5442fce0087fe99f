"""Blockers and warnings: which are true, which are possible, because of which answers."""

from collections.abc import Callable, Iterator, Sequence

from assess.core.agenda import Agenda, Asking, Key
from assess.core.conditions import (
    FALSE,
    TRUE,
    UNKNOWN,
    Leaf,
    ProfilePart,
    QuestionPart,
    SectionPart,
    Situation,
    leaves_in_play,
    leaves_that_are,
)
from assess.core.model import Warning_
from assess.core.result import Finding
from assess.core.states import DOES_NOT_APPLY, UNANSWERED


def blocker_of(agenda: Agenda, place: int, key: Key) -> Finding | None:
    """Give the blocker at this position of the rules, none when it is false."""
    return finding_of(agenda, agenda.tables.rules.blockers[place], agenda.tables.blockers[place], key)


def warning_of(agenda: Agenda, place: int, key: Key) -> Finding | None:
    """Give the warning at this position of the rules, none when it is false."""
    return finding_of(agenda, agenda.tables.rules.warnings[place], agenda.tables.warnings[place], key)


def findings(
    agenda: Agenda,
    askings: Sequence[Asking],
    work_out: Callable[[Agenda, int, Key], Finding | None],
    codes: Sequence[int],
) -> tuple[Finding, ...]:
    """Give those that are true, then those that are possible, each in the order of the file."""
    kept = agenda.keep(work_out)
    found = [finding for place, asking in enumerate(askings) if (finding := kept(place, asking.key(codes)))]
    found.sort(key=lambda finding: finding.state, reverse=True)
    return tuple(found)


def finding_of(agenda: Agenda, rule: Warning_, asking: Asking, key: Key) -> Finding | None:
    """Work a blocker or warning out from the codes of the questions that it looks at."""
    situation = agenda.situation(asking, key)
    truth = asking.part.truth(situation)
    if truth is FALSE:
        return None
    if truth is TRUE:
        return Finding(rule.id, "true", because(leaves_that_are(TRUE, asking.part, situation), situation), (), True)
    unknown = leaves_that_are(UNKNOWN, asking.part, situation)
    waits = {wait for leaf in unknown for wait in waits_of(agenda, leaf, asking, key)}
    return Finding(rule.id, "possible", (), tuple(sorted(waits)), is_looked_at(agenda, asking, key, situation))


def because(leaves: Iterator[Leaf], situation: Situation) -> tuple[tuple[str, str], ...]:
    """Give the questions among true leaves with the options chosen, by id."""
    questions = {leaf.question for leaf in leaves if isinstance(leaf, QuestionPart)}
    return tuple((question, str(situation.options[question])) for question in sorted(questions))


def waits_of(agenda: Agenda, leaf: Leaf, asking: Asking, key: Key) -> Iterator[str]:
    """Give the unknown questions and facts that an unknown leaf waits for."""
    if isinstance(leaf, QuestionPart):
        yield leaf.question
    elif isinstance(leaf, ProfilePart):
        yield from agenda.facts.waits.get(leaf.fact, ())
    else:
        for place, code in section_codes(agenda, leaf, asking, key):
            if code in (UNANSWERED, UNANSWERED + 1):
                yield agenda.tables.questions[place].id


def section_codes(agenda: Agenda, leaf: SectionPart, asking: Asking, key: Key) -> Iterator[tuple[int, int]]:
    """Give position and code of each question of the section that a leaf names."""
    span = agenda.tables.section[leaf.section].span
    return ((place, code) for place, code in asking.codes(key) if span.start <= place < span.stop)


def is_looked_at(agenda: Agenda, asking: Asking, key: Key, situation: Situation) -> bool:
    """Say whether somebody has looked at a question that may still make a possible finding true.

    One that waits for facts alone counts as looked at: no unanswered question stands for it.
    """
    places: set[int] = set()
    for leaf in leaves_in_play(asking.part, situation):
        if isinstance(leaf, QuestionPart):
            places.add(agenda.tables.place[leaf.question])
        elif isinstance(leaf, SectionPart):
            places.update(place for place, _ in section_codes(agenda, leaf, asking, key))
    counted = [code for place, code in asking.codes(key) if place in places and code > DOES_NOT_APPLY]
    return not counted or any(code != UNANSWERED for code in counted)
