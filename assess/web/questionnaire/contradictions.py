"""What was said and does not fit together, on the pages of the answers and facts that it names."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

from assess.core.model.rulebook import Rulebook
from assess.core.model.rules import Contradiction
from assess.core.scoring import evaluate
from assess.core.scoring.contradictions import find_named_inputs, find_roles_to_check_with
from assess.report.content.citations import strip_references
from assess.report.content.needs import describe_check
from assess.report.content.text import curl_apostrophes, lower_first
from assess.web.caching import cached_by_hash
from assess.web.context import get_assessment


def find_contradictions(rulebook: Rulebook, names: Collection[str], number: int) -> tuple[str, ...]:
    """Return the ids of the contradictions of an assessment that are true and name one of these questions or facts."""
    named = _index_by_name(rulebook)
    naming = frozenset[str]().union(*(named[name] for name in names if name in named))
    if not naming:
        return ()
    assessment = get_assessment(number)
    found = evaluate.find_contradictions(rulebook, assessment.profile, assessment.answers)
    return tuple(each for each in found if each in naming)


@cached_by_hash(10)
def _index_by_name(rulebook: Rulebook) -> dict[str, set[str]]:
    """Return the ids of the contradictions that name a question or fact, by its id."""
    index: dict[str, set[str]] = {}
    for rule in rulebook.contradictions.values():
        for name in chain(*find_named_inputs(rule.when)):
            index.setdefault(name, set()).add(rule.id)
    return index


class ContradictionText(NamedTuple):
    """A contradiction in words."""

    says: str
    check_with: str
    """Whom to check with, as a sentence."""


def describe_contradictions(rulebook: Rulebook, ids: Sequence[str]) -> tuple[ContradictionText, ...]:
    """Return what does not fit together, with a text for each contradiction."""
    return tuple(_describe_contradiction(rulebook, rulebook.contradictions[each]) for each in ids)


def _describe_contradiction(rulebook: Rulebook, rule: Contradiction) -> ContradictionText:
    """Describe one contradiction."""
    titles = (rulebook.roles[role].title for role in find_roles_to_check_with(rulebook, rule.when))
    check_with = describe_check([lower_first(curl_apostrophes(title)) for title in titles])
    return ContradictionText(strip_references(rule.says), check_with)
