"""What was said and does not fit together, on the pages of the answers and facts that it names."""

from collections.abc import Collection, Sequence
from itertools import chain

from assess.core.model.rulebook import Rulebook
from assess.core.scoring import evaluate
from assess.core.scoring.contradictions import find_named_inputs
from assess.web.caching import cached_by_hash
from assess.web.context import get_assessment
from assess.web.shared.text import to_plain_text


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


def describe_contradictions(rulebook: Rulebook, ids: Sequence[str]) -> tuple[str, ...]:
    """Return what does not fit together, a text for each contradiction."""
    return tuple(to_plain_text(rulebook.contradictions[each].says) for each in ids)
