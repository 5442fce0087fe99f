"""What was said and does not fit together, on the pages of the answers and facts that it names."""

from collections.abc import Collection, Sequence

from assess.core.model.rulebook import Rulebook
from assess.core.scoring.contradictions import find_named_inputs
from assess.web.context import get_assessment
from assess.web.shared.text import to_plain_text


def find_contradictions(rulebook: Rulebook, names: Collection[str], number: int) -> tuple[str, ...]:
    """Return the ids of the contradictions of an assessment that are true and name one of these questions or facts."""
    naming = {
        rule.id
        for rule in rulebook.contradictions.values()
        if any(name in names for part in find_named_inputs(rule.when) for name in part)
    }
    return tuple(each for each in get_assessment(number).result().contradictions if each in naming) if naming else ()


def describe_contradictions(rulebook: Rulebook, ids: Sequence[str]) -> tuple[str, ...]:
    """Return what does not fit together, a text for each contradiction."""
    return tuple(to_plain_text(rulebook.contradictions[each].says) for each in ids)
